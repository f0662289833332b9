"""Frozen dataclasses that cost a start little.

To import the standard library's ``dataclasses`` takes 9 milliseconds, and it writes and compiles six methods for each
class, two thirds of a millisecond a class: with sixty classes, as long as it takes to clean ten articles. A class that
:func:`data` makes is a dataclass all the same (``dataclasses.fields``, ``replace`` and ``asdict`` work, attributes
cannot be set). Its methods are written when they are first used, and what ``dataclasses`` knows of its fields is told
when that is first asked.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)
Value = TypeVar("Value")

FEW = 12
"""Objects of a type that are made before its method is written, which takes as long as so many without it."""

_MISSING = object()
_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


class _Factory:
    """Stands for a default that is made anew for each object."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], Value]) -> Value:
    """Tell a field's default, made anew for each object."""
    return _Factory(default_factory)  # type: ignore[return-value]  # as the type checker is to see it


@overload
def data(made: Class) -> Class: ...
@overload
def data(*, order: bool) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True, kw_only_default=False, field_specifiers=(field,))
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
        return lambda made: _Shape(made).whole(order=order)
    return _Shape(made).whole(order=False)


def replace(one: Value, **changes: Any) -> Value:
    """Return an object of a class of data with other values in some fields.

    >>> @data
    ... class Place:
    ...     line: int
    ...     column: int = 1
    >>> replace(Place(3), column=2)
    Place(line=3, column=2)
    """
    kind: Any = type(one)
    values: Value = kind(**({name: getattr(one, name) for name in kind.__match_args__} | changes))
    return values


class _Shape:
    """The fields of a class of data, in order, with their defaults; what its methods are written from."""

    def __init__(self, made: type) -> None:
        self.made = made
        self.names = tuple(_annotations(made))
        self.defaults = {name: made.__dict__[name] for name in self.names if name in made.__dict__}

    def whole(self, *, order: bool) -> Any:
        """Return the class with slots for its fields, and methods that are not written yet."""
        own = {name: one for name, one in self.made.__dict__.items() if name not in self.defaults}
        own.pop("__dict__", None)
        own.pop("__weakref__", None)
        own |= {"__slots__": self.names, "__match_args__": self.names, "__init__": self._first_init()}
        own |= {name: self._first(name) for name in ("__eq__", "__hash__", "__repr__", *(_ORDER if order else ()))}
        own |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        own |= {"__getstate__": _state, "__setstate__": _set_state}
        own |= {name: _Told(self, name) for name in ("__dataclass_fields__", "__dataclass_params__")}
        self._whole = type(self.made.__name__, self.made.__bases__, own)
        self._whole.__qualname__ = self.made.__qualname__
        self._setters = {name: self._whole.__dict__[name].__set__ for name in self.names}
        return self._whole

    def _first_init(self) -> Any:
        """Return a method that sets fields one by one, and that a written one takes the place of after a few calls."""
        calls = 0

        def __init__(one: Any, *given: Any, **named: Any) -> None:  # noqa: N807 - stands for it
            nonlocal calls
            calls += 1
            values = self._values(given, named) if calls <= FEW else None
            if values is None:
                self._written_init()(one, *given, **named)
                return
            for set_one, value in zip(self._setters.values(), values, strict=True):
                set_one(one, value)

        return __init__

    def _values(self, given: tuple[Any, ...], named: Mapping[str, Any]) -> list[Any] | None:
        """Return the fields' values as a call says; nothing for a wrong one: the written method tells what is wrong."""
        values, left = [*given], dict(named)
        for name in self.names[len(given) :]:
            value = left.pop(name, self.defaults.get(name, _MISSING))
            if value is _MISSING:
                return None
            values.append(value.make() if isinstance(value, _Factory) else value)
        return None if left or len(values) > len(self.names) else values

    def _written_init(self) -> Any:
        """Write the method that sets all fields, and put it in its place."""
        known: dict[str, Any] = {"_MISSING": _MISSING}
        told, rows = ["self"], []
        for name, set_one in self._setters.items():
            known[f"_set_{name}"], default, value = set_one, self.defaults.get(name, _MISSING), name
            if isinstance(default, _Factory):
                known[f"_make_{name}"], default = default.make, None
                value = f"_make_{name}() if {name} is _MISSING else {name}"
                told.append(f"{name}=_MISSING")
            elif default is _MISSING:
                told.append(name)
            else:
                known[f"_default_{name}"] = default
                told.append(f"{name}=_default_{name}")
            rows.append(f" _set_{name}(self, {value})")
        return self._write("__init__", ", ".join(told), "\n".join(rows), known)

    def _first(self, name: str) -> Any:
        """Return a method that writes itself."""

        def method(one: Any, *others: Any) -> Any:
            return self._written(name)(one, *others)

        return method

    def _written(self, name: str) -> Any:
        """Write a method of one object, or of two of the same class, and put it in its place."""
        own, others = (f"({''.join(f'{who}.{name}, ' for name in self.names)})" for who in ("self", "other"))
        if name == "__hash__":
            return self._write(name, "self", f" return hash({own})")
        if name == "__repr__":
            shown = ", ".join(f"{name}={{self.{name}!r}}" for name in self.names)
            return self._write(name, "self", f" return self.__class__.__qualname__ + f'({shown})'")
        answer = f"{own} {_ORDER.get(name, '==')} {others}"
        return self._write(
            name, "self, other", f" return {answer} if other.__class__ is self.__class__ else NotImplemented"
        )

    def _write(self, name: str, told: str, body: str, known: Mapping[str, Any] | None = None) -> Any:
        found: dict[str, Any] = {}
        exec(f"def {name}({told}):\n{body or ' pass'}", dict(known or {}), found)  # noqa: S102 - names of fields only
        setattr(self._whole, name, found[name])
        return found[name]

    def tell(self, name: str) -> Any:
        """Put what ``dataclasses`` knows of a dataclass of these fields in its place, and return what has a name."""
        import dataclasses

        known: dict[str, Any] = {"__annotations__": dict(_annotations(self.made)), "__doc__": self.made.__doc__}
        for one, default in self.defaults.items():
            own = dataclasses.field(default_factory=default.make) if isinstance(default, _Factory) else default
            known[one] = own
        twin: Any = dataclasses.dataclass(init=False, repr=False, frozen=True)(type(self.made.__name__, (), known))
        for one in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(self._whole, one, getattr(twin, one))
        return getattr(twin, name)


class _Told:
    """Stands for what ``dataclasses`` knows of a class until somebody asks."""

    def __init__(self, shape: _Shape, name: str) -> None:
        self._shape, self._name = shape, name

    def __get__(self, _: Any, __: Any) -> Any:
        return self._shape.tell(self._name)


def _annotations(made: type) -> Mapping[str, Any]:
    """Return the annotations of a class, by their names."""
    if sys.version_info >= (3, 14):  # they are no longer worked out before somebody asks
        from annotationlib import Format, get_annotations

        return get_annotations(made, format=Format.FORWARDREF)
    annotations: Mapping[str, Any] = made.__dict__.get("__annotations__", {})  # noqa: RUF063 - inspect is what costs
    return annotations


def _refuse_to_set(_: Any, name: str, __: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """Pickle the values of the fields: slots are set one by one, and frozen ones refuse that."""
    return [getattr(self, name) for name in self.__match_args__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)
