"""``cleaner rules lint``: what is wrong with rules though they load, and mending of what is safe to mend."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from cleaner.authoring.lint import AppliedFixes, LintTarget, apply_fixes, lint, unindexed_rules
from cleaner.cli.sources import sources
from cleaner.cli.toolbox.rules.rewriting import may_change, rewrite
from cleaner.cli.toolbox.rules.shared import (
    EXIT,
    FINDINGS,
    FINE,
    counted,
    guarded,
    json_option,
    load_for,
    say,
    toolbox_console,
    warn,
    write,
)
from cleaner.errors import OptionError
from cleaner.io.inputs import find_inputs
from cleaner.io.records import ReadOptions
from cleaner.rules.folders import user_folders
from cleaner.rules.load import rule_files
from cleaner.source import Source
from cleaner.types import Rule

_EPILOG = f"""
\b
Examples:
  cleaner rules lint                      all rules that run here
  cleaner rules lint my-rules/ --fix      your own, and mend what is safe to mend
  cleaner rules lint my-rules/ --corpus articles/ --corpus more.jsonl
  cleaner rules lint 'newsletter/*' --json

{EXIT}
"""


@click.command("lint", epilog=_EPILOG)
@click.argument("what", nargs=-1, metavar="[PATH|ID]…")
@click.option("--fix", is_flag=True, help="Rewrite what says the same in a better way, if all samples hold after it.")
@click.option("--corpus", "inputs", metavar="INPUT", multiple=True, help="Articles to try exceptions on; repeatable.")
@json_option
def rules_lint(what: tuple[str, ...], *, fix: bool, inputs: tuple[str, ...], as_json: bool) -> int:
    """Run the samples of rules, and look for slow patterns, rules that take too much, and rules without work."""
    return guarded(lambda: _run(what, fix=fix, inputs=inputs, as_json=as_json), as_json=as_json)


def _run(what: Sequence[str], *, fix: bool, inputs: Sequence[str], as_json: bool) -> int:
    rule_set, rules = load_for(what)
    given = [Path(name) for name in what if Path(name).exists()]
    files = [str(file.path) for path in (given if what else user_folders()) for file in rule_files(path, "user")]
    subject = LintTarget(rule_set, rules, files, _corpus(inputs) if inputs else None)
    mended = apply_fixes(subject, lint(subject), lambda path: fix and may_change(Path(path), given))
    for path, text in mended.texts.items():
        rewrite(Path(path), text)
    if as_json:
        write(_record(rules, mended))
    else:
        warn(rule_set)
        for text in (*(f"fixed {told}" for told in mended.messages), *(str(one.problem) for one in mended.remaining)):
            say(text)
        click.echo(_summary(rules, mended))
    return FINDINGS if mended.remaining else FINE


def _corpus(inputs: Sequence[str]) -> Iterator[Source]:
    """Read the articles of the corpus; what fails is told. Raises :exc:`OptionError` if nothing can be read."""
    read = False
    for _, source in sources(find_inputs(inputs), ReadOptions(), toolbox_console(), sys.stdin.buffer):
        read = True
        yield source
    if not read:
        raise OptionError("nothing of the corpus could be read: give texts, pages, JSON lines, or folders of them")


def _record(rules: Sequence[Rule], mended: AppliedFixes) -> dict[str, Any]:
    return {
        "rules": len(rules),
        "findings": [one.problem.as_dict() for one in mended.remaining],
        "fixed": mended.messages,
        "asked_of_every_line": unindexed_rules(rules),
    }


def _summary(rules: Sequence[Rule], mended: AppliedFixes) -> str:
    levels = Counter(one.problem.level for one in mended.remaining)
    told = ", ".join(counted(levels[level], level) for level in ("error", "warning") if levels[level])
    parts = [told or "nothing found", f"{len(mended.messages)} fixed" if mended.messages else ""]
    slow = len(unindexed_rules(rules))
    asked = f" ({slow} asked of every line: they have no word that must be there)" if slow else ""
    return f"{counted(len(rules), 'rule')}{asked}: {', '.join(filter(None, parts))}"
