"""The features of a line, and its score."""

from typing import Any

import pytest

from cleaner.html.extract.article import (
    EFFORT_SCORERS,
    EFFORT_SIGNALS,
    FIRST_SIGNALS,
    PageHints,
    scorer_name,
    start_scoring,
)
from cleaner.html.extract.scorer import (
    FIRST,
    feature_names,
    feature_vectors,
    lines_to_score,
    load_scorer,
    score_lines,
    scorer_from_data,
)
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
    assert {len(vector) for vector in vectors} == {len(feature_names(EFFORT_SIGNALS[effort]))}


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
    data = {"signals": [], "rescored": [0, 1], "settled": [[-1.0, 1.0], [-1.0, 1.0]], "trees": trees}
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
    near, none = [float(text == "Town votes") for text in texts], [0.0] * len(texts)
    assert [texts[index] for index in lines_to_score(state.view, {"body": none}, ["body"])] == texts[2:]
    assert lines_to_score(state.view, {"body": near}, ["body"]) == list(range(len(texts)))
    assert lines_to_score(state.view, {"body": none, FIRST: near}, ["body", FIRST]) == list(range(2, len(texts)))


def test_lines_of_which_the_first_scorer_is_sure_keep_their_scores() -> None:
    state = start_scoring(parse_page(PAGE).tree, PageHints())
    state.signals[FIRST] = [0.0, 0.1, 0.4, *[0.9] * (len(state.view.lines) - 3)]
    data = {"signals": [FIRST], "rescored": [0.2, 0.8], "settled": [], "stages": [[-1.0, 1.0]]}
    scores = [0.0, 0.1, 0.5, *[0.9] * (len(state.view.lines) - 3)]
    assert score_lines(state.view, state.signals, scorer_from_data(data)) == scores
    state.signals[FIRST] = [0.5, 0.5, *scores[2:]]  # two lines of a menu, which are not scored
    assert score_lines(state.view, state.signals, scorer_from_data(data))[:2] == [0.5, 0.5]


def test_first_scores_are_those_for_the_kind_of_page() -> None:
    tree = parse_page(PAGE).tree
    data = {"signals": [], "rescored": [0, 1], "settled": []}
    scorers = {
        "first": scorer_from_data(data | {"stages": [[0.0]]}),
        "first-article": scorer_from_data(data | {"stages": [[1.0]]}),
    }
    for is_article, least in ((True, 0.6), (False, 0.4)):
        state = start_scoring(tree, PageHints(is_article=is_article), scorers=scorers)
        state.add_signals([FIRST])
        assert least < max(state.signals[FIRST]) < least + 0.2


@pytest.mark.parametrize("is_article", [True, False])
@pytest.mark.parametrize("effort", EFFORTS)
def test_each_effort_has_scorers_that_know_the_features(effort: Effort, *, is_article: bool) -> None:
    scorer = load_scorer(scorer_name(effort, is_article=is_article))
    assert scorer.signals == EFFORT_SIGNALS[effort]
    trees = [tree for stage in range(len(STAGES)) for tree in scorer.forest.trees(stage)]
    assert max(index for tree in trees for index in features_in(tree)) < len(feature_names(scorer.signals))


@pytest.mark.parametrize("is_article", [True, False])
def test_the_first_scorer_has_a_single_stage(*, is_article: bool) -> None:
    scorer = load_scorer(scorer_name(FIRST, is_article=is_article))
    trees = scorer.forest.trees(0)
    assert scorer.signals == FIRST_SIGNALS
    assert len(scorer.forest.margins([0.0] * 200)) == 1
    assert max(index for tree in trees for index in features_in(tree)) < len(feature_names(scorer.signals))


def features_in(tree: Any) -> list[int]:
    if not isinstance(tree, list):
        return []
    index, _, left, right = tree
    return [index, *features_in(left), *features_in(right)]
