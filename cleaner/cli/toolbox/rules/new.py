"""``cleaner rules new``: a tested rule from lines of an article, in a file of your own."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.authoring.describe import describe
from cleaner.authoring.draft import (
    DraftedRule,
    RuleDraft,
    keep_drafts,
    line_words,
    lines_in_range,
    removed_lines,
    rewrite,
    slug,
    write_rule,
)
from cleaner.authoring.verdicts import read_verdicts, wrong_by_rule
from cleaner.cli.console import display_path, escape_controls, truncate
from cleaner.cli.sources import articles, inputs_at
from cleaner.cli.toolbox.rules.shared import (
    EXIT_STATUS,
    counted,
    load,
    rules_command,
    toolbox_console,
    write_json,
    write_text,
)
from cleaner.errors import ExitStatus, InputError, OptionError
from cleaner.io.records import ReadOptions
from cleaner.text.sentences import is_prose
from cleaner.types import Line, RuleSet

LINES_SHOWN = 10
"""Other lines that a new rule would remove and that are shown; the rest is counted."""

_EPILOG = f"""
\b
Examples:
  cleaner rules new --from article.txt:34              one line
  cleaner rules new --from article.txt:34-36 articles/ a block, and what else it would remove there
  cleaner rules new --from article.txt:34 --into my-rules/paper.yaml --id our-newsletter
  cleaner rules new --keep verdicts.jsonl              rules that keep what a reviewer called wrong

{EXIT_STATUS} A rule whose samples do not hold is not written.
"""


@dataclass(frozen=True, slots=True)
class _LineRange:
    """Lines of a file, as in ``article.txt:34-36``: the numbers of the first and the last one."""

    file: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _OtherLine:
    """A line of an input that the new rule would remove as well."""

    place: str
    number: int
    text: str


@rules_command("new", _EPILOG)
@click.argument("inputs", nargs=-1, metavar="[INPUT]…")
@click.option("--from", "place", metavar="FILE:LINE[-LINE]", help="The article, and its lines to remove.")
@click.option(
    "--keep",
    metavar="FILE",
    help="In place of --from: keep the lines that verdicts from a report call wrong to remove. Each is a sample.",
)
@click.option("--into", metavar="FILE", default=".clean/mine.yaml", show_default=True, help="The rule file.")
@click.option("--id", metavar="NAME", help="The rule's id. Default: made from its first words.")
@click.option("--about", metavar="TEXT", help="One sentence on what it removes.")
@click.option("--site", metavar="HOST", help="Apply the rule on this site only.")
@click.option("--dry-run", is_flag=True, help="Show the rule and what it would remove, and write nothing.")
@click.option("--force", is_flag=True, help="Write the rule even if it removes a sentence of prose.")
def rules_new(
    inputs: tuple[str, ...],
    place: str | None,
    into: str,
    *,
    keep: str | None,
    id: str | None,
    about: str | None,
    site: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Write a rule that removes some lines of an article, with its samples, and show what else it would remove.

    A sentence of prose is most likely of the article, and a rule for one is written with --force only. Lines are
    numbered as in reports. One line becomes a phrase, several a block from the first through the last.
    """
    path = Path(into)
    if path.suffix not in (".yaml", ".yml"):
        raise OptionError(f"{path} is not a rule file: its name must end with .yaml")
    if (place is None) == (keep is None):
        raise OptionError("give either lines to remove (--from), or verdicts on lines to keep (--keep)")
    rule_set = load([into] if path.exists() else [])
    if place is None:
        return _keep(keep or "", path, rule_set, is_dry_run=dry_run, as_json=as_json)
    selection = _line_range(place)
    article = _article(selection.file, rule_set)
    lines = lines_in_range(article.document, selection.first, selection.last)
    if rules := _removing_rules(article, lines):
        click.echo(f"nothing to do: {' and '.join(rules)} already {'remove' if len(rules) > 1 else 'removes'} it")
        return ExitStatus.FINDINGS
    texts = [line_words(article.document, line) for line in lines]
    about = about or f"Boilerplate as in {Path(selection.file).name}, line {lines[0].number}."
    draft = RuleDraft(id or slug(texts[0]) or f"line-{lines[0].number}", about, texts, site)
    drafted = write_rule(draft, path, _text_of(path), rule_set)
    other_lines: list[_OtherLine] = []
    reason = _refusal(drafted, force=force)
    if not drafted.problems:
        other_lines = [*_other_lines(drafted, inputs, selection, lines)]
    is_written = not reason and not dry_run
    if is_written:
        rewrite(path, drafted.text)
    if as_json:
        write_json(_record(drafted, into, other_lines, is_written=is_written))
    else:
        _write_rows(drafted, into, other_lines if inputs else None, reason or ("--dry-run" if dry_run else ""))
    return ExitStatus.FINDINGS if reason else ExitStatus.OK


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def _keep(verdicts: str, path: Path, rule_set: RuleSet, *, is_dry_run: bool, as_json: bool) -> int:
    """Write rules that keep the lines which verdicts call wrong to remove, if their samples hold."""
    wrong = wrong_by_rule(read_verdicts(verdicts))
    if not wrong:
        raise OptionError(f"{verdicts} has no line that was wrong to remove, and never right: there is nothing to keep")
    taken = {rule.id.removeprefix(f"{path.stem}/") for rule in rule_set.rules}
    kept = {sample.text for rule in rule_set.rules if rule.keep for sample in rule.samples}
    text, results = _text_of(path), list[DraftedRule]()
    for rule, lines in wrong.items():
        for draft in keep_drafts(rule, (line for line in lines if line.text not in kept), taken):
            drafted = write_rule(draft, path, text, rule_set)
            results.append(drafted)
            text = text if drafted.problems else drafted.text
    is_written = not is_dry_run and any(not drafted.problems for drafted in results)
    if is_written:
        rewrite(path, text)
    if as_json:
        write_json([_record(item, str(path), (), is_written=is_written and not item.problems) for item in results])
    else:
        for drafted in results:
            _write_rows(drafted, str(path), None, _reason_not_to_keep(drafted, is_dry_run=is_dry_run))
        if not results:
            click.echo("nothing to do: rules keep these lines already")
    return ExitStatus.FINDINGS if any(drafted.problems for drafted in results) else ExitStatus.OK


def _reason_not_to_keep(drafted: DraftedRule, *, is_dry_run: bool) -> str:
    if drafted.problems:
        return "change or disable the rule that takes it"
    return "--dry-run" if is_dry_run else ""


def _refusal(drafted: DraftedRule, *, force: bool) -> str:
    """Return why a rule is not written; an empty text if it may be."""
    if drafted.problems:
        return "choose other lines, or write the rule by hand"
    if not force and any(is_prose(line) for line in drafted.rule.samples[0].text.split("\n")):
        return "it would remove a sentence of prose; if that is boilerplate wherever it occurs, add --force"
    return ""


def _line_range(place: str) -> _LineRange:
    """Return the lines that ``FILE:LINE`` or ``FILE:LINE-LINE`` names. Raises :exc:`OptionError` for anything else."""
    match = re.fullmatch(r"(.+):(\d{1,9})(?:-(\d{1,9}))?", place, re.DOTALL)
    if not match:
        raise OptionError(f"'{place}' does not name lines: give FILE:LINE or FILE:LINE-LINE")
    return _LineRange(match[1], int(match[2]), int(match[3] or match[2]))


def _article(name: str, rule_set: RuleSet) -> Article:
    """Return the article in a file. Raises :exc:`InputError` unless it is exactly one; a failure is reported."""
    console = toolbox_console()
    cleaner = Cleaner(rules=rule_set)
    cleaned = [
        article
        for _, (article,) in articles(inputs_at([name], console), ReadOptions(), (cleaner,), console, sys.stdin.buffer)
    ]
    if console.failed:
        raise click.exceptions.Exit(ExitStatus.USAGE)
    if len(cleaned) != 1:
        raise InputError("is not one article: name a text or a page", place=name)
    return cleaned[0]


def _removing_rules(article: Article, lines: Sequence[Line]) -> list[str]:
    """Return the ids of the rules that already remove these lines; none unless all lines are removed."""
    numbers = {line.number for line in lines}
    rules = {removal.line: removal.rule for removal in article.removals if removal.line in numbers}
    return sorted(set(rules.values())) if rules.keys() >= numbers else []


def _other_lines(
    drafted: DraftedRule, inputs: Sequence[str], selection: _LineRange, lines: Sequence[Line]
) -> Iterator[_OtherLine]:
    """Yield what else the rule would remove from the inputs: all but the lines that it was made from."""
    if not inputs:
        return
    cleaner, numbers = Cleaner(rules=RuleSet(())), {line.number for line in lines}
    console = toolbox_console()
    cleaned = articles(inputs_at(inputs, console), ReadOptions(), (cleaner,), console, sys.stdin.buffer)
    rule = drafted.rule._replace(sites=())  # the inputs may be of other sites
    for place, number, text in removed_lines(rule, ((place, article) for place, (article,) in cleaned)):
        if not (number in numbers and Path(place).resolve() == Path(selection.file).resolve()):
            yield _OtherLine(place, number, text)


def _record(drafted: DraftedRule, path: str, other_lines: Sequence[_OtherLine], *, is_written: bool) -> dict[str, Any]:
    return {
        "rule": drafted.rule.id,
        "written": is_written,
        "path": path,
        "yaml": "\n".join(drafted.rows),
        "problems": [problem.as_dict() for problem in drafted.problems],
        "also": [{"input": line.place, "line": line.number, "text": line.text} for line in other_lines],
    }


def _write_rows(drafted: DraftedRule, path: str, other_lines: Sequence[_OtherLine] | None, unwritten: str) -> None:
    """Write the rule, why it was not written (``unwritten``), and what else it would remove from the inputs."""
    write_text("\n".join(f"  {row}" for row in drafted.rows))
    for problem in drafted.problems:
        write_text(f"{problem.code} {problem.message}")
    if unwritten:
        click.echo(f"nothing was written: {unwritten}")
    else:
        click.echo(f"wrote {escape_controls(drafted.rule.id)} to {display_path(path)}; its samples hold")
    if drafted.problems:
        return
    write_text(f"  {describe(drafted.rule)}")
    if other_lines is None:
        return
    click.echo(f"in the inputs it would also remove {counted(len(other_lines), 'line')}{':' if other_lines else ''}")
    for line in other_lines[:LINES_SHOWN]:
        click.echo(f"  {escape_controls(line.place)}:{line.number}  {truncate(line.text)}")
    if len(other_lines) > LINES_SHOWN:
        click.echo(f"  … and {len(other_lines) - LINES_SHOWN} more")
