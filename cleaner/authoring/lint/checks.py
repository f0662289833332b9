"""The table of checks, and the fixes that ``--fix`` applies. A new check is a new row of the table.

What each check finds is described at its code in :mod:`cleaner.rules.codes`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.authoring.lint.broad import broad
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.redos import slow_regex
from cleaner.authoring.lint.shadowed import shadowed
from cleaner.authoring.lint.style import hashed_class, regex_is_phrase, renamed_id
from cleaner.authoring.lint.target import LintTarget, with_level
from cleaner.authoring.lint.unused import unused_exception
from cleaner.authoring.samples import check_samples

Check = Callable[[LintTarget], Iterator[Finding]]


def failing_samples(target: LintTarget) -> Iterator[Finding]:
    """Yield sample-fails, missing-samples and takes-kept-sample: what the rules' own samples report."""
    for problem in check_samples(target.rule_set, target.rules):
        yield with_level(Finding(problem))


CHECKS: tuple[Check, ...] = (
    failing_samples,
    shadowed,
    regex_is_phrase,
    broad,
    unused_exception,
    hashed_class,
    renamed_id,
)
"""All checks but slow-regex, which runs before them, in the order of their codes."""


def lint(target: LintTarget) -> list[Finding]:
    """Return the findings of all checks, ordered by file and place.

    Rules with a slow pattern skip the other checks: each of thousands of texts might take them a second.
    """
    slow = list(slow_regex(target))
    fast_target = target.without({finding.rule for finding in slow})
    findings = [*slow, *(finding for check in CHECKS for finding in check(fast_target))]
    return sorted(findings, key=_place_and_code)


def _place_and_code(finding: Finding) -> tuple[str, int, int, str]:
    problem = finding.problem
    return problem.path, problem.line, problem.column, problem.code


@dataclass
class AppliedFixes:
    """The new texts of files by their resolved paths, a message for each fix, and the findings that remain."""

    texts: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)


def apply_fixes(target: LintTarget, findings: Iterable[Finding], may_change: Callable[[str], bool]) -> AppliedFixes:
    """Apply the fixes that prove safe, without writing any file.

    ``may_change`` returns whether the file of a path may be rewritten at all.
    """
    applied = AppliedFixes(remaining=list(findings))
    # from the end of each file, so that the offsets of earlier fixes stay valid
    for finding in sorted(applied.remaining, key=_file_and_offset, reverse=True):
        path, fix = finding.problem.path, finding.fix
        if fix is None or not may_change(path):
            continue
        file = str(Path(path).resolve())
        before = applied.texts.get(file, target.text(path).text)
        after = fix.apply(before)
        if fix.is_safe(before, after):
            applied.texts[file] = after
            applied.messages.insert(0, f"{path}:{finding.problem.line}: {fix.message}")
            applied.remaining.remove(finding)
    return applied


def _file_and_offset(finding: Finding) -> tuple[str, int]:
    edits = finding.fix.edits if finding.fix else ()
    return str(Path(finding.problem.path).resolve()), min((edit.start for edit in edits), default=0)
