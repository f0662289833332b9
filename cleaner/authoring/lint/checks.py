"""The table of checks. A check finds what its codes in :mod:`cleaner.rules.codes` say; a new one is a row here."""

from collections.abc import Callable, Iterator

from cleaner.authoring.lint.broad import broad
from cleaner.authoring.lint.classes import hashed_class
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.phrases import regex_is_phrase
from cleaner.authoring.lint.redos import slow_regex
from cleaner.authoring.lint.renamed import renamed_id
from cleaner.authoring.lint.shadowed import shadowed
from cleaner.authoring.lint.subject import LintTarget, named
from cleaner.authoring.lint.unused import unused_exception
from cleaner.authoring.samples import check_samples

Check = Callable[[LintTarget], Iterator[Finding]]


def failing_samples(subject: LintTarget) -> Iterator[Finding]:
    """Run the rules' samples: sample-fails, missing-samples, takes-kept-sample."""
    for problem in check_samples(subject.rule_set, subject.rules):
        yield named(Finding(problem))


CHECKS: tuple[Check, ...] = (
    failing_samples,
    shadowed,
    regex_is_phrase,
    broad,
    unused_exception,
    hashed_class,
    renamed_id,
)
"""All checks but the first, slow-regex, in the order of their codes."""


def lint(subject: LintTarget) -> list[Finding]:
    """Return all that the checks find, in the order of files and places.

    Rules with a slow pattern are asked nothing else: each text might take them a second, and there are thousands.
    """
    slow = list(slow_regex(subject))
    rest = subject.without({finding.rule for finding in slow})
    found = [*slow, *(finding for check in CHECKS for finding in check(rest))]
    return sorted(found, key=lambda one: (one.problem.path, one.problem.line, one.problem.column, one.problem.code))
