"""A page's outline: its nodes with their words, and how many of these are in the article, for people to look at."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from cleaner.html.lines import Container, PageLine, read_lines
from cleaner.html.page_view import PageView
from cleaner.html.parse import parse_page
from cleaner.html.rendering.shadow import open_shadow_roots
from cleaner.html.tree import NodePaths

MAX_NODES = 150
"""Nodes of an outline: some three screens."""

MAX_DEPTH = 12
"""Levels of an outline; what is below counts for the lowest that is shown."""

MAX_CLASSES = 2
"""Class names of a node that are shown."""

MAX_NAME = 60
"""Characters of a name that are shown."""

MAX_TEXT = 160
"""Characters of a node's text that are shown: enough to recognize it."""


class OutlineNode(NamedTuple):
    """A node of a page: its level, name, words, and how many of these the article has.

    ``rules`` are those that pruned the node or nodes in it. ``text`` is the beginning of a node of which the article
    has nothing. ``path`` is the node's in the page.
    """

    depth: int
    name: str
    words: int
    kept: int
    rules: tuple[str, ...] = ()
    text: str = ""
    path: str = ""


def outline(html: str, article: Collection[str], pruned: Mapping[str, str]) -> tuple[OutlineNode, ...]:
    """Return the outline of a page, in page order.

    ``article`` are the lines of the article; ``pruned`` has the rules that pruned nodes, by the paths of these. A node
    of which the article has all or nothing is shown without those in it, and nodes around a single one with it.
    """
    tree = parse_page(html).tree
    if "shadowroot" in html:
        open_shadow_roots(tree)
    view = PageView(read_lines(tree))
    kept = _kept_words(view, frozenset(PageView([_text_line(text) for text in article]).keys))
    return tuple(_without_runs(_nodes(view, kept, pruned)))


def _without_runs(nodes: Iterable[OutlineNode]) -> Iterator[OutlineNode]:
    """Yield the nodes, those in a row that the article has as one."""
    for (depth, is_kept), run in groupby(nodes, lambda node: (node.depth, node.kept == node.words)):
        first, *others = run
        if others and is_kept:
            words = first.words + sum(node.words for node in others)
            yield OutlineNode(depth, f"{first.name} and {len(others)} more", words, words)
        else:
            yield first
            yield from others


def _text_line(text: str) -> PageLine:
    return PageLine(text, Container(None, "p", None, 0, "paragraph"))


def _kept_words(view: PageView, keys: Collection[str]) -> dict[Container, int]:
    """Return the number of words in each container that the article has."""
    kept = dict.fromkeys(view.below, 0)
    for line, key, words in zip(view.lines, view.keys, view.words, strict=True):
        if key in keys:
            kept[line.container] += words
    for container in view.below:  # containers come before their parents
        if container.parent:
            kept[container.parent] += kept[container]
    return kept


def _nodes(view: PageView, kept: Mapping[Container, int], pruned: Mapping[str, str]) -> Iterator[OutlineNode]:
    children, texts = _children(view), _first_texts(view)
    paths, count = NodePaths(), 0
    pending = [(container, 0) for container in view.below if container.parent is None]
    while pending and count < MAX_NODES:
        container, depth = pending.pop()
        chain = [container]
        while (below := children.get(container, ())) and len(below) == 1 and _has_all(view, below[0], container):
            container = below[0]
            chain.append(container)
        words, count = view.below[container].words, count + 1
        is_partly_kept = 0 < kept[container] < words
        text = "" if kept[container] else texts[container][:MAX_TEXT]
        rules = () if is_partly_kept else tuple(_rules(chain, paths, pruned))
        path = paths.path_of(chain[0].node) if chain[0].node is not None else ""
        yield OutlineNode(depth, _name(chain), words, kept[container], rules, text, path)
        if is_partly_kept and depth < MAX_DEPTH:
            pending += [(child, depth + 1) for child in reversed(below) if view.below[child].words]


def _has_all(view: PageView, child: Container, parent: Container) -> bool:
    return view.below[child].words == view.below[parent].words


def _children(view: PageView) -> dict[Container, list[Container]]:
    """Return the containers in each container, in page order."""
    children: dict[Container, list[Container]] = {}
    placed: set[Container] = set()
    for line in view.lines:
        container = line.container
        while container.parent and container not in placed:
            placed.add(container)
            children.setdefault(container.parent, []).append(container)
            container = container.parent
    return children


def _first_texts(view: PageView) -> dict[Container, str]:
    """Return the first text of each container."""
    texts: dict[Container, str] = {}
    for line in view.lines:
        for container in line.container.lineage():
            if container in texts:
                break
            texts[container] = line.text
    return texts


def _rules(chain: Sequence[Container], paths: NodePaths, pruned: Mapping[str, str]) -> Iterator[str]:
    """Yield the rules that pruned one of the nodes, one around it, or some in it."""
    node = chain[0].node
    if node is None or not pruned:
        return
    path = paths.path_of(node)
    rules = [
        rule for place, rule in pruned.items() if f"{place}/".startswith(f"{path}/") or path.startswith(f"{place}/")
    ]
    yield from dict.fromkeys(rules)


def _name(chain: Sequence[Container]) -> str:
    return " › ".join(_node_name(container) for container in (chain if len(chain) < 3 else (chain[0], chain[-1])))  # noqa: PLR2004


def _node_name(container: Container) -> str:
    """Return the name of a node as in CSS: its tag, id and first classes."""
    id = container.attributes.get("id", "").strip()
    classes = (container.class_name or "").split()[:MAX_CLASSES]
    name = "".join([container.tag, f"#{id}" if id else "", *(f".{name}" for name in classes)])
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"
