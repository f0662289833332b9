"""A line as it came and as it was normalized: which place of the one is which of the other, where that is certain."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from cleaner.lazy import late
from cleaner.text.normalize import normalize
from cleaner.types import Normalization

LONGEST = 256
"""Characters of the longest word that is searched for a place inside: each place in it is normalized on both sides."""

_WORD = late(r"\S+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A word, or a whole line, on both sides: from ``start`` to ``end`` as it became, from ``raw_start`` as it came."""

    start: int
    end: int
    raw_start: int
    raw: str

    @property
    def raw_end(self) -> int:
        """Where it ends in the line as it came."""
        return self.raw_start + len(self.raw)


class Alignment:
    """The pairs of a line that are certain, and the places in the line as it came that follow from them."""

    def __init__(self, raw: str, normal: str, normalization: Normalization | None) -> None:
        """Pair a line with what it became under a normalization (``None`` if it stayed as it was, but for blanks)."""
        self._normal, self._normalization = normal, normalization
        self._pairs = _pairs(raw, normal, normalization)
        self._starts = [pair.start for pair in self._pairs]
        self._ends = [pair.end for pair in self._pairs]

    def start(self, at: int) -> tuple[int | None, bool]:
        """Return where a span starts that starts ``at`` a place of the normalized line, and whether that is certain.

        If it is not, that is the next certain place; ``None`` if there is none.
        """
        before = bisect_right(self._starts, at) - 1
        if before >= 0 and at <= self._ends[before]:
            place = self._inside(self._pairs[before], at)
            return (self._pairs[before].raw_end, False) if place is None else (place, True)
        after = before + 1
        return (self._pairs[after].raw_start, False) if after < len(self._pairs) else (None, False)

    def end(self, at: int) -> tuple[int | None, bool]:
        """Return where a span ends that ends ``at`` a place of the normalized line: as :meth:`start`, or before it."""
        after = bisect_left(self._ends, at)
        if after < len(self._pairs) and self._starts[after] <= at:
            place = self._inside(self._pairs[after], at)
            return (self._pairs[after].raw_start, False) if place is None else (place, True)
        return (self._pairs[after - 1].raw_end, False) if after else (None, False)

    def _inside(self, pair: Pair, at: int) -> int | None:
        """Return the place in a pair's word where both sides normalize to what they became."""
        if at in (pair.start, pair.end):
            return pair.raw_start if at == pair.start else pair.raw_end
        became = self._normal[pair.start : pair.end]
        if pair.raw == became:
            return pair.raw_start + at - pair.start
        if len(pair.raw) > LONGEST or self._normalization is None:
            return None
        left, right = self._normal[pair.start : at], self._normal[at : pair.end]
        for place in range(1, len(pair.raw)):
            if (
                normalize(pair.raw[:place], self._normalization) == left
                and normalize(pair.raw[place:], self._normalization) == right
            ):
                return pair.raw_start + place
        return None


def _pairs(raw: str, normal: str, normalization: Normalization | None) -> list[Pair]:
    """Pair a line's words from both ends, as far as they normalize one by one to what the line became."""
    stripped = raw.strip()
    if stripped == normal or normalization is None:
        return [Pair(0, len(normal), raw.index(stripped), stripped)]
    words = [(found.start(), found.group()) for found in _WORD.finditer(raw)]
    shown = [(place, word, normal_word) for place, word in words if (normal_word := _normal(word, normalization))]
    became = normal.split(" ")
    most = min(len(shown), len(became))
    head = 0
    while head < most and shown[head][2] == became[head]:
        head += 1
    tail = 0
    while tail < most - head and shown[-1 - tail][2] == became[-1 - tail]:
        tail += 1
    starts, at = [], 0
    for word in became:
        starts.append(at)
        at += len(word) + 1
    if tail:
        shown[head : len(shown) - tail], starts[head : len(starts) - tail] = [], []
    else:
        shown, starts = shown[:head], starts[:head]
    return [
        Pair(start, start + len(normal_word), place, word)
        for start, (place, word, normal_word) in zip(starts, shown, strict=True)
    ]


def _normal(word: str, normalization: Normalization) -> str:
    return word if word.isascii() and word.isprintable() else normalize(word, normalization)
