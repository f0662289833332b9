"""The code of a page: which nodes are blocks of code, their text and language, and the controls around them.

A block is a ``<pre>`` with what belongs to it (a table with a column of line numbers), ``<code>`` with rows, or a node
that a highlighter or an editor made without either. Where only a class name or a font says so, the text must read like
code. Preformatted prose is not code.
"""

import re
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml.etree import XPath

from cleaner.html.code.controls import BOX_NAME, PAGE_TAGS, controls_around
from cleaner.html.code.labels import labeled_language, language_of
from cleaner.html.code.text import (
    PREFORMATTED,
    ROW_TAGS,
    code_text,
    counts_up,
    has_name,
    is_control,
    is_hidden_by_style,
    is_numbers,
    is_row,
    reads_like_code,
    reads_like_prose,
)
from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern

INLINE_CODE = frozenset(("code", "samp", "tt"))
"""Tags of code within a line."""

_MAYBE_CODE = (*INLINE_CODE, "kbd")
_WRAPPER_TAGS = ("span", "b", "strong", "font", "a")
_PHRASE_TAGS = frozenset(("a", "b", "strong", "i", "em", "u", "font", "br", "cite", "q", "small", "big"))
"""Tags of nodes that preformatted prose may hold."""

_EDITOR_NAME = lazy_pattern(
    r"""^(?: CodeMirror-(?:code|lines) | cm-content | view-lines | ace_text-layer | crayon-(?:main|code|table)
      | syntaxhighlighter | dp-highlighter | enlighter(?:-code|-t)? | js-file-line-container | blob-wrapper
      | notion-code-block | highlight-source-.+ )$""",
    re.VERBOSE,
)
"""Names that only highlighters and editors give: their nodes are code even without ``<pre>`` or ``<code>``."""

_CODE_FONT = lazy_pattern(r"monospace|courier|consolas|menlo|monaco|white-space:\s*(?:pre|break-spaces)", re.IGNORECASE)
_KEEPS_LINE_ENDS = lazy_pattern(r"white-space:\s*(?:pre|break-spaces)", re.IGNORECASE)
_KEEPS_LINE_ENDS_NAME = lazy_pattern(r"^whitespace-pre(?:-wrap|-line)?$")

_FONT_HINTS = ("onospace", "ourier", "onsolas", "enlo", "white-space")
_HINTS: dict[str, tuple[str, ...]] = {
    "class": (
        *("ode", "ighlight", "yntax", "cm-content", "view-lines", "ace_", "rettyprint", "rayon", "blob", "hljs"),
        *("nlighter", "whitespace-pre"),
    ),
    "style": _FONT_HINTS,
    "face": _FONT_HINTS,
}
"""What attributes have that may say that a node is code: by it, most nodes are passed over."""

_MARKED_TAGS = frozenset((*PREFORMATTED, *_MAYBE_CODE))
_NAMED_TAGS = ("div", "table", "section", "figure", "ol", "ul", "td", "p", "blockquote", "font")
_HAS_LINE_NUMBERS = XPath("boolean(descendant::td[@data-line-number])")

_MAX_NESTED = 8
"""Most rejected candidates around a candidate that is still read."""

_MAX_ROWS_IN_PARAGRAPH = 200
"""Nodes of a paragraph that may be rows of code."""

_BOX_LEVELS = 2
"""Levels above preformatted text whose names may say that it is code."""

_HIDING_LEVELS = 3
"""Levels above a block that may hide it."""

_NOT_IN_CODE = ("h1", "h2", "h3", "h4", "h5", "h6", "img", "video", "iframe", "form", "input", "select")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """The text of a block, and its language if the page names one. ``is_prose``: the text is only preformatted."""

    text: str
    language: str = ""
    is_prose: bool = False


@dataclass(slots=True)
class PageCode:
    """The blocks of code of a page by their nodes, and the controls beside them, which are not text."""

    blocks: dict[Node, CodeBlock] = field(default_factory=dict)
    controls: set[Node] = field(default_factory=set)


def find_code(tree: Node) -> PageCode:
    """Return the code of a page. The tree is not changed."""
    finder = _Finder()
    marked, named = _candidates(tree)
    for node in named:
        finder.add_named(node)
    for node in marked:
        finder.add_marked(node)
    finder.drop_copies()
    return finder.page


@dataclass(slots=True)
class _Finder:
    """The code found so far. ``rejected`` are candidates that are not blocks, ``tables`` whether they number code."""

    page: PageCode = field(default_factory=PageCode)
    rejected: set[Node] = field(default_factory=set)
    tables: dict[Node, bool] = field(default_factory=dict)

    def add_named(self, node: Node) -> None:
        """Add a node that a name or a font shows to be code, if it is a block."""
        if self._may_add(node, _MAX_NESTED):
            text = _named_code(node)
            if text:
                self._add(node, CodeBlock(text, language_of(node)))
            else:
                self.rejected.add(node)

    def add_marked(self, node: Node) -> None:
        """Add a node that its tag shows to be code, if it is a block."""
        if node.tag in _MAYBE_CODE:
            if self._may_add(node, _MAX_NESTED):
                self._add_code(node)
        elif self._may_add(node, sys.maxsize):
            self._add_preformatted(node)

    def _may_add(self, node: Node, most_nested: int) -> bool:
        """Whether a node is in no block, and in fewer rejected candidates than ``most_nested``."""
        blocks, rejected, nested = self.page.blocks, self.rejected, 0
        if node in blocks:
            return False
        for ancestor in node.iterancestors():
            if ancestor in blocks:
                return False
            nested += ancestor in rejected
        return nested < most_nested

    def _add(self, root: Node, block: CodeBlock) -> None:
        if not block.is_prose:
            controls = list(controls_around(root))
            self.page.controls.update(controls)
            if not block.language and controls:
                labels = (text for node in controls for text in node.itertext())
                block = CodeBlock(block.text, labeled_language(labels))
        self.page.blocks[root] = block

    def _add_code(self, node: Node) -> None:
        root = _code_root(node)
        if root is not None:
            text = code_text(root, keeps_line_ends=root.tag in _MAYBE_CODE and _keeps_line_ends(root))
            if "\n" not in text or node.tag == "code" or reads_like_code(text):
                self._add(root, CodeBlock(text, language_of(root)))
                return
        self.rejected.add(node)

    def _add_preformatted(self, node: Node) -> None:
        if node.tag == "textarea":
            text = code_text(node, keeps_line_ends=True)
            if "\n" in text and (node.get("readonly") is not None or _is_boxed(node)) and reads_like_code(text):
                self._add(node, CodeBlock(text, language_of(node)))
        elif (table := next(node.iterancestors("table"), None)) is not None and self._is_numbered(table):
            text = code_text(table, keeps_line_ends=False, skipped=self.page.controls)
            self._add(table, CodeBlock(text, language_of(table)))
        else:
            text = code_text(node, keeps_line_ends=True)
            language = language_of(node)
            is_prose = not language and _is_preformatted_prose(node, text)
            self._add(node, CodeBlock(text, language, is_prose))

    def _is_numbered(self, table: Node) -> bool:
        """Whether a table has code beside its line numbers, which become controls."""
        if table not in self.tables:
            numbers = _line_numbers(table)
            self.tables[table] = bool(numbers)
            self.page.controls.update(numbers)
        return self.tables[table]

    def drop_copies(self) -> None:
        """Empty the blocks that nobody sees and that another block repeats: highlighters leave them beside theirs."""
        blocks = self.page.blocks
        visible = {block.text for node, block in blocks.items() if not _is_unseen(node)}
        for node, block in blocks.items():
            if block.text in visible and _is_unseen(node):
                blocks[node] = CodeBlock("")


def _candidates(tree: Node) -> tuple[list[Node], list[Node]]:
    """Return the nodes that may be code by their tags, and those by their names or style, in document order."""
    marked: list[Node] = []
    named: list[Node] = []
    for node in tree.iter(*_NAMED_TAGS, *_MARKED_TAGS):
        if node.tag in _MARKED_TAGS:
            marked.append(node)
        elif attributes := node.items():
            for name, value in attributes:
                if name in _HINTS and _has_hint(name, value):
                    named.append(node)
                    break
    return marked, named


@lru_cache(maxsize=4096)
def _has_hint(name: str, value: str) -> bool:
    return any(map(value.__contains__, _HINTS[name]))


def _named_code(node: Node) -> str:
    """Return the text of a node that no ``<pre>`` or ``<code>`` shows to be code; empty if it is none."""
    is_editor = has_name(node, _EDITOR_NAME) or (node.tag == "table" and _HAS_LINE_NUMBERS(node))
    inner = list(node.iter(*PREFORMATTED))
    if inner and not (is_editor and len(inner) > 1 and all(map(_is_single_row, inner))):
        return ""
    if not is_editor and (next(node.iter(*_MAYBE_CODE), None) is not None or not _may_be_code(node)):
        return ""
    if next(node.iter(*_NOT_IN_CODE), None) is not None:
        return ""
    text = code_text(node, keeps_line_ends=_keeps_line_ends(node))
    return text if is_editor or ("\n" in text and reads_like_code(text)) else ""


def _may_be_code(node: Node) -> bool:
    """Whether a name or the font of a node suggests code."""
    style = f"{node.get('style') or ''} {node.get('face') or ''}"
    return has_name(node, BOX_NAME) or has_name(node, _KEEPS_LINE_ENDS_NAME) or bool(_CODE_FONT.search(style))


def _is_single_row(node: Node) -> bool:
    return "\n" not in "".join(node.itertext()).strip("\n") and next(node.iter("br"), None) is None


def _keeps_line_ends(node: Node) -> bool:
    """Whether line ends in the markup of a node are shown: by its style, or since nothing else divides its rows."""
    for child in (node, *node.iterdescendants("div", "code", "span", "td")):
        if _KEEPS_LINE_ENDS.search(child.get("style") or "") or has_name(child, _KEEPS_LINE_ENDS_NAME):
            return True
    return not any(child.tag in ROW_TAGS or child.tag == "br" for child in node.iterdescendants())


def _is_preformatted_prose(node: Node, text: str) -> bool:
    """Whether a ``<pre>`` holds prose, and nothing of its markup says that it is code or a copy for programs."""
    if _is_unseen(node) or any(child.tag not in _PHRASE_TAGS for child in node.iterdescendants()) or _is_boxed(node):
        return False
    return reads_like_prose(text)


def _is_boxed(node: Node) -> bool:
    """Whether the names of a node or of those around it say that it is code."""
    if has_name(node, BOX_NAME):
        return True
    around = islice(node.iterancestors(), _BOX_LEVELS)
    return any(has_name(ancestor, BOX_NAME) for ancestor in around if ancestor.tag not in PAGE_TAGS)


def _code_root(node: Node) -> Node | None:
    """Return the node whose rows ``<code>`` holds: itself, or the paragraph of which it is a row; ``None`` inline."""
    child, parent = node, node.getparent()
    while parent is not None and parent.tag in _WRAPPER_TAGS:
        child, parent = parent, parent.getparent()
    if parent is None:
        return None
    is_alone = parent.tag not in PAGE_TAGS and not _follows_code(child) and _is_all_code(parent)
    if is_alone and len(list(parent.iterchildren(*_MAYBE_CODE))) > 1 and parent.find("br") is not None:
        return parent
    if next(node.iter("br", *ROW_TAGS), None) is not None or any(map(is_row, node.iterdescendants("span"))):
        return node
    has_rows = "\n" in "".join(node.itertext()).strip()
    shows_rows = bool(_KEEPS_LINE_ENDS.search(node.get("style") or "")) or has_name(node, _KEEPS_LINE_ENDS_NAME)
    if has_rows and (shows_rows or (is_alone and (_is_boxed(node) or parent.tag == "p"))):
        return node
    return node if is_alone and parent.tag == "div" and has_name(parent, BOX_NAME) else None


def _follows_code(node: Node) -> bool:
    previous = node.getprevious()
    return previous is not None and previous.tag in (*_MAYBE_CODE, "br")


def _is_all_code(node: Node) -> bool:
    """Whether a node has no text but that of ``<code>`` and the like."""
    if (node.text or "").strip():
        return False
    for index, child in enumerate(node):
        if index > _MAX_ROWS_IN_PARAGRAPH or (child.tail or "").strip():
            return False
        if not (child.tag in (*_MAYBE_CODE, "br", "button") or is_control(child)):
            return False
    return True


def _line_numbers(table: Node) -> list[Node]:
    """Return the cells of a table that number the rows of code beside them; none if the table is another one."""
    rows = list(table.iter("tr"))
    cells = [list(row.iterchildren("td", "th")) for row in rows]
    if not all(len(row) > 1 for row in cells):
        return []
    first = [row[0] for row in cells]
    tokens = [token for cell in first for token in "".join(cell.itertext()).split()]
    is_single = len(rows) == 1 or all(_is_single_row(row[-1]) for row in cells)
    if not (all(map(is_numbers, first)) or (is_single and tokens and counts_up(tokens))):
        return []
    if any(not is_numbers(cell) and "".join(cell.itertext()).strip() for row in cells for cell in row[1:-1]):
        return []
    return first


def _is_unseen(node: Node) -> bool:
    """Whether a node, or one close above it, is hidden by its attributes, or is a field of a form."""
    around = islice(node.iterancestors(), _HIDING_LEVELS)
    return node.tag == "textarea" or any(map(is_hidden_by_style, (node, *around)))
