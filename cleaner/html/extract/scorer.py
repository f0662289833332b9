"""The line scorer: how likely each line of a page is main content, by decision trees over its features."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from cleaner.html.extract.features import NEAR, Vector, line_features, signal_features
from cleaner.html.extract.signals import selected
from cleaner.html.page_view import PageView
from cleaner.line_model.forest import Forest, forest_from_dict

SCORER_FOLDER = Path(__file__).parent / "scorers"

MENU_LINKS = 0.9
MENU_WORDS = 8
"""A line with at least this share in links and at most this many words looks like part of a menu. On the labeled pages
46 % of the lines look like this and are far from any line that a signal selects; they have 0.16 % of the articles'
words."""


UNSURE_SCORES = (0.2, 0.8)
"""A scorer is unsure of lines with a score between these two."""

SURE_MARGIN = math.log(UNSURE_SCORES[1] / (1 - UNSURE_SCORES[1]))
"""Least margin, as a logarithm of odds, at which a stage of trees settles a line. With less, a line is settled with a
score that counts as unsure though all trees are sure of it, and 59 pages in 100 ask trafilatura instead of 42."""

_Computation = Callable[[list[int]], list[Vector]]
"""What computes the features of the lines at some indexes."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A forest, and the names of the signals whose features it uses, in its order."""

    signals: tuple[str, ...]
    forest: Forest


@cache
def load_scorer(name: str) -> Scorer:
    """Return a scorer that ships with the package, by its file's name without ``.json``."""
    return scorer_from_data(json.loads((SCORER_FOLDER / f"{name}.json").read_text("ascii")))


def scorer_from_data(data: Mapping[str, Any]) -> Scorer:
    """Return a scorer from the plain data of its file. No stage settles a line with a score that counts as unsure."""
    settled = [(min(low, -SURE_MARGIN), max(high, SURE_MARGIN)) for low, high in data["settled"]]
    return Scorer(tuple(data["signals"]), forest_from_dict({**data, "settled": settled}))


def score_lines(view: PageView, signals: Mapping[str, Sequence[float]], scorer: Scorer) -> list[float]:
    """Return how likely each line is main content, from 0 to 1. ``signals`` has those of the scorer, by name."""
    scores = [0.0] * len(view.lines)
    indexes = lines_to_score(view, signals.values())
    for index, vector in zip(indexes, feature_vectors(view, signals, scorer.signals, indexes), strict=True):
        scores[index] = scorer.forest.share(vector)
    return scores


def lines_to_score(view: PageView, signals: Iterable[Sequence[float]]) -> list[int]:
    """Return the indexes of all lines but those of menus that are far from any line that a signal selects."""
    near = {
        neighbor
        for signal in signals
        for index in selected(signal)
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

    The view keeps them for the next scorer: the signals of a view do not change.
    """
    parts = [_kept(view, "", indexes, partial(line_features, view))]
    parts += [_kept(view, name, indexes, partial(signal_features, view, signals[name])) for name in names]
    return [list(chain.from_iterable(vectors)) for vectors in zip(*parts, strict=True)]


def _kept(view: PageView, name: str, indexes: Sequence[int], compute: _Computation) -> list[Vector]:
    """Return the features that a view keeps under a name, after those that are missing are computed."""
    kept = view.features.setdefault(name, {})
    missing = [index for index in indexes if index not in kept]
    kept.update(zip(missing, compute(missing), strict=True))
    return [kept[index] for index in indexes]
