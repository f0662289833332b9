"""An article's lines to a document: each with its kind and, for Markdown, with the form that shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cleaner.html.lines import Container, PageLine
from cleaner.text.normalize import normalize
from cleaner.text.segment import line_form
from cleaner.types import Document, Line, LineKind, Normalization, Span

APART, TOGETHER = 2, 1
"""Lines from one to the next: with an empty line between, or below each other as list items and table rows are."""

_WHOLES: dict[LineKind, tuple[str, ...]] = {"item": ("ul", "ol", "dl"), "row": ("table",)}
"""Kinds of lines that stand together, and the nodes that hold them together."""

_ITEMS = ("li", "dd", "dt")


def build_document(lines: Iterable[PageLine], options: Normalization | None, *, markdown: bool) -> Document:
    """Return a document of the lines, normalized one by one.

    Its lines are numbered as the extracted text's; with ``markdown`` list items, quotes, headings, table rows and code
    have their form in the text.
    """
    writer = _Writer(markdown=markdown)
    for line in lines:
        for text in _normal(line, options, whole=markdown):
            writer.add(line, text)
    return Document("".join(writer.parts), tuple(writer.lines))


def _normal(line: PageLine, options: Normalization | None, *, whole: bool) -> Iterator[str]:
    """Yield the texts that one line is written as: one, but for code in plain text, which has a line each."""
    if line.holder.kind == "code" and whole:
        yield line.text.replace("\r\n", "\n").replace("\r", "\n")
        return
    for text in line.text.split("\n"):
        normal = normalize(text, options) if options else text
        if normal.strip():
            yield normal.strip()


@dataclass(slots=True)
class _Writer:
    """The text so far, and what the next line's form depends on."""

    markdown: bool
    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _length: int = 0
    _number: int = 1
    _whole: Container | None = None
    _lead: dict[Container, int] = field(default_factory=dict)

    def add(self, line: PageLine, text: str) -> None:
        """Add one line in its form."""
        kind = line.holder.kind
        whole = _outermost(line.holder, _WHOLES[kind]) if kind in _WHOLES else None
        goes_on = whole is not None and whole is self._whole
        self._whole = whole
        if not self.markdown:
            self._write(text, kind, 0, APART)
        elif kind == "item":
            lead = self._item_lead(line.holder, first=not goes_on)
            self._write(lead + text, kind if lead.strip() else "paragraph", len(lead), TOGETHER if goes_on else APART)
        elif kind == "row":
            self._row(text, first=not goes_on)
        else:
            self._plain(line, text, kind)

    def _row(self, text: str, *, first: bool) -> None:
        self._write(f"| {text} |", "row", 0, APART if first else TOGETHER)
        if first:
            self._write(f"| {' | '.join(['---'] * (text.count(' | ') + 1))} |", "row", 0, TOGETHER)

    def _plain(self, line: PageLine, text: str, kind: LineKind) -> None:
        if kind == "code":
            self._write(f"```\n{text}\n```", kind, 0, APART)
            return
        lead = {"heading": f"{'#' * _level(line.holder)} ", "quote": "> "}.get(kind, "")
        self._write(lead + _escaped(text), kind, len(lead), APART)

    def _item_lead(self, holder: Container, *, first: bool) -> str:
        """Return what stands before a list item: its mark, below the marks of the items that it stands in."""
        if first:
            self._lead.clear()
        items = [one for one in holder.up() if one.tag in _ITEMS]
        indent = sum(self._lead.get(one, 0) for one in items[1:])
        if items[0] in self._lead:
            return " " * (indent + self._lead[items[0]])
        above = items[0].parent
        mark = f"{items[0].place + 1}. " if above and above.tag == "ol" else "- "
        self._lead[items[0]] = len(mark)
        return " " * indent + mark

    def _write(self, text: str, kind: LineKind, lead: int, step: int) -> None:
        if self.lines:
            self.parts.append("\n" * step)
            self._length += step
            self._number += step
        self.parts.append(text)
        self.lines.append(Line(self._number, Span(self._length, self._length + len(text)), kind, lead))
        self._length += len(text)
        self._number += text.count("\n")


def _level(holder: Container) -> int:
    tag = next((one.tag for one in holder.up() if one.tag[:1] == "h" and one.tag[1:].isdigit()), "h2")
    return int(tag[1:])


def _outermost(holder: Container, tags: tuple[str, ...]) -> Container:
    """Return the last of the holders above with such a tag; the holder itself if there is none."""
    found = holder
    for one in holder.up():
        if one.tag in tags:
            found = one
    return found


def _escaped(text: str) -> str:
    r"""Return a paragraph that Markdown does not take for something else.

    >>> _escaped("# 1 on the list"), _escaped("1. FC Köln won."), _escaped("A plain line.")
    ('\\# 1 on the list', '1\\. FC Köln won.', 'A plain line.')
    """
    kind, lead = line_form(text)
    if text.startswith(("```", "~~~", "|")):
        return f"\\{text}"
    if kind == "paragraph" or not lead:
        return text
    mark = text[:lead].rstrip()
    return f"{mark[:-1]}\\{mark[-1]}{text[len(mark) :]}" if mark[0].isdigit() else f"\\{text}"
