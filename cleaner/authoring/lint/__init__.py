"""Lint: what is wrong with rules though they load, each check a function, all in one table.

:mod:`cleaner.authoring.lint.checks` is the table; each family of checks has a module of its own.
"""

from cleaner.authoring.lint.checks import lint
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.fixing import Mended, mend
from cleaner.authoring.lint.redos import asked_of_every_line
from cleaner.authoring.lint.subject import Subject

__all__ = ["Finding", "Mended", "Subject", "asked_of_every_line", "lint", "mend"]
