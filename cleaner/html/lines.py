"""A page's tree as lines: what a reader sees as one paragraph, heading, list item, caption or table row.

Inline nodes such as links and emphasis are joined with the text around them; any other node, and a line break,
separates lines. Each line refers to its *container*, the innermost node that separates it from others, so that
extraction can use its position. What the class names and ids of a container suggest are its *cues*.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cleaner.html.blanks import LINE_BREAK, fold_blanks, without_joined_line_ends
from cleaner.html.code import INLINE_CODE, CodeBlock, PageCode, find_code
from cleaner.html.code_shape import row_blocks
from cleaner.html.hidden import is_hidden, is_unseen_inline
from cleaner.html.tables import TableUse, is_number, table_use
from cleaner.html.tree import INVISIBLE, Node
from cleaner.types import LineKind, Span

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

MIN_ROW_CELLS = 2
MAX_ROW_CHARACTERS = 1500
"""A table row within these bounds is one line. Rows of tables that are used for layout are longer, or hold tables."""

# fmt: off
CLASS_NAME_CUES: dict[str, tuple[str, ...]] = {
    "comment": ("comment", "disqus", "respond", "discussion", "replies", "livefyre", "fbroot", "kommentar"),
    "related": (
        "relat", "recommend", "recirc", "similar", "popular", "trending", "mostread", "mostview", "morefrom",
        "moreon", "morestories", "morenews", "readmore", "readnext", "readalso", "alsoread", "alsolike", "suggest",
        "teaser", "youmay", "nextarticle", "nextpost", "nextup", "latest", "weitere", "mehr", "outbrain",
        "taboola", "zergnet",
    ),
    "share": (
        "share", "sharing", "social", "facebook", "twitter", "whatsapp", "pinterest", "addthis", "addtoany",
        "follow",
    ),
    "newsletter": (
        "newsletter", "subscri", "signup", "mailing", "inbox", "register", "optin", "mc4wp", "abobox", "abonn",
    ),
    "advert": (
        " ad ", " ads ", " cta ", " dfp", " gpt", "advert", "sponsor", "promo", "banner", "commercial", "googlead",
        "affiliate", "anzeige", "werbung", "publicid", "calltoaction",
    ),
    "menu": (
        " nav", "navigation", "menu", "breadcrumb", "pagination", "pager", "toolbar", " skip ", " toc ",
        "tableofcontents", "topbar", "masthead",
    ),
    "footer": ("footer", " foot ", "copyright", "legal", "disclaimer", "colophon", "impressum"),
    "header": (
        " header", "hero", "headline", "title", "kicker", " dek ", "deck", "standfirst", "subhead", "summary",
        "excerpt", " lead ", " lede ", "intro",
    ),
    "side": ("sidebar", "aside", "rail", "widget", "secondary", "columnright", "rightcol"),
    "author": ("author", "byline", " bio ", "contributor", "profile", "avatar", "writer", "autor", "aboutthe"),
    "meta": (
        "meta", "date", "time", "publish", "info", "posted", "category", " tag ", " tags ", "topic", "keyword",
        "label", "stats", "counter", "views",
    ),
    "media": (
        "caption", "credit", "figure", "image", " img", "photo", " pic ", "foto", "bild", "gallery", "slide",
        "carousel", "media", "video", "player", "embed", "lightbox", "thumb",
    ),
    "overlay": (
        "paywall", "piano", "premium", "cookie", "consent", "gdpr", "login", "signin", "modal", "popup", "overlay",
        "donat", "membership", "tooltip", "dropdown", "hidden", "screenreader", " sr only ", "visually",
    ),
    "box": ("quote", "highlight", "callout", "keypoint", "takeaway", "box"),
    "list": ("card", "listing", "grid", " list ", " item ", "collection", "feed", "stream", "archive", "tile"),
    "body": (
        "articlebody", "articlecontent", "articletext", "articlecopy", "articlepage", "postbody", "postcontent",
        "posttext", "postentry", "entrycontent", "entrybody", "entrytext", "storybody", "storycontent",
        "storytext", "contentbody", "bodycontent", "bodycopy", "bodytext", "maincontent", "richtext", "textbody",
        "textcontent", "textblock", "paragraph", "wysiwyg", "prose", "fieldnamebody", "pagecontent",
        "singlecontent",
    ),
    "article": ("article", " post", "entry", "story", "content", "main", "text", "body"),
}
# fmt: on
"""Meanings, and the phrases in names of nodes that suggest them: ``related-posts``, ``article__body``, ``share-bar``.

Sites choose their own names, but from a small vocabulary. A cue is weak evidence: the line scorer uses it as one
feature of many. A phrase with a blank at either end must match whole words; any other one matches anywhere in a name.
"""

NAMING_ATTRIBUTES = ("class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label")

MAX_NAME_LENGTH = 400
"""Characters of a node's names that are read: longer lists of classes come from utility frameworks."""


class _CuePhrases:
    """A pattern of phrases that finds, at each place of a text, the cues of all phrases that begin there."""

    def __init__(self, *, whole_words: bool) -> None:
        pairs = [
            (phrase, cue)
            for cue, phrases in enumerate(CLASS_NAME_CUES.values())
            for phrase in phrases
            if (" " in phrase) is whole_words
        ]
        self._cues = {phrase: [cue for prefix, cue in pairs if phrase.startswith(prefix)] for phrase, _ in pairs}
        self._find_longest = re.compile(f"(?=({_branches(self._cues)}))").findall

    def cues_in(self, text: str) -> list[int]:
        """Return the indexes of the cues whose phrases a text has, repetitions included."""
        return [cue for phrase in self._find_longest(text) for cue in self._cues[phrase]]


def _branches(phrases: Collection[str]) -> str:
    """Return a pattern of the longest phrase, with one branch per letter: a plain alternation takes 6 times longer.

    >>> _branches(["post", "posted", "pic"])
    'p(?:ost(?:ed)?|ic)'
    """
    rests: dict[str, list[str]] = {}
    for phrase in filter(None, phrases):
        rests.setdefault(phrase[0], []).append(phrase[1:])
    branches = "|".join(re.escape(first) + _branches(rest) for first, rest in rests.items())
    ends_here = "" in phrases
    return f"(?:{branches}){'?' * ends_here}" if len(rests) > 1 or (ends_here and rests) else branches


_ANYWHERE, _WHOLE_WORDS = _CuePhrases(whole_words=False), _CuePhrases(whole_words=True)


@lru_cache(maxsize=4096)
def cues_in(names: str) -> tuple[int, ...]:
    """Return the sorted indexes in :data:`CLASS_NAME_CUES` of the cues in a node's names.

    >>> [list(CLASS_NAME_CUES)[cue] for cue in cues_in("post__related-posts")]
    ['related', 'article']
    """
    lowered = names[:MAX_NAME_LENGTH].lower()
    words, joined = lowered.replace("-", " ").replace("_", " "), lowered.replace("-", "").replace("_", "")
    return tuple(sorted({*_ANYWHERE.cues_in(joined), *_WHOLE_WORDS.cues_in(f" {words} ")}))


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
    block of code, ``code`` the spans of code within a paragraph.
    """

    text: str
    container: Container
    links: float = 0.0
    bold: float = 0.0
    language: str = ""
    code: tuple[Span, ...] = ()


_Piece = tuple[str, bool, bool]
"""A text, and whether it is in a link and in bold."""

_BREAK: _Piece = ("\n", False, False)
_CODE_START: _Piece = ("", True, False)
_CODE_END: _Piece = ("", False, True)
"""Marks of code within a line, without a text."""


def read_lines(tree: Node, code: PageCode | None = None) -> list[PageLine]:
    """Return the lines of a page in document order. The tree is not changed.

    ``code`` is the code of the page if it is known; with an empty one, all text becomes lines.
    """
    reader = _LineReader(find_code(tree) if code is None else code)
    root = Container(tree, "html", None, 0, "paragraph", attributes=dict(tree.items()))
    reader.read_content(tree, root, linked=False, bold=False)
    reader.end_line(root)
    return reader.lines


@dataclass(slots=True)
class _LineReader:
    """The lines that are complete, and the pieces of the current one."""

    code: PageCode
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    tables: dict[Node, TableUse] = field(default_factory=dict)

    def read_content(self, node: Node, container: Container, *, linked: bool, bold: bool) -> None:
        """Read the text and the children of a node."""
        if node.text:
            self.pieces.append((node.text, linked, bold))
        blocks, controls = self.code.blocks, self.code.controls
        for child in node:
            tag = child.tag
            if blocks and child in blocks:
                self.end_line(container)
                self._read_block(child, blocks[child], container)
            elif controls and child in controls:
                self.pieces.append((" ", False, False))
            elif tag in INLINE and is_unseen_inline(child):
                pass
            elif tag in INLINE:
                self._read_inline(child, container, linked=linked or tag == "a", bold=bold or tag in BOLD)
            elif tag == "br":
                self.pieces.append(_BREAK)
            elif tag.__class__ is str and tag not in INVISIBLE:
                self.end_line(container)
                self._read_container(child, container, linked=linked, bold=bold)
            if child.tail:
                self.pieces.append((LINE_BREAK if _parts_items(child) else child.tail, linked, bold))

    def _read_inline(self, node: Node, container: Container, *, linked: bool, bold: bool) -> None:
        if node.tag not in INLINE_CODE:
            self.read_content(node, container, linked=linked, bold=bold)
            return
        self.pieces.append(_CODE_START)
        self.read_content(node, container, linked=linked, bold=bold)
        self.pieces.append(_CODE_END)

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
        if use == "data" and _is_data_row(node, self.code.blocks):
            for index, cell in enumerate(node.iterchildren("td", "th")):
                if index:
                    self.pieces.append((" | ", False, False))
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
                is_code = tag in INLINE_CODE or child in self.code.blocks
                self.pieces += [_CODE_START] * is_code
                self._read_cell(child, linked=linked or tag == "a", bold=bold or tag in BOLD)
                self.pieces += [_CODE_END] * is_code
            self.pieces.append((child.tail or "", linked, bold))

    def end_line(self, container: Container) -> None:
        """End the current line; breaks split it."""
        pieces, self.pieces = self.pieces, []
        if not pieces:
            return
        start = 0
        if _BREAK in pieces:
            for index, piece in enumerate(pieces):
                if piece is _BREAK:
                    self._add_line(pieces[start:index], container)
                    start = index + 1
        self._add_line(pieces[start:] if start else pieces, container)

    def _add_line(self, pieces: list[_Piece], container: Container) -> None:
        text = fold_blanks("".join([piece[0] for piece in pieces]))
        if not text:
            return
        code: tuple[Span, ...] = ()
        if _CODE_START in pieces:
            texts = without_joined_line_ends([piece[0] for piece in pieces])
            text, code = _fold_around_code(
                (text, piece[1], piece[2]) if piece[0] else piece for text, piece in zip(texts, pieces, strict=True)
            )
        total = links = bold = 0
        for piece, in_link, in_bold in pieces:
            length = len(piece.strip())
            total += length
            links += length * in_link
            bold += length * in_bold
        self.lines.append(PageLine(text, container, links / total, bold / total, code=code))


def _fold_around_code(pieces: Iterable[_Piece]) -> tuple[str, tuple[Span, ...]]:
    """Return the text of a line and the spans of the code in it; code beside code is one span."""
    text, is_due, depth = "", False, 0
    spans: list[Span] = []
    for piece in pieces:
        if piece is _CODE_START or piece is _CODE_END:
            depth += 1 if piece is _CODE_START else -1
            continue
        words = piece[0].split()
        if not words:
            is_due = is_due or bool(piece[0])
            continue
        blank = " " if text and (is_due or piece[0][0].isspace()) else ""
        start = len(text) + len(blank)
        text += blank + " ".join(words)
        is_due = piece[0][-1].isspace()
        if depth > 0:
            first = spans.pop().start if spans and spans[-1].end >= start - len(blank) else start
            spans.append(Span(first, len(text)))
    return text, tuple(spans)


def _parts_items(node: Node) -> bool:
    """Whether nothing but blanks part a node from the next one, and both are items in a row, such as links."""
    if node.tag not in _ITEMS or not (node.tail or "").isspace():
        return False
    following = node.getnext()
    return following is not None and following.tag in _ITEMS


def _join_number(lines: list[PageLine], first: int) -> None:
    """Join the number or bullet that begins a row, which is the line at ``first``, with the line after it."""
    if first + 1 >= len(lines) or lines[first + 1].container.kind == "code" or not is_number(lines[first].text):
        return
    number, line = lines[first].text, lines[first + 1]
    line.text = f"{number} {line.text}"
    line.code = tuple([Span(*(place + len(number) + 1 for place in span)) for span in line.code])
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


def _is_data_row(row: Node, blocks: Mapping[Node, CodeBlock]) -> bool:
    """Whether a table row holds data: several cells, short, without a table or rows of code in them."""
    if blocks and any("\n" in blocks[node].text for node in row.iterdescendants() if node in blocks):
        return False
    cells = sum(1 for _ in row.iterchildren("td", "th"))
    if cells < MIN_ROW_CELLS or next(row.iterdescendants("table"), None) is not None:
        return False
    return sum(map(len, row.itertext())) <= MAX_ROW_CHARACTERS
