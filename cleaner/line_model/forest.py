"""Decision trees that ship as plain data: read from JSON, evaluated without a learning library.

A tree is a number (a leaf) or ``[place, threshold, left, right]``: go left if the number at that place of the feature
vector is at most the threshold. The leaves of all trees add up to a margin, and the logistic function turns it into a
share (Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
"""

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

STAGES = (0.15, 0.4, 1.0)
"""The trees are evaluated in stages, up to these shares of them: the first one settles four lines in five."""

NEVER = (-math.inf, math.inf)
"""The bounds of a stage that settles no line."""

Tree = tuple[Any, ...]
"""A tree as nested tuples ``(place, threshold, left, right)``, which unpack fastest; a leaf is ``(None, value, …)``."""


class Forest(NamedTuple):
    """Trees in stages. A stage settles a line if the margin is then outside of its bounds (all but the last stage)."""

    stages: tuple[tuple[Tree, ...], ...]
    settled: tuple[tuple[float, float], ...]

    def share(self, vector: Sequence[float]) -> float:
        """Return the probability, from 0 to 1, that a line is what the trees were trained to find."""
        return 1 / (1 + math.exp(-self.margin(vector)))

    def margin(self, vector: Sequence[float]) -> float:
        """Return the margin at which the stages settle a line: above 0 is more likely than not."""
        margin = 0.0
        for trees, (low, high) in zip(self.stages, (*self.settled, NEVER), strict=True):
            margin += sum_of_leaves(trees, vector)
            if not low <= margin <= high:
                break
        return margin

    def margins(self, vector: Sequence[float]) -> list[float]:
        """Return the margin after each stage."""
        return list(accumulate(sum_of_leaves(trees, vector) for trees in self.stages))


def sum_of_leaves(trees: Sequence[Tree], vector: Sequence[float]) -> float:
    """Return the sum of the leaves that trees lead a feature vector to."""
    margin = 0.0
    for place, number, left, right in trees:
        while place is not None:
            place, number, left, right = left if vector[place] <= number else right  # noqa: PLW2901 - down the tree
        margin += number
    return margin


def forest_from_dict(data: Mapping[str, Any]) -> Forest:
    """Return a forest from plain data: ``trees``, and ``settled``, the bounds of each stage but the last."""
    trees = [_as_tuples(tree) for tree in data["trees"]]
    ends = [0, *(round(share * len(trees)) for share in STAGES)]
    stages = tuple(tuple(trees[start:end]) for start, end in pairwise(ends))
    return Forest(stages, tuple((low, high) for low, high in data["settled"]))


def _as_tuples(node: Any) -> Tree:
    if isinstance(node, list):
        place, threshold, left, right = node
        return place, threshold, _as_tuples(left), _as_tuples(right)
    return None, node, None, None
