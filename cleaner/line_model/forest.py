"""Decision trees that ship as plain data: read from JSON, evaluated without a learning library.

A tree is a number (a leaf) or ``[place, threshold, left, right]``: go left if the number at that place of the feature
vector is at most the threshold. The leaves of all trees add up to a margin, and the logistic function turns it into a
share (Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
"""

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

Tree = tuple[Any, ...]
"""A tree as nested tuples ``(place, threshold, left, right)``, which unpack fastest; a leaf is ``(None, value, …)``."""


class Forest:
    """Trees in stages. A stage settles a line if the margin is then outside of its bounds (all but the last stage).

    After :data:`LINES_BEFORE_COMPILING` lines the trees are compiled to Python code, which gives the same margins.
    """

    def __init__(self, stages: Sequence[Sequence[Tree]], settled: Sequence[tuple[float, float]]) -> None:
        self.stages = stages
        self._bounds = (*settled, NEVER)
        self._evaluators: list[Evaluator] = [partial(sum_of_leaves, trees) for trees in stages]
        self._lines = 0

    def share(self, vector: Sequence[float]) -> float:
        """Return the probability, from 0 to 1, that a line is what the trees were trained to find."""
        return 1 / (1 + math.exp(-self.margin(vector)))

    def margin(self, vector: Sequence[float]) -> float:
        """Return the margin at which the stages settle a line: above 0 is more likely than not."""
        self._lines += 1
        if self._lines == LINES_BEFORE_COMPILING:
            self._evaluators = list(map(compiled, self.stages))
        margin = 0.0
        for evaluate, (low, high) in zip(self._evaluators, self._bounds, strict=True):
            margin += evaluate(vector)
            if not low <= margin <= high:
                break
        return margin

    def full_margin(self, vector: Sequence[float]) -> float:
        """Return the margin of all trees."""
        return self.margins(vector)[-1]

    def margins(self, vector: Sequence[float]) -> list[float]:
        """Return the margin after each stage."""
        return list(accumulate(evaluate(vector) for evaluate in self._evaluators))


def sum_of_leaves(trees: Sequence[Tree], vector: Sequence[float]) -> float:
    """Return the sum of the leaves that trees lead a feature vector to."""
    margin = 0.0
    for place, number, left, right in trees:
        while place is not None:
            place, number, left, right = left if vector[place] <= number else right  # noqa: PLW2901 - down the tree
        margin += number
    return margin


def compiled(trees: Sequence[Tree]) -> Evaluator:
    """Return :func:`sum_of_leaves` for some trees as a function of a feature vector, in twice the speed.

    >>> compiled([(0, 0.5, (None, -1.0, None, None), (None, 2.0, None, None))])([0.7])
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
    place, _, left, right = tree
    if place is not None:
        yield place
        yield from _places(left)
        yield from _places(right)


def _expression(tree: Tree) -> str:
    """Return a tree as nested conditional expressions, with the places of the feature vector as variables."""
    place, number, left, right = tree
    if place is None:
        return repr(float(number))
    return f"({_expression(left)} if v{int(place)} <= {float(number)!r} else {_expression(right)})"


def forest_from_dict(data: Mapping[str, Any]) -> Forest:
    """Return a forest from plain data: ``trees``, and ``settled``, the bounds of each stage but the last."""
    trees = [_as_tuples(tree) for tree in data["trees"]]
    ends = [0, *(round(share * len(trees)) for share in STAGES)]
    stages = [trees[start:end] for start, end in pairwise(ends)]
    return Forest(stages, [(low, high) for low, high in data["settled"]])


def _as_tuples(node: Any) -> Tree:
    if isinstance(node, list):
        place, threshold, left, right = node
        return place, threshold, _as_tuples(left), _as_tuples(right)
    return None, node, None, None
