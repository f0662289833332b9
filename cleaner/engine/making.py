"""The tables of rules, made: by what each rule is found. It takes longer than most texts, so it is done once and kept."""

from collections.abc import Iterable, Sequence

from cleaner.engine.fold import fold
from cleaner.engine.lines import LineMatcher
from cleaner.engine.literals import rarest, required
from cleaner.engine.scope import Scope, scope_of
from cleaner.engine.tables import Found, Tables
from cleaner.model import Block, LineKeys, Repeats, Rule, Select


def tables_of(rules: Sequence[Rule]) -> Tables:
    """Return the tables of rules."""
    tables = Tables()
    scopes: dict[Scope, int] = {}
    for number, rule in enumerate(rules):
        tables.scope.append(scopes.setdefault(scope_of(rule), len(scopes)))
        if isinstance(rule.matches, Repeats):
            tables.repeats.append(number)
        elif isinstance(rule.matches, Select):
            tables.selecting.append(number)
        else:
            _enter(tables, number, rule, rule.matches)
    tables.scopes.extend(scopes)
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
        table[name] = f"{table[name]} {number}" if name in table else str(number)
