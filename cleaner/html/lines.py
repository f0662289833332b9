"""A page's tree as lines: what a reader would see as one paragraph, heading, list item, caption or table row.

Nodes that stand in the run of a text (links, emphasis) are joined; any other node parts its text from its
neighbors', and so does a line break. Each line knows the node that holds it, so that extraction can ask where it
stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.html.hints import NAMING_ATTRIBUTES, cues_in
from cleaner.types import LineKind

UNSEEN = frozenset(
    (
        *("applet", "area", "audio", "base", "canvas", "datalist", "dialog", "embed", "frame", "frameset"),
        *("head", "iframe", "img", "input", "link", "map", "math", "meta", "meter", "noembed", "noframes"),
        *("noscript", "object", "option", "param", "picture", "progress", "script", "select", "source", "style"),
        *("svg", "template", "textarea", "title", "track", "video"),
    )
)
"""Nodes whose text no reader sees as text of the page."""

INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"),
        *("i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rt", "ruby", "rp", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
"""Nodes that stand in the run of a text."""

BOLD = frozenset(("b", "strong"))

KINDS: dict[str, LineKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("tr", "td", "th"), "row"),
    "blockquote": "quote",
    "pre": "code",
}
_PLAIN = frozenset(("p", "div", "span"))
"""Nodes that leave the kind of what they stand in: a paragraph in a list item is an item."""

ROW_CELLS = 2
ROW_LENGTH = 1500
"""A table row is one line if it has at least this many cells and at most this many characters; tables that only lay a
page out have longer ones, or tables inside."""


@dataclass(slots=True, eq=False)
class Container:
    """A node that parts lines: what holds a line, and what holds that."""

    node: Any
    tag: str
    parent: "Container | None"
    depth: int
    kind: LineKind
    place: int = 0
    children: int = 0
    hidden: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    _hints: tuple[int, ...] | None = None

    @property
    def hints(self) -> tuple[int, ...]:
        """The places in :data:`cleaner.html.hints.CLASS_NAME_CUES` that this node's own names show."""
        if self._hints is None:
            names = " ".join([self.attributes[name] for name in NAMING_ATTRIBUTES if name in self.attributes])
            self._hints = cues_in(names) if names else ()
        return self._hints

    @property
    def names(self) -> str | None:
        """The class attribute of the node."""
        return self.attributes.get("class")

    def up(self) -> Iterator["Container"]:
        """Yield this holder and those above it, the root last."""
        holder: Container | None = self
        while holder:
            yield holder
            holder = holder.parent


@dataclass(slots=True, eq=False)
class PageLine:
    """One line of a page. ``links`` and ``bold`` are the shares of its characters in links and in bold."""

    text: str
    holder: Container
    links: float
    bold: float


_Piece = tuple[str, bool, bool]
_BREAK: _Piece = ("\n", False, False)


def read_lines(tree: Any) -> list[PageLine]:
    """Return the lines of a page in the order of its tree, which is left as it is."""
    walk = _Walk()
    root = Container(tree, "html", None, 0, "paragraph", attributes=dict(tree.items()))
    walk.inside(tree, root, linked=False, bold=False)
    walk.close(root)
    return walk.lines


@dataclass(slots=True)
class _Walk:
    """The lines so far, and the pieces of text of the line that is being read."""

    lines: list[PageLine] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)

    def inside(self, node: Any, holder: Container, *, linked: bool, bold: bool) -> None:
        """Read what is inside a node."""
        if node.text:
            self.pieces.append((node.text, linked, bold))
        for child in node:
            tag = child.tag
            if tag in INLINE:
                self.inside(child, holder, linked=linked or tag == "a", bold=bold or tag in BOLD)
            elif tag == "br":
                self.pieces.append(_BREAK)
            elif tag.__class__ is str and tag not in UNSEEN:
                self.close(holder)
                self._part(child, holder, linked=linked, bold=bold)
            if child.tail:
                self.pieces.append((child.tail, linked, bold))

    def _part(self, node: Any, parent: Container, *, linked: bool, bold: bool) -> None:
        holder = _holder(node, parent)
        if holder.tag == "tr" and _is_row(node):
            for place, cell in enumerate(node.iterchildren("td", "th")):
                if place:
                    self.pieces.append((" | ", False, False))
                self._flat(cell, linked=linked, bold=bold)
        else:
            self.inside(node, holder, linked=linked, bold=bold)
        self.close(holder)

    def _flat(self, node: Any, *, linked: bool, bold: bool) -> None:
        """Read a table's cell as one run of text."""
        self.pieces.append((node.text or "", linked, bold))
        for child in node:
            tag = child.tag
            if tag not in INLINE:
                self.pieces.append((" ", False, False))
            if tag.__class__ is str and tag not in UNSEEN:
                self._flat(child, linked=linked or tag == "a", bold=bold or tag in BOLD)
            self.pieces.append((child.tail or "", linked, bold))

    def close(self, holder: Container) -> None:
        """End the line that is being read, or the lines, if breaks part it."""
        pieces, self.pieces = self.pieces, []
        if not pieces:
            return
        if holder.kind == "code":
            self._add(pieces, holder)
            return
        start = 0
        if _BREAK in pieces:
            for at, piece in enumerate(pieces):
                if piece is _BREAK:
                    self._add(pieces[start:at], holder)
                    start = at + 1
        self._add(pieces[start:] if start else pieces, holder)

    def _add(self, pieces: list[_Piece], holder: Container) -> None:
        text = "".join([piece[0] for piece in pieces])
        text = text.strip("\r\n") if holder.kind == "code" else " ".join(text.split())
        if not text or text.isspace():
            return
        total = links = bold = 0
        for piece, in_link, in_bold in pieces:
            length = len(piece.strip())
            total += length
            links += length * in_link
            bold += length * in_bold
        self.lines.append(PageLine(text, holder, links / total, bold / total))


def _holder(node: Any, parent: Container) -> Container:
    tag = node.tag
    kind = KINDS.get(tag) or (parent.kind if tag in _PLAIN else "paragraph")
    if kind == "row" and tag != "tr":
        kind = "paragraph"
    attributes = dict(node.items())
    hidden = 1 if attributes and _is_hidden(attributes) else parent.hidden and parent.hidden + 1
    holder = Container(node, tag, parent, parent.depth + 1, kind, parent.children, 0, hidden, attributes)
    parent.children += 1
    return holder


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _is_row(node: Any) -> bool:
    """Tell whether a table's row holds data: cells side by side, short, without a table in them."""
    cells = sum(1 for _ in node.iterchildren("td", "th"))
    if cells < ROW_CELLS or next(node.iterdescendants("table"), None) is not None:
        return False
    return sum(map(len, node.itertext())) <= ROW_LENGTH
