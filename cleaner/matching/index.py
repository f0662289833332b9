"""Which rules may match which lines: those whose literals a line has, and the few that have none.

A rule's whole lines are looked up by their cores, first words of ``only_words`` likewise. All other phrases, and the
literals that each pattern requires, are searched in all folded lines of about one length at once: most rules are
about short lines, and most text is in long ones. What the index leaves out cannot match.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from cleaner.matching.line import first_word
from cleaner.matching.tables import GRAM, RuleTables
from cleaner.text.view import View

CHARACTERS_BEFORE_AUTOMATON = 40_000
"""Characters that are searched by grams before an automaton of all literals is built: it takes 22 ms to build for
9,600 literals, and about as long to search that many characters by grams (``timeit``, CPython 3.11)."""


class LineIndex:
    """The rules of a rule set by what a line must have for them to match it."""

    def __init__(self, tables: RuleTables) -> None:
        self._tables = tables
        names = tables.literal_names.split("\n") if tables.literal_names else []
        bounds = [-1, *(words for words, _ in tables.tiers)]
        grams = Grams(tables.literal_grams)
        self._tiers = [
            (range(low + 1, high + 1), Literals(names[:count], grams))
            for (low, high), (_, count) in zip(pairwise(bounds), tables.tiers, strict=True)
        ]
        if tables.added_literals:
            self._tiers.append((range(bounds[-1] + 1), Literals(tables.added_literals)))
        self._rules: dict[str, tuple[int, ...]] = {}

    def prepare(self) -> None:
        """Build now what many texts need."""
        for _, literals in self._tiers:
            literals.prepare()
        self._tables.lines.prepare()
        self._tables.words.prepare()

    def candidates(self, views: Sequence[View]) -> Iterator[tuple[View, list[int]]]:
        """Yield each line with the rules that may match it by its words and length, without the unbounded ones."""
        by_literal = self._by_literal(views)
        tables = self._tables
        cores = [view.folded[slice(*view.core)] for view in views]
        words = list(map(_first_word, cores, views))
        by_core, by_word = tables.lines.numbers_of(set(cores)), tables.words.numbers_of(set(words))
        least, most, sentence = tables.least, tables.most, tables.sentence
        for index, (view, core, word) in enumerate(zip(views, cores, words, strict=True)):
            if view.code or not (index in by_literal or core in by_core or word in by_word):
                continue
            count, opposite = view.words, not view.sentence
            numbers = {*by_core.get(core, ()), *by_word.get(word, ()), *by_literal.get(index, ())}
            rules = [rule for rule in numbers if least[rule] <= count <= most[rule] and sentence[rule] is not opposite]
            if rules:
                yield view, rules

    def _by_literal(self, views: Sequence[View]) -> dict[int, set[int]]:
        """Return the rules whose literals lines have, by the lines' indexes."""
        rules: dict[int, set[int]] = {}
        for lengths, literals in self._tiers:
            indexes = [index for index, view in enumerate(views) if view.words in lengths]
            if not indexes:
                continue
            folded = [utf8(views[index].folded) for index in indexes]
            starts = list(accumulate([len(text) + 1 for text in folded], initial=0))
            for literal, start, _ in literals.places(b"\n".join(folded)):
                index = indexes[bisect_right(starts, start) - 1]
                rules.setdefault(index, set()).update(self._rules_with(literals.names[literal]))
        return rules

    def _rules_with(self, literal: str) -> tuple[int, ...]:
        rules = self._rules.get(literal)
        if rules is None:
            rules = self._rules[literal] = self._tables.literals.get(literal)
        return rules


def _first_word(core: str, view: View) -> str:
    """Return :func:`~cleaner.matching.line.first_word` of a line, which mostly is that of its core."""
    end = core.find(" ")
    word = core if end < 0 else core[:end]
    return word if word.isalnum() else first_word(view.folded)


class Grams:
    """Literals, each filed under four of its characters: only those whose four a short text has are searched in it."""

    def __init__(self, rows: str) -> None:
        """``rows`` are :attr:`~cleaner.matching.tables.RuleTables.literal_grams`."""
        self._rows = rows

    def candidates(self, text: str) -> list[int]:
        """Return the indexes of the literals that a text may have."""
        grams = {text[start : start + GRAM] for start in range(len(text) - GRAM + 1)}
        rows = [self._by_gram[gram] for gram in grams & self._by_gram.keys()]
        return list(map(int, " ".join([self._by_gram.get("", ""), *rows]).split()))

    @cached_property
    def _by_gram(self) -> Mapping[str, str]:
        rows = self._rows.split("\n")
        return dict(zip(rows[::2], rows[1::2], strict=False))


class Literals:
    """Literals, known by their indexes in ``names``.

    Texts are searched as UTF-8: in a string, the automaton would note the place of each of its bytes.
    """

    def __init__(self, names: Sequence[str], grams: Grams | None = None) -> None:
        self.names = names
        self._grams = grams
        self._searched = 0

    def places(self, text: bytes) -> list[tuple[int, int, int]]:
        """Return where all literals are in a text, overlapping ones included: the literal's index, start and end.

        >>> Literals(["tag", "tags"]).places(b"no tags")
        [(0, 3, 6), (1, 3, 7)]
        """
        self._searched += len(text)
        if self._searched > CHARACTERS_BEFORE_AUTOMATON:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)  # type: ignore[no-any-return]
        string = text.decode("utf-8", "surrogatepass")
        numbers: Iterable[int] = self._grams.candidates(string) if self._grams else range(len(self.names))
        return [
            place
            for number in numbers
            if number < len(self.names) and self.names[number] in string
            for place in _places(number, utf8(self.names[number]), text)
        ]

    def prepare(self) -> None:
        """Build the automaton now."""
        self._searched = CHARACTERS_BEFORE_AUTOMATON
        self.places(b" ")

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import BytesAhoCorasick

        return BytesAhoCorasick(list(map(utf8, self.names)))


def utf8(text: str) -> bytes:
    """Return a text as :meth:`Literals.places` takes it."""
    return text.encode("utf-8", "surrogatepass")


def _places(number: int, name: bytes, text: bytes) -> Iterator[tuple[int, int, int]]:
    start = text.find(name)
    while start >= 0:
        yield number, start, start + len(name)
        start = text.find(name, start + 1)
