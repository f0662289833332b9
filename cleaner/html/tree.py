"""Nodes of a parsed page: what can be seen of their text, where they stand, and how they are taken out.

Pages are hostile: everything here goes along the tree without recursion, and costs what the nodes it touches cost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from lxml import etree

Node = Any
"""An lxml element: the library ships no types."""

HIDDEN = frozenset({"script", "style", "noscript", "template", "head"})
"""Tags whose text no reader of the page sees."""

MAX_STEPS = 256
"""Steps of a path that are told, from the node up: lxml's own parser keeps about as many levels."""


def visible_texts(node: Node) -> Iterator[str]:
    """Find the pieces of text that can be seen in a node, in its order; its tail is not in it."""
    walk = etree.iterwalk(node, events=("start", "end", "comment", "pi"))
    for event, one in walk:
        if event == "start":
            if one.tag in HIDDEN:
                walk.skip_subtree()
            elif one.text:
                yield one.text
        elif one.tail and one is not node:
            yield one.tail


def count_elements(node: Node) -> int:
    """Count the elements from a node down, itself included."""
    return sum(1 for _ in node.iter(etree.Element))


class NodePaths:
    """Where nodes of one page stand, as ``html/body/div[2]/p``. Siblings are numbered once for each parent."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._steps: dict[Node, dict[Node, str]] = {}

    def of(self, node: Node) -> str:
        """Return a node's path from the root down; of one too deep its last :data:`MAX_STEPS` steps."""
        steps: list[str] = []
        while node is not self._root and len(steps) < MAX_STEPS:
            parent = node.getparent()
            steps.append(self._numbered(parent)[node])
            node = parent
        return "/".join([node.tag if node is self._root else "…", *reversed(steps)])

    def _numbered(self, parent: Node) -> dict[Node, str]:
        if parent not in self._steps:
            children = list(parent.iterchildren(etree.Element))
            many, seen = Counter(child.tag for child in children), Counter[str]()
            named = self._steps[parent] = {}
            for child in children:
                seen[child.tag] += 1
                named[child] = f"{child.tag}[{seen[child.tag]}]" if many[child.tag] > 1 else child.tag
        return self._steps[parent]


def remove_nodes(nodes: Iterable[Node]) -> None:
    """Take nodes out of their tree. What stands behind each of them stays, and no two words become one.

    ``nodes`` are in the page's order, none in another, none the root.
    """
    run: list[Node] = []
    for node in nodes:
        if run and node.getprevious() is not run[-1]:
            _take_run(run)
            run = []
        run.append(node)
    if run:
        _take_run(run)


def _take_run(run: list[Node]) -> None:
    """Take out siblings in a row: their tails are joined once, so that a long row costs no square."""
    before, parent = run[0].getprevious(), run[0].getparent()
    tails = [node.tail or "" for node in run]
    for node in run:
        parent.remove(node)
    ahead = (parent.text if before is None else before.tail) or ""
    joined = _joined(chain([ahead], tails), open_start=before is not None and not ahead)
    if before is None:
        parent.text = joined
    else:
        before.tail = joined


def _joined(texts: Iterable[str], *, open_start: bool) -> str:
    """Join texts, with a blank where a letter or digit would meet another. ``open_start``: an element is before."""
    pieces: list[str] = []
    last = "x" if open_start else ""
    for text in texts:
        if text:
            if last.isalnum() and text[0].isalnum():
                pieces.append(" ")
            pieces.append(text)
            last = text[-1]
    return "".join(pieces)
