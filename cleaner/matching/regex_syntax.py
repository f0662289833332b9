r"""What a pattern cannot match without: literals of which the folded line must have one.

Read off the syntax tree of the standard library's parser. Parts that stand side by side are joined, each with each,
as long as that makes few literals; of all that a pattern requires, the rarest counts. What only the ``regex`` module
understands, and what asks for no letters, has no such literal: the pattern is then asked of every line.

>>> sorted(required(r"^(?:photo|image)s? by (\p{L}+)"))
['image by ', 'images by ', 'photo by ', 'photos by ']
>>> required(r"^\d+$")
frozenset()
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from math import log2
from re import _constants as op  # type: ignore[attr-defined]  # the parser is the one that `re` compiles with
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.text.view import fold, visible_text
from cleaner.text.words import UNSPACED_SCRIPTS

LiteralSet = frozenset[str]

MANY = 48
"""Literals that joined parts may have, at most: more would fill the index without ruling out more lines."""

ENOUGH = 30.0
"""Bits from which a literal is as good as never met by chance, so that fewer of them count for more than rarer ones."""

_BITS = dict(zip(" etaoinshrdlucmfwypvbgk", (2.5, 3.3, 3.8, *(4.0,) * 7, *(5.0,) * 5, *(6.0,) * 8), strict=True))
"""How rare a letter of English is, as a number of bits; each other character is taken for rarer."""

_RARE = 7.0
_SIGN = lazy_pattern(f"[{UNSPACED_SCRIPTS}]")
_SIGN_BITS = 10.0
"""How rare a character of a script without spaces is: such scripts have hundreds, and most texts are of others."""

_ENDS = ((0, op.AT_BEGINNING), (-1, op.AT_END))
_PROPERTY = lazy_pattern(r"\\[pP]\{[^}]*\}|\\N\{[^}]*\}|\[:\^?\w+:\]")
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_NOWHERE = (op.AT, op.ASSERT, op.ASSERT_NOT)
"""Parts that take no characters: what stands on their two sides is side by side."""


def required_literals(pattern: str) -> LiteralSet:
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


class LiteralPattern(NamedTuple):
    """A pattern that is a text, and perhaps ``^`` before and ``$`` behind it."""

    text: str
    at_start: bool
    at_end: bool


def literal_pattern(pattern: str) -> LiteralPattern | None:
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
    return LiteralPattern(text, at_start, at_end)


def rarest_literals(choices: Iterable[LiteralSet]) -> LiteralSet:
    """Return, of some sets of literals, the one that a line has least often by chance; none if no set tells."""
    telling = (literals for literals in choices if literals and all(map(_telling, literals)))
    return max(telling, key=_rank, default=frozenset())


def _required(tree: Iterable[tuple[Any, Any]]) -> LiteralSet:
    """Return the best of what each part of a sequence requires, and each run of parts that can be spelled out."""
    return rarest_literals(map(_shortest, _choices(tree)))


def _choices(tree: Iterable[tuple[Any, Any]]) -> Iterator[LiteralSet]:
    run = frozenset({""})
    for kind, value in tree:
        spelled = _spelled(kind, value)
        if spelled is None:
            yield run
            yield _of_part(kind, value)
            run = frozenset({""})
            continue
        if len(run) * len(spelled) > MANY:
            yield run
            run = frozenset({""})
        run = frozenset(before + after for before in run for after in spelled)
    yield run


def _spelled(kind: Any, value: Any) -> LiteralSet | None:
    """Return all that a part can match, folded; ``None`` if that is unknown or much."""
    if kind in _NOWHERE:
        return frozenset({""})
    if kind is op.LITERAL:
        return _characters([value])
    if kind is op.IN:
        return _characters([code for one, code in value]) if all(one is op.LITERAL for one, _ in value) else None
    if kind is op.BRANCH:
        return _united(_spelled_out(branch) for branch in value[1])
    if kind is op.SUBPATTERN:
        _, added, _, part = value
        return None if added & re.IGNORECASE else _spelled_out(part)
    if kind is op.ATOMIC_GROUP:
        return _spelled_out(value)
    if kind in _REPEATS and tuple(value[:2]) == (0, 1):
        return _united([frozenset({""}), _spelled_out(value[2])])
    return None


def _spelled_out(tree: Iterable[tuple[Any, Any]]) -> LiteralSet | None:
    """Return all that a sequence can match."""
    run = frozenset({""})
    for kind, value in tree:
        spelled = _spelled(kind, value)
        if spelled is None or len(run) * len(spelled) > MANY:
            return None
        run = frozenset(before + after for before in run for after in spelled)
    return run


def _united(parts: Iterable[LiteralSet | None]) -> LiteralSet | None:
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found) if len(found) <= MANY else None


def _characters(codes: Iterable[int]) -> LiteralSet | None:
    """Return folded characters; ``None`` where one is skipped in lines, or ends them."""
    chars = frozenset(fold(chr(code)) for code in codes)
    return chars if "\n" not in chars and all(visible_text(char)[0] for char in chars) else None


def _of_part(kind: Any, value: Any) -> LiteralSet:
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


def _shortest(literals: LiteralSet) -> LiteralSet:
    """Leave out literals that hold another one: that one is enough."""
    kept: list[str] = []
    for literal in sorted(literals, key=len):
        if not any(shorter in literal for shorter in kept):
            kept.append(literal)
    return frozenset(kept)


def _telling(literal: str) -> bool:
    """Tell whether a literal rules lines out: two characters, or one that is a word of its own or in no word."""
    if len(literal) == 1:
        return bool(_SIGN.match(literal)) or not (literal.isalpha() or literal in " .,'-")
    return bool(literal)


def _rank(literals: LiteralSet) -> tuple[float, int]:
    bits = min(sum(map(_bits, literal)) for literal in literals)
    return min(bits, ENOUGH) - log2(len(literals)), -len(literals)


def _bits(char: str) -> float:
    return _SIGN_BITS if _SIGN.match(char) else _BITS.get(char, _RARE)


MAX_GROUP_REPEATS = 3
"""Times that a group may repeat: more of them, one in another, take too long to try."""

_OTHER_MEANING = lazy_pattern(r"\[\[|\[:|--|&&|\|\||~~|\{(?!\d)|\(\?[^:=!<]")
"""What ``regex`` reads in a way of its own: sets in sets, fuzzy counts, flags, named groups and the like."""

_SINGLE = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_POSITIONS = (op.AT_BEGINNING, op.AT_END, op.AT_BOUNDARY, op.AT_NON_BOUNDARY)


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
    return _is_compatible(tree)


def _is_compatible(tree: Iterable[tuple[Any, Any]]) -> bool:
    return all(_is_compatible_part(kind, value) for kind, value in tree)


def _is_compatible_part(kind: Any, value: Any) -> bool:
    if kind in _SINGLE:
        return True
    if kind is op.AT:
        return value in _POSITIONS
    if kind is op.BRANCH:
        return all(map(_is_compatible, value[1]))
    if kind is op.SUBPATTERN:
        return _is_compatible(value[3])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return value[0] > 0 and _is_compatible(value[1])  # what looks behind may be of one length only in ``re``
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        _, most, part = value
        single = len(part) == 1 and part[0][0] in _SINGLE
        return single or (most <= MAX_GROUP_REPEATS and _is_compatible(part))
    return False
