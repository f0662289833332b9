"""Features of lines on a page that is small enough to count by hand."""

import pytest

from cleaner.html.extract.features import LINE_FEATURES, SIGNAL_FEATURES, likeness, line_features, signal_features
from cleaner.html.extract.signals import overlap, prose
from cleaner.html.page_view import PageView
from tests.html.conftest import SENTENCE, view_of


def line_feature(view: PageView, name: str) -> list[float]:
    return [vector[LINE_FEATURES.index(name)] for vector in line_features(view, range(len(view.lines)))]


def signal_feature(view: PageView, signal: list[float], name: str) -> list[float]:
    return [vector[SIGNAL_FEATURES.index(name)] for vector in signal_features(view, signal, range(len(view.lines)))]


def test_a_vector_has_a_number_for_each_name(view: PageView) -> None:
    assert {len(vector) for vector in line_features(view, range(len(view.lines)))} == {len(LINE_FEATURES)}
    assert {len(vector) for vector in signal_features(view, prose(view), [0, 1])} == {len(SIGNAL_FEATURES)}
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
        ("cue body", [0, 0, 2, 2, 0, 0]),
        ("cue menu", [1, 0, 0, 0, 0, 0]),
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
def test_line_features_are_what_can_be_counted(view: PageView, name: str, expected: list[float]) -> None:
    assert line_feature(view, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("signal", [0, 0, 1, 1, 0, 1]),
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
def test_signal_features_describe_the_signal_around_a_line(view: PageView, name: str, expected: list[float]) -> None:
    assert signal_feature(view, overlap(view, [SENTENCE, "It took nine years."]), name) == expected


def test_a_signal_that_selects_nothing_has_no_body() -> None:
    view = view_of("<p>One.</p><p>Two.</p>")
    assert signal_feature(view, [0.0, 0.0], "page words") == [1, 1]
    assert signal_features(PageView([]), [], []) == []
    assert line_features(PageView([]), []) == []


def test_no_signal_has_the_features_of_hardly_any(view: PageView) -> None:
    count = len(view.lines)
    none, hardly_any = (signal_features(view, [value] * count, range(count)) for value in (0.0, 1e-12))
    assert none == [pytest.approx(vector, abs=1e-6) for vector in hardly_any]


def test_likeness_is_that_of_the_most_similar_title() -> None:
    titles = [frozenset(("a", "b")), frozenset(("c", "d", "e"))]
    assert likeness("C d!", titles) == pytest.approx(2 / 3)
    assert likeness("x", []) == 0


def test_the_nearest_copy_is_found() -> None:
    view = view_of("<p>Again.</p>" * 2_000)
    assert line_feature(view, "copy distance") == [1] * 2_000
    assert line_feature(view, "copies") == [2_000] * 2_000
