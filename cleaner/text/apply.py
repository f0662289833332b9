r"""The only place where a document gets shorter, and the way back.

>>> from cleaner.types import Removal, Span
>>> from cleaner.text.segment import segment
>>> document = segment("News.\nAdvertisement\nMore news.")
>>> edited = apply(document, [Removal(Span(6, 19), "ads/label", 2)])
>>> edited.document.text, restore(edited) == document
('News.\nMore news.', True)
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from cleaner.types import Cut, Document, Edited, Line, Removal, Span, united


def apply(document: Document, removals: Iterable[Removal]) -> Edited:
    """Cut the spans of removals out of a document. A line that is removed as a whole loses its line end as well.

    Spans may touch and overlap. The lines that are left keep their numbers.
    """
    cuts = _cuts(document, united(removal.span for removal in removals))
    if not cuts:
        return Edited(document, ())
    text = _without(document.text, cuts)
    return Edited(document._replace(text=text, lines=tuple(_moved_lines(document.lines, cuts))), tuple(cuts))


def restore(edited: Edited) -> Document:
    """Return the document as it was before :func:`apply`."""
    document, cuts = edited.document, edited.cuts
    parts, end, removed = [], 0, 0
    positions = []  # of each cut in the edited text, with the characters removed up to its end
    for cut in cuts:
        position = cut.span.start - removed
        parts += [document.text[end:position], cut.text]
        end, removed = position, removed + len(cut.text)
        positions.append((position, removed))
    lines = {line.number: _moved_back(line, positions) for line in document.lines}
    lines |= {line.number: line for cut in cuts for line in cut.lines}
    text = "".join([*parts, document.text[end:]])
    return document._replace(text=text, lines=tuple(lines[number] for number in sorted(lines)))


def _cuts(document: Document, spans: Sequence[Span]) -> list[Cut]:
    """Return the cuts in order: whole rows of the text where a span covers a line, else the part of the line."""
    if document.blocks:
        return _markdown_cuts(document, spans)
    pieces: list[tuple[Span, Line]] = []
    first = 0
    for line in document.lines:
        while first < len(spans) and spans[first].end <= line.span.start:
            first += 1
        index = first
        while index < len(spans) and spans[index].start < line.span.end:
            pieces.append((_piece(document.text, line.span, spans[index]), line))
            index += 1
    joined: list[tuple[int, int, list[Line]]] = []
    for piece, line in pieces:
        if joined and piece.start <= joined[-1][1]:
            start, end, lines = joined.pop()
            joined.append((start, max(end, piece.end), lines if lines[-1] is line else [*lines, line]))
        else:
            joined.append((piece.start, piece.end, [line]))
    return [Cut(Span(start, end), document.text[start:end], tuple(lines)) for start, end, lines in joined]


def _markdown_cuts(document: Document, spans: Sequence[Span]) -> list[Cut]:
    """Return the cuts out of Markdown: blocks with their rows, and parts of lines with marks left without words."""
    from cleaner.text.markdown.cuts import cut_spans  # start-up time

    cuts, lines, first = [], document.lines, 0
    for span in cut_spans(document, spans) if spans else ():
        while first < len(lines) and lines[first].span.end <= span.start:
            first += 1
        last = first
        while last < len(lines) and lines[last].span.start < span.end:
            last += 1
        cuts.append(Cut(span, span.of(document.text), lines[first:last]))
    return cuts


def _piece(text: str, line: Span, span: Span) -> Span:
    if span.start > line.start or span.end < line.end:
        return Span(max(span.start, line.start), min(span.end, line.end))
    end = text.find("\n", line.end)
    return Span(text.rfind("\n", 0, line.start) + 1, len(text) if end < 0 else end + 1)


def _without(text: str, cuts: Sequence[Cut]) -> str:
    ends = [0, *(cut.span.end for cut in cuts)]
    starts = [*(cut.span.start for cut in cuts), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _moved_lines(lines: Iterable[Line], cuts: Sequence[Cut]) -> Iterator[Line]:
    """Yield what is left of the lines, with their spans in the edited text."""
    starts = [cut.span.start for cut in cuts]
    removed = [0, *accumulate(len(cut.text) for cut in cuts)]

    def moved(position: int) -> int:
        """Return a position's place in the edited text; inside a cut, the place of the cut."""
        before = bisect_left(starts, position)
        inside = max(0, cuts[before - 1].span.end - position) if before else 0
        return position - removed[before] + inside

    above = 0  # cuts that end above a line
    for line in lines:
        start, end = line.span
        while above < len(cuts) and cuts[above].span.end <= start:
            above += 1
        is_whole = above == len(cuts) or end <= starts[above]
        if is_whole and not above:
            yield line
            continue
        if is_whole and not line.form:  # nearly always
            yield Line(line.number, Span(start - removed[above], end - removed[above]), line.kind)
            continue
        span = Span(moved(start), moved(end))
        if span.start >= span.end:
            continue
        form = [Span(moved(part.start), moved(part.end)) for part in line.form]
        short = Line(line.number, span, line.kind, tuple([part for part in form if part.start < part.end]))
        if short.word_spans():
            yield short


def _moved_back(line: Line, positions: Sequence[tuple[int, int]]) -> Line:
    before = bisect_left(positions, (line.span.start + 1,))
    removed = positions[before - 1][1] if before else 0
    if not removed:
        return line
    form = tuple([Span(part.start + removed, part.end + removed) for part in line.form])
    return line._replace(span=Span(line.span.start + removed, line.span.end + removed), form=form)
