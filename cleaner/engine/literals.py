r"""What a pattern cannot match without: literals of which the folded line must have one.

Read off the syntax tree of the standard library's parser. What only the ``regex`` module understands, and what asks
for no letters, has no such literal: the pattern is then asked of every line.

>>> sorted(required(r"^(?:photo|image)s? by (\p{L}+)"))
['image', 'photo']
>>> required(r"^\d+$")
frozenset()
"""

import re
import warnings
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]  # the parser is the one that `re` compiles with
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from cleaner.engine.fold import fold, visible

Literals = frozenset[str]

_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}|\\N\{[^}]*\}|\[:\^?\w+:\]")
_ENDS = ((0, op.AT_BEGINNING), (-1, op.AT_END))
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def required(pattern: str) -> Literals:
    """Return folded literals of which every line that the pattern matches has one; none if that is not known."""
    tree = syntax_tree(pattern)
    if tree is None or tree.state.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    return _required(tree)


def syntax_tree(pattern: str) -> Any:
    """Return a pattern as the standard library reads it, properties taken for letters; ``None`` if it cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parser.parse(_PROPERTY.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError, ValueError):
        return None


class Plain(NamedTuple):
    """A pattern that is a text, and perhaps ``^`` before and ``$`` behind it."""

    text: str
    at_start: bool
    at_end: bool


def plain(pattern: str) -> Plain | None:
    r"""Return what a pattern without metacharacters says; ``None`` for one that has some, or blanks at its ends.

    >>> plain(r"^more on this\.$"), plain(r"\d+ min")
    (Plain(text='more on this.', at_start=True, at_end=True), None)
    """
    tree = syntax_tree(pattern)
    if tree is None or _PROPERTY.search(pattern) or tree.state.flags != re.UNICODE.value:
        return None
    parts = list(tree)
    at_start, at_end = (parts[at : at + 1 or None] == [(op.AT, where)] for at, where in _ENDS)
    middle = parts[at_start : len(parts) - at_end]
    text = "".join(chr(value) for kind, value in middle if kind is op.LITERAL)
    if len(text) < len(middle) or not any(map(str.isalnum, text)) or text != " ".join(text.split()):
        return None
    return Plain(text, at_start, at_end)


def _required(tree: Iterable[tuple[Any, Any]]) -> Literals:
    """Return the best of what each part of a sequence requires: neighboring letters make one literal."""
    found: list[Literals] = []
    run = ""
    for kind, value in tree:
        char = _letter(kind, value)
        if char:
            run += char
            continue
        found.append(frozenset({run}))
        run = ""
        found.append(_of_part(kind, value))
    found.append(frozenset({run}))
    return max((literals for literals in found if all(map(_telling, literals))), key=_rank, default=frozenset())


def _letter(kind: Any, value: Any) -> str:
    """Return the folded character that a part stands for: itself, or a set that folding makes one (``[Bb]``)."""
    codes = [value] if kind is op.LITERAL else [v for k, v in value if k is op.LITERAL] if kind is op.IN else []
    if kind is op.IN and len(codes) != len(value):
        return ""
    chars = {fold(chr(code)) for code in codes}
    return chars.pop() if len(chars) == 1 and all(visible(char)[0] for char in chars) else ""


def _of_part(kind: Any, value: Any) -> Literals:
    if kind is op.SUBPATTERN:
        _, added, _, part = value
        return frozenset() if added & re.IGNORECASE else _required(part)
    if kind is op.ATOMIC_GROUP:
        return _required(value)
    if kind in _REPEATS:
        least, _, part = value
        return _required(part) if least else frozenset()
    if kind is op.BRANCH:
        branches = [_required(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()


def _telling(literal: str) -> bool:
    """Tell whether a literal rules lines out: two characters, or one that ordinary words do not have."""
    return len(literal) > 1 or (len(literal) == 1 and not literal.isalnum() and literal not in " .,'-")


def _rank(literals: Literals) -> tuple[int, int]:
    return min(map(len, literals), default=0), -len(literals)
