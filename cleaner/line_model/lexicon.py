"""The words of a line as evidence: how much more often each stands in boilerplate than in articles.

A lexicon has log odds for single words, for pairs of neighbors, for the first and the last word of a line and for
whole lines of three words or fewer. What it does not know says nothing.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from cleaner.lazy import lazy_pattern
from cleaner.text.view import View

CHARACTERS = 400
"""Characters of a line that are read, at most: its beginning tells."""

TOKENS = 60
"""Words of it that are read, at most."""

WHOLE_LINE = 3
"""Words up to which a line is a token as a whole."""

STRONGEST = 3

_TOKEN = lazy_pattern(r"[^\W_]+|[|:»›©@#•…?!]")
_DIGIT = lazy_pattern(r"\d")
_ASCII_MARKS = "|:@#?!"
_ASCII = "".join("0" if chr(code).isdigit() else chr(code) if chr(code).isalpha() else " " for code in range(128))
_UNSPACED = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

WORD_FEATURES = ("words: sum", "words: highest", "words: lowest", "words: sum of the highest three")
"""What :func:`word_features` returns, in order."""

NO_WORD_FEATURES = (0.0, 0.0, 0.0, 0.0)


def tokens(view: View) -> set[str]:
    """Return what a lexicon may know of a line: digits are all ``0``.

    ``a``, ``a b``, ``^a`` at the line's start, ``a$`` at its end, ``=a b`` for all of it, pairs of characters of
    scripts without spaces, and of Hangul, for they have no ends.
    """
    text = view.folded[:CHARACTERS]
    words = _words(text)[:TOKENS]
    found = set(words)
    found.update(map(" ".join, pairwise(words)))
    if words:
        found.update((f"^{words[0]}", f"{words[-1]}$"))
        if len(words) <= WHOLE_LINE:
            found.add("=" + " ".join(words))
    if not text.isascii():
        signs = _UNSPACED.findall(text)[:TOKENS]
        found.update(first + second for first, second in pairwise(signs))
    return found


def _words(text: str) -> list[str]:
    if text.isascii() and not any(map(text.__contains__, _ASCII_MARKS)):  # mostly, and so it is faster
        return text.translate(_ASCII).split()
    return _TOKEN.findall(_DIGIT.sub("0", text))


def word_features(found: set[str], lexicon: Mapping[str, float]) -> Sequence[float]:
    """Return what a lexicon says of a line's tokens: :data:`WORD_FEATURES`; zeros if it knows none of them."""
    weights = sorted(map(lexicon.__getitem__, lexicon.keys() & found))
    if not weights:
        return NO_WORD_FEATURES
    return sum(weights), weights[-1], weights[0], sum(weights[-STRONGEST:])
