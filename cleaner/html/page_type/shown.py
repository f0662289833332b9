"""What a page shows of its type: posts that repeat, prices, buttons of shops, blocks of code, links to headlines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lxml.etree import XPath, iterwalk

from cleaner.html.lines import INLINE
from cleaner.html.page_type.declared import Declared
from cleaner.html.page_type.evidence import Evidence
from cleaner.html.page_type.phrases import BUY_BUTTONS, CALLS_TO_ACTION, SHOP_WORDS
from cleaner.html.tree import INVISIBLE, Node
from cleaner.lazy import lazy_pattern
from cleaner.page_types import PageType
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words

MAX_PROSE_LINKS = 0.3
MIN_LINK = 0.8
"""Shares of a line's characters in links: at most of prose, at least of a line that is a link."""

TEASER_WORDS = (4, 30)
"""Fewest and most words of a link that may be a headline."""

MIN_INDEX_TEASERS = 5
MIN_TEASERS = 12
"""Links to headlines of a page without prose that is a list of them, and of one with prose. Articles have as many of
related stories, so the share of links counts as well."""

MIN_HEADED_SHARE = 0.3
"""Share of links to headlines that are headings, from which a list is one of teasers."""

INDEX_LINKS, LISTING_LINKS, MOST_LINKS = 0.3, 0.35, 0.6
"""Shares of a page's words in links: of home pages that are indexes, of listings, and of hardly anything else."""

MIN_LISTED_WORDS = 150
"""Words of a page whose share of links counts."""

LITTLE_PROSE = 0.15
"""Share of a page's words in prose that listings have at most."""

MAX_INDEX_PROSE = 20
"""Words of prose on a page that has nothing but teasers, apart from their summaries."""

SUMMARY_LINES = 2
"""Lines below the link to a headline that may be its summary; one of them may be a byline."""

MIN_RUN = 4
"""Paragraphs of prose in a row, which articles have."""

MIN_PRICES, MIN_BUTTONS, MIN_TILES, MIN_SHOP_WORDS = 8, 4, 6, 3
"""Prices, buttons and boxes of products on a page with many products; distinct words of shops."""

MAX_PRICE_WORDS, MAX_BUTTON_WORDS = 12, 6
"""Words of a line that is a price, and of one that is a button."""

MIN_POSTS, MIN_NUMBERS = 2, 3
"""Posts, and numbers of posts such as ``#2``, of a thread."""

MIN_CODE = 3
"""Blocks of code of documentation."""

MIN_CALLS, FREQUENT_CALLS, MIN_HEADINGS = 2, 5, 10
"""Calls to action, and headings, of pages that present a service."""

MIN_ENTRIES = 4
"""Entries with a time of a live blog."""

POST_CLASSES = frozenset(
    (
        *("postbody", "postbit", "postbitlegacy", "posthead", "post_body", "post_wrapper", "post_message", "postmsg"),
        *("topic-post", "crawler-post", "forum-post", "forum_post", "forumpost", "post-message", "thread-post"),
        *("message--post", "js-post", "bbp-reply-content", "bbp-topic-content", "ipscomment", "ipscomment_content"),
        *("cpost", "answercell", "postcell", "s-answer", "lia-message-body", "lia-message-body-content", "comtr"),
        *("usertext-body", "t_f", "shreddit-comment"),
    )
)
"""Classes that the common forum programs give posts."""

TILE_CLASS = lazy_pattern(
    r"(?:[a-z]+[-_]+)?products?[-_]*(?:tile|card|item|grid-item|thumb|box|list-item|cell)|grid-product|card-product|product"
)
CART_CLASS = lazy_pattern(r"add-?_?to-?_?(?:cart|bag|basket)|product-?_?form|single_add")
LIVE_CLASS = lazy_pattern(r"live-?_?(?:blog|ticker|updates?|feed)(?:[-_].*)?")
"""Classes of boxes of products, of forms that buy one, and of live blogs."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CLASSES = XPath("/descendant::*/@class", smart_strings=False)
_PRICE = lazy_pattern(r"(?:[$€£¥₹₽₩]|\b(?:USD|EUR|GBP|CHF|kr|Rs\.?))\s?\d|\d\s?(?:€|zł|Kč|kr\b|Ft\b|₽|руб|円|元|원)")
_NUMBER = lazy_pattern(r"#\d{1,3}")
_MARKS = " :.…!"


class ShownLine(NamedTuple):
    """A line of a page: its text, the share of its characters in links from 0 to 1, and whether it is a heading."""

    text: str
    links: float
    is_heading: bool


@dataclass(frozen=True)
class Shown:
    """The lines of a page with their words and whether each is prose, and counts of them.

    Lists have an entry for each line.
    """

    tree: Node
    lines: Sequence[ShownLine]
    counts: Sequence[int]
    prose: Sequence[bool]

    @cached_property
    def words(self) -> int:
        """The number of words."""
        return sum(self.counts)

    @cached_property
    def linked_words(self) -> float:
        """The number of words in links."""
        return sum(count * line.links for line, count in zip(self.lines, self.counts, strict=True))

    @cached_property
    def prose_words(self) -> int:
        """The number of words in prose."""
        return sum(count for count, is_prose in zip(self.counts, self.prose, strict=True) if is_prose)

    @cached_property
    def teasers(self) -> list[ShownLine]:
        """The lines that are links to headlines."""
        least, most = TEASER_WORDS
        pairs = zip(self.lines, self.counts, strict=True)
        return [line for line, count in pairs if line.links > MIN_LINK and least <= count <= most]

    @cached_property
    def headed_teasers(self) -> int:
        """The number of links to headlines that are headings."""
        return sum(line.is_heading for line in self.teasers)

    @cached_property
    def short_lines(self) -> Counter[str]:
        """The lines of few words in lower case."""
        pairs = zip(self.lines, self.counts, strict=True)
        return Counter(line.text.lower().strip(_MARKS) for line, count in pairs if count <= MAX_BUTTON_WORDS)

    @cached_property
    def classes(self) -> Counter[str]:
        """How often each class occurs, in lower case."""
        classes, values = Counter[str](), Counter[str](_CLASSES(self.tree))
        for value, count in values.items():
            for name in value.lower().split():
                classes[name] += count
        return classes

    def link_share(self) -> float:
        """Return the share of the words that are in links, from 0 to 1."""
        return self.linked_words / self.words if self.words else 0.0

    def longest_run(self) -> int:
        """Return the most paragraphs of prose in a row; short lines between them do not count."""
        run = longest = 0
        for count, is_prose in zip(self.counts, self.prose, strict=True):
            run = run + 1 if is_prose else 0 if count >= MAX_BUTTON_WORDS else run
            longest = max(longest, run)
        return longest


def read_shown(tree: Node) -> Shown:
    """Read the lines of a page in one walk.

    :func:`cleaner.html.lines.read_lines` gives each line its place in the page and takes three times as long.
    """
    body = tree.find("body")
    lines = _LineWalk().read(tree if body is None else body)
    counts = [count_words(line.text) for line in lines]
    prose = [
        count >= PROSE_WORDS and line.links < MAX_PROSE_LINKS and is_sentence(line.text)
        for line, count in zip(lines, counts, strict=True)
    ]
    return Shown(tree, lines, counts, prose)


@dataclass(slots=True)
class _LineWalk:
    """The lines that are complete, and the texts of the current one, those in links apart."""

    lines: list[ShownLine] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    linked_texts: list[str] = field(default_factory=list)
    headings: int = 0
    links: int = 0

    def read(self, root: Node) -> list[ShownLine]:
        """Return the lines of a node."""
        walk = iterwalk(root, events=("start", "end"))
        for event, node in walk:
            tag, is_start = node.tag, event == "start"
            if self.texts and tag not in INLINE:
                self.end_line()
            if tag in INVISIBLE:
                if is_start:
                    walk.skip_subtree()
            elif tag in _HEADINGS:
                self.headings += 1 if is_start else -1
            elif tag == "a":
                self.links += 1 if is_start else -1
            text = (node.text if tag not in INVISIBLE else None) if is_start else node.tail
            if text and (is_start or node is not root):
                self.texts.append(text)
                if self.links:
                    self.linked_texts.append(text)
        self.end_line()
        return self.lines

    def end_line(self) -> None:
        """Add the current line, unless it is empty."""
        if text := " ".join("".join(self.texts).split()):
            linked = " ".join("".join(self.linked_texts).split())
            self.lines.append(ShownLine(text, min(1.0, len(linked) / len(text)), self.headings > 0))
        self.texts.clear()
        self.linked_texts.clear()


def shown_evidence(declared: Declared, shown: Shown) -> Iterator[Evidence]:
    """Yield the evidence in what a page shows."""
    if shown.longest_run() >= MIN_RUN:
        yield Evidence("article", 1, "paragraphs of prose")
    yield from _forum_evidence(shown)
    yield from _shop_evidence(shown)
    yield from _list_evidence(shown)
    yield from _home_evidence(declared, shown)
    yield from _service_evidence(declared, shown)
    if sum(1 for _ in shown.tree.iter("pre")) >= MIN_CODE:
        yield Evidence("documentation", 2, "blocks of code")
    times = sum(1 for _ in shown.tree.iter("time"))
    if times >= MIN_ENTRIES and any(map(LIVE_CLASS.fullmatch, shown.classes)):
        yield Evidence("live-blog", 4, "classes of a live blog")


def _forum_evidence(shown: Shown) -> Iterator[Evidence]:
    posts = max((count for name, count in shown.classes.items() if name in POST_CLASSES), default=0)
    if posts:
        yield Evidence("forum", 4 if posts >= MIN_POSTS else 1, "posts that repeat")
    if sum(1 for text in shown.short_lines if _NUMBER.fullmatch(text)) >= MIN_NUMBERS:
        yield Evidence("forum", 3, "numbers of posts")


def _shop_evidence(shown: Shown) -> Iterator[Evidence]:
    prices, buttons = _prices(shown), sum(shown.short_lines[text] for text in _buy_buttons(shown))
    if any(map(CART_CLASS.search, shown.classes)):
        yield Evidence("product", 1, "classes of a shop")
    if buttons == 1:
        yield Evidence("product", 2, "a button to buy")
    if buttons >= MIN_BUTTONS:
        yield Evidence("collection", 2, "buttons to buy")
    if max((count for name, count in shown.classes.items() if TILE_CLASS.fullmatch(name)), default=0) >= MIN_TILES:
        yield Evidence("collection", 3, "boxes of products")
    if prices >= MIN_PRICES:
        yield Evidence("collection", 3 if len(shown.teasers) >= MIN_PRICES else 2, "prices")
    if len(SHOP_WORDS.intersection(shown.short_lines)) >= MIN_SHOP_WORDS:
        yield Evidence("product", 1, "words of a shop")
        yield Evidence("collection", 1, "words of a shop")


def _prices(shown: Shown) -> int:
    pairs = zip(shown.lines, shown.counts, strict=True)
    return sum(1 for line, count in pairs if count <= MAX_PRICE_WORDS and _PRICE.search(line.text))


def _buy_buttons(shown: Shown) -> Iterator[str]:
    return (text for text in shown.short_lines if text.startswith(BUY_BUTTONS))


def _list_evidence(shown: Shown) -> Iterator[Evidence]:
    teasers, share = len(shown.teasers), shown.link_share()
    page_type: PageType = (
        "index" if shown.headed_teasers >= max(MIN_INDEX_TEASERS, MIN_HEADED_SHARE * teasers) else "listing"
    )
    if teasers >= MIN_TEASERS and share > LISTING_LINKS:
        yield Evidence(page_type, 2, "links to headlines")
    if share > MOST_LINKS and shown.words > MIN_LISTED_WORDS:
        yield Evidence(page_type, 2, "links")
    if teasers >= MIN_TEASERS and shown.prose_words < LITTLE_PROSE * shown.words:
        yield Evidence(page_type, 1, "little prose")
    if page_type == "index" and _other_prose(shown) < MAX_INDEX_PROSE:
        yield Evidence(page_type, 4, "nothing but links to headlines")


def _other_prose(shown: Shown) -> int:
    """Return the number of words in prose that is not the summary below the link to a headline."""
    words, below = 0, SUMMARY_LINES + 1
    for line, count, is_prose in zip(shown.lines, shown.counts, shown.prose, strict=True):
        below = 0 if line.is_heading and line.links > MIN_LINK else below + 1
        words += count if is_prose and below > SUMMARY_LINES else 0
    return words


def _home_evidence(declared: Declared, shown: Shown) -> Iterator[Evidence]:
    if not declared.is_home:
        return
    is_shop = _prices(shown) >= MIN_PRICES or len(SHOP_WORDS.intersection(shown.short_lines)) > MIN_SHOP_WORDS
    if len(shown.teasers) >= MIN_TEASERS and shown.link_share() > INDEX_LINKS:
        yield Evidence("index", 3, "the address")
    elif is_shop:
        yield Evidence("collection", 3, "the address")
    else:
        yield Evidence("service", 3, "the address")


def _service_evidence(declared: Declared, shown: Shown) -> Iterator[Evidence]:
    calls = sum(count for text, count in shown.short_lines.items() if text.startswith(CALLS_TO_ACTION))
    if calls >= MIN_CALLS:
        yield Evidence("service", 2 if calls >= FREQUENT_CALLS else 1, "calls to action")
    headings = sum(line.is_heading for line in shown.lines)
    head = declared.page.head
    is_dated = head.times or head.times_above or head.meta("article:published_time", "author")
    if headings >= MIN_HEADINGS and not is_dated:
        yield Evidence("service", 1, "headings without a date")
