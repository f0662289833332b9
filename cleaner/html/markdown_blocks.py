"""The lines of a page as a text in Markdown: paragraphs, headings, lists, quotes, tables and code in their syntax."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from cleaner.html.lines import Container, PageLine
from cleaner.html.markdown import image_of, longest_run, markdown_of
from cleaner.html.runs import Run
from cleaner.html.tables import table_grid
from cleaner.html.tree import Node

_ITEM_TAGS = ("li", "dd", "dt")
_LIST_TAGS = ("ul", "ol", "menu")
_HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
_DEFAULT_LEVEL = 2
_SECTION_TAGS = ("h1", "h2", "article", "section")
"""Tags of nodes that make a list item a section of the article, without a bullet or number."""

_FOLLOWING_LEADS = ("- ", "1. ", "1) ")
"""What may begin a list right below a paragraph (CommonMark 0.31, section 5.3)."""

_MIN_FENCE = 3
_MAX_FILLED = 64
"""Cells up to which short rows of a table are filled: a bound on hostile tables. Readers fill rows themselves."""

_MAX_NUMBER = 999_999_999
"""The largest number of a list item in Markdown (CommonMark 0.31, section 5.2)."""


@dataclass(slots=True)
class MarkdownWriter:
    """A text in Markdown so far, and what the syntax of the next line depends on.

    ``_path`` are the quotes and list items around the last line, the outermost first; ``_leads`` are the bullets and
    numbers of items by their nodes.
    """

    parts: list[str] = field(default_factory=list)
    _path: list[Container] = field(default_factory=list)
    _table: Container | None = None
    _leads: dict[Container, str] = field(default_factory=dict)
    _last_items: dict[Container, Container] = field(default_factory=dict)
    _numbers: dict[Container, int] = field(default_factory=dict)
    _signs: dict[Container, str] = field(default_factory=dict)
    _last_number: int = 0
    _sections: dict[Container, bool] = field(default_factory=dict)
    _grids: dict[Node, dict[Node, list[int | None]]] = field(default_factory=dict)

    def add_code(self, line: PageLine) -> None:
        """Add a block of code between fences longer than any run of ticks in it."""
        fence = "`" * max(_MIN_FENCE, longest_run(line.text) + 1)
        self._write(line.container, [f"{fence}{line.language}", *line.text.split("\n"), fence])

    def add_words(self, line: PageLine, rows: Sequence[Sequence[Run]]) -> None:
        """Add a paragraph or heading; ``rows`` are the runs of each row, of which a heading has one."""
        if line.container.kind != "heading":
            self._write(line.container, [markdown_of(runs) for runs in rows])
            return
        runs = [run for row in rows for run in row]
        if all(any(mark.kind == "strong" for mark in run.marks) for run in runs):  # headings are bold anyway
            runs = [run._replace(marks=tuple(mark for mark in run.marks if mark.kind != "strong")) for run in runs]
        signs = "#" * _heading_level(line.container)
        self._write(line.container, [f"{signs} {markdown_of(runs, is_heading=True)}"])

    def add_picture(self, line: PageLine) -> None:
        """Add the picture of a line."""
        if line.picture:
            self._write(line.container, [image_of(line.picture.alt, line.picture.address)])

    def add_row(self, line: PageLine, cells: Sequence[Sequence[Run]], *, columns: int) -> None:
        """Add a row of a table of some columns, with a row of dashes below the first."""
        texts = [markdown_of(runs, is_cell=True) for runs in cells]
        if not any(texts):
            return
        filled = [texts[index] if index is not None and index < len(texts) else "" for index in self.columns(line)]
        table = table_of(line.container)
        is_first = table is None or table is not self._table
        width = columns if is_first else min(columns, _MAX_FILLED)
        rows = [_row([*filled, *([""] * (width - len(filled)))])]
        self._write(line.container, rows + [_row(["---"] * columns)] * is_first, is_joined=not is_first)
        self._table = table

    def columns(self, line: PageLine) -> list[int | None]:
        """Return what the columns of a row hold: the index of a cell, or ``None``."""
        row = line.container.parent if is_only_cell(line.container) else line.container
        node, table = row.node if row else None, table_of(line.container)
        if node is not None and table is not None and table.node is not None:
            if table.node not in self._grids:
                self._grids[table.node] = table_grid(table.node)
            if node in self._grids[table.node]:
                return self._grids[table.node][node]
        return list(range(len(line.cells) or 1))

    def _write(self, container: Container, rows: Iterable[str], *, is_joined: bool = False) -> None:
        """Write the rows of a block behind the marks of the quotes and items around it."""
        path = self._path_of(container)
        shared = [first for first, _ in takewhile(_is_same, zip(self._path, path, strict=False))]
        new_items = [node for node in path if node.tag in _ITEM_TAGS and node not in self._leads]
        first_items = [node for node in new_items if node.parent not in self._last_items]
        first, further = self._marks(path)
        if self.parts:
            may_follow = new_items and all(self._leads[node] in _FOLLOWING_LEADS for node in first_items)
            is_tight = is_joined or (may_follow and self._table is None and self._continues_list(path))
            self.parts.append("\n" if is_tight else f"\n{self._quote_marks(shared)}\n")
        marks = iter([first])
        self.parts.append("\n".join([(next(marks, further) + row).rstrip(" ") for row in rows]))
        self._path, self._table = path, None

    def _path_of(self, container: Container) -> list[Container]:
        """Return the quotes and list items around a line that are written, the outermost first.

        An item of which nothing is written yet counts only if it is the innermost: others merely hold lists.
        """
        path: list[Container] = []
        has_item = False
        node: Container | None = container
        while node:
            if node.tag == "blockquote":
                path.append(node)
            elif node.tag in _ITEM_TAGS and not self._is_section(node) and (not has_item or node in self._leads):
                path.append(node)
                has_item = True
                outer = node.parent.parent if node.parent else None
                if outer and outer.tag in _LIST_TAGS and outer in self._last_items:  # a list directly in another one
                    node = self._last_items[outer]
                    continue
            node = node.parent
        return path[::-1]

    def _is_section(self, item: Container) -> bool:
        """Whether a list item holds a section of the article; those of lists with bullets do if they have headings."""
        if item not in self._sections:
            is_numbered = item.parent is not None and item.parent.tag == "ol"
            tags = _SECTION_TAGS if is_numbered else (*_SECTION_TAGS, *_HEADING_LEVELS)
            node = item.node
            self._sections[item] = node is not None and next(node.iterdescendants(*tags), None) is not None
        return self._sections[item]

    def _marks(self, path: Iterable[Container]) -> tuple[str, str]:
        """Return what stands before the first row of a block, and before further ones."""
        first, further = [], []
        for node in path:
            if node.tag == "blockquote":
                first.append("> ")
                further.append("> ")
                continue
            is_new = node not in self._leads
            lead = self._leads[node] = self._lead_of(node) if is_new else self._leads[node]
            further.append(" " * len(lead))
            first.append(lead if is_new else further[-1])
        return "".join(first), "".join(further)

    def _lead_of(self, item: Container) -> str:
        """Return the bullet or number of an item."""
        outer = item.parent
        if outer is not None:
            self._last_items[outer] = item
        if outer is None or outer.tag != "ol":
            return "- "
        number = self._number_of(item, outer)
        if outer not in self._signs:
            self._signs[outer] = self._sign_of(outer, number)
        self._last_number = number
        return f"{number}{self._signs[outer]} "

    def _sign_of(self, outer: Container, number: int) -> str:
        """Return the sign behind the numbers of a list: another one than that of a list that it would continue."""
        above = _outermost_list(self._path)
        if above is None or above not in self._signs or any(node is above for node in outer.lineage()):
            return "."
        is_continued = self._last_number + 1 == number
        return self._signs[above] if is_continued else ")" if self._signs[above] == "." else "."

    def _number_of(self, item: Container, outer: Container) -> int:
        """Return the number of an item of an ordered list, which counts from a start up, or down."""
        step = -1 if "reversed" in outer.attributes else 1
        first = self._numbers.get(outer, _integer(outer.attributes.get("start"), outer.children if step < 0 else 1))
        number = _integer(item.attributes.get("value"), first + step * item.index)
        self._numbers[outer] = number - step * item.index
        return min(max(number, 0), _MAX_NUMBER)

    def _continues_list(self, path: Sequence[Container]) -> bool:
        """Whether a block that begins an item is in the same list as the block above it."""
        return bool(self._path) and _outermost_list(self._path) is _outermost_list(path) is not None

    def _quote_marks(self, shared: Sequence[Container]) -> str:
        """Return the marks of an empty row that continues the quotes around two blocks."""
        last = max((index for index, node in enumerate(shared) if node.tag == "blockquote"), default=-1)
        return "".join(
            ["> " if node.tag == "blockquote" else " " * len(self._leads[node]) for node in shared[: last + 1]]
        ).rstrip()


def _is_same(pair: tuple[Container, Container]) -> bool:
    return pair[0] is pair[1]


def _outermost_list(path: Sequence[Container]) -> Container | None:
    """Return the list of the outermost item of a path, if nothing but lists is around it."""
    item = next((node for node in path if node.tag in _ITEM_TAGS), None)
    list_node = item.parent if item else None
    while list_node and list_node.parent and list_node.parent.tag in _LIST_TAGS:
        list_node = list_node.parent
    return list_node


def _integer(text: str | None, default: int) -> int:
    """Return the number that an attribute has, or the default."""
    text = (text or "").strip()[: len(str(_MAX_NUMBER))]
    return int(text) if text.isascii() and text.isdigit() else default


def _row(cells: Iterable[str]) -> str:
    """Return a row of a table: ``| a | | c |``."""
    return "|" + "".join([f" {cell} |" if cell else " |" for cell in cells])


def table_of(container: Container) -> Container | None:
    """Return the table that a row is in."""
    return next((node for node in container.lineage() if node.tag == "table"), None)


def is_only_cell(container: Container) -> bool:
    """Whether a node is the only cell of a row, as one that spans a table."""
    row = container.parent
    return container.tag in ("td", "th") and row is not None and row.tag == "tr" and row.children == 1


def _heading_level(container: Container) -> int:
    levels = (_HEADING_LEVELS[node.tag] for node in container.lineage() if node.tag in _HEADING_LEVELS)
    return next(levels, _DEFAULT_LEVEL)
