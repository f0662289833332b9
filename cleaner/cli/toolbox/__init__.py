"""``cleaner``: the toolbox. One folder for each family of commands."""

import sys

import click

from cleaner.cli.clean import guarded
from cleaner.cli.toolbox.rules import rules
from cleaner.version import __version__


@click.group("cleaner", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="cleaner %(version)s")
def cleaner() -> None:
    """Look after the article cleaner. To clean articles, use 'clean'."""


cleaner.add_command(rules)


def main() -> None:
    """Run ``cleaner`` and leave with its exit status."""
    sys.exit(guarded(cleaner))
