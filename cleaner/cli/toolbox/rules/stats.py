"""``cleaner rules stats``: what each rule removes from many articles, and which rules never match."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import click

from cleaner.api import Cleaner
from cleaner.authoring.stats import RuleStats, Stats, StatsOrder
from cleaner.authoring.verdicts import VerdictName, counts_by_rule, read_verdicts
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, display_path, escape_controls, truncate
from cleaner.cli.options import READING
from cleaner.cli.plan import read_options_of
from cleaner.cli.reports import documents_row
from cleaner.cli.sources import articles, inputs_at
from cleaner.cli.toolbox.rules.shared import counted, load, rules_command, toolbox_console, warn, write_json, write_rows
from cleaner.errors import ExitStatus, OptionError
from cleaner.io.remarks import remarks
from cleaner.options import Options
from cleaner.types import Rule

_WIDTH = 40
"""Characters of a rule's longest removal that are shown: enough to recognize it, and to see whether it is prose."""

_EPILOG = """
\b
Examples:
  cleaner rules stats articles/                     what each rule removes from a folder
  cleaner rules stats --sort characters in.jsonl    the rules that remove most first
  cleaner rules stats -r my-rules/ --never pages/   and the rules that never matched
  cleaner rules stats --verdicts verdicts.jsonl     how often each rule was right, by verdicts from a report

\b
A rule's share is that of all removed characters. A node that is pruned from a page counts as a line.
Inputs that fail are reported, and do not stop the others.

\b
Exit status: 0 fine, 2 broken rules or usage.
"""


@rules_command("stats", _EPILOG)
@click.argument("inputs", nargs=-1, metavar="INPUT…")
@click.option(
    "--sort",
    "order",
    type=click.Choice(get_args(StatsOrder)),
    default="lines",
    show_default=True,
    help="Sort by this count, largest first, or by rule id.",
)
@click.option("--never", is_flag=True, help="List the rules that never matched.")
@click.option(
    "--verdicts",
    metavar="FILE",
    help="Add how often people called each rule right, wrong, or were unsure: the verdicts that a report saves. "
    "Without INPUT, show only these.",
)
@with_options("rules", *READING)
def rules_stats(
    inputs: tuple[str, ...],
    order: StatsOrder,
    verdicts: str | None,
    *,
    never: bool,
    as_json: bool,
    rules: tuple[str, ...],
    **values: Any,
) -> int:
    """Count what each rule removes from texts and pages.

    INPUT is what 'clean' takes: files, folders, JSON lines, or - for standard input.
    """
    judged = counts_by_rule(read_verdicts(verdicts)) if verdicts else {}
    if not inputs:
        if verdicts is None:
            raise OptionError("name inputs, or the verdicts of a report with --verdicts")
        return _show_verdicts(judged, as_json=as_json)
    console = toolbox_console()
    files = inputs_at(inputs, console)
    options = Options(profile=values["profile"], effort=values["effort"])
    cleaner = Cleaner(options, rules=load(rules))
    warn(cleaner.rule_set)
    stats = Stats()
    for place, (article,) in articles(files, read_options_of(values), (cleaner,), console, sys.stdin.buffer):
        stats.add(article, place)
        for remark in remarks(article):
            console.note(remark, place)
    if not stats.documents:
        raise OptionError("no input has an article that can be read: there is nothing to count")
    unmatched = stats.never_matched(cleaner.rule_set.rules)
    if as_json:
        record = _record(stats, order, unmatched, cleaner, console)
        write_json(record | ({"verdicts_by_rule": _verdict_records(judged)} if verdicts else {}))
    else:
        write_rows(_table(stats, order))
        write_rows(_verdict_table(judged))
        write_rows(_totals(stats, unmatched, cleaner, console, are_listed=never))
    return ExitStatus.OK


def _show_verdicts(judged: Mapping[str, Counter[str]], *, as_json: bool) -> int:
    if as_json:
        write_json({"verdicts_by_rule": _verdict_records(judged)})
    else:
        write_rows(_verdict_table(judged))
    return ExitStatus.OK


def _verdict_records(judged: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {rule: {name: counts[name] for name in get_args(VerdictName)} for rule, counts in _by_wrong(judged)}


def _by_wrong(judged: Mapping[str, Counter[str]]) -> list[tuple[str, Counter[str]]]:
    """Return the rules with verdicts, those that were wrong most often first."""
    return sorted(judged.items(), key=lambda item: (-item[1]["wrong"], item[0]))


def _verdict_table(judged: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Yield a row for each rule with verdicts: their numbers, and the share of the decided ones that were right."""
    if not judged:
        return
    width = max(len("rule"), *map(len, judged))
    yield f"{'rule':{width}}  right  wrong  unsure  precision"
    for rule, counts in _by_wrong(judged):
        decided = counts["right"] + counts["wrong"]
        precision = f"{counts['right'] / decided:9.0%}" if decided else ""
        numbers = f"{counts['right']:5}  {counts['wrong']:5}  {counts['unsure']:6}  {precision}"
        yield f"{escape_controls(rule):{width}}  {numbers}".rstrip()


def _table(stats: Stats, order: StatsOrder) -> Iterator[str]:
    """Yield a row for each rule that removed something."""
    if not stats.rules:
        return
    width = max(len("rule"), *map(len, stats.rules))
    yield f"{'rule':{width}}  documents     lines  characters   share  longest"
    for name, counts in stats.sorted_by(order):
        numbers = f"{counts.documents:9}  {counts.lines:8}  {counts.characters:10}  {stats.share(name):6.1%}"
        yield f"{name:{width}}  {numbers}  {_longest(counts)}"


def _longest(counts: RuleStats) -> str:
    if counts.longest is None:
        return ""
    return f"{escape_controls(counts.place)}:{counts.longest.at}  {truncate(counts.longest.text, _WIDTH)}"


def _totals(
    stats: Stats, unmatched: Sequence[Rule], cleaner: Cleaner, console: Console, *, are_listed: bool
) -> Iterator[str]:
    """Yield the totals, and the number of rules that never matched, or the rules themselves."""
    failed = f"; {counted(console.failed, 'input')} failed" if console.failed else ""
    yield f"{documents_row(stats)}, {counted(stats.characters, 'character')}: {stats.removed:,} removed{failed}"
    hint = "" if are_listed or not unmatched else " (--never lists them)"
    yield f"{len(unmatched):,} of {counted(len(cleaner.rule_set.rules), 'rule')} never matched{hint}"
    if are_listed:
        width = max((len(rule.id) for rule in unmatched), default=0)
        yield from (f"  {rule.id:{width}}  {display_path(rule.path, rule.at_line)}" for rule in unmatched)


def _record(
    stats: Stats, order: StatsOrder, unmatched: Sequence[Rule], cleaner: Cleaner, console: Console
) -> dict[str, Any]:
    return {
        "documents": stats.documents,
        "failed": console.failed,
        "verdicts": dict(sorted(stats.verdicts.items())),
        "characters": stats.characters,
        "taken": stats.removed,
        "rules": {name: _rule_record(counts, stats.share(name)) for name, counts in stats.sorted_by(order)},
        "run": len(cleaner.rule_set.rules),
        "never": [rule.id for rule in unmatched],
    }


def _rule_record(counts: RuleStats, share: float) -> dict[str, Any]:
    record: dict[str, Any] = {
        "documents": counts.documents,
        "lines": counts.lines,
        "characters": counts.characters,
        "share": round(share, 4),
    }
    if counts.longest:
        key = "line" if isinstance(counts.longest.at, int) else "path"
        record["longest"] = {"input": counts.place, key: counts.longest.at, "text": counts.longest.text}
    return record
