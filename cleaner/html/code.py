"""The code of a page: which nodes are blocks of code, their text and language, and the controls around them.

A block is a ``<pre>`` with what belongs to it (a table with a column of line numbers), ``<code>`` with rows, or a node
that a highlighter or an editor made without either. Where only a class name or a font says so, the text must read like
code. Preformatted prose is no code.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import XPath

from cleaner.html.code_labels import is_label, language_of
from cleaner.html.code_shape import reads_like_code, reads_like_prose
from cleaner.html.code_text import (
    PREFORMATTED,
    ROW_TAGS,
    code_text,
    counts_up,
    has_name,
    is_control,
    is_hidden_by_style,
    is_numbers,
    is_row,
)
from cleaner.html.tree import Node

INLINE_CODE = frozenset(("code", "samp", "tt"))
"""Tags of code within a line."""

_MAYBE_CODE = (*INLINE_CODE, "kbd")
_PHRASE_TAGS = frozenset(("a", "b", "strong", "i", "em", "u", "font", "br", "cite", "q", "small", "big"))
"""Tags of nodes that preformatted prose may hold."""

_BOX_NAME = re.compile(
    r"""
    (?:^|[-_]) (?: code | codes | codeblock | codehilite | codebox | codehighlighter | coder | sourcecode | snippet
      | syntax | highlight | highlighter | highlighttable | rouge | hljs | prism | shiki | prettyprint | listing | gist
      | terminal | console | programlisting | verbatim | blob ) (?:$|[-_])
    | ^(?: sourceCode | sourceCodeContainer | wp-block-code | EnlighterJS.* | enlighter.* | crayon-.* | urvanov-.*
      | syntaxhighlighter.* | dp-highlighter | CodeMirror.* | cm-(?:editor|content|scroller) | monaco-.* | view-lines
      | ace_.* | language-.+ | lang-.+ | highlight-source-.+ | js-file-line-container | expressive-code )$
    | ^(?!bbCode)\w*(?: [a-z]Code$ | [Cc]ode(?:Block|Box|Snippet|Sample|Example|Container|Wrapper) )
    """,
    re.VERBOSE,
)
"""Names of nodes that hold code and what belongs to it."""

_EDITOR_NAME = re.compile(
    r"""^(?: CodeMirror-(?:code|lines) | cm-content | view-lines | ace_text-layer | crayon-(?:main|code|table)
      | syntaxhighlighter | dp-highlighter | enlighter(?:-code|-t)? | js-file-line-container | blob-wrapper
      | notion-code-block | highlight-source-.+ )$""",
    re.VERBOSE,
)
"""Names that only highlighters and editors give: their nodes are code even without ``<pre>`` or ``<code>``."""

_CODE_FONT = re.compile(r"monospace|courier|consolas|menlo|monaco|white-space:\s*(?:pre|break-spaces)", re.IGNORECASE)
_KEEPS_LINE_ENDS = re.compile(r"white-space:\s*(?:pre|break-spaces)", re.IGNORECASE)
_KEEPS_LINE_ENDS_NAME = re.compile(r"^whitespace-pre(?:-wrap|-line)?$")

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

_MAX_BOX_LEVELS = 6
"""Levels above a block of code that are searched for controls."""

_MAX_BOX_CHILDREN = 12
"""Nodes beside a block of code that are searched for controls: in a larger box, those next to it."""

_MAX_LABEL_LENGTH = 60
"""Characters of a text that may be a label."""

_HIDING_LEVELS = 3
"""Levels above a block that may hide it."""

_PAGE_TAGS = frozenset(("html", "body", "article", "main"))
_NO_LABEL_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "p", "pre", "code"))
_NOT_IN_CODE = ("h1", "h2", "h3", "h4", "h5", "h6", "img", "video", "iframe", "form", "input", "select")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """The text of a block, and its language if the page names one. ``is_prose``: the text is only preformatted."""

    text: str
    language: str = ""
    is_prose: bool = False


@dataclass(slots=True)
class PageCode:
    """The blocks of code of a page by their nodes, and the nodes beside them that are no text: controls, numbers."""

    blocks: dict[Node, CodeBlock] = field(default_factory=dict)
    controls: set[Node] = field(default_factory=set)


def find_code(tree: Node) -> PageCode:
    """Return the code of a page. The tree is not changed."""
    page = PageCode()
    marked, named = _candidates(tree)
    for node in named:
        if not _is_inside(node, page.blocks) and _is_named_code(node):
            _add_block(page, node, code_text(node, keeps_line_ends=_keeps_line_ends(node)))
    for node in marked:
        if not _is_inside(node, page.blocks):
            _add_marked(page, node)
    _drop_copies(page)
    return page


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


def _is_inside(node: Node, blocks: Container[Node]) -> bool:
    return node in blocks or any(ancestor in blocks for ancestor in node.iterancestors())


def _add_block(page: PageCode, root: Node, text: str, *, is_prose: bool = False) -> None:
    page.blocks[root] = CodeBlock(text, "" if is_prose else language_of(root), is_prose)
    if not is_prose:
        page.controls.update(_controls_around(root))


# Code that only a name or a font shows


def _is_named_code(node: Node) -> bool:
    """Whether a node that no ``<pre>`` or ``<code>`` shows to be code is a block of it."""
    is_editor = has_name(node, _EDITOR_NAME) or (node.tag == "table" and _HAS_LINE_NUMBERS(node))
    inner = list(node.iter(*PREFORMATTED))
    if inner and not (is_editor and len(inner) > 1 and all(map(_is_one_row, inner))):
        return False
    if not is_editor and (next(node.iter(*INLINE_CODE, "kbd"), None) is not None or not _may_be_code(node)):
        return False
    if next(node.iter(*_NOT_IN_CODE), None) is not None:
        return False
    text = code_text(node, keeps_line_ends=_keeps_line_ends(node))
    return bool(text) and (is_editor or ("\n" in text and reads_like_code(text)))


def _may_be_code(node: Node) -> bool:
    """Whether a name or the font of a node suggests code."""
    style = f"{node.get('style') or ''} {node.get('face') or ''}"
    return has_name(node, _BOX_NAME) or has_name(node, _KEEPS_LINE_ENDS_NAME) or bool(_CODE_FONT.search(style))


def _is_one_row(node: Node) -> bool:
    return "\n" not in "".join(node.itertext()).strip("\n") and next(node.iter("br"), None) is None


def _keeps_line_ends(node: Node) -> bool:
    """Whether line ends in the markup of a node are shown: by its style, or since nothing else divides its rows."""
    for child in (node, *node.iterdescendants("div", "code", "span", "td")):
        if _KEEPS_LINE_ENDS.search(child.get("style") or "") or has_name(child, _KEEPS_LINE_ENDS_NAME):
            return True
    return not any(child.tag in ROW_TAGS or child.tag == "br" for child in node.iterdescendants())


# Code that its tag shows


def _add_marked(page: PageCode, node: Node) -> None:
    if node.tag in PREFORMATTED - {"textarea"}:
        root = _numbered_table(page, node)
        if root is None:
            text = code_text(node, keeps_line_ends=True)
            _add_block(page, node, text, is_prose=_is_preformatted_prose(node, text))
        else:
            _add_block(page, root, code_text(root, keeps_line_ends=False, skipped=page.controls))
    elif node.tag == "textarea":
        text = code_text(node, keeps_line_ends=True)
        if "\n" in text and (node.get("readonly") is not None or _is_boxed(node)) and reads_like_code(text):
            _add_block(page, node, text)
    elif (root := _code_root(node)) is not None:
        text = code_text(root, keeps_line_ends=root.tag in _MAYBE_CODE and _keeps_line_ends(root))
        if "\n" not in text or node.tag == "code" or reads_like_code(text):
            _add_block(page, root, text)


def _is_preformatted_prose(node: Node, text: str) -> bool:
    """Whether a ``<pre>`` holds prose, and nothing of its markup says that it is code or a copy for programs."""
    if (
        _is_unseen(node)
        or any(child.tag not in _PHRASE_TAGS for child in node.iterdescendants())
        or _is_boxed(node)
        or language_of(node)
    ):
        return False
    return reads_like_prose(text)


def _is_boxed(node: Node) -> bool:
    """Whether the names of a node or of those around it say that it is code."""
    if has_name(node, _BOX_NAME):
        return True
    around = [ancestor for _, ancestor in zip(range(2), node.iterancestors(), strict=False)]
    return any(has_name(ancestor, _BOX_NAME) for ancestor in around if ancestor.tag not in _PAGE_TAGS)


def _code_root(node: Node) -> Node | None:
    """Return the node whose rows ``<code>`` holds: itself, or the paragraph of which it is a row; ``None`` inline."""
    parent = node.getparent()
    while parent is not None and parent.tag in ("span", "b", "strong", "font", "a"):
        parent = parent.getparent()
    if parent is None:
        return None
    is_alone = parent.tag not in _PAGE_TAGS and _is_all_code(parent)
    if is_alone and len(list(parent.iterchildren(*_MAYBE_CODE))) > 1 and parent.find("br") is not None:
        return parent
    if next(node.iter("br", *ROW_TAGS), None) is not None or any(map(is_row, node.iterdescendants("span"))):
        return node
    has_rows = "\n" in "".join(node.itertext()).strip()
    shows_rows = bool(_KEEPS_LINE_ENDS.search(node.get("style") or "")) or has_name(node, _KEEPS_LINE_ENDS_NAME)
    if has_rows and (shows_rows or (is_alone and (_is_boxed(node) or parent.tag == "p"))):
        return node
    return node if is_alone and parent.tag == "div" and has_name(parent, _BOX_NAME) else None


def _is_all_code(node: Node) -> bool:
    """Whether a node has no text but that of ``<code>`` and the like."""
    if len(node) > _MAX_BOX_CHILDREN * _MAX_BOX_CHILDREN or (node.text or "").strip():
        return False
    for child in node:
        if (child.tail or "").strip() or not (child.tag in (*_MAYBE_CODE, "br", "button") or is_control(child)):
            return False
    return True


# Line numbers and controls


def _numbered_table(page: PageCode, node: Node) -> Node | None:
    """Return the table in which preformatted text stands beside its line numbers, which become controls."""
    table = next(node.iterancestors("table"), None)
    if table is None:
        return None
    rows = list(table.iter("tr"))
    cells = [list(row.iterchildren("td", "th")) for row in rows]
    if not all(len(row) > 1 for row in cells):
        return None
    first = [row[0] for row in cells]
    tokens = [token for cell in first for token in "".join(cell.itertext()).split()]
    is_single = len(rows) == 1 or all(_is_one_row(row[-1]) for row in cells)
    is_named = all(is_numbers(cell) for cell in first)
    if not (is_named or (is_single and tokens and counts_up(tokens))):
        return None
    if any(not is_numbers(cell) and "".join(cell.itertext()).strip() for row in cells for cell in row[1:-1]):
        return None
    page.controls.update(first)
    return table


def _controls_around(root: Node) -> Iterator[Node]:
    """Yield the nodes around a block that are no text: line numbers, buttons, names of languages."""
    node = root
    for _ in range(_MAX_BOX_LEVELS):
        parent = node.getparent()
        if parent is None:
            return
        beside = _beside(node, parent)
        controls = [other for other in beside if _is_control_of_code(other)]
        is_box = has_name(parent, _BOX_NAME)
        if parent.tag in _PAGE_TAGS or not (is_box or (len(controls) == len(beside) and not _own_text(parent))):
            yield from _controls_next_to(node, controls)
            return
        yield from controls
        if is_box:
            yield from (leaf for other in beside if other not in controls for leaf in _controls_in(other))
        node = parent


def _controls_next_to(node: Node, controls: Container[Node]) -> Iterator[Node]:
    """Yield the controls right before and after a node that stands among text, and those in a bar of its own."""
    for other in (node.getprevious(), node.getnext()):
        if other is None or other.tag.__class__ is not str:
            continue
        if other in controls and (is_control(other) or is_numbers(other) or has_name(other, _BOX_NAME)):
            yield other
        elif has_name(other, _BOX_NAME) and other.tag not in _NO_LABEL_TAGS:
            yield from _controls_in(other)


def _beside(node: Node, parent: Node) -> list[Node]:
    """Return the nodes beside a node, or in a large box those next to it, that have text."""
    if len(parent) > _MAX_BOX_CHILDREN:
        others = [other for other in (node.getprevious(), node.getnext()) if other is not None]
    else:
        others = [child for child in parent if child is not node]
    return [other for other in others if other.tag.__class__ is str and "".join(other.itertext()).strip()]


def _own_text(node: Node) -> str:
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()


def _is_control_of_code(node: Node) -> bool:
    """Whether a node beside code has nothing but numbers, words of buttons and names of languages."""
    if node.tag in _NO_LABEL_TAGS and not is_numbers(node):
        return False
    if next(node.iter(*_NO_LABEL_TAGS), None) is not None:
        return False
    if is_numbers(node) or node.tag == "button":
        return True
    texts = [text for text in node.itertext() if text.strip()]
    tokens = [token for text in texts for token in text.split()]
    if len(tokens) > 1 and counts_up(tokens):
        return True
    return all(len(text) <= _MAX_LABEL_LENGTH and is_label(text) for text in texts)


def _controls_in(node: Node) -> Iterator[Node]:
    """Yield the buttons in a node that also has other text, such as the name of a file."""
    for child in node.iterdescendants():
        if child.tag == "button" or (child.tag.__class__ is str and not len(child) and _is_button_text(child)):
            yield child


def _is_button_text(node: Node) -> bool:
    text = (node.text or "").strip()
    return bool(text) and len(text) <= _MAX_LABEL_LENGTH and is_control(node) and is_label(text)


def _drop_copies(page: PageCode) -> None:
    """Empty the blocks that nobody sees and that another block repeats: highlighters leave them beside theirs."""
    seen = {block.text for node, block in page.blocks.items() if not _is_unseen(node)}
    for node, block in page.blocks.items():
        if block.text in seen and _is_unseen(node):
            page.blocks[node] = CodeBlock("")


def _is_unseen(node: Node) -> bool:
    around = (ancestor for _, ancestor in zip(range(_HIDING_LEVELS), node.iterancestors(), strict=False))
    return node.tag == "textarea" or any(map(is_hidden_by_style, (node, *around)))
