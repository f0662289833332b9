"""The support that a vote gives each line of a page, as numbers in a fixed order.

A vote is one opinion on which lines are main content (:mod:`cleaner.html.signals`). What it says of a line's
surroundings, its parents in the tree, its neighbors, the lines of the same make, tells more than what it says of the
line alone: so an extractor that missed a paragraph in the middle of its own text is overruled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cleaner.html.features import LEVELS, Vector
from cleaner.html.lines import Container
from cleaner.html.page_view import Names, PageView
from cleaner.html.signals import THRESHOLD
from cleaner.text.words import PROSE_WORDS

SIGNAL_FEATURES = (
    "vote",
    *(f"level {level}" for level in range(1, LEVELS + 1)),
    *("alike", "near", "line -1", "line +1", "inside", "steps up", "steps down"),
    *("before", "after first", "before last", "copy", "near copy"),
    *("page words", "page share"),
)
"""What each number is.

*vote* is the vote on the line itself. *level* 1 is the parent: the share of the other words below it that the vote has,
and *alike* the same of the lines whose nodes have the same names. *near* are the words that the vote has within
:data:`NEAR` lines. *inside* are the steps from the vote's body down to the line's node, *steps up* those from there to
a node that holds both, *steps down* those to the body. *before* is the share of the vote's words above the line, *after
first* and *before last* count lines from the first and to the last long line that is voted for. *copy* and *near copy*
are the best vote and surroundings of another line of the same text. What is not there is -1.
"""

NEAR = 3
NEAR_WORDS = 30
"""Lines before and after that are near, and the words that each of them counts at most."""

BODY_SHARE = 0.6
"""Share of a vote's words that its body has: that is the deepest node with so many."""


@dataclass(slots=True)
class _Vote:
    """A vote with its sums: weights are voted words."""

    view: PageView
    shares: Sequence[float]
    weights: list[float]
    below: dict[Container, float]
    alike: dict[Names, float]
    near: list[float]
    copy: list[float]
    near_copy: list[float]


def signal_features(view: PageView, vote: Sequence[float], places: Iterable[int]) -> list[Vector]:
    """Return the :data:`SIGNAL_FEATURES` of the lines at these places; a vote has a number from 0 to 1 a line."""
    sums = _summed(view, vote)
    total = max(1.0, sum(sums.weights))
    body = _body(sums, total)
    below_body = {holder: steps for steps, holder in enumerate(body.up())} if body else {}
    sure = [at for at, share in enumerate(vote) if share >= THRESHOLD and view.words[at] >= PROSE_WORDS]
    first, last = (sure[0], sure[-1]) if sure else (0, 0)
    share = total / max(1, sum(view.words))
    around = [-1.0, *vote, -1.0]
    before = [0.0, *accumulate(sums.weights)]
    rows: list[Vector] = []
    for at in places:
        weight = sums.weights[at]
        others = view.alike[view.names[at]].words - view.words[at]
        rows.append(
            [
                vote[at],
                *_levels(sums, at),
                (sums.alike[view.names[at]] - weight) / others if others else -1.0,
                sums.near[at],
                around[at],
                around[at + 2],
                *_relation(view.lines[at].holder, below_body),
                before[at] / total,
                at - first,
                last - at,
                sums.copy[at],
                sums.near_copy[at],
                total,
                share,
            ]
        )
    return rows


def _summed(view: PageView, vote: Sequence[float]) -> _Vote:
    weights = [share * words for share, words in zip(vote, view.words, strict=True)]
    below = dict.fromkeys(view.tallies, 0.0)
    alike = dict.fromkeys(view.alike, 0.0)
    for line, names, weight in zip(view.lines, view.names, weights, strict=True):
        alike[names] += weight
        below[line.holder] += weight
    for holder, weight in below.items():
        if weight and holder.parent:
            below[holder.parent] += weight
    near = _near(view, vote)
    return _Vote(view, vote, weights, below, alike, near, _best_copies(view, vote), _best_copies(view, near))


def _near(view: PageView, vote: Sequence[float]) -> list[float]:
    """Return for each line the words that the vote has among its neighbors."""
    capped = [share * min(words, NEAR_WORDS) for share, words in zip(vote, view.words, strict=True)]
    sums = [0.0, *accumulate(capped)]
    last = len(capped)
    return [sums[min(last, at + NEAR + 1)] - sums[max(0, at - NEAR)] - own for at, own in enumerate(capped)]


def _body(vote: _Vote, total: float) -> Container | None:
    """Return the deepest holder with most of the vote's words."""
    return next((holder for holder, weight in vote.below.items() if weight >= BODY_SHARE * total), None)


def _levels(vote: _Vote, at: int) -> Vector:
    words, weight = vote.view.words[at], vote.weights[at]
    found: Vector = []
    holder = vote.view.lines[at].holder
    for _ in range(LEVELS):
        holder = holder.parent or holder
        others = vote.view.tallies[holder].words - words
        found.append((vote.below[holder] - weight) / others if others else -1.0)
    return found


def _relation(held_by: Container, below_body: Mapping[Container, int]) -> tuple[int, int, int]:
    for steps, holder in enumerate(held_by.up()):
        down = below_body.get(holder)
        if down is not None:
            return (steps if down == 0 else -1, steps, down)
    return (-1, -1, -1)


def _best_copies(view: PageView, numbers: Sequence[float]) -> list[float]:
    """Return for each line the largest of the numbers that the other lines of its text have."""
    found = [-1.0] * len(numbers)
    for copies in view.copies.values():
        if len(copies) > 1:
            best, second = sorted((numbers[at] for at in copies), reverse=True)[:2]
            for at in copies:
                found[at] = second if numbers[at] == best else best
    return found
