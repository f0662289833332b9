"""Which rules to ask which lines: the rules whose literals a line has, and the few that have none.

A rule's whole lines are looked up by their cores, first words of ``only_words`` likewise; all other phrases, and
literals that each pattern requires, are searched in all folded lines of about one length at once: most rules are of
short lines, and most text stands in long ones. What the index leaves out could not match; what it names is asked.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from cleaner.matching.line import first_word
from cleaner.matching.search import Literals
from cleaner.matching.tables import RuleTables
from cleaner.text.view import View


class LineIndex:
    """The rules of a rule set by what a line must have for them to match it."""

    def __init__(self, tables: RuleTables) -> None:
        self._tables = tables
        names = tables.literals.names
        bounds = [-1, *(words for words, _ in tables.tiers)]
        self._tiers = [
            (range(low + 1, high + 1), Literals(names[:count]))
            for (low, high), (_, count) in zip(pairwise(bounds), tables.tiers, strict=True)
        ]
        self._rules: dict[int, tuple[int, ...]] = {}

    def named(self, views: Sequence[View]) -> Iterator[tuple[View, list[int]]]:
        """Name, for each line, the rules of lines so long that may match it, but for the unbounded ones."""
        found = self._by_literal(views)
        tables = self._tables
        lines, words = tables.lines.get, tables.words.get
        least, most, sentence = tables.least, tables.most, tables.sentence
        for at, view in enumerate(views):
            if view.code:
                continue
            folded, count, other = view.folded, view.words, not view.sentence
            start, end = view.core
            named = {*lines(folded[start:end]), *words(first_word(folded)), *found.get(at, ())}
            fit = [rule for rule in named if least[rule] <= count <= most[rule] and sentence[rule] is not other]
            if fit:
                yield view, fit

    def _by_literal(self, views: Sequence[View]) -> dict[int, set[int]]:
        """Return the rules whose literals lines have, by the places of the lines."""
        found: dict[int, set[int]] = {}
        for lengths, literals in self._tiers:
            places = [at for at, view in enumerate(views) if view.words in lengths]
            if not places:
                continue
            folded = [views[at].folded for at in places]
            starts = list(accumulate([len(text) + 1 for text in folded], initial=0))
            for literal, start, _ in literals.places("\n".join(folded)):
                at = places[bisect_right(starts, start) - 1]
                found.setdefault(at, set()).update(self._with(literal))
        return found

    def _with(self, literal: int) -> tuple[int, ...]:
        """Return the rules with a literal."""
        rules = self._rules.get(literal)
        if rules is None:
            rules = self._rules[literal] = self._tables.literals.get(self._tables.literals.names[literal])
        return rules
