"""``cleaner run``: a corpus into a folder, on this machine or on a cluster; the same command goes on."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import click

from cleaner.batch.job import ShardJob
from cleaner.batch.pool import Limits
from cleaner.batch.run import BatchRun, Engine, RunSummary, load_engine
from cleaner.batch.shards import plan_shards
from cleaner.batch.store import OutputFolder
from cleaner.cli.console import Console, escape_controls, wants_color
from cleaner.cli.options import with_ordering_options
from cleaner.cli.plan import order_of
from cleaner.cli.toolbox.progress import progress
from cleaner.errors import OptionError
from cleaner.io.inputs import Input, find_inputs

FINE, FAILED, INTERRUPTED = 0, 3, 130

SHOWN = 10
"""Rules, sites, slow documents and failures that are shown at the end; all are in the folder's notes."""

_EPILOG = """
\b
Examples:
  cleaner run crawl/ -o cleaned/                          clean a folder; run it again to go on
  cleaner run news-*.jsonl.gz -o cleaned/ --jobs 8        files of records, in eight processes
  cleaner run *.warc.gz -o cleaned/ -t parquet            pages of an archive, as tables
  cleaner run crawl/ -o cleaned/ --engine spark --master spark://host:7077

\b
Outputs lie as the inputs do. What is done is noted in OUT/_cleaner/: summary.json, failed.jsonl,
remarks.jsonl, and manifest.jsonl with the hashes of all inputs and outputs.

\b
Exit status: 0 fine, 2 usage, broken rules, or another run at work in the folder, 3 some inputs failed
(the others are written), 130 interrupted: the same command goes on.
"""


@click.command("run", epilog=_EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Where to write; made if it is not there.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark", "dask"]),
    default="local",
    show_default=True,
    help="Who does the work: processes here, or a cluster.",
)
@click.option("--master", metavar="URL", help="The cluster's address; for Spark and Dask, unless on this machine.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes on this machine, else one a core.")
@click.option("--resume/--fresh", default=True, help="Go on where a run ended (as it does by itself), or do all again.")
@click.option("--wait", is_flag=True, help="Wait for another run in the folder to end.")
@with_ordering_options
@click.option("-q", "--quiet", is_flag=True, help="Show no progress, and at the end only the sum.")
def run(inputs: tuple[str, ...], *, output: str, **given: Any) -> int:
    """Clean a corpus into a folder: files, folders, JSON lines, Parquet and WARC, each also packed.

    Whatever breaks, no output is half-written, nothing is lost or done twice, and the same command goes on.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console, folder = Console(color=wants_color("auto", sys.stderr), name="cleaner"), OutputFolder(output)
    if not output:
        raise OptionError("-o names no folder: give one, as in -o cleaned/")
    if given["master"] and given["engine"] == "local":
        raise OptionError("--master is the address of a cluster: add --engine spark or --engine dask")
    engine = load_engine(given["engine"], given["jobs"] or _cores(), given["master"])
    order = order_of(given, inputs, console)
    for warning in order.cleaner.warnings:
        console.note(warning)
    shards = plan_shards(_outside(find_inputs(inputs), folder, inputs, console), order)
    if not shards:
        raise OptionError("there is nothing to clean: no file of a kind that is known")
    job = ShardJob(order, str(folder.path), Limits(seconds=given["time_limit"]))
    folder.make()
    with folder.locked(wait=given["wait"]):
        folder.remove_stale()
        return _done(BatchRun(folder, shards, job, fresh=not given["resume"]), engine, console, quiet=given["quiet"])


def _done(batch: BatchRun, engine: Engine, console: Console, *, quiet: bool) -> int:
    """Do what is left of a run, and show what came of it."""
    start = time.monotonic()
    try:
        with progress(sum(shard.size for shard in batch.pending), quiet=quiet) as watch:
            batch.clean(engine, watch)
    except KeyboardInterrupt:
        console.error(
            f"interrupted; {len(batch.done)} of {len(batch.shards)} shards are done: the same command goes on"
        )
        return INTERRUPTED
    outcome = batch.finish(time.monotonic() - start)
    for line in _closing(outcome) if quiet else _summary(outcome, batch.folder):
        click.echo(escape_controls(line).encode("utf-8", "backslashreplace"))
    return FAILED if outcome.tally.failed else FINE


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outside(found: Sequence[Input], folder: OutputFolder, given: Sequence[str], console: Console) -> list[Input]:
    """Leave out what a run wrote itself, where its folder lies in an input."""
    own = os.path.realpath(folder.path) + os.sep
    places = [os.path.realpath(path) + os.sep for path in given]
    if own in places:
        raise OptionError(f"{folder.path} is an input as well: name another folder with -o")
    if not any(own.startswith(place) or place.startswith(own) for place in places):
        return [*found]
    outside = [one for one in found if one.path is None or not os.path.realpath(one.path).startswith(own)]
    if len(outside) < len(found):
        console.note(f"{folder.path} lies inside of an input: what is in it is not read")
    return outside


def _summary(outcome: RunSummary, folder: OutputFolder) -> Iterator[str]:
    """Write for a person what came of a run."""
    told = outcome.as_dict()
    for name in ("rules", "sites"):
        if told[name]:
            yield from _table(name, told[name])
            yield ""
    if told["slowest"]:
        yield "slowest"
    yield from (f"  {slow['seconds']:8.2f} s  {slow['place']}" for slow in told["slowest"][:3])
    for failure in outcome.tally.failures[:SHOWN]:
        yield f"failed: {failure['place']}: {failure['reason']}"
    if outcome.tally.failed > SHOWN:
        yield f"and {outcome.tally.failed - SHOWN} more that failed: {folder.control / 'failed.jsonl'}"
    if outcome.tally.remarks:
        yield f"{len(outcome.tally.remarks):,} remarks: {folder.control / 'remarks.jsonl'}"
    yield from _closing(outcome)


def _table(name: str, counts: dict[str, dict[str, int]]) -> Iterator[str]:
    """Write the largest counts as a table."""
    width = max(len(name), *(len(key) for key in [*counts][:SHOWN]))
    heads = [*next(iter(counts.values()))]
    yield "  ".join([f"{name:{width}}", *(f"{head:>12}" for head in heads)])
    for key, of in [*counts.items()][:SHOWN]:
        yield "  ".join([f"{key:{width}}", *(f"{of[head]:12,}" for head in heads)])
    if len(counts) > SHOWN:
        yield f"and {len(counts) - SHOWN:,} more"


def _closing(outcome: RunSummary) -> Iterator[str]:
    """Write the sum, which adds up."""
    tally = outcome.tally
    before = f", {outcome.done_before:,} of {outcome.shards:,} shards done before" if outcome.done_before else ""
    whole = tally.verdicts["kept-whole"]
    kept_whole = f" ({whole:,} kept whole)" if whole else ""
    share = f"{tally.share:.1%} of the characters removed"
    yield (
        f"read {tally.read:,} = written {tally.written:,}{kept_whole} + empty {tally.empty:,} "
        f"+ failed {tally.failed:,}; "
        f"{share}; {outcome.bytes_in / 1e6:,.1f} MB in {outcome.seconds:,.1f} s{before}"
    )
