"""From the lines of an article to a document: each has its kind and, in Markdown, the syntax of that kind."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cleaner.html.lines import Container, PageLine
from cleaner.options import Normalization
from cleaner.text.normalize import normalize
from cleaner.text.segment import line_form, segment
from cleaner.types import Document, Line, LineKind, Span

_APART, _ADJACENT = 2, 1
"""Line ends between two lines: with an empty line in between, or without one, as between list items or table rows."""

_GROUP_TAGS: dict[LineKind, tuple[str, ...]] = {"item": ("ul", "ol", "dl"), "row": ("table",)}
"""Kinds of lines that follow each other without an empty line, and the tags of the nodes that group them."""

_ITEM_TAGS = ("li", "dd", "dt")
_HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
_DEFAULT_LEVEL = 2

_MIN_FENCE = 3
_TICKS = re.compile("`+")


def build_document(lines: Iterable[PageLine], options: Normalization | None, *, markdown: bool) -> Document:
    """Return a document of the lines, each normalized unless ``options`` is ``None``.

    Lines are numbered as lines of the extracted text. With ``markdown``, list items, quotes, headings, table rows and
    code are written in Markdown's syntax, and the document is what a reader of Markdown finds in that text.
    """
    writer = _Writer(markdown=markdown)
    for line in lines:
        text = _normalized_text(line, options, markdown=markdown)
        if text:
            writer.add(line, text)
    written = "".join(writer.parts)
    return segment(written, markdown=True) if markdown else Document(written, tuple(writer.lines))


def _normalized_text(line: PageLine, options: Normalization | None, *, markdown: bool) -> str:
    """Return the text of a line. Code stays as it is; preformatted prose keeps its line ends unless it is unwrapped."""
    if line.container.kind == "code":
        return line.text
    text = _with_ticks(line) if markdown and line.code else line.text
    rows = [(normalize(row, options, unescapes=False) if options else row).strip() for row in text.split("\n")]
    return (" " if options and options.unwrap else "\n").join(filter(None, rows))


def _with_ticks(line: PageLine) -> str:
    """Return the text of a line with the code in it between ticks, more than there are in the code."""
    text, parts, end = line.text, [], 0
    for span in line.code:
        code = span.of(text)
        ticks = "`" * (_longest_run(code) + 1 if "`" in code else 1)
        padding = " " if code[0] == "`" or code[-1] == "`" else ""
        if line.container.kind == "row":
            code = code.replace("|", "\\|")
        parts += [text[end : span.start], ticks, padding, code, padding, ticks]
        end = span.end
    return "".join([*parts, text[end:]])


def _longest_run(text: str) -> int:
    """Return the length of the longest run of ticks in a text."""
    return max(map(len, _TICKS.findall(text)), default=0)


@dataclass(slots=True)
class _Writer:
    """The text and the lines of a document so far, and what the syntax of the next line depends on."""

    markdown: bool
    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _length: int = 0
    _number: int = 1
    _group: Container | None = None
    _marker_lengths: dict[Container, int] = field(default_factory=dict)

    def add(self, line: PageLine, text: str) -> None:
        """Add one line in the syntax of its kind."""
        container = line.container
        kind = container.kind
        group = _group_of(container)
        is_first = group is None or group is not self._group
        self._group = group
        if not self.markdown:
            self._write(text, kind, 0, _APART)
        elif kind == "item":
            self._add_item(container, text, is_first=is_first)
        elif kind == "row":
            self._add_row(text, is_first=is_first)
        elif kind == "code":
            self._add_code(line, is_first=is_first)
        else:
            lead = f"{'#' * _heading_level(container)} " if kind == "heading" else "> " if kind == "quote" else ""
            self._write(lead + _escape(text), kind, len(lead), _APART)

    def _add_code(self, line: PageLine, *, is_first: bool) -> None:
        """Add a block of code between fences longer than any run of ticks in it; in an item, below its words."""
        fence = "`" * max(_MIN_FENCE, _longest_run(line.text) + 1)
        kinds = {node.tag for node in line.container.lineage()}
        lead = self._item_lead(line.container, is_first=is_first) if kinds.intersection(_ITEM_TAGS) else ""
        quote = "> " if "blockquote" in kinds else ""
        indent = quote + " " * len(lead)
        rows = [f"{fence}{line.language}", *line.text.split("\n"), fence]
        text = "\n".join([quote + lead + rows[0], *((indent + row if row else indent.rstrip()) for row in rows[1:])])
        self._write(text, "code", 0, _APART)

    def _add_item(self, container: Container, text: str, *, is_first: bool) -> None:
        lead = self._item_lead(container, is_first=is_first)
        kind: LineKind = "item" if lead.strip() else "paragraph"
        self._write(lead + text, kind, len(lead), _APART if is_first else _ADJACENT)

    def _item_lead(self, container: Container, *, is_first: bool) -> str:
        """Return what precedes an item's words: its marker, indented by the markers of the items around it.

        Further lines of an item are indented by its own marker as well.
        """
        if is_first:
            self._marker_lengths.clear()
        item, *outer = [node for node in container.lineage() if node.tag in _ITEM_TAGS]
        indent = sum(self._marker_lengths.get(node, 0) for node in outer)
        if item in self._marker_lengths:
            return " " * (indent + self._marker_lengths[item])
        marker = f"{item.index + 1}. " if item.parent and item.parent.tag == "ol" else "- "
        self._marker_lengths[item] = len(marker)
        return " " * indent + marker

    def _add_row(self, text: str, *, is_first: bool) -> None:
        self._write(f"| {text} |", "row", 0, _APART if is_first else _ADJACENT)
        if is_first:
            columns = text.count(" | ") + 1
            self._write(f"| {' | '.join(['---'] * columns)} |", "row", 0, _ADJACENT)

    def _write(self, text: str, kind: LineKind, lead: int, line_ends: int) -> None:
        if self.lines:
            self.parts.append("\n" * line_ends)
            self._length += line_ends
            self._number += line_ends
        self.parts.append(text)
        form = (Span(self._length, self._length + lead),) if lead else ()
        self.lines.append(Line(self._number, Span(self._length, self._length + len(text)), kind, form))
        self._length += len(text)
        self._number += text.count("\n")


def _heading_level(container: Container) -> int:
    levels = (_HEADING_LEVELS[node.tag] for node in container.lineage() if node.tag in _HEADING_LEVELS)
    return next(levels, _DEFAULT_LEVEL)


def _group_of(container: Container) -> Container | None:
    """Return the list or table that a line is part of; code in a list item is part of the list."""
    kind = container.kind
    if kind == "code" and any(node.tag in _ITEM_TAGS for node in container.lineage()):
        kind = "item"
    return _outermost(container, _GROUP_TAGS[kind]) if kind in _GROUP_TAGS else None


def _outermost(container: Container, tags: tuple[str, ...]) -> Container:
    """Return the outermost container with one of the tags, or the container itself if none has."""
    outermost = container
    for node in container.lineage():
        if node.tag in tags:
            outermost = node
    return outermost


def _escape(text: str) -> str:
    r"""Return a paragraph with a backslash before anything that Markdown would read as syntax.

    >>> _escape("# 1 on the list"), _escape("1. FC Köln won."), _escape("A plain line.")
    ('\\# 1 on the list', '1\\. FC Köln won.', 'A plain line.')
    """
    kind, lead = line_form(text)
    if text.startswith(("```", "~~~", "|")):
        return f"\\{text}"
    if kind == "paragraph" or not lead:
        return text
    marker = text[:lead].rstrip()
    return f"{marker[:-1]}\\{marker[-1]}{text[len(marker) :]}" if marker[0].isdigit() else f"\\{text}"
