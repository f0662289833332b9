"""What a user's file does to the rules of lower layers: turn them off, or adjust their keys."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from cleaner.rules.patterns import only_folded_away
from cleaner.rules.schema import KINDS, RULE_KEYS
from cleaner.rules.yaml_nodes import Problems, Scalar
from cleaner.types import Block, LineKeys, Override, Repeats, Rule, Select

Changes = Mapping[str, tuple[Scalar, Any]]
"""Keys of a rule with their nodes and values."""

Changed = TypeVar("Changed", Rule, LineKeys, Select)

_KEYS = {key.name: key for key in RULE_KEYS}
_KINDS = {LineKeys: "line", Block: "block", Repeats: "repeats", Select: "select"}
_SHAPE = {one.name for one in fields(LineKeys)}


@dataclass
class RuleIds:
    """The ids that exist: rules, and retired ids with those that replaced them."""

    rules: Collection[str]
    retired: Mapping[str, tuple[str, ...]]
    warnings: list[str] = field(default_factory=list)

    @property
    def stems(self) -> set[str]:
        """The names of the files that have rules."""
        return {id.rpartition("/")[0] for id in self.rules}

    def meant(self, name: str, place: str) -> tuple[str, ...] | None:
        """Return the rules that a full id or ``stem/*`` means; ``None`` if its file is known and the id is not.

        A file that is not known may be a pack that is not installed: that is a warning, and so is a retired id.
        """
        if name in self.rules:
            return (name,)
        if name in self.retired:
            new = self.retired[name]
            self.warnings.append(f"{place}: '{name}' is retired: use {', '.join(new) or 'nothing'} instead")
            return tuple(id for id in self._heirs(name, frozenset()) if id in self.rules)
        stem = name.rpartition("/")[0]
        known = tuple(id for id in self.rules if id.rpartition("/")[0] == stem)
        if known:
            return known if name.endswith("/*") else None
        self.warnings.append(f"{place}: there is no rule file '{stem}' for '{name}': it may not be installed")
        return ()

    def _heirs(self, name: str, seen: frozenset[str]) -> Iterator[str]:
        """Find the ids that replaced a retired one, through others that were retired in turn."""
        if name in seen:
            return
        for new in self.retired.get(name, ()):
            yield new
            yield from self._heirs(new, seen | {name})

    def close(self, name: str) -> str:
        """Return the rule's id that a name was probably meant to be, as a sentence."""
        close = get_close_matches(name, list(self.rules), n=1)
        return f"did you mean '{close[0]}'?" if close else ""


def disabled(names: RuleIds, entries: Iterable[Scalar], mistakes: Problems) -> list[Override]:
    """Return which rules a file turns off, and where it says so."""
    return [
        Override(id, "disabled", mistakes.path, entry.place.line)
        for entry in entries
        for id in _meant(names, entry, mistakes)
    ]


class Adjusting:
    """Rules while the files that adjust them are read: what is listed is added, other values replace."""

    def __init__(self, rules: dict[str, Rule], names: RuleIds) -> None:
        self._rules, self._names = rules, names
        self._settled: dict[tuple[str, str], Any] = {}

    def apply(self, entries: Iterable[tuple[Scalar, Changes]], mistakes: Problems) -> list[Override]:
        """Change the rules as one file says, and return which, and where it says so."""
        found = []
        for entry, changes in entries:
            for id in _meant(self._names, entry, mistakes):
                self._rules[id] = self._adjusted(self._rules[id], changes, mistakes)
                found.append(Override(id, "adjusted", mistakes.path, entry.place.line, tuple(changes)))
        return found

    def _adjusted(self, rule: Rule, changes: Changes, mistakes: Problems) -> Rule:
        for name, (node, value) in changes.items():
            if misfit := _misfit(rule, name, value):
                mistakes.add(*misfit, node.place, "leave the key out, or write a rule of your own")
            elif not isinstance(value, tuple) and self._settled.setdefault((rule.id, name), value) != value:
                message = f"'{name}' of '{rule.id}' is adjusted twice, to different values"
                mistakes.add("R203", message, node.place, "files have no order: keep one of the two")
            elif name == "select" and isinstance(rule.matches, Select):
                rule = replace(rule, matches=_changed(rule.matches, "selectors", value))
            elif name in _SHAPE and isinstance(rule.matches, Select):
                rule = replace(rule, matches=replace(rule.matches, keys=_changed(rule.matches.keys, name, value)))
            elif name in _SHAPE and isinstance(rule.matches, LineKeys):
                rule = replace(rule, matches=_changed(rule.matches, name, value))
            else:
                rule = _changed(rule, name, value)
        return rule


def _misfit(rule: Rule, name: str, value: Any) -> tuple[str, str] | None:
    """Return why a key does not fit a rule, as a code and a message: what the loader says of a rule that has both."""
    kind = _kind(rule)
    if kind not in _KEYS[name].of:
        return "R104", f"'{name}' does not fit '{rule.id}', which is a rule with {KINDS[kind]}"
    if name == "near_end" and isinstance(rule.matches, Block) and rule.matches.closing == "to_end":
        return "R104", f"'near_end' in '{rule.id}' says nothing beside 'to_end'"
    if name == "regex" and not rule.match_case and (part := next(filter(None, map(only_folded_away, value)), "")):
        return "R202", f"{part!r} in the pattern can match only what folding takes away"
    return None


def _meant(names: RuleIds, entry: Scalar, mistakes: Problems) -> tuple[str, ...]:
    found = names.meant(entry.text, f"{mistakes.path}:{entry.place.line}")
    if found is None:
        mistakes.add("R207", f"there is no rule '{entry.text}'", entry.place, names.close(entry.text))
    return found or ()


def _changed(one: Changed, name: str, value: Any) -> Changed:
    """Return a rule, or a part of one, with a field changed: what is listed is added, other values replace."""
    old: Any = getattr(one, name)
    change: Any = {name: tuple(dict.fromkeys((*old, *value))) if isinstance(old, tuple) else value}
    return replace(one, **change)


def _kind(rule: Rule) -> str:
    return _KINDS[type(rule.matches)]
