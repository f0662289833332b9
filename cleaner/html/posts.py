"""The posts of a thread: who wrote each, when, and which lines of the article are its text.

Posts are found by microdata, or by the classes of the common forum programs. What is not certain is left out: an author
whose name is not in one place, a time that is not written for machines, a post that has no line in the article.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import Element, XPath

from cleaner.html.lines import PageLine
from cleaner.html.metadata.plausible_date import iso_date
from cleaner.html.tree import Node, visible_texts
from cleaner.html.values import comparison_key, plain_text
from cleaner.types import Document, Span

MIN_POSTS = 2
"""Posts of a thread: a single box may be anything."""

MAX_POSTS = 1000
"""Posts of a page that are read."""

MAX_AUTHOR = 60
"""Characters of an author's name."""

MAX_AUTHOR_NODES = 50
"""Nodes of an author that are searched for the name."""

ITEM_TYPES = ("discussionforumposting", "comment", "answer", "question")
BODY_PROPERTIES = ("text", "articleBody", "commentText")
"""Types of schema.org that are posts, and the properties that are their texts."""

POST_CLASSES = frozenset(
    (
        *("message--post", "topic-post", "crawler-post", "postbit", "postcontainer", "bbp-reply", "bbp-topic"),
        *("post", "forum-post", "cpost", "ipscomment", "comtr", "windowbg", "lia-message-view-wrapper"),
    )
)
BODY_CLASSES = frozenset(
    (
        *("bbwrapper", "message-body", "cooked", "postcontent", "post_body", "post-body", "bbp-reply-content"),
        *("bbp-topic-content", "ipscomment_content", "commtext", "lia-message-body-content", "s-prose", "content"),
    )
)
AUTHOR_CLASSES = frozenset(
    (
        *("username", "author", "creator", "bbp-author-name", "post-author", "postauthor", "hnuser", "poster"),
        *("lia-user-name-link", "ipscomment_author", "message-name"),
    )
)
"""Classes of posts, and in them of their texts and of the names of their authors."""

_ITEMS = XPath("descendant::*[@itemtype]")
_CLASSED = XPath("descendant::*[@class]")


class PagePost(NamedTuple):
    """A post: its author and time where they are certain, and its lines."""

    author: str | None
    time: str | None
    lines: tuple[int, ...]


def find_posts(tree: Node, lines: Sequence[PageLine]) -> tuple[PagePost, ...]:
    """Return the posts of a thread that have lines in its article, in their order. The tree is not changed."""
    nodes = _post_nodes(tree)
    if len(nodes) < MIN_POSTS:
        return ()
    own_lines: dict[Node, list[int]] = {node: [] for node in nodes}
    for index, line in enumerate(lines):
        container_nodes = (container.node for container in line.container.lineage() if container.node is not None)
        if (owner := next((node for node in container_nodes if node in own_lines), None)) is not None:
            own_lines[owner].append(index)
    owned = _owned_nodes(tree, own_lines)
    found = [post for node in nodes if (post := _post(node, owned[node], own_lines[node], lines))]
    last = {(post.author, post.time): post for post in found}
    return tuple(post for post in found if not _is_moment(post) or last[post.author, post.time] is post)


def _is_moment(post: PagePost) -> bool:
    """Whether an author and a time of day are known: of two such posts, the first is a box around the second."""
    return bool(post.author and post.time and "T" in post.time)


def place_posts(posts: Sequence[PagePost], document: Document, text: str) -> list[dict[str, Any]]:
    """Return posts as metadata: author and time where they are known, and ``start`` and ``end`` of each in a text.

    The lines of posts are numbers of lines here. ``text`` has the lines of the document in their order, with nothing
    but line ends between them. A post that has lost all its lines is left out.
    """
    spans, position = dict[int, Span](), 0
    for line in document.lines:
        words = line.span.of(document.text)
        start = text.find(words, position)
        if start < 0:
            return []
        position = start + len(words)
        spans[line.number] = Span(start, position)
    placed = []
    for post in posts:
        if own := [spans[number] for number in post.lines if number in spans]:
            known = {name: value for name, value in (("author", post.author), ("time", post.time)) if value}
            placed.append({**known, "start": own[0].start, "end": own[-1].end})
    return placed


def _post_nodes(tree: Node) -> list[Node]:
    """Return the nodes of posts in document order: those with a type of schema.org, else those with a known class."""
    items = [node for node in _ITEMS(tree) if _item_type(node) in ITEM_TYPES]
    if len(items) >= MIN_POSTS:
        return items[:MAX_POSTS]
    by_class: dict[str, list[Node]] = {}
    for node in _CLASSED(tree):
        for name in _classes(node) & POST_CLASSES:
            by_class.setdefault(name, []).append(node)
    return max(by_class.values(), key=len, default=[])[:MAX_POSTS]


def _item_type(node: Node) -> str:
    return str(node.get("itemtype")).rstrip("/").rpartition("/")[2].lower()


def _classes(node: Node) -> set[str]:
    return set((node.get("class") or "").lower().split())


def _owned_nodes(tree: Node, posts: Collection[Node]) -> dict[Node, list[Node]]:
    """Return the nodes that belong to each post, in document order: not those of the posts inside it."""
    owners: dict[Node, Node] = {}
    owned: dict[Node, list[Node]] = {post: [] for post in posts}
    for node in tree.iter(Element):
        parent = node.getparent()
        owner = node if node in owned else owners.get(parent) if parent is not None else None
        if owner is not None:
            owners[node] = owner
            owned[owner].append(node)
    return owned


def _post(post: Node, owned: Sequence[Node], own_lines: Sequence[int], lines: Sequence[PageLine]) -> PagePost | None:
    """Return a post with what is certain of it; ``None`` if it has no line, or other lines stand between its own."""
    in_bodies: set[Node] = set()
    for node in owned:
        is_body = node.get("itemprop") in BODY_PROPERTIES or bool(_classes(node) & BODY_CLASSES)
        if is_body or node.getparent() in in_bodies:
            in_bodies.add(node)
    around = [node for node in owned if node not in in_bodies]
    author, time = _author(post, around), _time(around)
    indexes = [index for index in own_lines if lines[index].container.node in in_bodies] or list(own_lines)
    key = comparison_key(author or "")
    while indexes and key and comparison_key(lines[indexes[0]].text) == key:
        indexes = indexes[1:]
    if not indexes or indexes[-1] - indexes[0] != len(indexes) - 1:
        return None
    return PagePost(author, time, tuple(indexes))


def _author(post: Node, around: Sequence[Node]) -> str | None:
    """Return the author of a post if all that names one agrees."""
    names = [plain_text(post.get("data-author"))]
    for node in around:
        if node.get("itemprop") in ("author", "creator"):
            named = [child for child in islice(node.iter(), MAX_AUTHOR_NODES) if child.get("itemprop") == "name"]
            names += [plain_text(child.get("content")) or _name(child) for child in named or [node]]
    if not any(names):
        names = [_name(node) for node in around if _classes(node) & AUTHOR_CLASSES]
    distinct = {comparison_key(name): name for name in names if name and len(name) <= MAX_AUTHOR}
    distinct.pop("", None)
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def _name(node: Node) -> str:
    """Return the text of a node that is one piece: in several, a name is only one of them."""
    texts = list(islice((text for text in visible_texts(node) if not text.isspace()), 2))
    return " ".join(texts[0].split()) if len(texts) == 1 else ""


def _time(around: Sequence[Node]) -> str | None:
    """Return the first time of a post, which is that of its publication."""
    for node in around:
        is_time = node.tag == "time" or node.get("itemprop") in ("datePublished", "dateCreated")
        if is_time and (time := iso_date(node.get("datetime") or node.get("content") or "")):
            return time
    return None
