"""Forests return what the learning library that trained them returns."""

import math

import pytest

from cleaner.line_model.forest import forest_from_dict

TREES = [[0, 0.5, -1.0, 2.0], [1, 3, [0, 0.1, 0.25, 0.5], -0.5], 0.125, [1, 10, 0, 1]]


@pytest.mark.parametrize(
    ("vector", "margin"),
    [([0, 0], -1 + 0.25 + 0.125 + 0), ([0.5, 3], -1 + 0.5 + 0.125), ([1, 11], 2 - 0.5 + 0.125 + 1)],
)
def test_leaves_of_all_trees_add_up(vector: list[float], margin: float) -> None:
    forest = forest_from_dict({"settled": [[-99, 99], [-99, 99]], "trees": TREES})
    assert forest.margins(vector)[-1] == pytest.approx(margin)
    assert forest.share(vector) == pytest.approx(1 / (1 + math.exp(-margin)))


def test_a_line_that_the_first_stage_settles_goes_no_further() -> None:
    forest = forest_from_dict({"settled": [[-1.9, 1.9], [-0.5, 0.5]], "trees": TREES})
    assert [len(stage) for stage in forest.stages] == [1, 1, 2]
    assert forest.margins([1, 11]) == [2, 1.5, 2.625]
    assert forest.share([1, 11]) == pytest.approx(1 / (1 + math.exp(-2)))
