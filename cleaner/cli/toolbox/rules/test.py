"""``cleaner rules test``: run the samples of rules, each rule alone and all together."""

from pathlib import Path

import click

from cleaner.authoring.samples import check_samples
from cleaner.cli.toolbox.rules.shared import (
    EXIT,
    FINDINGS,
    FINE,
    counted,
    guarded,
    json_option,
    load_for,
    say,
    warn,
    write_problems,
)
from cleaner.cli.toolbox.rules.watch import watch_option, watching

_EPILOG = f"""
\b
Examples:
  cleaner rules test                      all shipped rules
  cleaner rules test my-rules/            your own, beside the shipped ones
  cleaner rules test comments/comment-policy 'tags/*'
  cleaner rules test my-rules/ --watch    again whenever a rule file changes

{EXIT}
"""


@click.command("test", epilog=_EPILOG)
@click.argument("what", nargs=-1, metavar="[PATH|ID]…")
@watch_option
@json_option
def rules_test(what: tuple[str, ...], *, watch: bool, as_json: bool) -> int:
    """Run the samples of rules: what they remove must go, what they keep must stay.

    Of a sample that fails it is told how its line was read, which keys hold, and the first condition that fails.
    """
    paths = [name for name in what if Path(name).exists()]
    return watching(lambda: guarded(lambda: _run(what, as_json=as_json), as_json=as_json), paths, watch=watch)


def _run(what: tuple[str, ...], *, as_json: bool) -> int:
    rule_set, rules = load_for(what)
    problems = list(check_samples(rule_set, rules))
    if as_json:
        write_problems(problems)
        return FINDINGS if problems else FINE
    warn(rule_set)
    for problem in problems:
        say(str(problem))
    told = f"{counted(len(rules), 'rule')}, {counted(sum(len(rule.samples) for rule in rules), 'sample')}"
    click.echo(f"{told}: {counted(len(problems), 'problem')}" if problems else f"{told}: all hold")
    return FINDINGS if problems else FINE
