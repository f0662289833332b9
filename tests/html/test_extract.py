"""Lines, votes and shares to an article: what is believed, and what is recorded."""

from typing import Any

import pytest

from cleaner.authoring.samples import neutral_lines
from cleaner.html import extract as extracting
from cleaner.html.extract import DESCRIPTION, EFFORT_SIGNALS, HEADLINE, LINE_SCORER, Extraction, PageHints, extract
from cleaner.html.features import LINE_FEATURES
from cleaner.html.parse import parse_page
from cleaner.html.scorer import Scorer, scorer_from_data
from cleaner.types import Effort

STORY = [" ".join(neutral_lines()[at : at + 3]) for at in range(0, 18, 3)]
BODY = "".join(f"<p>{text}</p>" for text in STORY)
MENU = "".join(f"<li><a href='/{at}'>Section {at}</a></li>" for at in range(20))
WORDS = LINE_FEATURES.index("words")
NOTHING = PageHints()


def scorer(effort: Effort, leaf: float = 0.0, *, from_words: int = 10) -> Scorer:
    """Make a scorer that takes lines of so many words; one with a ``leaf`` takes all, or none."""
    tree = leaf or [WORDS, from_words - 0.5, -5.0, 5.0]
    return scorer_from_data({"votes": EFFORT_SIGNALS[effort], "settled": [[-99, 99], [-99, 99]], "trees": [tree]})


def extracted(body: str, told: PageHints = NOTHING, *, effort: Effort = "standard", **made: Any) -> Extraction:
    tree = parse_page(f"<html><head><title>t</title></head><body>{body}</body></html>").tree
    return extract(tree, told, effort, {name: scorer(name, **made) for name in EFFORT_SIGNALS})


def texts(extraction: Extraction) -> list[str]:
    return [line.text for line in extraction.lines]


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_lines_with_a_good_share_are_the_article(effort: Effort) -> None:
    found = extracted(f"<ul>{MENU}</ul><article>{BODY}</article>", effort=effort)
    assert texts(found) == STORY
    assert found.source is None
    assert found.kept == pytest.approx(found.words / found.visible)
    assert 0.7 < found.kept < 1


def test_what_a_voter_took_and_the_scorer_left_is_recorded_with_its_place() -> None:
    told = PageHints(("Bridge to open in May",), ("A short one.",))
    dek = "<h1>Bridge to open in May</h1><p>A short one.</p><p>Hear this story.</p>"
    found = extracted(f"<article>{dek}{BODY}</article>", told, effort="best")
    assert texts(found) == STORY
    assert [(one.rule, one.path, one.text) for one in found.dropped] == [
        (HEADLINE, "html/body/article/h1", "Bridge to open in May"),
        (DESCRIPTION, "html/body/article/p[1]", "A short one."),
        (LINE_SCORER, "html/body/article/p[2]", "Hear this story."),
    ]


def test_where_the_scorer_leaves_little_trafilatura_is_believed() -> None:
    found = extracted(f"<article>{BODY}</article>", leaf=-9.0)
    assert texts(found) == STORY
    assert found.source == "trafilatura"


def test_without_trafilatura_prose_is_believed_where_the_scorer_leaves_nothing() -> None:
    found = extracted(f"<ul>{MENU}</ul><article>{BODY}</article>", effort="fast", leaf=-9.0)
    assert texts(found) == STORY
    assert found.source == "its prose"


@pytest.mark.parametrize(("whole", "rescued"), [(True, True), (False, False)])
def test_a_whole_body_in_the_pages_data_stands_for_lines_that_lack_it(whole: bool, rescued: bool) -> None:
    teaser = "<p>The council voted on Monday evening to rebuild the old wooden bridge over the river.</p>"
    found = extracted(teaser, PageHints(body="\n".join(STORY), whole=whole))
    assert (found.source == "JSON-LD articleBody") is rescued
    assert (texts(found) == STORY) is rescued
    assert all(line.holder.node is None for line in found.lines) is rescued


def test_a_body_that_the_page_shows_as_well_is_taken_from_the_page() -> None:
    found = extracted(BODY, PageHints(body="\n".join(STORY), whole=True))
    assert found.source is None
    assert all(line.holder.node is not None for line in found.lines)


def test_a_page_without_prose_gives_nothing() -> None:
    found = extracted(f"<ul>{MENU}</ul>", effort="fast", leaf=-9.0)
    assert (found.lines, found.words, found.source) == ((), 0, None)
    assert found.visible == 40


def test_a_page_without_text_gives_nothing() -> None:
    assert extracted("<div></div>") == Extraction(())


def test_trafilatura_may_fail_and_the_page_is_read_without_its_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert texts(extracted(f"<article>{BODY}</article>")) == STORY


def test_a_page_of_very_many_lines_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "MAX_LINES", len(STORY) - 1)
    found = extracted(f"<article>{BODY}</article>", leaf=-9.0)
    assert texts(found) == STORY
    assert found.source == "trafilatura"


def test_a_page_of_very_many_nodes_is_read_without_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "MAX_NODES", len(STORY))
    asked: list[object] = []
    monkeypatch.setattr("trafilatura.bare_extraction", asked.append)
    assert texts(extracted(f"<ul>{MENU}</ul><article>{BODY}</article>")) == STORY
    assert asked == []
