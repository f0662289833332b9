"""A line as rules see it: folded, without invisible characters, with its words counted.

Folding makes capitals and typography equal. One character folds to one character, so spans stay valid.

>>> fold("▶ WATCH “The Game” — İzle"), fold("Tags", case=False)
('▶ watch "the game" - izle', 'Tags')
"""

import unicodedata
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

from cleaner.lazy import lazy_pattern
from cleaner.text.words import PROSE_WORDS, UNSPACED_SCRIPTS, count_words, is_sentence, non_ascii_characters
from cleaner.types import Document, Line, Span

_SAME = {
    **dict.fromkeys("ẞ", "ß"),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    **dict.fromkeys("\t\f\v\r\x85\xa0\u1680\u202f\u205f\u3000\u2028\u2029", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width to ASCII
}
_CASED = _SAME
_FOLDED = {**_SAME, "İ": "i", "ı": "i", "ς": "σ"}
_BLANKS = "\t\f\v\r"
_INVISIBLE = lazy_pattern(
    "[\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{MONGOLIAN VOWEL SEPARATOR}\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\N{ZERO WIDTH NO-BREAK SPACE}\N{COMBINING GRAPHEME JOINER}"
    "\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"  # how a character is drawn: variants, flags
)
_NEVER_SKIPPED = "©®™#@"
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_ICON = "Co"  # private use: what fonts of icons put there
_UNSPACED = lazy_pattern(f"[{UNSPACED_SCRIPTS}]")


def fold(text: str, *, case: bool = True, odd: AbstractSet[str] | None = None) -> str:
    """Return the text folded, as long as it was; with ``case=False`` capitals stay.

    ``odd`` are its characters beyond ASCII, if they are known.

    >>> fold("ΟΔΟΣ STRAẞE ＡＢＣ")
    'οδοσ straße abc'
    """
    same = _FOLDED if case else _CASED
    beyond = () if text.isascii() else same.keys() & (non_ascii_characters(text) if odd is None else odd)
    for char in (*_BLANKS, *beyond):  # str.translate is 50 times slower
        text = text.replace(char, same[char])
    return text.lower().replace("ς", "σ") if case else text


def has_invisible(text: str) -> bool:
    """Tell whether a text has characters of no width."""
    return not text.isascii() and any_invisible(non_ascii_characters(text))


def any_invisible(odd: Collection[str]) -> bool:
    """Tell whether one of some characters has no width."""
    return bool(odd) and _INVISIBLE.search("".join(odd)) is not None


def shown(text: str) -> str:
    """Return the text without characters of no width."""
    return _INVISIBLE.sub("", text) if has_invisible(text) else text


def visible_text(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text without characters of no width, and where each of its characters stood (``None``: as is)."""
    if not has_invisible(text):
        return text, None
    places = tuple(at for at, char in enumerate(text) if not _INVISIBLE.match(char))
    return "".join(text[at] for at in places), places


def core(text: str) -> tuple[int, int]:
    """Return where the text begins and ends when what may be skipped at its ends is skipped.

    A text of nothing else has an empty core at its end: ``(len(text), len(text))``.

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
    """Tell whether a character may be skipped at a line's ends: blanks, punctuation, symbols, pictographs."""
    if char.isalnum() or char in _NEVER_SKIPPED:
        return False
    category = unicodedata.category(char)
    return (category[0] in "PSZ" and category != "Sc") or category == _ICON or char.isspace() or char == _KEYCAP


@cache
def is_word_character(char: str) -> bool:
    """Tell whether a character is part of a word of a script that puts spaces between words."""
    return (char.isalnum() or unicodedata.category(char)[0] == "M") and not _UNSPACED.match(char)


def is_boundary(text: str, at: int) -> bool:
    """Tell whether a phrase may begin or end at a place in the text, asked of the characters on its two sides.

    >>> boundary("tagscalendar", 4), boundary("责任编辑王伟", 4), boundary("tags: x", 4)
    (False, True, True)
    """
    return not (0 < at < len(text) and is_word_character(text[at - 1]) and is_word_character(text[at]))


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
    return unicodedata.category(char)[0] in "PS" or unicodedata.category(char) == _ICON or char == _KEYCAP


class View:
    """What stands of one line. ``pieces`` are its spans in the document: more than one when a match was cut.

    ``folded`` is its text folded, if that is known, and nothing of it invisible.
    """

    def __init__(self, document: Document, line: Line, pieces: tuple[Span, ...], folded: str | None = None) -> None:
        self.line, self.pieces, self._document = line, pieces, document
        self.text = _joined(document.text, pieces)
        self.code = line.kind == "code"
        shown, self._places = visible_text(self.text) if folded is None else (self.text, None)
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


def line_views(document: Document) -> list[View]:
    """Return a document's lines as rules see them at the beginning. The text is folded at once: that costs least."""
    odd = non_ascii_characters(document.text)
    folded = None if any_invisible(odd) else fold(document.text, odd=odd)
    found = []
    for line in document.lines:
        span = Span(line.span.start + line.lead, line.span.end) if line.lead else line.span
        found.append(View(document, line, (span,), folded and folded[span.start : span.end]))
    return found
