"""``cleaner rules diff``: what a change of rules newly removes from articles, and newly keeps."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.authoring.compare import Comparison, Difference, Effect
from cleaner.cli.console import Console, display_path, escape_controls, truncate
from cleaner.cli.options import with_reading_options
from cleaner.cli.sources import articles
from cleaner.cli.toolbox.rules.named import load_named
from cleaner.cli.toolbox.rules.shared import (
    FINDINGS,
    FINE,
    asked_of,
    counted,
    guarded,
    json_option,
    options_of,
    show,
    toolbox_console,
    warn,
    write,
)
from cleaner.errors import OptionError
from cleaner.io.inputs import find_inputs
from cleaner.io.remarks import remarks

_WIDTH = 240
"""Characters that are shown of a text: some three rows, in which a reviewer sees what it is. JSON has all of it."""

_SIGNS: Mapping[Effect, str] = {"removed": "-", "kept": "+"}

_EPILOG = """
\b
Examples:
  cleaner rules diff main HEAD articles/                 what a branch changes
  cleaner rules diff main . articles/                    what the files here change
  cleaner rules diff HEAD~1:my-rules my-rules in.jsonl   the same for rules of your own

\b
OLD and NEW are files or folders of rules, else git revisions: REV, or REV:PATH where the rules are
neither in rules/ nor in .clean/. A folder with common/ in it is a whole rule set, in place of the
shipped one; all others are a user's rules, above the shipped ones.

\b
Exit status: 0 fine, 1 prose is newly removed (a sentence of ten words or more), 2 broken rules or usage.
"""


@click.command("diff", epilog=_EPILOG)
@click.argument("old")
@click.argument("new")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@json_option
@with_reading_options
def rules_diff(old: str, new: str, inputs: tuple[str, ...], *, as_json: bool, **given: Any) -> int:
    """Show what a change of rules newly removes from texts and pages, and what it newly keeps.

    INPUT is what 'clean' takes: files, folders, JSON lines, or - for standard input.
    """
    return guarded(lambda: _run((old, new), inputs, given, as_json=as_json), as_json=as_json)


def _run(names: tuple[str, str], inputs: Sequence[str], given: Mapping[str, Any], *, as_json: bool) -> int:
    console = toolbox_console()
    found = find_inputs(inputs)
    cleaners = tuple(Cleaner(options_of(given), rules=load_named(name)) for name in names)
    for cleaner in cleaners:
        warn(cleaner.rule_set)
    comparison = Comparison()
    for place, (old, new) in articles(found, asked_of(given), cleaners, console, sys.stdin.buffer):
        comparison.add(place, old, new)
        before = set(remarks(old))
        for remark in remarks(new):
            if remark not in before:
                console.note(f"{place}: {remark}")
    if not comparison.new.documents:
        raise OptionError("no input has an article that can be read: there is nothing to compare")
    places: Mapping[Effect, Mapping[str, str]] = {"kept": _places(cleaners[0]), "removed": _places(cleaners[1])}
    if as_json:
        write(_record(comparison, names, places, console))
    else:
        show(_shown(comparison, places, console))
    return FINDINGS if _prose(comparison) else FINE


def _places(cleaner: Cleaner) -> dict[str, str]:
    """Return where each rule stands; steps of extraction stand nowhere."""
    return {rule.id: display_path(rule.path, rule.at_line) for rule in cleaner.rule_set.rules}


def _prose(comparison: Comparison) -> int:
    return sum(one.is_prose for one in comparison.differences("removed"))


def _shown(comparison: Comparison, places: Mapping[Effect, Mapping[str, str]], console: Console) -> Iterator[str]:
    """Write what is newly removed and kept, the rules that take more or less, and the sums."""
    for way, sign in _SIGNS.items():
        found = comparison.differences(way)
        if found:
            yield f"newly {way}:"
        for one in found:
            rule = f"{one.rule}  {places[way].get(one.rule, '')}".rstrip()
            mark = "  (prose)" if one.is_prose else "  (outside of the article)" if one.is_outside else ""
            yield f"  {escape_controls(one.place)}  {rule}{mark}"
            yield f"    {sign} {truncate(one.text, _WIDTH)}"
    yield from _table(comparison)
    failed = f"; {counted(console.failed, 'input')} failed" if console.failed else ""
    told = ", ".join(_sum(comparison, way) for way in _SIGNS)
    changed = f"{comparison.changed:,} of {counted(comparison.new.documents, 'document')} changed"
    yield f"{changed}: {told}{failed}"


def _table(comparison: Comparison) -> Iterator[str]:
    """Write a row for each rule that takes more or less than before."""
    changed = comparison.rules()
    if not changed:
        return
    width = max(len("rule"), *(len(name) for name, _, _ in changed))
    yield f"{'rule':{width}}  lines: old       new  difference  characters"
    for name, old, new in changed:
        more = new.characters - old.characters
        yield f"{name:{width}}  {old.lines:10}  {new.lines:8}  {new.lines - old.lines:+10}  {more:+10}"


def _sum(comparison: Comparison, way: Effect) -> str:
    """Return how many lines are newly removed or kept, how many of them are prose, and how many nodes."""
    found = comparison.differences(way)
    lines = len({one.place for one in found if not one.is_outside})
    prose = len({one.place for one in found if one.is_prose})
    nodes = sum(one.is_outside for one in found)
    more = f" and {counted(nodes, 'node')} outside of articles" if nodes else ""
    return f"{counted(lines, 'line')} newly {way} ({prose:,} of prose){more}"


def _record(
    comparison: Comparison, names: tuple[str, str], places: Mapping[Effect, Mapping[str, str]], console: Console
) -> dict[str, Any]:
    return {
        "old": names[0],
        "new": names[1],
        "documents": comparison.new.documents,
        "failed": console.failed,
        "changed": comparison.changed,
        "kept_whole": [side.verdicts["kept-whole"] for side in (comparison.old, comparison.new)],
        **{way: [_plain(one, places[way]) for one in comparison.differences(way)] for way in _SIGNS},
        "rules": {
            name: {
                "documents": [old.documents, new.documents],
                "lines": [old.lines, new.lines],
                "characters": [old.characters, new.characters],
            }
            for name, old, new in comparison.rules()
        },
    }


def _plain(one: Difference, places: Mapping[str, str]) -> dict[str, Any]:
    at = "path" if one.is_outside else "line"
    return {
        "input": one.name,
        at: one.at,
        "rule": one.rule,
        "where": places.get(one.rule),
        "prose": one.is_prose,
        "text": one.text,
    }
