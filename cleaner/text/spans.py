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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from cleaner.errors import OptionError
from cleaner.lazy import late
from cleaner.text.align import Alignment
from cleaner.text.normalize import DEFAULT
from cleaner.types import Article, Line, Normalization, Removal, Span

_END, _RAW_END = late(r"\r\n|\r|\n"), late(r"\n")


@dataclass(frozen=True, slots=True)
class Placed:
    """One piece that goes, in code points of the text as it came, and the rule that takes it."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Placement:
    """What goes, in order and apart; ``uncertain`` counts the removals that are covered in part, or not at all."""

    spans: tuple[Placed, ...] = ()
    uncertain: int = 0


def place(text: str, article: Article, normalization: Normalization | None = DEFAULT) -> Placement:
    """Find an article's removals in the text that it was made of, which was normalized so, or not with ``None``.

    Without the spans, the lines that stay are as they came. Raises :exc:`cleaner.errors.OptionError` for a page, and
    where normalization joined lines.
    """
    if article.extracted or (normalization and normalization.unwrap):
        raise OptionError("spans are places in a text whose lines stayed: give no page, and leave unwrap out")
    if not article.removals:
        return Placement()
    raw_lines = [*_raw_lines(text, normalized=normalization is not None)]
    lines = {line.number: line for line in article.document.lines}
    taken: dict[int, list[Removal]] = {}
    for removal in sorted(article.removals, key=attrgetter("span")):
        taken.setdefault(removal.line, []).append(removal)
    found: list[Placed] = []
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
    return Placement(tuple(found), uncertain)


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


def _whole(raw: Span, line: Line, removals: Sequence[Removal], alignment: Alignment) -> Iterator[Placed]:
    """Share a line that goes, and its end, among the rules that take it: all of it is covered, each place once."""
    starts = [raw.start]
    for removal in removals[1:]:
        at, certain = alignment.start(removal.span.start - line.span.start)
        starts.append(max(starts[-1], raw.start + at) if certain and at is not None else starts[-1])
    for at, end, removal in zip(starts, [*starts[1:], raw.end], removals, strict=True):
        if at < end:
            yield Placed(Span(at, end), removal.rule)


def _parts(offset: int, line: Line, removals: Sequence[Removal], alignment: Alignment) -> tuple[list[Placed], int]:
    """Place what goes of a line that stays, and count what is not covered whole."""
    placed: list[Placed] = []
    lacking, before = 0, 0
    for removal in removals:
        start, starts_there = alignment.start(removal.span.start - line.span.start)
        end, ends_there = alignment.end(removal.span.end - line.span.start)
        lacking += not (starts_there and ends_there)
        if start is None or end is None or max(start, before) >= end:
            continue
        placed.append(Placed(Span(offset + max(start, before), offset + end), removal.rule))
        before = end
    return placed, lacking
