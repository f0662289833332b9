"""``cleaner``: the toolbox. One folder for each family of commands."""

import gc
import sys

import click

from cleaner.cli.clean import GC_THRESHOLD, guarded
from cleaner.cli.toolbox.rules import rules
from cleaner.cli.toolbox.run import run
from cleaner.version import __version__


@click.group("cleaner", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="cleaner %(version)s")
def cleaner() -> None:
    """Clean corpora, and look after the rules. To clean files and pipes, use 'clean'."""


cleaner.add_command(run)
cleaner.add_command(rules)


def main() -> None:
    """Run ``cleaner`` and leave with its exit status."""
    gc.set_threshold(GC_THRESHOLD)
    sys.exit(guarded(cleaner))
