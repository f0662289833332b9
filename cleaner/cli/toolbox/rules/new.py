"""``cleaner rules new``: a tested rule from lines of an article, in a file of your own."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.authoring.compare import Comparison, Difference
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
from cleaner.authoring.selectors import SelectDraft
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
from cleaner.rules.selectors import SelectorError, parse_selectors
from cleaner.text.sentences import is_prose
from cleaner.types import Line, Pruned, Rule, RuleSet, Select

LINES_SHOWN = 10
"""Other lines that a new rule would remove and that are shown; the rest is counted."""

_EPILOG = f"""
\b
Examples:
  cleaner rules new --from article.txt:34              one line
  cleaner rules new --from article.txt:34-36 articles/ a block, and what else it would remove there
  cleaner rules new --from article.txt:34 --into my-rules/paper.yaml --id our-newsletter
  cleaner rules new --select 'div.club' page.html      nodes of pages, and what articles of INPUTs would lose
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


@dataclass(frozen=True, slots=True)
class _NewRule:
    """The file of a rule to write, ``name`` as it was given, what is known of the rule, and how to report it."""

    path: Path
    name: str
    id: str | None
    about: str | None
    site: str | None
    is_dry_run: bool
    force: bool
    as_json: bool


@dataclass(slots=True)
class _SelectedNodes:
    """The nodes of pages that a selector takes, the lines that articles lose, and whether a page is spared."""

    nodes: list[tuple[str, Pruned]] = field(default_factory=list)
    lost: list[Difference] = field(default_factory=list)
    is_stopped: bool = False


@rules_command("new", _EPILOG)
@click.argument("inputs", nargs=-1, metavar="[INPUT]…")
@click.option("--from", "place", metavar="FILE:LINE[-LINE]", help="The article, and its lines to remove.")
@click.option(
    "--keep",
    metavar="FILE",
    help="In place of --from: keep the lines that verdicts from a report call wrong to remove. Each is a sample.",
)
@click.option("--select", metavar="SELECTOR", help="In place of --from: remove these nodes of pages, as in 'div.club'.")
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
    select: str | None,
    id: str | None,
    about: str | None,
    site: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Write a rule that removes some lines of an article, with its samples, and show what else it would remove.

    A sentence of prose is most likely of the article, and a rule for one is written with --force only. Lines are
    numbered as in reports. One line becomes a phrase, several a block from the first through the last. With --select,
    its sample is the first node that the pages among the inputs have; 'cleaner rules try PAGE' shows those removed.
    """
    path = Path(into)
    if path.suffix not in (".yaml", ".yml"):
        raise OptionError(f"{path} is not a rule file: its name must end with .yaml")
    if [place, keep, select].count(None) != 2:  # noqa: PLR2004
        message = "give either lines to remove (--from), nodes (--select), or verdicts on lines to keep (--keep)"
        raise OptionError(message)
    rule_set = load([into] if path.exists() else [])
    new = _NewRule(path, into, id, about, site, is_dry_run=dry_run, force=force, as_json=as_json)
    if keep is not None:
        return _keep(keep, path, rule_set, is_dry_run=dry_run, as_json=as_json)
    if select is not None:
        return _from_nodes(select, inputs, rule_set, new)
    return _from_lines(_line_range(place or ""), inputs, rule_set, new)


def _from_lines(selection: _LineRange, inputs: Sequence[str], rule_set: RuleSet, new: _NewRule) -> int:
    """Write a rule for lines of an article, and show what else it would remove from the inputs."""
    article = _article(selection.file, rule_set)
    lines = lines_in_range(article.document, selection.first, selection.last)
    if rules := _removing_rules(article, lines):
        click.echo(f"nothing to do: {' and '.join(rules)} already {'remove' if len(rules) > 1 else 'removes'} it")
        return ExitStatus.FINDINGS
    texts = [line_words(article.document, line) for line in lines]
    about = new.about or f"Boilerplate as in {Path(selection.file).name}, line {lines[0].number}."
    draft = RuleDraft(new.id or slug(texts[0]) or f"line-{lines[0].number}", about, texts, new.site)
    drafted = write_rule(draft, new.path, _text_of(new.path), rule_set)
    reason = _refusal(drafted, takes_prose=not new.force and any(map(is_prose, texts)))
    is_written = _write(drafted, reason, new)
    other_lines = [] if drafted.problems else [*_other_lines(drafted, inputs, selection, lines)]
    if new.as_json:
        write_json(_record(drafted, new.name, other_lines, is_written=is_written))
    else:
        _write_rows(drafted, new.name, other_lines if inputs else None, reason or ("--dry-run" * new.is_dry_run))
    return ExitStatus.FINDINGS if reason else ExitStatus.OK


def _write(drafted: DraftedRule, reason: str, new: _NewRule) -> bool:
    """Write a rule's file unless there is a reason not to, and return whether it is written."""
    is_written = not reason and not new.is_dry_run
    if is_written:
        rewrite(new.path, drafted.text)
    return is_written


def _from_nodes(selector: str, inputs: Sequence[str], rule_set: RuleSet, new: _NewRule) -> int:
    """Write a rule for nodes of the pages among the inputs, and show these and what articles would lose."""
    selected = _selected(selector, inputs, rule_set)
    place, first = next(iter(selected.nodes), ("", None))
    if first is None:
        hint = "it would take more than half of the words there, which no rule may" if selected.is_stopped else ""
        raise OptionError(f"no page among the inputs has a node to remove by '{selector}'{hint and f': {hint}'}")
    about = new.about or f"Boilerplate as in {Path(place).name}, in {selector}."
    id = new.id or slug(first.text) or slug(selector) or "box"
    drafted = write_rule(SelectDraft(id, about, selector, first.text, new.site), new.path, _text_of(new.path), rule_set)
    takes_prose = not new.force and any(lost.is_prose for lost in selected.lost)
    reason = _refusal(drafted, takes_prose=takes_prose)
    is_written = _write(drafted, reason, new)
    if new.as_json:
        nodes = [{"input": place, "path": node.path, "text": node.text} for place, node in selected.nodes]
        lost = [_OtherLine(line.name, int(line.at), line.text) for line in selected.lost]
        write_json(_record(drafted, new.name, lost, is_written=is_written) | {"nodes": nodes})
        return ExitStatus.FINDINGS if reason else ExitStatus.OK
    _write_rows(drafted, new.name, None, reason or ("--dry-run" * new.is_dry_run))
    _write_list(
        f"in the inputs it removes {counted(len(selected.nodes), 'node')}",
        [(f"{place}  {node.path}", node.text) for place, node in selected.nodes],
    )
    _write_list(
        f"articles lose {counted(len(selected.lost), 'line')}", [(line.place, line.text) for line in selected.lost]
    )
    return ExitStatus.FINDINGS if reason else ExitStatus.OK


def _write_list(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write a title, and the first of some texts with their places."""
    click.echo(f"{title}{':' if rows else ''}")
    for place, text in rows[:LINES_SHOWN]:
        click.echo(f"  {escape_controls(place)}  {truncate(text)}")
    if len(rows) > LINES_SHOWN:
        click.echo(f"  … and {len(rows) - LINES_SHOWN} more")


def _selected(selector: str, inputs: Sequence[str], rule_set: RuleSet) -> _SelectedNodes:
    """Return the nodes of pages that a selector takes, and the lines that articles lose with them."""
    try:
        parse_selectors(selector)
    except SelectorError as error:
        raise OptionError(f"'{selector}' is not a selector: {error}") from error
    rule = Rule("selected", Select((selector,)), layer="user")
    cleaners = (
        Cleaner(rules=rule_set),
        Cleaner(rules=rule_set._replace(rules=(*rule_set.rules, rule))),
        Cleaner(rules=RuleSet((rule,))),
    )
    selected, comparison = _SelectedNodes(), Comparison()
    console = toolbox_console()
    for place, (before, after, alone) in articles(
        inputs_at(inputs, console), ReadOptions(), cleaners, console, sys.stdin.buffer
    ):
        comparison.add(place, before, after)
        selected.nodes += ((place, pruned) for pruned in alone.pruned if pruned.rule == rule.id)
        selected.is_stopped |= bool(alone.extracted and rule.id in alone.extracted.stopped)
    selected.lost += (line for line in comparison.differences("removed") if not line.is_outside)
    return selected


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


def _refusal(drafted: DraftedRule, *, takes_prose: bool) -> str:
    """Return why a rule is not written; an empty text if it may be."""
    if drafted.problems:
        return "choose other lines, or write the rule by hand"
    if takes_prose:
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
    rows = [(f"{line.place}:{line.number}", line.text) for line in other_lines]
    _write_list(f"in the inputs it would also remove {counted(len(rows), 'line')}", rows)
