"""The rules of an engine: where each applies, and each compiled when a line first asks for it."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from cleaner.matching.rule import CompiledRule
from cleaner.matching.scope import host_endings, tag_beginnings
from cleaner.matching.tables import RuleTables
from cleaner.types import Rule


class RuleIndex:
    """Rules by their numbers. ``rule`` makes the rule of a number."""

    def __init__(self, tables: RuleTables, rule: Callable[[int], Rule]) -> None:
        self.tables = tables
        self.rule = cache(rule)
        self._alike = frozenset(tables.alike)
        self._compiled: dict[int, CompiledRule] = {}
        self._languages = [_lower(languages) for _, _, languages in tables.scopes]
        self._not_sites = [_lower(not_sites) for _, not_sites, _ in tables.scopes]
        self._anywhere = [place for place, (sites, _, _) in enumerate(tables.scopes) if not sites]
        self._by_site: dict[str, list[int]] = {}
        for place, (sites, _, _) in enumerate(tables.scopes):
            for name in _lower(sites):
                self._by_site.setdefault(name, []).append(place)

    def compiled(self, number: int) -> CompiledRule:
        """Return a rule, compiled."""
        found = self._compiled.get(number)
        if found is None:
            found = self._compiled[number] = CompiledRule(self.rule(number), stdlib_compatible=number in self._alike)
        return found

    def scopes(self, site: str | None, language: str | None) -> frozenset[int]:
        """Return the places of the scopes that a text is within, as :func:`cleaner.matching.scope.is_in_scope` says.

        Sites are looked up, so that a thousand more of them cost nothing.
        """
        endings = host_endings(site) if site else frozenset[str]()
        tags = None if language is None else tag_beginnings(language)
        bound = [place for ending in endings for place in self._by_site.get(ending, ())]
        return frozenset(
            [
                place
                for place in (*self._anywhere, *bound)
                if (tags is None or not self._languages[place] or not self._languages[place].isdisjoint(tags))
                and endings.isdisjoint(self._not_sites[place])
            ]
        )

    def applying(self, numbers: Iterable[int], scopes: frozenset[int]) -> list[int]:
        """Return those of some rules that apply within scopes."""
        scope = self.tables.scope
        return [number for number in numbers if scope[number] in scopes]


def rule_index_of(rules: Iterable[Rule]) -> RuleIndex:
    """Return the book of rules that are at hand."""
    from cleaner.matching.making import build_tables

    ordered = sorted(rules, key=lambda rule: rule.id)
    return RuleIndex(build_tables(ordered), ordered.__getitem__)


def _lower(names: Sequence[str]) -> frozenset[str]:
    return frozenset([name.lower() for name in names])
