"""Which rules to ask which lines: the rules whose literals a line has, and the few that have none.

A rule's whole lines are looked up by their cores, first words of ``only_words`` likewise; all other phrases, and
literals that each pattern requires, are searched in the whole folded document at once. What the index leaves out
could not match; what it names is asked.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from cleaner.engine.lines import first_word
from cleaner.engine.tables import Tables
from cleaner.engine.view import View

SOON = 40_000
"""Characters of text that are searched for one literal after the other before an automaton is built for them all: it
takes 40 milliseconds to build for 9,000 literals, and so long to search 30,000 characters for each of them."""


class Index:
    """The rules of a rule set by what a line must have for them to match it."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._literals = tables.literals.names
        self._searched = 0

    def named(self, views: Sequence[View]) -> Iterator[tuple[View, set[int]]]:
        """Name, for each line, the rules that may match it, but for the unbounded ones."""
        found = self._by_literal(views)
        lines, words = self._tables.lines.get, self._tables.words.get
        for at, view in enumerate(views):
            if view.code:
                continue
            folded = view.folded
            start, end = view.core
            by_key = lines(folded[start:end]) + words(first_word(folded))
            if by_key:
                yield view, found.get(at, set()).union(by_key)
            elif at in found:
                yield view, found[at]

    def _by_literal(self, views: Sequence[View]) -> dict[int, set[int]]:
        """Return the rules whose literals lines have, by the places of the lines."""
        found: dict[int, set[int]] = {}
        if not self._literals:
            return found
        folded = [view.folded for view in views]
        starts = list(accumulate([len(text) + 1 for text in folded], initial=0))
        rules = self._tables.literals.get
        for literal, start in self._places("\n".join(folded)):
            at = bisect_right(starts, start) - 1
            numbers = rules(literal)
            if at in found:
                found[at].update(numbers)
            else:
                found[at] = set(numbers)
        return found

    def _places(self, text: str) -> list[tuple[str, int]]:
        """Find all literals in a text, and where they start."""
        names = self._literals
        if self._searched > SOON:
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
            return [(names[literal], start) for literal, start, _ in found]
        self._searched += len(text)
        return [(literal, start) for literal in names if literal in text for start in _starts(literal, text)]

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self._literals)


def _starts(literal: str, text: str) -> Iterator[int]:
    start = text.find(literal)
    while start >= 0:
        yield start
        start = text.find(literal, start + 1)
