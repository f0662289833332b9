"""The line model: how likely a line that stands is boilerplate, from its form, its words, its place and its neighbors.

It is a lexicon and a forest that ship as plain data (``line-model.json``), rebuilt by ``make line-model``. What it
says of a line is a number of percent: of the labeled lines that it rated so or higher, on sites that it had not seen,
at least so many in a hundred were boilerplate.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

from cleaner.line_model.features import add_word_features, shape_features
from cleaner.line_model.forest import Forest, forest_from_dict
from cleaner.line_model.lexicon import tokens, word_features
from cleaner.text.view import View

FILE = Path(__file__).parent / "line-model.json"

MAX_LINES = 400
"""Lines that may stand in a text, at most, for the model to be asked: it learned from articles, not from books."""

MAX_SHARE = 0.15
"""Share of a text's words that the lines of a rating may hold, at most: beyond it the text is of a kind that the model
does not know, such as a list or a questionnaire, and its lines stay."""

LIST = 12
"""Lines in a row that are no prose, at most, for them to be asked about: longer rows are mostly lists of the article,
such as dates, results or credits. Of labeled lines that were rated high there, 2 were boilerplate and 18 were not."""

MAX_ASKED = 60
"""Lines to ask about in a text, at most: one with more of them is a list of sorts, such as a questionnaire. Of labeled
lines that were rated high in such texts, 1 was boilerplate and 34 were not."""

LABEL = 3
"""Words of a line over the title, at most: a section, a place, a name."""

EARLY = 2
"""Prose lines above a label right over prose, from which it is asked about. Above them it is mostly a place or a
subhead: of labeled lines that were rated high there, 9 were boilerplate and 3 were not."""

LAST = 4
"""Lines at the end of a text that are asked about even where they are prose: bios, promotions, standfirsts. When they
are gone, those above are the last ones: with six at once no more is found, for a tenth more of a text's time."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """The weights of words, the trees, and the margins from which a line is rated 1 % and more, in order.

    A line whose words add up to less than ``least`` is not rated: its words alone say that it belongs to the article.
    """

    lexicon: Mapping[str, float]
    forest: Forest
    margins: Sequence[float]
    least: float

    def score(self, views: Sequence[View]) -> dict[int, int]:
        """Return the percents of the lines that are asked about, by their places; the others are not rated."""
        words = {at: word_features(tokens(views[at]), self.lexicon) for at in scored_lines(views)}
        asked = [at for at, said in words.items() if said[0] >= self.least]
        if not asked:
            return {}
        rows = shape_features(views, asked)
        add_word_features(rows, asked, words)
        return {at: bisect_right(self.margins, self.forest.margin(row)) for at, row in zip(asked, rows, strict=True)}


def scored_lines(views: Sequence[View]) -> list[int]:
    """Return the places of the lines that are asked about: candidates that are no list, in a text that is none.

    The first line that is longer than a label is the title, or the first paragraph where the title was left out.
    """
    found = candidate_lines(views)
    if len(found) > MAX_ASKED:
        return []
    lists: set[int] = set()
    for prose, row in groupby(range(len(views)), key=lambda at: views[at].prose):
        lines = list(row)
        if not prose and len(lines) > LIST:
            lists.update(lines)
    title = next((at for at, view in enumerate(views) if view.words > LABEL), None)
    prose_above = [0, *accumulate(view.prose for view in views)]
    return [
        at for at in found if at not in lists and at != title and not (prose_above[at] < EARLY and _leads(views, at))
    ]


def _leads(views: Sequence[View], at: int) -> bool:
    """Tell whether a line is a label right over a line of prose."""
    return views[at].words <= LABEL and at + 1 < len(views) and views[at + 1].prose


def candidate_lines(views: Sequence[View]) -> list[int]:
    """Return the places of the lines that are no prose, and of the last ones."""
    end = len(views) - LAST
    return [at for at, view in enumerate(views) if (at >= end or not view.prose) and view.words]


@cache
def load_model() -> LineModel:
    """Return the model that ships with the program."""
    return model_from_dict(json.loads(FILE.read_text("utf-8")))


def model_from_dict(data: Mapping[str, Any]) -> LineModel:
    """Return a model from its plain data, whose weights are in hundredths."""
    lexicon = {token: weight / 100 for token, weight in data["lexicon"].items()}
    return LineModel(lexicon, forest_from_dict(data), tuple(data["margins"]), data["least"])
