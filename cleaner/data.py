"""Frozen dataclasses whose methods are made when they are first used, since a start uses few of them.

``dataclass`` writes six methods as text for each class and compiles them, two thirds of a millisecond a class: with
forty classes that is as long as it takes to clean ten articles. A class that :func:`data` makes is a dataclass all
the same (``fields``, ``replace`` and ``asdict`` work, attributes cannot be set), and its methods are those that
``dataclass`` writes.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from typing import Any, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)

FEW = 2
"""Objects of a type that are made before its method is written: half of the types of a run have no more, and to write
a method takes ten times as long as to do without."""

_COMPARED = ("__eq__", "__hash__", "__repr__")
_ORDERED = ("__lt__", "__le__", "__gt__", "__ge__")


@overload
def data(made: Class) -> Class: ...
@overload
def data(*, order: bool) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True, kw_only_default=False)
def data(made: Class | None = None, *, order: bool = False) -> Any:
    """Make a class a frozen dataclass with slots.

    >>> @data
    ... class Place:
    ...     line: int
    ...     column: int = 1
    >>> Place(3), Place(3) == Place(3, 1)
    (Place(line=3, column=1), True)
    """
    if made is None:
        return lambda made: _made(made, order=order)
    return _made(made, order=False)


def _made(made: type, *, order: bool) -> Any:
    whole: Any = dataclass(init=False, repr=False, eq=False, slots=True)(made)
    whole.__init__ = _first_init(whole)
    for name in _COMPARED + (_ORDERED if order else ()):
        setattr(whole, name, _first(whole, name, order=order))
    whole.__setattr__, whole.__delattr__ = _refuse_to_set, _refuse_to_delete
    whole.__getstate__, whole.__setstate__ = _state, _set_state
    return whole


def _first_init(whole: Any) -> Any:
    """Return a method that sets all fields one by one, and that a written one takes the place of after a few calls."""
    calls = 0

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807 - stands for it
        nonlocal calls
        calls += 1
        if calls > FEW or not _set_all(self, fields(whole), given, named):
            whole.__init__ = _written_init(whole)
            whole.__init__(self, *given, **named)

    return __init__


def _set_all(self: Any, own: tuple["Field[Any]", ...], given: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Set the fields as a call says; what is wrong with one is left for the written method to tell."""
    values, left = [*given], dict(named)
    for one in own[len(given) :]:
        if one.name in left:
            values.append(left.pop(one.name))
        elif one.default is not MISSING:
            values.append(one.default)
        elif one.default_factory is not MISSING:
            values.append(one.default_factory())
        else:
            return False
    if left or len(values) > len(own):
        return False
    for one, value in zip(own, values, strict=True):
        object.__setattr__(self, one.name, value)
    return True


def _written_init(whole: Any) -> Any:
    """Write the method that sets all fields, as ``dataclass`` does."""
    told: list[str] = []
    known: dict[str, Any] = {"_set": object.__setattr__}
    lines: list[str] = []
    for one in fields(whole):
        value = one.name
        if one.default_factory is not MISSING:
            known[f"_make_{one.name}"] = one.default_factory
            value = f"_make_{one.name}() if {one.name} is _missing else {one.name}"
            known["_missing"] = MISSING
        told.append(one.name + _default(one, known))
        lines.append(f" _set(self, {one.name!r}, {value})")
    source = f"def __init__(self, {', '.join(told)}):\n" + "\n".join(lines)
    exec(source, known)  # noqa: S102 - names of fields, no text from outside
    return known["__init__"]


def _default(one: "Field[Any]", known: dict[str, Any]) -> str:
    if one.default_factory is not MISSING:
        return "=_missing"
    if one.default is MISSING:
        return ""
    known[f"_default_{one.name}"] = one.default
    return f"=_default_{one.name}"


def _first(whole: Any, name: str, *, order: bool) -> Any:
    """Return a method that puts those of a dataclass of the same fields in place of all that are not written yet."""

    def method(self: Any, *others: Any) -> Any:
        known = {"__annotations__": {one.name: one.type for one in fields(whole)}, "__doc__": whole.__doc__}
        twin: Any = type(whole.__name__, (), known)  # with a docstring, or one is made of its signature
        twin.__qualname__ = whole.__qualname__
        twin = dataclass(init=False, order=order, unsafe_hash=True)(twin)
        for one in _COMPARED + (_ORDERED if order else ()):
            setattr(whole, one, getattr(twin, one))
        return getattr(whole, name)(self, *others)

    return method


def _refuse_to_set(_: Any, name: str, __: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """Pickle the values of the fields: slots are set one by one, and frozen ones refuse that."""
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
