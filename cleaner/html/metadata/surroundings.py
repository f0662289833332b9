"""Where a page's own article is: around the headline, and not in teasers, comments, captions or sidebars."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cleaner.html.metadata.agreement import is_same_title
from cleaner.html.metadata.page import Page, node_text
from cleaner.html.values import comparison_key, plain_text, starts_alike
from cleaner.lazy import lazy_pattern

MAX_HEADINGS = 300
"""Headings of a page that are read."""

MAX_TEASER = 700
"""Characters of the text of a teaser: headline, byline, date and a few sentences."""

MAX_TEASER_LEVELS = 6
"""Levels above a linked heading that may be its teaser."""

MAX_LEADING_NODES = 20
"""Nodes of an article down to the heading with which it begins."""

HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6")

_BOUNDARY = lazy_pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_MODULE_HASH = lazy_pattern(r"__(?=[A-Za-z0-9]*[A-Z0-9])[A-Za-z0-9]{5,8}(?=$|\s)")
_BYLINE = lazy_pattern(
    r"""(?:^|[-_\s])(?:by-?line|authors?|autor(?:en|in|e|es)?|auteurs?|autore|writers?|reporters?|contributors?|h-card|vcard)
        (?:[-_]+(?:names?|link|list|text|url|info|box|block|wrapper|wrap|container|meta|details?|section|content|inner|item
            |vcard|by|card|display|title|and|date|published))*s?(?:$|\s)""",
    re.VERBOSE,
)
_AUTHOR_WORD = lazy_pattern(r"author|by-?line|(?:^|[-_\s])autor|auteur")
_OTHER = lazy_pattern(
    r"""comment(?!ary|ator) | (?:^|[-_\s]) (?: related | sidebars? | recommend(?:ed|ations?)? | recirc(?:ulation)?
    | teasers? | widgets? | promos?
        | more | popular | trending | latest | (?<!h-)cards? | river | newsletter | testimonials? | respond
        | quotes? | captions?
        | figcaption | photo | gallery | breadcrumbs? | most-?read | siblings? | carousel | slider | sponsored
        | signup | popup | modal
        ) (?:$|[-_\s])""",
    re.VERBOSE,
)
_NAME = lazy_pattern(r"author|by-?line|user|(?:^|[-_\s])(?:name|autor|auteur|poster)")
_FOOTER = lazy_pattern(r"(?:^|[-_\s])footer(?:$|[-_\s])")
_META = lazy_pattern(r"meta|info")
_OWN_FOOTER = lazy_pattern(r"(?:^|[-_\s])(?:entry|post|article|story|meta|hentry|byline|author)")


@dataclass(frozen=True)
class Surroundings:
    """The page's headline, the nodes around it, and the teasers of other stories."""

    headline: Any
    above: frozenset[Any]
    teasers: frozenset[Any]

    def is_other_part(self, node: Any, *, with_asides: bool = False) -> bool:
        """Whether a node is inside something that is not the page's article; ``with_asides`` do not count."""
        for container in (node, *node.iterancestors()):
            if container in self.above or container.tag in ("html", "body"):
                return False
            if container in self.teasers or is_other_story(container, self.above):
                return True
            if is_other_container(container) and not (with_asides and container.tag == "aside"):
                return True
        return False

    def own(self, nodes: Sequence[Any], *, with_asides: bool = False) -> Iterator[Any]:
        """Yield the nodes that may belong to the page's article."""
        return (node for node in nodes if not self.is_other_part(node, with_asides=with_asides))


def find_surroundings(page: Page) -> Surroundings:
    """Find the headline and what surrounds it; each heading is read once, with a bounded number of nodes above."""
    titles = titles_of(page)
    headings = list(islice(page.tree.iter(*HEADING_TAGS), MAX_HEADINGS))
    keys = [key for title in titles if (key := comparison_key(title))]
    headline = _find_headline(page, headings, titles)
    above = frozenset() if headline is None else frozenset((headline, *headline.iterancestors()))
    teasers = frozenset(
        container
        for heading in headings
        if heading not in above and _has_link(heading) and not _starts_any(comparison_key(node_text(heading)), keys)
        for container in _teaser_nodes(heading, above)
    )
    return Surroundings(headline, above, teasers)


def is_other_story(node: Any, above: AbstractSet[Any]) -> bool:
    """Whether a node is an article that begins with a heading of its own.

    ``above`` are the page's headline, which must be in an article as well, and the nodes around it.
    """
    if node.tag != "article" or node in above or not any(container.tag == "article" for container in above):
        return False
    nodes = islice(node.iter("*"), MAX_LEADING_NODES)
    leading = next((child for child in nodes if child.tag in ("h1", *HEADING_TAGS) or plain_text(child.text)), None)
    return leading is not None and leading.tag in ("h1", *HEADING_TAGS)


def titles_of(page: Page) -> list[str]:
    """Return what the page's head calls its article."""
    facts = (plain_text(value) for value in page.fact_values("headline"))
    return [title for title in (page.head.meta("og:title"), page.head.title, *facts) if title]


def _find_headline(page: Page, headings: Sequence[Any], titles: Sequence[str]) -> Any:
    shown = [(node, text) for node in page.head.headlines if (text := node_text(node))]
    for node, text in shown:
        if comparison_key(text) not in page.site_keys and _is_any(text, titles):
            return node
    for node in headings:
        if (text := node_text(node)) and comparison_key(text) not in page.site_keys and _is_any(text, titles):
            return node
    others = [node for node, text in shown if comparison_key(text) not in page.site_keys]
    return others[0] if len(others) == 1 else None


def _starts_any(key: str, keys: Sequence[str]) -> bool:
    return bool(key) and any(key.startswith(other) or other.startswith(key) for other in keys)


def _is_any(text: str, titles: Sequence[str]) -> bool:
    return any(starts_alike(text, title) or is_same_title(text, title) for title in titles)


def _has_link(heading: Any) -> bool:
    """Whether a heading is a link, and not one to an author."""
    parent = heading.getparent()
    links = [link for link in (*heading.iter("a"), parent) if link is not None and link.tag == "a" and link.get("href")]
    nearby = [node for node in (heading, parent) if node is not None]
    return (
        bool(links)
        and not any(link.get("rel") == "author" or _AUTHOR_WORD.search(link.get("href").lower()) for link in links)
        and not any(_NAME.search(names_of(node)) for node in nearby)
    )


def _teaser_nodes(heading: Any, above: frozenset[Any]) -> Iterator[Any]:
    """Yield the nodes around a linked heading that hold no more than a teaser."""
    for container in islice(heading.iterancestors(), MAX_TEASER_LEVELS):
        if container in above or container.tag in ("body", "html", "main") or has_more_text(container, MAX_TEASER):
            return
        yield container


def has_more_text(node: Any, length: int) -> bool:
    """Whether a node has more characters of text than a number."""
    for text in node.itertext("*", with_tail=True):
        length -= len(text.strip())
        if length < 0:
            return True
    return False


def names_of(node: Any) -> str:
    """Return a node's classes and id in lower case, their words apart and without the hashes of CSS modules."""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if names.islower():
        return names
    return _BOUNDARY.sub("-", _MODULE_HASH.sub("", names)).lower()


def is_byline(node: Any) -> bool:
    """Whether a node has the class of a byline."""
    return bool(_BYLINE.search(names_of(node)))


def is_other_container(node: Any) -> bool:
    """Whether a node holds comments, teasers, captions, a sidebar or the footer of the page."""
    tag = node.tag
    if not isinstance(tag, str):
        return False
    if tag in ("nav", "figure", "figcaption", "blockquote", "dialog"):
        return True
    names = names_of(node)
    if tag == "footer" or _FOOTER.search(names):
        return not _OWN_FOOTER.search(names) and not any(parent.tag == "article" for parent in node.iterancestors())
    if _AUTHOR_WORD.search(names):
        return "comment" in names
    return (tag == "aside" and not _META.search(names)) or bool(_OTHER.search(names))
