"""Decision trees that ship as plain data: read from JSON, asked without a learning library.

A tree is a number (a leaf) or ``[place, threshold, left, right]``: go left where the number at that place of the
evidence is at most the threshold. The leaves of all trees add up to a margin, and the logistic function makes a share
of it (Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "scorers"

STAGES = (0.15, 0.4, 1.0)
"""The trees are asked in goes, up to these shares of them: four lines in five are settled by the first."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees by stages, the votes whose support they are asked about, and the margins from which stages settle a line.

    There is a margin for each stage but the last.
    """

    votes: tuple[str, ...]
    stages: tuple[tuple[Any, ...], ...]
    settled: tuple[float, ...]

    def share(self, evidence: Sequence[float]) -> float:
        """Return how likely a line is main content, from 0 to 1."""
        margin = 0.0
        for trees, settled in zip(self.stages, (*self.settled, 0.0), strict=True):
            margin += _sum(trees, evidence)
            if abs(margin) > settled:
                break
        return 1 / (1 + math.exp(-margin))

    def margins(self, evidence: Sequence[float]) -> list[float]:
        """Return the margin after each stage: above 0 is more likely main content than not."""
        return list(accumulate(_sum(trees, evidence) for trees in self.stages))


def _sum(trees: Sequence[Any], evidence: Sequence[float]) -> float:
    margin = 0.0
    for place, number, left, right in trees:
        while place is not None:
            place, number, left, right = left if evidence[place] <= number else right  # noqa: PLW2901 - down the tree
        margin += number
    return margin


@cache
def load_forest(name: str) -> Forest:
    """Return the forest of that name that ships with the program."""
    return forest_of(json.loads((FOLDER / f"{name}.json").read_text("ascii")))


def forest_of(data: dict[str, Any]) -> Forest:
    """Return a forest from its plain data."""
    trees = [_fixed(tree) for tree in data["trees"]]
    ends = [0, *(round(share * len(trees)) for share in STAGES)]
    stages = (tuple(trees[start:end]) for start, end in pairwise(ends))
    return Forest(tuple(data["votes"]), tuple(stages), tuple(data["settled"]))


def _fixed(node: Any) -> Any:
    """Return a tree as tuples of four, which are taken apart fastest; a leaf has no place."""
    if isinstance(node, list):
        place, threshold, left, right = node
        return place, threshold, _fixed(left), _fixed(right)
    return None, node, None, None
