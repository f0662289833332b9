"""Rule files to a rule set: nodes, the key table, values, rules, and which of them run."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cleaner.model import RuleSet
from cleaner.ruleset.choose import choose
from cleaner.ruleset.find import pack_files, shipped_files
from cleaner.ruleset.load import load_files, rule_files

__all__ = ["choose", "digest", "load_rules"]


def load_rules(paths: Iterable[str | Path] = (), *, default_rules: bool = True) -> RuleSet:
    """Load the shipped rules, those of other packages, and above them the rule files and folders at ``paths``.

    Raises :exc:`cleaner.errors.RulesError` with all mistakes of all files.
    """
    files = [*shipped_files(), *pack_files()] if default_rules else []
    for path in paths:
        files += rule_files(Path(path), "user")
    return load_files(files)


def digest(rule_set: RuleSet) -> str:
    """Return the first 12 digits of the SHA-256 of all that the rules do: not where they stand, nor their samples."""
    done = [replace(rule, path="", at_line=0, about="", samples=()) for rule in rule_set.rules]
    return hashlib.sha256(repr((done, rule_set.recognize)).encode()).hexdigest()[:12]
