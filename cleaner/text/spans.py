r"""Where removals are in a text as it came, before it was normalized: what corpus tools delete by.

>>> from cleaner import clean
>>> text = "The  bridge opens in May.\r\nAdvertisement\r\nIt is new."
>>> placed = place(text, clean(text))
>>> placed.spans, text[27:42]
((Placed(span=Span(start=27, end=42), rule='ads/ad-label'),), 'Advertisement\r\n')

Lines stay when a text is normalized, so a line that goes is a line of the text with its end. What goes of a line that
stays is found word by word, and inside of a word where each side normalizes to what it became; where no such place is,
as among words that were mended together, less is covered: only what is certain.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from cleaner.errors import OptionError
from cleaner.lazy import lazy_pattern
from cleaner.options import Normalization
from cleaner.text.normalize import DEFAULT_NORMALIZATION, normalize
from cleaner.types import Article, Line, Removal, Span

_END, _RAW_END = lazy_pattern(r"\r\n|\r|\n"), lazy_pattern(r"\n")
MAX_WORD_LENGTH = 256
"""Characters of the longest word that is searched for a place inside: each place in it is normalized on both sides."""

_WORD = lazy_pattern(r"\S+")


@dataclass(frozen=True, slots=True)
class WordPair:
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

    def _inside(self, pair: WordPair, at: int) -> int | None:
        """Return the place in a pair's word where both sides normalize to what they became."""
        if at in (pair.start, pair.end):
            return pair.raw_start if at == pair.start else pair.raw_end
        became = self._normal[pair.start : pair.end]
        if pair.raw == became:
            return pair.raw_start + at - pair.start
        if len(pair.raw) > MAX_WORD_LENGTH or self._normalization is None:
            return None
        left, right = self._normal[pair.start : at], self._normal[at : pair.end]
        for place in range(1, len(pair.raw)):
            if (
                normalize(pair.raw[:place], self._normalization) == left
                and normalize(pair.raw[place:], self._normalization) == right
            ):
                return pair.raw_start + place
        return None


@dataclass(frozen=True, slots=True)
class LocatedSpan:
    """One piece that goes, in code points of the text as it came, and the rule that takes it."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class LocatedRemovals:
    """What goes, in order and apart; ``uncertain`` counts the removals that are covered in part, or not at all."""

    spans: tuple[LocatedSpan, ...] = ()
    uncertain: int = 0


def locate_removals(
    text: str, article: Article, normalization: Normalization | None = DEFAULT_NORMALIZATION
) -> LocatedRemovals:
    """Find an article's removals in the text that it was made of, which was normalized so, or not with ``None``.

    Without the spans, the lines that stay are as they came. Raises :exc:`cleaner.errors.OptionError` for a page, and
    where normalization joined lines.
    """
    if article.extracted or (normalization and normalization.unwrap):
        raise OptionError("spans are places in a text whose lines stayed: give no page, and leave unwrap out")
    if not article.removals:
        return LocatedRemovals()
    raw_lines = [*_raw_lines(text, normalized=normalization is not None)]
    lines = {line.number: line for line in article.document.lines}
    taken: dict[int, list[Removal]] = {}
    for removal in sorted(article.removals, key=attrgetter("span")):
        taken.setdefault(removal.line, []).append(removal)
    found: list[LocatedSpan] = []
    uncertain = 0
    for number in sorted(taken):
        line, (start, end, following) = lines[number], raw_lines[number - 1]
        alignment = Alignment(text[start:end], line.span.of(article.document.text), normalization)
        if _is_whole(line, taken[number]):
            found += _whole(Span(start, following), line, taken[number], alignment)
        else:
            placed, lacking = _parts(start, line, taken[number], alignment)
            found += placed
            uncertain += lacking
    return LocatedRemovals(tuple(found), uncertain)


def _raw_lines(text: str, *, normalized: bool) -> Iterator[tuple[int, int, int]]:
    """Find where each line of a text starts and ends, and where the next one starts."""
    start = 0
    for found in (_END if normalized else _RAW_END).finditer(text):
        yield start, found.start(), found.end()
        start = found.end()
    yield start, len(text), len(text)


def _is_whole(line: Line, removals: Sequence[Removal]) -> bool:
    """Tell whether nothing of a line stays."""
    at = line.span.start
    for removal in removals:
        if removal.span.start > at:
            return False
        at = max(at, removal.span.end)
    return at >= line.span.end


def _whole(raw: Span, line: Line, removals: Sequence[Removal], alignment: Alignment) -> Iterator[LocatedSpan]:
    """Share a line that goes, and its end, among the rules that take it: all of it is covered, each place once."""
    starts = [raw.start]
    for removal in removals[1:]:
        at, certain = alignment.start(removal.span.start - line.span.start)
        starts.append(max(starts[-1], raw.start + at) if certain and at is not None else starts[-1])
    for at, end, removal in zip(starts, [*starts[1:], raw.end], removals, strict=True):
        if at < end:
            yield LocatedSpan(Span(at, end), removal.rule)


def _parts(offset: int, line: Line, removals: Sequence[Removal], alignment: Alignment) -> tuple[list[LocatedSpan], int]:
    """Place what goes of a line that stays, and count what is not covered whole."""
    placed: list[LocatedSpan] = []
    lacking, before = 0, 0
    for removal in removals:
        start, starts_there = alignment.start(removal.span.start - line.span.start)
        end, ends_there = alignment.end(removal.span.end - line.span.start)
        lacking += not (starts_there and ends_there)
        if start is None or end is None or max(start, before) >= end:
            continue
        placed.append(LocatedSpan(Span(offset + max(start, before), offset + end), removal.rule))
        before = end
    return placed, lacking


def _pairs(raw: str, normal: str, normalization: Normalization | None) -> list[WordPair]:
    """Pair a line's words from both ends, as far as they normalize one by one to what the line became."""
    stripped = raw.strip()
    if stripped == normal or normalization is None:
        return [WordPair(0, len(normal), raw.index(stripped), stripped)]
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
        WordPair(start, start + len(normal_word), place, word)
        for start, (place, word, normal_word) in zip(starts, shown, strict=True)
    ]


def _normal(word: str, normalization: Normalization) -> str:
    return word if word.isascii() and word.isprintable() else normalize(word, normalization)
