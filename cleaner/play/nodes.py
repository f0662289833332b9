"""Nodes of a page that were clicked: selectors for them, and rules that prune what these select."""

import re
from collections.abc import Iterator

from cleaner.authoring.draft import DraftedRule
from cleaner.authoring.selectors import SelectDraft, node_selectors
from cleaner.errors import InputError
from cleaner.html.parse import parse_page
from cleaner.html.rendering.noscript import show_noscript
from cleaner.html.rendering.shadow import open_shadow_roots
from cleaner.html.tree import Node, NodePaths, visible_texts
from cleaner.play.drafts import OpenFile

MAX_SELECTORS = 5
"""Selectors that are proposed for a node."""

MAX_SAMPLE = 160
"""Characters of a node's text that its rule's sample has."""

_ROOTS = frozenset({"html", "body"})
"""Nodes that hold the whole page."""


def draft_node(html: str, place: str, selector: str, file: OpenFile) -> DraftedRule:
    """Add a rule that prunes what a selector selects, such as the node at a place of a page, to a rule file.

    Raise :exc:`InputError` if there is no such node, or the file is in a form that has no place for the rule.
    """
    node = _node_at(html, place)[1]
    text = " ".join(" ".join(visible_texts(node)).split())[:MAX_SAMPLE].strip()
    words = "-".join(re.findall("[a-z0-9]+", selector.lower())[-3:])
    about = f"Nodes of pages as '{selector}'."
    return file.with_rule(SelectDraft(file.free_id(words or "node"), about, selector, text or "Advertisement"))


def selectors_at(html: str, place: str) -> list[tuple[str, int]]:
    """Return selectors for the node at a place of a page, each with how many nodes it selects, the fewest first.

    They use names that are likely to be the same on other pages, of the node or of one around it. Raise
    :exc:`InputError` if there is no such node.
    """
    tree, node = _node_at(html, place)
    names = [*node_selectors(str(node.tag), dict(node.attrib))]
    around = node.getparent()
    while not names and around is not None and around.tag not in _ROOTS:
        names = [f"{selector} {node.tag!s}" for selector in node_selectors(str(around.tag), dict(around.attrib))]
        around = around.getparent()
    counts = {selector: sum(1 for _ in _selected(tree, selector)) for selector in names}
    return sorted(counts.items(), key=lambda item: item[1])[:MAX_SELECTORS]


def _node_at(html: str, place: str) -> tuple[Node, Node]:
    """Return the tree of a page, and its node at a place."""
    tree, paths = parse_page(html).tree, NodePaths()
    if "shadowroot" in html:
        open_shadow_roots(tree)
    show_noscript(tree)
    for node in tree.iter(place.rpartition("/")[2].partition("[")[0] or None):
        if paths.path_of(node) == place and node.tag not in _ROOTS:
            return tree, node
    raise InputError("is not a node of the page that a rule could select", place=place)


def _selected(tree: Node, selector: str) -> Iterator[Node]:
    """Yield the nodes that a selector of :func:`selectors_at` selects."""
    first, _, inner = selector.partition(" ")
    tag, sign, name = _parts(first)
    for node in tree.iter(tag):
        has_name = node.get("id", "").strip() == name if sign == "#" else name in node.get("class", "").split()
        if has_name:
            yield from node.iter(inner) if inner else (node,)


def _parts(selector: str) -> tuple[str, str, str]:
    tag, sign, name = re.split(r"([.#])", selector, maxsplit=1)
    return tag, sign, name
