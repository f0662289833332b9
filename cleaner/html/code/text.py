r"""The rows of code in a page as its reader sees and copies them: without line numbers, buttons and labels.

Sites mark up rows in many ways: line ends, line breaks, a node for each row, tables with a column of numbers. Names of
classes tell line numbers from numbers of the code; where there are none, a number that counts the rows does.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from cleaner.html.tree import NEVER_RENDERED, REPLACED, Node
from cleaner.lazy import lazy_pattern
from cleaner.text.code_shape import code_blocks, row_shapes
from cleaner.text.layout import is_wrapped
from cleaner.text.plain import blocks_of
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words

MIN_CODE_SHARE = 0.6
"""Share of rows that are or may be code from which a text is code: output of a command stands among its rows."""

MIN_PROSE_SHARE = 0.7
"""Share of the words in paragraphs from which preformatted text is prose."""


def reads_like_code(text: str) -> bool:
    r"""Whether some rows of a text are surely code, and most others may be.

    >>> reads_like_code("def main():\n    return open(1)"), reads_like_code("The bridge is open.\nSo is the road.")
    (True, False)
    """
    shapes = [shape for shape in row_shapes(text.split("\n")) if shape != "blank"]
    if not {"sure", "tag"}.intersection(shapes):
        return False
    return len(shapes) - shapes.count("other") >= MIN_CODE_SHARE * len(shapes)


def reads_like_prose(text: str) -> bool:
    """Whether preformatted text is prose: most words are in paragraphs, each one long row or wrapped."""
    words = prose = 0
    for block in row_blocks(text):
        count = count_words(" ".join(block))
        words += count
        prose += count * (count >= PROSE_WORDS and _is_paragraph(block))
    return prose > 0 and prose >= MIN_PROSE_SHARE * words


def row_blocks(text: str) -> list[list[str]]:
    """Return the blocks of a text, which blank rows separate, as lists of rows without the blanks around them."""
    rows = text.split("\n")
    return [[rows[index].strip() for index in block] for block in blocks_of(rows, range(len(rows)))]


def _is_paragraph(rows: Sequence[str]) -> bool:
    return is_sentence(rows[-1]) and not code_blocks(rows) and (len(rows) == 1 or is_wrapped(rows))


ROW_TAGS = frozenset(("p", "div", "li", "tr", "pre", "section", "article", "dd", "dt", "blockquote"))
"""Tags of nodes that begin a row of code, and end it."""

PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
"""Tags of nodes in which browsers show line ends and blanks."""

_WRAPPER_TAGS = frozenset(("table", "tbody", "thead", "tfoot", "ol", "ul", "dl", "figure"))
"""Tags of nodes that hold rows."""

_SKIPPED_TAGS = (NEVER_RENDERED | REPLACED | {"button", "summary"}) - {"textarea", "title"}

_ROW_NAME = lazy_pattern(r"(?:^|[-_])line$|^codeline$|^codeLine$", re.IGNORECASE)
"""Names of nodes that are rows: ``line``, ``token-line``, ``CodeMirror-line``, but not ``inline`` or ``underline``."""

_NUMBERS_NAME = lazy_pattern(
    r"""
    ^(?: gutter | ln | lnt | lno | nums? )$
    | line-?_?n(?:o|r|os|um|ums|umber|umbers)(?:s|col|s-?rows|-?(?:inner|cell|column|wrap))?$
    | (?:^|[-_])linenos?(?:div|-\w+)?$ | [-_](?:gutter|nums?|line-?index|ln-n|numbering|blob-num)$ | ^blob-num
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Names of nodes that number the rows."""

_NUMBERS = lazy_pattern(r"[\s\d.:|…·*+−-]*")
"""What nodes of line numbers hold; signs of changed lines stand there as well."""

_ROW_NUMBER = lazy_pattern(r"\s*\d{1,6}[.:|]?\s*")
_CONTROL_NAME = lazy_pattern(
    r"(?:^|[-_])(?:copy|copied|clipboard|btn|button|toolbar|tooltip)(?:$|[-_])|copy-?(?:code|button|btn)", re.IGNORECASE
)
"""Names of nodes that are controls: they begin with no token of code."""

MAX_CONTROL_LENGTH = 60
"""Characters of the text of a control."""

MIN_NUMBERED = 2
"""Fewest rows that are numbered in nodes without a name that says so."""

_BREAK = "\0"
"""A line break, until it is known whether line ends stand beside all of them. Pages have no control characters."""

_MARKUP_LINE_END = lazy_pattern(r"[ \t\r]*\n[ \t\r\n]*")
_BLANK_ROW = lazy_pattern(r"^[ \t\u200b\ufeff]*$")


def names_of(node: Node) -> list[str]:
    """Return the class names of a node."""
    return (node.get("class") or "").split()


@lru_cache(maxsize=4096)
def _names_match(pattern: re.Pattern[str], names: str) -> bool:
    return any(map(pattern.search, names.split()))


def has_name(node: Node, pattern: re.Pattern[str]) -> bool:
    """Whether a class name of the node matches a pattern."""
    names = node.get("class")
    return names is not None and _names_match(pattern, names)


def is_hidden_by_style(node: Node) -> bool:
    """Whether the node is hidden by its own attributes."""
    style = (node.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or node.get("hidden") is not None


def is_row(node: Node) -> bool:
    """Whether a node is a row of code by its name or its style, whatever its tag."""
    if node.tag in ("td", "th"):
        return False
    if node.get("data-line") is not None or has_name(node, _ROW_NAME):
        return True
    style = node.get("style")
    return style is not None and "display:block" in style.replace(" ", "")


def is_numbers(node: Node) -> bool:
    """Whether a node has the numbers of rows by its name."""
    named = has_name(node, _NUMBERS_NAME) or "line-number" in str(node.tag)
    return named and all(map(_NUMBERS.fullmatch, node.itertext()))


def is_control(node: Node) -> bool:
    """Whether a node is a button or a label and not part of the code."""
    if node.tag in _SKIPPED_TAGS or node.get("role") == "button":
        return True
    return has_name(node, _CONTROL_NAME) and len("".join(node.itertext())) <= MAX_CONTROL_LENGTH


def code_text(root: Node, *, keeps_line_ends: bool, skipped: Container[Node] = ()) -> str:
    r"""Return the rows of a node of code, without blank rows around them and without the ``skipped`` nodes.

    ``keeps_line_ends``: line ends in the markup are shown, as they always are in ``<pre>``.

    >>> from lxml.html import fromstring
    >>> code_text(fromstring("<pre><div>if x:</div><div>  y()<br></div></pre>"), keeps_line_ends=True)
    'if x:\n  y()'
    """
    rows = _Rows(keeps_line_ends=keeps_line_ends)
    _read(root, rows, (skipped, _counted_numbers(root)))
    return rows.text()


@dataclass(slots=True)
class _Rows:
    """The text so far. ``is_open``: its last row has text; ``is_due``: that row has ended, without a line end yet."""

    keeps_line_ends: bool
    parts: list[str] = field(default_factory=list)
    is_open: bool = False
    is_due: bool = False

    def add(self, text: str) -> None:
        """Add a text of the markup."""
        if not self.keeps_line_ends and "\n" in text:
            text = _MARKUP_LINE_END.sub(" " if self.is_open and text.strip() and not self.is_due else "", text)
        if self.is_due and text:
            beginning = text.lstrip(" \t")
            if not beginning:  # blanks between two rows
                return
            self.end_line()
            text = beginning[1:] if beginning[0] == "\n" else text
        if text:
            self.parts.append(text)
            self.is_open = text[-1] != "\n"

    def end_line(self, mark: str = "\n") -> None:
        """Write a line end."""
        self.parts.append(mark)
        self.is_open = self.is_due = False

    def start_row(self) -> int:
        """Begin a row; return its place, for :meth:`end_row`."""
        if self.is_due:
            self.end_line()
        elif self.is_open:
            last = self.parts[-1]
            if last.strip(" \t") or (len(self.parts) > 1 and self.parts[-2][-1] not in ("\n", _BREAK)):
                self.end_line()
            else:  # the indentation of the markup
                self.parts.pop()
                self.is_open = False
        return len(self.parts)

    def end_row(self, place: int, *, even_if_empty: bool) -> None:
        """End the row that began at a place."""
        is_empty = len(self.parts) == place
        self.is_due = self.is_due or self.is_open or (is_empty and even_if_empty)

    def text(self) -> str:
        """Return the rows as one text."""
        text = "".join(self.parts).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        breaks = text.count(_BREAK)
        if breaks > 1 and breaks == text.count("\n") == text.count(f"{_BREAK}\n"):  # each line end is there twice
            text = text.replace("\n", "")
        rows = text.replace(_BREAK, "\n").split("\n")
        rows = ["" if not row.isascii() and _BLANK_ROW.match(row) else row for row in rows]
        first = next((index for index, row in enumerate(rows) if row.strip()), 0)
        last = next((index for index in range(len(rows), 0, -1) if rows[index - 1].strip()), 0)
        return "\n".join(rows[first:last])


def _read(node: Node, rows: _Rows, skipped: Iterable[Container[Node]]) -> None:
    """Read a node of code without the nodes that are in any of ``skipped``."""
    keeps_line_ends = rows.keeps_line_ends
    rows.keeps_line_ends = keeps_line_ends or node.tag in PREFORMATTED
    if node.text:
        rows.add(node.text)
    are_lines = _holds_lines(node)
    for child in node:
        if child.tag.__class__ is str and not (
            any(child in nodes for nodes in skipped) or is_numbers(child) or is_control(child)
        ):
            if child.tag == "br":
                rows.end_line(_BREAK)
            elif child.tag in ROW_TAGS or child.tag in _WRAPPER_TAGS or are_lines or is_row(child):
                place = rows.start_row()
                _read(child, rows, skipped)
                rows.end_row(place, even_if_empty=are_lines or _is_repeated_row(child))
            else:
                _read(child, rows, skipped)
        if child.tail:
            rows.add(child.tail)
    rows.keeps_line_ends = keeps_line_ends


def _holds_lines(node: Node) -> bool:
    """Whether preformatted text has nothing but several ``<code>`` in it: each is a row."""
    if node.tag not in PREFORMATTED or len(node) < MIN_NUMBERED or any(child.tag != "code" for child in node):
        return False
    return not any(text.strip() for text in (node.text or "", *(child.tail or "" for child in node)))


def _is_repeated_row(node: Node) -> bool:
    """Whether a node without text is a row: rows have names, or neighbors of the same kind."""
    if node.tag in ("tr", "li") or is_row(node):
        return True
    neighbors = (node.getprevious(), node.getnext())
    names = node.get("class")
    return any(other is not None and other.tag == node.tag and other.get("class") == names for other in neighbors)


def _counted_numbers(root: Node) -> frozenset[Node]:
    """Return nodes without a telling name that begin each row of several with its number."""
    numbers: dict[object, list[Node]] = {}
    for node in _first_in_row(root):
        numbers.setdefault((node.tag, node.get("class")), []).append(node)
    rows = max(map(len, numbers.values()), default=0)
    return frozenset(
        node
        for nodes in numbers.values()
        if len(nodes) == rows >= MIN_NUMBERED and counts_up(node.text or "" for node in nodes)
        for node in nodes
    )


def _first_in_row(root: Node) -> Iterator[Node]:
    """Yield the nodes that begin a row: the first ones of row nodes."""
    for row in root.iter(*ROW_TAGS, "span"):
        if row is root or not len(row) or (row.text or "").strip() or (row.tag == "span" and not is_row(row)):
            continue
        first = row[0]
        if first.tag.__class__ is str and not len(first) and len(row) > 1:
            yield first


def counts_up(texts: Iterable[str]) -> bool:
    """Whether texts are numbers, each one more than the one before."""
    numbers = [int(text.strip(" .:|\t\r\n\xa0")) if _ROW_NUMBER.fullmatch(text) else -1 for text in texts]
    return min(numbers, default=-1) >= 0 and all(after == before + 1 for before, after in pairwise(numbers))
