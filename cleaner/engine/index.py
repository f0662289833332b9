"""Which rules to ask which lines: the rules whose literals a line has, and the few that have none.

A rule's whole lines are looked up by their cores, first words of ``only_words`` likewise; all other phrases, and a
literal that each pattern requires, are searched in the whole folded document at once by one automaton. What the
index leaves out could not match; what it names is asked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from cleaner.engine.compiled import CompiledRule
from cleaner.engine.fold import fold
from cleaner.engine.lines import bare_words
from cleaner.engine.literals import Literals, required
from cleaner.engine.view import View


class Index:
    """The rules of a rule set by what a line must have for them to match it."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self._lines: dict[str, list[CompiledRule]] = {}
        self._words: dict[str, list[CompiledRule]] = {}
        self._literals: dict[str, list[CompiledRule]] = {}
        self.unbounded: list[CompiledRule] = []
        for rule in rules:
            self._enter(rule)
        self._names = list(self._literals)

    def _enter(self, rule: CompiledRule) -> None:
        """Enter a rule under the key that rules out the most lines."""
        keys, matcher = rule.opens.keys, rule.opens
        if keys.line:
            _add(self._lines, (fold(core) for core in matcher.cores("line")), rule)
        elif keys.only_words:
            _add(self._words, (fold(word) for word in matcher.words), rule)
        elif literals := self._of_rule(rule):
            _add(self._literals, literals, rule)
        else:
            self.unbounded.append(rule)

    def _of_rule(self, rule: CompiledRule) -> Literals:
        """Return literals of which a line needs one for the rule to match: those of its most telling key."""
        keys, matcher = rule.opens.keys, rule.opens
        patterns = [required(pattern) for pattern in keys.regex]
        if patterns and all(patterns):
            return frozenset().union(*patterns)
        for key in ("starts", "ends", "contains"):
            literals = frozenset(fold(core) for core in matcher.cores(key))
            if literals and all(literals):
                return literals
        return frozenset()

    def named(self, views: Sequence[View]) -> Iterator[tuple[View, Iterable[CompiledRule]]]:
        """Name, for each line, the rules that may match it, but for the unbounded ones."""
        by_literal = self._by_literal(views)
        for at, view in enumerate(views):
            rules = set(by_literal.get(at, ()))
            if view.code:
                continue
            rules.update(self._lines.get(view.folded[slice(*view.core)], ()))
            rules.update(self._words.get(next(bare_words(view.folded), ""), ()))
            if rules:
                yield view, rules

    def _by_literal(self, views: Sequence[View]) -> dict[int, set[CompiledRule]]:
        found: dict[int, set[CompiledRule]] = {}
        if not self._names:
            return found
        starts = [0, *accumulate(len(view.folded) + 1 for view in views)]
        text = "\n".join(view.folded for view in views)
        for literal, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            at = bisect_right(starts, start) - 1
            found.setdefault(at, set()).update(self._literals[self._names[literal]])
        return found

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self._names)


def _add(table: dict[str, list[CompiledRule]], names: Iterable[str], rule: CompiledRule) -> None:
    for name in set(names):
        table.setdefault(name, []).append(rule)
