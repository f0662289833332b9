"""Decision trees that ship as plain data: read from JSON, asked without a learning library.

A tree is a number (a leaf) or ``[place, threshold, left, right]``: go left where the number at that place of the
evidence is at most the threshold. The leaves of all trees add up to a margin, and the logistic function makes a share
of it (Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

STAGES = (0.15, 0.4, 1.0)
"""The trees are asked in goes, up to these shares of them: four lines in five are settled by the first."""

NEVER = (-math.inf, math.inf)
"""The bounds of a stage that settles no line."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees by stages. A stage settles a line whose margin is then outside bounds: a pair for each but the last."""

    stages: tuple[tuple[Any, ...], ...]
    settled: tuple[tuple[float, float], ...]

    def share(self, evidence: Sequence[float]) -> float:
        """Return how likely a line is what the trees look for, from 0 to 1."""
        return 1 / (1 + math.exp(-self.margin(evidence)))

    def margin(self, evidence: Sequence[float]) -> float:
        """Return the margin at which the stages settle a line: above 0 is more likely than not."""
        margin = 0.0
        for trees, (low, high) in zip(self.stages, (*self.settled, NEVER), strict=True):
            margin += sum_of_leaves(trees, evidence)
            if not low <= margin <= high:
                break
        return margin

    def margins(self, evidence: Sequence[float]) -> list[float]:
        """Return the margin after each stage."""
        return list(accumulate(sum_of_leaves(trees, evidence) for trees in self.stages))


def sum_of_leaves(trees: Sequence[Any], evidence: Sequence[float]) -> float:
    """Return the sum of the leaves where some trees end, asked tree by tree."""
    margin = 0.0
    for place, number, left, right in trees:
        while place is not None:
            place, number, left, right = left if evidence[place] <= number else right  # noqa: PLW2901 - down the tree
        margin += number
    return margin


def forest_from_dict(data: Mapping[str, Any]) -> Forest:
    """Return a forest from its plain data: ``trees``, and the bounds outside which they have ``settled`` a line."""
    trees = [_fixed(tree) for tree in data["trees"]]
    ends = [0, *(round(share * len(trees)) for share in STAGES)]
    stages = (tuple(trees[start:end]) for start, end in pairwise(ends))
    return Forest(tuple(stages), tuple((low, high) for low, high in data["settled"]))


def _fixed(node: Any) -> Any:
    """Return a tree as tuples of four, which are taken apart fastest; a leaf has no place."""
    if isinstance(node, list):
        place, threshold, left, right = node
        return place, threshold, _fixed(left), _fixed(right)
    return None, node, None, None
