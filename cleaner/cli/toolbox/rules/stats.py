"""``cleaner rules stats``: what each rule takes from many articles, and which rules never find anything."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.authoring.stats import RuleStats, Stats, StatsOrder
from cleaner.cli.console import Console, display_path, escape_controls, truncate
from cleaner.cli.counts import documents
from cleaner.cli.options import with_reading_options
from cleaner.cli.sources import articles, own_rules
from cleaner.cli.toolbox.rules.shared import (
    FINE,
    asked_of,
    counted,
    guarded,
    json_option,
    load,
    options_of,
    rules_option,
    show,
    toolbox_console,
    warn,
    write,
)
from cleaner.errors import OptionError
from cleaner.io.inputs import find_inputs
from cleaner.io.remarks import remarks
from cleaner.types import Rule

_WIDTH = 40
"""Characters that are shown of a rule's longest removal: enough to know it again, and to see if it is prose."""

_EPILOG = """
\b
Examples:
  cleaner rules stats articles/                     what each rule takes from a folder
  cleaner rules stats --sort characters in.jsonl    the rules that take most first
  cleaner rules stats -r my-rules/ --never pages/   and which rules found nothing

\b
A rule's share is that of all characters that went. What is pruned from pages counts a node as a line.
Inputs that fail are told, and do not stop the others.

\b
Exit status: 0 fine, 2 broken rules or usage.
"""


@click.command("stats", epilog=_EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@json_option
@click.option(
    "--sort",
    "order",
    type=click.Choice(["lines", "documents", "characters", "rule"]),
    default="lines",
    show_default=True,
    help="What comes first: the rules with the most of it, or their names.",
)
@click.option("--never", is_flag=True, help="Name the rules that never found anything.")
@rules_option
@with_reading_options
def rules_stats(inputs: tuple[str, ...], *, as_json: bool, **given: Any) -> int:
    """Count what each rule takes from texts and pages.

    INPUT is what 'clean' takes: files, folders, JSON lines, or - for standard input.
    """
    return guarded(lambda: _run(inputs, given, as_json=as_json), as_json=as_json)


def _run(inputs: Sequence[str], given: dict[str, Any], *, as_json: bool) -> int:
    console = toolbox_console()
    found = find_inputs(inputs)
    cleaner = Cleaner(options_of(given), rules=load(given["paths"], own_rules(inputs, console)))
    warn(cleaner.rule_set)
    stats = Stats()
    for place, (article,) in articles(found, asked_of(given), (cleaner,), console, sys.stdin.buffer):
        stats.add(article, place)
        for remark in remarks(article):
            console.note(f"{place}: {remark}")
    if not stats.documents:
        raise OptionError("no input has an article that can be read: there is nothing to count")
    never = stats.never_matched(cleaner.rule_set.rules)
    if as_json:
        write(_record(stats, given["order"], never, cleaner, console))
        return FINE
    show(_table(stats, given["order"]))
    show(_end(stats, never, cleaner, console, listed=given["never"]))
    return FINE


def _table(stats: Stats, order: StatsOrder) -> Iterator[str]:
    """Write a row for each rule that took something."""
    if not stats.rules:
        return
    width = max(len("rule"), *map(len, stats.rules))
    yield f"{'rule':{width}}  documents     lines  characters   share  longest"
    for name, of in stats.sorted_by(order):
        counts = f"{of.documents:9}  {of.lines:8}  {of.characters:10}  {stats.share(name):6.1%}"
        yield f"{name:{width}}  {counts}  {_longest(of)}"


def _longest(of: RuleStats) -> str:
    if of.longest is None:
        return ""
    return f"{escape_controls(of.place)}:{of.longest.at}  {truncate(of.longest.text, _WIDTH)}"


def _end(stats: Stats, never: Sequence[Rule], cleaner: Cleaner, console: Console, *, listed: bool) -> Iterator[str]:
    """Write the sums, and which rules never found anything."""
    failed = f"; {counted(console.failed, 'input')} failed" if console.failed else ""
    yield f"{documents(stats)}, {counted(stats.characters, 'character')}: {stats.removed:,} went{failed}"
    hint = "" if listed or not never else " (--never names them)"
    yield f"{len(never):,} of {counted(len(cleaner.rule_set.rules), 'rule')} never found anything{hint}"
    if listed:
        width = max((len(rule.id) for rule in never), default=0)
        yield from (f"  {rule.id:{width}}  {display_path(rule.path, rule.at_line)}" for rule in never)


def _record(
    stats: Stats, order: StatsOrder, never: Sequence[Rule], cleaner: Cleaner, console: Console
) -> dict[str, Any]:
    return {
        "documents": stats.documents,
        "failed": console.failed,
        "verdicts": dict(sorted(stats.verdicts.items())),
        "characters": stats.characters,
        "taken": stats.removed,
        "rules": {name: _of_rule(of, stats.share(name)) for name, of in stats.sorted_by(order)},
        "run": len(cleaner.rule_set.rules),
        "never": [rule.id for rule in never],
    }


def _of_rule(of: RuleStats, share: float) -> dict[str, Any]:
    record: dict[str, Any] = {
        "documents": of.documents,
        "lines": of.lines,
        "characters": of.characters,
        "share": round(share, 4),
    }
    if of.longest:
        at = "line" if isinstance(of.longest.at, int) else "path"
        record["longest"] = {"input": of.place, at: of.longest.at, "text": of.longest.text}
    return record
