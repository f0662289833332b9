"""A page's tree as lines: what a reader sees as one paragraph, heading, list item, caption or table row.

Inline nodes such as links and emphasis are joined with the text around them; any other node, and a line break,
separates lines. Each line refers to its *container*, the innermost node that separates it from others, so that
extraction can use its position.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.html.code.blocks import CodeBlock, PageCode, find_code
from cleaner.html.code.text import row_blocks
from cleaner.html.cues import NAMING_ATTRIBUTES, cues_in
from cleaner.html.hidden import is_hidden, is_unseen_inline
from cleaner.html.pictures import PICTURE_TAGS, Picture
from cleaner.html.runs import CODE, Mark, Marker, Run, fold_runs, inside
from cleaner.html.tables import TableUse, is_data_row, is_number, table_use
from cleaner.html.tree import INVISIBLE, Node
from cleaner.html.values import LINE_BREAK, fold_blanks
from cleaner.types import LineKind

INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"),
        *("i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rt", "ruby", "rp", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
"""Nodes that are part of a line."""

_ITEMS = frozenset(("a", "data", "label", "span", "time"))
"""Inline nodes that may be items in a row, as in menus and lists of tags: a line end between two parts them."""

BOLD = frozenset(("b", "strong"))

KINDS: dict[str, LineKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("tr", "td", "th"), "row"),
    "blockquote": "quote",
}
_KIND_KEEPING = frozenset(("p", "div", "span"))
"""Nodes that keep the kind of their parent: a paragraph in a list item is an item."""


@dataclass(slots=True, eq=False)
class Container:
    """A node that separates lines, with its own container as ``parent``.

    ``depth`` counts containers from the root; ``index`` is the container's place among those of its parent, and
    ``children`` the number of its own. ``hidden`` is 0 if the node is visible, else 1 plus the number of containers
    up to the one that is hidden by its attributes. ``node`` is ``None`` for text that has no node in the page.
    """

    node: Node | None
    tag: str
    parent: "Container | None"
    depth: int
    kind: LineKind
    index: int = 0
    children: int = 0
    hidden: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    _cues: tuple[int, ...] | None = None

    @property
    def cues(self) -> tuple[int, ...]:
        """The indexes in :data:`CLASS_NAME_CUES` of the cues in the node's own names."""
        if self._cues is None:
            names = " ".join([self.attributes[name] for name in NAMING_ATTRIBUTES if name in self.attributes])
            self._cues = cues_in(names) if names else ()
        return self._cues

    @property
    def class_name(self) -> str | None:
        """The node's attribute ``class``."""
        return self.attributes.get("class")

    def lineage(self) -> Iterator["Container"]:
        """Yield this container and those above it, the root last."""
        container: Container | None = self
        while container:
            yield container
            container = container.parent


@dataclass(slots=True, eq=False)
class PageLine:
    """One line of a page. ``links`` and ``bold`` are the shares of its characters in links and in bold, from 0 to 1.

    A block of code, and a paragraph of preformatted prose, is one line with line ends in it. ``language`` is that of a
    block of code. ``runs`` are the parts of the text with their marks, and ``cells`` those of each cell of a row of
    data, if the lines were read with marks. A line with a ``picture`` is one of a figure, and has no text.
    """

    text: str
    container: Container
    links: float = 0.0
    bold: float = 0.0
    language: str = ""
    runs: tuple[Run, ...] = ()
    cells: tuple[tuple[Run, ...], ...] = ()
    picture: Picture | None = None


@dataclass(slots=True)
class PagePicture:
    """A node that shows a picture, its container, and the index of the line before which it stands."""

    node: Node
    container: Container
    line: int


_Piece = tuple[str, bool, bool]
"""A text, and whether it is in a link and in bold."""

_BREAK: _Piece = ("\n", False, False)
_CELL_END: _Piece = (" | ", False, False)


def read_lines(
    tree: Node,
    code: PageCode | None = None,
    *,
    marker: Marker | None = None,
    pictures: list[PagePicture] | None = None,
) -> list[PageLine]:
    """Return the lines of a page in document order. The tree is not changed.

    ``code`` is the code of the page if it is known; with an empty one, all text becomes lines. With a ``marker``, the
    lines have their runs and cells. What may be a picture is added to ``pictures``.
    """
    reader = _LineReader(find_code(tree) if code is None else code, marker, pictures)
    root = Container(tree, "html", None, 0, "paragraph", attributes=dict(tree.items()))
    reader.read_content(tree, root, linked=False, bold=False)
    reader.end_line(root)
    return reader.lines


@dataclass(slots=True)
class _Counted:
    """How many lines some pieces are up to an index, and whether the last line has text."""

    pieces: list[_Piece]
    end: int = 0
    lines: int = 0
    has_text: bool = False


@dataclass(slots=True)
class _LineReader:
    """The lines that are complete, and the pieces of the current one.

    ``marks`` are those of the text that is read, and ``changes`` those from a piece on.
    """

    code: PageCode
    marker: Marker | None = None
    pictures: list[PagePicture] | None = None
    marks: tuple[Mark, ...] = ()
    changes: list[tuple[int, tuple[Mark, ...]]] = field(default_factory=lambda: [(0, ())])
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    tables: dict[Node, TableUse] = field(default_factory=dict)
    counted: _Counted = field(default_factory=lambda: _Counted([]))

    def read_content(  # noqa: C901 - a branch for each kind of node, and called for all of them
        self, node: Node, container: Container, *, linked: bool, bold: bool
    ) -> None:
        """Read the text and the children of a node."""
        if node.text:
            self.pieces.append((node.text, linked, bold))
        blocks, controls, pieces = self.code.blocks, self.code.controls, self.pieces
        for child in node:
            tag = child.tag
            if blocks and child in blocks:
                self.end_line(container)
                self._read_block(child, blocks[child], container)
            elif controls and child in controls:
                pieces.append((" ", False, False))
            elif tag in INLINE:
                if not is_unseen_inline(child):
                    read = self._read_marked if self.marker else self.read_content
                    read(child, container, linked=linked or tag == "a", bold=bold or tag in BOLD)
            elif tag == "br":
                pieces.append(_BREAK)
            elif tag.__class__ is str and tag not in INVISIBLE:
                self.end_line(container)
                self._read_container(child, container, linked=linked, bold=bold)
            elif self.pictures is not None and tag in PICTURE_TAGS:
                self.pictures.append(PagePicture(child, container, len(self.lines) + self._pending_lines()))
            if tail := child.tail:
                pieces.append((LINE_BREAK if tag in _ITEMS and _parts_items(child, tail) else tail, linked, bold))

    def _pending_lines(self) -> int:
        """Return how many lines the current pieces are so far; those that were counted before are not read again."""
        counted = self.counted if self.counted.pieces is self.pieces else _Counted(self.pieces)
        for piece in self.pieces[counted.end :]:
            has_text = not (piece is _BREAK or not piece[0] or piece[0].isspace())
            counted.lines += has_text and not counted.has_text
            counted.has_text = has_text or (counted.has_text and piece is not _BREAK)
        counted.end, self.counted = len(self.pieces), counted
        return counted.lines

    def _read_marked(self, node: Node, container: Container, *, linked: bool, bold: bool) -> None:
        outer = self._begin_mark(node)
        self.read_content(node, container, linked=linked, bold=bold)
        self._set_marks(outer)

    def _begin_mark(self, node: Node) -> tuple[Mark, ...]:
        """Begin the text of a node with its mark; return the marks of the text around it."""
        outer = self.marks
        if self.marker and (mark := CODE if node in self.code.blocks else self.marker(node)):
            self._set_marks(inside(outer, mark))
        return outer

    def _set_marks(self, marks: tuple[Mark, ...]) -> None:
        if marks is not self.marks:
            self.marks = marks
            self.changes.append((len(self.pieces), marks))

    def _read_block(self, node: Node, block: CodeBlock, parent: Container) -> None:
        """Read a block of code as one line, and preformatted prose as one line for each of its paragraphs."""
        container = _new_container(node, parent)
        container.kind = parent.kind if block.is_prose else "code"
        length = sum(len(text.strip()) for text in node.itertext())
        linked = sum(len(text.strip()) for link in node.iter("a") for text in link.itertext())
        links = min(1.0, linked / length) if length else 0.0
        texts = ["\n".join(rows) for rows in row_blocks(block.text)] if block.is_prose else [block.text]
        self.lines.extend(PageLine(text, container, links, language=block.language) for text in texts if text)

    def _read_container(self, node: Node, parent: Container, *, linked: bool, bold: bool) -> None:
        container = _new_container(node, parent)
        if container.tag == "tr":
            self._read_row(node, container, linked=linked, bold=bold)
            return
        self.read_content(node, container, linked=linked, bold=bold)
        self.end_line(container)

    def _read_row(self, node: Node, container: Container, *, linked: bool, bold: bool) -> None:
        """Read a row of a table: of data as one line, of a table that lays out text as the lines of its cells."""
        use, first = self._table_use(node), len(self.lines)
        if use == "data" and is_data_row(node, self.code.blocks):
            for index, cell in enumerate(node.iterchildren("td", "th")):
                if index:
                    self.pieces.append(_CELL_END)
                self._read_cell(cell, linked=linked, bold=bold)
        else:
            container.kind = "row" if use == "data" else "paragraph"
            self.read_content(node, container, linked=linked, bold=bold)
        self.end_line(container)
        if use == "numbered":
            _join_number(self.lines, first)

    def _table_use(self, row: Node) -> TableUse:
        """Return what the table of a row is for."""
        table = next(row.iterancestors("table"), None)
        if table is None:
            return "data"
        if table not in self.tables:
            self.tables[table] = table_use(table)
        return self.tables[table]

    def _read_cell(self, node: Node, *, linked: bool, bold: bool) -> None:
        """Read a table cell as part of one line."""
        self.pieces.append((node.text or "", linked, bold))
        for child in node:
            tag = child.tag
            if tag not in INLINE:
                self.pieces.append((LINE_BREAK, False, False))
            is_read = tag.__class__ is str and tag not in INVISIBLE and child not in self.code.controls
            if is_read and not (tag in INLINE and is_unseen_inline(child)):
                outer = self._begin_mark(child)
                self._read_cell(child, linked=linked or tag == "a", bold=bold or tag in BOLD)
                self._set_marks(outer)
            self.pieces.append((child.tail or "", linked, bold))

    def end_line(self, container: Container) -> None:
        """End the current line; breaks split it."""
        if not self.pieces and not self.marker:  # of two nodes, one ends where no text is
            return
        pieces = self.pieces.copy()
        self.pieces.clear()
        if self.pictures is not None:
            self.counted = _Counted(self.pieces)
        marks = self._take_marks(len(pieces)) if self.marker else ()
        if not pieces:
            return
        start = 0
        if _BREAK in pieces:
            for index, piece in enumerate(pieces):
                if piece is _BREAK:
                    self._add_line(pieces[start:index], container, marks[start:index])
                    start = index + 1
        self._add_line(pieces[start:] if start else pieces, container, marks[start:])

    def _take_marks(self, count: int) -> list[tuple[Mark, ...]]:
        """Return the marks of each piece of a line that ends."""
        ends = [*(start for start, _ in self.changes[1:]), count]
        marks = [marks for (start, marks), end in zip(self.changes, ends, strict=False) for _ in range(start, end)]
        self.changes = [(0, self.marks)]
        return marks

    def _add_line(self, pieces: list[_Piece], container: Container, marks: Sequence[tuple[Mark, ...]]) -> None:
        text = fold_blanks("".join([piece[0] for piece in pieces]))
        if not text:
            return
        total = links = bold = 0
        for piece, in_link, in_bold in pieces:
            length = len(piece.strip())
            total += length
            if in_link:
                links += length
            if in_bold:
                bold += length
        line = PageLine(text, container, links / total, bold / total)
        if self.marker:
            line.runs = fold_runs([piece[0] for piece in pieces], marks)
            line.cells = tuple(_cells(pieces, marks)) if container.kind == "row" else ()
        self.lines.append(line)


def _cells(pieces: Sequence[_Piece], marks: Sequence[tuple[Mark, ...]]) -> Iterator[tuple[Run, ...]]:
    """Yield the runs of each cell of a row."""
    ends = [index for index, piece in enumerate(pieces) if piece is _CELL_END]
    for start, end in zip((0, *(index + 1 for index in ends)), (*ends, len(pieces)), strict=True):
        yield fold_runs([piece[0] for piece in pieces[start:end]], marks[start:end])


def _parts_items(node: Node, tail: str) -> bool:
    """Whether nothing but blanks part an item in a row, such as a link, from the next one; ``tail`` follows it."""
    if not tail.isspace():
        return False
    following = node.getnext()
    return following is not None and following.tag in _ITEMS


def _join_number(lines: list[PageLine], first: int) -> None:
    """Join the number or bullet that begins a row, which is the line at ``first``, with the line after it."""
    if first + 1 >= len(lines) or lines[first + 1].container.kind == "code" or not is_number(lines[first].text):
        return
    number, line = lines[first], lines[first + 1]
    line.text = f"{number.text} {line.text}"
    if line.runs:
        line.runs = (*number.runs, line.runs[0]._replace(has_blank=True), *line.runs[1:])
    del lines[first]


def _new_container(node: Node, parent: Container) -> Container:
    tag = str(node.tag)
    kind = KINDS.get(tag) or (parent.kind if tag in _KIND_KEEPING else "paragraph")
    if kind == "row" and tag != "tr":
        kind = "paragraph"
    attributes = dict(node.items())
    hidden = 1 if attributes and is_hidden(attributes) else parent.hidden and parent.hidden + 1
    container = Container(node, tag, parent, parent.depth + 1, kind, parent.children, 0, hidden, attributes)
    parent.children += 1
    return container
