"""The features of a page's lines: numbers in a fixed order, by which the line scorer knows them.

*Line features* describe a line without any signal: its shape, how close it is to the page's headline, its place in
the tree, the cues in the class names above it, and its neighbors. *Signal features* describe what one signal
(:mod:`cleaner.html.extract.signals`) says about a line and its surroundings: its ancestors, its neighbors, the lines of
the same template. The surroundings say more than the line's own value, so an extractor that missed a paragraph in the
middle of its text is overruled.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from string import ascii_uppercase

from cleaner.html.cues import CLASS_NAME_CUES
from cleaner.html.extract.signals import THRESHOLD
from cleaner.html.lines import Container, PageLine
from cleaner.html.page_view import WORD, PageView, Signature
from cleaner.html.values import comparison_key
from cleaner.text.sentences import PROSE_WORDS

LEVELS = 4
"""Ancestors of a line's container that have features."""

LANDMARKS = ("article", "main", "section", "aside", "nav", "footer", "header", "ul", "table", "blockquote", "figure")
"""Tags with a meaning of their own. (``ol`` counts as ``ul``.)"""

TAGS = (
    *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "section", "article"),
    *("blockquote", "button", "dd", "dt", "header", "footer", "pre", "body", "tr", "ul", "ol", "aside", "nav", "main"),
    *("figure", "form", "table", "tbody", "dl"),
)
"""Tags with numbers of their own, which are their places here from 1; any other tag is 0."""

KINDS = ("paragraph", "heading", "item", "quote", "row", "caption", "code")

LINE_FEATURES = (
    *("words", "characters", "links", "bold", "sentence", "commas", "capitals", "capitalized", "cells", "kind"),
    *("title", "description", "copies", "first copy", "copy distance"),
    *("node", "parent node", "depth", "hidden", "place", "siblings", "cues", "other words"),
    *("words before", "lines", "alike lines", "alike words"),
    *(f"cue {name}" for name in CLASS_NAME_CUES),
    *(f"landmark {name}" for name in LANDMARKS),
    *(f"level {level} {what}" for level in range(1, LEVELS + 1) for what in ("words", "links", "lines", "long lines")),
    *(f"line {offset:+} {what}" for offset in (-2, -1, 1, 2) for what in ("words", "links", "sentence")),
)
"""The names of a line's features.

*links*, *bold* and *capitals* are shares of characters, *capitalized* is a share of words, *sentence* is whether the
line ends like one. *title* and *description* are the likeness to those of the page. *copies* are lines with the same
text. *node* and *parent node* are indexes of :data:`TAGS`; *other words* are the words in the line's container that
are not its own. *alike* are the lines of the same signature. *cue* and *landmark* are the distance up to the nearest
container with one: 1 is the line's own, 0 means none. *level* 1 is the parent, whose counts leave out the line itself.
Where a number has no meaning, it is -1.
"""

SIGNAL_FEATURES = (
    "signal",
    *(f"level {level}" for level in range(1, LEVELS + 1)),
    *("alike", "near", "line -1", "line +1", "inside", "steps up", "steps down"),
    *("before", "after first", "before last", "copy", "near copy"),
    *("page words", "page share"),
)
"""The names of a line's features by one signal.

*signal* is the signal's value for the line. *level* 1 is the parent: the share of the other words below it that the
signal selects; *alike* is the same for lines of the same signature. *near* are the selected words within :data:`NEAR`
lines. *inside* are the steps from the signal's body down to the line's container; *steps up* are those from there to
the nearest node that holds both, *steps down* those from that node to the body. *before* is the share of the selected
words above the line; *after first* and *before last* count lines from the first and to the last selected line of
prose. *copy* and *near copy* are the largest *signal* and *near* of other lines with the same text. *page words* and
*page share* are the selected words of the page, and their share. Where a number has no meaning, it is -1.
"""

CAPITALS_LENGTH = 200
"""Characters of a line's start in which capitals are counted."""

MAX_TITLE_WORDS = 40
"""Maximum words of a line that is compared with the titles."""

MIN_DESCRIPTION_LETTERS = 20
"""Minimum letters of a line that is looked for in the descriptions: shorter ones occur there by chance."""

NEAR = 3
"""Lines before and after a line that are near it."""

MAX_NEAR_WORDS = 30
"""Words that count for each near line."""

BODY_SHARE = 0.6
"""Share of a signal's words in its body, which is the deepest container with at least that share."""

Vector = list[float]
"""The features of one line."""

_TAG_INDEXES = {tag: index for index, tag in enumerate(TAGS, 1)}
_LANDMARK_INDEXES = {tag: (index,) for index, tag in enumerate(LANDMARKS)}
_LANDMARK_INDEXES["ol"] = _LANDMARK_INDEXES["ul"]
_CAPITALS = ascii_uppercase.encode()


def line_features(view: PageView, indexes: Iterable[int]) -> list[Vector]:
    """Return the :data:`LINE_FEATURES` of the lines at these indexes."""
    titles = word_sets(view.titles)
    descriptions = [key for description in view.descriptions if (key := comparison_key(description))]
    cues, landmarks = _Distances(len(CLASS_NAME_CUES), _cues_of), _Distances(len(LANDMARKS), _landmarks_of)
    neighbors = _padded_neighbors(view)
    total, before = max(1, sum(view.words)), [0, *accumulate(view.words)]
    vectors: list[Vector] = []
    for index in indexes:
        line = view.lines[index]
        alike = view.alike[view.signatures[index]]
        vectors.append(
            [
                *_shape(line, view.words[index], sentence=view.sentences[index]),
                likeness(line.text, titles) if view.words[index] <= MAX_TITLE_WORDS else 0.0,
                _is_in_description(view.keys[index], descriptions),
                *_copies(view, index),
                *_position(view, index),
                before[index] / total,
                len(view.lines),
                alike.lines,
                alike.words / alike.lines,
                *cues.up_from(line.container),
                *landmarks.up_from(line.container),
                *_level_counts(view, index),
                *neighbors[index],
                *neighbors[index + 1],
                *neighbors[index + 3],
                *neighbors[index + 4],
            ]
        )
    return vectors


def word_sets(texts: Iterable[str]) -> list[frozenset[str]]:
    """Return the distinct words of each text, in lower case."""
    return [frozenset(WORD.findall(text.lower())) for text in texts]


def likeness(text: str, titles: Iterable[frozenset[str]]) -> float:
    """Return Jaccard's index of the words of a text and of the most similar title: 1 for the same words."""
    words = set(WORD.findall(text.lower()))
    best = 0.0
    for title in titles:
        if common := len(words & title):
            best = max(best, common / (len(words) + len(title) - common))
    return best


def _shape(line: PageLine, words: int, *, sentence: bool) -> tuple[float, ...]:
    text = line.text
    start = text[:CAPITALS_LENGTH]
    tokens = start.split()
    return (
        words,
        len(text),
        line.links,
        line.bold,
        sentence,
        text.count(",") + text.count("，") + text.count("、"),
        _count_capitals(start) / len(start),
        sum([token[0].isupper() for token in tokens]) / len(tokens),
        text.count(" | "),
        KINDS.index(line.container.kind),
    )


def _count_capitals(text: str) -> int:
    """Return the number of capitals. For ASCII, deleting them from bytes is many times as fast as counting."""
    return len(text) - len(text.encode().translate(None, _CAPITALS)) if text.isascii() else sum(map(str.isupper, text))


def _is_in_description(key: str, descriptions: Iterable[str]) -> float:
    return float(len(key) >= MIN_DESCRIPTION_LETTERS and any(key in text or text in key for text in descriptions))


def _copies(view: PageView, index: int) -> tuple[float, ...]:
    """Return the number of lines with the same text, whether this is the first, and the distance to the nearest."""
    copies = view.copies[view.keys[index]]
    if len(copies) == 1:
        return 1, 1, -1
    position = bisect_left(copies, index)
    neighbors = (*copies[max(0, position - 1) : position], *copies[position + 1 : position + 2])
    return len(copies), position == 0, min(abs(neighbor - index) for neighbor in neighbors)


def _position(view: PageView, index: int) -> tuple[float, ...]:
    container = view.lines[index].container
    parent = container.parent
    return (
        _TAG_INDEXES.get(container.tag, 0),
        _TAG_INDEXES.get(parent.tag, 0) if parent else 0,
        container.depth,
        container.hidden,
        container.index,
        parent.children if parent else 0,
        len(container.cues),
        view.below[container].words - view.words[index],
    )


class _Distances:
    """The distance from a container up to the nearest one with each of several marks."""

    def __init__(self, count: int, marks_of: Callable[[Container], Sequence[int]]) -> None:
        self._none, self._marks_of = [0] * count, marks_of
        self._depths: dict[Container, list[int]] = {}

    def up_from(self, container: Container) -> list[int]:
        """Return the distance to the nearest container with each mark: 1 is the container itself, 0 means none."""
        below = container.depth + 2
        return [depth and below - depth for depth in self._depths_at(container)]

    def _depths_at(self, container: Container) -> list[int]:
        """Return the depth, from 1 for the root, of the nearest container with each mark.

        Containers without marks share the list of their parent.
        """
        depths = self._depths.get(container)
        if depths is None:
            depths = self._depths_at(container.parent) if container.parent else self._none
            if marks := self._marks_of(container):
                depths = depths.copy()
                for mark in marks:
                    depths[mark] = container.depth + 1
            self._depths[container] = depths
        return depths


def _cues_of(container: Container) -> Sequence[int]:
    return container.cues if container.tag != "body" else ()  # the names of a body are about the whole page


def _landmarks_of(container: Container) -> Sequence[int]:
    return _LANDMARK_INDEXES.get(container.tag, ())


def _level_counts(view: PageView, index: int) -> Vector:
    words = view.words[index]
    linked = words * view.lines[index].links
    features: Vector = []
    container = view.lines[index].container
    for _ in range(LEVELS):
        container = container.parent or container
        counts = view.below[container]
        other_words = counts.words - words
        features += (other_words, (counts.linked - linked) / other_words if other_words else -1)
        features += (counts.lines, counts.long / counts.lines)
    return features


def _padded_neighbors(view: PageView) -> list[tuple[float, float, float]]:
    """Return what each line looks like as a neighbor, with two missing lines at either end."""
    missing = (-1.0, -1.0, -1.0)
    lines = [
        (words, line.links, sentence)
        for line, words, sentence in zip(view.lines, view.words, view.sentences, strict=True)
    ]
    return [missing, missing, *lines, missing, missing]


@dataclass(slots=True)
class _SignalSums:
    """A signal with sums over a page. ``weights`` are the selected words of each line."""

    weights: list[float]
    below: dict[Container, float]
    alike: dict[Signature, float]
    near: list[float]
    copy: list[float]
    near_copy: list[float]


def signal_features(view: PageView, signal: Sequence[float], indexes: Iterable[int]) -> list[Vector]:
    """Return the :data:`SIGNAL_FEATURES` of the lines at these indexes; the signal has a value for every line."""
    words = max(1, sum(view.words))
    if not any(signal):
        return [_features_without_signal(view, index, 1 / words) for index in indexes]
    sums = _sum_up(view, signal)
    total = max(1.0, sum(sums.weights))
    body = next((container for container, weight in sums.below.items() if weight >= BODY_SHARE * total), None)
    steps = _steps(view, body)
    prose = [index for index, value in enumerate(signal) if value >= THRESHOLD and view.words[index] >= PROSE_WORDS]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)
    share = total / words
    padded = [-1.0, *signal, -1.0]
    before = [0.0, *accumulate(sums.weights)]
    vectors: list[Vector] = []
    for index in indexes:
        signature = view.signatures[index]
        other_words = view.alike[signature].words - view.words[index]
        vectors.append(
            [
                signal[index],
                *_level_shares(view, sums, index),
                (sums.alike[signature] - sums.weights[index]) / other_words if other_words else -1.0,
                sums.near[index],
                padded[index],
                padded[index + 2],
                *steps[view.lines[index].container],
                before[index] / total,
                index - first,
                last - index,
                sums.copy[index],
                sums.near_copy[index],
                total,
                share,
            ]
        )
    return vectors


def _sum_up(view: PageView, signal: Sequence[float]) -> _SignalSums:
    weights = [value * words for value, words in zip(signal, view.words, strict=True)]
    below, alike = sums_of(view, weights)
    near = _near_words(view, signal)
    return _SignalSums(weights, below, alike, near, _best_of_copies(view, signal), _best_of_copies(view, near))


def sums_of(view: PageView, weights: Sequence[float]) -> tuple[dict[Container, float], dict[Signature, float]]:
    """Return the sums of the lines' weights below each container and over the lines of each signature."""
    below = dict.fromkeys(view.below, 0.0)
    alike = dict.fromkeys(view.alike, 0.0)
    for line, signature, weight in zip(view.lines, view.signatures, weights, strict=True):
        alike[signature] += weight
        below[line.container] += weight
    for container, weight in below.items():
        if weight and container.parent:
            below[container.parent] += weight
    return below, alike


def _near_words(view: PageView, signal: Sequence[float]) -> list[float]:
    """Return for each line the words that the signal selects among its neighbors."""
    capped = [value * min(words, MAX_NEAR_WORDS) for value, words in zip(signal, view.words, strict=True)]
    sums = [0.0, *accumulate(capped)]
    end = len(capped)
    return [sums[min(end, index + NEAR + 1)] - sums[max(0, index - NEAR)] - words for index, words in enumerate(capped)]


def _level_shares(view: PageView, sums: _SignalSums, index: int) -> Vector:
    words, weight = view.words[index], sums.weights[index]
    shares: Vector = []
    container = view.lines[index].container
    for _ in range(LEVELS):
        container = container.parent or container
        other_words = view.below[container].words - words
        shares.append((sums.below[container] - weight) / other_words if other_words else -1.0)
    return shares


def _features_without_signal(view: PageView, index: int, share: float) -> Vector:
    """Return the features by a signal that selects nothing, as that of a body does on a page whose data have none."""
    words, container = view.words[index], view.lines[index].container
    levels: Vector = []
    for _ in range(LEVELS):
        container = container.parent or container
        levels.append(0.0 if view.below[container].words != words else -1.0)
    alike = 0.0 if view.alike[view.signatures[index]].words != words else -1.0
    above, below = 0.0 if index else -1.0, 0.0 if index + 1 < len(view.lines) else -1.0
    copy = 0.0 if len(view.copies[view.keys[index]]) > 1 else -1.0
    return [0.0, *levels, alike, 0.0, above, below, -1, -1, -1, 0.0, index, -index, copy, copy, 1.0, share]


def _steps(view: PageView, body: Container | None) -> dict[Container, tuple[int, int, int]]:
    """Return how far each container is inside the body, and the steps up to a common ancestor and down to the body."""
    if body is None:
        return dict.fromkeys(view.below, (-1, -1, -1))
    around = {container: steps for steps, container in enumerate(body.lineage())}
    steps: dict[Container, tuple[int, int, int]] = {}
    for container in reversed(view.below):
        down = around.get(container)
        if down is not None or container.parent is None:
            steps[container] = (-1 if down else 0, 0, down or 0)
        else:
            inside, up, down = steps[container.parent]
            steps[container] = (-1 if inside < 0 else inside + 1, up + 1, down)
    return steps


def _best_of_copies(view: PageView, numbers: Sequence[float]) -> list[float]:
    """Return for each line the largest number among the other lines with its text."""
    largest = [-1.0] * len(numbers)
    for copies in view.copies.values():
        if len(copies) > 1:
            best, second = sorted((numbers[index] for index in copies), reverse=True)[:2]
            for index in copies:
                largest[index] = second if numbers[index] == best else best
    return largest
