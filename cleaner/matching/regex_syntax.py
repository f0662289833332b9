r"""The syntax of patterns, as the standard library's parser reads it: what it requires, and whether ``re`` can run it.

*Required literals* are texts, at least one of which a folded line must have for a pattern to match. Adjacent parts are
joined, each alternative with each, as long as that makes few literals; of all sets that a pattern requires, the rarest
counts. A pattern that only the ``regex`` module understands, or that requires no letters, has none: it is searched in
every line.

>>> sorted(required_literals(r"^(?:photo|image)s? by (\p{L}+)"))
['image by ', 'images by ', 'photo by ', 'photos by ']
>>> required_literals(r"^\d+$")
frozenset()
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from math import log2
from re import _constants  # type: ignore[attr-defined]  # the parser is the one that `re` compiles with
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.matching.regex import ascii_form
from cleaner.text.view import fold, visible_text
from cleaner.text.words import UNSPACED_SCRIPTS

LiteralSet = frozenset[str]

op: Any = _constants
"""The operators of syntax trees (``op.LITERAL``, ``op.IN`` …)."""

Part = tuple[Any, Any]
"""A part of a syntax tree: an operator of :data:`op` and its arguments, which the standard library does not type."""

MAX_LITERALS = 48
"""Literals that joined parts may have: more would fill the index without ruling out more lines."""

ENOUGH_BITS = 30.0
"""Bits from which a literal is as good as never met by chance: from there, fewer literals beat rarer ones."""

MAX_GROUP_REPEATS = 9
"""Times that a group may repeat for ``re`` to run a pattern: more repeats, nested, take too long to try."""

_LETTER_BITS = dict(zip(" etaoinshrdlucmfwypvbgk", (2.5, 3.3, 3.8, *(4.0,) * 7, *(5.0,) * 5, *(6.0,) * 8), strict=True))
"""How rare a letter of English is, in bits; every other character counts as rarer."""

_RARE_BITS = 7.0
_UNSPACED = lazy_pattern(f"[{UNSPACED_SCRIPTS}]")
_UNSPACED_BITS = 10.0
"""How rare a character of a script without spaces is: such scripts have hundreds, and most texts are of others."""

_PROPERTY = lazy_pattern(r"\\[pP]\{[^}]*\}|\\N\{[^}]*\}|\[:\^?\w+:\]")
_REGEX_ONLY = lazy_pattern(r"\[\[|\[:\^?\w+:\]|--|&&|\|\||~~|\{(?!\d)|(?<!\\)(?:\\\\)*\(\?[^:=!<]")
"""What ``regex`` reads in a way of its own: sets in sets, fuzzy counts, flags, named groups and the like."""

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_ZERO_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)
"""Parts that match no characters: the parts around them are adjacent."""

_SINGLE_CHARACTER = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_COMPATIBLE_POSITIONS = (op.AT_BEGINNING, op.AT_END, op.AT_BOUNDARY, op.AT_NON_BOUNDARY)


def syntax_tree(pattern: str) -> Any:
    """Return a pattern as the standard library reads it, with properties as letters; ``None`` if it cannot read it."""
    return _parsed(_PROPERTY.sub(r"\\w", pattern), "ignore")


def _parsed(pattern: str, on_warning: Any) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(on_warning)
            return parser.parse(pattern)
    except (re.error, OverflowError, RecursionError, ValueError, Warning):
        return None


@lru_cache(maxsize=4096)
def is_stdlib_compatible(pattern: str) -> bool:
    r"""Whether ``re`` finds in a line of :data:`cleaner.matching.regex.STDLIB_CHARACTERS` what ``regex`` finds.

    Importing ``regex`` and compiling with it takes longer than cleaning a short article. The two agree on letters,
    sets, groups and repeats (a test compares them on the shipped rules), but ``re`` has no time-out: patterns that
    repeat groups, and so could run away, are left to ``regex``.

    >>> is_stdlib_compatible(r"^\W*(?:photo|image)s? by (\w+)$"), is_stdlib_compatible(r"(a|b)+")
    (True, False)
    >>> is_stdlib_compatible(r"\p{L}"), is_stdlib_compatible(r"\P{L}"), is_stdlib_compatible("(?<=ab|c)d")
    (True, False, False)
    """
    tree = None if _REGEX_ONLY.search(ascii_form(pattern)) else _parsed(ascii_form(pattern), "error")
    return tree is not None and _is_compatible(tree)


def _is_compatible(tree: Iterable[Part]) -> bool:
    return all(_is_compatible_part(kind, value) for kind, value in tree)


def _is_compatible_part(kind: Any, value: Any) -> bool:
    if kind in _SINGLE_CHARACTER:
        return True
    if kind is op.AT:
        return value in _COMPATIBLE_POSITIONS
    if kind is op.BRANCH:
        return all(map(_is_compatible, value[1]))
    if kind is op.SUBPATTERN:
        return _is_compatible(value[3])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return value[0] > 0 and _is_compatible(value[1])  # a look-behind has one length only in ``re``
    if kind in _REPEATS:
        _, most, part = value
        is_single = len(part) == 1 and part[0][0] in _SINGLE_CHARACTER
        return is_single or (kind is not op.POSSESSIVE_REPEAT and most <= MAX_GROUP_REPEATS and _is_compatible(part))
    return False


class LiteralPattern(NamedTuple):
    """A pattern that is a text, with or without ``^`` before and ``$`` after it."""

    text: str
    at_start: bool
    at_end: bool


def literal_pattern(pattern: str) -> LiteralPattern | None:
    r"""Return a pattern without metacharacters as its text; ``None`` for others, and for one with spaces at its ends.

    >>> literal_pattern(r"^more on this\.$"), literal_pattern(r"\d+ min")
    (LiteralPattern(text='more on this.', at_start=True, at_end=True), None)
    """
    tree = syntax_tree(pattern)
    if tree is None or _PROPERTY.search(pattern) or tree.state.flags != re.UNICODE.value:
        return None
    parts = list(tree)
    at_start = parts[:1] == [(op.AT, op.AT_BEGINNING)]
    at_end = parts[-1:] == [(op.AT, op.AT_END)]
    middle = parts[at_start : len(parts) - at_end]
    text = "".join(chr(value) for kind, value in middle if kind is op.LITERAL)
    if len(text) < len(middle) or not any(map(str.isalnum, text)) or text != " ".join(text.split()):
        return None
    return LiteralPattern(text, at_start, at_end)


def required_literals(pattern: str) -> LiteralSet:
    """Return folded literals of which every matching line has at least one; an empty set if there are none."""
    tree = syntax_tree(pattern)
    if tree is None or tree.state.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    return _required(tree)


def rarest_literals(choices: Iterable[LiteralSet]) -> LiteralSet:
    """Return the set of literals that a line has least often by chance; an empty one if no set rules lines out."""
    selective = [literals for literals in choices if literals and all(map(_is_selective, literals))]
    if len(selective) == 1:  # most rules have one kind of phrases
        return selective[0]
    return max(selective, key=_rarity, default=frozenset())


def _required(tree: Iterable[Part]) -> LiteralSet:
    """Return the best of what each part of a sequence requires, and each run of parts that can be spelled out."""
    return rarest_literals(map(_shortest, _choices(tree)))


def _choices(tree: Iterable[Part]) -> Iterator[LiteralSet]:
    run = frozenset({""})
    for kind, value in tree:
        spelled = _spelled_part(kind, value)
        if spelled is None:
            yield run
            yield _required_by_part(kind, value)
            run = frozenset({""})
            continue
        if len(run) * len(spelled) > MAX_LITERALS:
            yield run
            run = frozenset({""})
        run = frozenset(before + after for before in run for after in spelled)
    yield run


def _spelled_part(kind: Any, value: Any) -> LiteralSet | None:
    """Return all texts that a part can match, folded; ``None`` if they are unknown or too many."""
    if kind in _ZERO_WIDTH:
        return frozenset({""})
    if kind is op.LITERAL:
        return _folded_characters([value])
    if kind is op.IN:
        codes = [code for member, code in value if member is op.LITERAL]
        return _folded_characters(codes) if len(codes) == len(value) else None
    if kind is op.BRANCH:
        return _union(map(_spelled, value[1]))
    if kind is op.SUBPATTERN:
        _, added_flags, _, part = value
        return None if added_flags & re.IGNORECASE else _spelled(part)
    if kind is op.ATOMIC_GROUP:
        return _spelled(value)
    if kind in _REPEATS and tuple(value[:2]) == (0, 1):
        return _union([frozenset({""}), _spelled(value[2])])
    return None


def _spelled(tree: Iterable[Part]) -> LiteralSet | None:
    """Return all texts that a sequence can match, folded; ``None`` if they are unknown or too many."""
    run = frozenset({""})
    for kind, value in tree:
        spelled = _spelled_part(kind, value)
        if spelled is None or len(run) * len(spelled) > MAX_LITERALS:
            return None
        run = frozenset(before + after for before in run for after in spelled)
    return run


def _union(parts: Iterable[LiteralSet | None]) -> LiteralSet | None:
    union: set[str] = set()
    for part in parts:
        if part is None:
            return None
        union |= part
    return frozenset(union) if len(union) <= MAX_LITERALS else None


def _folded_characters(codes: Iterable[int]) -> LiteralSet | None:
    """Return folded characters; ``None`` if one of them is invisible or ends a line."""
    chars = frozenset(fold(chr(code)) for code in codes)
    return chars if "\n" not in chars and all(visible_text(char)[0] for char in chars) else None


def _required_by_part(kind: Any, value: Any) -> LiteralSet:
    if kind is op.SUBPATTERN:
        _, added_flags, _, part = value
        return frozenset() if added_flags & re.IGNORECASE else _required(part)
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
    """Leave out literals that contain another one: that one is enough."""
    kept: list[str] = []
    for literal in sorted(literals, key=len):
        if not any(shorter in literal for shorter in kept):
            kept.append(literal)
    return frozenset(kept)


def _is_selective(literal: str) -> bool:
    """Whether a literal rules lines out: two characters, or a single one that is a whole word or is in no word."""
    if len(literal) == 1:
        return bool(_UNSPACED.match(literal)) or not (literal.isalpha() or literal in " .,'-")
    return bool(literal)


def _rarity(literals: LiteralSet) -> tuple[float, int]:
    bits = min(sum(map(_bits, literal)) for literal in literals)
    return min(bits, ENOUGH_BITS) - log2(len(literals)), -len(literals)


@cache
def _bits(char: str) -> float:
    return _UNSPACED_BITS if _UNSPACED.match(char) else _LETTER_BITS.get(char, _RARE_BITS)
