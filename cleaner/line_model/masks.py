"""Forests that are asked often: which leaf of each tree, all trees at once, by bits instead of step by step.

Every leaf is a bit. A question that a line answers with no rules out the leaves on its left; of those that are left
in a tree, the first is where the line ends up. The questions about one number are sorted by their thresholds, so what
all of them rule out is one look-up and one "or" of long integers, which is as fast as memory. Lucchese et al.,
"QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees" (2015).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate, pairwise
from operator import add, itemgetter, or_
from struct import Struct
from typing import Any

from cleaner.line_model.forest import NEVER, Forest, sum_of_leaves

LEAVES = 32
"""Bits of a tree, and so the leaves that it may have."""

SOON = 200
"""Lines that the first stage leaves open before masks are made, which takes as long as they save on so many lines."""


class Masks:
    """Stages of trees as masks of the leaves that they rule out."""

    def __init__(self, stages: Sequence[Sequence[Any]], settled: Sequence[tuple[float, float]]) -> None:
        """Take the stages, and the bounds of each but the last."""
        trees = [tree for stage in stages for tree in stage]
        questions: dict[int, dict[float, int]] = {}
        leaves = []
        for number, tree in enumerate(trees):
            values: list[float] = []
            for place, threshold, first, end in _questions(tree, values):
                gone = ((1 << end) - (1 << first)) << (LEAVES * number)
                asked = questions.setdefault(place, {})
                asked[threshold] = asked.get(threshold, 0) | gone
            leaves.append({1 << at: value for at, value in enumerate(values)})
        self._leaves = leaves
        self._thresholds = [sorted(asked) for asked in questions.values()]
        self._ruled_out = [
            list(accumulate((asked[one] for one in thresholds), or_, initial=0))
            for asked, thresholds in zip(questions.values(), self._thresholds, strict=True)
        ]
        self._numbers = itemgetter(*questions, 0, 0)  # two more, so that it is always a tuple; they are not looked at
        self._stages = list(pairwise(accumulate(map(len, stages), initial=0)))
        self._settled = (*settled, NEVER)
        self._ones = sum(1 << (LEAVES * number) for number in range(len(trees)))
        self._all = sum(((1 << len(known)) - 1) << (LEAVES * number) for number, known in enumerate(leaves))
        self._fields = Struct(f"<{len(trees)}I")

    def margin(self, evidence: Sequence[float], margin: float) -> float:
        """Return the margin after these stages, from the one before them: leaves are added in the trees' order."""
        above = map(bisect_left, self._thresholds, self._numbers(evidence))
        gone = reduce(or_, map(list.__getitem__, self._ruled_out, above), 0)
        left = self._all & ~gone
        first = left & (left ^ (left - self._ones))  # the lowest bit of each tree: none is without a leaf
        fields = self._fields.unpack(first.to_bytes(self._fields.size, "little"))
        values = list(map(dict.__getitem__, self._leaves, fields))
        for (start, end), (low, high) in zip(self._stages, self._settled, strict=True):
            margin += reduce(add, values[start:end], 0.0)
            if not low <= margin <= high:
                break
        return margin


class OftenAsked:
    """A forest that is asked tree by tree in its first stage, and by masks beyond once that pays: the same answers."""

    def __init__(self, forest: Forest) -> None:
        self._forest = forest
        self._asked = 0
        self._masks: Masks | None = None

    def margin(self, evidence: Sequence[float]) -> float:
        """Return what :meth:`cleaner.line_model.forest.Forest.margin` does, to the last bit."""
        forest = self._forest
        (low, high), *settled = forest.settled
        margin = sum_of_leaves(forest.stages[0], evidence)
        if not low <= margin <= high:
            return margin
        if self._masks is None:
            self._asked += 1
            if self._asked <= SOON or not _fits(forest):
                return forest.margin(evidence)
            self._masks = Masks(forest.stages[1:], settled)
        return self._masks.margin(evidence, margin)


def _questions(tree: Any, values: list[float]) -> Iterator[tuple[int, float, int, int]]:
    """Yield a tree's questions with the leaves on their left, and note the leaves' values from left to right."""
    place, number, left, right = tree
    if place is None:
        values.append(number)
        return
    first = len(values)
    yield from _questions(left, values)
    yield place, number, first, len(values)
    yield from _questions(right, values)


def _fits(forest: Forest) -> bool:
    return all(_leaves(tree) <= LEAVES for stage in forest.stages for tree in stage)


def _leaves(tree: Any) -> int:
    place, _, left, right = tree
    return 1 if place is None else _leaves(left) + _leaves(right)
