"""Masks say what the trees say, to the last bit."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cleaner.line_model.forest import Forest, forest_from_dict
from cleaner.line_model.masks import LEAVES, SOON, Masks, OftenAsked
from cleaner.line_model.model import load_model

NUMBERS = st.sampled_from([-1.0, 0.0, 1e-35, 0.1, 0.25, 0.5, 1, 2, 3.7, True, False])
PLACES = 4
TREES = st.recursive(
    st.floats(-2, 2).map(lambda leaf: round(leaf, 4)),
    lambda trees: st.tuples(st.integers(0, PLACES - 1), NUMBERS.map(float), trees, trees).map(list),
    max_leaves=12,
)
FORESTS = st.builds(
    lambda trees, settled: forest_from_dict({"trees": trees, "settled": settled}),
    st.lists(TREES, min_size=1, max_size=9),
    st.lists(st.tuples(st.floats(-3, 0), st.floats(0, 3)), min_size=2, max_size=2),
)


@given(FORESTS, st.lists(st.lists(NUMBERS, min_size=PLACES, max_size=PLACES), max_size=9))
def test_masks_say_what_trees_say(forest: Forest, rows: list[list[float]]) -> None:
    masks = Masks(forest.stages, forest.settled)
    assert [masks.margin(row, 0.0) for row in rows] == [forest.margin(row) for row in rows]


def test_the_shipped_model_says_the_same_before_and_after_it_is_asked_often() -> None:
    forest: Any = load_model().forest._forest  # noqa: SLF001 - the trees themselves
    thresholds = sorted({one for stage in forest.stages for tree in stage for one in _thresholds(tree)})
    rows = [[thresholds[(7 * row + 31 * place) % len(thresholds)] for place in range(80)] for row in range(60)]
    often = OftenAsked(forest)
    due = [forest.margin(row) for row in rows]
    assert all([often.margin(row) for row in rows] == due for _ in range(SOON // 10))
    assert often._masks  # noqa: SLF001 - it has got there


def test_trees_with_too_many_leaves_are_asked_as_trees() -> None:
    tree: Any = 0.5
    for at in range(LEAVES + 1):
        tree = [0, float(at), tree, 1.5]
    forest = forest_from_dict({"trees": [tree], "settled": [[0, 0], [0, 0]]})
    often = OftenAsked(forest)
    assert {often.margin([40.0]) for _ in range(SOON + 2)} == {forest.margin([40.0])}


def _thresholds(tree: Any) -> list[float]:
    place, number, left, right = tree
    return [] if place is None else [number, *_thresholds(left), *_thresholds(right)]
