"""``cleaner report``: a page for a browser on what a run removed."""

import sys
from typing import Any

import click

from cleaner.batch.store import OutputFolder
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, display_path, wants_color
from cleaner.errors import ExitStatus, OptionError
from cleaner.places import identity, is_folder, refuse_web_output, shown_name
from cleaner.rules import load_rules
from cleaner.rules.folders import user_folders
from cleaner.source import RecordKeys

_EPILOG = """
\b
Examples:
  cleaner run crawl/ -o cleaned/ --removed removed.jsonl
  cleaner report cleaned/ -o cleaned.html     what that run removed
  clean --report articles.html articles/      the same for inputs, which are cleaned for it

\b
The page is one file and asks nothing of any server. It counts all documents, and shows the most suspicious ones
(failed, kept whole, empty, then those that lost most) and a sample of the others. Verdicts given in it are saved
as JSON lines for 'cleaner rules stats --verdicts' and 'cleaner rules new --keep'.

\b
Exit status: 0 fine, 2 usage.
"""


@click.command("report", epilog=_EPILOG)
@click.argument("folder", metavar="FOLDER")
@click.option(
    "-o", "--output", metavar="FILE", default="report.html", show_default=True, help="Write the page to this file."
)
@with_options("rules", "text_key", "id_key")
def report(folder: str, *, output: str, rules: tuple[str, ...], **values: Any) -> int:
    """Show what a run removed, on a page for a browser: removals in their texts, tables and plots.

    FOLDER is the output folder of 'cleaner run' with --removed, and nothing is cleaned again. What rules are about is
    shown as they are installed now. Needs article-cleaner[report].
    """
    from cleaner.cli.page import save_page  # start-up time
    from cleaner.report.corpus import Corpus
    from cleaner.report.folder import output_paths, run_views
    from cleaner.report.write import require_packages

    require_packages()
    refuse_web_output(output)
    if is_folder(output):
        raise OptionError(f"{shown_name(output)} is a folder: name a file with -o, as in -o report.html")
    run = OutputFolder(folder)
    if any(identity(output) == identity(path) for path in output_paths(run)):
        raise OptionError(f"{shown_name(output)} is an output of the run: name another file with -o")
    console = Console(0, color=wants_color("auto", sys.stderr), name="cleaner")
    corpus = Corpus()
    for view in run_views(run, RecordKeys(values["text_key"], values["id_key"])):
        corpus.add(view)
    save_page(output, corpus, folder, load_rules([*user_folders(), *rules]))
    console.note(f"{corpus.documents:,} documents: {display_path(output)}")
    return ExitStatus.OK
