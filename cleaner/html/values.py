"""Plain text from values as pages write them: without entities and tags, on one line and of bounded length."""

import html
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from cleaner.lazy import lazy_pattern
from cleaner.text.words import STOPLESS_SCRIPTS, UNSPACED_SCRIPTS, has_unspaced

LINE_BREAK = "\N{LINE SEPARATOR}"
"""A line end that a reader sees, within a text whose other line ends are only those of the source."""

_WIDE = (
    f"{UNSPACED_SCRIPTS}"
    "\u3001-\u3030\u30fb\u3100-\u312f\u31a0-\u31bf"  # punctuation, the middle dot of kana, Bopomofo
    "\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffe6"  # full width
)
_SHARED_MARKS = "“”‘’…—·"
"""Punctuation of Chinese that Western scripts have as well: what stands on its other side tells."""

_LINE_END = r"[ \t\f\u200b]*[\r\n][ \t\f\r\n\u200b]*"
_JOINED_LINE_END = lazy_pattern(
    rf"(?<=[{_WIDE}]){_LINE_END}(?=[{_WIDE}])"
    rf"|(?<=[{_SHARED_MARKS}]){_LINE_END}(?=(?![{STOPLESS_SCRIPTS}])[{_WIDE}])"
    rf"|(?<=[{_WIDE}])(?<![{STOPLESS_SCRIPTS}]){_LINE_END}(?=[{_SHARED_MARKS}])"
)


def fold_blanks(text: str) -> str:
    r"""Return a text of a page with one blank for each run of blanks.

    A line end of the source between two characters of scripts without spaces is none.

    >>> fold_blanks("两根\n木桩"), fold_blanks("두 기둥\n그리고"), fold_blanks(" two\n  pillars ")
    ('两根木桩', '두 기둥 그리고', 'two pillars')
    """
    if "\n" in text and has_unspaced(text):
        text = _JOINED_LINE_END.sub("", text)
    return " ".join(text.split())


def without_joined_line_ends(texts: Sequence[str]) -> Sequence[str]:
    r"""Return the parts of a text without the line ends of the source that vanish.

    >>> without_joined_line_ends(["潜水员 ", "发现\n", " 海床"])
    ['潜水员 ', '发现', '海床']
    """
    text = "".join(texts)
    if "\n" not in text or not has_unspaced(text):
        return texts
    is_kept = bytearray(b"1") * len(text)
    for match in _JOINED_LINE_END.finditer(text):
        is_kept[match.start() : match.end()] = bytes(match.end() - match.start())
    kept = iter(zip(text, is_kept, strict=True))
    return ["".join([char for char, is_shown in islice(kept, len(part)) if is_shown]) for part in texts]


MAX_TEXT = 2000
"""Characters of a value that are read: no title, name, date or description is longer."""

MAX_VALUES = 200
"""Entries of a list that are read, such as persons or tags."""

MAX_NUMBER = 1e15
"""Numbers from here on are dropped: no date is as large, not even in milliseconds."""

_MARKS = lazy_pattern(r"[\W_]+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]{0,300}>|<!--[^<>]{0,300}-->")


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
    text = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_MARKS).decode("utf-8", "surrogatepass")
    return _MARKS.sub("", text).lower()  # few are left, and so this is a few times as fast


def starts_alike(name: str, title: str) -> bool:
    """Whether one of two texts begins with the letters of the other; an empty one is unlike any."""
    key, other = comparison_key(name), comparison_key(title)
    return bool(key and other) and (key.startswith(other) or other.startswith(key))
