"""``cleaner rules try``: what takes a line, and what nearly does; for an article, why each line goes or stays."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.authoring.try_rules import LineTrial, NearRule, RuleTrials
from cleaner.cli.console import display_path, escape_controls, truncate
from cleaner.cli.sources import sources
from cleaner.cli.toolbox.rules.shared import (
    EXIT,
    FINDINGS,
    FINE,
    USAGE,
    counted,
    guarded,
    json_option,
    load,
    profile_option,
    rules_option,
    toolbox_console,
    warn,
    write,
)
from cleaner.cli.toolbox.rules.watch import watch_option, watching
from cleaner.errors import InputError
from cleaner.io.inputs import find_inputs
from cleaner.io.records import ReadOptions
from cleaner.types import Article, Profile, RuleSet

_EPILOG = f"""
\b
Examples:
  cleaner rules try 'Most Popular'
  cleaner rules try article.txt           each line: what takes it, or why it stays
  cleaner rules try article.txt --watch   again after each change of the file or a rule

{EXIT} A line that stays, or a text that stays whole, is a finding.
"""

_PLACES = {"start": "at the start of a text", "middle": "in its middle", "end": "at its end"}


@dataclass(frozen=True, slots=True)
class _Trial:
    what: str
    paths: tuple[str, ...]
    nearest: int
    site: str | None
    language: str | None
    profile: Profile


@click.command("try", epilog=_EPILOG)
@click.argument("what", metavar="LINE|FILE")
@click.option(
    "-n", "--nearest", type=click.IntRange(0), default=3, show_default=True, help="Rules that nearly take it."
)
@click.option("--site", metavar="HOST", help="The site that the text is from.")
@click.option("--lang", "language", metavar="TAG", help="Its language (BCP 47).")
@profile_option
@rules_option
@watch_option
@json_option
def rules_try(*, watch: bool, as_json: bool, **given: Any) -> int:
    """Show which rules take a line and which nearly do, and the first condition that fails.

    A line is put at the start, in the middle and at the end of a neutral article. Of a file each line is told.
    """
    asked = _Trial(**given)
    run = lambda: guarded(lambda: _run(asked, as_json=as_json), as_json=as_json)  # noqa: E731 - said once
    return watching(run, [*asked.paths, *([asked.what] if Path(asked.what).is_file() else [])], watch=watch)


def _run(asked: _Trial, *, as_json: bool) -> int:
    rule_set = load(asked.paths)
    if not as_json:
        warn(rule_set)
    if Path(asked.what).is_file():
        return _try_file(asked, rule_set, as_json=as_json)
    if "\n" in asked.what.strip() or not asked.what.strip():
        raise InputError("a line is one line with a word in it: put more of them into a file")
    trials = RuleTrials(rule_set, profile=asked.profile, site=asked.site, language=asked.language)
    tried = trials.line(asked.what, asked.nearest)
    if as_json:
        write(_plain(tried))
    else:
        click.echo("\n".join(_of_line(tried)))
    return FINE if tried.removals else FINDINGS


def _try_file(asked: _Trial, rule_set: RuleSet, *, as_json: bool) -> int:
    """Try each article of a file: a page or a text is one, records are many."""
    console = toolbox_console()
    cleaner = Cleaner(rules=rule_set, profile=asked.profile)
    found, any_goes = [], False
    for place, source in sources(
        find_inputs([asked.what]), ReadOptions(language=asked.language), console, sys.stdin.buffer
    ):
        given = {"site": asked.site} if asked.site else {}
        article = cleaner.clean_source(replace(source, metadata={**source.metadata, **given}))
        document = article.document
        trials = RuleTrials(rule_set, profile=asked.profile, site=document.site, language=document.language)
        tried = list(trials.article(article, cleaner, asked.nearest))
        any_goes |= any(one.removals for one in tried)
        found.append({
            "input": place,
            "verdict": article.verdict,
            "site": document.site,
            "lines": [_plain(one) for one in tried],
        })  # fmt: skip
        if not as_json:
            click.echo("\n".join(_of_article(place, article, tried)))
    if as_json:
        write(found)
    return USAGE if console.failed else FINE if any_goes else FINDINGS


def _of_article(place: str, article: Article, tried: list[LineTrial]) -> Iterator[str]:
    gone, site = sum(bool(one.removals) for one in tried), article.document.site
    from_site = f", site {escape_controls(site)}" if site else ""
    yield f"{escape_controls(place)}: {article.verdict}, {gone} of {counted(len(tried), 'line')} go{from_site}"
    if article.verdict == "kept-whole":
        yield "  all lines stay, since more words would go than the brake allows"
    for one in tried:
        yield from _of_row(one)


def _of_line(tried: LineTrial) -> Iterator[str]:
    kind = "a sentence" if tried.sentence else "no sentence"
    yield f"reads as: {escape_controls(tried.folded)}  ({counted(tried.words, 'word')}, {kind})"
    for place, told in _PLACES.items():
        removal = tried.removals.get(place)
        yield f"{told}: {_goes(removal.rule, removal.also) if removal else 'stays'}"
    if tried.near:
        yield "nearest rules that leave it:"
    yield from _near(tried.near)


def _of_row(tried: LineTrial) -> Iterator[str]:
    removal = tried.removals.get("")
    mark = click.style("-", fg="red") if removal else " "
    yield f"{tried.line.number:5} {mark} {truncate(tried.text)}"
    if removal:
        yield f"          {_goes(removal.rule, removal.also)}"
    yield from (f"        {row}" for row in _near(tried.near))


def _goes(rule: str, also: Iterable[str]) -> str:
    others = f", also {', '.join(also)}" if also else ""
    return f"goes by {click.style(escape_controls(rule), fg='red')}{escape_controls(others)}"


def _near(near: Iterable[NearRule]) -> Iterator[str]:
    for one in near:
        rule = (
            f"{click.style(escape_controls(one.rule.id), fg='yellow')}  {display_path(one.rule.path, one.rule.at_line)}"
        )
        yield f"  {rule}  {one.stop.key}: {escape_controls(one.stop.reason)}"


def _plain(tried: LineTrial) -> dict[str, Any]:
    return {
        "line": tried.line.number,
        "text": tried.text,
        "folded": tried.folded,
        "words": tried.words,
        "sentence": tried.sentence,
        "taken": {place or "here": [one.rule, *one.also] for place, one in tried.removals.items()},
        "nearest": [
            {"rule": one.rule.id, "holds": list(one.diagnosis.held), "fails": one.stop.key, "why": one.stop.reason}
            for one in tried.near
        ],
    }
