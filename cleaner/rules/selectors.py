"""Selectors: the part of CSS that one walk over a page can serve, parsed and checked without any page.

Served are tag, class, id, attribute, descendant, child, lists and ``:not()`` of these. The parser is our own: it is
small, tells what is refused in the rule language's words, and costs text-only runs no import.

>>> parse("aside > .related:not(.story)")[0].parts[1]
Compound(tag=None, ids=(), classes=('related',), attributes=(), excluded=(Compound(tag=None, ids=(), \
classes=('story',), attributes=(), excluded=()),))
>>> check("p:first-child")
"':first-child' is not served: of what begins with ':' only ':not()' is"
"""

import re
import sys
from dataclasses import dataclass, replace

MAX_PARTS = 16
"""Parts (``a b > c`` has three) of a selector. Real ones have five at most; the bound keeps matching flat."""

_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}[ \t\n\r\f]?|[^0-9a-fA-F\n\r\f])"
_LETTER = rf"(?:[A-Za-z_]|[^\x00-\x7f]|{_ESCAPE})"
_NAME = rf"(?:--|-?{_LETTER})(?:[0-9-]|{_LETTER})*"
_STRING = r"\"(?:[^\"\\\n\r\f]|\\.)*\"|'(?:[^'\\\n\r\f]|\\.)*'"
_BLANK = r"[ \t\n\r\f]*"

_SIMPLE = re.compile(
    rf"""
    \#(?P<id>{_NAME})
    | \.(?P<class>{_NAME})
    | \[{_BLANK}(?P<attribute>{_NAME}){_BLANK}
        (?: (?P<operator>[~^$*|]?=) {_BLANK} (?P<value>{_NAME}|{_STRING}) {_BLANK} )? \]
    | (?P<not>:not\({_BLANK})
    | (?P<tag>{_NAME}|\*)
    """,
    re.VERBOSE,
)
_BETWEEN = re.compile(rf"{_BLANK}(?P<sign>[>,]){_BLANK}|(?P<blank>[ \t\n\r\f]+)")
_BETWEEN_EXCLUDED = re.compile(rf"{_BLANK}(?:,{_BLANK}|(?P<end>\)))")
_ODD = re.compile(r":{0,2}[\w-]+|.", re.DOTALL)


class SelectorError(ValueError):
    """A selector that does not parse, or that one walk over a page cannot serve."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One condition on an attribute; without an operator the attribute is just there."""

    name: str
    operator: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Compound:
    """What one node looks like: all must hold, and none of ``excluded``."""

    tag: str | None = None
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    excluded: tuple["Compound", ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """A node and what it stands in: ``signs[i]`` is between ``parts[i]`` and ``parts[i + 1]``, a blank or ``>``."""

    parts: tuple[Compound, ...]
    signs: tuple[str, ...] = ()


def parse_selectors(source: str) -> tuple[Selector, ...]:
    """Return the selectors of a list. Raises :exc:`SelectorError` for what cannot be read or served."""
    found, parts, signs, at = [], list[Compound](), list[str](), 0
    text = source.strip()
    while True:
        compound, at = _compound(text, at)
        parts.append(compound)
        between = _BETWEEN.match(text, at)
        if at < len(text) and between is None:
            raise SelectorError(_refused(text, at))
        sign = (between["sign"] or " ") if between else ","
        if sign == ",":
            found.append(_served(Selector(tuple(parts), tuple(signs))))
            parts, signs = [], []
        else:
            signs.append(sign)
        if between is None:
            return tuple(found)
        at = between.end()


def selector_error(source: str) -> str:
    """Return why a selector cannot be used, or nothing."""
    try:
        parse_selectors(source)
    except SelectorError as error:
        return str(error)
    return ""


def _compound(text: str, start: int, *, inside: bool = False) -> tuple[Compound, int]:
    """Read what one node looks like, and return where it ends. ``inside``: of ``:not()``."""
    compound, at = Compound(), start
    while found := _SIMPLE.match(text, at):
        if found["tag"]:
            if at > start:
                break
            name = _unescaped(found["tag"]).lower()
            compound = replace(compound, tag=None if name == "*" else name)
        if found["not"] and inside:
            break
        at = found.end()
        if found["not"]:
            excluded, at = _excluded(text, at)
            compound = replace(compound, excluded=(*compound.excluded, *excluded))
        else:
            compound = _with(compound, found)
    if at == start:
        raise SelectorError(_refused(text, at))
    return compound, at


def _with(compound: Compound, found: re.Match[str]) -> Compound:
    """Return a compound with one more condition."""
    if found["id"]:
        return replace(compound, ids=(*compound.ids, _unescaped(found["id"])))
    if found["class"]:
        return replace(compound, classes=(*compound.classes, _unescaped(found["class"])))
    if not found["attribute"]:
        return compound
    value = found["value"] or ""
    value = _unescaped(value[1:-1] if value[:1] in ("'", '"') else value)
    operator = found["operator"] or ""
    if operator not in ("", "=", "|=") and (not value or (operator == "~=" and len(value.split()) != 1)):
        raise SelectorError(f"'{found[0]}' can never match")
    attribute = Attribute(_unescaped(found["attribute"]).lower(), operator, value)
    return replace(compound, attributes=(*compound.attributes, attribute))


def _excluded(text: str, at: int) -> tuple[list[Compound], int]:
    """Read what stands in ``:not()``, and return where it ends."""
    found = []
    while True:
        compound, at = _compound(text, at, inside=True)
        found.append(compound)
        between = _BETWEEN_EXCLUDED.match(text, at)
        if between is None:
            raise SelectorError("':not()' takes what one node looks like, as in ':not(.story)'")
        at = between.end()
        if between["end"]:
            return found, at


def _served(selector: Selector) -> Selector:
    """Return the selector if the index can find its nodes by its last part."""
    last = selector.parts[-1]
    if not (last.tag or last.ids or last.classes or last.attributes):
        raise SelectorError("its last part needs a tag, a class, an id or an attribute")
    if len(selector.parts) > MAX_PARTS:
        raise SelectorError(f"it has more than {MAX_PARTS} parts")
    return selector


def _refused(text: str, at: int) -> str:
    """Return why a selector cannot be read from a place on."""
    found = _ODD.match(text, at)
    if found is None:
        return "it ends too early"
    odd = found[0]
    if odd.startswith(":"):
        return f"'{odd}' is not served: of what begins with ':' only ':not()' is"
    if odd in ("+", "~"):
        return f"'{odd}' is not served: a node is found by what it stands in, not by its neighbors"
    if odd == "[":
        return f"'{text[at : at + 30]}' is no condition on an attribute, as in '[role=\"navigation\"]'"
    return f"'{odd}' cannot stand there"


def _unescaped(name: str) -> str:
    """Return a name or a string without its backslashes."""
    return re.sub(_ESCAPE, _character, name) if "\\" in name else name


def _character(escape: re.Match[str]) -> str:
    code = escape[0][1:]
    if not re.match("[0-9a-fA-F]", code):
        return code
    number = int(code, 16)
    return chr(number) if number <= sys.maxunicode else "\N{REPLACEMENT CHARACTER}"
