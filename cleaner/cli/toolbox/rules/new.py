"""``cleaner rules new``: a tested rule from lines of an article, in a file of your own."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.authoring.describe import describe
from cleaner.authoring.draft import RuleDraft, slug
from cleaner.authoring.new import DraftedRule, line_words, lines_in_range, lines_taken, write_rule
from cleaner.cli.console import display_path, escape_controls, truncate
from cleaner.cli.sources import articles
from cleaner.cli.toolbox.rules.rewriting import rewrite
from cleaner.cli.toolbox.rules.shared import (
    EXIT,
    FINDINGS,
    FINE,
    USAGE,
    counted,
    guarded,
    json_option,
    load,
    say,
    toolbox_console,
    write,
)
from cleaner.errors import InputError, OptionError
from cleaner.io.inputs import find_inputs
from cleaner.io.records import ReadOptions
from cleaner.text.words import is_prose
from cleaner.types import Article, RuleSet

SHOWN = 10
"""Other lines that are shown of those a new rule would take; the rest is counted."""

_EPILOG = f"""
\b
Examples:
  cleaner rules new --from article.txt:34              one line
  cleaner rules new --from article.txt:34-36 articles/ a block, and what else it would take there
  cleaner rules new --from article.txt:34 --into my-rules/paper.yaml --id our-newsletter

{EXIT} A rule whose samples do not hold is not written.
"""


@dataclass(frozen=True, slots=True)
class _New:
    place: str
    inputs: tuple[str, ...]
    into: str
    id: str | None
    about: str | None
    site: str | None


@click.command("new", epilog=_EPILOG)
@click.argument("inputs", nargs=-1, metavar="[INPUT]…")
@click.option("--from", "place", required=True, metavar="FILE:LINE[-LINE]", help="The article, and the lines that go.")
@click.option("--into", metavar="FILE", default=".clean/mine.yaml", show_default=True, help="The rule file.")
@click.option("--id", metavar="NAME", help="The rule's id; made of its first words, unless given.")
@click.option("--about", metavar="TEXT", help="One sentence on what it removes.")
@click.option("--site", metavar="HOST", help="The rule applies on this site only.")
@json_option
def rules_new(*, as_json: bool, **given: Any) -> int:
    """Write a rule that takes some lines of an article, with its samples, and tell what else it would take.

    Lines are counted as in reports. One line becomes a phrase, more of them a block from the first through the last.
    """
    return guarded(lambda: _run(_New(**given), as_json=as_json), as_json=as_json)


def _run(asked: _New, *, as_json: bool) -> int:
    into = Path(asked.into)
    if into.suffix not in (".yaml", ".yml"):
        raise OptionError(f"{into} is no rule file: its name ends with .yaml")
    found = re.fullmatch(r"(.+):(\d{1,9})(?:-(\d{1,9}))?", asked.place, re.DOTALL)
    if not found:
        raise OptionError(f"'{asked.place}' is no place of lines: give FILE:LINE or FILE:LINE-LINE")
    name, first, last = found[1], int(found[2]), int(found[3] or found[2])
    rule_set = load([asked.into] if into.exists() else [])
    article = _article(name, rule_set)
    lines = lines_in_range(article.document, first, last)
    if gone := _gone(article, {line.number for line in lines}):
        click.echo(f"nothing to do: {gone}")
        return FINDINGS
    texts = [line_words(article.document, line) for line in lines]
    about = asked.about or f"Boilerplate as in {Path(name).name}, line {lines[0].number}."
    draft = RuleDraft(asked.id or slug(texts[0]) or f"line-{lines[0].number}", about, texts, asked.site)
    source = into.read_bytes().decode("utf-8-sig") if into.exists() else ""
    written = write_rule(draft, into, source, rule_set)
    others = [] if written.problems else list(_others(written, asked, (name, {line.number for line in lines})))
    if not written.problems:
        rewrite(into, written.text)
    _tell(written, asked, others, as_json=as_json)
    return FINDINGS if written.problems else FINE


def _article(name: str, rule_set: RuleSet) -> Article:
    """Return the article that a file holds. Raises :exc:`InputError` if it is not just one; what failed was told."""
    console = toolbox_console()
    cleaner = Cleaner(rules=rule_set)
    made = [
        article for _, (article,) in articles(find_inputs([name]), ReadOptions(), (cleaner,), console, sys.stdin.buffer)
    ]
    if console.failed:
        raise click.exceptions.Exit(USAGE)
    if len(made) != 1:
        raise InputError("is not one article: give a text or a page", place=name)
    return made[0]


def _gone(article: Article, numbers: set[int]) -> str:
    """Return which rules take all of these lines already, as a sentence; nothing if some of the lines stay."""
    rules = {removal.line: removal.rule for removal in article.removals if removal.line in numbers}
    return f"{' and '.join(sorted(set(rules.values())))} takes it already" if rules.keys() >= numbers else ""


def _others(written: DraftedRule, asked: _New, own: tuple[str, set[int]]) -> Iterator[tuple[str, int, str]]:
    """Find what else the rule would take from the inputs: all but the lines that it was made from."""
    cleaner = Cleaner(rules=RuleSet(()))
    made = (
        articles(find_inputs(asked.inputs), ReadOptions(), (cleaner,), toolbox_console(), sys.stdin.buffer)
        if asked.inputs
        else ()
    )
    alone = written.rule._replace(sites=())
    for place, line, text in lines_taken(alone, ((place, article) for place, (article,) in made)):
        if not (line in own[1] and Path(place).resolve() == Path(own[0]).resolve()):
            yield place, line, text


def _tell(written: DraftedRule, asked: _New, others: list[tuple[str, int, str]], *, as_json: bool) -> None:
    if as_json:
        write({
            "rule": written.rule.id,
            "written": not written.problems,
            "path": asked.into,
            "yaml": "\n".join(written.rows),
            "problems": [problem.as_dict() for problem in written.problems],
            "also": [{"input": place, "line": line, "text": text} for place, line, text in others],
        })  # fmt: skip
        return
    say("\n".join(f"  {row}" for row in written.rows))
    if written.problems:
        for problem in written.problems:
            say(f"{problem.code} {problem.message}")
        click.echo("nothing was written: choose other lines, or write the rule by hand")
        return
    click.echo(f"wrote {escape_controls(written.rule.id)} to {display_path(asked.into)}; its samples hold")
    say(f"  {describe(written.rule)}")
    if any(is_prose(line) for line in written.rule.samples[0].text.split("\n")):
        click.echo("note: it takes a sentence of prose: look twice whether that is boilerplate wherever it stands")
    if asked.inputs:
        click.echo(f"there it would also take {counted(len(others), 'line')}{':' if others else ''}")
    for place, line, text in others[:SHOWN]:
        click.echo(f"  {escape_controls(place)}:{line}  {truncate(text)}")
    if len(others) > SHOWN:
        click.echo(f"  … and {len(others) - SHOWN} more")
