"""A line as rules see it: what stands of it, folded, with its words counted."""

from collections.abc import Sequence
from functools import cached_property

from cleaner.text.fold import any_invisible, core, fold, visible
from cleaner.text.odd import odd_characters
from cleaner.text.words import PROSE_WORDS, count_words, is_sentence
from cleaner.types import Document, Line, Span


class View:
    """What stands of one line. ``pieces`` are its spans in the document: more than one when a match was cut.

    ``folded`` is its text folded, if that is known, and nothing of it invisible.
    """

    def __init__(self, document: Document, line: Line, pieces: tuple[Span, ...], folded: str | None = None) -> None:
        self.line, self.pieces, self._document = line, pieces, document
        self.text = _joined(document.text, pieces)
        self.code = line.kind == "code"
        shown, self._places = visible(self.text) if folded is None else (self.text, None)
        self._shown = shown
        self.folded = "" if self.code else fold(shown) if folded is None else folded
        self.core = core(self.folded)
        self.words = count_words(self.folded)  # as many as the text has, and mostly ASCII: that is counted fastest
        self.sentence = not self.code and is_sentence(shown)
        self.prose = self.sentence and self.words >= PROSE_WORDS

    @cached_property
    def cased(self) -> str:
        """The folded text with its capitals."""
        return "" if self.code else fold(self._shown, case=False)

    def place(self, start: int, end: int) -> Span:
        """Return where a place of the folded text is in :attr:`text`."""
        if self._places is None or start == end:
            return Span(start, end)
        return Span(self._places[start], self._places[end - 1] + 1)

    def spans(self, place: Span) -> list[Span]:
        """Return where a place of :attr:`text` is in the document: one span for each piece that it touches."""
        found, at = [], 0
        for piece in self.pieces:
            start, end = max(place.start - at, 0), min(place.end - at, piece.end - piece.start)
            if start < end:
                found.append(Span(piece.start + start, piece.start + end))
            at += piece.end - piece.start
        return found

    def without(self, places: Sequence[Span]) -> "View":
        """Return what stands when places of :attr:`text`, in order and apart, are cut."""
        starts = [0, *(place.end for place in places)]
        ends = [*(place.start for place in places), len(self.text)]
        kept = [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
        pieces = tuple(piece for place in kept for piece in self.spans(place))
        return View(self._document, self.line, pieces)

    def whole(self) -> tuple[Span, ...]:
        """Return the spans that go when the line goes: all that stands, and the form before its words."""
        start, first = self.line.span.start, self.line.span.start + self.line.lead
        if not self.line.lead:
            return self.pieces
        if self.pieces and self.pieces[0].start == first:
            return (Span(start, self.pieces[0].end), *self.pieces[1:])
        return (Span(start, first), *self.pieces)


def _joined(text: str, pieces: Sequence[Span]) -> str:
    if len(pieces) == 1:  # nearly always
        (piece,) = pieces
        return text[piece.start : piece.end]
    return "".join([text[piece.start : piece.end] for piece in pieces])


def views(document: Document) -> list[View]:
    """Return a document's lines as rules see them at the beginning. The text is folded at once: that costs least."""
    odd = odd_characters(document.text)
    folded = None if any_invisible(odd) else fold(document.text, odd=odd)
    found = []
    for line in document.lines:
        span = Span(line.span.start + line.lead, line.span.end) if line.lead else line.span
        found.append(View(document, line, (span,), folded and folded[span.start : span.end]))
    return found
