"""Trees of bounded depth: later steps go down a tree node by node."""

from functools import cache
from typing import Any

MAX_DEPTH = 200
"""Levels of a tree that are kept. (The deepest of 421 pages measured has 42.)"""

UNSEEN = frozenset(("script", "style", "noscript", "template", "head"))


def limit_depth(tree: Any) -> Any:
    """Return a tree no deeper than :data:`MAX_DEPTH`, in place: what is deeper becomes paragraphs at that level.

    Nodes that hold nothing but one other node are taken for that node first: they are what nests without end.
    """
    if not _is_deep()(tree):
        return tree
    for node in list(tree.iter("div", "span", "section", "article", "center", "font")):
        if len(node) == 1 and not _said(node.text) and not _said(node[0].tail) and node.getparent() is not None:
            node.drop_tag()
    if _is_deep()(tree):
        _cut_below(tree)
    return tree


@cache
def _is_deep() -> Any:
    """Return a question asked in C: whether a tree has a node so deep."""
    from lxml.etree import XPath

    return XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


def _said(text: str | None) -> bool:
    return text is not None and bool(text.strip())


def _cut_below(tree: Any) -> None:
    from lxml.etree import SubElement, iterwalk

    depth, edges = 0, []
    walk = iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        depth += 1 if event == "start" else -1
        if event == "start" and depth == MAX_DEPTH - 1 and len(node):
            edges.append(node)
            walk.skip_subtree()
    for edge in edges:
        texts = [text for text in _texts(edge) if _said(text)]
        tail = edge.tail
        edge.clear()
        edge.tail = tail
        for text in texts:
            SubElement(edge, "p").text = text


def _texts(node: Any) -> list[str]:
    from lxml.etree import iterwalk

    found = []
    walk = iterwalk(node, events=("start", "end"))
    for event, one in walk:
        if event == "start" and one.tag in UNSEEN:
            walk.skip_subtree()
        elif event == "start":
            found.append(one.text)
        elif one is not node:
            found.append(one.tail)
    return found
