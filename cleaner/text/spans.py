r"""Where removals are in a text before its normalization: spans as corpus tools delete them.

>>> from cleaner import clean
>>> text = "The  bridge opens in May.\r\nAdvertisement\r\nIt is new."
>>> removals = locate_removals(text, clean(text))
>>> removals.spans, text[27:42]
((LocatedSpan(span=Span(start=27, end=42), rule='ads/ad-label'),), 'Advertisement\r\n')

Normalization keeps the number of rows, so a removed line is one row of the text with its end, or several if it was
wrapped. A removed part of a line is located word by word, and inside a word where both sides normalize to what they
became. Where no such position exists, as in words that were repaired together, the span covers less: only what is
certain.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from cleaner.article import Article
from cleaner.errors import OptionError
from cleaner.lazy import lazy_pattern
from cleaner.options import Normalization
from cleaner.text.entities import count_references
from cleaner.text.normalize import DEFAULT_NORMALIZATION, normalize
from cleaner.types import Line, Removal, Span

MAX_WORD_LENGTH = 256
"""Characters of the longest word in which positions are located: each one takes two normalizations."""

_WORD = lazy_pattern(r"\S+")
_LINE_END, _RAW_LINE_END = lazy_pattern(r"\r\n|\r|\n"), lazy_pattern(r"\n")


class LocatedSpan(NamedTuple):
    """A span to remove, in code points of the original text, and the rule that removes it."""

    span: Span
    rule: str


class LocatedRemovals(NamedTuple):
    """Spans in order and apart; ``uncertain`` counts the removals that they cover only in part, or not at all."""

    spans: tuple[LocatedSpan, ...] = ()
    uncertain: int = 0


class WordPair(NamedTuple):
    """A word, or a whole line, in the normalized line (``start`` to ``end``) and in the original (``raw_start``)."""

    start: int
    end: int
    raw_start: int
    raw: str

    @property
    def raw_end(self) -> int:
        """Its end in the original line."""
        return self.raw_start + len(self.raw)


class Alignment:
    """The positions of a normalized line in the original one, where they are certain."""

    def __init__(self, raw: str, normal: str, normalization: Normalization | None) -> None:
        """Align a line with the result of its normalization (``None`` if only the blanks around it were stripped)."""
        self._normal, self._normalization = normal, normalization
        self._unescapes = count_references(raw) > count_references(normal)
        self._pairs = _pairs(raw, normal, normalization, unescapes=self._unescapes)
        self._starts = [pair.start for pair in self._pairs]
        self._ends = [pair.end for pair in self._pairs]

    def start(self, position: int) -> tuple[int | None, bool]:
        """Return the original start of a span that starts at a position, and whether it is certain.

        If it is not, the start is the next certain position, or ``None``.
        """
        before = bisect_right(self._starts, position) - 1
        if before >= 0 and position <= self._ends[before]:
            raw_position = self._inside(self._pairs[before], position)
            return (self._pairs[before].raw_end, False) if raw_position is None else (raw_position, True)
        after = before + 1
        return (self._pairs[after].raw_start, False) if after < len(self._pairs) else (None, False)

    def end(self, position: int) -> tuple[int | None, bool]:
        """Return the original end of a span that ends at a position, and whether it is certain.

        If it is not, the end is the last certain position before it, or ``None``.
        """
        after = bisect_left(self._ends, position)
        if after < len(self._pairs) and self._starts[after] <= position:
            raw_position = self._inside(self._pairs[after], position)
            return (self._pairs[after].raw_start, False) if raw_position is None else (raw_position, True)
        return (self._pairs[after - 1].raw_end, False) if after else (None, False)

    def _inside(self, pair: WordPair, position: int) -> int | None:
        """Return the position inside a pair's word at which both sides normalize to what they became."""
        if position in (pair.start, pair.end):
            return pair.raw_start if position == pair.start else pair.raw_end
        if pair.raw == self._normal[pair.start : pair.end]:
            return pair.raw_start + position - pair.start
        if len(pair.raw) > MAX_WORD_LENGTH or self._normalization is None:
            return None
        left, right = self._normal[pair.start : position].strip(), self._normal[position : pair.end].strip()
        for raw_position in range(1, len(pair.raw)):
            if self._part(pair.raw[:raw_position]) == left and self._part(pair.raw[raw_position:]) == right:
                return pair.raw_start + raw_position
        return None

    def _part(self, raw: str) -> str:
        return normalize(raw, self._normalization or DEFAULT_NORMALIZATION, unescapes=self._unescapes).strip()


def locate_removals(
    text: str, article: Article, normalization: Normalization | None = DEFAULT_NORMALIZATION
) -> LocatedRemovals:
    """Return where the removals of an article are in its original text.

    ``normalization`` is the one that the article was made with. Deleting the spans leaves all other text as it was.
    Raises :exc:`cleaner.errors.OptionError` for the article of a page.
    """
    if article.extracted:
        raise OptionError("spans are positions in a text: give no page")
    if not article.removals:
        return LocatedRemovals()
    rows = [*_raw_rows(text, is_normalized=normalization is not None)]
    lines = {line.number: line for line in article.document.lines}
    removals: dict[int, list[Removal]] = {}
    for removal in sorted(article.removals, key=attrgetter("span")):
        removals.setdefault(removal.line, []).append(removal)
    spans: list[LocatedSpan] = []
    uncertain = 0
    for number in sorted(removals):
        line = lines[number]
        normal = line.span.of(article.document.text)
        start = rows[number - 1].start
        last_row = rows[number - 1 + normal.count("\n")]
        alignment = Alignment(text[start : last_row.end], normal, normalization)
        if _is_whole(line, removals[number]):
            spans += _whole_line(Span(start, last_row.next_start), line, removals[number], alignment)
        else:
            parts, uncertain_parts = _parts(start, line, removals[number], alignment)
            spans += parts
            uncertain += uncertain_parts
    return LocatedRemovals(tuple(spans), uncertain)


class _RawRow(NamedTuple):
    """A row of the original text without its end, and where the next one starts."""

    start: int
    end: int
    next_start: int


def _raw_rows(text: str, *, is_normalized: bool) -> Iterator[_RawRow]:
    start = 0
    for row_end in (_LINE_END if is_normalized else _RAW_LINE_END).finditer(text):
        yield _RawRow(start, row_end.start(), row_end.end())
        start = row_end.end()
    yield _RawRow(start, len(text), len(text))


def _is_whole(line: Line, removals: Sequence[Removal]) -> bool:
    """Whether removals cover a line as a whole."""
    end = line.span.start
    for removal in removals:
        if removal.span.start > end:
            return False
        end = max(end, removal.span.end)
    return end >= line.span.end


def _whole_line(raw: Span, line: Line, removals: Sequence[Removal], alignment: Alignment) -> Iterator[LocatedSpan]:
    """Divide a line with its end among the rules that remove it, without gaps or overlaps."""
    starts = [raw.start]
    for removal in removals[1:]:
        offset, is_certain = alignment.start(removal.span.start - line.span.start)
        starts.append(max(starts[-1], raw.start + offset) if is_certain and offset is not None else starts[-1])
    for start, end, removal in zip(starts, [*starts[1:], raw.end], removals, strict=True):
        if start < end:
            yield LocatedSpan(Span(start, end), removal.rule)


def _parts(offset: int, line: Line, removals: Sequence[Removal], alignment: Alignment) -> tuple[list[LocatedSpan], int]:
    """Return the spans of removals inside a line, and how many of the removals they do not cover completely."""
    spans: list[LocatedSpan] = []
    uncertain, last_end = 0, 0
    for removal in removals:
        start, is_start_certain = alignment.start(removal.span.start - line.span.start)
        end, is_end_certain = alignment.end(removal.span.end - line.span.start)
        uncertain += not (is_start_certain and is_end_certain)
        if start is None or end is None or max(start, last_end) >= end:
            continue
        spans.append(LocatedSpan(Span(offset + max(start, last_end), offset + end), removal.rule))
        last_end = end
    return spans, uncertain


def _pairs(raw: str, normal: str, normalization: Normalization | None, *, unescapes: bool) -> list[WordPair]:
    """Pair the words of a line from both ends, as long as each normalizes to what it is paired with.

    That is one word, or several if blanks were written as references to characters.
    """
    stripped = raw.strip()
    if stripped == normal or normalization is None:
        return [WordPair(0, len(normal), raw.index(stripped), stripped)]
    raw_words = [
        (match.start(), match.group(), results)
        for match in _WORD.finditer(raw)
        if (results := _normal_words(match.group(), normalization, unescapes=unescapes))
    ]
    places = [match.span() for match in _WORD.finditer(normal)]
    words = [normal[start:end] for start, end in places]
    head = _equal_runs([results for *_, results in raw_words], words)
    below, left = raw_words[len(head) :], words[head[-1] if head else 0 :]
    tail = _equal_runs([results[::-1] for *_, results in reversed(below)], left[::-1])
    ends = [*head, *(len(words) - count for count in [*reversed(tail[:-1]), 0])] if tail else head
    paired = [*raw_words[: len(head)], *below[len(below) - len(tail) :]]
    return [
        WordPair(places[end - len(results)][0], places[end - 1][1], raw_start, word)
        for end, (raw_start, word, results) in zip(ends, paired, strict=True)
    ]


def _equal_runs(runs: Iterable[Sequence[str]], words: Sequence[str]) -> list[int]:
    """Return the end of each run in a sequence of words, as long as the runs are its beginning."""
    ends, end = [], 0
    for run in runs:
        if words[end : end + len(run)] != run:
            break
        end += len(run)
        ends.append(end)
    return ends


def _normal_words(word: str, normalization: Normalization, *, unescapes: bool) -> list[str]:
    if word.isascii() and word.isprintable() and not (unescapes and "&" in word):
        return [word]
    return normalize(word, normalization, unescapes=unescapes).split()
