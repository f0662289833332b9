"""``cleaner rules``: one small file for each command."""

import click

from cleaner.cli.toolbox.rules.diff import rules_diff
from cleaner.cli.toolbox.rules.stats import rules_stats
from cleaner.cli.toolbox.rules.test import rules_test


@click.group()
def rules() -> None:
    """Look after rule files."""


rules.add_command(rules_diff)
rules.add_command(rules_stats)
rules.add_command(rules_test)
