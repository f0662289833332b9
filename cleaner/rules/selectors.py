"""Selectors: the part of CSS that one walk over a page can match, parsed and checked without any page.

Supported are tag, class, id, attribute, descendant, child, lists and ``:not()`` of these. cssselect is not used for
the grammar: importing it takes half as long as importing click, it does not know lists in ``:not()``, and it accepts
comments, namespaces and ``[a=b i]``, which would still have to be refused here in the words of the rule language.

>>> parse_selectors("aside > .related:not(.story)")[0].combinators
('>',)
>>> parse_selectors("p:first-child")
Traceback (most recent call last):
cleaner.rules.selectors.SelectorError: ':first-child' is not supported: of pseudo-classes only ':not()' is
"""

import re
import sys
from typing import NamedTuple

MAX_PARTS = 16
"""Parts that a selector may have: ``a b > c`` has three. Real ones have five at most; the bound keeps matching flat."""

EXCERPT_LENGTH = 30
"""Characters of a selector that a message shows."""

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
_UNSUPPORTED = re.compile(r":{0,2}[\w-]+|.", re.DOTALL)


class SelectorError(ValueError):
    """A selector that is not valid, or that one walk over a page cannot match."""


class Attribute(NamedTuple):
    """A condition on an attribute: without an operator, that the node has it."""

    name: str
    operator: str = ""
    value: str = ""


class Compound(NamedTuple):
    """What one node looks like: all conditions hold, and none of ``excluded``."""

    tag: str | None = None
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    excluded: tuple["Compound", ...] = ()


class Selector(NamedTuple):
    """A node and its ancestors, from the outermost in: ``combinators[i]``, a blank or ``>``, is after ``parts[i]``."""

    parts: tuple[Compound, ...]
    combinators: tuple[str, ...] = ()


def parse_selectors(source: str) -> tuple[Selector, ...]:
    """Return the selectors of a list. Raise :exc:`SelectorError` for what is not valid or not supported."""
    selectors, parts, combinators, position = [], list[Compound](), list[str](), 0
    text = source.strip()
    while True:
        compound, position = _compound(text, position)
        parts.append(compound)
        between = _BETWEEN.match(text, position)
        if position < len(text) and between is None:
            raise SelectorError(_refusal(text, position))
        sign = (between["sign"] or " ") if between else ","
        if sign == ",":
            selectors.append(_checked(Selector(tuple(parts), tuple(combinators))))
            parts, combinators = [], []
        else:
            combinators.append(sign)
        if between is None:
            return tuple(selectors)
        position = between.end()


def _compound(text: str, start: int, *, inside: bool = False) -> tuple[Compound, int]:
    """Parse a compound, and return it and its end. ``inside`` is true within ``:not()``."""
    compound, position = Compound(), start
    while match := _SIMPLE.match(text, position):
        if match["tag"]:
            if position > start:
                break
            name = _unescaped(match["tag"]).lower()
            compound = compound._replace(tag=None if name == "*" else name)
        if match["not"] and inside:
            break
        position = match.end()
        if match["not"]:
            excluded, position = _excluded(text, position)
            compound = compound._replace(excluded=(*compound.excluded, *excluded))
        else:
            compound = _with(compound, match)
    if position == start:
        raise SelectorError(_refusal(text, position))
    return compound, position


def _with(compound: Compound, match: re.Match[str]) -> Compound:
    """Return a compound with another condition."""
    if match["id"]:
        return compound._replace(ids=(*compound.ids, _unescaped(match["id"])))
    if match["class"]:
        return compound._replace(classes=(*compound.classes, _unescaped(match["class"])))
    if not match["attribute"]:
        return compound
    value = match["value"] or ""
    value = _unescaped(value[1:-1] if value[:1] in ("'", '"') else value)
    operator = match["operator"] or ""
    if operator not in ("", "=", "|=") and (not value or (operator == "~=" and len(value.split()) != 1)):
        raise SelectorError(f"'{match[0]}' can never match")
    attribute = Attribute(_unescaped(match["attribute"]).lower(), operator, value)
    return compound._replace(attributes=(*compound.attributes, attribute))


def _excluded(text: str, position: int) -> tuple[list[Compound], int]:
    """Parse the compounds in ``:not()``, and return them and their end."""
    compounds = []
    while True:
        compound, position = _compound(text, position, inside=True)
        compounds.append(compound)
        between = _BETWEEN_EXCLUDED.match(text, position)
        if between is None:
            raise SelectorError("':not()' takes what one node looks like, as in ':not(.story)'")
        position = between.end()
        if between["end"]:
            return compounds, position


def _checked(selector: Selector) -> Selector:
    """Return the selector. Raise :exc:`SelectorError` if its nodes cannot be found by its last part."""
    last = selector.parts[-1]
    if not (last.tag or last.ids or last.classes or last.attributes):
        raise SelectorError("its last part needs a tag, a class, an id or an attribute")
    if len(selector.parts) > MAX_PARTS:
        raise SelectorError(f"it has more than {MAX_PARTS} parts")
    return selector


def _refusal(text: str, position: int) -> str:
    """Return why a selector is refused from a position on."""
    match = _UNSUPPORTED.match(text, position)
    if match is None:
        return "it ends too early"
    part = match[0]
    if part.startswith(":"):
        return f"'{part}' is not supported: of pseudo-classes only ':not()' is"
    if part in ("+", "~"):
        return f"'{part}' is not supported: a node is found by what it is in, not by its siblings"
    if part == "[":
        excerpt = text[position : position + EXCERPT_LENGTH]
        return f"'{excerpt}' is not a condition on an attribute, as in '[role=\"navigation\"]'"
    return f"'{part}' cannot be there"


def _unescaped(name: str) -> str:
    """Return a name or a string without its backslashes."""
    return re.sub(_ESCAPE, _character, name) if "\\" in name else name


def _character(escape: re.Match[str]) -> str:
    code = escape[0][1:]
    if not re.match("[0-9a-fA-F]", code):
        return code
    number = int(code, 16)
    return chr(number) if number <= sys.maxunicode else "\N{REPLACEMENT CHARACTER}"
