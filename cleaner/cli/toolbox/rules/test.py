"""``cleaner rules test``: run the samples of rules, each rule alone and all together."""

import os
from collections.abc import Sequence

import click

from cleaner.authoring.samples import check_samples
from cleaner.cli.toolbox.rules.shared import (
    EXIT_STATUS,
    counted,
    load_for,
    rules_command,
    warn,
    write_problems,
    write_text,
)
from cleaner.errors import ExitStatus

_EPILOG = f"""
\b
Examples:
  cleaner rules test                      all shipped rules
  cleaner rules test my-rules/            your own, beside the shipped ones
  cleaner rules test comments/comment-policy 'tags/*'
  cleaner rules test my-rules/ --watch    again whenever a rule file changes

{EXIT_STATUS}
"""


def _paths(names: Sequence[str]) -> list[str]:
    return [name for name in names if os.path.exists(name)]


@rules_command("test", _EPILOG, watched=_paths)
@click.argument("names", nargs=-1, metavar="[PATH|ID]…")
def rules_test(names: tuple[str, ...], *, as_json: bool) -> int:
    """Run the samples of rules: what they remove must go, what they keep must stay.

    For a sample that fails, show how its line was read, which keys hold, and the first condition that fails.
    """
    rule_set, rules = load_for(names)
    problems = list(check_samples(rule_set, rules))
    if as_json:
        write_problems(problems)
    else:
        warn(rule_set)
        for problem in problems:
            write_text(str(problem))
        samples = f"{counted(len(rules), 'rule')}, {counted(sum(len(rule.samples) for rule in rules), 'sample')}"
        click.echo(f"{samples}: {counted(len(problems), 'problem') if problems else 'all hold'}")
    return ExitStatus.FINDINGS if problems else ExitStatus.OK
