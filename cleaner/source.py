"""The input of a walk: a text or page with what is known about it, and how a record gives it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.errors import InputError, RecordError
from cleaner.languages import UNDETERMINED, normalize_language

KEYS_SHOWN = 8
"""Keys of a record that a message names."""

KEY_CHARACTERS = 40
"""Characters of a key that a message shows."""

_LANGUAGE_KEYS = ("lang", "language")
_TYPE_NAMES = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    str: "a text",
}


class Source(NamedTuple):
    """One input after decoding.

    ``text`` is a text, or with ``html`` the markup of a page. ``file`` says that the text is a whole file, which may
    begin with front matter and ends with a newline. ``markdown`` says that a text is Markdown, or that a page's
    article is written as Markdown. ``unknown_language`` is what a record gives as its language if no language has that
    name. ``default_site`` is the site of an input that nothing else says the site of.
    """

    text: str
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] | None = None
    markdown: bool = False
    file: bool = False
    html: bool = False
    unknown_language: str | None = None
    default_site: str | None = None


class RecordKeys(NamedTuple):
    """The keys under which a record has its text, its page and its id."""

    text: str = "text"
    id: str = "id"
    html: str = "html"


class EncodedText(NamedTuple):
    """A text or page as bytes, and the charset that its server or archive gives."""

    content: bytes
    charset: str | None = None


def source_of_record(
    record: Mapping[str, Any],
    keys: RecordKeys,
    *,
    pages: bool = False,
    url: str | None = None,
    language: str | None = None,
) -> Source:
    """Return a record's text or page with its own ``url``, language and ``metadata``.

    The language is under ``lang``, ``language`` or in ``metadata``. ``url`` and ``language`` are defaults for records
    that have none. A record with both a text and a page gives its text, or with ``pages`` its page. Raises
    :exc:`cleaner.errors.RecordError` for a record that has neither, or values of other types.
    """
    html = keys.html in record and (pages or keys.text not in record)
    key = keys.html if html else keys.text
    if key not in record:
        raise RecordError(f"lacks the key '{key}'")
    text = record[key]
    if isinstance(text, (bytes, EncodedText)):
        text = decoded_text(text if isinstance(text, EncodedText) else EncodedText(text), html=html)
    if not isinstance(text, str):
        raise RecordError(f"has no text under '{key}', but {kind_of_value(text)}")
    metadata = record.get("metadata")
    if metadata is not None and not isinstance(metadata, Mapping):
        raise RecordError(f"has no object under 'metadata', but {kind_of_value(metadata)}")
    own_url, own_language = record.get("url"), _language_of(record, metadata or {})
    tag = normalize_language(own_language) if own_language else language
    is_unknown = own_language and tag is None and own_language.casefold() not in UNDETERMINED
    return Source(
        text,
        own_url if isinstance(own_url, str) else url,
        tag,
        metadata,
        html=html,
        unknown_language=own_language if is_unknown else None,
    )


def listed_keys(record: Mapping[str, Any]) -> str:
    """Return the keys of a record for a message, the first of them if it has many.

    Without ``metadata``, in which the message may be written: the next run gives the same.

    >>> listed_keys({"id": 7, "content": "A text."}), listed_keys({})
    ("'id', 'content'", 'none')
    """
    keys = [str(key) for key in record if key != "metadata"]
    names = [repr(key if len(key) <= KEY_CHARACTERS else f"{key[:KEY_CHARACTERS]}…") for key in keys]
    more = ", …" if len(names) > KEYS_SHOWN else ""
    return f"{', '.join(names[:KEYS_SHOWN])}{more}" if names else "none"


def decoded_text(text: EncodedText, *, html: bool) -> str:
    """Decode a text or page. Raises :exc:`cleaner.errors.RecordError` for bytes that are not text."""
    from cleaner.text.decode import decode, decode_page  # start-up time

    try:
        return (decode_page if html else decode)(text.content, charset=text.charset).text
    except InputError as error:
        raise RecordError(error.message) from None


def kind_of_value(value: Any) -> str:
    """Return the type of a JSON value in words.

    >>> kind_of_value(None), kind_of_value(7.5), kind_of_value({})
    ('null', 'a number', 'an object')
    """
    return _TYPE_NAMES.get(type(value), "an object")


def _language_of(record: Mapping[str, Any], metadata: Mapping[str, Any]) -> str | None:
    """Return the first language that a record gives."""
    values = [*(record.get(key) for key in _LANGUAGE_KEYS), metadata.get("language")]
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
