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
    name. ``default_site`` is the site of an input that nothing else says the site of. ``inline``: exceptions in the
    text count.
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
    inline: bool = False


class RecordKeys(NamedTuple):
    """The keys under which a record has its text, its page, its id, its address and its language.

    A key is a name, names separated by dots for a value inside others (``data.text``), or a JSON pointer
    (``/data/text``, RFC 6901). A record that has a key with that very name has its value there. Without a ``language``,
    it is under ``lang``, ``language`` or in ``metadata``.
    """

    text: str = "text"
    id: str = "id"
    html: str = "html"
    url: str = "url"
    language: str | None = None


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
    html = has_key(record, keys.html) and (pages or not has_key(record, keys.text))
    key = keys.html if html else keys.text
    if not has_key(record, key):
        raise RecordError(f"lacks the key '{key}'")
    text = value_at(record, key)
    if isinstance(text, (bytes, EncodedText)):
        text = decoded_text(text if isinstance(text, EncodedText) else EncodedText(text), html=html)
    if not isinstance(text, str):
        raise RecordError(f"has no text under '{key}', but {kind_of_value(text)}")
    metadata = record.get("metadata")
    if metadata is not None and not isinstance(metadata, Mapping):
        raise RecordError(f"has no object under 'metadata', but {kind_of_value(metadata)}")
    own_url, own_language = value_at(record, keys.url), _language_of(record, metadata or {}, keys.language)
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


def path_of(key: str) -> list[str]:
    """Return the names that lead to a value inside others, the outermost first.

    >>> path_of("text"), path_of("data.text"), path_of("/items/0/a~1b")
    (['text'], ['data', 'text'], ['items', '0', 'a/b'])
    """
    if key.startswith("/"):
        return [name.replace("~1", "/").replace("~0", "~") for name in key[1:].split("/")]
    return key.split(".")


def has_key(record: Mapping[str, Any], key: str) -> bool:
    """Whether a record has a value at a key."""
    return _holder(record, key) is not None


def value_at(record: Mapping[str, Any], key: str) -> Any:
    """Return the value of a record at a key, or ``None``.

    >>> value_at({"data": [{"text": "News."}]}, "data.0.text"), value_at({"data.text": 1, "data": 2}, "data.text")
    ('News.', 1)
    """
    found = _holder(record, key)
    return None if found is None else found[0][found[1]]


def with_value(record: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return a copy of a record with a value at a key; objects that lead to it are added if they are missing.

    Raises :exc:`cleaner.errors.RecordError` if what leads to it is a value of another kind.

    >>> with_value({"data": {"id": 7}}, "data.text", "News.")
    {'data': {'id': 7, 'text': 'News.'}}
    """
    copy = dict(record)
    if key in record or len(path_of(key)) == 1:
        copy[key if key in record else path_of(key)[0]] = value
        return copy
    holder: Any = copy
    *parents, last = path_of(key)
    for name in parents:
        index = _index_of(holder, name)
        inner = {} if index is None else holder[index]
        if not isinstance(inner, Mapping | list):
            raise RecordError(f"has {kind_of_value(inner)} under '{name}', so it cannot have the key '{key}'")
        inner = dict(inner) if isinstance(inner, Mapping) else list(inner)
        holder[name if index is None else index] = inner
        holder = inner
    index = _index_of(holder, last)
    if index is None and isinstance(holder, list):
        raise RecordError(f"has a list that is too short for the key '{key}'")
    holder[last if index is None else index] = value
    return copy


def without_key(record: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a copy of a record without the value at a key."""
    if not has_key(record, key):
        return dict(record)
    copy = with_value(record, key, None)
    holder, last = _holder(copy, key) or (copy, key)
    if isinstance(holder, dict):
        del holder[last]
    return copy


def _holder(record: Mapping[str, Any], key: str) -> tuple[Any, Any] | None:
    """Return the object or list that has a record's value at a key, and the name or index there; or ``None``."""
    if key in record:
        return record, key
    if "." not in key and not key.startswith("/"):
        return None
    holder: Any = record
    *parents, last = path_of(key)
    for name in parents:
        index = _index_of(holder, name)
        if index is None:
            return None
        holder = holder[index]
    index = _index_of(holder, last)
    return None if index is None else (holder, index)


def _index_of(holder: Any, name: str) -> Any:
    """Return a name, or for a list the index that it is, if there is such a value; else ``None``."""
    if isinstance(holder, Mapping):
        return name if name in holder else None
    if isinstance(holder, list) and name.isascii() and name.isdecimal() and int(name) < len(holder):
        return int(name)
    return None


def _language_of(record: Mapping[str, Any], metadata: Mapping[str, Any], key: str | None) -> str | None:
    """Return the first language that a record gives: under ``key``, if there is one."""
    if key is not None:
        value = value_at(record, key)
        return value if isinstance(value, str) and value.strip() else None
    values = [*(record.get(key) for key in _LANGUAGE_KEYS), metadata.get("language")]
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
