"""The line scorers: how likely each line of a page is main content, by decision trees over its features.

Scorers are stacked: a first one of few trees scores all lines, and its scores are the others' context, namely what it
thinks of a line and of those around it. Lines of which the first one is sure keep their scores.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from cleaner.html.extract.features import (
    LINE_FEATURES,
    NEAR,
    SIGNAL_FEATURES,
    Vector,
    line_features,
    signal_features,
    sums_of,
)
from cleaner.html.extract.signals import selected
from cleaner.html.page_view import PageView
from cleaner.line_model.forest import Forest, forest_from_dict

SCORER_FOLDER = Path(__file__).parent / "scorers"

MENU_LINKS = 0.9
MENU_WORDS = 8
"""A line with at least this share in links and at most this many words looks like part of a menu. On the labeled pages
46 % of the lines look like this and are far from any line that a signal selects; they have 0.16 % of the articles'
words."""


FIRST = "first"
"""The signal that is the scores of the first scorer."""

CONTEXT_LEVELS = 5
"""Containers of a line, its own included, that have features by first scores."""

CONTEXT_FEATURES = (
    "margin",
    *(f"line {offset:+}" for offset in (-2, -1, 1, 2)),
    *(f"level {level}" for level in range(CONTEXT_LEVELS)),
    *("alike", "before", "page words", "page share", "level 1 of all", "level 2 of all"),
)
"""The names of a line's features by first scores.

*margin* and *line* are logarithms of odds: the line's own and its neighbors'. The others count a line's words as its
score says. *level* 0 is the line's own container: the share of the other words below it that are main content; *alike*
is the same for lines of the same signature. *before* is the share of the page's main content above the line, *page
words* is all of it, *page share* its share of the page, and *of all* the share that is below a container.
"""

MAX_MARGIN = 4.0
_MAX_SCORE = 1 / (1 + math.exp(-MAX_MARGIN))
_NO_LINE = -5.0
"""Bound of a margin among the features, for a line that is not scored as well, and the margin where no line is."""

UNSURE_SCORES = (0.2, 0.8)
"""A scorer is unsure of lines with a score between these two."""

SURE_MARGIN = math.log(UNSURE_SCORES[1] / (1 - UNSURE_SCORES[1]))
"""Least margin, as a logarithm of odds, at which a stage of trees settles a line. With less, a line is settled with a
score that counts as unsure though all trees are sure of it, and more pages ask trafilatura (of one stage, 59 in 100
instead of 42)."""

_Computation = Callable[[list[int]], list[Vector]]
"""What computes the features of the lines at some indexes."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A forest, and the names of the signals whose features it uses, in its order.

    ``rescored`` are the lowest and the highest first score of the lines that it scores, if it uses first scores.
    """

    signals: tuple[str, ...]
    forest: Forest
    rescored: tuple[float, float]


@cache
def load_scorer(name: str) -> Scorer:
    """Return a scorer that ships with the package, by its file's name without ``.json``."""
    return scorer_from_data(json.loads((SCORER_FOLDER / f"{name}.json").read_text("ascii")))


def scorer_from_data(data: Mapping[str, Any]) -> Scorer:
    """Return a scorer from the plain data of its file. No stage settles a line with a score that counts as unsure."""
    settled = [(min(low, -SURE_MARGIN), max(high, SURE_MARGIN)) for low, high in data["settled"]]
    low, high = data["rescored"]
    return Scorer(tuple(data["signals"]), forest_from_dict({**data, "settled": settled}), (low, high))


def score_lines(view: PageView, signals: Mapping[str, Sequence[float]], scorer: Scorer) -> list[float]:
    """Return how likely each line is main content, from 0 to 1. ``signals`` has those of the scorer, by name."""
    indexes = lines_to_score(view, signals, scorer.signals)
    scores = [0.0] * len(view.lines)
    if FIRST in scorer.signals:
        scores, (low, high) = list(signals[FIRST]), scorer.rescored
        indexes = [index for index in indexes if low <= scores[index] <= high]
    for index, vector in zip(indexes, feature_vectors(view, signals, scorer.signals, indexes), strict=True):
        scores[index] = scorer.forest.share(vector)
    return scores


def lines_to_score(view: PageView, signals: Mapping[str, Sequence[float]], names: Iterable[str]) -> list[int]:
    """Return the indexes of all lines but those of menus that are far from any line that a named signal selects.

    First scores do not count: a menu beside lines that they select was left out before.
    """
    near = {
        neighbor
        for name in names
        if name != FIRST
        for index in selected(signals[name])
        for neighbor in range(index - NEAR, index + NEAR + 1)
    }
    return [
        index
        for index, (line, words) in enumerate(zip(view.lines, view.words, strict=True))
        if words > MENU_WORDS or line.links < MENU_LINKS or index in near
    ]


def feature_vectors(
    view: PageView, signals: Mapping[str, Sequence[float]], names: Sequence[str], indexes: Sequence[int]
) -> list[Vector]:
    """Return the features of the lines at these indexes: the line's own, then those of each named signal.

    The view keeps them for the next scorer, since the signals of a view do not change; first scores may, if the page is
    read again as one of another kind.
    """
    parts = [_kept(view, "", indexes, partial(line_features, view))]
    for name in names:
        if name == FIRST:
            parts.append(context_features(view, signals[FIRST], indexes))
        else:
            parts.append(_kept(view, name, indexes, partial(signal_features, view, signals[name])))
    return [list(chain.from_iterable(vectors)) for vectors in zip(*parts, strict=True)]


def feature_names(signals: Iterable[str]) -> list[str]:
    """Return the names of the features of a scorer that uses these signals."""
    parts = {name: CONTEXT_FEATURES if name == FIRST else SIGNAL_FEATURES for name in signals}
    return [*LINE_FEATURES, *(f"{signal}: {feature}" for signal, names in parts.items() for feature in names)]


def context_features(view: PageView, scores: Sequence[float], indexes: Sequence[int]) -> list[Vector]:
    """Return the :data:`CONTEXT_FEATURES` of the lines at these indexes; there is a first score for every line."""
    bounded = [min(_MAX_SCORE, max(1 - _MAX_SCORE, score)) for score in scores]
    margins = [_NO_LINE, _NO_LINE, *(math.log(score / (1 - score)) for score in bounded), _NO_LINE, _NO_LINE]
    weights = [score * words for score, words in zip(bounded, view.words, strict=True)]
    below, alike = sums_of(view, weights)
    before = [0.0, *accumulate(weights)]
    total, words_of_page = max(1.0, before[-1]), max(1, sum(view.words))
    vectors: list[Vector] = []
    for index in indexes:
        weight, words, signature = weights[index], view.words[index], view.signatures[index]
        containers = [view.lines[index].container]
        for _ in range(CONTEXT_LEVELS - 1):
            containers.append(containers[-1].parent or containers[-1])
        vectors.append(
            [
                margins[index + 2],
                *margins[index : index + 2],
                *margins[index + 3 : index + 5],
                *(_share(below[above] - weight, view.below[above].words - words) for above in containers),
                _share(alike[signature] - weight, view.alike[signature].words - words),
                before[index] / total,
                before[-1],
                before[-1] / words_of_page,
                *(below[above] / total for above in containers[1:3]),
            ]
        )
    return vectors


def _share(weight: float, words: int) -> float:
    return weight / words if words else -1.0


def _kept(view: PageView, name: str, indexes: Sequence[int], compute: _Computation) -> list[Vector]:
    """Return the features that a view keeps under a name, after those that are missing are computed."""
    kept = view.features.setdefault(name, {})
    missing = [index for index in indexes if index not in kept]
    kept.update(zip(missing, compute(missing), strict=True))
    return [kept[index] for index in indexes]
