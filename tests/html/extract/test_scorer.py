"""The features of a line, and its score."""

from typing import Any

import pytest

from cleaner.html.extract.article import EFFORT_SCORERS, EFFORT_SIGNALS, PageHints, scorer_name, start_scoring
from cleaner.html.extract.features import LINE_FEATURES, SIGNAL_FEATURES
from cleaner.html.extract.scorer import feature_vectors, lines_to_score, load_scorer, score_lines, scorer_from_data
from cleaner.html.parse import parse_page
from cleaner.line_model.forest import STAGES
from cleaner.types import Effort

EFFORTS = sorted({step for steps in EFFORT_SCORERS.values() for step in steps})
PROSE = "The council voted on Monday evening, after a long debate, to rebuild the old wooden bridge over the river."
PAGE = (
    "<html><body><nav class='menu'><ul><li><a href='/a'>News</a><li><a href='/b'>Sport</a></ul></nav>"
    f"<article class='story'><h1>Town votes</h1>{f'<p>{PROSE}</p>' * 3}<p>{PROSE[:-1]} and <b>that</b>.</p></article>"
    "<footer class='footer'><p>All rights reserved.</p></footer></body></html>"
)


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_a_vector_has_a_number_for_each_feature(effort: Effort) -> None:
    state = start_scoring(parse_page(PAGE).tree, PageHints())
    state.add_signals(EFFORT_SIGNALS[effort])
    vectors = feature_vectors(state.view, state.signals, EFFORT_SIGNALS[effort], [0, 2])
    assert len(vectors) == 2
    assert {len(vector) for vector in vectors} == {
        len(LINE_FEATURES) + len(EFFORT_SIGNALS[effort]) * len(SIGNAL_FEATURES)
    }


@pytest.mark.parametrize("is_article", [True, False])
@pytest.mark.parametrize("effort", EFFORTS)
def test_prose_in_an_article_scores_high_and_a_menu_low(effort: Effort, *, is_article: bool) -> None:
    state = start_scoring(parse_page(PAGE).tree, PageHints())
    state.add_signals(EFFORT_SIGNALS[effort])
    scores = dict(
        zip(
            [line.text for line in state.view.lines],
            score_lines(state.view, state.signals, load_scorer(scorer_name(effort, is_article=is_article))),
            strict=True,
        )
    )
    assert min(score for text, score in scores.items() if text.startswith("The council")) > 0.6
    assert max(scores["News"], scores["Sport"], scores["All rights reserved."]) < 0.4


@pytest.mark.parametrize(("first", "margin"), [(1.3, 6.3), (-1.3, 3.7), (1.5, 1.5), (-1.5, -1.5)])
def test_no_stage_settles_a_line_with_a_score_that_counts_as_unsure(first: float, margin: float) -> None:
    trees = [first, 0.0, 0.0] + [1.0] * 17  # three trees in twenty are the first stage, eight the first two
    data = {"signals": [], "settled": [[-1.0, 1.0], [-1.0, 1.0]], "trees": trees}
    assert scorer_from_data(data).forest.margin([]) == pytest.approx(margin)
    assert scorer_from_data(data | {"settled": [[-9.0, 9.0]] * 2}).forest.margin([]) == pytest.approx(first + 17)


def test_features_do_not_depend_on_those_that_a_view_keeps() -> None:
    once, again = (start_scoring(parse_page(PAGE).tree, PageHints()) for _ in range(2))
    names = EFFORT_SIGNALS["fast"]
    for state in (once, again):
        state.add_signals(names)
    indexes = list(range(len(once.view.lines)))
    whole = feature_vectors(once.view, once.signals, names, indexes)
    feature_vectors(again.view, again.signals, names, [3, 1])
    assert feature_vectors(again.view, again.signals, names[::-1], indexes) != whole
    assert feature_vectors(again.view, again.signals, names, indexes) == whole


def test_menus_far_from_any_selected_line_are_not_scored() -> None:
    state = start_scoring(parse_page(PAGE).tree, PageHints())
    texts = [line.text for line in state.view.lines]
    assert [texts[index] for index in lines_to_score(state.view, [[0.0] * len(texts)])] == texts[2:]
    near = [float(text == "Town votes") for text in texts]
    assert lines_to_score(state.view, [near]) == list(range(len(texts)))


@pytest.mark.parametrize("is_article", [True, False])
@pytest.mark.parametrize("effort", EFFORTS)
def test_each_effort_has_scorers_that_know_the_features(effort: Effort, *, is_article: bool) -> None:
    scorer = load_scorer(scorer_name(effort, is_article=is_article))
    assert scorer.signals == EFFORT_SIGNALS[effort]
    count = len(LINE_FEATURES) + len(scorer.signals) * len(SIGNAL_FEATURES)
    trees = [tree for stage in range(len(STAGES)) for tree in scorer.forest.trees(stage)]
    assert max(index for tree in trees for index in features_in(tree)) < count


def features_in(tree: Any) -> list[int]:
    if not isinstance(tree, list):
        return []
    index, _, left, right = tree
    return [index, *features_in(left), *features_in(right)]
