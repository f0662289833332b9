"""What is looked at in each article, as ``--diff``, ``--explain``, ``--stats`` and ``--removed`` ask: lines to show."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner import write
from cleaner.io.clean_record import ArticleReport, Job
from cleaner.text.apply import apply
from cleaner.types import Article, Document, Line

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats

NO_NEWLINE = "\n\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Look:
    """What one article gives to be shown, to be written to the file of removals, and to be counted."""

    shown: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    stats: "Stats | None" = None


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks at articles: ``view`` names what is shown of them, ``removed`` tells that removals are written."""

    order: Job
    view: str | None = None
    removed: bool = False

    def __call__(self, seen: ArticleReport) -> Look:
        """Look at one article."""
        look = Look(stats=_stats(seen) if self.view == "stats" else None)
        if self.view == "diff":
            look.shown.extend(_diff(seen, self.order))
        if self.view == "explain":
            from cleaner.cli.views import explanation

            look.shown.extend(explanation(seen.place, seen.article, self.order.cleaner))
        if self.removed:
            from cleaner.cli.views import removed

            look.removed.extend(removed(seen.place, seen.id, seen.article))
        return look


def _stats(seen: ArticleReport) -> "Stats":
    from cleaner.authoring.stats import Stats

    stats = Stats()
    stats.add(seen.article, seen.place)
    return stats


def _diff(seen: ArticleReport, order: Job) -> list[str]:
    """Compare what was read with what is written; of a page, what was extracted with it."""
    from cleaner.cli.diff import rows, unified

    article = seen.article
    if article.extracted:
        if seen.is_file and not article.document.lines:
            return []
        before = article.document.text.split("\n")
    else:
        before = _rows(seen.input_text) if seen.is_file else seen.input_text.split("\n")
    after = write.format_text(article, header=order.header, raw=order.raw) if seen.is_file else article.text
    return [*unified(seen.place, [*rows(before, _numbered(after, article))])]


def _rows(text: str) -> list[str]:
    """Return a file's lines for a diff; the last one tells if it has no newline."""
    found = text.replace("\r\n", "\n").split("\n")
    if found[-1]:
        found[-1] += NO_NEWLINE
    else:
        found.pop()
    return found


def _numbered(text: str, article: Article) -> list[tuple[int, str]]:
    """Return output lines with their numbers in the input: 0 for blank lines and the header's."""
    short = apply(article.document, article.removals).document
    numbers = [number for line in short.lines for number in _numbers(line, short)]
    shown_rows = text.removesuffix("\n").split("\n")
    header = len(shown_rows) - len(article.text.removesuffix("\n").split("\n")) if article.text else len(shown_rows)
    queue = iter(numbers)
    return [(next(queue, 0) if at >= header and row.strip() else 0, row) for at, row in enumerate(shown_rows)]


def _numbers(line: Line, document: Document) -> list[int]:
    """Return the numbers of a line's rows that are not blank: code has more than one."""
    physical = line.span.of(document.text).split("\n")
    return [line.number + at for at, row in enumerate(physical) if row.strip()]
