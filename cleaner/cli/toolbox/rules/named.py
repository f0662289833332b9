"""A whole rule set by one name: a folder, a file, or a git revision."""

import os
from dataclasses import replace
from pathlib import Path

from cleaner.cli.console import escape_controls
from cleaner.cli.toolbox.rules.revisions import DEFAULT_PATHS, CheckedOut, checked_out
from cleaner.errors import RuleProblem, RulesError
from cleaner.rules import load_rules
from cleaner.rules.load import load_files, pack_files, rule_files
from cleaner.types import RuleSet


def load_named(name: str) -> RuleSet:
    """Load the rules that a path or a revision means, and the rules below them.

    A folder with ``common/`` in it is a whole rule set, in place of the shipped one; of a folder that has its rules in
    ``rules/`` or ``.clean/``, those are meant, as for a revision. All others are a user's rules, above the shipped
    ones. A user's own folders are not read: what is compared must not depend on who compares it. Raises
    :exc:`RulesError` for broken rules, and :exc:`OptionError` for a name that means nothing.
    """
    if os.path.exists(name):
        return _load_at(Path(name))
    with checked_out(name) as found:
        try:
            return _renamed(_load_at(found.path), found)
        except RulesError as error:
            raise RulesError([_told(problem, found) for problem in error.problems]) from None


def _load_at(path: Path) -> RuleSet:
    if not (path / "common").is_dir():
        path = next((path / inside for inside in DEFAULT_PATHS if (path / inside).is_dir()), path)
    if (path / "common").is_dir():
        return load_files([*rule_files(path, "common"), *pack_files()])
    return load_rules([path])


def _renamed(rule_set: RuleSet, found: CheckedOut) -> RuleSet:
    """Return a rule set whose paths read as in the revision: the folder that they were read from is gone by then."""
    return rule_set._replace(
        rules=tuple(rule._replace(path=_path(found, rule.path)) for rule in rule_set.rules),
        overrides=tuple(change._replace(path=_path(found, change.path)) for change in rule_set.overrides),
        warnings=tuple(_path(found, warning) for warning in rule_set.warnings),
    )


def _told(problem: RuleProblem, found: CheckedOut) -> RuleProblem:
    """Return a mistake with its paths as in the revision."""
    path, message, help = (_path(found, text) for text in (problem.path, problem.message, problem.help))
    return replace(problem, path=path, message=message, help=help)


def _path(found: CheckedOut, text: str) -> str:
    """Return text with a revision's paths. Whoever wrote the revision named its files: they are made safe to print."""
    return escape_controls(found.renamed(text))
