"""Candidates are asked once, where a rule may open, and found again there as long as they stand."""

from collections.abc import Callable

from cleaner.matching.engine import Candidates
from cleaner.matching.remaining import RemainingLines
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views

ALL = RemainingLines(line_views(segment("a\nb\nc\nd\ne")))
R, Q = 1, 0


def noted(*numbers: int, holds: Callable[[int, View], bool] = lambda *_: True) -> Candidates:
    candidates = Candidates(holds)
    for number in numbers:
        candidates.add(R, number)
    return candidates


def test_candidates_are_found_in_order_within_the_window() -> None:
    candidates = noted(1, 3, 5, 2)
    assert candidates.within(R, range(5), ALL, ALL) == [0, 1, 2, 4]
    assert candidates.within(R, range(1, 4), ALL, ALL) == [1, 2]
    assert candidates.within(R, range(0), ALL, ALL) == []
    assert candidates.within(Q, range(5), ALL, ALL) == []


def test_lines_are_asked_within_the_window_only_and_once() -> None:
    asked: list[str] = []

    def holds(_: int, view: View) -> bool:
        asked.append(view.text)
        return view.text != "b"

    candidates = Candidates(holds)
    candidates.add_all(R, ALL.numbers)
    assert candidates.within(R, range(1, 3), ALL, ALL) == [2]
    assert candidates.within(R, range(4), ALL, ALL) == [0, 2, 3]
    assert asked == ["b", "c", "a", "d"]
    assert candidates.rules() == [R]


def test_a_line_that_is_set_aside_comes_back_and_one_that_was_taken_does_not() -> None:
    candidates = noted(2, 4)
    without = ALL.with_changes({1: None})
    assert candidates.within(R, range(4), without, ALL) == [2]
    assert candidates.within(R, range(5), ALL, ALL) == [1, 3]
    assert candidates.within(R, range(4), without, without) == [2]
    assert candidates.within(R, range(5), ALL, ALL) == [3]


def test_a_line_that_is_forgotten_is_asked_anew() -> None:
    asked: list[str] = []
    candidates = noted(2, holds=lambda _, view: not asked.append(view.text))  # type: ignore[func-returns-value]
    assert candidates.within(R, range(5), ALL, ALL) == [1]
    candidates.forget(2)
    assert candidates.rules() == []
    candidates.add(R, 2)
    candidates.add(Q, 3)
    assert candidates.rules() == [Q, R]
    assert candidates.within(R, range(5), ALL, ALL) == [1]
    assert asked == ["b", "b"]
