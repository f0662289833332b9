"""The lines around a page's headline, where the date of its article stands.

A line is what a reader sees between two blocks. Its parts keep their nodes, since their names and attributes tell what
a date is. Walks are bounded by a number of nodes: they take the same time on any page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml import etree

from cleaner.dates import ascii_digits
from cleaner.html.comment_words import is_comment_heading
from cleaner.html.tree import INVISIBLE
from cleaner.html.values import comparison_key, starts_alike
from cleaner.lazy import lazy_pattern

MAX_EVENTS = 400
"""Starts and ends of nodes after the headline that are read: about 80 short lines."""

MAX_LINES = 30
MAX_LINES_ABOVE = 12
MAX_LEVELS_ABOVE = 5
"""Lines after and before the headline, and ancestors of it whose earlier children are read."""

PROSE, WIDE_PROSE = 160, 70
"""Characters of a line from which it is prose, in scripts with spaces and in those without."""

MAX_PROSE_LINES = 3
"""Lines of prose that may stand between a headline and its date: a standfirst, the caption of an image."""

MAX_HEADING = 60
"""Characters of a heading above readers' comments."""

MAX_TEXTS, MIN_ARTICLE = 300, 800
"""Text nodes at the start of an article that are measured, and characters from which it has more than a headline: what
stands behind such an article is not part of it."""

MAX_ABOVE = 300
"""Characters of a block before the headline that is read: longer ones are menus and other articles."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    )
)
_SKIPPED = (INVISIBLE - {"time"}) | {"nav", "button", "form"}
_DIGIT = lazy_pattern(r"\d")
_SPACED = lazy_pattern(r"[^\W\d_] [^\W\d_]")
_TITLE_CLASSES = etree.XPath(
    "descendant::*/@class[contains(.,'itle') or contains(.,'eadline') or contains(.,'eading')]/.."
)
_CONTAINERS = etree.XPath("descendant::*[self::article or self::main or @role='main'][1]")
_TEXTS_WITH = etree.XPath("descendant::body//text()[contains(., $start)]")
_MAX_TITLE_NODES = 60
_TITLE_START = 24
_MIN_TITLE = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a line from ``start`` to ``end``, with the node that it belongs to."""

    start: int
    end: int
    node: Any


class DateLine(NamedTuple):
    """A line of text with its parts, and the nodes in it that hold a date as an attribute."""

    text: str
    parts: tuple[Part, ...]
    stamped: tuple[Part, ...]
    is_above: bool = False

    def node_at(self, position: int) -> Any:
        """Return the node whose text is at a position of the line."""
        return next((part.node for part in self.parts if part.start <= position < part.end), self.parts[0].node)


def is_prose(text: str) -> bool:
    """Whether a line is too long to be a byline."""
    return len(text) >= (PROSE if _SPACED.search(text) else WIDE_PROSE)


def find_anchor(tree: Any, headlines: Iterable[Any], titles: Iterable[str]) -> tuple[Any, bool]:
    """Return the node of the page's headline, else the container of its article, and whether it is a headline."""
    titles = [title for title in titles if len(comparison_key(title)) >= _MIN_TITLE]
    title_keys = list(map(comparison_key, titles))
    headlines = tuple(headlines)
    places = (headlines, tree.iter("h2", "h3"), iter(()) if headlines else _TITLE_CLASSES(tree))
    for nodes in places:
        for node in islice(nodes, _MAX_TITLE_NODES):
            key = comparison_key(_short_text(node))
            if len(key) >= _MIN_TITLE and any(_have_common_words(key, title) for title in title_keys):
                return node, True
    for title in titles:
        for text in islice(_TEXTS_WITH(tree, start=title[:_TITLE_START].strip()), _MAX_TITLE_NODES):
            node = text.getparent()
            if text.is_text and node.tag not in _SKIPPED and starts_alike(text, title):
                return node, True
    if headlines:
        return headlines[0], True
    return next(iter(_CONTAINERS(tree)), None), False


def _have_common_words(key: str, title: str) -> bool:
    """Whether one of two comparison keys holds the other, and is not only the site's name in a title."""
    return title in key or (key in title and 2 * len(key) >= len(title))


def _short_text(node: Any) -> str:
    return " ".join(" ".join(islice(node.itertext(), 40)).split())


def lines_after(anchor: Any, *, is_headline: bool) -> Iterator[DateLine]:
    """Yield the lines after a headline, or in a container, until the article is under way or over."""
    events = _events_after(anchor) if is_headline else _events_in(anchor)
    prose = 0
    for line in islice(_lines(islice(events, MAX_EVENTS)), MAX_LINES):
        prose += is_prose(line.text)
        if prose > MAX_PROSE_LINES or (len(line.text) <= MAX_HEADING and _is_comment_heading(line.text)):
            return
        yield line


def _is_comment_heading(text: str) -> bool:
    return is_comment_heading(comparison_key(text), text)


def lines_above(headline: Any) -> Iterator[DateLine]:
    """Yield the lines before a headline that stand with it, the nearest block first.

    The header of the page does not, nor does what stands before the article.
    """
    node, count = headline, 0
    for _ in range(MAX_LEVELS_ABOVE):
        parent = node.getparent()
        if parent is None or node.tag in ("article", "main") or (parent.tag == "body" and node is not headline):
            return
        for sibling in islice(node.itersiblings(preceding=True), MAX_LINES_ABOVE):
            if not isinstance(sibling.tag, str) or sibling.tag in _SKIPPED or sibling.tag == "header":
                continue
            texts = list(islice(sibling.itertext(), 60))
            if sum(map(len, map(str.strip, texts))) > MAX_ABOVE:
                return
            for line in _lines(_events_in(sibling)):
                yield line._replace(is_above=True)
                count += 1
                if count >= MAX_LINES_ABOVE:
                    return
        node = parent


def _events_after(node: Any) -> Iterator[tuple[str, Any]]:
    yield "end", node
    while node is not None:
        for sibling in node.itersiblings():
            if isinstance(sibling.tag, str):
                yield from _events_in(sibling)
            else:
                yield "end", sibling
        node = node.getparent()
        if node is not None:
            yield "end", node
            if node.tag in ("article", "main") and sum(map(len, islice(node.itertext(), MAX_TEXTS))) > MIN_ARTICLE:
                return


def _events_in(node: Any) -> Iterator[tuple[str, Any]]:
    walk = etree.iterwalk(node, events=("start", "end", "comment", "pi"))
    for event, child in walk:
        if event == "start" and child.tag in _SKIPPED:
            walk.skip_subtree()
        yield ("start" if event == "start" else "end"), child


def _lines(events: Iterable[tuple[str, Any]]) -> Iterator[DateLine]:
    """Yield the lines of a walk over nodes."""
    pieces: list[tuple[str, Any]] = []
    opened: dict[Any, int] = {}
    stamped: list[tuple[Any, int, int]] = []
    for event, node in chain(events, [("end", None)]):
        tag = node.tag if node is not None else "body"
        if event == "start":
            if tag in _BLOCKS:
                yield from _line(pieces, stamped)
                pieces, stamped = [], []
            if stamp_of(node):
                opened[node] = len(pieces)
            if node.text and tag not in _SKIPPED:
                pieces.append((node.text, node))
            continue
        if node in opened:
            stamped.append((node, min(opened.pop(node), len(pieces)), len(pieces)))
        if tag in _BLOCKS:
            yield from _line(pieces, stamped)
            pieces, stamped = [], []
        if node is not None and node.tail:
            pieces.append((node.tail, node.getparent()))


def _line(pieces: list[tuple[str, Any]], stamped: list[tuple[Any, int, int]]) -> Iterator[DateLine]:
    """Yield the line of texts, unless it is empty; ``stamped`` are nodes with the numbers of their texts.

    Only a line with a digit or a stamp has parts: no other has a date.
    """
    if not stamped:
        text = " ".join("".join([f"{piece} " for piece, _ in pieces]).split())
        if not _DIGIT.search(text):
            if text:
                yield DateLine(text, (), ())
            return
    text, parts, starts = "", [], []
    for piece, node in pieces:
        words = ascii_digits(" ".join(piece.split()))
        starts.append(len(text) + bool(text))
        if words:
            text = f"{text} {words}" if text else words
            parts.append(Part(len(text) - len(words), len(text), node))
    starts.append(len(text))
    stamps = tuple(
        Part(starts[first], max(starts[first], min(starts[last], len(text))), node) for node, first, last in stamped
    )
    if stamps and not parts:
        parts = [Part(0, 0, stamps[0].node)]
    if parts:
        yield DateLine(text, tuple(parts), stamps)


def stamp_of(node: Any) -> str:
    """Return the date that a node holds in an attribute, if it does."""
    stamp = node.get("datetime") or ""
    if not stamp and node.tag in ("time", "abbr"):
        stamp = node.get("title") or ""
    if not stamp and (node.get("content") or "")[:1].isdigit() and property_names(node):
        stamp = node.get("content") or ""
    return stamp if any(map(str.isdigit, stamp)) else ""


def property_names(node: Any) -> list[str]:
    """Return the names of dates that microdata or RDFa give a node, in lower case and without their vocabulary."""
    names = f"{node.get('itemprop') or ''} {node.get('property') or ''}".lower().split()
    return [name.rpartition(":")[2] for name in names if "date" in name or "created" in name or "modified" in name]
