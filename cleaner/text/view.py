"""A line as rules see it: folded, without invisible characters, with its words counted.

Folding makes capitals and typography equal. One character folds to one character, so spans stay valid.

>>> fold("▶ WATCH “The Game” — İzle"), fold("Tags", case=False)
('▶ watch "the game" - izle', 'Tags')
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from itertools import accumulate

from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words, has_unspaced, non_ascii_characters
from cleaner.types import Document, Line, Span, united

_SAME = {
    **dict.fromkeys("ẞ", "ß"),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    **dict.fromkeys("\t\n\f\v\r\x85\xa0\u1680\u202f\u205f\u3000\u2028\u2029", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width to ASCII
}
"""What folding replaces in any case, character by character."""

_FOLDED = {**_SAME, "İ": "i", "ı": "i", "ς": "σ"}
_BLANKS = "\t\n\f\v\r"
_INVISIBLE = lazy_pattern(
    "[\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{MONGOLIAN VOWEL SEPARATOR}\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\N{ZERO WIDTH NO-BREAK SPACE}\N{COMBINING GRAPHEME JOINER}"
    "\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"  # how a character is drawn: variants, flags
)
_NEVER_SKIPPED = "©®™#@"
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_PRIVATE_USE = "Co"  # fonts of icons put their icons there


class View:
    """The rest of a line while rules remove parts of it.

    ``pieces`` are its spans in the document: more than one if a match inside was cut. ``folded`` is the text of the
    pieces folded, if it is known already and nothing of it is invisible.

    ``words`` counts the words; ``sentence`` says whether the line ends like one, and ``prose`` whether it is one of ten
    words or more. ``core`` is the span of the folded text without what may be skipped at its ends.
    """

    def __init__(self, document: Document, line: Line, pieces: tuple[Span, ...], folded: str | None = None) -> None:
        self.line, self.pieces, self._document = line, pieces, document
        text = document.text[slice(*pieces[0])] if len(pieces) == 1 else _joined(document.text, pieces)
        self.code = line.kind == "code"
        self.text = text if self.code or "\n" not in text else text.replace("\n", " ")  # a wrapped line
        visible, self._positions = visible_text(self.text) if folded is None else (self.text, None)
        self._visible = visible
        self.folded = "" if self.code else fold(visible) if folded is None else folded
        self.core = core(self.folded)
        self.words = count_words(self.folded)  # as many as the text has, and mostly ASCII, which counts fastest
        self.sentence = not self.code and is_sentence(visible)
        self.prose = self.sentence and self.words >= PROSE_WORDS

    @cached_property
    def cased(self) -> str:
        """The folded text with its capitals."""
        return "" if self.code else fold(self._visible, case=False)

    def text_span(self, start: int, end: int) -> Span:
        """Return the span of :attr:`text` for a span of the folded text."""
        if self._positions is None or start == end:
            return Span(start, end)
        return Span(self._positions[start], self._positions[end - 1] + 1)

    def document_spans(self, span: Span) -> list[Span]:
        """Return the spans of the document that a span of :attr:`text` covers: one for each piece.

        Form between two pieces is part of both, so that nothing of it is left alone.
        """
        spans: list[Span] = []
        for index in range(max(bisect_right(self._offsets, span.start) - 1, 0), len(self.pieces)):
            piece, offset = self.pieces[index], self._offsets[index]
            if offset >= span.end:
                break
            start, end = max(span.start - offset, 0), min(span.end - offset, piece.end - piece.start)
            if start < end:
                first = piece.start + start
                if spans and start == 0 and Span(spans[-1].end, first) in self._form:
                    first = spans.pop().start
                spans.append(Span(first, piece.start + end))
        return spans

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each piece begins in :attr:`text`."""
        return [0, *accumulate([piece.end - piece.start for piece in self.pieces])]

    @cached_property
    def _form(self) -> frozenset[Span]:
        return frozenset(self.line.form)

    def all_spans(self) -> tuple[Span, ...]:
        """Return the spans of the document to remove with the whole line: its pieces and its form."""
        return united((*self.pieces, *self.line.form)) if self.line.form else self.pieces

    def without(self, spans: Sequence[Span]) -> "View":
        """Return the view that is left when spans of :attr:`text`, in order and apart, are cut."""
        starts = [0, *(span.end for span in spans)]
        ends = [*(span.start for span in spans), len(self.text)]
        kept = [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
        pieces = tuple(piece for span in kept for piece in self.document_spans(span))
        return View(self._document, self.line, pieces)


def line_views(document: Document) -> list[View]:
    """Return the lines of a document as rules see them at first. Folding the text as a whole is fastest."""
    characters = non_ascii_characters(document.text)
    folded = None if _any_invisible(characters) else fold(document.text, characters=characters).replace("\n", " ")
    views = []
    for line in document.lines:
        if not line.form:  # nearly always
            views.append(View(document, line, (line.span,), folded and folded[slice(*line.span)]))
            continue
        pieces = line.word_spans()
        views.append(View(document, line, pieces, folded and _joined(folded, pieces)))
    return views


def _joined(text: str, pieces: Sequence[Span]) -> str:
    return "".join([text[piece.start : piece.end] for piece in pieces])


def fold(text: str, *, case: bool = True, characters: AbstractSet[str] | None = None) -> str:
    """Return the text folded, in the same length; with ``case=False`` capitals stay.

    ``characters`` are its characters beyond ASCII, if they are known.

    >>> fold("ΟΔΟΣ STRAẞE ＡＢＣ")
    'οδοσ straße abc'
    """
    table = _FOLDED if case else _SAME
    if text.isascii():
        characters = frozenset()
    elif characters is None:
        characters = non_ascii_characters(text)
    for char in (*_BLANKS, *(table.keys() & characters)):  # str.translate is 50 times slower
        text = text.replace(char, table[char])
    return text.lower().replace("ς", "σ") if case else text


def visible_text(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text without characters of no width, and the positions of its characters in the text.

    The positions are ``None`` for a text without such characters.
    """
    if text.isascii() or not _any_invisible(non_ascii_characters(text)):
        return text, None
    positions = tuple(position for position, char in enumerate(text) if not _INVISIBLE.match(char))
    return "".join(text[position] for position in positions), positions


def _any_invisible(characters: Collection[str]) -> bool:
    """Whether any of the characters has no width."""
    return bool(characters) and _INVISIBLE.search("".join(characters)) is not None


def core(text: str) -> tuple[int, int]:
    """Return the start and end of a text without what may be skipped at its ends.

    A text that may be skipped altogether has an empty core at its end: ``(len(text), len(text))``.

    >>> "• Tags: ©"[slice(*core("• Tags: ©"))], core("***")
    ('Tags: ©', (3, 3))
    """
    start, end = 0, len(text)
    while start < end and not text[start].isalnum() and is_skippable(text[start]):
        start += 1
    while end > start and not text[end - 1].isalnum() and is_skippable(text[end - 1]):
        end -= 1
    return start, end


@cache
def is_skippable(char: str) -> bool:
    """Whether a character may be skipped at the ends of a line: blanks, punctuation, symbols, pictographs."""
    if char.isalnum() or char in _NEVER_SKIPPED:
        return False
    category = unicodedata.category(char)
    return (category[0] in "PSZ" and category != "Sc") or category == _PRIVATE_USE or char.isspace() or char == _KEYCAP


def is_boundary(text: str, index: int) -> bool:
    """Whether a phrase may begin or end at an index of a text, by the characters on both sides.

    >>> is_boundary("tagscalendar", 4), is_boundary("责任编辑王伟", 4), is_boundary("tags: x", 4)
    (False, True, True)
    """
    return not (0 < index < len(text) and _is_word_character(text[index - 1]) and _is_word_character(text[index]))


@cache
def _is_word_character(char: str) -> bool:
    """Whether a character is part of words that spaces separate."""
    return (char.isalnum() or unicodedata.category(char)[0] == "M") and not has_unspaced(char)


def strip_marks(word: str) -> str:
    """Return a word without the punctuation and symbols at its ends."""
    start, end = 0, len(word)
    while start < end and _is_mark(word[start]):
        start += 1
    while end > start and _is_mark(word[end - 1]):
        end -= 1
    return word[start:end]


@cache
def _is_mark(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "PS" or category == _PRIVATE_USE or char == _KEYCAP
