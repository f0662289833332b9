r"""A reader of JSON with slips, as people and templates write it into pages. It never raises, and takes linear time.

Missing and trailing commas, raw line ends and quotes in strings, single and typographic quotes, keys without quotes,
comments, tags, code around the values, brackets that do not match and an early end are all read as far as they can be.
(The package json-repair reads the same, but takes 10 seconds for 16 KB of ``{"a"`` and four times that for twice it.)
"""

import json
import re
from typing import Any, NamedTuple

from cleaner.lazy import lazy_pattern

MAX_CHARS = 1 << 18
"""Characters of a text that are read."""

MAX_DEPTH = 40
"""Levels of brackets: deeper ones are passed over."""

MAX_VALUES = 200
"""Values of a text that are read."""

MAX_BLANKS = 40
"""Blanks before a key that may end a string whose quote is missing."""

_QUOTES = "\"'“”„"
_CLOSING = {'"': '"', "'": "'", "“": "”“", "”": "”", "„": "“”"}
_KEY = rf"""[{_QUOTES}]@?[A-Za-z][\w:./-]{{0,60}}[{_QUOTES}]\s*+:\s*+(?=[{_QUOTES}{{}}\[\],\d-]|true|false|null)"""
_BLANK = lazy_pattern(
    r"""(?:\s++ | /\*.*?(?:\*/|\Z) | //(?=\s*<!) | //[^\r\n]*+ | <!\[CDATA\[ | \]\]> | <!--(?=\s*[\[{"])
        | <!--.*?(?:-->|\Z) | --> | </?[A-Za-z][^<>"]{0,40}>)++""",
    re.VERBOSE | re.DOTALL,
)
_NEXT_KEY = lazy_pattern(_KEY)
_ENDS_VALUE = lazy_pattern(rf"[\s,;]*+(?:{_KEY}|[\]}}]|/[/*]|<br\b|\Z)|\s*+,\s*+[A-Za-z_$][\w$]{{0,60}}\s*+:")
_ENDS_ENTRY = lazy_pattern(rf"[\s,;]*+(?:[{_QUOTES}\[{{\]}}]|/[/*]|<br\b|\Z)|\s*+,\s*+(?:[\d-]|true|false|null)")
_ENDS_KEY = lazy_pattern("")  # quotes in keys close them
_COLON = lazy_pattern(r"\s*+(?::|=>)\s*+")
_WORD = lazy_pattern(rf"[^\s,:\[\]{{}}{_QUOTES}]++")
_BRACKET = lazy_pattern(r"[\[{]")
_ESCAPE = lazy_pattern(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class Place(NamedTuple):
    """Where a value is: how deep, and inside which brackets."""

    depth: int = 0
    is_in_list: bool = False
    is_in_object: bool = False


def read_loose_json(text: str) -> list[Any]:
    r"""Return the objects and lists in a text, in their order.

    >>> read_loose_json('{"a": "say "yes"" \n "b": [1, 2,], /* c */ c: \'d\'} x();')
    [{'a': 'say "yes"', 'b': [1, 2], 'c': 'd'}]
    """
    text = text[:MAX_CHARS]
    values: list[Any] = []
    position = _past_blanks(text, 0)
    while len(values) < MAX_VALUES and (bracket := _BRACKET.search(text, position)):
        value, position = _read_value(text, bracket.start(), Place())
        if value:
            values.append(value)
    return values


def _past_blanks(text: str, position: int) -> int:
    """Return the position after blanks, comments and tags."""
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _read_value(text: str, position: int, place: Place) -> tuple[Any, int]:
    """Return the value at a position and the position after it, which is always further on."""
    mark = text[position]
    if mark in "{[":
        if place.depth >= MAX_DEPTH:
            return None, position + 1
        read = _read_object if mark == "{" else _read_list
        return read(text, position + 1, place)
    if mark in _QUOTES:
        return _read_string(text, position, _ENDS_VALUE if place.is_in_object else _ENDS_ENTRY)
    if word := _WORD.match(text, position):
        try:
            return json.loads(word[0]), word.end()
        except (ValueError, RecursionError):
            return word[0], word.end()
    return None, position + 1


def _read_object(text: str, position: int, place: Place) -> tuple[dict[str, Any], int]:
    """Return the object whose bracket opened before a position; a bracket of a list around it closes it as well."""
    values: dict[str, Any] = {}
    while (position := _past_blanks(text, position)) < len(text):
        mark = text[position]
        if mark == "}":
            return values, position + 1
        if mark == "]" and place.is_in_list:
            return values, position
        if mark not in _QUOTES and not _WORD.match(text, position):
            position += 1
            continue
        key, position = _read_key(text, position)
        colon = _COLON.match(text, position)
        position = _past_blanks(text, colon.end() if colon else position)
        if position < len(text) and text[position] not in (",}]" if colon else ",:}]"):
            values[key], position = _read_value(
                text, position, Place(place.depth + 1, is_in_list=place.is_in_list, is_in_object=True)
            )
    return values, position


def _read_key(text: str, position: int) -> tuple[str, int]:
    if text[position] in _QUOTES:
        return _read_string(text, position, _ENDS_KEY)
    word = _WORD.match(text, position)
    return (word[0], word.end()) if word else ("", position + 1)


def _read_list(text: str, position: int, place: Place) -> tuple[list[Any], int]:
    """Return the list whose bracket opened before a position; a bracket of an object around it closes it as well."""
    values: list[Any] = []
    inner = Place(place.depth + 1, is_in_list=True)
    is_in_object = place.is_in_object or place.depth > 0
    while (position := _past_blanks(text, position)) < len(text):
        mark = text[position]
        if mark == "]":
            return values, position + 1
        if mark == "}" and is_in_object:
            return values, position
        if mark in ",;:}":
            position += 1
            continue
        value, position = _read_value(text, position, inner)
        values.append(value)
    return values, position


def _read_string(text: str, start: int, ending: re.Pattern[str]) -> tuple[str, int]:
    """Return the string that opens at a position, and the position after it.

    A quote closes it if what follows may follow a string there; so may the next key where the quote is missing.
    """
    closing = _CLOSING[text[start]]
    quotes = re.compile(rf"\\.|[{closing}]", re.DOTALL)
    position = start + 1
    while quote := quotes.search(text, position):
        position = quote.end()
        if quote[0][0] == "\\":
            continue
        if ending.match(text, position):
            return _unescaped(text[start + 1 : quote.start()]), position
        before = text[max(start + 1, quote.start() - MAX_BLANKS) : quote.start()] if ending is _ENDS_VALUE else ""
        if _ends_a_line(before) and _NEXT_KEY.match(text, quote.start()):
            return _unescaped(text[start + 1 : quote.start()].rstrip().removesuffix(",")), quote.start()
    return _unescaped(text[start + 1 :]), len(text)


def _ends_a_line(text: str) -> bool:
    """Whether a text ends with a comma or a line end, apart from blanks."""
    stripped = text.rstrip()
    return stripped.endswith(",") or "\n" in text[len(stripped) :]


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    characters = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED.get(m[2], m[2]), text)
    return characters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
