"""Counts over a page's lines, its traits, votes and their support, each on a page small enough to count by hand."""

import pytest

from cleaner.html.features import LINE_FEATURES, likeness, line_features
from cleaner.html.lines import read_lines
from cleaner.html.page_view import PageView
from cleaner.html.parse import parse_page
from cleaner.html.signals import overlap, prose
from cleaner.html.support import SIGNAL_FEATURES, signal_features

LONG = "The mayor said on Monday that the bridge will open in May."
PAGE = f"""
<nav class="site-menu"><a href="/">Home</a></nav>
<article class="post"><h1>Bridge opens in May</h1><div class="article-body"><p>{LONG}</p>
<p>It took nine years.</p></div>
<aside><p><a href="/x">More on bridges</a></p></aside></article><footer><p>It took nine years.</p></footer>
"""


@pytest.fixture
def view() -> PageView:
    return PageView(read_lines(parse_page(f"<html><body>{PAGE}</body></html>").tree), ("Bridge opens in May",), (LONG,))


def trait(view: PageView, name: str) -> list[float]:
    return [row[LINE_FEATURES.index(name)] for row in line_features(view, range(len(view.lines)))]


def supported(view: PageView, vote: list[float], name: str) -> list[float]:
    return [row[SIGNAL_FEATURES.index(name)] for row in signal_features(view, vote, range(len(view.lines)))]


def test_each_row_has_each_trait_and_each_support(view: PageView) -> None:
    assert {len(row) for row in line_features(view, range(len(view.lines)))} == {len(LINE_FEATURES)}
    assert {len(row) for row in signal_features(view, prose(view), [0, 1])} == {len(SIGNAL_FEATURES)}
    assert len(set(LINE_FEATURES)) == len(LINE_FEATURES)
    assert len(set(SIGNAL_FEATURES)) == len(SIGNAL_FEATURES)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("words", [1, 4, 12, 4, 3, 4]),
        ("links", [1, 0, 0, 0, 1, 0]),
        ("sentence", [0, 0, 1, 1, 0, 1]),
        ("title", [0, 1, 0.25, 0, 0, 0]),
        ("description", [0, 0, 1, 0, 0, 0]),
        ("copies", [1, 1, 1, 2, 1, 2]),
        ("first copy", [1, 1, 1, 1, 1, 0]),
        ("copy distance", [-1, -1, -1, 2, -1, 2]),
        ("hint body", [0, 0, 2, 2, 0, 0]),
        ("hint menu", [1, 0, 0, 0, 0, 0]),
        ("landmark article", [0, 2, 3, 3, 3, 0]),
        ("landmark footer", [0, 0, 0, 0, 0, 2]),
        ("level 1 words", [27, 19, 4, 12, 0, 0]),
        ("level 1 links", [pytest.approx(3 / 27), pytest.approx(3 / 19), 0, 0, -1, -1]),
        ("line -1 words", [-1, 1, 4, 12, 4, 3]),
        ("line +2 words", [12, 4, 3, 4, -1, -1]),
        ("alike words", [1, 4, 8, 8, 3.5, 3.5]),
        ("lines", [6] * 6),
    ],
)
def test_traits_are_what_can_be_counted(view: PageView, name: str, expected: list[float]) -> None:
    assert trait(view, name) == expected


def test_prose_votes_for_long_sentences_outside_of_links(view: PageView) -> None:
    assert prose(view) == [0, 0, 1, 0, 0, 0]


def test_a_text_votes_for_the_lines_that_it_has(view: PageView) -> None:
    assert overlap(view, [LONG.upper(), "It took nine years"]) == [0, 0, 1, 1, 0, 1]
    assert overlap(view, [f"Reporters write: {LONG} Nothing else."]) == [0, 0, 1, 0, 0, 0]
    assert overlap(view, [LONG[:30]]) == [0] * 6
    assert overlap(view, []) == [0] * 6


def test_a_long_line_that_differs_in_a_place_is_found_by_its_quarters() -> None:
    long = " ".join([LONG, LONG.replace("bridge", "tunnel")])
    view = PageView(read_lines(parse_page(f"<html><body><p>{long}</p></body></html>").tree))
    (share,) = overlap(view, [long.replace("Monday", "Tuesday")])
    assert share == pytest.approx(0.9 * 2 / 4)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vote", [0, 0, 1, 1, 0, 1]),
        ("level 1", [pytest.approx(20 / 27), pytest.approx(16 / 19), 1, 1, -1, -1]),
        ("inside", [-1, -1, 0, -1, -1, -1]),
        ("steps up", [1, 1, 0, 1, 2, 2]),
        ("steps down", [3, 2, 0, 1, 2, 3]),
        ("near", [16, 16, 8, 16, 20, 16]),
        ("copy", [-1, -1, -1, 1, -1, 1]),
        ("near copy", [-1, -1, -1, 16, -1, 16]),
        ("after first", [-2, -1, 0, 1, 2, 3]),
        ("before", [0, 0, 0, pytest.approx(12 / 20), pytest.approx(16 / 20), pytest.approx(16 / 20)]),
        ("page words", [20] * 6),
    ],
)
def test_support_tells_what_a_vote_says_around_a_line(view: PageView, name: str, expected: list[float]) -> None:
    assert supported(view, overlap(view, [LONG, "It took nine years."]), name) == expected


def test_no_vote_gives_no_body() -> None:
    view = PageView(read_lines(parse_page("<html><body><p>One.</p><p>Two.</p></body></html>").tree))
    assert supported(view, [0.0, 0.0], "page words") == [1, 1]
    assert signal_features(PageView([]), [], []) == []
    assert line_features(PageView([]), []) == []


def test_likeness_is_of_the_nearest_title() -> None:
    titles = [frozenset(("a", "b")), frozenset(("c", "d", "e"))]
    assert likeness("C d!", titles) == pytest.approx(2 / 3)
    assert likeness("x", []) == 0


def test_many_copies_cost_no_square() -> None:
    many = PageView(read_lines(parse_page(f"<html><body>{'<p>Again.</p>' * 20_000}</body></html>").tree))
    assert len(signal_features(many, prose(many), range(20_000))) == len(line_features(many, range(20_000))) == 20_000
