"""``cleaner rules try``: what removes a line, and what nearly does; for an article, why each line goes or stays."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.authoring.try_rules import LineTrial, NearRule, RuleTrials
from cleaner.cli.command import with_options
from cleaner.cli.console import display_path, escape_controls, truncate
from cleaner.cli.plan import language_of
from cleaner.cli.sources import inputs_at, sources
from cleaner.cli.toolbox.rules.shared import (
    EXIT_STATUS,
    counted,
    load,
    rules_command,
    toolbox_console,
    warn,
    write_json,
)
from cleaner.errors import ExitStatus, InputError
from cleaner.io.records import ReadOptions
from cleaner.types import Profile, RuleSet

_EPILOG = f"""
\b
Examples:
  cleaner rules try 'Most Popular'
  cleaner rules try article.txt           each line: what removes it, or why it stays
  cleaner rules try article.txt --watch   again after each change of the file or a rule

{EXIT_STATUS} A line that stays, or a text that is kept whole, is a finding.
"""

_PLACES = {"start": "at the start of a text", "middle": "in its middle", "end": "at its end"}


def _watched(target: str, rules: Sequence[str], **_: object) -> list[str]:
    return [*rules, *([target] if os.path.isfile(target) else [])]


@rules_command("try", _EPILOG, watched=_watched)
@click.argument("target", metavar="LINE|FILE")
@click.option(
    "-n",
    "--nearest",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Number of near misses to show for a line.",
)
@click.option("--site", metavar="HOST", help="Site of the text.")
@with_options("lang", "profile", "rules")
def rules_try(target: str, *, rules: tuple[str, ...], lang: str | None, as_json: bool, **values: Any) -> int:
    """Show which rules remove a line and which nearly do, with the first condition that fails.

    A line is tried at the start, in the middle and at the end of a neutral article. For a file, show each line.
    """
    rule_set = load(rules)
    if not as_json:
        warn(rule_set)
    if os.path.isfile(target):
        return _try_file(target, rule_set, language=language_of(lang), as_json=as_json, **values)
    return _try_line(target, rule_set, language=language_of(lang), as_json=as_json, **values)


def _try_line(
    line: str,
    rule_set: RuleSet,
    *,
    as_json: bool,
    nearest: int,
    site: str | None,
    language: str | None,
    profile: Profile,
) -> int:
    """Try a line in a neutral article."""
    if "\n" in line.strip() or not line.strip():
        raise InputError("a line is one row with a word in it: put several into a file")
    trial = RuleTrials(rule_set, profile=profile, site=site, language=language).line(line, nearest)
    if as_json:
        write_json(_record(trial))
    else:
        click.echo("\n".join(_line_rows(trial)))
    return ExitStatus.OK if trial.removals else ExitStatus.FINDINGS


def _try_file(
    name: str,
    rule_set: RuleSet,
    *,
    as_json: bool,
    nearest: int,
    site: str | None,
    language: str | None,
    profile: Profile,
) -> int:
    """Try each line of the articles in a file: a text or a page is one article, and so is each record."""
    console = toolbox_console()
    cleaner = Cleaner(rules=rule_set, profile=profile)
    records: list[dict[str, Any]] = []
    has_removals = False
    for place, source in sources(inputs_at([name], console), ReadOptions(language=language), console, sys.stdin.buffer):
        metadata = {**(source.metadata or {}), "site": site} if site else source.metadata
        article = cleaner.clean_source(source._replace(metadata=metadata))
        document = article.document
        rule_trials = RuleTrials(
            rule_set,
            profile=profile,
            site=document.site,
            language=document.language,
            page_type=document.page_type,
        )
        trials = list(rule_trials.article(article, cleaner, nearest))
        has_removals |= bool(article.pruned) or any(trial.removals for trial in trials)
        lines = [_record(trial) for trial in trials]
        pruned = [pruned._asdict() for pruned in article.pruned]
        record = {"input": place, "verdict": article.verdict, "site": document.site, "lines": lines}
        records.append({**record, "pruned": pruned} if source.html else record)
        if not as_json:
            click.echo("\n".join(_article_rows(place, article, trials)))
    if as_json:
        write_json(records)
    if console.failed:
        return ExitStatus.USAGE
    return ExitStatus.OK if has_removals else ExitStatus.FINDINGS


def _article_rows(place: str, article: Article, trials: Sequence[LineTrial]) -> Iterator[str]:
    """Yield what was pruned from a page, and each line of an article with what removes it and what nearly does."""
    removed = sum(bool(trial.removals) for trial in trials)
    site = f", site {escape_controls(article.document.site)}" if article.document.site else ""
    yield f"{escape_controls(place)}: {article.verdict}, {removed} of {counted(len(trials), 'line')} removed{site}"
    if article.verdict == "kept-whole":
        yield "  all lines stay, since rules would remove more than --max-removed allows"
    for pruned in article.pruned:
        yield f"      {click.style('-', fg='red')} {truncate(pruned.text)}"
        yield f"          {_removed_by(pruned.rule, ())}  {escape_controls(pruned.path)}"
    for trial in trials:
        removal = trial.removals.get("")
        mark = click.style("-", fg="red") if removal else " "
        yield f"{trial.line.number:5} {mark} {truncate(trial.text)}"
        if removal:
            yield f"          {_removed_by(removal.rule, removal.also)}"
        yield from (f"        {row}" for row in _near_rows(trial.near))


def _line_rows(trial: LineTrial) -> Iterator[str]:
    """Yield what removes a line at each place of an article, and what nearly does."""
    kind = "a sentence" if trial.sentence else "not a sentence"
    yield f"reads as: {escape_controls(trial.folded)}  ({counted(trial.words, 'word')}, {kind})"
    for place, title in _PLACES.items():
        removal = trial.removals.get(place)
        yield f"{title}: {_removed_by(removal.rule, removal.also) if removal else 'stays'}"
    if trial.near:
        yield "near misses:"
    yield from _near_rows(trial.near)


def _removed_by(rule: str, also: Iterable[str]) -> str:
    suffix = f", also {', '.join(also)}" if also else ""
    return f"removed by {click.style(escape_controls(rule), fg='red')}{escape_controls(suffix)}"


def _near_rows(near: Iterable[NearRule]) -> Iterator[str]:
    for miss in near:
        rule = click.style(escape_controls(miss.rule.id), fg="yellow")
        place = display_path(miss.rule.path, miss.rule.at_line)
        yield f"  {rule}  {place}  {miss.failed.key}: {escape_controls(miss.failed.reason)}"


def _record(trial: LineTrial) -> dict[str, Any]:
    return {
        "line": trial.line.number,
        "text": trial.text,
        "folded": trial.folded,
        "words": trial.words,
        "sentence": trial.sentence,
        "taken": {place or "here": [removal.rule, *removal.also] for place, removal in trial.removals.items()},
        "nearest": [
            {
                "rule": miss.rule.id,
                "holds": list(miss.diagnosis.held),
                "fails": miss.failed.key,
                "why": miss.failed.reason,
            }
            for miss in trial.near
        ],
    }
