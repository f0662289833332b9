"""``cleaner rules``: one small file for each command."""

import click

from cleaner.cli.toolbox.rules.lint import rules_lint
from cleaner.cli.toolbox.rules.test import rules_test


@click.group()
def rules() -> None:
    """Look after rule files."""


rules.add_command(rules_lint)
rules.add_command(rules_test)
