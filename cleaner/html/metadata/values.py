"""Plain text from values as pages write them: without entities and tags, on one line and of bounded length."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.html.blanks import fold_blanks

MAX_TEXT = 2000
"""Characters of a value that are read: no title, name, date or description is longer."""

MAX_VALUES = 200
"""Entries of a list that are read, such as persons or tags."""

MAX_NUMBER = 1e15
"""Numbers from here on are dropped: no date is as large, not even in milliseconds."""

_MARKS = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--[^<>]{0,300}-->")


def plain_text(value: Any) -> str:
    r"""Return a value's text on one line; an empty string for what is neither a string nor a number.

    >>> plain_text(" Fish &amp;amp; <b>chips</b>\n"), plain_text(["no"]), plain_text(7)
    ('Fish & chips', '', '7')
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value) if abs(value) < MAX_NUMBER else ""
    if not isinstance(value, str):
        return ""
    text = value[:MAX_TEXT]
    if "&" in text:
        text = html.unescape(html.unescape(text))  # many pages escape twice
    if "<" in text:
        text = _TAG.sub(" ", text)
    return fold_blanks(text)


def iter_values(value: Any) -> Iterator[Any]:
    """Yield the entries of a list, at most :data:`MAX_VALUES`, or the value itself unless it is ``None``.

    >>> list(iter_values("a")), list(iter_values([1, 2])), list(iter_values(None))
    (['a'], [1, 2], [])
    """
    if isinstance(value, list):
        yield from value[:MAX_VALUES]
    elif value is not None:
        yield value


def name_of(value: Any) -> str:
    """Return the text of a value, or of the ``name`` of an object: ``{"@type": "Person", "name": "Jane Doe"}``."""
    names = value.get("name") or value.get("@value") if isinstance(value, Mapping) else value
    return next(filter(None, map(plain_text, iter_values(names))), "")


def names_of_value(value: Any) -> list[str]:
    """Return the names of a person or an organization, or of a list in its place.

    >>> names_of_value({"givenName": "Ana", "familyName": "Ortiz"}), names_of_value({"name": ["Ana Ortiz", "Bo Lee"]})
    (['Ana Ortiz'], ['Ana Ortiz', 'Bo Lee'])
    """
    if not isinstance(value, Mapping):
        return [text] if (text := plain_text(value)) else []
    names = value.get("name") or value.get("@value") or value.get("legalName")
    if texts := [text for entry in iter_values(names) if (text := name_of(entry))]:
        return texts
    parts = (name_of(value.get(key)) for key in ("givenName", "additionalName", "familyName"))
    whole = " ".join(filter(None, parts)) or name_of(value.get("alternateName"))
    return [whole] if whole else []


def comparison_key(text: str) -> str:
    """Return the letters and digits of a text in lower case, by which texts are compared.

    >>> comparison_key("The Hill!") == comparison_key("the-hill")
    True
    """
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_MARKS).decode()
    return _MARKS.sub("", text).lower()


def starts_alike(name: str, title: str) -> bool:
    """Whether one of two texts begins with the letters of the other; an empty one is unlike any."""
    key, other = comparison_key(name), comparison_key(title)
    return bool(key and other) and (key.startswith(other) or other.startswith(key))
