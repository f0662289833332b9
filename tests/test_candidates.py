"""Candidates are found again where a rule may open, as long as they stand."""

from cleaner.engine.candidates import Candidates
from cleaner.engine.standing import Standing
from cleaner.engine.view import views
from cleaner.segment import segment

ALL = Standing(views(segment("a\nb\nc\nd\ne")))


def noted(*numbers: int) -> Candidates:
    candidates = Candidates()
    for number in numbers:
        candidates.add("r", number)
    return candidates


def test_candidates_are_found_in_order_within_the_window() -> None:
    candidates = noted(1, 3, 5, 2)
    assert candidates.within("r", range(5), ALL, ALL) == [0, 1, 2, 4]
    assert candidates.within("r", range(1, 4), ALL, ALL) == [1, 2]
    assert candidates.within("r", range(0), ALL, ALL) == []
    assert candidates.within("other", range(5), ALL, ALL) == []


def test_a_line_that_is_set_aside_comes_back_and_one_that_was_taken_does_not() -> None:
    candidates = noted(2, 4)
    without = ALL.changed({1: None})
    assert candidates.within("r", range(4), without, ALL) == [2]
    assert candidates.within("r", range(5), ALL, ALL) == [1, 3]
    assert candidates.within("r", range(4), without, without) == [2]
    assert candidates.within("r", range(5), ALL, ALL) == [3]


def test_a_line_that_is_forgotten_is_asked_anew() -> None:
    candidates = noted(2)
    candidates.forget(2)
    assert candidates.rules() == []
    candidates.add("r", 2)
    candidates.add("q", 3)
    assert candidates.rules() == ["q", "r"]
