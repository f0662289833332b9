"""The features of a remaining line: numbers about its form, its place, its words and its neighbors.

The forest of :mod:`cleaner.line_model.model` reads them in the order of :data:`FEATURE_NAMES`. Counts are bounded, so
that lines far from a change keep their numbers.

*Word features* come from a lexicon: how much more often words occur in boilerplate than in articles, as log odds. It
has single words, pairs of neighbors, the first and the last word of a line, and whole lines of three words or fewer.
Tokens that it lacks count for nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import FULL_STOPS, QUESTION_MARKS
from cleaner.text.view import View
from cleaner.text.words import has_unspaced, non_ascii_characters

Vector = list[float]
"""The features of one line."""

FORM = (
    *("words", "characters per word", "is a sentence", "is prose"),
    *("ends with a stop", "ends with a question or exclamation mark", "ends with a colon", "ends with a comma"),
    *("ends with a bracket or quote", "starts with a capital", "starts with a small letter", "starts with a digit"),
    *("starts with a mark", "share of capitals", "share of digits", "share of capitalized words"),
    *("address", "at sign", "hash", "copyright sign", "bar", "colon", "quote", "ellipsis", "commas"),
)
PLACE = (
    *("lines above", "lines below", "share of lines above", "words above", "words below", "share of words below"),
    *("prose above", "prose below", "lines since the last prose", "lines since the first prose"),
    *("others in a row above", "others in a row below"),
)
DOCUMENT = ("share of words in prose", "words per line", "share of short lines")
TOPIC = ("long words", "share of long words found in prose")
NEIGHBOR_FORM = ("words", "is a sentence", "is prose")
NEIGHBORS = (-1, 1, -2, 2)
"""Distances, in lines, of the neighbors whose features a line has as well."""

WORD_FEATURES = ("words: sum", "words: highest", "words: lowest", "words: sum of the highest three")
"""What :func:`word_features` returns, in order."""

NEIGHBOR_WORDS = WORD_FEATURES[:2]
NO_WORD_FEATURES = (0.0, 0.0, 0.0, 0.0)
"""The word features of a line without a word in the lexicon."""

FEATURE_NAMES = (
    *FORM,
    *PLACE,
    *DOCUMENT,
    *TOPIC,
    *(f"{name} at {step:+}" for step in NEIGHBORS for name in NEIGHBOR_FORM),
    *WORD_FEATURES,
    *(f"{name} at {step:+}" for step in NEIGHBORS for name in NEIGHBOR_WORDS),
)
"""The names of the numbers in a feature vector, in order."""

MAX_LINES_AWAY = 40
MAX_WORDS_AWAY = 1000
MAX_COUNT = 20
MAX_LINE_WORDS = 60
MAX_WORD_LENGTH = 50
MAX_WORDS_PER_LINE = 100
MAX_COMMAS = 10
"""Bounds of counts: beyond them, differences do not matter."""

SHORT_LINE = 5
"""Most words of a short line."""

LONG_WORD = 4
"""Fewest letters of a long word."""

LEXICON_CHARACTERS = 400
"""Most characters of a line that are looked up in a lexicon: its beginning decides."""

LEXICON_WORDS = 60
"""Most words of a line that are looked up in a lexicon."""

WHOLE_LINE = 3
"""Words up to which a line is a token as a whole."""

STRONGEST = 3
"""Tokens whose weights are summed in the last word feature."""

_LONG_WORD = lazy_pattern("[^\\W\\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff]{2}")
"""A word of four letters or more, or two characters of Chinese or Japanese: what a text is about."""

_CJK = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff]")
_CJK_OR_HANGUL = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS_ONLY = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))
_ASCII_LETTERS_ONLY = _LETTERS_ONLY.encode() + bytes(range(128, 256))
_ASCII = bytes(range(128))
_ASCII_CAPITALS, _ASCII_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"

_TOKEN = lazy_pattern(r"[^\W_]+|[|:»›©@#•…?!]")
_DIGIT = lazy_pattern(r"\d")
_MARKS_OF_TOKENS = "|:@#?!"
_TOKEN_LETTERS = "".join(
    "0" if chr(code).isdigit() else chr(code) if chr(code).isalpha() else " " for code in range(128)
)

_QUOTES = frozenset('"“„«')
_OUTSIDE = (-1, -1, -1)
"""The form of a neighbor beyond the first or the last line."""


def tokens(view: View) -> set[str]:
    """Return the tokens of a line that a lexicon may have; all digits are ``0``.

    ``a``, ``a b``, ``^a`` at the line's start, ``a$`` at its end, ``=a b`` for all of it, and pairs of characters of
    Hangul and of scripts without spaces, whose words have no ends.
    """
    text = view.folded[:LEXICON_CHARACTERS]
    words = _token_words(text)[:LEXICON_WORDS]
    line_tokens = set(words)
    line_tokens.update(map(" ".join, pairwise(words)))
    if words:
        line_tokens.update((f"^{words[0]}", f"{words[-1]}$"))
        if len(words) <= WHOLE_LINE:
            line_tokens.add("=" + " ".join(words))
    if not text.isascii():
        characters = _CJK_OR_HANGUL.findall(text)[:LEXICON_WORDS]
        line_tokens.update(first + second for first, second in pairwise(characters))
    return line_tokens


def _token_words(text: str) -> list[str]:
    if text.isascii() and not any(map(text.__contains__, _MARKS_OF_TOKENS)):  # the usual case, and faster
        return text.translate(_TOKEN_LETTERS).split()
    return _TOKEN.findall(_DIGIT.sub("0", text))


def word_features(line_tokens: set[str], lexicon: Mapping[str, float]) -> Sequence[float]:
    """Return :data:`WORD_FEATURES` of a line's :func:`tokens`; :data:`NO_WORD_FEATURES` if the lexicon has none."""
    weights = sorted(map(lexicon.__getitem__, lexicon.keys() & line_tokens))
    if not weights:
        return NO_WORD_FEATURES
    return sum(weights), weights[-1], weights[0], sum(weights[-STRONGEST:])


def form(view: View) -> Vector:
    """Return :data:`FORM` of a line."""
    text = view.text.strip()
    first, last, length = text[:1], text[-1:], max(1, len(text))
    words = text.split()
    capitals, digits = _capitals_and_digits(text)
    return [
        min(view.words, MAX_LINE_WORDS),
        min(length / max(view.words, 1), MAX_WORD_LENGTH),
        view.sentence,
        view.prose,
        last in FULL_STOPS or (view.sentence and has_unspaced(last)),
        last in QUESTION_MARKS,
        last == ":",
        last in ",;" if last else 0,
        last in '"”’»)' if last else 0,
        first.isupper(),
        first.islower(),
        first.isdigit(),
        not first.isalnum(),
        capitals / length,
        digits / length,
        sum([word[0].isupper() for word in words]) / max(1, len(words)),
        "://" in text or "www." in text,
        "@" in text,
        "#" in text,
        "©" in text,
        "|" in text,
        ":" in text,
        not _QUOTES.isdisjoint(text),
        "…" in text or "..." in text,
        min(text.count(","), MAX_COMMAS),
    ]


def _capitals_and_digits(text: str) -> tuple[int, int]:
    raw = text.encode("utf-8", "surrogatepass")
    capitals, digits = (len(raw) - len(raw.translate(None, kind)) for kind in (_ASCII_CAPITALS, _ASCII_DIGITS))
    if len(raw) == len(text):
        return capitals, digits
    non_ascii = raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return capitals + sum(map(str.isupper, non_ascii)), digits + sum(map(str.isdigit, non_ascii))


class DocumentFeatures:
    """The features that need all lines of a text, with the counts that they share.

    ``positions`` are those of the lines that need features.
    """

    def __init__(self, views: Sequence[View], positions: Iterable[int]) -> None:
        self.views = views
        self._prose = [position for position, view in enumerate(views) if view.prose]
        self._own_words = {
            position: set(_long_words(views[position].folded)) for position in positions if views[position].prose
        }
        self._words = [0]
        for view in views:
            self._words.append(self._words[-1] + view.words)

    def place(self, position: int) -> Vector:
        """Return :data:`PLACE` of a line."""
        count, prose = len(self.views), self._prose
        lines_above, lines_below = position, count - 1 - position
        words_above, words_below = self._words[position], self._words[-1] - self._words[position + 1]
        is_prose = self.views[position].prose
        prose_above = bisect_left(prose, position)
        prose_below = len(prose) - prose_above - is_prose
        previous = prose[prose_above - 1] if prose_above else -1
        following = prose[prose_above + is_prose] if prose_below else count
        return [
            min(lines_above, MAX_LINES_AWAY),
            min(lines_below, MAX_LINES_AWAY),
            lines_above / count,
            min(words_above, MAX_WORDS_AWAY),
            min(words_below, MAX_WORDS_AWAY),
            words_below / max(1, self._words[-1]),
            min(prose_above, MAX_COUNT),
            min(prose_below, MAX_COUNT),
            _bounded(position - (prose[-1] if prose else -1)),
            _bounded(position - (prose[0] if prose else count)),
            min(position - previous - 1, MAX_COUNT),
            min(following - position - 1, MAX_COUNT),
        ]

    @cached_property
    def document(self) -> Vector:
        """:data:`DOCUMENT`, the same for all lines."""
        words, count = self._words[-1], len(self.views)
        prose = sum(self.views[position].words for position in self._prose)
        short = sum([view.words <= SHORT_LINE for view in self.views])
        return [prose / max(1, words), min(words / count, MAX_WORDS_PER_LINE), short / count]

    @cached_property
    def _prose_words(self) -> AbstractSet[str]:
        """The long words, and perhaps short ones, of the prose that needs no features."""
        prose = [position for position in self._prose if position not in self._own_words]
        return set(_words("\n".join([self.views[position].folded for position in prose])))

    def topic(self, position: int) -> Vector:
        """Return :data:`TOPIC`: how many long words a line has, and the share of them in the prose around it."""
        words = self._own_words.get(position) or set(_long_words(self.views[position].folded))
        if not words:
            return [0, -1]
        shared = words & self._prose_words
        for other, others_words in self._own_words.items():
            if other != position:
                shared |= words & others_words
        return [min(len(words), MAX_COUNT), len(shared) / len(words)]

    def neighbors(self, position: int) -> Vector:
        """Return :data:`NEIGHBOR_FORM` of each of a line's neighbors."""
        vector: Vector = []
        for step in NEIGHBORS:
            if 0 <= position + step < len(self.views):
                view = self.views[position + step]
                vector += (min(view.words, MAX_LINE_WORDS), view.sentence, view.prose)
            else:
                vector += _OUTSIDE
        return vector


def _long_words(text: str) -> list[str]:
    if text.isascii():
        return [word for word in text.translate(_LETTERS_ONLY).split() if len(word) >= LONG_WORD]
    return _LONG_WORD.findall(text)


def _words(text: str) -> list[str]:
    """Return the long words of a text, and perhaps short ones: several times as fast for a text, slower for a line."""
    if text.isascii():
        return text.translate(_LETTERS_ONLY).split()
    non_ascii = non_ascii_characters(text)
    if _CJK.search("".join(non_ascii)):
        return _LONG_WORD.findall(text)
    for char in non_ascii:
        if not char.isalnum() or char.isdecimal():
            text = text.replace(char, " ")
    return text.encode("utf-8", "surrogatepass").translate(_ASCII_LETTERS_ONLY).decode("utf-8", "surrogatepass").split()


def _bounded(lines: int) -> int:
    return max(-MAX_COUNT, min(MAX_COUNT, lines))


class OwnFeatures(NamedTuple):
    """The features that a line has whatever is around it."""

    words: Sequence[float]
    """:data:`WORD_FEATURES`."""
    form: Vector
    """:data:`FORM`."""


def own_features(view: View, lexicon: Mapping[str, float]) -> OwnFeatures:
    """Return a line's own features."""
    return OwnFeatures(word_features(tokens(view), lexicon), form(view))


def shape_features(views: Sequence[View], positions: Sequence[int], forms: Iterable[Vector]) -> list[Vector]:
    """Return the feature vectors of the lines at some positions, of these forms, without the word features."""
    features = DocumentFeatures(views, positions)
    return [
        [
            *line_form,
            *features.place(position),
            *features.document,
            *features.topic(position),
            *features.neighbors(position),
        ]
        for position, line_form in zip(positions, forms, strict=True)
    ]


def add_word_features(
    vectors: Iterable[Vector], positions: Sequence[int], words: Mapping[int, Sequence[float]]
) -> None:
    """Append to each vector the line's word features, and those of its neighbors where ``words`` has them."""
    for position, vector in zip(positions, vectors, strict=True):
        vector.extend(words[position])
        for step in NEIGHBORS:
            vector.extend(words.get(position + step, NO_WORD_FEATURES)[: len(NEIGHBOR_WORDS)])
