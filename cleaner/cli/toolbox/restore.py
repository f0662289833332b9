"""``cleaner restore``: what a run removed, put back into its outputs."""

import sys
from typing import Any

import click

from cleaner.batch.restore import restore_outputs, totals
from cleaner.batch.store import OutputFolder
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, wants_color
from cleaner.errors import ExitStatus
from cleaner.places import place_of
from cleaner.source import RecordKeys

_EPILOG = """
\b
Examples:
  cleaner run crawl/ -o cleaned/ --removed removed.jsonl
  cleaner restore cleaned/ --removed removed.jsonl                      all of it
  cleaner restore cleaned/ --removed removed.jsonl --rule 'bio/*'       what some rules removed

\b
Exit status: 0 fine, 2 usage, 3 some outputs are as they were.
"""


@click.command("restore", epilog=_EPILOG)
@click.argument("output", metavar="FOLDER")
@click.option("--removed", metavar="FILE", required=True, help="The removals, as 'cleaner run --removed' wrote them.")
@click.option(
    "--rule", "rules", metavar="ID", multiple=True, help="Only what this rule removed. Repeatable, also as STEM/*."
)
@with_options("text_key", "id_key")
def restore(output: str, *, removed: str, rules: tuple[str, ...], **values: Any) -> int:
    """Put back what a run removed: lines as paragraphs where they were, parts of lines in their lines.

    Records are found by their ids. Nodes of pages that were left out, tables, and outputs that have changed since the
    run stay as they are; so does the metadata. The next run cleans the outputs again.
    """
    console = Console(0, color=wants_color("auto", sys.stderr), name="cleaner")
    keys = RecordKeys(values["text_key"], values["id_key"])
    outputs = []
    for restored in restore_outputs(OutputFolder(output), place_of(removed), rules, keys):
        outputs.append(restored)
        if restored.error:
            console.error(restored.error, restored.output)
    console.finish()
    click.echo(totals(outputs))
    return ExitStatus.FAILED if any(restored.error for restored in outputs) else ExitStatus.OK
