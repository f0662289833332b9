"""A class of data is a frozen dataclass, whichever of its methods is used first."""

import dataclasses
import pickle
from collections.abc import Callable
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, dataclass, fields, replace
from typing import Any

import pytest

from cleaner import data as own
from cleaner.data import data, field
from cleaner.model import Line, LineKeys, Options, Rule, Span


def made() -> tuple[Any, Any]:
    """Return the same class by both decorators, its methods not used yet."""

    class Place:
        """A place."""

        line: int
        words: tuple[str, ...] = ("x",)
        known: dict[str, int] = field(default_factory=dict)

    class Other:
        line: int
        words: tuple[str, ...] = ("x",)
        known: dict[str, int] = dataclasses.field(default_factory=dict)

    Other.__qualname__ = Place.__qualname__
    return data(Place), dataclass(frozen=True, slots=True)(Other)


USES: list[Callable[[Any], Any]] = [
    lambda place: repr(place(3)),
    lambda place: place(3) == place(3, ("x",), {}),
    lambda place: place(3) == place(4),
    lambda place: place(3) != place(4),
    lambda place: place(3) == 3,
    lambda place: asdict(replace(place(line=3), words=())),
    lambda place: asdict(own.replace(place(line=3), words=())),
    lambda place: [dataclasses.is_dataclass(one) for one in (place, place(1))],
    lambda place: [(one.default, one.default_factory, one.type) for one in fields(place(1))],
    lambda place: place.__dataclass_params__.frozen,
    lambda place: place.__slots__,
    lambda place: [one.name for one in fields(place)],
    lambda place: place.__match_args__,
    lambda place: place(1).known is not place(1).known,
]


@pytest.mark.parametrize("use", USES)
def test_it_does_what_a_dataclass_does(use: Callable[[Any], Any]) -> None:
    ours, theirs = made()
    assert use(ours) == use(theirs)


@pytest.mark.parametrize("given", [(), (1, 2, 3, 4)])
def test_wrong_arguments_are_refused(given: tuple[int, ...]) -> None:
    with pytest.raises(TypeError):
        made()[0](*given)


def test_nothing_of_it_can_be_changed() -> None:
    place = made()[0](1)
    with pytest.raises(FrozenInstanceError):
        place.line = 2
    with pytest.raises(FrozenInstanceError):
        del place.line
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        place.other = 2


def test_hashes_and_order_follow_the_fields() -> None:
    assert len({Span(1, 2), Span(1, 2), Span(1, 3)}) == 2
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 3)]
    with pytest.raises(TypeError):
        hash(Rule("x", LineKeys(), samples=[]))  # type: ignore[arg-type]  # a list cannot be hashed


@pytest.mark.parametrize("copied", [lambda one: pickle.loads(pickle.dumps(one)), deepcopy])  # noqa: S301 - our own
@pytest.mark.parametrize("one", [Line(1, Span(0, 3)), Options(enable=("a",)), Rule("x/y", LineKeys(line=("a",)))])
def test_copies_are_equal(copied: Callable[[Any], Any], one: Any) -> None:
    assert copied(one) == one
