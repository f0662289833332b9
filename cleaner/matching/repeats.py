"""Repeated lines and blocks: copies of what is earlier in the text.

A copy is set aside only while an equal line remains above it. The first of equal lines has none above, so it is never
set aside. Rules with ``prose`` leave what an article repeats: headings that a list of contents has, rows, refrains, and
a paragraph whose words are also a standfirst or a pull quote.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from cleaner.matching.remaining import RemainingLines
from cleaner.matching.removals import layer_rank
from cleaner.text.view import View
from cleaner.types import Repeats, Rule

MIN_BLOCK = 2
"""Fewest lines of a repeated block."""

Key = str | int
"""What two equal lines share: the folded text; for code, which never repeats, a number of its own."""


def find_copies(
    rules: Sequence[Rule], remaining: RemainingLines, protected: Mapping[int, int]
) -> dict[int, list[Rule]]:
    """Return the positions of lines that are copies of earlier ones, each with the ``repeats`` rules that match it.

    ``protected`` maps numbers of lines to the rank of the highest layer whose ``keep`` rules protect them.
    """
    rules = [rule for rule in rules if remaining.mostly_prose or not rule.prose_only]
    keys = [id(view) if view.code else view.folded for view in remaining.views] if rules else []
    if len(set(keys)) == len(keys):
        return {}
    copies: dict[int, list[Rule]] = {}
    for rule in rules:
        repeats = rule.matches
        if not isinstance(repeats, Repeats):
            continue
        numbers = {number for number, rank in protected.items() if layer_rank(rule) <= rank}
        excluded = {position for position, number in enumerate(remaining.numbers) if number in numbers}
        if repeats.prose:
            excluded.update(position for position, view in enumerate(remaining.views) if not view.prose)
        find = _blocks if repeats.block else _lines
        for position in find(keys, remaining.views, excluded, repeats.min_words):
            if repeats.prose and not repeats.block and stands_in_prose(remaining.views, position):
                continue
            copies.setdefault(position, []).append(rule)
    return copies


def copies_without_original(copies: Iterable[View], remaining: RemainingLines) -> list[View]:
    """Return the copies, given in text order, above which neither an equal line remains nor an equal copy stands."""
    first = {view.folded: view.line.number for view in reversed(remaining.views) if not view.code}
    without = []
    for view in copies:
        if first.get(view.folded, view.line.number) >= view.line.number:
            without.append(view)
        first[view.folded] = 0
    return without


def stands_in_prose(views: Sequence[View], position: int) -> bool:
    """Whether the lines right above and below a line are prose and no copies of it."""
    neighbors = [views[at] for at in (position - 1, position + 1) if 0 <= at < len(views)]
    own = views[position].folded
    return len(neighbors) > 1 and all(view.prose and view.folded != own for view in neighbors)


def _lines(keys: Sequence[Key], views: Sequence[View], excluded: Collection[int], min_words: int) -> Iterator[int]:
    earlier: set[Key] = set()
    for position, key in enumerate(keys):
        if key in earlier and views[position].words >= min_words and position not in excluded:
            yield position
        earlier.add(key)


def _blocks(keys: Sequence[Key], views: Sequence[View], excluded: Collection[int], min_words: int) -> Iterator[int]:
    """Yield, from the top, the lines of the longest run at each line that is also above it in the same order."""
    if len(set(pairwise(keys))) == len(keys) - 1:  # no two lines follow each other twice
        return
    above = _RunsAbove()
    words = [0, *accumulate(view.words for view in views)]
    counts = Counter(keys)
    start = 0
    while start < len(keys):
        if counts[keys[start]] == 1:  # never a copy; one of several in a row is enough to part the others
            if not start or counts[keys[start - 1]] > 1:
                above.advance(keys[start])
            start += 1
            continue
        length = above.longest(keys, start, excluded)
        is_copy = length >= MIN_BLOCK and words[start + length] - words[start] >= min_words
        end = start + (length if is_copy else 1)
        if is_copy:
            yield from range(start, end)
        for position in range(start, end):
            above.advance(keys[position])
        start = end


class _RunsAbove:
    """All runs of the lines above the current one: a suffix automaton, so that cost is linear in the number of lines.

    It keeps the longest run that starts at the current line, and its remainder when the current line moves on, so
    that no line is compared twice. Blumer et al., "The smallest automaton recognizing the subwords of a text" (1985).
    """

    def __init__(self) -> None:
        self._next: list[dict[Key, int]] = [{}]
        self._link = [-1]
        self._length = [0]
        self._last = 0
        self._held, self._state = 0, 0

    def longest(self, keys: Sequence[Key], start: int, excluded: Collection[int]) -> int:
        """Return how many lines from ``start`` on are above in the same order; an excluded line ends the run."""
        while (position := start + self._held) < len(keys) and position not in excluded:
            state = self._next[self._state].get(keys[position])
            if state is None:
                break
            self._state = state
            self._held += 1
        return self._held

    def advance(self, key: Key) -> None:
        """Add the current line to the lines above, and keep the rest of the run after it."""
        self._add(key)
        self._held = max(self._held - 1, 0)
        while self._state and self._length[self._link[self._state]] >= self._held:
            self._state = self._link[self._state]

    def _add(self, key: Key) -> None:
        state = self._new(self._length[self._last] + 1, {}, 0)
        before = self._last
        while before >= 0 and key not in self._next[before]:
            self._next[before][key] = state
            before = self._link[before]
        if before >= 0:
            self._link[state] = self._split(before, key)
        self._last = state

    def _split(self, before: int, key: Key) -> int:
        """Return the state of the new one's shorter suffixes; create it if no state has just that length."""
        shared = self._next[before][key]
        if self._length[shared] == self._length[before] + 1:
            return shared
        copy = self._new(self._length[before] + 1, dict(self._next[shared]), self._link[shared])
        while before >= 0 and self._next[before].get(key) == shared:
            self._next[before][key] = copy
            before = self._link[before]
        self._link[shared] = copy
        return copy

    def _new(self, length: int, transitions: dict[Key, int], link: int) -> int:
        self._next.append(transitions)
        self._length.append(length)
        self._link.append(link)
        return len(self._length) - 1
