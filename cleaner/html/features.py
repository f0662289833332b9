"""Traits of a page's lines, as numbers in a fixed order: what is known of a line before anybody votes on it.

They are its shape, how near it is to the page's headline, where it stands in the tree, what the names above it hint
at, and what its neighbors look like.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from string import ascii_uppercase

from cleaner.html.hints import CLASS_NAME_CUES
from cleaner.html.lines import Container, PageLine
from cleaner.html.page_view import WORD, PageView, text_key

LEVELS = 4
"""Parents of a line's holder that are looked at."""

LANDMARKS = ("article", "main", "section", "aside", "nav", "footer", "header", "ul", "table", "blockquote", "figure")
"""Nodes with a meaning of their own (``ul`` stands for ``ol`` as well)."""

TAGS = (
    *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "section", "article"),
    *("blockquote", "button", "dd", "dt", "header", "footer", "pre", "body", "tr", "ul", "ol", "aside", "nav", "main"),
    *("figure", "form", "table", "tbody", "dl"),
)
"""Nodes that are told apart, by their place here; any other is 0."""

KINDS = ("paragraph", "heading", "item", "quote", "row", "caption", "code")

LINE_FEATURES = (
    *("words", "characters", "links", "bold", "sentence", "commas", "capitals", "capitalized", "cells", "kind"),
    *("title", "description", "copies", "first copy", "copy distance"),
    *("node", "parent node", "depth", "hidden", "place", "siblings", "hints", "other words"),
    *("words before", "lines", "alike lines", "alike words"),
    *(f"hint {name}" for name in CLASS_NAME_CUES),
    *(f"landmark {name}" for name in LANDMARKS),
    *(f"level {level} {what}" for level in range(1, LEVELS + 1) for what in ("words", "links", "lines", "long lines")),
    *(f"line {offset:+} {what}" for offset in (-2, -1, 1, 2) for what in ("words", "links", "sentence")),
)
"""What each number is.

*links*, *bold*, *capitals* and *capitalized* are shares of characters (the last one of words), *sentence* tells
whether the line ends like one. *title* and *description* tell how near the line is to the page's. *copies* are lines of
the same text. *node* and *parent node* are places in :data:`TAGS`, *other words* are those below the line's node that
are not its own. *alike* are the lines whose nodes have the same names. *hint* and *landmark* tell how many nodes up
such a node stands: 1 is the line's own, 0 is none. *level* 1 is the parent, and its numbers leave the line itself out.
What is not there is -1.
"""

START = 200
"""Characters of a line's start in which capitals are counted."""

TITLE_WORDS = 40
"""Words that a line has at most to be compared with the titles."""

DESCRIPTION_LETTERS = 20
"""Letters that a line has at least to be looked for in the descriptions: shorter ones are in them by chance."""

Vector = list[float]


def line_features(view: PageView, places: Iterable[int]) -> list[Vector]:
    """Return the :data:`LINE_FEATURES` of the lines at some places."""
    titles = word_sets(view.titles)
    descriptions = [text_key(description) for description in view.descriptions]
    hints, landmarks = _Above(len(CLASS_NAME_CUES), _hints), _Above(len(LANDMARKS), _landmark)
    near = _Near(view)
    total, before = max(1, sum(view.words)), [0, *accumulate(view.words)]
    rows: list[Vector] = []
    for at in places:
        line = view.lines[at]
        alike = view.alike[view.names[at]]
        rows.append(
            [
                *_shape(line, view.words[at], sentence=view.sentences[at]),
                likeness(line.text, titles) if view.words[at] <= TITLE_WORDS else 0.0,
                _in_any(view.keys[at], descriptions),
                *_copies(view, at),
                *_place(view, at),
                before[at] / total,
                len(view.lines),
                alike.lines,
                alike.words / alike.lines,
                *hints.of(line.holder),
                *landmarks.of(line.holder),
                *_levels(view, at),
                *near.of(at),
            ]
        )
    return rows


def word_sets(texts: Iterable[str]) -> list[frozenset[str]]:
    """Return the words of each text."""
    return [frozenset(WORD.findall(text.lower())) for text in texts]


def likeness(text: str, titles: Iterable[frozenset[str]]) -> float:
    """Return Jaccard's index of the words of a text and of the nearest title: 1 is the same words."""
    own = set(WORD.findall(text.lower()))
    best = 0.0
    for title in titles:
        if both := len(own & title):
            best = max(best, both / (len(own) + len(title) - both))
    return best


def _shape(line: PageLine, words: int, *, sentence: bool) -> tuple[float, ...]:
    text = line.text
    start = text[:START]
    tokens = start.split()
    return (
        words,
        len(text),
        line.links,
        line.bold,
        sentence,
        text.count(",") + text.count("，") + text.count("、"),
        _capitals(start) / len(start),
        sum([token[0].isupper() for token in tokens]) / len(tokens),
        text.count(" | "),
        KINDS.index(line.holder.kind),
    )


def _capitals(text: str) -> int:
    """Count capitals. In ASCII, those are what is left out when they are deleted: many times as fast."""
    return len(text) - len(text.encode().translate(None, _CAPITALS)) if text.isascii() else sum(map(str.isupper, text))


_CAPITALS = ascii_uppercase.encode()


def _in_any(own: str, others: Iterable[str]) -> float:
    return float(len(own) >= DESCRIPTION_LETTERS and any(own in other or other in own for other in others if other))


def _copies(view: PageView, at: int) -> tuple[float, ...]:
    copies = view.copies[view.keys[at]]
    if len(copies) == 1:
        return 1, 1, -1
    place = bisect_left(copies, at)
    beside = (*copies[max(0, place - 1) : place], *copies[place + 1 : place + 2])
    return len(copies), place == 0, min(abs(other - at) for other in beside)


def _place(view: PageView, at: int) -> tuple[float, ...]:
    holder = view.lines[at].holder
    above = holder.parent
    return (
        _TAG_PLACES.get(holder.tag, 0),
        _TAG_PLACES.get(above.tag, 0) if above else 0,
        holder.depth,
        holder.hidden,
        holder.place,
        above.children if above else 0,
        len(holder.hints),
        view.tallies[holder].words - view.words[at],
    )


_TAG_PLACES = {tag: place for place, tag in enumerate(TAGS, 1)}


class _Above:
    """How many nodes up each of some marks stands, asked once for each holder."""

    def __init__(self, count: int, own: Callable[[Container], Sequence[int]]) -> None:
        self._nothing, self._own = [0] * count, own
        self._known: dict[Container, list[int]] = {}

    def of(self, holder: Container) -> list[int]:
        distances = self._known.get(holder)
        if distances is None:
            above = self.of(holder.parent) if holder.parent else self._nothing
            distances = [distance and distance + 1 for distance in above]
            for place in self._own(holder):
                distances[place] = 1
            self._known[holder] = distances
        return distances


def _hints(holder: Container) -> Sequence[int]:
    return holder.hints if holder.tag != "body" else ()  # a body's names speak of the whole page


_LANDMARK_PLACES = {tag: (place,) for place, tag in enumerate(LANDMARKS)}
_LANDMARK_PLACES["ol"] = _LANDMARK_PLACES["ul"]


def _landmark(holder: Container) -> Sequence[int]:
    return _LANDMARK_PLACES.get(holder.tag, ())


def _levels(view: PageView, at: int) -> Vector:
    words = view.words[at]
    linked = words * view.lines[at].links
    found: Vector = []
    holder = view.lines[at].holder
    for _ in range(LEVELS):
        holder = holder.parent or holder
        tally = view.tallies[holder]
        others = tally.words - words
        found += (others, (tally.linked - linked) / others if others else -1, tally.lines, tally.long / tally.lines)
    return found


class _Near:
    """What the lines before and after each line look like."""

    def __init__(self, view: PageView) -> None:
        nothing = (-1.0, -1.0, -1.0)
        known = [
            (words, line.links, sentence)
            for line, words, sentence in zip(view.lines, view.words, view.sentences, strict=True)
        ]
        self._around = [nothing, nothing, *known, nothing, nothing]

    def of(self, at: int) -> Vector:
        around = self._around
        return [*around[at], *around[at + 1], *around[at + 3], *around[at + 4]]
