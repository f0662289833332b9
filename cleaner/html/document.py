"""From the lines of an article to a document: each has its kind and, in Markdown, the syntax of that kind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleaner.html.lines import Container, PageLine
from cleaner.html.markdown_blocks import MarkdownWriter, is_only_cell, table_of
from cleaner.html.runs import Run, plain_runs, text_of, with_text
from cleaner.options import Normalization
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.types import Document, Line, LineKind, Span

MAX_LINKED = 0.5
"""Share of an item's characters in links from which it is one of a menu, not of a list that the article has."""


def build_document(lines: Iterable[PageLine], options: Normalization | None, *, markdown: bool) -> Document:
    """Return a document of the lines, each normalized unless ``options`` is ``None``.

    Lines are numbered as lines of the extracted text. With ``markdown``, list items, quotes, headings, table rows and
    code are written in Markdown's syntax, and the document is what a reader of Markdown finds in that text.
    """
    if markdown:
        return segment(_written_markdown(list(lines), options), markdown=True)
    writer = _Writer()
    for line in lines:
        if text := _normalized_text(line, options):
            kind = line.container.kind
            writer.write(text, "paragraph" if kind == "item" and line.links > MAX_LINKED else kind)
    return Document("".join(writer.parts), tuple(writer.lines))


def _normalized_text(line: PageLine, options: Normalization | None) -> str:
    """Return the text of a line. Code stays as it is; preformatted prose keeps its line ends unless it is unwrapped."""
    if line.container.kind == "code":
        return line.text
    rows = [_normalized(row, options) for row in line.text.split("\n")]
    return (" " if options and options.unwrap else "\n").join(filter(None, rows))


def _normalized(row: str, options: Normalization | None) -> str:
    return (normalize(row, options, unescapes=False) if options else row).strip()


def _normalized_runs(runs: Sequence[Run], options: Normalization | None) -> tuple[Run, ...]:
    """Return the runs of a line with normal characters; they lose their marks where words come or go."""
    text = text_of(runs)
    normal = _normalized(text, options)
    return tuple(runs) if normal == text else with_text(runs, normal)


def _written_markdown(lines: Sequence[PageLine], options: Normalization | None) -> str:
    """Return a text in Markdown of the lines."""
    writer = MarkdownWriter()
    columns: dict[Container | None, int] = {}
    counts = Counter(line.container for line in lines)
    for line in lines:
        if line.container.kind == "row":
            table = table_of(line.container)
            columns[table] = max(columns.get(table, 0), len(writer.columns(line)))
    for line in lines:
        container = line.container
        table = table_of(container)
        is_row = container.kind == "row" or (table in columns and counts[container] == 1 and is_only_cell(container))
        if line.picture:
            writer.add_picture(line)
        elif container.kind == "code":
            writer.add_code(line)
        elif is_row:
            cells = [_normalized_runs(cell, options) for cell in line.cells or (line.runs or plain_runs(line.text),)]
            writer.add_row(line, cells, columns=columns[table])
        elif rows := [*filter(None, _rows_of(line, options))]:
            writer.add_words(line, rows)
    return "".join(writer.parts)


def _rows_of(line: PageLine, options: Normalization | None) -> list[tuple[Run, ...]]:
    """Return the runs of each row of a paragraph; only preformatted prose has several."""
    if line.runs:
        return [_normalized_runs(line.runs, options)]
    text = _normalized_text(line, options)
    return [(Run(row),) for row in text.split("\n") if row]


@dataclass(slots=True)
class _Writer:
    """The text and the lines of a document so far, with an empty line between two of them."""

    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _length: int = 0
    _number: int = 1

    def write(self, text: str, kind: LineKind) -> None:
        """Write one line."""
        if self.lines:
            self.parts.append("\n\n")
            self._length += 2
            self._number += 2
        self.parts.append(text)
        self.lines.append(Line(self._number, Span(self._length, self._length + len(text)), kind))
        self._length += len(text)
        self._number += text.count("\n")
