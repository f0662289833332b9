"""The tables of rules, made: by what each is found. It takes longer than most texts: done once, and kept."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaner.matching.line import LineMatcher
from cleaner.matching.regex_syntax import is_stdlib_compatible, rarest_literals, required_literals
from cleaner.matching.rows import lazy_table_of
from cleaner.matching.scope import Scope, scope_of
from cleaner.matching.tables import RuleTables
from cleaner.text.view import fold
from cleaner.types import Block, LineKeys, Repeats, Rule, Select

Table = dict[str, list[int]]


def build_tables(rules: Sequence[Rule]) -> RuleTables:
    """Return the tables of rules."""
    found: dict[str, Table] = {"lines": {}, "words": {}, "literals": {}}
    others: dict[str, Any] = {name: [] for name in _OTHERS}
    scopes: dict[Scope, int] = {}
    for number, rule in enumerate(rules):
        others["scope"].append(scopes.setdefault(scope_of(rule), len(scopes)))
        for name, value in zip(("least", "most", "sentence"), _lengths(rule), strict=True):
            others[name].append(value)
        for name in _kinds(rule):
            others[name].append(number)
        if isinstance(rule.matches, (LineKeys, Block)) and rule.likely is None:
            keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
            table, names = _found_by(LineMatcher(keys))
            for name in sorted(names):
                found[table].setdefault(name, []).append(number)
            if not names:
                others["unbounded"].append(number)
    found["literals"], tiers = _tiers(found["literals"], others["most"])
    rows: dict[str, Any] = {name: lazy_table_of(table) for name, table in found.items()}
    return RuleTables(**rows, **others, scopes=list(scopes), tiers=tiers)


_SHIPPED = ("common", "language", "site")
"""The layers of rules whose patterns were tried on hostile lines before they were shipped."""

_OTHERS = (
    *("unbounded", "repeats", "keeping", "rated", "noting", "selecting", "alike"),
    *("scope", "least", "most", "sentence"),
)

ANY = 1 << 30
"""More words than a line has."""

TIERS = (16, 40, 80, ANY)
"""Words up to which lines are searched together, for the literals of the rules of such lines: three literals in four
are of rules of up to 40 words, and seven characters in ten of extracted articles stand in longer lines."""


def _kinds(rule: Rule) -> Iterator[str]:
    """Find of which kinds a rule is."""
    if isinstance(rule.matches, Repeats):
        yield "repeats"
    elif isinstance(rule.matches, Select):
        yield "selecting"
    else:
        if rule.keep:
            yield "keeping"
        if rule.remove == "nothing":
            yield "noting"
        if rule.likely is not None:
            yield "rated"
        keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
        if keys.regex and rule.layer in _SHIPPED and all(map(is_stdlib_compatible, keys.regex)):
            yield "alike"


def _lengths(rule: Rule) -> tuple[int, int, bool | None]:
    """Return the least and the most words of the line that a rule opens at, and whether it is a sentence."""
    keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
    if not isinstance(keys, LineKeys):
        return 0, ANY, None
    return keys.min_words or 0, ANY if keys.max_words is None else keys.max_words, keys.sentence


def _tiers(literals: Table, most: Sequence[int]) -> tuple[Table, list[list[int]]]:
    """Return the literals in the order of the longest lines that they tell of, and how many each tier needs."""
    words = {literal: max(most[number] for number in numbers) for literal, numbers in literals.items()}
    ordered = sorted(literals, key=lambda literal: (-words[literal], literal))
    counts = [sum(one > below for one in words.values()) for below in (-1, *TIERS[:-1])]
    return {one: literals[one] for one in ordered}, [list(pair) for pair in zip(TIERS, counts, strict=True)]


def _found_by(matcher: LineMatcher) -> tuple[str, frozenset[str]]:
    """Return by what lines are found that line keys may hold for: a table, and the names of the rows there."""
    if matcher.keys.line:
        return "lines", frozenset(fold(core) for core in matcher.cores("line"))
    if matcher.keys.only_words:
        return "words", frozenset(fold(word) for word in matcher.words)
    return "literals", rarest_literals(_choices(matcher))


def _choices(matcher: LineMatcher) -> Iterable[frozenset[str]]:
    """Return sets of literals of which a line needs one each for the line keys to hold."""
    keys = matcher.keys
    patterns = [required_literals(pattern) for pattern in keys.regex]
    if all(patterns):
        yield frozenset().union(*patterns)
    for key in ("starts", "ends", "contains"):
        yield frozenset(fold(core) for core in matcher.cores(key))
