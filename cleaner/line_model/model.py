"""The line model: how likely a remaining line is boilerplate, by its form, its words, its place and its neighbors.

It is a lexicon and a forest that ship as plain data (``line-model.json``), rebuilt by ``make line-model``. A line's
score is a percentage: of the labeled lines with this score or a higher one, on sites that the model was not trained on,
at least this percentage was boilerplate.
"""

import json
import math
import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.line_model.features import OwnFeatures, add_word_features, own_features, shape_features
from cleaner.line_model.forest import Forest, forest_from_dict
from cleaner.text.sentences import count_sentences
from cleaner.text.view import View
from cleaner.text.words import has_unspaced

FILE = os.path.join(os.path.dirname(__file__), "line-model.json")

MAX_LINES = 400
"""Lines that may remain in a text for the model to score any: it was trained on articles, not on books."""

MAX_SHARE = 0.15
"""Share of a text's words that the lines with a score may hold: beyond it the text is of a kind that the model does not
know, such as a list or a questionnaire, and its lines are kept."""

MAX_ROW = 12
"""Most lines in a row without prose for them to be scored: longer rows are mostly lists of the article, such as
dates, results or credits. Of labeled lines with high scores there, 2 were boilerplate and 18 were not."""

MAX_CANDIDATES = 60
"""Most lines to score in a text: one with more of them is a list of sorts, such as a questionnaire. Of labeled
lines with high scores in such texts, 1 was boilerplate and 34 were not."""

LABEL = 3
"""Most words of a label, such as a line above the title: a section, a place, a name."""

MIN_LABELS = 3
"""Fewest labels in a row between two lines of prose that are a list of the article's. A menu there has other marks."""

EARLY_PROSE = 2
"""Lines of prose above a label right over prose, from which it is scored. Above them it is mostly a place or a
subhead: of labeled lines with high scores there, 9 were boilerplate and 3 were not."""

SUBHEAD = 5
"""Most words of a line that is not scored alone between two lines of prose: it has the place and the size of a subhead.
Of such lines with high scores, 6 of 1,254 labeled texts were boilerplate."""

LONG_LINE = 16
"""Fewest words of a long line: its score has margins of its own, since of long lines more are the article's."""

MAX_SENTENCES = 2
"""Most sentences of a long line that is scored: a paragraph of three is boilerplate only by what it says."""

_FAMILIAR_LETTER = lazy_pattern("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script that the lexicon has words of. In others, only form and place would count."""

LAST_LINES = 4
"""Lines at the end of a text that are scored even if they are prose: bios, promotions, standfirsts. When they are gone,
those above are the last ones: with six at once no more is found, for a tenth more of a text's time."""


class LineModel(NamedTuple):
    """A lexicon, a forest, and the margins from which the score of a short or a long line is 1 % and more, in order.

    A line whose words sum up to less than ``least`` does not reach :data:`~cleaner.matching.remaining.SETTLED_PERCENT`:
    its words alone show that it belongs to the article.
    """

    lexicon: Mapping[str, float]
    forest: Forest
    margins: Sequence[float]
    long_margins: Sequence[float]
    least: float

    def score(
        self, views: Sequence[View], known: dict[View, OwnFeatures] | None = None, *, settles: bool = False
    ) -> dict[int, int]:
        """Return the scores of lines in percent, by position; most lines have none.

        ``known`` holds features of lines that were computed before; those that it lacks are added. If the model
        ``settles``, scores below :data:`~cleaner.matching.remaining.SETTLED_PERCENT` may be lower or missing.
        """
        scored = scored_lines(views)
        return self.scores_of(scored, scored, views, known, settles=settles)

    def scores_of(
        self,
        scored: Sequence[int],
        worded: Sequence[int],
        views: Sequence[View],
        known: dict[View, OwnFeatures] | None = None,
        *,
        settles: bool = False,
    ) -> dict[int, int]:
        """Return the scores of the lines at some positions; the other arguments are those of :meth:`score`.

        ``worded`` are these positions and those of neighbors whose words count.
        """
        known = {} if known is None else known
        for view in map(views.__getitem__, worded):
            if view not in known:
                known[view] = own_features(view, self.lexicon)
        words = {position: known[views[position]].words for position in worded}
        least = self.least if settles else -math.inf
        positions = [position for position in scored if words[position][0] >= least]
        if not positions:
            return {}
        vectors = shape_features(views, positions, [known[views[position]].form for position in positions])
        add_word_features(vectors, positions, words)
        margin = self.forest.margin if settles else self.forest.full_margin
        return {
            position: bisect_right(self.margins_of(views[position].words), margin(vector))
            for position, vector in zip(positions, vectors, strict=True)
        }

    def margins_of(self, words: int) -> Sequence[float]:
        """Return the margins of lines with this number of words."""
        return self.long_margins if words >= LONG_LINE else self.margins


def scored_lines(views: Sequence[View]) -> list[int]:
    """Return the positions of the lines to score: candidates outside of lists, in a text that is not one.

    The first line that is longer than a label is the title, or the first paragraph if there is no title.
    """
    candidates = candidate_lines(views)
    if len(candidates) > MAX_CANDIDATES:
        return []
    in_lists: set[int] = set()
    for is_prose, row in groupby(range(len(views)), key=lambda position: views[position].prose):
        positions = list(row)
        if not is_prose and (len(positions) > MAX_ROW or _is_list_of_labels(views, positions)):
            in_lists.update(positions)
    title = next((position for position, view in enumerate(views) if view.words > LABEL), None)
    prose_above = [0, *accumulate(view.prose for view in views)]
    return [
        position
        for position in candidates
        if position not in in_lists
        and position != title
        and not (prose_above[position] < EARLY_PROSE and _is_label_over_prose(views, position))
        and not _is_subhead(views, position)
        and _is_familiar(views[position])
    ]


def _is_list_of_labels(views: Sequence[View], row: Sequence[int]) -> bool:
    """Whether the lines between two of prose are labels: the article's own list, of clubs or of ingredients."""
    if len(row) < MIN_LABELS or row[0] == 0 or row[-1] == len(views) - 1:
        return False
    return all(views[position].words <= LABEL for position in row)


def _is_subhead(views: Sequence[View], position: int) -> bool:
    """Whether a line has the place and the size of a subhead: alone between two lines of prose."""
    if views[position].words > SUBHEAD or not 0 < position < len(views) - 1:
        return False
    return views[position - 1].prose and views[position + 1].prose


def _is_familiar(view: View) -> bool:
    """Whether a line is of a script and a length that the model was measured on, and not a paragraph."""
    text, is_ascii = view.text, view.text.isascii()  # in ASCII, all of it is known without a search
    if not (text.lower() != text.upper() if is_ascii else _FAMILIAR_LETTER.search(text)):
        return False
    if view.words < LONG_LINE or (is_ascii and sum(map(text.count, ".!?")) <= MAX_SENTENCES):
        return True
    return not (has_unspaced(text) or count_sentences(text) > MAX_SENTENCES)


def _is_label_over_prose(views: Sequence[View], position: int) -> bool:
    return views[position].words <= LABEL and position + 1 < len(views) and views[position + 1].prose


def candidate_lines(views: Sequence[View]) -> list[int]:
    """Return the positions of the lines that are not prose, and of the last ones; lines without words are left out."""
    end = len(views) - LAST_LINES
    return [position for position, view in enumerate(views) if (position >= end or not view.prose) and view.words]


@cache
def load_model() -> LineModel:
    """Return the model that ships with the program."""
    with open(FILE, encoding="utf-8") as stream:
        return model_from_dict(json.load(stream))


def model_from_dict(data: Mapping[str, Any]) -> LineModel:
    """Return a model from plain data: ``tokens`` of the lexicon, a row each, and their ``weights`` in hundredths."""
    lexicon = dict(zip(data["tokens"].split("\n"), [weight / 100 for weight in data["weights"]], strict=True))
    margins, long_margins = tuple(data["margins"]), tuple(data["long_margins"])
    return LineModel(lexicon, forest_from_dict(data), margins, long_margins, data["least"])
