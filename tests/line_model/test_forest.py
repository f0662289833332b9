"""Forests return what the learning library that trained them returns."""

import math
from random import Random

import pytest

from cleaner.line_model import forest as module
from cleaner.line_model.features import FEATURE_NAMES
from cleaner.line_model.forest import forest_from_dict
from cleaner.line_model.model import load_model

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
    assert [len(forest.trees(stage)) for stage in range(3)] == [1, 1, 2]
    assert forest.margins([1, 11]) == [2, 1.5, 2.625]
    assert forest.share([1, 11]) == pytest.approx(1 / (1 + math.exp(-2)))


def test_compiled_trees_give_the_same_margins(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(1)  # noqa: S311 - the same vectors each time
    forest = load_model().forest
    vectors = [[random.choice((-1, 0, 0.5, 1, 3, 7, 40)) for _ in FEATURE_NAMES] for _ in range(50)]
    stages = [forest.trees(stage) for stage in range(len(module.STAGES))]
    expected = [module.sum_of_leaves(trees, vector) for trees in stages for vector in vectors]
    assert [module.compiled(trees)(vector) for trees in stages for vector in vectors] == expected
    monkeypatch.setattr(module, "LINES_BEFORE_COMPILING", 25)
    fresh = module.Forest(stages, [module.NEVER] * 2)
    assert [fresh.margin(vector) for vector in vectors] == [forest.full_margin(vector) for vector in vectors]
