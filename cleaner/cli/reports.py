"""What ``--diff``, ``--explain``, ``--stats`` and ``--removed`` show of articles."""

import json
import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cleaner import write
from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.cli.console import (
    INDENT,
    WIDTH,
    display_path,
    escape_controls,
    escape_rows,
    fitted,
    styled,
    truncate,
)
from cleaner.cli.plan import Reports
from cleaner.frontmatter import split_front_matter
from cleaner.io.clean_record import ArticleReport, Job
from cleaner.io.removals import removal_records
from cleaner.text.apply import apply
from cleaner.text.plain import layout_of
from cleaner.types import Document, Line

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.diagnose import Explanation
    from cleaner.authoring.stats import Stats
    from cleaner.cli.messages import Finding
    from cleaner.report.view import DocumentView

CONTEXT = 3
"""Unchanged lines around a change in a diff: the default of ``diff -u`` and ``git diff``."""

MARK = 2
"""Columns of the mark before a line of an explanation."""

MIN_WIDTH = 20
"""Columns of article text that even the narrowest terminal shows."""

NODE_WIDTH = 240
"""Columns of the text of a node that a diff shows: a menu may have thousands of words."""

NO_NEWLINE = "\n\\ No newline at end of file"
"""What ``diff`` writes below a last line without a newline."""

_DIFF_STYLES = {"+": ("green",), "-": ("red",)}


class Report(NamedTuple):
    """What is shown of one article: ``rows`` to print, ``removed`` for the file of removals, and its counts.

    ``findings`` are those of a check, for a log of all. ``view`` is the article as a page shows it.
    """

    rows: list[str]
    removed: list[str]
    stats: "Stats | None"
    findings: "list[Finding]"
    view: "DocumentView | None" = None


def report_on(reports: Reports, job: Job, cleaned: ArticleReport) -> Report:
    """Return the reports on one article."""
    report = Report(
        [], [], _stats(cleaned) if reports.stats else None, [], _view(job, cleaned) if reports.page else None
    )
    if reports.removed:
        report.removed.extend(removal_records(cleaned.place, cleaned.id, cleaned.article))
    if reports.format != "text":
        _report_to_programs(report, reports, job, cleaned)
        return report
    if reports.diff:
        report.rows.extend(_diff(cleaned, job, header=reports.header, color=reports.color))
        report.rows.extend(_left_out(cleaned, color=reports.color, is_first=not report.rows))
    if reports.explain:
        width = min(WIDTH, max(MIN_WIDTH, reports.columns - INDENT - MARK)) if reports.columns else WIDTH
        rows = explanation_rows(cleaned.place, cleaned.article, job.cleaner, color=reports.color, width=width)
        report.rows.extend(part for row in rows for part in fitted(row, reports.columns))
    return report


def _report_to_programs(report: Report, reports: Reports, job: Job, cleaned: ArticleReport) -> None:
    """Add the reports on an article in the format that programs read."""
    from cleaner.cli import messages  # start-up time

    verdict = cleaned.article.verdict
    is_changed = verdict == "cleaned" or (verdict == "empty" and bool(cleaned.article.removals))
    if reports.format == "sarif":
        report.findings.extend(messages.findings(cleaned) if is_changed else ())
    elif reports.format == "github":
        report.rows.extend(map(messages.github_row, messages.findings(cleaned) if is_changed else ()))
    elif reports.check and is_changed and not (reports.diff or reports.explain or reports.stats):
        report.rows.append(_json(messages.check_record(cleaned)))
    if reports.diff and (rows := [*_diff(cleaned, job, header=reports.header, color=False)]):
        report.rows.append(_json(messages.diff_record(cleaned, rows)))
    if reports.explain:
        from cleaner.authoring.diagnose import explain

        report.rows.append(_json(messages.explain_record(cleaned, explain(cleaned.article, job.cleaner))))


def _view(job: Job, cleaned: ArticleReport) -> "DocumentView":
    from cleaner.report.view import view_of

    return view_of(job, cleaned)


def _stats(cleaned: ArticleReport) -> "Stats":
    from cleaner.authoring.stats import Stats

    stats = Stats()
    stats.add(cleaned.article, cleaned.place)
    return stats


def stats_rows(stats: "Stats") -> Iterator[str]:
    """Yield the counts of a run as a table, the rules with the most lines first."""
    yield documents_row(stats)
    width = max([len("rule"), *map(len, stats.rules)])
    if stats.rules:
        yield f"{'rule':{width}}  documents     lines  characters"
    for name, counts in stats.sorted_by():
        yield f"{name:{width}}  {counts.documents:9}  {counts.lines:8}  {counts.characters:10}"


def documents_row(stats: "Stats") -> str:
    """Return the number of documents, and of each verdict."""
    verdicts = ", ".join(f"{count} {name}" for name, count in sorted(stats.verdicts.items()))
    return f"{stats.documents} document{'' if stats.documents == 1 else 's'}{f' ({verdicts})' if verdicts else ''}"


def _json(record: dict[str, object]) -> str:
    return json.dumps({key: value for key, value in record.items() if value is not None}, ensure_ascii=False)


def explanation_rows(
    name: str, article: Article, cleaner: Cleaner, *, color: bool, width: int = WIDTH
) -> Iterator[str]:
    """Yield which lines were removed and why, which nearly were, and where each metadata field comes from.

    Text of the article is cut to ``width`` columns.
    """
    from cleaner.authoring.diagnose import explain

    explanation = explain(article, cleaner)
    rule, digits = partial(_rule, explanation, color=color), _digits(explanation)
    yield styled(f"{escape_controls(name)}: {_outcome(article)}", "bold", color=color)
    if article.error:
        yield f"  {escape_controls(article.error)}"
    if article.verdict == "kept-whole":
        share = f"{cleaner.options.max_removed:.0%} of its words (--max-removed)"
        yield f"  left unchanged: rules would remove more than {share}"
    for id, characters in explanation.kept_whole:
        yield f"    {rule(id, 'red')}  {characters} characters"
    yield from _page_rows(article, rule, width)
    if article.document.lines and not article.extracted and not article.document.blocks:
        yield f"  layout: {layout_of(article.document)}"
    for removal in explanation.removals:
        also = f", also {', '.join(removal.also)}" if removal.also else ""
        yield f"  line {removal.line:{digits}}: {rule(removal.rule, 'red')}{also}"
        yield f"    - {truncate(removal.span.of(article.document.text), width)}"
    for id in article.timed_out:
        yield f"  rule {rule(id)} timed out and was skipped"
    yield from _near_miss_rows(explanation, rule, digits, width)
    if article.metadata.sources:
        yield "  metadata:"
    for key, source in article.metadata.sources.items():
        value = truncate(json.dumps(article.metadata[key], ensure_ascii=False), width)
        yield f"    {styled(key, 'cyan', color=color)}: {value}  ({escape_controls(source)})"


def _digits(explanation: "Explanation") -> int:
    """Return the number of digits of the largest line number."""
    numbers = [
        *(removal.line for removal in explanation.removals),
        *(miss.line.number for miss in explanation.near_misses),
    ]
    return len(str(max(numbers, default=0)))


def _outcome(article: Article) -> str:
    """Return the verdict on an article, and how much was removed from it."""
    lines = len({removal.line for removal in article.removals})
    characters = sum(removal.span.end - removal.span.start for removal in article.removals)
    return f"{article.verdict}, {lines} of {len(article.document.lines)} lines removed, {characters} characters"


def _page_rows(article: Article, rule: Callable[..., str], width: int) -> Iterator[str]:
    """Yield how a page became a text, and what was pruned from it."""
    if not article.extracted:
        return
    extracted = article.extracted
    author = f", by {extracted.source}" if extracted.source else ""
    yield f"  page: {extracted.kept:.0%} of its words are the article{author} (effort {extracted.effort})"
    for id in extracted.stopped:
        yield f"  rule {rule(id)} was stopped: it would remove too much of the page"
    for pruned in article.pruned:
        yield f"  {pruned.path}: {rule(pruned.rule, 'magenta')}"
        yield f"    - {truncate(pruned.text, width)}"


def _near_miss_rows(explanation: "Explanation", rule: Callable[..., str], digits: int, width: int) -> Iterator[str]:
    """Yield the lines that rules nearly removed, each with the condition that failed."""
    if explanation.near_misses:
        yield "  near misses:"
    for miss in explanation.near_misses:
        reason = f"stopped by {miss.failed.key}: {miss.failed.reason}"
        yield f"  line {miss.line.number:{digits}}: {rule(miss.rule, 'yellow')}, {reason}"
        yield f"      {truncate(miss.line.span.of(explanation.article.document.text), width)}"


def _rule(explanation: "Explanation", id: str, *styles: str, color: bool) -> str:
    """Return a rule's id with its file and line, which a step of extraction does not have."""
    name = styled(id, *styles, color=color)
    found = explanation.rules.get(id)
    return f"{name}  {styled(rule_place(found.path, found.at_line), 'dim', color=color)}" if found else name


def rule_place(path: str, line: int) -> str:
    """Return the file and line of a rule. Those of shipped rules do not depend on where the package is."""
    from cleaner.rules.folders import shipped_folder  # start-up time

    place = os.path.relpath(path, shipped_folder()) if os.path.isabs(path) else os.pardir
    is_shipped = place.partition(os.sep)[0] != os.pardir
    return display_path(os.path.join("rules", place), line) if is_shipped else display_path(path, line)


def _left_out(cleaned: ArticleReport, *, color: bool, is_first: bool) -> Iterator[str]:
    """Yield what a page lost before it became a text, as hunks of a diff that name the node and the rule.

    With ``is_first``, nothing of the diff is above them.
    """
    if cleaned.article.pruned and is_first:
        yield from _names(cleaned.place, color=color)
    for pruned in cleaned.article.pruned:
        yield styled(f"@@ {escape_controls(f'{pruned.path}  {pruned.rule}'.strip())} @@", "magenta", color=color)
        yield styled(f"-{truncate(pruned.text, NODE_WIDTH)}", "red", color=color)


def _names(name: str, *, color: bool) -> Iterator[str]:
    """Yield the rows at the top of a diff."""
    name = escape_controls(name)
    yield styled(f"--- {name}", "bold", color=color)
    yield styled(f"+++ {name} (cleaned)", "bold", color=color)


class Row(NamedTuple):
    """One line of a diff: a blank, ``-`` or ``+``, and the line's text."""

    mark: str
    text: str


def _diff(cleaned: ArticleReport, job: Job, *, header: bool, color: bool) -> Iterator[str]:
    """Yield how the text that was read, or extracted from a page, differs from what is written.

    Without ``header``, front matter is shown as it stands in the file, and none is added.
    """
    article, own_rows = cleaned.article, list[tuple[int, str]]()
    if article.extracted:
        if cleaned.is_file and not article.document.lines:
            return
        before = article.document.text.split("\n")
    else:
        before = _file_rows(cleaned.input_text) if cleaned.is_file else cleaned.input_text.split("\n")
    if cleaned.is_file:
        header = header and job.writes_header(article)
        after = write.format_text(article, header=header, raw=job.raw)
        if article.front_matter is None and not article.extracted and not header:
            own = split_front_matter(cleaned.input_text)[0]
            own_rows = [*enumerate(before[: own.lines if own else 0], 1)]
    else:
        after = article.text
    rows = _numbered(after, article) if article.front_matter is None else _numbered_markdown(after, article)
    yield from unified(cleaned.place, [*aligned(before, [*own_rows, *rows])], color=color)


def _file_rows(text: str) -> list[str]:
    """Return a file's lines for a diff; the last one says if it has no newline."""
    rows = text.replace("\r\n", "\n").split("\n")
    if rows[-1]:
        rows[-1] += NO_NEWLINE
    else:
        rows.pop()
    return rows


def _numbered(text: str, article: Article) -> list[tuple[int, str]]:
    """Return output lines with their numbers in the input: 0 for blank lines and the header's."""
    shortened = apply(article.document, article.removals).document
    numbers = iter([number for line in shortened.lines for number in _numbers(line, shortened)])
    rows = text.removesuffix("\n").split("\n")
    header = len(rows) - len(article.text.removesuffix("\n").split("\n")) if article.text else len(rows)
    return [(next(numbers, 0) if index >= header and row.strip() else 0, row) for index, row in enumerate(rows)]


def _numbered_markdown(text: str, article: Article) -> list[tuple[int, str]]:
    """Return output rows of Markdown with their numbers in the input, by what was cut; 0 for those above the body."""
    edited = apply(article.document, article.removals)
    rows = _file_rows(text)
    if edited.document.text != article.text:  # a title has moved
        return [(0, row) for row in rows]
    front = text.removesuffix(article.text).count("\n")
    first, starts = 1 + (article.front_matter or "").count("\n"), _row_starts(article.document.text)
    cuts, removed, index = edited.cuts, 0, 0
    numbers = [0] * front
    for start in _row_starts(article.text):
        while index < len(cuts) and cuts[index].span.start - removed <= start:
            removed += len(cuts[index].text)
            index += 1
        numbers.append(first + bisect_right(starts, start + removed) - 1)
    return list(zip(numbers, rows, strict=False))


def _row_starts(text: str) -> list[int]:
    return [0, *(position + 1 for position, char in enumerate(text) if char == "\n")]


def _numbers(line: Line, document: Document) -> list[int]:
    """Return the numbers of a line's rows that are not blank: code has more than one."""
    rows = line.span.of(document.text).split("\n")
    return [line.number + index for index, row in enumerate(rows) if row.strip()]


def aligned(before: Sequence[str], after: Sequence[tuple[int, str]]) -> Iterator[Row]:
    """Yield the rows of a diff of an input's lines and the output's, each with its number in the input, or 0.

    The numbers say which line is which, so nothing is searched for. An output line without a number is new, or the
    next input line if that is equal.
    """
    index = 0
    for number, text in after:
        while index < number - 1:
            yield Row("-", before[index])
            index += 1
        if number:
            if before[index] == text:
                yield Row(" ", text)
            else:
                yield from (Row("-", before[index]), Row("+", text))
            index += 1
        elif index < len(before) and before[index] == text:
            yield Row(" ", text)
            index += 1
        else:
            yield Row("+", text)
    yield from (Row("-", text) for text in before[index:])


def unified(name: str, rows: Sequence[Row], *, color: bool = False) -> Iterator[str]:
    """Yield rows as a unified diff, or nothing if there is no change.

    With ``color`` it is meant for a terminal, and control characters of the text are escaped. :mod:`difflib` is not
    used, since its time would grow with the square of a text's paragraphs.
    """
    changes = [index for index, row in enumerate(rows) if row.mark != " "]
    if not changes:
        return
    yield from _names(name, color=color)
    old = new = 1
    last = 0
    for start, end in _hunks(changes, len(rows)):
        old, new = old + start - last, new + start - last  # rows between hunks are unchanged
        hunk, last = rows[start:end], end
        old_count, new_count = sum(row.mark != "+" for row in hunk), sum(row.mark != "-" for row in hunk)
        yield styled(f"@@ -{_hunk_place(old, old_count)} +{_hunk_place(new, new_count)} @@", "cyan", color=color)
        for row in hunk:
            text = escape_rows(row.text) if color else row.text
            yield styled(row.mark + text, *_DIFF_STYLES.get(row.mark, ()), color=color)
        old, new = old + old_count, new + new_count


def _hunks(changes: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each hunk: changed rows with their context. Hunks that touch are merged."""
    start, end = max(0, changes[0] - CONTEXT), changes[0]
    for change in changes:
        if change - CONTEXT > end:
            yield start, end
            start = change - CONTEXT
        end = min(length, change + CONTEXT + 1)
    yield start, end


def _hunk_place(line: int, count: int) -> str:
    return f"{line if count else line - 1},{count}"
