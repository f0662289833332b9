"""Nodes of a parsed page: their visible text, their paths, and how to remove them.

Pages may be hostile: every function walks the tree without recursion, in time linear in the nodes that it visits.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

Node: TypeAlias = HtmlElement
"""An element of a page."""

NEVER_RENDERED = frozenset(("script", "style", "noscript", "template", "head"))
"""Tags whose text browsers never show as text of the page."""

REPLACED = frozenset(
    (
        *("applet", "area", "audio", "base", "canvas", "datalist", "dialog", "embed", "frame", "frameset", "iframe"),
        *("img", "input", "link", "map", "math", "meta", "meter", "noembed", "noframes", "object", "option", "param"),
        *("picture", "progress", "select", "source", "svg", "textarea", "title", "track", "video"),
    )
)
"""Tags that browsers show as controls, media or drawings: their text belongs to a box, but is not a line."""

INVISIBLE = NEVER_RENDERED | REPLACED
"""Tags whose text never becomes a line of the page.

Rules with ``select`` match the text of a box as its markup has it, so :func:`visible_texts` leaves out
:data:`NEVER_RENDERED` only: the options of a sign-up form are words of the box that the rule removes.
"""

MAX_STEPS = 256
"""Steps of a path that are shown, counted from the node upwards: lxml's own parser keeps about as many levels."""


def visible_texts(node: Node, is_unseen: Callable[[Node], bool] | None = None) -> Iterator[str]:
    """Yield the texts in a node, in document order and without its tail, that are not :data:`NEVER_RENDERED`.

    ``is_unseen`` says which descendants nobody sees; without it, all are seen.
    """
    walk = etree.iterwalk(node, events=("start", "end", "comment", "pi"))
    for event, child in walk:
        if event == "start":
            if child.tag in NEVER_RENDERED or (is_unseen and is_unseen(child)):
                walk.skip_subtree()
            elif child.text:
                yield child.text
        elif child.tail and child is not node:
            yield child.tail


def visible_text(node: Node) -> str:
    """Return the :func:`visible_texts` of a node on one line, separated by blanks."""
    return " ".join(" ".join(visible_texts(node)).split())


def count_elements(node: Node) -> int:
    """Return the number of elements in a subtree, its root included."""
    return sum(1 for _ in node.iter(etree.Element))


class NodePaths:
    """Paths of a page's nodes, as in ``html/body/div[2]/p``. The children of each parent are numbered once."""

    def __init__(self) -> None:
        self._steps: dict[Node, dict[Node, str]] = {}

    def path_of(self, node: Node) -> str:
        """Return a node's path from the root; for a deeper node, ``…`` and its last :data:`MAX_STEPS` steps."""
        steps: list[str] = []
        while (parent := node.getparent()) is not None and len(steps) < MAX_STEPS:
            steps.append(self._child_steps(parent)[node])
            node = parent
        return "/".join([str(node.tag) if parent is None else "…", *reversed(steps)])

    def _child_steps(self, parent: Node) -> dict[Node, str]:
        """Return the last step of each child's path: its tag, numbered if siblings share it."""
        if parent not in self._steps:
            children = [(child, str(child.tag)) for child in parent.iterchildren(etree.Element)]
            totals, numbers = Counter(tag for _, tag in children), Counter[str]()
            steps = self._steps[parent] = {}
            for child, tag in children:
                numbers[tag] += 1
                steps[child] = f"{tag}[{numbers[tag]}]" if totals[tag] > 1 else tag
        return self._steps[parent]


def remove_nodes(nodes: Iterable[Node]) -> None:
    """Remove nodes from their tree. The text after each node stays, and no two words are joined.

    ``nodes`` are in document order, and none is inside another. The root is never removed.
    """
    run: list[Node] = []
    for node in nodes:
        if run and node.getprevious() is not run[-1]:
            _remove_run(run)
            run = []
        run.append(node)
    if run:
        _remove_run(run)


def _remove_run(run: list[Node]) -> None:
    """Remove adjacent siblings. Their tails are joined once, so that a long run does not take quadratic time."""
    before, parent = run[0].getprevious(), run[0].getparent()
    if parent is None:
        return
    tails = [node.tail or "" for node in run]
    for node in run:
        parent.remove(node)
    text_before = (parent.text if before is None else before.tail) or ""
    joined = _join_texts(chain([text_before], tails), after_element=before is not None and not text_before)
    if before is None:
        parent.text = joined
    else:
        before.tail = joined


def _join_texts(texts: Iterable[str], *, after_element: bool) -> str:
    """Join texts, with a blank wherever two words would be joined.

    ``after_element``: the texts follow an element that may end in a word.
    """
    parts: list[str] = []
    last = "x" if after_element else ""
    for text in texts:
        if text:
            if last.isalnum() and text[0].isalnum():
                parts.append(" ")
            parts.append(text)
            last = text[-1]
    return "".join(parts)
