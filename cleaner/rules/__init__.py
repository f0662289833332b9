"""Rule files to a rule set: nodes, the key table, values, rules, and which of them run.

Nothing is imported before it is asked for: a start with rules that are ready needs none of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from os import PathLike

from cleaner.types import Profile, RuleSet

__all__ = ["choose", "digest", "load_rules"]


def load_rules(paths: Iterable[str | PathLike[str]] = (), *, default_rules: bool = True) -> RuleSet:
    """Load the shipped rules, those of other packages, and above them the rule files and folders at ``paths``.

    Raises :exc:`cleaner.errors.RulesError` with all mistakes of all files.
    """
    from pathlib import Path

    from cleaner.rules.find import pack_files, shipped_files
    from cleaner.rules.load import load_files, rule_files

    files = [*shipped_files(), *pack_files()] if default_rules else []
    for path in paths:
        files += rule_files(Path(path), "user")
    return load_files(files)


def choose(rule_set: RuleSet, profile: Profile, enable: Sequence[str] = (), disable: Sequence[str] = ()) -> RuleSet:
    """Return the rules that run: see :func:`cleaner.rules.profiles.choose`."""
    from cleaner.rules import profiles

    return profiles.choose(rule_set, profile, enable, disable)


def digest(rule_set: RuleSet) -> str:
    """Return the first 12 digits of the SHA-256 of all that the rules do: not where they stand, nor their samples."""
    import hashlib

    done = [replace(rule, path="", at_line=0, about="", samples=()) for rule in rule_set.rules]
    return hashlib.sha256(repr((done, rule_set.recognize)).encode()).hexdigest()[:12]
