r"""The only place where a document's text gets shorter, and its way back.

>>> from cleaner.types import Removal, Span
>>> from cleaner.text.segment import segment
>>> document = segment("News.\nAdvertisement\nMore news.")
>>> short = apply(document, [Removal(Span(6, 19), "ads/label", 2)])
>>> short.document.text, restore(short) == document
('News.\nMore news.', True)
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from cleaner.types import Cut, Document, Edited, Line, Removal, Span


def apply(document: Document, removals: Iterable[Removal]) -> Edited:
    """Take the removals' spans out of the text; a line that goes whole takes its line end with it.

    Spans may touch and overlap. Lines that are left keep their numbers.
    """
    cuts = _cuts(document, _united(removal.span for removal in removals))
    if not cuts:
        return Edited(document, ())
    text = _without(document.text, cuts)
    return Edited(document._replace(text=text, lines=tuple(_moved(document.lines, cuts))), tuple(cuts))


def _moved(lines: Iterable[Line], cuts: Sequence[Cut]) -> Iterator[Line]:
    """Find where what is left of each line is in the shortened text."""
    starts = [cut.span.start for cut in cuts]
    gone = [0, *accumulate(len(cut.text) for cut in cuts)]

    def moved(at: int) -> int:
        """Return where a place of the old text is in the new one: behind each cut that starts before it."""
        before = bisect_left(starts, at)
        inside = max(0, cuts[before - 1].span.end - at) if before else 0
        return at - gone[before] + inside

    for line in lines:
        if line.span.end <= starts[0]:  # it stands above all cuts
            yield line
            continue
        span = Span(moved(line.span.start), moved(line.span.end))
        if span.start < span.end:
            lead = moved(line.span.start + line.lead) - span.start if line.lead else 0
            yield Line(line.number, span, line.kind, lead)


def restore(shortened: Edited) -> Document:
    """Return the document as it was before :func:`apply`."""
    short, cuts = shortened.document, shortened.cuts
    parts, at, gone = [], 0, 0
    places = []  # where each cut was, in the shortened text, and how much had gone up to its end
    for cut in cuts:
        place = cut.span.start - gone
        parts += [short.text[at:place], cut.text]
        at, gone = place, gone + len(cut.text)
        places.append((place, gone))
    lines = {line.number: _moved_back(line, places) for line in short.lines}
    lines |= {line.number: line for cut in cuts for line in cut.lines}
    text = "".join([*parts, short.text[at:]])
    return short._replace(text=text, lines=tuple(lines[number] for number in sorted(lines)))


def _united(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap as one."""
    united: list[Span] = []
    for span in sorted(spans):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united


def _cuts(document: Document, spans: Sequence[Span]) -> list[Cut]:
    """Return what goes: whole physical lines where a line is covered, else the part of the line that is."""
    pieces: list[tuple[Span, Line]] = []
    at = 0
    for line in document.lines:
        while at < len(spans) and spans[at].end <= line.span.start:
            at += 1
        here = at
        while here < len(spans) and spans[here].start < line.span.end:
            pieces.append((_piece(document.text, line.span, spans[here]), line))
            here += 1
    joined: list[tuple[int, int, list[Line]]] = []
    for piece, line in pieces:
        if joined and piece.start <= joined[-1][1]:
            start, end, lines = joined.pop()
            joined.append((start, max(end, piece.end), lines if lines[-1] is line else [*lines, line]))
        else:
            joined.append((piece.start, piece.end, [line]))
    return [Cut(Span(start, end), document.text[start:end], tuple(lines)) for start, end, lines in joined]


def _piece(text: str, line: Span, span: Span) -> Span:
    if span.start > line.start or span.end < line.end:
        return Span(max(span.start, line.start), min(span.end, line.end))
    end = text.find("\n", line.end)
    return Span(text.rfind("\n", 0, line.start) + 1, len(text) if end < 0 else end + 1)


def _without(text: str, cuts: Sequence[Cut]) -> str:
    ends = [0, *(cut.span.end for cut in cuts)]
    starts = [*(cut.span.start for cut in cuts), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _moved_back(line: Line, places: Sequence[tuple[int, int]]) -> Line:
    before = bisect_left(places, (line.span.start + 1,))
    gone = places[before - 1][1] if before else 0
    return line._replace(span=Span(line.span.start + gone, line.span.end + gone)) if gone else line
