"""A page as learning sees it: the lines that rules leave of it, where each is, and a sketch of its story.

Hashes name lines and pages: :func:`line_key` is one of 128 bits of the site and the line together. The site is part of
what is hashed and never the key of the hash, since two sites would then have one table each, and no table both.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.io.clean_record import ArticleReport, Job
from cleaner.matching.remaining import RemainingLines
from cleaner.text.apply import apply
from cleaner.text.sentences import PROSE_WORDS
from cleaner.text.view import View, line_views
from cleaner.types import LineList

KEY_BYTES = 16
"""Bytes of the hash of a line: with 10 million lines, two of them share one with a probability of 1 in 10^24."""

SHORT_BYTES = 8
"""Bytes of a hash that names a neighbor or a page."""

MAX_TEXT = 400
"""Characters of a line that is counted. A longer one is a paragraph, and hardly ever printed on page after page."""

SKETCH_SIZE = 8
"""Hashes of a page's sketch: the smallest of its lines of prose. Pages of one story have most of them in common."""

SHAPE_LINES = 40
"""Lines from the end of a page whose shape is kept: more than a block has."""

LABEL_WORDS, HEAD_WORDS = 5, 4
"""Most words of a label before a colon, and words of a head: what lines with a varying rest may have in common."""

MAX_HEADED_WORDS = 30
"""Most words of a line whose head is counted."""

PROSE, SENTENCE = "p", "s"
"""Shapes of a line of prose and of a shorter sentence; that of any other line is the number of its words, 9 at most."""


Counted = Literal["line", "head", "node", "article node"]
COUNTED: tuple[Counted, ...] = ("line", "head", "node", "article node")
"""What is counted: lines, heads of lines, nodes of pages by their selectors, and the selectors of nodes that may be the
article's."""


class Place(NamedTuple):
    """Where a line is on a page: the lines below and above it, and hashes of the next ones, 0 for none.

    ``line`` is the hash of the line itself, ``score`` that of the line model in percent, 0 for prose.
    ``is_below_prose`` and ``is_above_prose`` say whether its neighbors are lines of prose.

    The place of a node is that of its first line; ``next`` is the hash of its second line, ``previous`` that of all but
    the first, and ``score`` the least share of these in links, in percent.
    """

    page: int
    below: int
    above: int
    line: int
    next: int
    previous: int
    score: int
    is_above_prose: bool
    is_below_prose: bool
    is_heading: bool = False


class PageFacts(NamedTuple):
    """What learning knows of a page: its site, its date as a day's number and its author's hash (0 for unknown).

    ``sketch`` has the smallest hashes of its lines of prose, ``shape`` those of its last lines, the last one first.
    """

    site: str
    date: int
    author: int
    sketch: tuple[int, ...]
    shape: str


class PageLine(NamedTuple):
    """What is counted of a page: its key, its text, which is the selector of a node, what it is, and its place."""

    key: bytes
    text: str
    kind: Counted
    place: Place


class Page(NamedTuple):
    """A page: its hash, what is known of it, and its lines, each once."""

    id: int
    facts: PageFacts
    lines: tuple[PageLine, ...]


def line_key(site: str, text: str, kind: Counted = "line") -> bytes:
    r"""Return the key of a line of a site, or of what else is counted.

    >>> line_key("a.example", "Join us") == line_key("b.example", "Join us")
    False
    """
    mark = "" if kind == "line" else chr(COUNTED.index(kind))
    return blake2b(f"{site}\0{mark}{text}".encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def short_hash(key: bytes) -> int:
    """Return the hash by which neighbors name a line."""
    return int.from_bytes(key[:SHORT_BYTES])


class SitePage:
    """Returns an article as a page of its site, or of ``site``, whatever the article says."""

    def __init__(self, site: str | None = None) -> None:
        self._site = site

    def __call__(self, job: Job, report: ArticleReport) -> Page | None:
        """Return the page; ``None`` if no site is known, or the article is not mostly prose."""
        html = report.input_text if report.article.extracted else ""
        return page_of(report.article, self._site, uncertain=uncertain_rules(job.cleaner), html=html)


@lru_cache(maxsize=1)  # all articles of a run have one cleaner, and no other is kept alive
def uncertain_rules(cleaner: Cleaner) -> frozenset[str]:
    """Return the ids of the rules that ask the line model, which takes a line on some pages and not on others."""
    rules = cleaner.rule_set.rules
    return frozenset(rule.id for rule in rules if rule.likely is not None or isinstance(rule.matches, LineList))


def page_of(
    article: Article, site: str | None = None, *, uncertain: Collection[str] = (), html: str = ""
) -> Page | None:
    """Return an article as a page of its site, without what rules remove of it; ``None`` if no site is known.

    ``uncertain`` are the ids of rules whose lines are counted all the same: see :func:`uncertain_rules`. An article
    that is not mostly prose is left out too: in tables and lists, short lines are what it says. ``html`` is the page
    that the article is from, if it is one.
    """
    site = site or article.document.site
    if not site or article.error:
        return None
    removals = [removal for removal in article.removals if removal.rule not in uncertain]
    views = line_views(apply(article.document, removals).document)
    words = sum([view.words for view in views])
    if not words or sum([view.words for view in views if view.prose]) * 2 < words:
        return None
    keys = [line_key(site, _text(view)) for view in views]
    id = short_hash(blake2b(b"".join(keys), digest_size=SHORT_BYTES).digest())
    facts = PageFacts(
        site,
        _day(article.metadata.get("date")),
        _author(article.metadata.get("author")),
        tuple(sorted(short_hash(key) for key, view in zip(keys, views, strict=True) if view.prose)[:SKETCH_SIZE]),
        "".join([shape(view) for view in reversed(views[-SHAPE_LINES:])]),
    )
    lines = _lines(site, id, keys, views)
    return Page(id, facts, (*lines, *(_nodes(site, id, html, keys, views) if html else ())))


def _lines(site: str, page: int, keys: Sequence[bytes], views: Sequence[View]) -> list[PageLine]:
    """Return the lines and heads of a page, each at its first place."""
    hashes = [0, *map(short_hash, keys), 0]
    worded = [index for index, view in enumerate(views) if view.words and not view.prose]
    scores = dict(zip(worded, RemainingLines(views).scores_of(worded), strict=True))
    prose = [False, *(view.prose or view.code for view in views), False]
    known: set[bytes] = set()
    lines = []
    for index, (key, view) in enumerate(zip(keys, views, strict=True)):
        if key in known or view.code or view.core[0] == view.core[1] or len(view.text) > MAX_TEXT:
            continue
        known.add(key)
        place = Place(
            page,
            len(views) - 1 - index,
            index,
            hashes[index + 1],
            hashes[index + 2],
            hashes[index],
            scores.get(index, 0),
            prose[index + 2],
            prose[index],
            view.line.kind == "heading",
        )
        lines.append(PageLine(key, view.text.strip(), "line", place))
        for head in heads(view):
            head_key = line_key(site, head.lower(), "head")
            if head_key not in known:
                known.add(head_key)
                lines.append(PageLine(head_key, head, "head", place))
    return lines


def _nodes(site: str, page: int, html: str, keys: Sequence[bytes], views: Sequence[View]) -> Iterator[PageLine]:
    """Yield the nodes of a page that have lines of the article."""
    from cleaner.learning.nodes import page_nodes  # start-up time of runs over texts

    for node in page_nodes(html, views, site):
        kind: Counted = "article node"
        place = Place(page, *(0,) * 6, is_above_prose=False, is_below_prose=False)
        if node.lines:
            first, second, *_ = node.lines
            rest = blake2b(b"".join([keys[index] for index in node.lines[1:]]), digest_size=SHORT_BYTES).digest()
            hashes = short_hash(keys[first]), short_hash(keys[second]), short_hash(rest)
            kind, place = "node", Place(page, len(views) - 1 - first, first, *hashes, node.linked, *place[7:])
        yield PageLine(line_key(site, node.selector, kind), node.selector, kind, place)


def _text(view: View) -> str:
    """Return the text by which a line is counted: folded, without what rules may skip at its ends."""
    start, end = view.core
    return view.folded[start:end] or view.text


def shape(view: View) -> str:
    """Return the shape of a line in one character."""
    if view.prose or view.code:
        return PROSE
    return SENTENCE if view.sentence else str(min(view.words, PROSE_WORDS - 1))


def heads(view: View) -> list[str]:
    """Return the heads of a line that others may have before another rest: its label, and its first words."""
    if view.prose or view.words > MAX_HEADED_WORDS:
        return []
    text = view.text.strip()
    found = []
    label, colon, rest = text.partition(":")
    if colon and rest.strip() and len(label.split()) <= LABEL_WORDS:
        found.append(f"{label}:")
    words = text.split()
    if len(words) > HEAD_WORDS + 1:
        found.append(" ".join(words[:HEAD_WORDS]).rstrip(",;"))
    return found


def _day(value: object) -> int:
    """Return the number of the day that a date names; 0 for what is not a date."""
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value[:10]).toordinal()
    return 0


def _author(value: object) -> int:
    """Return a hash of the authors; 0 without any."""
    names = value if isinstance(value, list) else [value]
    known = sorted(name.casefold() for name in names if isinstance(name, str) and name.strip())
    joined = "\0".join(known).encode("utf-8", "replace")
    return short_hash(blake2b(joined, digest_size=SHORT_BYTES).digest()) if known else 0
