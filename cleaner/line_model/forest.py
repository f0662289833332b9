"""Decision trees that ship as plain data: read from JSON, evaluated without a learning library.

A tree is a number (a leaf) or ``[place, threshold, left, right]``: go left if the number at that place of the feature
vector is at most the threshold. The leaves of all trees add up to a margin, and the logistic function turns it into a
share (Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

STAGES = (0.15, 0.4, 1.0)
"""The trees are evaluated in stages, up to these shares of them: the first one settles four lines in five."""

NEVER = (-math.inf, math.inf)
"""The bounds of a stage that settles no line."""

LINES_BEFORE_COMPILING = 2_000
"""Lines that are evaluated before the trees are compiled: compiling 200 trees takes as long as about that many lines
(50 ms, measured with ``timeit`` on CPython 3.11)."""

Evaluator = Callable[[Sequence[float]], float]
"""What returns the sum of the leaves that trees lead a feature vector to."""

Tree = Any
"""A tree as JSON has it, which no type describes: a number, or a list of a place, a threshold and two trees."""


class Forest:
    """Trees in stages. A stage settles a line if the margin is then outside of its bounds (all but the last stage).

    After :data:`LINES_BEFORE_COMPILING` lines the trees are compiled to Python code, which gives the same margins.
    """

    def __init__(self, stages: Sequence[Sequence[Tree] | str], settled: Sequence[tuple[float, float]]) -> None:
        """``stages`` are the trees of each stage, or their JSON, which is parsed when a line first gets so far."""
        self._stages = list(stages)
        self._bounds = (*settled, NEVER)
        self._evaluators: list[Evaluator | None] = [None] * len(stages)
        self._lines = 0

    def trees(self, stage: int) -> Sequence[Tree]:
        """Return the trees of a stage."""
        trees = self._stages[stage]
        if isinstance(trees, str):
            trees = self._stages[stage] = json.loads(trees)
        return trees

    def share(self, vector: Sequence[float]) -> float:
        """Return the probability, from 0 to 1, that a line is what the trees were trained to find."""
        return 1 / (1 + math.exp(-self.margin(vector)))

    def margin(self, vector: Sequence[float]) -> float:
        """Return the margin at which the stages settle a line: above 0 is more likely than not."""
        self._lines += 1
        if self._lines == LINES_BEFORE_COMPILING:
            self._evaluators = [None] * len(self._stages)
        margin = 0.0
        for stage, (low, high) in enumerate(self._bounds):
            evaluate = self._evaluators[stage] or self._evaluator(stage)
            margin += evaluate(vector)
            if not low <= margin <= high:
                break
        return margin

    def prepare(self) -> None:
        """Compile the trees now, for many lines."""
        self._lines = LINES_BEFORE_COMPILING
        for stage in range(len(self._stages)):
            self._evaluator(stage)

    def _evaluator(self, stage: int) -> Evaluator:
        trees = self.trees(stage)
        evaluator = compiled(trees) if self._lines >= LINES_BEFORE_COMPILING else partial(sum_of_leaves, trees)
        self._evaluators[stage] = evaluator
        return evaluator

    def full_margin(self, vector: Sequence[float]) -> float:
        """Return the margin of all trees."""
        return self.margins(vector)[-1]

    def margins(self, vector: Sequence[float]) -> list[float]:
        """Return the margin after each stage."""
        evaluators = [known or self._evaluator(stage) for stage, known in enumerate(self._evaluators)]
        return list(accumulate(evaluate(vector) for evaluate in evaluators))


def sum_of_leaves(trees: Sequence[Tree], vector: Sequence[float]) -> float:
    """Return the sum of the leaves that trees lead a feature vector to."""
    margin = 0.0
    for node in trees:
        while type(node) is list:
            place, threshold, left, right = node
            node = left if vector[place] <= threshold else right  # noqa: PLW2901 - down the tree
        margin += node
    return margin


def compiled(trees: Sequence[Tree]) -> Evaluator:
    """Return :func:`sum_of_leaves` for some trees as a function of a feature vector, in twice the speed.

    >>> compiled([[0, 0.5, -1.0, 2.0]])([0.7])
    2.0
    """
    places = sorted({place for tree in trees for place in _places(tree)})
    lines = [
        "def evaluate(vector):",
        *(f" v{place} = vector[{place}]" for place in places),
        " margin = 0.0",
        *(f" margin += {_expression(tree)}" for tree in trees),
        " return margin",
    ]
    namespace: dict[str, Any] = {}
    exec("\n".join(lines), namespace)  # noqa: S102 - only numbers of our own file
    evaluate: Evaluator = namespace["evaluate"]
    return evaluate


def _places(tree: Tree) -> Iterator[int]:
    if isinstance(tree, list):
        place, _, left, right = tree
        yield place
        yield from _places(left)
        yield from _places(right)


def _expression(tree: Tree) -> str:
    """Return a tree as nested conditional expressions, with the places of the feature vector as variables."""
    if not isinstance(tree, list):
        return repr(float(tree))
    place, threshold, left, right = tree
    return f"({_expression(left)} if v{int(place)} <= {float(threshold)!r} else {_expression(right)})"


def forest_from_dict(data: Mapping[str, Any]) -> Forest:
    """Return a forest from plain data: ``stages`` of JSON or ``trees``, and ``settled``, the bounds of the stages."""
    return Forest(data.get("stages") or stages_of(data["trees"]), [(low, high) for low, high in data["settled"]])


def stages_of(trees: Sequence[Tree]) -> list[Sequence[Tree]]:
    """Return trees in stages."""
    ends = [0, *(round(share * len(trees)) for share in STAGES)]
    return [trees[start:end] for start, end in pairwise(ends)]
