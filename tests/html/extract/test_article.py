"""From lines, signals and scores to an article: which source is used, and what is reported."""

import logging
from collections.abc import Sequence
from typing import Any

import pytest

from cleaner.authoring.samples import neutral_lines
from cleaner.html.extract import article as extract_module
from cleaner.html.extract.article import (
    DESCRIPTION,
    EFFORT_SIGNALS,
    FIRST_SIGNALS,
    HEADLINE,
    LINE_SCORER,
    Extraction,
    PageHints,
    extract,
    scorer_name,
)
from cleaner.html.extract.features import LINE_FEATURES
from cleaner.html.extract.scorer import FIRST, Scorer, scorer_from_data
from cleaner.html.parse import parse_page
from cleaner.types import Effort

STORY = [" ".join(neutral_lines()[index : index + 3]) for index in range(0, 18, 3)]
BODY = "".join(f"<p>{text}</p>" for text in STORY)
MENU = "".join(f"<li><a href='/{index}'>Section {index}</a></li>" for index in range(20))
WORDS = LINE_FEATURES.index("words")
TITLE = "Bridge to open in May"
NO_HINTS = PageHints()


def scorer(effort: Effort, leaf: Any = 0.0) -> Scorer:
    """Build a scorer that keeps lines of ten words or more; one with a ``leaf`` keeps all lines, or none."""
    return scorer_of(EFFORT_SIGNALS[effort], leaf or [WORDS, 9.5, -5.0, 5.0])


def scorer_of(signals: Sequence[str], tree: Any) -> Scorer:
    data = {"signals": signals, "rescored": [0.1, 0.9], "settled": [[-99, 99], [-99, 99]], "trees": [tree]}
    return scorer_from_data(data)


UNSURE = {scorer_name(FIRST, is_article=is_article): scorer_of(FIRST_SIGNALS, 0.0) for is_article in (True, False)}
"""First scorers that leave all lines to the others."""


def extract_body(
    body: str, hints: PageHints = NO_HINTS, *, effort: Effort = "standard", leaf: Any = 0.0, **options: Any
) -> Extraction:
    tree = parse_page(f"<html><head><title>t</title></head><body>{body}</body></html>").tree
    scorers = UNSURE | {
        scorer_name(name, is_article=is_article): scorer(name, leaf)
        for name in EFFORT_SIGNALS
        for is_article in (True, False)
    }
    return extract(tree, hints, effort, scorers=scorers, **options)


def texts(extraction: Extraction) -> list[str]:
    return [line.text for line in extraction.lines]


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_lines_with_a_good_score_are_the_article(effort: Effort) -> None:
    extraction = extract_body(f"<ul>{MENU}</ul><article>{BODY}</article>", effort=effort)
    assert texts(extraction) == STORY
    assert extraction.source is None
    assert extraction.kept == pytest.approx(extraction.words / extraction.visible)
    assert 0.7 < extraction.kept < 1


def test_lines_that_a_signal_selected_and_the_scorer_did_not_are_reported_with_their_paths() -> None:
    hints = PageHints((TITLE,), ("A short one.",))
    start = f"<h1>{TITLE}</h1><p>A short one.</p><p>Hear this story.</p>"
    tree = parse_page(f"<html><body><article>{start}{BODY}</article></body></html>").tree
    scorers = UNSURE | {"fast": scorer("fast", 0.1), "standard": scorer("standard")}
    extraction = extract(tree, hints, "standard", scorers=scorers)
    assert texts(extraction) == STORY
    assert [(dropped.rule, dropped.path, dropped.text) for dropped in extraction.dropped] == [
        (HEADLINE, "html/body/article/h1", TITLE),
        (DESCRIPTION, "html/body/article/p[1]", "A short one."),
        (LINE_SCORER, "html/body/article/p[2]", "Hear this story."),
    ]


@pytest.mark.parametrize(
    "start",
    [
        f"<h1>{TITLE}</h1>",
        f"<p>Local news, for all who read it here, with a picture and words</p><h2>{TITLE.upper()}!</h2>",
        f"<p>{TITLE}</p>",
        "",
    ],
)
@pytest.mark.parametrize("leaf", [0.0, 9.0])
def test_a_headline_is_the_first_line_and_occurs_once(start: str, leaf: float) -> None:
    for hints in (PageHints((TITLE,)), NO_HINTS):
        extraction = extract_body(f"<article>{start}{BODY}</article>", hints, leaf=leaf, headline=TITLE)
        assert texts(extraction)[0] == TITLE
        assert [text.lower().strip("!") for text in texts(extraction)].count(TITLE.lower()) == 1
        assert (extraction.lines[0].container.kind, extraction.lines[0].container.tag) == ("heading", "h1")
        assert TITLE.lower() not in [dropped.text.lower().strip("!") for dropped in extraction.dropped]
        assert texts(extraction)[-len(STORY) :] == STORY


def test_the_words_of_a_headline_of_the_page_count_as_kept() -> None:
    page, hints = f"<article><h1>{TITLE}</h1>{BODY}</article>", PageHints((TITLE,))
    without, with_headline = extract_body(page, hints), extract_body(page, hints, headline=TITLE)
    assert with_headline.words == without.words + len(TITLE.split())
    assert extract_body(f"<article>{BODY}</article>", hints, headline=TITLE).words == without.words


def test_a_page_without_an_article_has_no_headline() -> None:
    assert extract_body(f"<h1>{TITLE}</h1><ul>{MENU}</ul>", effort="fast", leaf=-9.0, headline=TITLE).lines == ()


def test_a_page_that_calls_itself_an_article_has_a_scorer_of_its_own() -> None:
    tree = parse_page(f"<html><body><article>{BODY}</article></body></html>").tree
    scorers = UNSURE | {"fast": scorer("fast", -9.0), "fast-article": scorer("fast")}
    assert texts(extract(tree, PageHints(is_article=True), "fast", scorers=scorers)) == STORY
    assert extract(tree, PageHints(is_article=True), "fast", scorers=scorers).source is None
    assert extract(tree, NO_HINTS, "fast", scorers=scorers).source == "its prose"


ASIDE = (
    "Those who had crossed the old bridge as children spoke for an hour of the winters when the river froze, "
    "and nobody in the hall interrupted them."
)
FORTY_WORDS = [WORDS, 40.5, -5.0, 5.0]
"""A tree that keeps lines of the story, which are longer than the one above."""


@pytest.mark.parametrize(
    "between",
    [
        f"<p>{ASIDE}</p>",
        f"<p>{ASIDE}</p>" * 3,
        f"<p class='article-text'>{ASIDE}</p>",
        f"<p>A note.<div><button>1</button></div> {ASIDE}</p>",
        f"{ASIDE}<br><br>",
        f"<ul><li>{ASIDE}</li></ul>",
    ],
)
def test_prose_between_two_lines_of_the_article_in_the_same_node_stays(between: str) -> None:
    page = f"<article>{BODY}{between}{BODY}</article>"
    for effort in EFFORT_SIGNALS:
        extraction = extract_body(page, effort=effort, leaf=FORTY_WORDS)
        assert texts(extraction).count(ASIDE) == between.count(ASIDE)
        assert extraction.source is None
        assert ASIDE not in [pruned.text for pruned in extraction.dropped]


@pytest.mark.parametrize(
    "between",
    [
        f"<div class='newsletter'><p>{ASIDE}</p></div>",
        f"<div class='newsletter'>{ASIDE}</div>",
        f"<p class='newsletter-signup'>{ASIDE}</p>",
        f"<aside class='related'><h3>Read on</h3><p>{ASIDE}</p></aside>",
        f"<ul class='tips'><li>{ASIDE}</li></ul>",
        f"<ul><li><a href='/old-bridge'>{ASIDE}</a></li></ul>",
        "<ul class='more'><li><a href='/a'>The old bridge</a></li><li><a href='/b'>The river</a></li></ul>",
        f"<p><a href='/old-bridge'>{ASIDE}</a></p>",
        f"<p style='display:none'>{ASIDE}</p>",
        f"<p>{' '.join(ASIDE.split()[:8])}.</p>",
    ],
)
def test_a_box_links_and_hidden_text_between_two_lines_of_the_article_do_not_stay(between: str) -> None:
    assert texts(extract_body(f"<article>{BODY}{between}{BODY}</article>", leaf=FORTY_WORDS)) == STORY * 2


def test_prose_after_the_last_line_of_the_article_does_not_stay() -> None:
    assert texts(extract_body(f"<article>{BODY}<p>{ASIDE}</p></article>", leaf=FORTY_WORDS)) == STORY


def test_trafilatura_is_followed_where_the_scorer_keeps_little_of_it() -> None:
    extraction = extract_body(f"<article>{BODY}</article>", leaf=-9.0)
    assert texts(extraction) == STORY
    assert extraction.source == "trafilatura"


def test_the_lines_of_the_fast_scorer_are_preferred_to_those_of_trafilatura() -> None:
    menu = f"<ul>{MENU}</ul>"
    tree = parse_page(f"<html><body><p>{STORY[0]}</p>{menu}<article>{BODY}</article></body></html>").tree
    scorers = UNSURE | {"fast": scorer("fast", [WORDS, 9.5, 0.1, 0.2]), "standard": scorer("standard", -9.0)}
    extraction = extract(tree, NO_HINTS, "standard", scorers=scorers)
    assert extraction.source is None
    assert texts(extraction)[-len(STORY) :] == STORY


@pytest.mark.parametrize(("unsure", "is_article", "count"), [(2, True, 0), (3, True, 1), (3, False, 0), (20, False, 1)])
def test_unsure_lines_decide_whether_trafilatura_is_called(
    monkeypatch: pytest.MonkeyPatch, unsure: int, is_article: bool, count: int
) -> None:
    calls: list[object] = []
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: calls.append(1))
    long = "".join(f"<p>{' '.join(STORY[:2])} {'on the river bank ' * 6}</p>" for _ in range(unsure))
    leaf = [WORDS, max(len(text.split()) for text in STORY) + 9, 5.0, 0.1]
    extract_body(BODY * 3 + long, PageHints(is_article=is_article), leaf=leaf)
    assert len(calls) == count


def test_without_trafilatura_prose_is_kept_where_the_scorer_keeps_nothing() -> None:
    extraction = extract_body(f"<ul>{MENU}</ul><article>{BODY}</article>", effort="fast", leaf=-9.0)
    assert texts(extraction) == STORY
    assert extraction.source == "its prose"


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_whole_body_in_the_pages_data_replaces_lines_that_lack_it(is_whole: bool) -> None:
    teaser = "<p>The council voted on Monday evening to rebuild the old wooden bridge over the river.</p>"
    extraction = extract_body(teaser, PageHints(body="\n".join(STORY), is_body_whole=is_whole))
    assert (extraction.source == "JSON-LD articleBody") is is_whole
    assert (texts(extraction) == STORY) is is_whole
    assert all(line.container.node is None for line in extraction.lines) is is_whole


def test_a_body_that_the_page_shows_as_well_is_read_from_the_page() -> None:
    extraction = extract_body(BODY, PageHints(body="\n".join(STORY), is_body_whole=True))
    assert extraction.source is None
    assert all(line.container.node is not None for line in extraction.lines)


def test_a_page_without_prose_gives_no_lines() -> None:
    extraction = extract_body(f"<ul>{MENU}</ul>", effort="fast", leaf=-9.0)
    assert (extraction.lines, extraction.words, extraction.source) == ((), 0, None)
    assert extraction.visible == 40


def test_a_page_without_text_gives_no_lines() -> None:
    assert extract_body("<div></div>") == Extraction(())


def test_if_trafilatura_fails_the_page_is_scored_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert texts(extract_body(f"<article>{BODY}</article>")) == STORY


def test_trafilaturas_warnings_do_not_reach_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    extract_body(f"<article>{BODY}</article>", leaf=-9.0)
    logger = logging.getLogger("trafilatura")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logger, "propagate", False)  # the handlers of the test runner are those of the root
        logger.warning("discarding data")
    assert capsys.readouterr().err == ""


def test_a_page_beyond_the_bound_of_lines_is_not_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract_module, "MAX_LINES", len(STORY) - 1)
    extraction = extract_body(f"<article>{BODY}</article>", leaf=-9.0)
    assert texts(extraction) == STORY
    assert extraction.source == "trafilatura"


def test_a_page_beyond_the_bound_of_nodes_is_read_without_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract_module, "MAX_NODES", len(STORY))
    calls: list[object] = []
    monkeypatch.setattr("trafilatura.bare_extraction", calls.append)
    assert texts(extract_body(f"<ul>{MENU}</ul><article>{BODY}</article>")) == STORY
    assert calls == []


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("<p><strong><a href='/mill'>MILL HIRES ELEVEN AFTER THE FLOOD</a></strong></p>", False),
        ("<p><a href='/mill'>МЕЛЬНИЦА СНОВА РАБОТАЕТ ПОСЛЕ ПАВОДКА</a></p>", False),
        ("<p><a href='/mill'>The mill hires eleven after the flood</a></p>", True),
        ("<p>THE MILL HIRES ELEVEN AFTER THE FLOOD</p>", True),
        ("<p><a href='/un'>UN GENERAL ASSEMBLY</a></p>", True),
        ("<ul><li><a href='/mill'>MILL HIRES ELEVEN AFTER THE FLOOD</a></li></ul>", True),
        ("<p><a href='/a'>水車小屋が洪水のあと十一人を雇った</a></p>", True),
    ],
)
def test_a_link_in_capitals_between_paragraphs_is_another_headline(line: str, *, is_kept: bool) -> None:
    extraction = extract_body(f"<article>{BODY}{line}{BODY}</article>", leaf=9.0)
    assert (len(texts(extraction)) > 2 * len(STORY)) == is_kept
