"""The line scorer: how likely each of a page's lines is main content, from its traits and the votes on it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.html.features import Vector, line_features
from cleaner.html.page_view import PageView
from cleaner.html.signals import THRESHOLD
from cleaner.html.support import NEAR, signal_features
from cleaner.line_model.forest import Forest, forest_from_dict

FOLDER = Path(__file__).parent / "scorers"

MENU_LINKS = 0.9
MENU_WORDS = 8
"""What a line of a menu looks like: so much of it is links, and it has no more words. On the labeled pages 46 % of
the lines look like this far from any line that is voted for, and they have 0.16 % of the articles' words."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A forest, and the votes whose support it is asked about."""

    votes: tuple[str, ...]
    forest: Forest


@cache
def load_scorer(name: str) -> Scorer:
    """Return the scorer of that name that ships with the program."""
    return scorer_from_data(json.loads((FOLDER / f"{name}.json").read_text("ascii")))


def scorer_from_data(data: Mapping[str, Any]) -> Scorer:
    """Return a scorer from its plain data."""
    return Scorer(tuple(data["votes"]), forest_from_dict(data))


def score_lines(view: PageView, votes: Mapping[str, Sequence[float]], scorer: Scorer) -> list[float]:
    """Return a share from 0 to 1 for each line; the votes have to be those that the scorer knows."""
    shares = [0.0] * len(view.lines)
    asked = lines_to_score(view, votes.values())
    for at, row in zip(asked, feature_vectors(view, votes, scorer.votes, asked), strict=True):
        shares[at] = scorer.forest.share(row)
    return shares


def lines_to_score(view: PageView, votes: Iterable[Sequence[float]]) -> list[int]:
    """Return the places of the lines that are worth asking: all but menus far from anything that is voted for."""
    near = {
        other
        for vote in votes
        for at, share in enumerate(vote)
        if share >= THRESHOLD
        for other in range(at - NEAR, at + NEAR + 1)
    }
    return [
        at
        for at, (line, words) in enumerate(zip(view.lines, view.words, strict=True))
        if words > MENU_WORDS or line.links < MENU_LINKS or at in near
    ]


def feature_vectors(
    view: PageView, votes: Mapping[str, Sequence[float]], names: Sequence[str], asked: Sequence[int]
) -> list[Vector]:
    """Return what is known of the lines at some places: their traits, then the support by each vote that is named."""
    rows = line_features(view, asked)
    for name in names:
        for row, given in zip(rows, signal_features(view, votes[name], asked), strict=True):
            row.extend(given)
    return rows
