"""Signals on a page that is small enough to count by hand."""

import pytest

from cleaner.html.extract.signals import overlap, prose, selected
from cleaner.html.page_view import PageView
from tests.html.conftest import SENTENCE, view_of


def test_prose_selects_long_sentences_outside_of_links(view: PageView) -> None:
    assert prose(view) == [0, 0, 1, 0, 0, 0]


def test_overlap_selects_the_lines_that_a_text_has(view: PageView) -> None:
    assert overlap(view, [SENTENCE.upper(), "It took nine years"]) == [0, 0, 1, 1, 0, 1]
    assert overlap(view, [f"Reporters write: {SENTENCE} Nothing else."]) == [0, 0, 1, 0, 0, 0]
    assert overlap(view, [SENTENCE[:30]]) == [0] * 6
    assert overlap(view, []) == [0] * 6


def test_a_short_line_within_a_longer_line_may_be_there_by_chance(view: PageView) -> None:
    assert overlap(view, ["She went home by bus."])[0] == pytest.approx(0.3)


def test_a_long_line_that_differs_in_a_place_is_found_by_its_quarters() -> None:
    long = " ".join([SENTENCE, SENTENCE.replace("bridge", "tunnel")])
    (value,) = overlap(view_of(f"<p>{long}</p>"), [long.replace("Monday", "Tuesday")])
    assert value == pytest.approx(0.9 * 2 / 4)


def test_a_signal_selects_lines_from_its_threshold() -> None:
    assert selected([0.3, 0.5, 0.0, 1.0]) == [1, 3]
