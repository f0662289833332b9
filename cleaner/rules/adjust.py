"""What a user's file does to the rules of lower layers: turn them off, or adjust their keys."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from cleaner.rules.patterns import only_folded_away
from cleaner.rules.profiles import RuleIds
from cleaner.rules.schema import KINDS, RULE_KEYS
from cleaner.rules.yaml_nodes import Problems, Scalar
from cleaner.types import Block, LineKeys, LineList, Override, Repeats, Rule, Select

KeyValues = Mapping[str, tuple[Scalar, Any]]
"""Keys of a rule, each with its node and value."""

Part = TypeVar("Part", Rule, LineKeys, Select)

_KEYS = {key.name: key for key in RULE_KEYS}
_KINDS = {LineKeys: "line", Block: "block", LineList: "list", Repeats: "repeats", Select: "select"}
_LINE_FIELDS = set(LineKeys._fields)


def disabled(ids: RuleIds, entries: Iterable[Scalar], problems: Problems) -> list[Override]:
    """Return the rules that a file turns off, and where it says so."""
    return [
        Override(id, "disabled", problems.path, entry.place.line)
        for entry in entries
        for id in _named(ids, entry, problems)
    ]


class Adjusting:
    """Rules while the files that adjust them are read: lists are added to, other values are replaced.

    ``rules`` gets the adjusted rules; ``lower`` returns a rule that it lacks.
    """

    def __init__(self, rules: dict[str, Rule], ids: RuleIds, lower: Callable[[str], Rule] | None) -> None:
        self._rules, self._ids, self._lower = rules, ids, lower
        self._values: dict[tuple[str, str], Any] = {}

    def apply(self, entries: Iterable[tuple[Scalar, KeyValues]], problems: Problems) -> list[Override]:
        """Adjust rules as one file says, and return the adjusted rules and where it says so."""
        overrides = []
        for entry, values in entries:
            for id in _named(self._ids, entry, problems):
                if id not in self._rules and self._lower:
                    self._rules[id] = self._lower(id)
                self._rules[id] = self._adjusted(self._rules[id], values, problems)
                overrides.append(Override(id, "adjusted", problems.path, entry.place.line, tuple(values)))
        return overrides

    def _adjusted(self, rule: Rule, values: KeyValues, problems: Problems) -> Rule:
        for name, (node, value) in values.items():
            if misfit := _misfit(rule, name, value):
                problems.add(*misfit, node.place, "leave the key out, or write a rule of your own")
            elif not isinstance(value, tuple) and self._values.setdefault((rule.id, name), value) != value:
                message = f"'{name}' of '{rule.id}' is adjusted twice, to different values"
                problems.add("R203", message, node.place, "files have no order: keep one of the two")
            elif name == "select" and isinstance(rule.matches, Select):
                rule = rule._replace(matches=_with(rule.matches, "selectors", value))
            elif name in _LINE_FIELDS and isinstance(rule.matches, Select):
                rule = rule._replace(matches=rule.matches._replace(keys=_with(rule.matches.keys, name, value)))
            elif name in _LINE_FIELDS and isinstance(rule.matches, LineKeys):
                rule = rule._replace(matches=_with(rule.matches, name, value))
            else:
                rule = _with(rule, name, value)
        return rule


def _misfit(rule: Rule, name: str, value: Any) -> tuple[str, str] | None:
    """Return why a key does not fit a rule, as a code and a message; ``None`` if it does."""
    kind = _KINDS[type(rule.matches)]
    if kind not in _KEYS[name].of:
        return "R104", f"'{name}' does not fit '{rule.id}', which is a rule with {KINDS[kind]}"
    if name == "near_end" and isinstance(rule.matches, Block) and rule.matches.closing == "to_end":
        return "R104", f"'near_end' in '{rule.id}' has no effect beside 'to_end'"
    if name == "regex" and not rule.match_case and (part := next(filter(None, map(only_folded_away, value)), "")):
        return "R202", f"{part!r} in the pattern can match only what folding removes"
    return None


def _named(ids: RuleIds, entry: Scalar, problems: Problems) -> tuple[str, ...]:
    named = ids.named(entry.text, f"{problems.path}:{entry.place.line}")
    if named is None:
        problems.add("R207", f"there is no rule '{entry.text}'", entry.place, ids.suggestion(entry.text))
    return named or ()


def _with(part: Part, name: str, value: Any) -> Part:
    """Return a rule, or a part of one, with a field changed: a list is added to, another value replaced."""
    old: Any = getattr(part, name)
    change: Any = {name: tuple(dict.fromkeys((*old, *value))) if isinstance(old, tuple) else value}
    return part._replace(**change)
