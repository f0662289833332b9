"""``cleaner run``: clean a corpus into a folder, on this machine or on a cluster; the same command resumes it."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, get_args

import click

from cleaner.batch.compare import Comparison, compare_outputs
from cleaner.batch.job import ShardJob
from cleaner.batch.metrics import Metrics, write_log
from cleaner.batch.pool import Limits
from cleaner.batch.run import BatchRun, Engine, EngineName, RunSummary, current_records, load_engine
from cleaner.batch.shards import Part, Shard, plan_shards, shards_of_part
from cleaner.batch.store import OutputFolder
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, display_path, escape_controls, truncate, wants_color
from cleaner.cli.options import CLEANING
from cleaner.cli.plan import job_of, refuse_forms
from cleaner.cli.progress import progress
from cleaner.cli.sources import chosen_inputs
from cleaner.errors import ExitStatus, OptionError
from cleaner.io.batches import BATCH_BYTES, read_batches
from cleaner.io.clean_record import Job
from cleaner.io.inputs import Input
from cleaner.io.selection import record_numbers, selected
from cleaner.places import identity, place_of, refuse_web_output, scheme_of
from cleaner.source import RecordKeys
from cleaner.system import core_count, ignores_case

ROWS_SHOWN = 10
"""Rules, sites and failures that are shown at the end; the folder's summary has all."""

SLOWEST_SHOWN = 3
"""Slow documents that are shown at the end."""

_EPILOG = """
\b
Examples:
  cleaner run crawl/ -o cleaned/                          clean a folder; run it again to resume
  cleaner run news-*.jsonl.gz -o cleaned/ --jobs 8        files of records, in eight processes
  cleaner run *.warc.gz -o cleaned/ -t parquet            pages of an archive, as tables
  cleaner run s3://bucket/crawl -o s3://bucket/cleaned    objects, with article-cleaner[remote]
  cleaner run crawl/ -o cleaned/ --shard 3/8              the third of eight jobs; all write to one folder
  cleaner run crawl/ -o cleaned/ --engine spark --master spark://host:7077

\b
Outputs have the paths of their inputs. OUT/_cleaner/ records what is done: summary.json, failed.jsonl,
remarks.jsonl, and manifest.jsonl with the hashes of all inputs and outputs.

\b
Exit status: 0 fine, 2 usage, broken rules, or another run is writing to the folder, 3 some inputs failed
(the others are written), 130 interrupted: the same command resumes the run.
"""


@click.command("run", epilog=_EPILOG)
@click.argument("inputs", nargs=-1, metavar="INPUT…", type=click.Path())
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Write to this folder. Created if missing.")
@click.option(
    "--engine",
    type=click.Choice(get_args(EngineName)),
    default="local",
    show_default=True,
    help="Where to clean: processes on this machine, or a cluster.",
)
@click.option("--master", metavar="URL", help="Address of the Spark or Dask cluster. Default: one on this machine.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Worker processes on this machine. Default: one per core."
)
@click.option("--resume/--fresh", default=True, help="Resume an earlier run (default), or start over.")
@click.option(
    "--removed",
    metavar="FILE",
    help="Write the removed text to this file, one JSON record per removal, from which 'cleaner restore' puts it back.",
)
@click.option(
    "--compare",
    metavar="FOLDER",
    help="Show what differs from the outputs of an earlier run in this folder, as before and after an upgrade.",
)
@click.option(
    "--shard",
    metavar="I/N",
    help="Clean only the I-th of N parts of the corpus, as an array job does. Without it, the same command then "
    "writes the summary of all parts.",
)
@click.option(
    "--metrics", metavar="FILE", help="Keep counts in this file in Prometheus' text form, while the run is at work."
)
@click.option("--log", metavar="FILE", help="Append a line of JSON to this file for each shard that is finished.")
@click.option("--wait", is_flag=True, help="Wait until another run that writes to the folder ends.")
@with_options(*CLEANING)
@click.option("-q", "--quiet", is_flag=True, help="Show no progress, and only the totals at the end.")
def run(inputs: tuple[str, ...], *, output: str, quiet: bool, **values: Any) -> int:
    """Clean a corpus into a folder: files, folders, JSON lines, Parquet and WARC, compressed or not.

    Outputs are never half-written, nothing is lost or done twice, and after an interruption the same command resumes.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(inputs, output, values, quiet=quiet)
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(inputs: Sequence[str], output: str, values: Mapping[str, Any], *, quiet: bool) -> int:
    console = Console(-1 if quiet else 0, color=wants_color("auto", sys.stderr), name="cleaner")
    for path in filter(None, (output, values["metrics"], values["removed"])):
        refuse_web_output(path)
    _refuse_contradictions(inputs, output, values)
    folder, part = OutputFolder(output), _part(values["shard"])
    engine = load_engine(values["engine"], values["jobs"] or core_count(), values["master"])
    chosen = chosen_inputs(inputs, values, console)
    if not chosen:
        return ExitStatus.OK
    found = _outside_of(folder, chosen, inputs, console)
    job = job_of(values, found, console)
    shards = plan_shards(found, job, _chosen_numbers(found, job, values), ignores_case=_ignores_case(folder))
    if not shards:
        raise OptionError("there is nothing to clean: all files are in the output folder")
    _refuse_clash(values["removed"], shards, folder)
    shard_job = ShardJob(job, str(folder.path), Limits(seconds=values["time_limit"]), values["removed"] is not None)
    if values["dry_run"]:
        return _show_plan(folder, shards_of_part(shards, part), shard_job, fresh=not values["resume"])
    folder.create()
    with folder.locked(wait=values["wait"], part=part):
        folder.remove_stale()
        if part is None:
            folder.abort_uploads()
        if values["learn"]:
            learned = _learned_rules(folder, shards, shard_job, engine=engine, values=values, console=console)
            job = job_of({**values, "rules": (*values["rules"], *learned)}, found, console)
            shard_job = replace(shard_job, record_job=job)
        batch = BatchRun(folder, shards, shard_job, fresh=not values["resume"], part=part)
        return _clean(batch, engine, console, values, quiet=quiet)


def _learned_rules(
    folder: OutputFolder,
    shards: Sequence[Shard],
    job: ShardJob,
    *,
    engine: Engine,
    values: Mapping[str, Any],
    console: Console,
) -> list[str]:
    """Count the lines of all shards, learn rules from them, and return the paths of their files."""
    from cleaner.cli.learning import learned_rules_of_run, without_output

    learned = OutputFolder(folder.control / "learned")
    learned.create()
    counting = ShardJob(without_output(job.record_job), str(learned.path), job.limits, counts_lines=True)
    batch = BatchRun(learned, shards, counting, fresh=not values["resume"])
    with progress(sum(shard.size for shard in batch.pending), quiet=console.level < 0) as count_step:
        return learned_rules_of_run(batch, engine, count_step, console)


def _refuse_contradictions(inputs: Sequence[str], output: str, values: Mapping[str, Any]) -> None:
    """Raise :exc:`OptionError` for options that do not fit together."""
    if not output:
        raise OptionError("-o names no folder: give one, as in -o cleaned/")
    if values["master"] and values["engine"] == "local":
        raise OptionError("--master is the address of a cluster: add --engine spark or --engine dask")
    refuse_forms(values, [values["form"]])
    if not inputs and values["files_from"] is None:
        raise OptionError("name inputs: files, folders, or a list of them with --files-from")
    if values["limit"] and values["sample"]:
        raise OptionError("--limit and --sample both choose articles: choose one")
    if values["log"] and scheme_of(values["log"]):
        raise OptionError("--log appends to its file, and stores cannot append: name a file of this machine")
    if values["compare"] and not OutputFolder(values["compare"]).done.is_dir():
        raise OptionError(f"{values['compare']} is not the output folder of a run: it has no _cleaner/done/")
    if values["learn"] and scheme_of(output):
        raise OptionError(
            "--learn writes its rules into the output folder, and reads them there: learn first with "
            "'cleaner rules learn', and add --rules"
        )
    if values["learn"] and values["shard"]:
        raise OptionError(
            "--learn counts the whole corpus, and --shard cleans a part of it: learn first with 'cleaner rules learn', "
            "and add --rules"
        )
    if values["compare"] and values["shard"]:
        raise OptionError("--compare compares all outputs, and --shard writes a part of them: compare in a later run")


def _chosen_numbers(inputs: Sequence[Input], job: Job, values: Mapping[str, Any]) -> dict[str, frozenset[int]] | None:
    """Return the numbers of the records that ``--limit`` or ``--sample`` chooses, by input; ``None`` for all."""
    if not (values["limit"] or values["sample"]):
        return None
    batches = read_batches(inputs, job.read_options, job.cleaner.options.max_size, sys.stdin.buffer, BATCH_BYTES)
    return record_numbers(selected(batches, limit=values["limit"], sample=values["sample"]))


def _show_plan(folder: OutputFolder, shards: Sequence[Shard], job: ShardJob, *, fresh: bool) -> int:
    """Write which files a run would write. Those that it would not, since they are done, are counted."""
    done = {} if fresh else current_records(folder, shards, job)
    for file in (file for shard in shards if shard.name not in done for file in shard.files):
        click.echo(f"would write {display_path(folder.path / file.output)}".encode("utf-8", "backslashreplace"))
    if done:
        click.echo(f"{len(done):,} of {len(shards):,} shards are done")
    return ExitStatus.OK


def _ignores_case(folder: OutputFolder) -> bool:
    return isinstance(folder.path, os.PathLike) and ignores_case(folder.path)


def _refuse_clash(removed: str | None, shards: Sequence[Shard], folder: OutputFolder) -> None:
    """Raise :exc:`OptionError` if the file of removals is an input or an output."""
    files = [file for shard in shards for file in shard.files] if removed else []
    paths = {identity(file.input.path or "") for file in files}
    paths |= {identity(folder.path / file.output) for file in files}
    if removed and identity(removed) in paths:
        raise OptionError(f"--removed {removed} would overwrite an input or an output: name another file")


def _part(text: str | None) -> Part | None:
    """Return the part that ``--shard`` names. Raises :exc:`OptionError` for what is not a part."""
    if text is None:
        return None
    index, _, count = text.partition("/")
    if not (index.isascii() and index.isdigit() and count.isascii() and count.isdigit()):
        raise OptionError(f"--shard is a part and their number, as in --shard 1/8, not {text!r}")
    part = Part(int(index), int(count))
    if not 1 <= part.number <= part.total:
        raise OptionError(f"--shard {text}: parts count from 1 to {part.total}")
    return part


def _clean(batch: BatchRun, engine: Engine, console: Console, values: Mapping[str, Any], *, quiet: bool) -> int:
    """Clean the pending shards, write the totals, and return the exit status."""
    metrics = Metrics(values["metrics"]) if values["metrics"] else None
    try:
        with progress(sum(shard.size for shard in batch.pending), quiet=quiet) as count_step:
            for record in batch.clean(engine, count_step):
                if values["log"]:
                    write_log(values["log"], record)
                if metrics and metrics.is_due():
                    metrics.write(batch.summary())
    except KeyboardInterrupt:
        state = f"{len(batch.done)} of {len(batch.shards)} shards are done"
        console.error(f"interrupted, {state}: run the same command to resume")
        return ExitStatus.INTERRUPTED
    summary = batch.finish()
    comparison = _compare(batch, values) if values["compare"] else None
    if values["removed"]:
        batch.write_removals(place_of(values["removed"]).absolute())
    if metrics:
        metrics.write(summary, is_complete=True)
    rows = [_totals(summary)] if quiet else _rows(summary, batch.folder)
    for row in [*rows, *(_comparison_rows(comparison, batch.folder, quiet=quiet) if comparison else ())]:
        click.echo(escape_controls(row).encode("utf-8", "backslashreplace"))
    counts = {**summary.tally.verdicts, "remarks": len(summary.tally.remarks)}
    for condition in values["fail_on"]:
        if counts.get(condition):
            console.error(f"--fail-on {condition}: {counts[condition]:,}")
    return ExitStatus.FAILED if summary.tally.failed or console.failed else ExitStatus.OK


def _compare(batch: BatchRun, values: Mapping[str, Any]) -> Comparison:
    """Compare the outputs with those of an earlier run, and list all changes in the control folder."""
    keys = RecordKeys(values["text_key"], values["id_key"])
    comparison = compare_outputs(batch.folder, OutputFolder(values["compare"]), keys)
    batch.folder.write_lines("changes.jsonl", [change.as_dict() for change in comparison.changes])
    return comparison


def _comparison_rows(comparison: Comparison, folder: OutputFolder, *, quiet: bool) -> Iterator[str]:
    """Yield the first changes, and the totals of a comparison."""
    shown = [] if quiet else comparison.changes[:ROWS_SHOWN]
    for change in shown:
        place = change.output if change.id is None else f"{change.output} ({change.id})"
        yield f"{place}: not {change.missing}" if change.missing else f"{place}:"
        yield from (f"  - {truncate(line)}" for line in change.lost)
        yield from (f"  + {truncate(line)}" for line in change.gained)
    if len(comparison.changes) > len(shown):
        yield f"all {len(comparison.changes):,} changes: {folder.control / 'changes.jsonl'}"
    yield f"compared: {comparison.totals}"


def _outside_of(folder: OutputFolder, inputs: Sequence[Input], paths: Sequence[str], console: Console) -> list[Input]:
    """Return the inputs without those in the output folder, which may lie in an input folder."""
    output = os.path.join(identity(folder.path), "")
    input_paths = [os.path.join(identity(path), "") for path in paths]
    if output in input_paths:
        raise OptionError(f"{folder.path} is an input as well: name another folder with -o")
    if not any(output.startswith(path) or path.startswith(output) for path in input_paths):
        return [*inputs]
    outside = [source for source in inputs if source.path is None or not identity(source.path).startswith(output)]
    if len(outside) < len(inputs):
        console.note(f"{folder.path} is inside an input: the files in it are not read")
    return outside


def _rows(summary: RunSummary, folder: OutputFolder) -> Iterator[str]:
    """Yield the summary of a run for people to read, the totals last."""
    counts = summary.as_dict()
    for name in ("rules", "sites"):
        if counts[name]:
            yield from _table(name, counts[name])
            yield ""
    if counts["slowest"]:
        yield "slowest"
    for document in counts["slowest"][:SLOWEST_SHOWN]:
        yield f"  {document['seconds']:8.2f} s  {document['place']}"
    yield from _failures(summary, folder)
    if summary.tally.remarks:
        yield f"{len(summary.tally.remarks):,} remarks: {folder.control / 'remarks.jsonl'}"
    yield _totals(summary)


def _failures(summary: RunSummary, folder: OutputFolder) -> Iterator[str]:
    """Yield the first failure of each reason, with the number of those that have the same reason."""
    counts = Counter(failure["reason"] for failure in summary.tally.failures)
    places = dict[str, str]()
    for failure in summary.tally.failures:
        places.setdefault(failure["reason"], failure["place"])
    for reason, place in islice(places.items(), ROWS_SHOWN):
        more = f" (and {counts[reason] - 1:,} more)" if counts[reason] > 1 else ""
        yield f"failed: {place}: {reason}{more}"
        del counts[reason]
    if counts:
        yield f"and {counts.total():,} more failures: {folder.control / 'failed.jsonl'}"


def _table(name: str, rows: dict[str, dict[str, int]]) -> Iterator[str]:
    """Yield the first rows of a table of counts."""
    width = max(len(name), *(len(key) for key in [*rows][:ROWS_SHOWN]))
    columns = [*next(iter(rows.values()))]
    yield "  ".join([f"{name:{width}}", *(f"{column:>12}" for column in columns)])
    for key, counts in [*rows.items()][:ROWS_SHOWN]:
        yield "  ".join([f"{key:{width}}", *(f"{counts[column]:12,}" for column in columns)])
    if len(rows) > ROWS_SHOWN:
        yield f"and {len(rows) - ROWS_SHOWN:,} more"


def _totals(summary: RunSummary) -> str:
    """Return the totals, which add up."""
    tally = summary.tally
    resumed = f", {summary.done_before:,} of {summary.shards:,} shards done before" if summary.done_before else ""
    kept_whole = f" ({tally.verdicts['kept-whole']:,} kept whole)" if tally.verdicts["kept-whole"] else ""
    size = f"{summary.bytes_in / 1e6:,.1f} MB in {summary.seconds:,.1f} s"
    return (
        f"read {tally.read:,} = written {tally.written:,}{kept_whole} + empty {tally.empty:,} "
        f"+ failed {tally.failed:,}; {tally.share:.1%} of the characters removed; {size}{resumed}"
    )
