"""``cleaner rules lint``: problems in rules that load, and automatic fixes for those that are safe to fix."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from cleaner.authoring.draft import rewrite
from cleaner.authoring.lint import AppliedFixes, LintTarget, apply_fixes, lint, unindexed_rules
from cleaner.cli.sources import inputs_at, sources
from cleaner.cli.toolbox.rules.shared import (
    EXIT_STATUS,
    counted,
    load_for,
    rules_command,
    toolbox_console,
    warn,
    write_json,
    write_text,
)
from cleaner.errors import ExitStatus, OptionError
from cleaner.io.records import ReadOptions
from cleaner.rules.folders import installed_folders, user_folders
from cleaner.rules.load import rule_files
from cleaner.source import Source
from cleaner.types import Rule

_EPILOG = f"""
\b
Examples:
  cleaner rules lint                      all rules that run here
  cleaner rules lint my-rules/ --fix      your own, and fix what is safe to fix
  cleaner rules lint my-rules/ --corpus articles/ --corpus more.jsonl
  cleaner rules lint 'newsletter/*' --json

{EXIT_STATUS}
"""


@rules_command("lint", _EPILOG)
@click.argument("names", nargs=-1, metavar="[PATH|ID]…")
@click.option("--fix", is_flag=True, help="Rewrite rules that can say the same in a better way, if all samples hold.")
@click.option(
    "--corpus", "inputs", metavar="INPUT", multiple=True, help="Articles to try exceptions of rules on. Repeatable."
)
def rules_lint(names: tuple[str, ...], *, fix: bool, inputs: tuple[str, ...], as_json: bool) -> int:
    """Run the samples of rules, and find slow patterns, rules that remove too much, and rules without effect."""
    rule_set, rules = load_for(names)
    paths = [Path(name) for name in names if os.path.exists(name)]
    files = [str(file.path) for path in (paths if names else user_folders()) for file in rule_files(path, "user")]
    target = LintTarget(rule_set, rules, files, _corpus(inputs) if inputs else None)
    fixes = apply_fixes(target, lint(target), lambda path: fix and _may_rewrite(Path(path), paths))
    for path, text in fixes.texts.items():
        rewrite(Path(path), text)
    if as_json:
        write_json(_record(rules, fixes))
    else:
        warn(rule_set)
        for message in fixes.messages:
            write_text(f"fixed {message}")
        for finding in fixes.remaining:
            write_text(str(finding.problem))
        click.echo(_summary(rules, fixes))
    return ExitStatus.FINDINGS if fixes.remaining else ExitStatus.OK


def _may_rewrite(path: Path, named: Sequence[Path]) -> bool:
    """Whether a file may be rewritten: it is not part of an installed package, or the user names it."""
    place = path.resolve()
    if any(place.is_relative_to(name.resolve()) for name in named):
        return True
    return not any(place.is_relative_to(folder.resolve()) for folder in installed_folders())


def _corpus(inputs: Sequence[str]) -> Iterator[Source]:
    """Yield the articles of the corpus; one that fails is reported. Raises :exc:`OptionError` if all fail."""
    has_sources, console = False, toolbox_console()
    for _, source in sources(inputs_at(inputs, console), ReadOptions(), console, sys.stdin.buffer):
        has_sources = True
        yield source
    if not has_sources:
        raise OptionError("nothing in the corpus can be read: name texts, pages, JSON lines, or folders of them")


def _record(rules: Sequence[Rule], fixes: AppliedFixes) -> dict[str, Any]:
    return {
        "rules": len(rules),
        "findings": [finding.problem.as_dict() for finding in fixes.remaining],
        "fixed": fixes.messages,
        "asked_of_every_line": unindexed_rules(rules),
    }


def _summary(rules: Sequence[Rule], fixes: AppliedFixes) -> str:
    """Return the number of rules, findings by level and fixes, in one row."""
    levels = Counter(finding.problem.level for finding in fixes.remaining)
    findings = ", ".join(counted(levels[level], level) for level in ("error", "warning") if levels[level])
    fixed = f", {len(fixes.messages)} fixed" if fixes.messages else ""
    slow = len(unindexed_rules(rules))
    note = f" ({slow} checked against every line, since no word of theirs is required)" if slow else ""
    return f"{counted(len(rules), 'rule')}{note}: {findings or 'nothing found'}{fixed}"
