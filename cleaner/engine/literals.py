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
from typing import Any

from cleaner.engine.fold import fold, visible

Literals = frozenset[str]

_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}|\\N\{[^}]*\}|\[:\^?\w+:\]")
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def required(pattern: str) -> Literals:
    """Return folded literals of which every line that the pattern matches has one; none if that is not known."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(_PROPERTY.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError, ValueError):
        return frozenset()
    if tree.state.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    return _required(tree)


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
