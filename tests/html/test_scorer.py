"""The evidence on a line, and its share."""

from typing import Any

import pytest

from cleaner.html.extract import EFFORT_SIGNALS, PageHints, start_scoring
from cleaner.html.features import LINE_FEATURES
from cleaner.html.parse import parse_page
from cleaner.html.scorer import feature_vectors, lines_to_score, load_scorer, score_lines
from cleaner.html.support import SIGNAL_FEATURES
from cleaner.types import Effort

PROSE = "The council voted on Monday evening, after a long debate, to rebuild the old wooden bridge over the river."
PAGE = (
    "<html><body><nav class='menu'><ul><li><a href='/a'>News</a><li><a href='/b'>Sport</a></ul></nav>"
    f"<article class='story'><h1>Town votes</h1>{f'<p>{PROSE}</p>' * 3}<p>{PROSE[:-1]} and <b>that</b>.</p></article>"
    "<footer class='footer'><p>All rights reserved.</p></footer></body></html>"
)


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_the_evidence_on_a_line_has_a_number_for_each_name(effort: Effort) -> None:
    seen = start_scoring(parse_page(PAGE).tree, PageHints())
    seen.ask(EFFORT_SIGNALS[effort])
    rows = feature_vectors(seen.view, seen.votes, EFFORT_SIGNALS[effort], [0, 2])
    assert len(rows) == 2
    assert {len(row) for row in rows} == {len(LINE_FEATURES) + len(EFFORT_SIGNALS[effort]) * len(SIGNAL_FEATURES)}


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_prose_in_an_article_scores_high_and_a_menu_low(effort: Effort) -> None:
    seen = start_scoring(parse_page(PAGE).tree, PageHints())
    seen.ask(EFFORT_SIGNALS[effort])
    shares = dict(
        zip(
            [line.text for line in seen.view.lines],
            score_lines(seen.view, seen.votes, load_scorer(effort)),
            strict=True,
        )
    )
    assert min(share for text, share in shares.items() if text.startswith("The council")) > 0.6
    assert max(shares["News"], shares["Sport"], shares["All rights reserved."]) < 0.4


def test_menus_far_from_anything_that_is_voted_for_are_not_asked_about() -> None:
    seen = start_scoring(parse_page(PAGE).tree, PageHints())
    texts = [line.text for line in seen.view.lines]
    assert [texts[at] for at in lines_to_score(seen.view, [[0.0] * len(texts)])] == texts[2:]
    near = [float(text == "Town votes") for text in texts]
    assert lines_to_score(seen.view, [near]) == list(range(len(texts)))


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_each_effort_has_a_scorer_that_knows_the_evidence(effort: Effort) -> None:
    scorer = load_scorer(effort)
    assert scorer.votes == EFFORT_SIGNALS[effort]
    count = len(LINE_FEATURES) + len(scorer.votes) * len(SIGNAL_FEATURES)
    assert max(place for stage in scorer.forest.stages for tree in stage for place in asked_by(tree)) < count


def asked_by(tree: Any) -> list[int]:
    place, _, left, right = tree
    return [] if place is None else [place, *asked_by(left), *asked_by(right)]
