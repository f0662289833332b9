"""What the engine must know of all rules before it asks any of them: by what each is found, and where it applies.

A rule is a number here, its place among the rules. All of it is plain data, so that it can be kept: a process that
cleans one short text need not look at a thousand rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleaner.engine.fold import fold
from cleaner.engine.lines import LineMatcher
from cleaner.engine.literals import rarest, required
from cleaner.engine.scope import Scope, scope_of
from cleaner.model import Block, LineKeys, Repeats, Rule

Found = dict[str, list[int]]
"""Rules by what a line must have for them to match it."""


@dataclass(slots=True)
class Tables:
    """The rules of a rule set, as numbers.

    They are found by a whole line's core (``lines``), by its first word (``words``), by a literal anywhere in it
    (``literals``), or must be asked of every line (``unbounded``). ``repeats``, ``keeping``, ``rated`` (by the line
    model) and ``noting`` (they remove nothing) are rules of these kinds. ``scopes`` are all that rules are bound to,
    and ``scope`` has the place there of each rule's own.
    """

    lines: Found = field(default_factory=dict)
    words: Found = field(default_factory=dict)
    literals: Found = field(default_factory=dict)
    unbounded: list[int] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    keeping: list[int] = field(default_factory=list)
    rated: list[int] = field(default_factory=list)
    noting: list[int] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    scope: list[int] = field(default_factory=list)


def tables_of(rules: Sequence[Rule]) -> Tables:
    """Return the tables of rules."""
    tables = Tables()
    scopes: dict[Scope, int] = {}
    for number, rule in enumerate(rules):
        tables.scope.append(scopes.setdefault(scope_of(rule), len(scopes)))
        if isinstance(rule.matches, Repeats):
            tables.repeats.append(number)
        elif isinstance(rule.matches, (LineKeys, Block)):
            _enter(tables, number, rule, rule.matches)
    tables.scopes = list(scopes)
    return tables


def _enter(tables: Tables, number: int, rule: Rule, matches: LineKeys | Block) -> None:
    """Enter a rule under the key that rules out the most lines. A rated one is found by the line model."""
    if rule.keep:
        tables.keeping.append(number)
    if rule.remove == "nothing":
        tables.noting.append(number)
    if rule.likely is not None:
        tables.rated.append(number)
        return
    keys = matches.opens if isinstance(matches, Block) else matches
    matcher = LineMatcher(keys)
    if keys.line:
        _add(tables.lines, (fold(core) for core in matcher.cores("line")), number)
    elif keys.only_words:
        _add(tables.words, (fold(word) for word in matcher.words), number)
    elif literals := rarest(_choices(matcher)):
        _add(tables.literals, literals, number)
    else:
        tables.unbounded.append(number)


def _choices(matcher: LineMatcher) -> Iterable[frozenset[str]]:
    """Return sets of literals of which a line needs one each for the line keys to hold."""
    keys = matcher.keys
    patterns = [required(pattern) for pattern in keys.regex]
    if all(patterns):
        yield frozenset().union(*patterns)
    for key in ("starts", "ends", "contains"):
        yield frozenset(fold(core) for core in matcher.cores(key))


def _add(table: Found, names: Iterable[str], number: int) -> None:
    for name in set(names):
        table.setdefault(name, []).append(number)
