"""The line scorer: how likely each line of a page is main content, by decision trees over its features."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.html.features import NEAR, Vector, line_features, signal_features
from cleaner.html.page_view import PageView
from cleaner.html.signals import selected
from cleaner.line_model.forest import Forest, forest_from_dict

SCORER_FOLDER = Path(__file__).parent / "scorers"

MENU_LINKS = 0.9
MENU_WORDS = 8
"""A line with at least this share in links and at most this many words looks like part of a menu. On the labeled pages
46 % of the lines look like this and are far from any line that a signal selects; they have 0.16 % of the articles'
words."""


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
    """Return a scorer from the plain data of its file."""
    return Scorer(tuple(data["signals"]), forest_from_dict(data))


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
    """Return the features of the lines at these indexes: the line's own, then those of each named signal."""
    vectors = line_features(view, indexes)
    for name in names:
        for vector, features in zip(vectors, signal_features(view, signals[name], indexes), strict=True):
            vector.extend(features)
    return vectors
