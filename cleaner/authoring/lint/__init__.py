"""Lint: what is wrong with rules though they load, each check a function, all in one table.

:mod:`cleaner.authoring.lint.checks` is the table; each family of checks has a module of its own.
"""

from cleaner.authoring.lint.checks import lint
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.fixing import AppliedFixes, apply_fixes
from cleaner.authoring.lint.redos import unindexed_rules
from cleaner.authoring.lint.subject import LintTarget

__all__ = ["AppliedFixes", "Finding", "LintTarget", "apply_fixes", "lint", "unindexed_rules"]
