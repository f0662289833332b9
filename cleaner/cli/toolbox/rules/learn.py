"""``cleaner rules learn``: rules for the boilerplate of sites, found from their own pages."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cleaner.authoring.draft import rewrite
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, display_path, escape_controls, truncate
from cleaner.cli.learning import CountingPlan, count_lines
from cleaner.cli.options import OPTIONS
from cleaner.cli.plan import job_of
from cleaner.cli.sources import chosen_inputs
from cleaner.cli.toolbox.rules.shared import (
    counted,
    load,
    rules_command,
    toolbox_console,
    write_json,
    write_rows,
)
from cleaner.errors import ExitStatus, OptionError
from cleaner.io.batches import BATCH_BYTES, read_batches
from cleaner.learning.counts import LineCounts
from cleaner.learning.proposals import Proposal, SiteProposals, proposals_of, propose
from cleaner.learning.rule_file import LearnedFile, learned_files
from cleaner.metadata import site_of
from cleaner.rules.folders import SUFFIXES
from cleaner.rules.readers import is_site_name

_WIDTH = 60
"""Characters of a line that are shown."""

_READING = (
    *("input_format", "text_key", "html_key", "url_key", "lang_key", "lang", "site_from_path", "detect_language"),
    *("rules", "no_default_rules", "profile", "effort", "max_size", "jobs", "time_limit"),
    *("files_from", "include", "exclude", "no_config"),
)
"""Options on what is read, and by which rules it is cleaned before its lines are counted."""

_EPILOG = """
\b
Examples:
  cleaner rules learn crawl/                              what recurs on the pages of each site
  cleaner rules learn crawl/ --into .clean/learned.yaml   write the rules, tested and with samples
  cleaner rules learn a.warc.gz --save-counts a.jsonl.gz  count now, and learn from several later:
  cleaner rules learn --counts a.jsonl.gz --counts b.jsonl.gz --into .clean/learned.yaml

\b
A site is known by the address of a page, by phrases of it, or by its folder (--site-from-path).
Lines that recur inside of articles, in versions of one story, for a few days only, or with one
author of several are not proposed; what was held back is counted.

\b
Exit status: 0 fine, 1 nothing is proposed, 2 broken rules or usage, 3 some inputs failed.
"""


@rules_command("learn", _EPILOG)
@click.argument("inputs", nargs=-1, metavar="[INPUT]…")
@click.option("--site", metavar="HOST", help="The site of all inputs. Default: what each says.")
@click.option(
    "--min-pages", type=click.IntRange(2), default=3, show_default=True, help="Stories on which a line stands at least."
)
@click.option("--into", metavar="FILE", help="Add the rules to this rule file, or to one for each site in this folder.")
@click.option("--dry-run", is_flag=True, help="With --into: write nothing, and show the rules.")
@click.option(
    "--counts", "saved", metavar="FILE", multiple=True, help="Add counts that were saved earlier. Repeatable."
)
@click.option("--save-counts", metavar="FILE", help="Save the counts, compressed if the name ends with .gz or .zst.")
@with_options(*_READING)
def rules_learn(inputs: tuple[str, ...], *, as_json: bool, **values: Any) -> int:
    """Propose rules for what recurs on the pages of a site and is not of its articles: lines, blocks, nodes of pages.

    INPUT is what 'clean' takes: files, folders, JSON lines, Parquet, WARC, or - for standard input; texts or pages.
    Lines that other rules remove already are not counted. Nothing is written without --into.
    """
    if not (inputs or values["saved"] or values["files_from"]):
        raise OptionError("name inputs, or counts that were saved with --counts")
    console = toolbox_console()
    site = _site(values["site"])
    with LineCounts() as counts:
        if inputs or values["files_from"]:
            _count(inputs, values, site, counts, console)
        for path in values["saved"]:
            counts.add_file(Path(path))
        if values["save_counts"]:
            counts.save(Path(values["save_counts"]))
        found = propose(counts, min_pages=values["min_pages"], site=site)
    files = _files(found, values["into"], values["rules"]) if values["into"] else {}
    for path, (_, file) in files.items():
        if not values["dry_run"] and file.ids:
            path.parent.mkdir(parents=True, exist_ok=True)
            rewrite(path, file.text)
    if as_json:
        write_json([_record(site, files) for site in found])
    elif values["into"]:
        write_rows(_file_rows(files, is_dry_run=values["dry_run"]))
    else:
        write_rows(_rows(found))
    if console.failed:
        return ExitStatus.FAILED
    return ExitStatus.OK if any(site.proposals for site in found) else ExitStatus.FINDINGS


def _count(
    paths: Sequence[str], values: Mapping[str, Any], site: str | None, counts: LineCounts, console: Console
) -> None:
    """Count the lines of inputs, and note how many articles tell nothing."""
    inputs = chosen_inputs(paths, values, console)
    job = job_of({option.name: option.default for option in OPTIONS} | dict(values), inputs, console)
    batches = read_batches(inputs, job.read_options, job.cleaner.options.max_size, sys.stdin.buffer, BATCH_BYTES)
    left_out = count_lines(batches, CountingPlan(job, values["jobs"], values["time_limit"], site), counts, console)
    if left_out:
        console.note(f"{counted(left_out, 'article')} left out: no site is known, or most of it is not prose")
    console.finish()


def _site(name: str | None) -> str | None:
    """Return the host that ``--site`` names. Raises :exc:`OptionError` for what is not one."""
    site = site_of(name if name is None or "//" in name else f"https://{name}")
    if name is not None and (site is None or not is_site_name(site)):
        raise OptionError(f"--site {name!r} is not a host: give one as in --site example.org")
    return site


_Files = dict[Path, tuple[list[SiteProposals], LearnedFile]]
"""The rule files to write by their paths, each with the sites whose rules it gets."""


def _files(found: Sequence[SiteProposals], into: str, rules: Sequence[str]) -> _Files:
    """Return the rule files with the proposals. Raises :exc:`OptionError` for a path of something else."""
    folder = Path(into) if into.endswith(os.sep) or os.path.isdir(into) else None
    if folder is None and Path(into).suffix.lower() not in SUFFIXES:
        raise OptionError(f"{into} is neither a rule file, whose name ends with .yaml, nor a folder, which ends with /")
    sites_of = dict[Path, list[SiteProposals]]()
    for site in found:
        if site.proposals:
            sites_of.setdefault(folder / f"learned-{site.site}.yaml" if folder else Path(into), []).append(site)
    proposals = {path: proposals_of(sites) for path, sites in sites_of.items()}
    return {path: (sites_of[path], file) for path, file in learned_files(proposals, load(rules)).items()}


def _rows(found: Sequence[SiteProposals]) -> Iterator[str]:
    """Yield the proposals of each site as a table, and what was held back."""
    for site in found:
        if not (site.proposals or site.held_back):
            continue
        yield f"{site.site}: {counted(site.pages, 'page')}, {counted(len(site.proposals), 'proposal')}"
        if site.proposals:
            yield f"  {'pages':>9}  share  confidence  rule    where"
        for proposal in site.proposals:
            yield from _proposal_rows(proposal)
        if site.held_back:
            reasons = sorted(site.held_back.items(), key=lambda item: (-item[1], item[0]))
            yield f"  held back: {', '.join(f'{count:,} ({reason})' for reason, count in reasons)}"
    proposals = sum(len(site.proposals) for site in found)
    sites, pages = counted(len(found), "site"), counted(sum(site.pages for site in found), "page")
    hint = ": --into FILE writes them as rules" if proposals else ""
    yield f"{sites}, {pages}: {counted(proposals, 'proposal')}{hint}"


def _proposal_rows(proposal: Proposal) -> Iterator[str]:
    numbers = f"{proposal.pages:9,}  {proposal.share:5.0%}  {proposal.confidence:10.2f}"
    distance = proposal.near_end if proposal.near_start is None else proposal.near_start
    where = proposal.place if distance is None else f"{proposal.place}, at most {counted(distance, 'line')} from there"
    yield f"  {numbers}  {proposal.kind:6}  {where}"
    texts = [f"{text} …" for text in proposal.texts] if proposal.kind in ("starts", "select") else [*proposal.texts]
    if proposal.kind == "block":
        texts.insert(1, "…")
    yield from (f"    - {truncate(text, _WIDTH)}" for text in texts)


def _file_rows(files: _Files, *, is_dry_run: bool) -> Iterator[str]:
    """Yield what was written, and which proposals were left out."""
    for path, (sites, file) in files.items():
        if is_dry_run:
            yield from (f"  {escape_controls(row)}" for row in file.text.rstrip("\n").split("\n"))
        verb = "would write" if is_dry_run else "wrote"
        names = ", ".join(escape_controls(site.site) for site in sites)
        yield f"{verb} {counted(len(file.ids), 'rule')} for {names} to {display_path(path)}; all samples hold"
        yield from (f"left out {escape_controls(id)}: {escape_controls(text)}" for id, text in file.left_out.items())
    if not files:
        yield "nothing was written: nothing is proposed"


def _record(site: SiteProposals, files: _Files) -> dict[str, Any]:
    record: dict[str, Any] = {
        "site": site.site,
        "pages": site.pages,
        "proposals": [proposal.as_dict() for proposal in site.proposals],
        "held_back": dict(site.held_back),
    }
    for path, (sites, file) in files.items():
        if site in sites:
            record |= {"path": str(path), "rules": list(file.ids), "left_out": dict(file.left_out)}
    return record
