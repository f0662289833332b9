"""Rules as plain data and back: what a cache holds. Fields that are as they are by default are left out."""

from collections.abc import Mapping
from typing import Any

from cleaner.types import Block, LineKeys, Repeats, Rule, Sample, Saved, Select

_MATCHERS: Mapping[str, Any] = {"line": LineKeys, "block": Block, "repeats": Repeats, "select": Select}


def plain(value: Any) -> Any:
    """Return a frozen type's fields that are not as they are by default; matchers with the name of their kind."""
    from dataclasses import fields  # start-up time: most processes read plain rules, and write none

    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    data = {one.name: plain(own) for one in fields(value) if (own := getattr(value, one.name)) != one.default}
    if isinstance(value, Rule):
        kind = next(kind for kind, one in _MATCHERS.items() if isinstance(value.matches, one))
        data["matches"] = [kind, data["matches"]]
    return data


def rule_of(data: dict[str, Any]) -> Rule:
    """Return the rule that plain data stands for."""
    kind, keys = data.pop("matches")
    samples = tuple([_sample(one) for one in data.pop("samples", ())])
    return Rule(matches=_matcher(kind, keys), samples=samples, **with_tuples(data))


def _matcher(kind: str, data: dict[str, Any]) -> Any:
    for part in ("opens", "closes", "keys"):
        if data.get(part) is not None:
            data[part] = LineKeys(**with_tuples(data[part]))
    if kind == "block":
        data.setdefault("closes", None)
    return _MATCHERS[kind](**with_tuples(data))


def _sample(data: dict[str, Any]) -> Sample:
    if "saved" in data:
        data["saved"] = tuple(Saved(**with_tuples(one)) for one in data["saved"])
    return Sample(**data)


def with_tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data of a frozen type with tuples for the lists that JSON has."""
    return {name: tuple(value) if type(value) is list else value for name, value in data.items()}
