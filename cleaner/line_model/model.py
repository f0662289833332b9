"""The line model: how likely a remaining line is boilerplate, by its form, its words, its place and its neighbors.

It is a lexicon and a forest that ship as plain data (``line-model.json``), rebuilt by ``make line-model``. A line's
score is a percentage: of the labeled lines with this score or a higher one, on sites that the model was not trained on,
at least this percentage was boilerplate.
"""

import json
import math
import os
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import groupby
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

EARLY_PROSE = 2
"""Lines of prose above a label right over prose, from which it is scored. Above them it is mostly a place or a
subhead: of labeled lines with high scores there, 9 were boilerplate and 3 were not."""

LONG_LINE = 16
"""Fewest words of a long line: like a sentence, it has margins of its own, since more of them are the article's."""

MAX_SENTENCES = 2
"""Most sentences of a long line that is scored: a paragraph of three is boilerplate only by what it says."""

_FAMILIAR_LETTER = lazy_pattern("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script that the lexicon has words of. In others, only form and place would count."""

_QUESTION_END = lazy_pattern(r"[?？؟]\W{0,2}$")

LAST_LINES = 4
"""Lines at the end of a text that are scored even if they are prose: bios, promotions, standfirsts. When they are gone,
those above are the last ones: with six at once no more is found, for a tenth more of a text's time."""


class LineModel(NamedTuple):
    """A lexicon, a forest, and the margins from which a line's score is 1 % and more, in order.

    Sentences and long lines have margins of their own (``long_margins``), and so have others beside a line that another
    rule took (``beside_margins``): boilerplate comes in blocks. A line whose words sum up to less than ``least`` does
    not reach :data:`~cleaner.matching.remaining.SETTLED_PERCENT`: its words alone show that it is the article's.
    """

    lexicon: Mapping[str, float]
    forest: Forest
    margins: Sequence[float]
    long_margins: Sequence[float]
    beside_margins: Sequence[float]
    least: float

    def score(
        self,
        views: Sequence[View],
        known: dict[View, OwnFeatures] | None = None,
        *,
        beside: Collection[int] = (),
        settles: bool = False,
    ) -> dict[int, int]:
        """Return the scores of lines in percent, by position; most lines have none.

        ``known`` holds features of lines that were computed before; those that it lacks are added. ``beside`` are the
        numbers of lines beside one that another rule took. If the model ``settles``, scores below
        :data:`~cleaner.matching.remaining.SETTLED_PERCENT` may be lower or missing.
        """
        scored = scored_lines(views)
        return self.scores_of(scored, scored, views, known, beside=beside, settles=settles)

    def scores_of(
        self,
        scored: Sequence[int],
        worded: Sequence[int],
        views: Sequence[View],
        known: dict[View, OwnFeatures] | None = None,
        *,
        beside: Collection[int] = (),
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
        is_beside = {position: views[position].line.number in beside for position in scored}
        least = self.least if settles else -math.inf
        positions = [position for position in scored if words[position][0] >= least or is_beside[position]]
        if not positions:
            return {}
        vectors = shape_features(views, positions, [known[views[position]].form for position in positions])
        add_word_features(vectors, positions, words)
        scores = {}
        for position, vector in zip(positions, vectors, strict=True):
            margin = self.forest.margin if settles and not is_beside[position] else self.forest.full_margin
            margins = self.margins_of(views[position], is_beside=is_beside[position])
            scores[position] = bisect_right(margins, margin(vector))
        return scores

    def margins_of(self, view: View, *, is_beside: bool = False) -> Sequence[float]:
        """Return the margins of a line."""
        return (self.margins, self.long_margins, self.beside_margins)[kind_of_line(view, is_beside=is_beside)]


def kind_of_line(view: View, *, is_beside: bool) -> int:
    """Return 1 for a sentence or a line as long as one, 2 for another beside a line that a rule took, else 0.

    The difference that such a neighbor makes was measured in scripts with capitals. In Chinese, Japanese and Korean,
    decks below a headline have high scores, and stand beside dates and names that go.
    """
    if view.sentence or view.words >= LONG_LINE:
        return 1
    return 2 if is_beside and view.text.lower() != view.text.upper() else 0


def scored_lines(views: Sequence[View]) -> list[int]:
    """Return the positions of the lines to score: candidates above the article and below it, outside of lists.

    What stands between two lines of prose is mostly the article's, whatever its shape: subheads, places, items of
    lists. Of the lines with high scores there, in texts of guides and magazines, 329 were the article's and 444 were
    not. Below a question is its answer. The first line that is longer than a label is the title, or the first paragraph
    if there is no title.
    """
    candidates = candidate_lines(views)
    if len(candidates) > MAX_CANDIDATES:
        return []
    prose = [position for position, view in enumerate(views) if view.prose]
    first, last = (prose[0], prose[-1]) if prose else (len(views), -1)
    in_lists: set[int] = set()
    for is_prose, row in groupby(range(len(views)), key=lambda position: views[position].prose):
        positions = list(row)
        if not is_prose and len(positions) > MAX_ROW:
            in_lists.update(positions)
    title = next((position for position, view in enumerate(views) if view.words > LABEL), None)
    early = prose[EARLY_PROSE - 1] if len(prose) >= EARLY_PROSE else len(views)
    return [
        position
        for position in candidates
        if not first < position < last
        and position not in in_lists
        and position != title
        and not (position <= early and _is_label_over_prose(views, position))
        and not (position and _QUESTION_END.search(views[position - 1].text))
        and _is_familiar(views[position])
    ]


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
    short, long, beside = (tuple(data[name]) for name in ("margins", "long_margins", "beside_margins"))
    return LineModel(lexicon, forest_from_dict(data), short, long, beside, data["least"])
