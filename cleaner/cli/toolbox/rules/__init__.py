"""``cleaner rules``: one small file for each command."""

import click

from cleaner.cli.toolbox.rules.diff import rules_diff
from cleaner.cli.toolbox.rules.help import rules_help
from cleaner.cli.toolbox.rules.learn import rules_learn
from cleaner.cli.toolbox.rules.lint import rules_lint
from cleaner.cli.toolbox.rules.list import rules_list
from cleaner.cli.toolbox.rules.new import rules_new
from cleaner.cli.toolbox.rules.schema import rules_schema
from cleaner.cli.toolbox.rules.show import rules_show
from cleaner.cli.toolbox.rules.stats import rules_stats
from cleaner.cli.toolbox.rules.test import rules_test
from cleaner.cli.toolbox.rules.try_ import rules_try


@click.group()
def rules() -> None:
    """List, test, write and compare rules."""


for command in (
    *(rules_list, rules_show, rules_try, rules_new, rules_learn, rules_test, rules_lint),
    *(rules_stats, rules_diff, rules_help, rules_schema),
):
    rules.add_command(command)
