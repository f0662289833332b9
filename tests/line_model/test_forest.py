"""Forests: plain data that says what a learning library said."""

import math

import pytest

from cleaner.line_model.forest import forest_from_dict

TREES = [[0, 0.5, -1.0, 2.0], [1, 3, [0, 0.1, 0.25, 0.5], -0.5], 0.125, [1, 10, 0, 1]]


@pytest.mark.parametrize(
    ("evidence", "margin"),
    [([0, 0], -1 + 0.25 + 0.125 + 0), ([0.5, 3], -1 + 0.5 + 0.125), ([1, 11], 2 - 0.5 + 0.125 + 1)],
)
def test_leaves_of_all_trees_add_up(evidence: list[float], margin: float) -> None:
    forest = forest_from_dict({"settled": [[-99, 99], [-99, 99]], "trees": TREES})
    assert forest.margins(evidence)[-1] == pytest.approx(margin)
    assert forest.share(evidence) == pytest.approx(1 / (1 + math.exp(-margin)))


def test_a_line_that_the_first_trees_settle_is_asked_no_further() -> None:
    forest = forest_from_dict({"settled": [[-1.9, 1.9], [-0.5, 0.5]], "trees": TREES})
    assert [len(stage) for stage in forest.stages] == [1, 1, 2]
    assert forest.margins([1, 11]) == [2, 1.5, 2.625]
    assert forest.share([1, 11]) == pytest.approx(1 / (1 + math.exp(-2)))
