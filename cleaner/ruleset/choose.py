"""Which rules run: the profile's, with what a caller enables and disables by name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from cleaner.errors import OptionError
from cleaner.model import Profile, Rule, RuleSet

PROFILES: dict[Profile, tuple[str, ...]] = {
    "careful": ("high",),
    "standard": ("high", "medium"),
    "aggressive": ("high", "medium", "low"),
}
"""The confidence that a rule has in each profile that runs it."""


def choose(rule_set: RuleSet, profile: Profile, enable: Sequence[str] = (), disable: Sequence[str] = ()) -> RuleSet:
    """Return the rules that run. ``enable`` and ``disable`` take full ids, or ``stem/*``; ``disable`` beats all.

    Raises :exc:`OptionError` for a profile or an id that does not exist.
    """
    if profile not in PROFILES:
        raise OptionError(f"unknown profile '{profile}': one of {', '.join(PROFILES)}")
    enabled, disabled = (_named(names, rule_set.rules) for names in (enable, disable))
    chosen = tuple(
        rule
        for rule in rule_set.rules
        if rule.id not in disabled and (rule.id in enabled or rule.confidence in PROFILES[profile])
    )
    return replace(rule_set, rules=chosen)


def _named(names: Iterable[str], rules: Sequence[Rule]) -> set[str]:
    ids = [rule.id for rule in rules]
    found: set[str] = set()
    for name in names:
        of = {id for id in ids if id == name or (name.endswith("/*") and id.startswith(name[:-1]))}
        if not of:
            close = get_close_matches(name, ids, n=1)
            raise OptionError(f"there is no rule '{name}'" + (f": did you mean '{close[0]}'?" if close else ""))
        found |= of
    return found
