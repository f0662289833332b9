"""What goes into the walk: a text or a page with what is known of it, and how a record says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.errors import InputError, RecordError


@dataclass(frozen=True, slots=True)
class Source:
    """One input after decoding. ``file``: front matter on its first line counts, and it ends with a newline.

    ``html``: it is a page, whose article is extracted; ``markdown`` then asks for the form of its lines.
    """

    text: str
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    markdown: bool = False
    file: bool = False
    html: bool = False


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """Under which keys of a record its text, its page and its id stand."""

    text: str = "text"
    id: str = "id"
    html: str = "html"


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text or page in the bytes that it came in, and the charset that came with them."""

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
    """Return a record's text or page, and what it says of itself under ``url``, ``lang`` and ``metadata``.

    Of a record with both the text counts, unless ``pages`` are asked for. ``url`` and ``language`` are for records that
    do not say. Raises :exc:`RecordError` for one without text and page, or with something else in their place.
    """
    html = keys.html in record and (pages or keys.text not in record)
    key = keys.html if html else keys.text
    if key not in record:
        raise RecordError(f"lacks the key '{key}'")
    text = record[key]
    if isinstance(text, bytes):
        text = EncodedText(text)
    if isinstance(text, EncodedText):
        text = _decoded(text, html=html)
    if not isinstance(text, str):
        raise RecordError(f"has no text under '{key}', but {kind_of_value(text)}")
    metadata = record.get("metadata")
    if metadata is not None and not isinstance(metadata, Mapping):
        raise RecordError(f"has no object under 'metadata', but {kind_of_value(metadata)}")
    own_url, own_language = record.get("url"), record.get("lang")
    return Source(
        text,
        own_url if isinstance(own_url, str) else url,
        own_language if isinstance(own_language, str) else language,
        metadata or {},
        html=html,
    )


def kind_of_value(value: Any) -> str:
    """Tell what a value is in words for a person.

    >>> kind_of_value(None), kind_of_value(7.5), kind_of_value({})
    ('null', 'a number', 'an object')
    """
    names = {
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        str: "a text",
    }
    return names.get(type(value), "an object")


def _decoded(text: EncodedText, *, html: bool) -> str:
    """Decode a text or page that a record has as bytes."""
    from cleaner.text.decode import decode, decode_page

    try:
        return (decode_page if html else decode)(text.content, charset=text.charset).text
    except InputError as error:
        raise RecordError(error.message) from None
