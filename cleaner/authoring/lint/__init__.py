"""Lint: problems in rules that load, each found by a function in one table (:mod:`cleaner.authoring.lint.checks`)."""

from cleaner.authoring.lint.checks import AppliedFixes, apply_fixes, lint
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.redos import unindexed_rules
from cleaner.authoring.lint.target import LintTarget

__all__ = ["AppliedFixes", "Finding", "LintTarget", "apply_fixes", "lint", "unindexed_rules"]
