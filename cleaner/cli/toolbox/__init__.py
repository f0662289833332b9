"""``cleaner``: the toolbox. One small file for each command."""

import sys

import click

from cleaner.cli.clean import guarded
from cleaner.cli.toolbox.rules_test import rules_test
from cleaner.version import __version__


@click.group("cleaner", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="cleaner %(version)s")
def cleaner() -> None:
    """Look after the article cleaner. To clean articles, use 'clean'."""


@cleaner.group()
def rules() -> None:
    """Look after rule files."""


rules.add_command(rules_test)


def main() -> None:
    """Run ``cleaner`` and leave with its exit status."""
    sys.exit(guarded(cleaner))
