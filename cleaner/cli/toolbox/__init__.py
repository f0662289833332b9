"""``cleaner``: the toolbox. One folder for each family of commands."""

import click

from cleaner.cli.command import command
from cleaner.cli.process import invoke, run_process
from cleaner.cli.toolbox.completion import completion
from cleaner.cli.toolbox.config import config
from cleaner.cli.toolbox.duplicates import duplicates
from cleaner.cli.toolbox.play import play
from cleaner.cli.toolbox.report import report
from cleaner.cli.toolbox.restore import restore
from cleaner.cli.toolbox.rules import rules
from cleaner.cli.toolbox.run import run
from cleaner.version import __version__


@click.group("cleaner", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="cleaner %(version)s")
def cleaner() -> None:
    """Clean corpora, and maintain rules. 'cleaner clean' is the command 'clean', for files and pipes."""


for family in (command, run, restore, report, play, duplicates, rules, config, completion):
    cleaner.add_command(family)


def main() -> None:
    """Run ``cleaner`` and end the process with its exit status."""
    run_process("cleaner", lambda: invoke(cleaner))
