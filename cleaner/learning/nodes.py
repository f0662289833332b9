"""Nodes of a page with lines of its article, by the selectors that rules would prune them by.

A node that begins with the same line on page after page and has other lines below it is a box of the site, such as one
of related stories. It differs from nodes of the article in that it has few lines, and sentences in links only.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cleaner.authoring.selectors import node_selectors
from cleaner.html.lines import Container, read_lines
from cleaner.html.page_view import PageView
from cleaner.html.parse import parse_page
from cleaner.html.rendering.shadow import open_shadow_roots
from cleaner.html.tree import Node
from cleaner.html.values import comparison_key
from cleaner.metadata import site_of
from cleaner.text.view import View

MAX_LINES = 60
"""Lines of a page from the first to the last of the article's in a node that may be a box."""

MAX_WORDS = 25
"""Most words in a line of such a node."""

MIN_LINKED = 0.9
"""Share of a sentence in links from which it may be the title of another article."""


class PageNode(NamedTuple):
    """A node's selector, and the numbers of its lines in the article; none for one that may be the article's.

    ``linked`` is the least share of a line in links, in percent, but for the first line.
    """

    selector: str
    lines: tuple[int, ...] = ()
    linked: int = 0


def page_nodes(html: str, views: Sequence[View], site: str) -> Iterator[PageNode]:
    """Yield the nodes of a page that have lines of its article, once for each selector.

    ``views`` are all lines of the article. A selector that matches several nodes is one of the article, since they need
    not be alike; so is a node with a link to another site, since articles link to what they are about.
    """
    tree = parse_page(html).tree
    if "shadowroot" in html:
        open_shadow_roots(tree)
    page = PageView(read_lines(tree))
    index_of = {comparison_key(view.text): index for index, view in reversed([*enumerate(views)]) if view.words}
    extents = _extents(page, index_of.keys())
    texts = _containers_of_text(page, tree, site)
    count = Counter(
        selector for container in page.below for selector in node_selectors(container.tag, container.attributes)
    )
    known = set[str]()
    for container, (first, last) in extents.items():
        is_box = container not in texts and last - first < MAX_LINES
        keys = page.keys[first : last + 1] if is_box else ()
        lines = tuple(dict.fromkeys([index_of[key] for key in keys if key in index_of]))
        for selector in node_selectors(container.tag, container.attributes):
            if selector in known or (is_box and len(lines) == 1):
                continue
            known.add(selector)
            if lines and count[selector] == 1:
                linked = min(line.links for line in page.lines[first + 1 : last + 1])
                yield PageNode(selector, lines, int(100 * linked))
            else:
                yield PageNode(selector)


def _extents(page: PageView, keys: Collection[str]) -> dict[Container, tuple[int, int]]:
    """Return the first and the last line of the article in each container that has any."""
    extents = dict[Container, tuple[int, int]]()

    def extend(container: Container, first: int, last: int) -> None:
        known = extents.get(container, (first, last))
        extents[container] = min(known[0], first), max(known[1], last)

    for index, line in enumerate(page.lines):
        if page.keys[index] in keys:
            extend(line.container, index, index)
    for container in page.below:  # containers come before their parents
        if container in extents and container.parent:
            extend(container.parent, *extents[container])
    return extents


def _containers_of_text(page: PageView, tree: Node, site: str) -> set[Container]:
    """Return the containers with a line that may be one of an article's text, or with a link to another site."""
    found = {*_containers_of_links(page, tree, site)}
    for line, words, is_sentence in zip(page.lines, page.words, page.sentences, strict=True):
        if line.container.kind == "code" or ((is_sentence or words > MAX_WORDS) and line.links < MIN_LINKED):
            found.add(line.container)
    for container in page.below:  # containers come before their parents
        if container in found and container.parent:
            found.add(container.parent)
    return found


def _containers_of_links(page: PageView, tree: Node, site: str) -> Iterator[Container]:
    """Yield the containers with a link to another site."""
    containers = {container.node: container for container in page.below}
    for link in tree.iter("a"):
        host = site_of(link.get("href"))
        if host and not (f".{host}".endswith(f".{site}") or f".{site}".endswith(f".{host}")):
            around = (containers[node] for node in link.iterancestors() if node in containers)
            yield from islice(around, 1)
