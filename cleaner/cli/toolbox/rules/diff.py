"""``cleaner rules diff``: what a change of rules newly removes from articles, and newly keeps."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.authoring.compare import Comparison, Difference, Effect
from cleaner.cli.command import with_options
from cleaner.cli.console import Console, display_path, escape_controls, truncate
from cleaner.cli.options import READING
from cleaner.cli.plan import read_options_of
from cleaner.cli.sources import articles, inputs_at
from cleaner.cli.toolbox.rules.revisions import load_named
from cleaner.cli.toolbox.rules.shared import counted, rules_command, toolbox_console, warn, write_json, write_rows
from cleaner.errors import ExitStatus, OptionError
from cleaner.io.remarks import remarks
from cleaner.options import Options

_WIDTH = 240
"""Characters of a text that are shown: three rows, in which a reviewer sees what it is. JSON has all of it."""

_SIGNS: Mapping[Effect, str] = {"removed": "-", "kept": "+"}

_Places = Mapping[Effect, Mapping[str, str]]
"""For each effect, the file and line of each rule by its id."""

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


@rules_command("diff", _EPILOG)
@click.argument("old")
@click.argument("new")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@with_options(*READING)
def rules_diff(old: str, new: str, inputs: tuple[str, ...], *, as_json: bool, **values: Any) -> int:
    """Show what a change of rules newly removes from texts and pages, and what it newly keeps.

    INPUT is what 'clean' takes: files, folders, JSON lines, or - for standard input.
    """
    console = toolbox_console()
    files = inputs_at(inputs, console)
    options = Options(profile=values["profile"], effort=values["effort"])
    cleaners = tuple(Cleaner(options, rules=load_named(name)) for name in (old, new))
    for cleaner in cleaners:
        warn(cleaner.rule_set)
    comparison = Comparison()
    for place, (before, after) in articles(files, read_options_of(values), cleaners, console, sys.stdin.buffer):
        comparison.add(place, before, after)
        known_remarks = set(remarks(before))
        for remark in remarks(after):
            if remark not in known_remarks:
                console.note(remark, place)
    if not comparison.new.documents:
        raise OptionError("no input has an article that can be read: there is nothing to compare")
    places: _Places = {"kept": _places(cleaners[0]), "removed": _places(cleaners[1])}
    if as_json:
        write_json({"old": old, "new": new, **_record(comparison, places, console)})
    else:
        write_rows(_rows(comparison, places, console))
    removes_prose = any(difference.is_prose for difference in comparison.differences("removed"))
    return ExitStatus.FINDINGS if removes_prose else ExitStatus.OK


def _places(cleaner: Cleaner) -> dict[str, str]:
    """Return the file and line of each rule by its id; steps of extraction have none."""
    return {rule.id: display_path(rule.path, rule.at_line) for rule in cleaner.rule_set.rules}


def _rows(comparison: Comparison, places: _Places, console: Console) -> Iterator[str]:
    """Yield what is newly removed and kept, the rules that remove more or less, and the totals."""
    for effect, sign in _SIGNS.items():
        differences = comparison.differences(effect)
        if differences:
            yield f"newly {effect}:"
        for difference in differences:
            rule = f"{difference.rule}  {places[effect].get(difference.rule, '')}".rstrip()
            mark = "  (prose)" if difference.is_prose else "  (outside of the article)" if difference.is_outside else ""
            yield f"  {escape_controls(difference.place)}  {rule}{mark}"
            yield f"    {sign} {truncate(difference.text, _WIDTH)}"
    yield from _table(comparison)
    failed = f"; {counted(console.failed, 'input')} failed" if console.failed else ""
    totals = ", ".join(_total(comparison, effect) for effect in _SIGNS)
    changed = f"{comparison.changed:,} of {counted(comparison.new.documents, 'document')} changed"
    yield f"{changed}: {totals}{failed}"


def _table(comparison: Comparison) -> Iterator[str]:
    """Yield a row for each rule that removes more or less than before."""
    changed = comparison.rules()
    if not changed:
        return
    width = max(len("rule"), *(len(name) for name, _, _ in changed))
    yield f"{'rule':{width}}  lines: old       new  difference  characters"
    for name, old, new in changed:
        lines, characters = new.lines - old.lines, new.characters - old.characters
        yield f"{name:{width}}  {old.lines:10}  {new.lines:8}  {lines:+10}  {characters:+10}"


def _total(comparison: Comparison, effect: Effect) -> str:
    """Return the number of lines newly removed or kept, of prose lines among them, and of nodes."""
    differences = comparison.differences(effect)
    lines = len({difference.place for difference in differences if not difference.is_outside})
    prose = len({difference.place for difference in differences if difference.is_prose})
    nodes = sum(difference.is_outside for difference in differences)
    outside = f" and {counted(nodes, 'node')} outside of articles" if nodes else ""
    return f"{counted(lines, 'line')} newly {effect} ({prose:,} of prose){outside}"


def _record(comparison: Comparison, places: _Places, console: Console) -> dict[str, Any]:
    return {
        "documents": comparison.new.documents,
        "failed": console.failed,
        "changed": comparison.changed,
        "kept_whole": [stats.verdicts["kept-whole"] for stats in (comparison.old, comparison.new)],
        **{
            effect: [_difference_record(difference, places[effect]) for difference in comparison.differences(effect)]
            for effect in _SIGNS
        },
        "rules": {
            name: {
                "documents": [old.documents, new.documents],
                "lines": [old.lines, new.lines],
                "characters": [old.characters, new.characters],
            }
            for name, old, new in comparison.rules()
        },
    }


def _difference_record(difference: Difference, places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "input": difference.name,
        "path" if difference.is_outside else "line": difference.at,
        "rule": difference.rule,
        "where": places.get(difference.rule),
        "prose": difference.is_prose,
        "text": difference.text,
    }
