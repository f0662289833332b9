"""Votes: opinions on which of a page's lines are main content, each a number from 0 to 1 a line."""

from collections.abc import Iterable

from cleaner.html.page_view import PageView, text_key
from cleaner.text.words import PROSE_WORDS

THRESHOLD = 0.5
"""A vote from which a line counts as voted for."""

_UNIQUE = 20
"""Letters from which a line that stands inside a longer one is taken for the same text, not for a chance."""

_SEARCHED = 1 << 20
"""Characters of a text in which lines are searched; in a longer one they are only compared, to bound time."""

_QUARTERS = 4
_LONG = 60
"""Letters from which a line that differs in a place or two is looked for by its quarters."""

_CHANCE = 0.3
_PIECES = 0.9
_LINKED = 0.3


def prose(view: PageView) -> list[float]:
    """Vote for what reads like prose: a sentence of some length, with few links."""
    return [
        float(sentence and words >= PROSE_WORDS and line.links < _LINKED)
        for line, words, sentence in zip(view.lines, view.words, view.sentences, strict=True)
    ]


def overlap(view: PageView, text: Iterable[str]) -> list[float]:
    """Vote for the lines that another extractor's text has.

    1 is the same line or a part of one, 0.9 at most a line of which quarters are found, 0.3 a short line that
    stands inside a longer one.
    """
    keys = [text_key(line) for line in text]
    whole, joined = frozenset(keys), "".join(keys)
    if len(joined) > _SEARCHED:
        joined = ""
    return [_taken(own, whole, joined) for own in view.keys]


def _taken(own: str, whole: frozenset[str], joined: str) -> float:
    if not own:
        return 0.0
    if own in whole:
        return 1.0
    if len(own) < _UNIQUE:
        return _CHANCE if own in joined else 0.0
    if own in joined:
        return 1.0
    if len(own) < _LONG:
        return 0.0
    size = len(own) // _QUARTERS
    found = sum(own[at * size : (at + 1) * size] in joined for at in range(_QUARTERS))
    return _PIECES * found / _QUARTERS
