"""Rule files to a rule set, compiled rules, and which of them run.

Nothing is imported before it is needed: a start with the shipped rules needs no rule file.
"""

import os
from collections.abc import Iterable, Sequence
from os import PathLike

from cleaner.types import Profile, RuleSet

__all__ = ["choose", "load_rules"]


def load_rules(paths: Iterable[str | PathLike[str]] = (), *, default_rules: bool = True) -> RuleSet:
    """Load the shipped rules, those of other packages, and above them the rule files and folders at ``paths``.

    Raise :exc:`cleaner.errors.RulesError` with all problems of all files.
    """
    from cleaner.rules.active import RuleLayers

    return RuleLayers.read([os.fspath(path) for path in paths], default_rules=default_rules).rule_set()


def choose(rule_set: RuleSet, profile: Profile, enable: Sequence[str] = (), disable: Sequence[str] = ()) -> RuleSet:
    """Return the rule set with the rules that run: see :func:`cleaner.rules.profiles.choose`."""
    from cleaner.rules import profiles

    return profiles.choose(rule_set, profile, enable, disable)
