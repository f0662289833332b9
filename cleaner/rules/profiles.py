"""Which rules run: the profile's, with what a caller enables and disables by id."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cleaner.errors import OptionError
from cleaner.types import Profile, RuleSet

PROFILES: dict[Profile, tuple[str, ...]] = {
    "careful": ("high",),
    "standard": ("high", "medium"),
    "aggressive": ("high", "medium", "low"),
}
"""The confidence that a rule has in each profile that runs it."""


class RuleIds:
    """The ids that exist: of rules, and retired ones with the ids that replaced them.

    ``warnings`` collects messages for users about the names that were looked up.
    """

    def __init__(self, rules: Collection[str], retired: Mapping[str, tuple[str, ...]]) -> None:
        self.rules, self.retired = rules, retired
        self.warnings: list[str] = []

    def named(self, name: str, place: str) -> tuple[str, ...] | None:
        """Return the rules that a full id or ``stem/*`` names; ``None`` if its file exists and the id does not.

        A file that does not exist may be a pack that is not installed: that is a warning at ``place``, and so is a
        retired id.
        """
        if name in self.rules:
            return (name,)
        if name in self.retired:
            new = self.retired[name]
            self.warnings.append(f"{place}: '{name}' is retired: use {', '.join(new) or 'nothing'} instead")
            return self.replacements(name)
        stem = _stem(name)
        in_file = tuple(id for id in self.rules if _stem(id) == stem)
        if in_file:
            return in_file if name.endswith("/*") else None
        self.warnings.append(f"{place}: there is no rule file '{stem}' for '{name}': it may not be installed")
        return ()

    def suggestion(self, name: str) -> str:
        """Return a question for the rule's id that a name was probably meant to be; an empty text for none."""
        from difflib import get_close_matches  # start-up time

        close = get_close_matches(name, list(self.rules), n=1)
        return f"did you mean '{close[0]}'?" if close else ""

    def replacements(self, name: str) -> tuple[str, ...]:
        """Return the rules that replaced a retired id, through others that were retired in turn."""
        return tuple(id for id in self._replacing(name, frozenset()) if id in self.rules)

    def _replacing(self, name: str, visited: frozenset[str]) -> Iterator[str]:
        if name in visited:
            return
        for new in self.retired.get(name, ()):
            yield new
            yield from self._replacing(new, visited | {name})


def choose(rule_set: RuleSet, profile: Profile, enable: Sequence[str] = (), disable: Sequence[str] = ()) -> RuleSet:
    """Return the rule set with the rules that run: see :func:`running`."""
    ids = RuleIds([rule.id for rule in rule_set.rules], dict(rule_set.retired))
    confidences = [rule.confidence for rule in rule_set.rules]
    runs = running(ids, confidences, rule_set.disabled, profile=profile, enable=enable, disable=disable)
    rules = tuple(rule for rule, is_running in zip(rule_set.rules, runs, strict=True) if is_running)
    return rule_set._replace(rules=rules, warnings=(*rule_set.warnings, *ids.warnings))


def running(
    ids: RuleIds,
    confidences: Sequence[str],
    disabled: Collection[str],
    *,
    profile: Profile,
    enable: Sequence[str] = (),
    disable: Sequence[str] = (),
) -> list[bool]:
    """Return for each rule whether it runs. ``enable`` and ``disable`` are full ids, or ``stem/*``.

    ``enable`` beats the profile and what a user's file disables (``disabled``), and ``disable`` beats all.

    Raise :exc:`OptionError` for a profile or an id that does not exist.
    """
    if profile not in PROFILES:
        raise OptionError(f"unknown profile '{profile}': one of {', '.join(PROFILES)}")
    chosen, stopped = (_named(ids, names) for names in (enable, disable))
    runs = PROFILES[profile]
    return [
        id not in stopped and (id in chosen or (id not in disabled and confidence in runs))
        for id, confidence in zip(ids.rules, confidences, strict=True)
    ]


def _named(ids: RuleIds, names: Iterable[str]) -> set[str]:
    """Return the rules that names mean. Raise :exc:`OptionError` for a name that means none."""
    rules: set[str] = set()
    for name in names:
        exists = name in ids.retired or any(_stem(id) == _stem(name) for id in ids.rules)
        named = ids.named(name, "the options") if exists else None
        if named is None:
            suggestion = ids.suggestion(name)
            raise OptionError(f"there is no rule '{name}'" + (f": {suggestion}" if suggestion else ""))
        rules.update(named)
    return rules


def _stem(id: str) -> str:
    """Return the name of the file that a rule is in."""
    return id.rpartition("/")[0]
