"""What is known of a line that stands, as numbers: of its form, of its place, of its words and of its neighbors.

The evidence on a line is what the forest of :mod:`cleaner.line_model.model` is asked about. Counts are bounded, so that
lines far from a change keep their numbers.
"""

import string
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from cleaner.lazy import lazy_pattern
from cleaner.line_model.lexicon import NO_WORD_FEATURES, WORD_FEATURES
from cleaner.text.view import View
from cleaner.text.words import non_ascii_characters

Vector = list[float]

FORM = (
    *("words", "characters a word", "is a sentence", "is prose"),
    *("ends with a stop", "ends asking", "ends with a colon", "ends with a comma", "ends with a bracket or quote"),
    *("starts with a capital", "starts small", "starts with a digit", "starts with a mark"),
    *("share of capitals", "share of digits", "share of capitalized words"),
    *("address", "at sign", "hash", "copyright sign", "bar", "colon", "quote", "ellipsis", "commas"),
)
PLACE = (
    *("lines above", "lines below", "share of lines above", "words above", "words below", "share of words below"),
    *("prose above", "prose below", "lines since the last prose", "lines since the first prose"),
    *("others in a row above", "others in a row below"),
)
DOCUMENT = ("share of words in prose", "words a line", "share of short lines")
ELSEWHERE = ("long words", "share of long words found in prose")
NEAR = ("words", "is a sentence", "is prose")
NEAR_WORDS = WORD_FEATURES[:2]
NEIGHBORS = (-1, 1, -2, 2)

FEATURE_NAMES = (
    *FORM,
    *PLACE,
    *DOCUMENT,
    *ELSEWHERE,
    *(f"{name} at {at:+}" for at in NEIGHBORS for name in NEAR),
    *WORD_FEATURES,
    *(f"{name} at {at:+}" for at in NEIGHBORS for name in NEAR_WORDS),
)
"""The names of the numbers in a row of evidence, in order."""

MANY_LINES = 40
MANY_WORDS = 1000
MANY_PROSE = 20
MANY = 60
"""Words of a line that are told apart from more."""

SHORT = 5
"""Words of a short line, at most."""

LONG = 4
"""Letters of a long word, at least."""

_LONG = lazy_pattern("[^\\W\\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff]{2}")
"""A word of four letters or more, or two signs of Chinese or Japanese: what a text is about."""

_SIGN = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS_ONLY = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))
_LETTERS_BEYOND = _LETTERS_ONLY.encode() + bytes(range(128, 256))
_ASCII = bytes(range(128))
_ASCII_CAPITALS, _ASCII_DIGITS = string.ascii_uppercase.encode(), string.digits.encode()

_QUOTES = frozenset('"“„«')
_NO_NEIGHBOR = (-1, -1, -1)


def form(view: View) -> Vector:
    """Return :data:`FORM` of a line, whatever stands around it."""
    text = view.text.strip()
    first, last, length = text[:1], text[-1:], max(1, len(text))
    tokens = text.split()
    capitals, digits = _capitals_and_digits(text)
    return [
        min(view.words, MANY),
        min(length / max(view.words, 1), 50),
        view.sentence,
        view.prose,
        last in ".。" if last else 0,
        last in "?!？！" if last else 0,
        last == ":",
        last in ",;" if last else 0,
        last in '"”’»)' if last else 0,
        first.isupper(),
        first.islower(),
        first.isdigit(),
        not first.isalnum(),
        capitals / length,
        digits / length,
        sum([token[0].isupper() for token in tokens]) / max(1, len(tokens)),
        "://" in text or "www." in text,
        "@" in text,
        "#" in text,
        "©" in text,
        "|" in text,
        ":" in text,
        not _QUOTES.isdisjoint(text),
        "…" in text or "..." in text,
        min(text.count(","), 10),
    ]


def _long_words(text: str) -> list[str]:
    if text.isascii():
        return [word for word in text.translate(_LETTERS_ONLY).split() if len(word) >= LONG]
    return _LONG.findall(text)


def _words(text: str) -> list[str]:
    """Return the long words of a text, and maybe short ones: several times as fast for a text, slower for a line."""
    if text.isascii():
        return text.translate(_LETTERS_ONLY).split()
    odd = non_ascii_characters(text)
    if _SIGN.search("".join(odd)):
        return _LONG.findall(text)
    for char in odd:
        if not char.isalnum() or char.isdecimal():
            text = text.replace(char, " ")
    return text.encode("utf-8", "surrogatepass").translate(_LETTERS_BEYOND).decode("utf-8", "surrogatepass").split()


def _capitals_and_digits(text: str) -> tuple[int, int]:
    raw = text.encode("utf-8", "surrogatepass")
    capitals, digits = (len(raw) - len(raw.translate(None, ones)) for ones in (_ASCII_CAPITALS, _ASCII_DIGITS))
    if len(raw) == len(text):
        return capitals, digits
    beyond = raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return capitals + sum(map(str.isupper, beyond)), digits + sum(map(str.isdigit, beyond))


class Around:
    """What is known of the lines of a text together, worked out once for all that are asked about."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        self._prose = [at for at, view in enumerate(views) if view.prose]
        self._words = [0]
        for view in views:
            self._words.append(self._words[-1] + view.words)

    def place(self, at: int) -> Vector:
        """Return :data:`PLACE` of a line."""
        count, prose = len(self.views), self._prose
        above, below = at, count - 1 - at
        words_above, words_below = self._words[at], self._words[-1] - self._words[at + 1]
        own = self.views[at].prose
        prose_above = bisect_left(prose, at)
        prose_below = len(prose) - prose_above - own
        before = prose[prose_above - 1] if prose_above else -1
        after = prose[prose_above + own] if prose_below else count
        return [
            min(above, MANY_LINES),
            min(below, MANY_LINES),
            above / count,
            min(words_above, MANY_WORDS),
            min(words_below, MANY_WORDS),
            words_below / max(1, self._words[-1]),
            min(prose_above, MANY_PROSE),
            min(prose_below, MANY_PROSE),
            _bounded(at - (prose[-1] if prose else -1)),
            _bounded(at - (prose[0] if prose else count)),
            min(at - before - 1, MANY_PROSE),
            min(after - at - 1, MANY_PROSE),
        ]

    @cached_property
    def document(self) -> Vector:
        """:data:`DOCUMENT`, the same for all lines."""
        words, count = self._words[-1], len(self.views)
        prose = sum(self.views[at].words for at in self._prose)
        short = sum([view.words <= SHORT for view in self.views])
        return [prose / max(1, words), min(words / count, 100), short / count]

    @cached_property
    def _in_prose(self) -> Counter[str]:
        """How often the prose has each long word; of other words the number may be anything."""
        return Counter(_words("\n".join([self.views[at].folded for at in self._prose])))

    def elsewhere(self, view: View) -> Vector:
        """Return :data:`ELSEWHERE`: how much of what a line is about the prose around it is about, too."""
        words = _long_words(view.folded)
        if not words:
            return [0, -1]
        counts = Counter(words) if view.prose else dict.fromkeys(words, 0)  # what stands in the line itself
        in_prose = self._in_prose
        found = sum([in_prose[word] > counts[word] for word in in_prose.keys() & counts.keys()])
        return [min(len(counts), MANY_PROSE), found / len(counts)]


def shape_features(views: Sequence[View], asked: Sequence[int]) -> list[Vector]:
    """Return what is known of the lines at some places but for what a lexicon says of their words."""
    around = Around(views)
    return [
        [*form(views[at]), *around.place(at), *around.document, *around.elsewhere(views[at]), *_near(views, at)]
        for at in asked
    ]


def add_word_features(rows: Iterable[Vector], asked: Sequence[int], words: Mapping[int, Sequence[float]]) -> None:
    """Complete rows with what a lexicon says of the lines' words, and of their neighbors' where that is known."""
    for at, row in zip(asked, rows, strict=True):
        row.extend(words[at])
        for step in NEIGHBORS:
            row.extend(words.get(at + step, NO_WORD_FEATURES)[: len(NEAR_WORDS)])


def _near(views: Sequence[View], at: int) -> Vector:
    row: Vector = []
    for step in NEIGHBORS:
        if 0 <= at + step < len(views):
            view = views[at + step]
            row += (min(view.words, MANY), view.sentence, view.prose)
        else:
            row += _NO_NEIGHBOR
    return row


def _bounded(lines: int) -> int:
    return max(-MANY_PROSE, min(MANY_PROSE, lines))
