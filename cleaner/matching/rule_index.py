"""The rules of an engine: how each is found, where it applies, and its compiled form when a line first needs it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from cleaner.matching.line import LineMatcher
from cleaner.matching.rule import CompiledRule
from cleaner.matching.scope import Scope, host_endings, scope_of, tag_beginnings
from cleaner.matching.tables import GRAM, RuleTables, lazy_table
from cleaner.text.view import fold
from cleaner.types import Block, LineKeys, LineList, Repeats, Rule, Select

ANY_LENGTH = 1 << 30
"""Words: more than a line has."""

TIERS = (16, 40, 80, ANY_LENGTH)
"""Words up to which lines are searched together, for the literals of the rules of such lines: three literals in four
are of rules of up to 40 words, and seven characters in ten of extracted articles are in longer lines."""

_SHIPPED = ("common", "language", "site")
"""The layers of rules whose patterns are tested with hostile lines before they are shipped."""

_TABLES = ("lines", "words", "literals")
_KINDS = ("unbounded", "repeats", "keeping", "rated", "listing", "noting", "selecting", "stdlib_compatible")


class RuleIndex:
    """Rules by their numbers. ``rule`` builds the rule of a number, and is called once for each."""

    def __init__(self, tables: RuleTables, rule: Callable[[int], Rule]) -> None:
        self.tables = tables
        self.rule = cache(rule)
        self._stdlib_compatible = frozenset(tables.stdlib_compatible)
        self._compiled: dict[int, CompiledRule] = {}
        self._languages = [_lower(languages) for _, _, languages, _ in tables.scopes]
        self._not_sites = [_lower(not_sites) for _, not_sites, _, _ in tables.scopes]
        self._page_types = [page_types for *_, page_types in tables.scopes]
        self._anywhere = [index for index, (sites, *_) in enumerate(tables.scopes) if not sites]
        self._by_site: dict[str, list[int]] = {}
        for index, (sites, *_) in enumerate(tables.scopes):
            for name in _lower(sites):
                self._by_site.setdefault(name, []).append(index)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in code-point order of their ids."""
        numbers = (number for number, scope in enumerate(self.tables.scope) if scope >= 0)
        return tuple(sorted(map(self.rule, numbers), key=lambda rule: rule.id))

    def compiled(self, number: int) -> CompiledRule:
        """Return a rule, compiled."""
        compiled = self._compiled.get(number)
        if compiled is None:
            compiled = self._compiled[number] = CompiledRule(
                self.rule(number), stdlib_compatible=number in self._stdlib_compatible
            )
        return compiled

    def scopes(self, site: str | None, language: str | None, page_type: str | None = None) -> frozenset[int]:
        """Return the indexes of the scopes that a text is in, as :func:`cleaner.matching.scope.is_in_scope` says.

        Sites are looked up, so a thousand more of them cost nothing.
        """
        endings = host_endings(site) if site else frozenset[str]()
        tags = None if language is None else tag_beginnings(language)
        bound = [index for ending in endings for index in self._by_site.get(ending, ())]
        return frozenset(
            [
                index
                for index in (*self._anywhere, *bound)
                if (tags is None or not self._languages[index] or not self._languages[index].isdisjoint(tags))
                and endings.isdisjoint(self._not_sites[index])
                and (not self._page_types[index] or page_type in self._page_types[index])
            ]
        )

    def applying(self, numbers: Iterable[int], scopes: frozenset[int]) -> list[int]:
        """Return those of the rules that run within scopes."""
        scope = self.tables.scope
        return [number for number in numbers if scope[number] in scopes]


def rule_index_of(rules: Iterable[Rule]) -> RuleIndex:
    """Return an index of rules that are in memory."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    return RuleIndex(build_tables(ordered), ordered.__getitem__)


def build_tables(rules: Sequence[Rule], *, has_grams: bool = True) -> RuleTables:
    """Return the tables of rules; the first one has the number 0. Those to add to other tables need no grams."""
    found_by: dict[str, dict[str, list[int]]] = {name: {} for name in _TABLES}
    columns: dict[str, Any] = {name: [] for name in (*_KINDS, "scope", "least", "most", "sentence")}
    scopes: dict[Scope, int] = {}
    for number, rule in enumerate(rules):
        columns["scope"].append(scopes.setdefault(scope_of(rule), len(scopes)))
        for name, value in zip(("least", "most", "sentence"), _lengths(rule), strict=True):
            columns[name].append(value)
        for name in _kinds(rule):
            columns[name].append(number)
        keys = _opening_keys(rule)
        if keys and rule.likely is None:
            table, names = _found_by(keys)
            for name in sorted(names):
                found_by[table].setdefault(name, []).append(number)
            if not names:
                columns["unbounded"].append(number)
    literals, tiers = _tiers(found_by["literals"], columns["most"])
    tables: dict[str, Any] = {name: lazy_table(table) for name, table in found_by.items()}
    return RuleTables(
        **tables,
        **columns,
        literal_names="\n".join(literals),
        literal_grams=_grams(literals) if has_grams else "",
        scopes=list(scopes),
        tiers=tiers,
    )


def with_rules(tables: RuleTables, rules: Sequence[Rule], stopped: Iterable[int]) -> RuleTables:
    """Return tables with further rules, numbered from where the tables end, and without those that are stopped."""
    additions, first, first_scope = build_tables(rules, has_grams=False), len(tables.scope), len(tables.scopes)
    scope = [*tables.scope, *(place + first_scope for place in additions.scope)]
    for number in stopped:
        scope[number] = -1
    columns: dict[str, Any] = {
        name: getattr(tables, name) + [number + first for number in getattr(additions, name)] for name in _KINDS
    }
    columns |= {
        name: getattr(tables, name) + getattr(additions, name) for name in ("scopes", "least", "most", "sentence")
    }
    for name in _TABLES:
        table: dict[str, list[int]] = getattr(additions, name).as_dict()
        columns[name] = getattr(tables, name).with_additions(
            {key: tuple([number + first for number in numbers]) for key, numbers in table.items()}
        )
    literals = tuple(additions.literal_names.split("\n")) if additions.literal_names else ()
    return tables._replace(scope=scope, added_literals=literals, **columns)


def _opening_keys(rule: Rule) -> LineKeys | None:
    """Return the line keys of the line at which a rule opens; ``None`` for rules that do not match line by line."""
    if isinstance(rule.matches, Block):
        return rule.matches.opens
    return rule.matches if isinstance(rule.matches, LineKeys) else None


def _kinds(rule: Rule) -> Iterator[str]:
    """Yield the kinds that a rule is of."""
    if isinstance(rule.matches, Repeats):
        yield "repeats"
    if isinstance(rule.matches, Select):
        yield "selecting"
    if isinstance(rule.matches, LineList):
        yield "listing"
    keys = _opening_keys(rule)
    if keys is None:
        return
    if rule.keep:
        yield "keeping"
    if rule.remove == "nothing":
        yield "noting"
    if rule.likely is not None:
        yield "rated"
    if keys.regex and rule.layer in _SHIPPED:
        from cleaner.matching.regex_syntax import is_stdlib_compatible  # start-up time: tables are seldom built

        if all(map(is_stdlib_compatible, keys.regex)):
            yield "stdlib_compatible"


def _lengths(rule: Rule) -> tuple[int, int, bool | None]:
    """Return the least and the most words of the line that a rule opens at, and whether it is a sentence."""
    keys = _opening_keys(rule)
    if keys is None:
        return 0, ANY_LENGTH, None
    return keys.min_words or 0, ANY_LENGTH if keys.max_words is None else keys.max_words, keys.sentence


def _tiers(literals: dict[str, list[int]], most_words: Sequence[int]) -> tuple[list[str], list[list[int]]]:
    """Return literals, those of the rules for the longest lines first, and how many of them each tier needs."""
    longest = {literal: max(most_words[number] for number in numbers) for literal, numbers in literals.items()}
    ordered = sorted(literals, key=lambda literal: (-longest[literal], literal))
    counts = [sum(words > limit for words in longest.values()) for limit in (-1, *TIERS[:-1])]
    return ordered, [list(pair) for pair in zip(TIERS, counts, strict=True)]


def _grams(literals: Sequence[str]) -> str:
    """Return the literals by grams: each is filed under the rarest of its grams."""
    grams = [{literal[start : start + GRAM] for start in range(len(literal) - GRAM + 1)} for literal in literals]
    counts = Counter(gram for literal_grams in grams for gram in literal_grams)
    filed: dict[str, list[int]] = {}
    for number, literal_grams in enumerate(grams):
        filed.setdefault(min(literal_grams, key=lambda gram: (counts[gram], gram), default=""), []).append(number)
    return "\n".join([row for gram in sorted(filed) for row in (gram, " ".join(map(str, filed[gram])))])


@lru_cache(maxsize=8192)  # tools build many engines of the same rules
def _found_by(keys: LineKeys) -> tuple[str, frozenset[str]]:
    """Return how the lines that may match are found: by which table, and by which of its rows."""
    matcher = LineMatcher(keys)
    if keys.line:
        return "lines", frozenset(fold(core) for core in matcher.cores("line"))
    if keys.only_words:
        return "words", frozenset(fold(word) for word in matcher.words)
    from cleaner.matching.regex_syntax import rarest_literals  # start-up time

    return "literals", rarest_literals(_choices(matcher))


def _choices(matcher: LineMatcher) -> Iterator[frozenset[str]]:
    """Yield sets of literals: a line that the line keys hold for has at least one of each set."""
    from cleaner.matching.regex_syntax import required_literals  # start-up time

    keys = matcher.keys
    patterns = [required_literals(pattern) for pattern in keys.regex]
    if all(patterns):
        yield frozenset().union(*patterns)
    for key in ("starts", "ends", "contains"):
        if getattr(keys, key):
            yield frozenset(fold(core) for core in matcher.cores(key))


def _lower(names: Sequence[str]) -> frozenset[str]:
    return frozenset([name.lower() for name in names])
