"""Who wrote an article, and who took its picture, as a page says it."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.head import text_of, texts_of
from cleaner.html.metadata.jsonld import resolved
from cleaner.html.metadata.names import MAX_AUTHORS, is_group, persons
from cleaner.html.metadata.page import Page
from cleaner.html.metadata.values import each, name_of, plain_text
from cleaner.metadata import Found

METAS = (
    "article:author_name", "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "cxenseparse:author", "dc.contributor", "citation_author", "byline", "article:author",
    "og:article:author", "#author",
)  # fmt: skip
"""Meta nodes that hold an author, in the order of trust; ``article:author`` is an address more often than a name."""

LONGEST_BYLINE = 160
"""Characters of a byline: what is longer tells of the author."""

MAX_BYLINES = 30
"""Nodes that are tried in each way: a list of teasers has more."""

LONGEST_CREDIT = 120
"""Characters of a photo credit."""

_RELATED = etree.XPath("descendant::*/@rel[.='author']/..")
_CREDITS = etree.XPath("descendant::*/@class[contains(.,'redit')]/..")
_LINKED = etree.XPath("descendant::a/@href[contains(.,'/author') or contains(.,'/autor') or contains(.,'/auteur')]/..")
_MARKED = re.compile(
    r"(?:^|[-_\s])(?:by-?line|authors?|contributors?)(?:[-_]{1,2}(?:names?|link|list|text|url))?s?(?:$|\s)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|footer|recommend|teaser|widget|promo|\bmore\b|popular|card|bio\b", re.IGNORECASE
)
_NAMES = etree.XPath(".//*[@itemprop='name']")
_CREDIT = re.compile(
    r"(?:^|[-_\s])(?:(?:photo|image|media|picture|img|caption)[-_]*)?credits?(?:$|[-_\s])", re.IGNORECASE
)
_CREDIT_LABEL = re.compile(
    r"^\W*(?:(?:photo(?:graph)?|image|picture|credits?|bild|foto|quelle|by|courtesy of)\b[\s:/]*)+|^\W*[©]\s*",
    re.IGNORECASE,
)


def find_author(page: Page) -> Found | None:
    """Return the persons of the first source that names any, else the first agency, desk or site that is named."""
    groups: Found | None = None
    for named, origin in _told(page):
        people = [name for name in named if not is_group(name, page.site_keys)]
        if people and not (groups and origin == "class of a byline"):  # a teaser's, when the page names a desk
            return "author", people[:MAX_AUTHORS], origin
        if named and groups is None:
            groups = ("author", named[:MAX_AUTHORS], origin)
    return groups


def _told(page: Page) -> Iterator[tuple[list[str], str]]:
    """Yield names with their origins, the most trusted first."""
    for key in ("author", "creator"):
        for value in page.said(key):
            yield _names(name_of(resolved(one, page.nodes)) for one in each(value)), f"JSON-LD {key}"
    for name in METAS:
        if values := page.head.all(name):
            yield _names(values), name
    yield from _shown(page)


def _names(values: Iterable[str]) -> list[str]:
    """Return the names in all values, each once."""
    return list(dict.fromkeys(name for value in values for name in persons(value)))


def _shown(page: Page) -> Iterator[tuple[list[str], str]]:
    """Yield names in nodes that are marked as bylines, those marked for machines first."""
    exact = [node for node in page.items if node.get("itemprop") in ("author", "creator")]
    yield from ((_written(node), "itemprop author") for node in _near(exact))
    yield from ((_written(node), "rel author") for node in _near(_RELATED(page.tree)))
    named = [node for node in page.classed if _MARKED.search(node.get("class", ""))]
    yield from ((_written(node), "class of a byline") for node in _near(named))
    linked = [names for node in _near(_LINKED(page.tree)) if len(names := _written(node)) == 1 and " " in names[0]]
    yield from ((names, "link to an author") for names in linked[:1])


def _near(nodes: list[Any]) -> Iterator[Any]:
    """Yield the nodes that do not stand with comments, teasers or in a footer."""
    return (node for node in nodes[:MAX_BYLINES] if not _is_elsewhere(node))


def _written(node: Any) -> list[str]:
    """Return the names in a byline: its first, and those that follow with a comma or an ``and``."""
    marked = _NAMES(node)[:MAX_AUTHORS]
    if marked:
        return _names(text_of(name) or plain_text(name.get("content")) for name in marked)
    texts = texts_of(node) or [plain_text(node.get("content"))]
    if sum(map(len, texts)) > LONGEST_BYLINE:
        return []
    found: list[str] = []
    joined = True
    for text in texts:
        names = persons(text)
        if names and found and not joined:
            break
        found += names
        joined = not names or text.rstrip().endswith((",", "&", " and", " und", " et", " y"))
    return list(dict.fromkeys(found))


def _is_elsewhere(node: Any) -> bool:
    """Tell whether a node stands with comments, teasers or in a footer."""
    around = [node, *node.iterancestors()]
    return any(
        one.tag in ("footer", "aside", "nav") or _ELSEWHERE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in around
        if isinstance(one.tag, str) and one.tag not in ("html", "body")
    )


def find_photo_credit(page: Page) -> Found | None:
    """Return who is credited for the first picture."""
    for image in (one for value in page.said("image") for one in each(value)):
        whole = resolved(image, page.nodes)
        if isinstance(whole, dict):
            for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
                credit = _credit(name_of(one) for one in each(whole.get(key)))
                if credit:
                    return "photo_credit", credit, f"JSON-LD image {key}"
    marked = (node for figure in page.head.figures for node in _CREDITS(figure) if _CREDIT.search(node.get("class")))
    credit = _credit(text_of(node) for node in _near(list(islice(marked, MAX_BYLINES))))
    return ("photo_credit", credit, "credit") if credit else None


def _credit(texts: Iterable[str]) -> str | None:
    """Return the first text that can be a credit, without its label."""
    for text in texts:
        bare = _CREDIT_LABEL.sub("", text).strip(" \t()[]|:")
        if 1 < len(bare) <= LONGEST_CREDIT and not bare.startswith(("http:", "https:")):
            return bare
    return None
