"""What a page calls its site where readers see it: links to the home page, logos, and the line of its copyright."""

import re
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from cleaner.html.metadata.page import Page, node_text, node_texts
from cleaner.html.values import comparison_key, plain_text
from cleaner.lazy import lazy_pattern

MAX_LINKS = 200
"""Links of a page that are read: those to the home page come first and last."""

MAX_NODES = 40
"""Nodes named after the site, headers and footers that are read."""

MAX_NAME = 60
"""Characters of a site's name."""

MAX_SECTION_WORDS = 2
MAX_FOOTERS = 3

MAX_COPYRIGHT = 300
"""Characters of a line of copyright."""

MIN_KEY = 3
"""Letters and digits of a site's name."""

_NAMED = etree.XPath(
    "descendant::*/@*[name()='class' or name()='id'][contains(.,'logo') or contains(.,'brand') or contains(.,'site')"
    " or contains(.,'masthead')]/.."
)
_NAME = lazy_pattern(r"logo|brand(?:ing)?(?:$|[-_\s])|site-?_?(?:title|name|header)|masthead", re.IGNORECASE)
_COPYRIGHT = lazy_pattern(
    r"©|\(c\)|copyright|all rights reserved|alle rechte|tous droits|todos los derechos", re.IGNORECASE
)
_HOME_PATH = lazy_pattern(r"/?(?:index\.\w+|home/?)?$")


class ShownNames:
    """The names that a page shows as its site's and its sections', read once."""

    def __init__(self, page: Page) -> None:
        tree = page.tree
        names = [*_shown_names(tree), *_feed_names(tree), page.head.meta("twitter:site")]
        self._keys = frozenset(key for text in names if len(key := comparison_key(text)) >= MIN_KEY)
        self._copyrights = tuple(map(comparison_key, _copyright_lines(tree)))
        links = (
            link for nav in islice(tree.iter("nav", "header"), MAX_NODES) for link in islice(nav.iter("a"), MAX_NODES)
        )
        self._sections = frozenset(map(comparison_key, map(node_text, links))) - {""}

    def has(self, name: str) -> bool:
        """Whether the page shows a name as its site's."""
        key = comparison_key(name)
        return len(key) >= MIN_KEY and (key in self._keys or any(key in line for line in self._copyrights))

    def has_section(self, name: str) -> bool:
        """Whether the page's navigation has a link of one or two words that reads like a name."""
        return len(name.split()) <= MAX_SECTION_WORDS and comparison_key(name) in self._sections


def _feed_names(tree: Any) -> list[str]:
    """Return the names before the first mark in the titles of feeds: ``Bay Courier » Feed``."""
    links = islice(tree.iter("link"), MAX_LINKS)
    titles = (link.get("title") or "" for link in links if "xml" in (link.get("type") or ""))
    return [re.split(r"\s[»›|–-]\s|\sRSS|\sFeed", title)[0] for title in titles if len(title) <= 2 * MAX_NAME]


def _shown_names(tree: Any) -> list[str]:
    links = [link for link in islice(tree.iter("a"), MAX_LINKS) if is_home(link.get("href"))]
    named = [node for node in _NAMED(tree)[:MAX_NODES] if _NAME.search(f"{node.get('class')} {node.get('id')}")]
    names: list[str] = []
    for node in (*links[:MAX_NODES], *named):
        texts = node_texts(node)[:MAX_NODES] if len(node) < MAX_NODES else []
        pictures = (image.get("alt") for image in islice(node.iter("img"), 2))
        names += [*texts, " ".join(texts), *map(plain_text, (node.get("title"), node.get("aria-label"), *pictures))]
    for header in islice(tree.iter("header", "footer"), MAX_NODES):
        is_of_article = (
            next(header.iter("h1"), None) is not None or next(header.iterancestors("article", "main"), None) is not None
        )
        names += [] if is_of_article else node_texts(header)[:2]
    return [name for name in names if len(name) <= MAX_NAME]


def _copyright_lines(tree: Any) -> list[str]:
    nodes = tree.iter("footer", "small", "address", "p", "div", "span", "li", "td")
    marked = (node for node in nodes if node.text and _COPYRIGHT.search(node.text[:MAX_COPYRIGHT]))
    footers = map(node_text, islice(tree.iter("footer"), MAX_FOOTERS))
    short_footers = [text for text in footers if len(text) <= MAX_COPYRIGHT]
    return [*(node_text(node)[:MAX_COPYRIGHT] for node in islice(marked, MAX_NODES)), *short_footers]


def is_home(href: str | None) -> bool:
    """Whether an address is that of a site's home page.

    >>> is_home("/"), is_home("https://bay.example"), is_home("/news"), is_home("#top")
    (True, True, False, False)
    """
    if not href or href.startswith("#"):
        return False
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return parts.scheme in ("", "http", "https") and not parts.query and bool(_HOME_PATH.fullmatch(parts.path))
