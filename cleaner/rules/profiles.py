"""Which rules run: the profile's, with what a caller enables and disables by name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cleaner.errors import OptionError
from cleaner.rules.adjust import RuleIds
from cleaner.types import Profile, RuleSet

PROFILES: dict[Profile, tuple[str, ...]] = {
    "careful": ("high",),
    "standard": ("high", "medium"),
    "aggressive": ("high", "medium", "low"),
}
"""The confidence that a rule has in each profile that runs it."""


def choose(rule_set: RuleSet, profile: Profile, enable: Sequence[str] = (), disable: Sequence[str] = ()) -> RuleSet:
    """Return the rules that run. ``enable`` and ``disable`` take full ids, or ``stem/*``.

    ``enable`` beats the profile and what a user's file disables, and ``disable`` beats all.

    Raises :exc:`OptionError` for a profile or an id that does not exist.
    """
    if profile not in PROFILES:
        raise OptionError(f"unknown profile '{profile}': one of {', '.join(PROFILES)}")
    names = RuleIds([rule.id for rule in rule_set.rules], dict(rule_set.retired))
    enabled, disabled = (_named(names, given) for given in (enable, disable))
    chosen = tuple(
        rule
        for rule in rule_set.rules
        if rule.id not in disabled
        and (rule.id in enabled or (rule.id not in rule_set.disabled and rule.confidence in PROFILES[profile]))
    )
    return replace(rule_set, rules=chosen, warnings=(*rule_set.warnings, *names.warnings))


def _named(names: RuleIds, given: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in given:
        meant = (
            names.meant(name, "the options")
            if name.rpartition("/")[0] in names.stems or name in names.retired
            else None
        )
        if meant is None:
            raise OptionError(f"there is no rule '{name}'" + (f": {close}" if (close := names.close(name)) else ""))
        found.update(meant)
    return found
