"""Repeated lines and blocks: what stands earlier in the text already.

A copy is set aside only while an equal earlier line stands. That holds by itself: the first of equal lines has no
earlier one, so no rule ever sets it aside.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from cleaner.matching.remaining import RemainingLines
from cleaner.matching.removals import layer_rank
from cleaner.text.view import View
from cleaner.types import Repeats, Rule

RUN = 2
"""Lines that a repeated block has at least."""

Key = str | int
"""What two equal lines share: the folded text; for code, which never repeats, a number of its own."""


def set_aside(rules: Sequence[Rule], standing: RemainingLines, protected: Mapping[int, int]) -> dict[int, list[Rule]]:
    """Work one pass: return the lines that are copies of what stands earlier, with the rules that say so.

    ``protected`` has the lines that a ``keep`` rule protects, and the layer up to which it does.
    """
    rules = [rule for rule in rules if standing.mostly_prose or not rule.prose_only]
    keys = [id(view) if view.code else view.folded for view in standing.views] if rules else []
    if len(set(keys)) == len(keys):
        return {}
    taken: dict[int, list[Rule]] = {}
    for rule in rules:
        repeats = rule.matches
        if not isinstance(repeats, Repeats):
            continue
        stops = {line for line, layer in protected.items() if layer_rank(rule) <= layer}
        find = _blocks if repeats.block else _lines
        for line in find(keys, standing.views, stops, repeats.min_words):
            taken.setdefault(line, []).append(rule)
    return taken


def _lines(keys: Sequence[Key], views: Sequence[View], protected: Collection[int], min_words: int) -> Iterator[int]:
    seen: set[Key] = set()
    for at, key in enumerate(keys):
        if key in seen and views[at].words >= min_words and at not in protected:
            yield at
        seen.add(key)


def _blocks(keys: Sequence[Key], views: Sequence[View], protected: Collection[int], min_words: int) -> Iterator[int]:
    """Find, from the top, at each line the longest run that stands in the same order above it."""
    if len(set(pairwise(keys))) == len(keys) - 1:  # no two lines stand in the same order twice
        return
    above = _Factors()
    words = [0, *accumulate(view.words for view in views)]
    at = 0
    while at < len(keys):
        length = above.longest(keys, at, protected)
        taken = length >= RUN and words[at + length] - words[at] >= min_words
        end = at + (length if taken else 1)
        if taken:
            yield from range(at, end)
        for line in range(at, end):
            above.pass_by(keys[line])
        at = end


class _Factors:
    """All runs of the lines above: a suffix automaton, so that cost is linear in the number of lines.

    It holds the longest run from the current line on, and what is left of it when that line is passed by: matching
    never starts anew. Blumer et al., "The smallest automaton recognizing the subwords of a text" (1985).
    """

    def __init__(self) -> None:
        self._next: list[dict[Key, int]] = [{}]
        self._link = [-1]
        self._length = [0]
        self._last = 0
        self._held, self._state = 0, 0

    def longest(self, keys: Sequence[Key], at: int, protected: Collection[int]) -> int:
        """Count the lines from ``at`` on that stand above in this order; a protected line ends them."""
        while (line := at + self._held) < len(keys) and line not in protected:
            following = self._next[self._state].get(keys[line])
            if following is None:
                break
            self._state = following
            self._held += 1
        return self._held

    def pass_by(self, key: Key) -> None:
        """Take the current line to the lines above, and hold what follows it of the run."""
        self._add(key)
        self._held = max(self._held - 1, 0)
        while self._state and self._length[self._link[self._state]] >= self._held:
            self._state = self._link[self._state]

    def _add(self, key: Key) -> None:
        """Add the next line."""
        state = self._new(self._length[self._last] + 1, {}, 0)
        before = self._last
        while before >= 0 and key not in self._next[before]:
            self._next[before][key] = state
            before = self._link[before]
        if before >= 0:
            self._link[state] = self._split(before, key)
        self._last = state

    def _split(self, before: int, key: Key) -> int:
        """Return the state that the new one's shorter suffixes belong to, made if no state is just that long."""
        shared = self._next[before][key]
        if self._length[shared] == self._length[before] + 1:
            return shared
        copy = self._new(self._length[before] + 1, dict(self._next[shared]), self._link[shared])
        while before >= 0 and self._next[before].get(key) == shared:
            self._next[before][key] = copy
            before = self._link[before]
        self._link[shared] = copy
        return copy

    def _new(self, length: int, following: dict[Key, int], link: int) -> int:
        self._next.append(following)
        self._length.append(length)
        self._link.append(link)
        return len(self._length) - 1
