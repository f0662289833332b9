"""``cleaner duplicates``: groups of articles that are nearly the same text, such as versions of one story."""

import sys
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.article import format_record
from cleaner.batch.duplicates import ArticleIndex, Fingerprinting, fingerprints
from cleaner.batch.pool import Limits
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, wants_color
from cleaner.cli.plan import read_options_of
from cleaner.cli.sources import chosen_inputs
from cleaner.cli.toolbox.rules.shared import counted
from cleaner.errors import ExitStatus, OptionError
from cleaner.options import Options
from cleaner.rules.folders import user_folders
from cleaner.system import core_count

DEFAULT_THRESHOLD = 0.5
"""Versions of a story have at least half of their shingles in common, and articles that only quote the same people, or
share background, a quarter at most (``tests.benchmarks.duplicates``)."""

MIN_THRESHOLD = 0.2
"""Below it, nearly every pair has to be compared."""

_OPTIONS = (
    *("input_format", "text_key", "html_key", "id_key", "url_key", "lang_key", "lang", "site_from_path"),
    *("rules", "profile", "effort", "max_size", "time_limit", "files_from", "include", "exclude"),
)

_EPILOG = """
\b
Examples:
  cleaner duplicates crawl/ > groups.jsonl                  articles of a folder that are nearly the same
  cleaner duplicates --threshold 0.8 news-*.jsonl.gz        only those that hardly differ
  cleaner duplicates cleaned/ | jq 'select(.sites > 1)'     stories that several sites have

\b
Each line is a group: "size", "sites" (how many) and "members", the longest first, then the most similar to
it. "similarity" is the share of all runs of five words that both have, "contained" the share of the member's
own that are in the first. Nothing is removed. Texts that this program wrote are not cleaned again.

\b
Exit status: 0 fine, 2 usage or broken rules, 3 some inputs failed (the others are compared).
"""


@click.command("duplicates", epilog=_EPILOG)
@click.argument("inputs", nargs=-1, metavar="INPUT…", type=click.Path())
@click.option(
    "--threshold",
    type=click.FloatRange(MIN_THRESHOLD, 1.0),
    default=DEFAULT_THRESHOLD,
    show_default=True,
    metavar="SHARE",
    help="Similarity of the members of a group with its first, from 0.2 to 1.",
)
@click.option("--no-clean", is_flag=True, help="Compare texts as they stand. Of pages, the article is still extracted.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Worker processes on this machine. Default: one per core."
)
@with_options(*_OPTIONS)
@click.option("-q", "--quiet", is_flag=True, help="Only report failures.")
def duplicates(inputs: tuple[str, ...], *, threshold: float, no_clean: bool, quiet: bool, **values: Any) -> int:
    """Report articles that are nearly the same text, as groups in JSON lines. Nothing is removed.

    INPUT is what 'clean' takes: files, folders, JSON lines, Parquet, WARC, or - for standard input.
    """
    if not inputs and values["files_from"] is None:
        raise OptionError("name inputs: files, folders, or a list of them with --files-from")
    console = Console(-1 if quiet else 0, color=wants_color("auto", sys.stderr), name="cleaner")
    chosen = chosen_inputs(inputs, values, console)
    options = Options(profile=values["profile"], effort=values["effort"], max_size=values["max_size"])
    rules = [] if no_clean else [*user_folders(), *values["rules"]]
    cleaner = Cleaner(options, rules=rules, default_rules=not no_clean)
    for warning in cleaner.warnings:
        console.note(warning)
    work = Fingerprinting(cleaner, read_options_of(values), threshold)
    limits, jobs = Limits(seconds=values["time_limit"]), values["jobs"] or core_count()
    with ArticleIndex(threshold) as index:
        for batch, results in fingerprints(
            chosen, work, sys.stdin.buffer, jobs=jobs, limits=limits, max_size=options.max_size
        ):
            for record, fingerprint in zip(batch.records, results, strict=True):
                if fingerprint.error:
                    console.error(fingerprint.error, record.place)
                elif fingerprint.fields:
                    index.add(fingerprint)
            for note in batch.notes:
                console.note(note, batch.input.name)
            if batch.error:
                console.error(batch.error.message, batch.error.at(batch.input.name).where, is_input=True)
        console.finish()
        sizes = []
        for group in index.groups():
            click.echo(format_record(group).encode())
            sizes.append(group["size"])
        totals = f"{sum(sizes):,} of them in {counted(len(sizes), 'group')}"
        console.note(f"{counted(len(index), 'article')}: {totals}")
    return ExitStatus.FAILED if console.failed else ExitStatus.OK
