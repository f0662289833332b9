"""Tables of a page: those that hold data, those that only lay out text, and the grid of their cells.

Newsletters and old pages lay out text in tables: spacer cells, columns, tables in tables, numbers beside paragraphs.
A reader sees paragraphs there. A table holds data if its markup says so (heads, a caption), or if several of its rows
have cells of few words, or a label beside a text. In doubt it is data: no text is lost in either case.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from lxml.etree import Element

from cleaner.html.code.blocks import CodeBlock
from cleaner.html.hidden import is_unseen_inline
from cleaner.html.tree import Node, visible_texts
from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import is_sentence
from cleaner.text.words import count_words

TableUse = Literal["data", "layout", "numbered"]
"""What a table is for. In a ``numbered`` one, numbers or bullets stand beside paragraphs."""

MIN_COLUMNS = 2
"""Fewest cells of a row of data that are not empty."""

MAX_ROW_CHARACTERS = 1500
"""Most characters of a row of data: rows of layouts are longer, or hold tables."""

MAX_HEAD_WORDS = 15
"""Most words of a cell that is the head of a row or column."""

TEXT_WORDS = 20
"""Fewest words of a cell that is a text rather than a value."""

MIN_NUMBERED_WORDS = 12
"""Fewest words, on average, of the paragraphs beside numbers: in a ranking they are names."""

MIN_BULLETED_WORDS = 3
"""Fewest words, on average, of the paragraphs beside bullets."""

MIN_SHARE = 0.5
"""Share of a table's words in cells of text from which these are what it is for."""

MIN_COUNTED_SHARE = 0.8
"""Share of the rows of a numbered table that count up."""

MIN_GRID_ROWS = 3
"""Fewest rows of several texts that are data, as in a comparison or a translation."""

MAX_SPANS = {"colspan": 20, "rowspan": 100}
"""Most columns and rows of one cell that are counted: pages may be hostile."""

_BLANK = lazy_pattern(r"[\s\N{SOFT HYPHEN}\u034f\u200b-\u200f\u2060\ufeff]*")
"""What spacers hold."""

_NUMBER = lazy_pattern(
    r"""
      [\[(§¶]? \s* (?P<digits> \d{1,3} ) (?: \.\d{1,3} ){0,3} \s* [.)\]:、．]{0,2}
    | [(（]? \s* (?: [a-zA-Z] | [ivxIVX]{2,5} | [一二三四五六七八九十]{1,3} ) \s* [.)\]:、．）]{1,2}
    """,
    re.VERBOSE,
)
"""A number of a paragraph: ``1``, ``12.``, ``(a)``, ``iv)``, ``2.1``, ``三、``. A letter alone is a grade."""

_BULLET = lazy_pattern(r"[^\w\s\d$€£%+-]|[-–—]|->|=>|o")
"""A bullet of any kind, but no sign of values."""

_SECTION_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "form", "blockquote")
"""Tags of nodes that never stand in a cell of data."""

_SECTIONS = frozenset(("thead", "tbody", "tfoot"))


class _Cell(NamedTuple):
    """A cell that is not empty: its node, its text on one line and the number of its words."""

    node: Node
    text: str
    words: int


def table_use(table: Node) -> TableUse:
    """Return what a table is for."""
    role = (table.get("role") or "").strip().lower()
    if role in ("table", "grid", "treegrid"):
        return "data"
    rows = _filled_rows(table)
    wide = [row for row in rows if len(row) >= MIN_COLUMNS]
    if _is_numbered(wide):
        return "numbered"
    if not wide or role in ("presentation", "none"):
        return "layout"
    if _has_heads(table, rows):
        return "data"
    if next(table.iterdescendants("table"), None) is not None:
        return "layout"
    return _use_of(rows)


def is_number(text: str) -> bool:
    """Whether a text is the number of a paragraph, or a bullet.

    >>> is_number("12."), is_number("(a)"), is_number("•"), is_number("1901"), is_number("$")
    (True, True, True, False, False)
    """
    return bool(_NUMBER.fullmatch(text) or _BULLET.fullmatch(text))


def table_rows(table: Node) -> Iterator[Node]:
    """Yield the rows of a table, without those of tables in it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterchildren("tr")


def is_data_row(row: Node, blocks: Mapping[Node, CodeBlock]) -> bool:
    """Whether a row of a table of data is one line: several cells, short, without a table or rows of code in them."""
    if blocks and any("\n" in blocks[node].text for node in row.iterdescendants() if node in blocks):
        return False
    cells = sum(1 for _ in row.iterchildren("td", "th"))
    if cells < MIN_COLUMNS or next(row.iterdescendants("table"), None) is not None:
        return False
    return sum(map(len, row.itertext())) <= MAX_ROW_CHARACTERS


def _filled_rows(table: Node) -> list[list[_Cell]]:
    """Return the cells of each row that are not empty; a cell with a table counts by its first words only."""
    rows = []
    for row in table_rows(table):
        cells = []
        for node in row.iterchildren("td", "th"):
            text = _cell_text(node)
            if not _BLANK.fullmatch(text):
                cells.append(_Cell(node, text, count_words(text)))
        rows.append(cells)
    return rows


def _cell_text(node: Node) -> str:
    """Return the text of a cell on one line; of a cell with a table, a mark alone, since that is read by itself."""
    if next(node.iterdescendants("table"), None) is not None:
        return "…"
    return " ".join(" ".join(visible_texts(node, is_unseen_inline)).split())


def _has_heads(table: Node, rows: Iterable[Sequence[_Cell]]) -> bool:
    """Whether the markup of a table names heads: a caption, a section of heads, or heads beside or above cells."""
    caption = table.find("caption")
    if caption is not None and "".join(caption.itertext()).strip():
        return True
    return any(_is_head(cell) for row in rows if len(row) >= MIN_COLUMNS for cell in row)


def _is_head(cell: _Cell) -> bool:
    node, parent = cell.node, cell.node.getparent()
    is_marked = node.tag == "th" or node.get("scope") is not None or node.get("headers") is not None
    if not is_marked and parent is not None:
        section = parent.getparent()
        is_marked = section is not None and section.tag == "thead"
    return is_marked and cell.words <= MAX_HEAD_WORDS and next(node.iter("table", *_SECTION_TAGS), None) is None


def _use_of(rows: Sequence[Sequence[_Cell]]) -> TableUse:
    """Return what a table without heads and numbers is for."""
    wide = [row for row in rows if len(row) >= MIN_COLUMNS]
    total = sum(cell.words for row in rows for cell in row)
    alone = sum(cell.words for row in rows if len(row) < MIN_COLUMNS for cell in row if _is_text(cell))
    if alone > MIN_SHARE * total:
        return "layout"
    cells = [cell for row in wide for cell in row]
    is_labeled = len(wide) >= MIN_GRID_ROWS and all(len(row) == MIN_COLUMNS and _is_label(row[0]) for row in wide)
    sections = sum(cell.words for cell in cells if _has_heading(cell) or (not is_labeled and _has_paragraphs(cell)))
    if sections > MIN_SHARE * total:
        return "layout"
    texts = sum(map(_is_text, cells))
    if len(wide) == 1:
        return "layout" if texts else "data"
    return "layout" if 2 * texts > len(cells) and len(wide) < MIN_GRID_ROWS else "data"


def _is_text(cell: _Cell) -> bool:
    """Whether a cell has a text that is more than a value, and neither a menu nor unseen."""
    if cell.words < TEXT_WORDS:
        return False
    nodes = (node for node in cell.node.iterdescendants(Element) if node.tag == "a" or is_unseen_inline(node))
    return cell.words - sum(count_words("".join(node.itertext())) for node in nodes) >= TEXT_WORDS


def _is_label(cell: _Cell) -> bool:
    return cell.words <= MAX_HEAD_WORDS


def _is_numbered(rows: Sequence[Sequence[_Cell]]) -> bool:
    """Whether rows are paragraphs, each with its number or bullet beside it."""
    if not rows or any(len(row) > MIN_COLUMNS for row in rows):
        return False
    average = sum(row[1].words for row in rows) / len(rows)
    if all(_BULLET.fullmatch(row[0].text) for row in rows):
        return average >= MIN_BULLETED_WORDS
    numbers = [_NUMBER.fullmatch(row[0].text) for row in rows]
    if average < MIN_NUMBERED_WORDS or not all(numbers):
        return False
    if len(rows) == 1:
        return is_sentence(rows[0][1].text)
    digits = [number["digits"] if number else None for number in numbers]
    steps = sum(_counts_up(before, after) for before, after in pairwise(digits))
    return steps >= MIN_COUNTED_SHARE * (len(rows) - 1)


def _counts_up(before: str | None, after: str | None) -> bool:
    """Whether one number follows another; letters and other numerals do."""
    return before is None or after is None or 0 <= int(after) - int(before) <= 1


def _has_heading(cell: _Cell) -> bool:
    """Whether a cell holds a heading or another node that stands in no data."""
    return next(cell.node.iterdescendants(*_SECTION_TAGS), None) is not None


def _has_paragraphs(cell: _Cell) -> bool:
    """Whether a cell holds several paragraphs."""
    if cell.words < TEXT_WORDS:
        return False
    paragraphs = sum(1 for child in cell.node.iterdescendants("p") if "".join(child.itertext()).strip())
    return paragraphs > 1 or any(map(_ends_paragraph, cell.node.iterdescendants("br")))


def _ends_paragraph(node: Node) -> bool:
    """Whether a line break follows another one."""
    following = node.getnext()
    return following is not None and following.tag == "br" and not (node.tail or "").strip()


def table_grid(table: Node) -> dict[Node, list[int | None]]:
    """Return for each row of a table what is in its columns: the index of the cell that begins there, or ``None``.

    A cell that spans columns or rows leaves the others empty. Columns in which no cell begins are left out.
    """
    grid: dict[Node, list[int | None]] = {}
    due: dict[int, int] = {}  # columns that cells above fill, and in how many rows
    for row in table_rows(table):
        columns: list[int | None] = []
        below: dict[int, int] = {}
        for index, cell in enumerate(row.iterchildren("td", "th")):
            while len(columns) in due:
                columns.append(None)
            width, height = _span_of(cell, "colspan"), _span_of(cell, "rowspan")
            below |= {column: height - 1 for column in range(len(columns), len(columns) + width) if height > 1}
            columns += [index, *([None] * (width - 1))]
        while len(columns) in due:
            columns.append(None)
        due = {column: rows - 1 for column, rows in due.items() if rows > 1} | below
        grid[row] = columns
    begun = {column for columns in grid.values() for column, index in enumerate(columns) if index is not None}
    if all(len(columns) <= len(begun) for columns in grid.values()):
        return grid
    return {row: [index for column, index in enumerate(columns) if column in begun] for row, columns in grid.items()}


def _span_of(cell: Node, name: str) -> int:
    """Return how many columns or rows a cell spans."""
    value = (cell.get(name) or "").strip()
    return min(max(int(value[:4]), 1), MAX_SPANS[name]) if value.isascii() and value.isdigit() else 1
