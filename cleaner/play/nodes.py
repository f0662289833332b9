"""Nodes of a page that were clicked: selectors for them, and rules that prune what these select."""

import re

from cleaner.authoring.draft import DraftedRule
from cleaner.authoring.selectors import ProposedSelector, SelectDraft, proposed_selectors
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
    node = _node_at(html, place)
    text = " ".join(" ".join(visible_texts(node)).split())[:MAX_SAMPLE].strip()
    words = "-".join(re.findall("[a-z0-9]+", selector.lower())[-3:])
    about = f"Nodes of pages as '{selector}'."
    return file.with_rule(SelectDraft(file.free_id(words or "node"), about, selector, text or "Advertisement"))


def selectors_at(html: str, place: str) -> list[ProposedSelector]:
    """Return selectors for the node at a place of a page, those that select the fewest nodes first.

    Raise :exc:`InputError` if there is no such node.
    """
    return proposed_selectors(_node_at(html, place))[:MAX_SELECTORS]


def _node_at(html: str, place: str) -> Node:
    """Return the node at a place of a page."""
    tree, paths = parse_page(html).tree, NodePaths()
    if "shadowroot" in html:
        open_shadow_roots(tree)
    show_noscript(tree)
    for node in tree.iter(place.rpartition("/")[2].partition("[")[0] or None):
        if paths.path_of(node) == place and node.tag not in _ROOTS:
            return node
    raise InputError("is not a node of the page that a rule could select", place=place)
