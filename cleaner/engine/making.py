"""The tables of rules, made: by what each is found. It takes longer than most texts: done once, and kept."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaner.engine.alike import alike
from cleaner.engine.fold import fold
from cleaner.engine.lines import LineMatcher
from cleaner.engine.literals import rarest, required
from cleaner.engine.rows import rows_of
from cleaner.engine.scope import Scope, scope_of
from cleaner.engine.tables import Tables
from cleaner.model import Block, LineKeys, Repeats, Rule, Select

Table = dict[str, list[int]]


def tables_of(rules: Sequence[Rule]) -> Tables:
    """Return the tables of rules."""
    found: dict[str, Table] = {"lines": {}, "words": {}, "literals": {}}
    others: dict[str, Any] = {name: [] for name in _OTHERS}
    scopes: dict[Scope, int] = {}
    scope = []
    for number, rule in enumerate(rules):
        scope.append(scopes.setdefault(scope_of(rule), len(scopes)))
        for name in _kinds(rule):
            others[name].append(number)
        if isinstance(rule.matches, (LineKeys, Block)) and rule.likely is None:
            keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
            table, names = _found_by(LineMatcher(keys))
            for name in sorted(names):
                found[table].setdefault(name, []).append(number)
            if not names:
                others["unbounded"].append(number)
    rows: dict[str, Any] = {name: rows_of(table) for name, table in found.items()}
    return Tables(**rows, **others, scopes=list(scopes), scope=scope)


_SHIPPED = ("common", "language", "site")
"""The layers of rules whose patterns were tried on hostile lines before they were shipped."""

_OTHERS = ("unbounded", "repeats", "keeping", "rated", "noting", "selecting", "alike")


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
        if keys.regex and rule.layer in _SHIPPED and all(map(alike, keys.regex)):
            yield "alike"


def _found_by(matcher: LineMatcher) -> tuple[str, frozenset[str]]:
    """Return by what lines are found that line keys may hold for: a table, and the names of the rows there."""
    if matcher.keys.line:
        return "lines", frozenset(fold(core) for core in matcher.cores("line"))
    if matcher.keys.only_words:
        return "words", frozenset(fold(word) for word in matcher.words)
    return "literals", rarest(_choices(matcher))


def _choices(matcher: LineMatcher) -> Iterable[frozenset[str]]:
    """Return sets of literals of which a line needs one each for the line keys to hold."""
    keys = matcher.keys
    patterns = [required(pattern) for pattern in keys.regex]
    if all(patterns):
        yield frozenset().union(*patterns)
    for key in ("starts", "ends", "contains"):
        yield frozenset(fold(core) for core in matcher.cores(key))
