"""Values as pages write them, made plain: text without entities and tags, on one line and of bounded length."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_TEXT = 2000
"""Characters of a value that are looked at: no title, name, date or description is longer."""

MAX_VALUES = 200
"""Entries of a list that are looked at, as persons or tags."""

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--[^<>]{0,300}-->")


def plain_text(value: Any) -> str:
    r"""Return a value's text on one line; nothing for what is no text or number.

    >>> plain_text(" Fish &amp;amp; <b>chips</b>\n"), plain_text(["no"]), plain_text(7)
    ('Fish & chips', '', '7')
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value) if abs(value) < 1e15 else ""  # noqa: PLR2004 - longer than any date in milliseconds
    if not isinstance(value, str):
        return ""
    text = value[:MAX_TEXT]
    if "&" in text:
        text = html.unescape(html.unescape(text))  # many pages escape twice
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(text.split())


def iter_values(value: Any) -> Iterator[Any]:
    """Go through what may be one value or a list of them.

    >>> list(each("a")), list(each([1, 2])), list(each(None))
    (['a'], [1, 2], [])
    """
    if isinstance(value, list):
        yield from value[:MAX_VALUES]
    elif value is not None:
        yield value


def name_of(value: Any) -> str:
    """Return the text of a value, or of the ``name`` of a thing: ``{"@type": "Person", "name": "Jane Doe"}``."""
    for one in iter_values(value.get("name") or value.get("@value") if isinstance(value, Mapping) else value):
        if text := plain_text(one):
            return text
    return ""


def comparison_key(text: str) -> str:
    """Return the letters and digits of a text in lower case, to tell whether two texts say the same.

    >>> compact("The Hill!") == compact("the-hill")
    True
    """
    return "".join(filter(str.isalnum, text.casefold()))
