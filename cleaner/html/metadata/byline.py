"""Bylines that a page shows: nodes marked for programs, nodes with a telling class, and plain lines at the headline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.byline_words import PLAIN_LABEL, written_part
from cleaner.html.metadata.names import (
    MAX_AUTHORS,
    is_group,
    is_plain_name,
    split_all,
    split_names,
)
from cleaner.html.metadata.page import Page, is_of_a_part, node_text, node_texts
from cleaner.html.metadata.surroundings import (
    HEADING_TAGS,
    Surroundings,
    find_surroundings,
    has_more_text,
    is_byline,
    is_other_container,
)
from cleaner.html.tree import INVISIBLE
from cleaner.html.values import plain_text
from cleaner.lazy import lazy_pattern

MAX_BYLINE = 160
"""Characters of a byline: longer ones are about the author."""

MAX_BYLINES = 30
"""Nodes of each kind of byline that are read: lists of teasers have more."""

MAX_PLAIN_BYLINE = 120
"""Characters of a line without a telling class that may be a byline."""

MAX_LINES = 40
"""Lines after the headline among which the byline is looked for."""

MAX_LINES_ABOVE = 4
MAX_PIECES = 600
"""Pieces of text that are read for these lines."""

MIN_NAMES = 0.3
"""Share of the characters after a label, up to a comma, that are names: the rest may be a role or a date."""

PROSE_LENGTH = 130
"""Characters of a line from which it is prose."""

MAX_PROSE_LINES = 3
"""Lines of prose after which no byline is expected: a standfirst may come before it."""

BYLINE_CLASS = "class of a byline"
"""The source of authors whose node has the class of a byline."""

AT_HEADLINE = "line at the headline"
"""The source of authors in a line that begins as bylines do."""

BESIDE_DATE = "name beside the date"
"""The source of authors that nothing shows to be authors but the date beside them."""

_PROPERTIES = etree.XPath(
    "descendant::*/@property[.='author' or .='schema:author' or .='dc:creator' or .='creator']/.."
)
_RELATED = etree.XPath("descendant::*/@rel[contains(.,'author')]/..")
_LINKED = etree.XPath("descendant::a/@href[contains(.,'/author') or contains(.,'/autor') or contains(.,'/auteur')]/..")
_MARKED_NAMES = etree.XPath(".//*[@itemprop='name' or @property='name']")
_CONTINUED = lazy_pattern(r"(?:[,&+/]|\b(?:and|und|et|y|e|og|och|en|i|и|та))$")
_EXPLICIT = lazy_pattern(
    r"[:：／＝]\s*$|posted|written|author|filed|veröff|publi|pubbl|geplaatst|опубл|starter|erstell|started|asked|темы|tema"
    r"|tópico|sujet|discussion",
    re.IGNORECASE,
)
"""Labels after which one word, such as the name of an account, is enough."""

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_DATE = lazy_pattern(
    r"(?:\d{1,4}[./年-]\s?\d{1,2}[./月-]\s?\d{1,4})|(?:\b\d{1,2}\b.*[^\W\d_]{3,}.*\b\d{4}\b)|(?:[^\W\d_]{3,}.*\b\d{1,2}\b.*\b\d{4}\b)"
)
_PIECES = lazy_pattern(r"\s*[\n|•·–—]\s*|\s+-\s+")
MAX_DATE = 45
"""Characters of a line that is a date."""


def visible_names(page: Page, group_keys: frozenset[str]) -> Iterator[tuple[list[str], str]]:
    """Yield lists of names in what the page shows as its bylines, with their sources, the most trusted first.

    ``group_keys`` are the comparison keys of names that are not those of persons.
    """
    surroundings = find_surroundings(page)
    microdata = [node for node in page.microdata_nodes if node.get("itemprop") in ("author", "creator")]
    microdata = [node for node in microdata if not is_of_a_part(node)]
    microdata += [node for node in _PROPERTIES(page.tree) if node.tag != "meta"]
    related = [node for node in _RELATED(page.tree) if "author" in node.get("rel").split() and node.tag != "link"]
    bylines = [node for node in page.byline_candidates if is_byline(node)]
    kinds = ((microdata, "itemprop author"), (related, "rel author"), (bylines, BYLINE_CLASS))
    yield from _marked_bylines(kinds, surroundings)
    yield from _plain_bylines(surroundings, group_keys)
    for node in surroundings.own(_LINKED(page.tree)[:MAX_BYLINES]):
        names = byline_names(node)
        if len(names) == 1 and " " in names[0]:
            yield names, "link to an author"
            return
    for names, source in _marked_bylines(kinds, surroundings, with_asides=True):
        if all(is_plain_name(name, is_explicit=False) for name in names):
            yield names, source


def _marked_bylines(
    kinds: Iterable[tuple[Sequence[Any], str]], surroundings: Surroundings, *, with_asides: bool = False
) -> Iterator[tuple[list[str], str]]:
    """Yield the names in nodes that are marked as bylines, with the kind of the mark."""
    for nodes, source in kinds:
        own = list(islice(surroundings.own(nodes[: 3 * MAX_BYLINES], with_asides=with_asides), MAX_BYLINES))
        for index, node in enumerate(own):
            if names := byline_names(node):
                yield _with_neighbors(names, node, own[index + 1 :]), source


def _with_neighbors(names: list[str], node: Any, others: Sequence[Any]) -> list[str]:
    """Return the names of a byline with those of the nodes beside it that are marked in the same way."""
    containers = list(islice(node.iterancestors(), 2))
    around = next((box for box in containers[::-1] if not has_more_text(box, MAX_BYLINE)), None)
    if around is None:
        return names
    for other in others:
        is_alike = (other.tag, other.get("class")) == (node.tag, node.get("class"))
        if is_alike and around in islice(other.iterancestors(), 2):
            names = [*names, *(name for name in byline_names(other) if is_plain_name(name, is_explicit=False))]
    return list(dict.fromkeys(names))[:MAX_AUTHORS]


def byline_names(node: Any) -> list[str]:
    """Return the names in a byline: the first, and those that follow after a comma or an ``and``."""
    if name_nodes := _MARKED_NAMES(node)[:MAX_AUTHORS]:
        return split_all(node_text(name) or plain_text(name.get("content")) for name in name_nodes)
    texts = node_texts(node) or [plain_text(node.get("content"))]
    if sum(map(len, texts)) > MAX_BYLINE:
        return []
    return names_in_pieces(written_part("\n".join(texts)).split("\n"))


def names_in_pieces(pieces: Iterable[str]) -> list[str]:
    """Return the names in the pieces of a byline up to the first that does not continue it."""
    byline: list[str] = []
    is_continued = True
    for piece in pieces:
        names = split_names(piece)
        if names and byline and not (is_continued or re.match(r"\s*(?:,|&|and\b|und\b|et\b|y\b|e\b)", piece)):
            break
        byline += names
        is_continued = not byline or bool(_CONTINUED.search(piece.rstrip()))
    return list(dict.fromkeys(byline))


def _plain_bylines(surroundings: Surroundings, group_keys: frozenset[str]) -> Iterator[tuple[list[str], str]]:
    """Yield the names in lines at the headline that begin as bylines do, then those that stand beside a date."""
    if surroundings.headline is None:
        return
    below = list(_lines_below(surroundings))
    for line in [*below, *_lines_above(surroundings)]:
        if names := plain_byline(line, group_keys):
            yield names, AT_HEADLINE
            return
    if name := _name_beside_date(below[:MAX_LINES_ABOVE], group_keys):
        yield [name], BESIDE_DATE


def plain_byline(line: str, group_keys: frozenset[str] = frozenset()) -> list[str]:
    """Return the names in a line if it is a byline by its words alone.

    >>> plain_byline("By Ana Ortiz and Bo Lee"), plain_byline("By noon the harbor was full."), plain_byline("By Chance")
    (['Ana Ortiz', 'Bo Lee'], [], [])
    """
    label = PLAIN_LABEL.search(line) if len(line) <= MAX_PLAIN_BYLINE else None
    if not label:
        return []
    writers = written_part(line[label.end() :])
    names = names_in_pieces(writers.split("\n"))
    is_explicit = bool(_EXPLICIT.search(label[0]))
    are_names = all(is_plain_name(name, is_explicit=is_explicit) or is_group(name, group_keys) for name in names)
    first = re.split(r"[\n,|(\d／/]", writers, maxsplit=1)[0]
    return names if are_names and sum(map(len, names)) >= MIN_NAMES * len(first) else []


def _name_beside_date(lines: Sequence[str], group_keys: frozenset[str]) -> str | None:
    """Return the name that shares a line with a date, or has the line before or after a date."""
    pieces = [piece for line in lines if len(line) <= MAX_PLAIN_BYLINE for piece in _PIECES.split(line) if piece]
    for index, piece in enumerate(pieces):
        if is_plain_name(piece, is_explicit=False, is_alone=True) and not is_group(piece, group_keys):
            beside = pieces[max(0, index - 1) : index] + pieces[index + 1 : index + 2]
            if any(len(other) <= MAX_DATE and _DATE.search(other) for other in beside):
                return piece
    return None


def _lines_below(surroundings: Surroundings) -> Iterator[str]:
    """Yield the first lines after the headline, as far as a byline may be."""
    if tail := plain_text(surroundings.headline.tail):
        yield tail
    prose = 0
    lines = islice(_lines(_following(surroundings.headline), surroundings), MAX_LINES)
    for count, (text, is_heading) in enumerate(lines):
        if (is_heading and (prose or count >= MAX_LINES_ABOVE)) or prose >= MAX_PROSE_LINES:
            return
        prose += len(text) > PROSE_LENGTH
        yield text


def _lines_above(surroundings: Surroundings) -> list[str]:
    """Return the last lines right above the headline."""
    headline = surroundings.headline
    siblings = list(islice(headline.itersiblings(preceding=True), MAX_LINES_ABOVE))
    return [text for text, _ in islice(_lines(iter(siblings), surroundings), MAX_LINES_ABOVE)]


def _following(node: Any) -> Iterator[Any]:
    """Yield the nodes after a node: its siblings, then those of the nodes around it."""
    while node is not None and node.tag not in ("body", "html"):
        yield from node.itersiblings()
        node = node.getparent()


def _lines(nodes: Iterator[Any], surroundings: Surroundings) -> Iterator[tuple[str, bool]]:
    """Yield the lines of nodes, with line ends between their pieces, and whether each is a heading."""
    pieces: list[str] = []
    for node in nodes:
        is_heading = False
        walk = etree.iterwalk(node, events=("start", "end", "comment", "pi"))
        for event, child in islice(walk, MAX_PIECES):
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _BLOCKS and pieces:
                yield "\n".join(pieces), is_heading
                pieces = []
            if event == "start":
                is_heading = is_heading or tag in HEADING_TAGS
                if tag in INVISIBLE or child in surroundings.teasers or is_other_container(child):
                    walk.skip_subtree()
                elif text := plain_text(child.text):
                    pieces.append(text)
            elif child is not node or tag not in _BLOCKS:
                is_heading = is_heading and tag not in HEADING_TAGS
                if text := plain_text(child.tail):
                    pieces.append(text)
    if pieces:
        yield "\n".join(pieces), False
