"""Patterns that Python's own ``re`` may ask of plain lines, for it finds there what ``regex`` finds.

To import ``regex`` and to compile with it takes longer than to clean a short article. In a line of printable ASCII the
two agree on all that a pattern of letters, sets, groups and repeats can say (a test holds it for the shipped rules).
``re`` has no time-out, so what could run away is left to ``regex``: a repeat of more than one character at once.
"""

import re
import warnings
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]  # the parser is the one that `re` compiles with
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from cleaner.lazy import late

FEW = 3
"""Times that a group may repeat: more of them, one in another, take too long to try."""

_OTHER_MEANING = late(r"\[\[|\[:|--|&&|\|\||~~|\{(?!\d)|\(\?[^:=!<]")
"""What ``regex`` reads in a way of its own: sets in sets, fuzzy counts, flags, named groups and the like."""

_ONE = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_PLACES = (op.AT_BEGINNING, op.AT_END, op.AT_BOUNDARY, op.AT_NON_BOUNDARY)


def is_stdlib_compatible(pattern: str) -> bool:
    r"""Tell whether ``re`` finds in a line of printable ASCII what ``regex`` finds, in about as little time.

    >>> alike(r"^\W*(?:photo|image)s? by (\w+)$"), alike(r"(a|b)+"), alike(r"\p{L}"), alike("(?<=ab|c)d")
    (True, False, False, False)
    """
    if _OTHER_MEANING.search(pattern):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError, ValueError, Warning):
        return False
    return _is_alike(tree)


def _is_alike(tree: Iterable[tuple[Any, Any]]) -> bool:
    return all(_part_is_alike(kind, value) for kind, value in tree)


def _part_is_alike(kind: Any, value: Any) -> bool:
    if kind in _ONE:
        return True
    if kind is op.AT:
        return value in _PLACES
    if kind is op.BRANCH:
        return all(map(_is_alike, value[1]))
    if kind is op.SUBPATTERN:
        return _is_alike(value[3])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return value[0] > 0 and _is_alike(value[1])  # what looks behind may be of one length only in ``re``
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        _, most, part = value
        single = len(part) == 1 and part[0][0] in _ONE
        return single or (most <= FEW and _is_alike(part))
    return False
