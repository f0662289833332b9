"""``--fix``: what can be mended safely is, in the text of the file; all else of it stays byte for byte."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.subject import LintTarget


@dataclass
class AppliedFixes:
    """New texts of files by their real paths, what was mended in words, and the findings that are left."""

    texts: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)


def apply_fixes(subject: LintTarget, findings: Iterable[Finding], may_change: Callable[[str], bool]) -> AppliedFixes:
    """Make the fixes of findings, each only if it does what it says. Nothing is written here.

    ``may_change`` tells of a path whether its file may be changed at all.
    """
    mended = AppliedFixes()
    found = list(findings)
    # from a file's end up, so that the places of those to come still hold
    for finding in sorted(found, key=_start, reverse=True):
        path, fix = finding.problem.path, finding.fix
        if fix is None or not may_change(path):
            continue
        place = str(Path(path).resolve())
        before = mended.texts.get(place, subject.text(path).text)
        after = fix.applied(before)
        if fix.holds(before, after):
            mended.texts[place] = after
            mended.messages.append(f"{path}:{finding.problem.line}: {fix.message}")
            found.remove(finding)
    mended.messages.reverse()
    mended.remaining = found
    return mended


def _start(finding: Finding) -> tuple[str, int]:
    return str(Path(finding.problem.path).resolve()), min(
        (edit.start for edit in finding.fix.edits), default=0
    ) if finding.fix else 0
