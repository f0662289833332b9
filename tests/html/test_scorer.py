"""The evidence on a line, and its share."""

from typing import Any

import pytest

from cleaner.html.extract import SCORERS, Told, look
from cleaner.html.features import TRAITS
from cleaner.html.parse import parse
from cleaner.html.scorer import evidence, load_scorer, places, score
from cleaner.html.support import SUPPORT
from cleaner.types import Effort

PROSE = "The council voted on Monday evening, after a long debate, to rebuild the old wooden bridge over the river."
PAGE = (
    "<html><body><nav class='menu'><ul><li><a href='/a'>News</a><li><a href='/b'>Sport</a></ul></nav>"
    f"<article class='story'><h1>Town votes</h1>{f'<p>{PROSE}</p>' * 3}<p>{PROSE[:-1]} and <b>that</b>.</p></article>"
    "<footer class='footer'><p>All rights reserved.</p></footer></body></html>"
)


@pytest.mark.parametrize("effort", SCORERS)
def test_the_evidence_on_a_line_has_a_number_for_each_name(effort: Effort) -> None:
    seen = look(parse(PAGE).tree, Told())
    seen.ask(SCORERS[effort])
    rows = evidence(seen.view, seen.votes, SCORERS[effort], [0, 2])
    assert len(rows) == 2
    assert {len(row) for row in rows} == {len(TRAITS) + len(SCORERS[effort]) * len(SUPPORT)}


@pytest.mark.parametrize("effort", SCORERS)
def test_prose_in_an_article_scores_high_and_a_menu_low(effort: Effort) -> None:
    seen = look(parse(PAGE).tree, Told())
    seen.ask(SCORERS[effort])
    shares = dict(
        zip([line.text for line in seen.view.lines], score(seen.view, seen.votes, load_scorer(effort)), strict=True)
    )
    assert min(share for text, share in shares.items() if text.startswith("The council")) > 0.6
    assert max(shares["News"], shares["Sport"], shares["All rights reserved."]) < 0.4


def test_menus_far_from_anything_that_is_voted_for_are_not_asked_about() -> None:
    seen = look(parse(PAGE).tree, Told())
    texts = [line.text for line in seen.view.lines]
    assert [texts[at] for at in places(seen.view, [[0.0] * len(texts)])] == texts[2:]
    near = [float(text == "Town votes") for text in texts]
    assert places(seen.view, [near]) == list(range(len(texts)))


@pytest.mark.parametrize("effort", SCORERS)
def test_each_effort_has_a_scorer_that_knows_the_evidence(effort: Effort) -> None:
    scorer = load_scorer(effort)
    assert scorer.votes == SCORERS[effort]
    count = len(TRAITS) + len(scorer.votes) * len(SUPPORT)
    assert max(place for stage in scorer.forest.stages for tree in stage for place in asked_by(tree)) < count


def asked_by(tree: Any) -> list[int]:
    place, _, left, right = tree
    return [] if place is None else [place, *asked_by(left), *asked_by(right)]
