"""JSON-LD: what pages state about themselves for search engines, read however badly it is written.

A page may have several scripts, each with an object, a list, or a ``@graph``. What matters are the nodes about the
page: its article, and after it the web page itself.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cleaner.html.metadata.loose_json import read_loose_json
from cleaner.html.values import comparison_key, iter_values, plain_text
from cleaner.lazy import lazy_pattern

JsonLdNode = Mapping[str, Any]

MAX_CHARS = 1 << 20
"""Characters of a page's JSON-LD that are read: of 671 pages, the largest has 34,753."""

MAX_DEPTH = 8
"""Levels of ``@graph`` and ``mainEntity`` that are read."""

MAX_NODES = 200
"""Nodes of a page that are read."""

MAX_ADDRESS = 2000
"""Characters of an address that are compared."""

MAX_ARTICLES = 3
"""Nodes that may describe the page's article: pages repeat it for several search engines."""

MAX_WEB_PAGES = 2
"""Nodes that may describe the web page."""

HEADLINE_POINTS = 4
ADDRESS_POINTS = 2
TYPE_POINTS = 1
"""Evidence that a node is the page's article: the page's headline outweighs its address, and both outweigh its type."""

NAME_KEYS = frozenset(("name", "givenName", "familyName"))
"""Keys that hold the name of a person or an organization."""

CONTAINER_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys whose nodes are about the page as much as the node that holds them."""

POST_TYPES = frozenset(
    {"blogposting", "liveblogposting", "socialmediaposting", "discussionforumposting", "report", "story"}
)
WORK_TYPES = frozenset(
    {"creativework", "review", "claimreview", "recipe", "howto", "podcastepisode", "scholarlywork", "book"}
)

_QUOTE_REFERENCE = lazy_pattern(r"&(?:quot|#0*34|#x0*22);", re.IGNORECASE)
_SEPARATOR = lazy_pattern(r"[\s;,]*")
_DECODER = json.JSONDecoder(strict=False)  # control characters inside strings are common


def read_nodes(scripts: Iterable[str]) -> list[JsonLdNode]:
    """Return the nodes in a page's scripts that may be about the page, in their order; broken ones are left out."""
    nodes: list[JsonLdNode] = []
    budget = MAX_CHARS
    for script in scripts:
        budget -= len(script)
        if budget < 0:
            break
        for value in _script_values(script):
            nodes.extend(_nodes_within(value, MAX_DEPTH))
    return nodes[:MAX_NODES]


def _script_values(script: str) -> list[Any]:
    """Return the JSON values of one script, read loosely where it has slips."""
    text = script.strip("\ufeff \t\r\n")
    values, is_complete = _decode_values(text)
    if is_complete:
        return values
    if '"' not in text and _QUOTE_REFERENCE.search(text):
        return _script_values(html.unescape(text))
    return read_loose_json(text)


def _decode_values(text: str) -> tuple[list[Any], bool]:
    """Return the JSON values that follow each other in a text, and whether they are all of it."""
    values: list[Any] = []
    position = 0
    while position < len(text) and len(values) < MAX_NODES:
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)
        if separator := _SEPARATOR.match(text, position):
            position = separator.end()
    return values, True


def _nodes_within(value: Any, depth: int) -> Iterator[JsonLdNode]:
    """Yield a node and those inside it that are about the page as well."""
    if depth <= 0:
        return
    if isinstance(value, Mapping):
        yield value
        for key in CONTAINER_KEYS:
            if isinstance(value.get(key), (Mapping, list)):
                yield from _nodes_within(value[key], depth - 1)
    elif isinstance(value, list):
        for entry in value[:MAX_NODES]:
            yield from _nodes_within(entry, depth - 1)


def node_types(node: JsonLdNode) -> set[str]:
    """Return a node's types in lower case, without the address of a vocabulary.

    >>> node_types({"@type": ["https://schema.org/NewsArticle", 3]})
    {'newsarticle'}
    """
    types = iter_values(node.get("@type"))
    return {re.split(r"[/:#]", name)[-1].lower() for name in types if isinstance(name, str)}


def is_article(node: JsonLdNode) -> bool:
    """Whether a node is an article, or a written work close to one."""
    return any(name.endswith("article") or name in POST_TYPES or name in WORK_TYPES for name in node_types(node))


def nodes_about_page(
    nodes: Sequence[JsonLdNode], *, addresses: Iterable[str], headlines: Iterable[str]
) -> list[JsonLdNode]:
    """Return the nodes about the page: its article, other descriptions of the same article, then the web page.

    ``addresses`` and ``headlines`` are those that the page has elsewhere: they distinguish its article from those it
    links to.
    """
    paths = {address_path(address) for address in addresses} - {""}
    titles = set(map(comparison_key, headlines)) - {""}
    articles = [node for node in nodes if is_article(node)]
    points = [_points(node, paths, titles) for node in articles]
    order = sorted(range(len(articles)), key=lambda index: (-points[index], index))
    best = [articles[index] for index in order if points[index] == points[order[0]] or points[index] > TYPE_POINTS]
    best = best[:MAX_ARTICLES]
    pages = [node for node in nodes if any(name.endswith("page") for name in node_types(node))][:MAX_WEB_PAGES]
    return pages if _are_list_entries(best, titles) else [*best, *pages]


def _points(node: JsonLdNode, paths: set[str], titles: set[str]) -> int:
    """Return how much evidence there is that a node is the page's article."""
    names = {comparison_key(plain_text(node.get(key))) for key in ("headline", "name", "alternativeHeadline")} - {""}
    has_article_type = any(name.endswith("article") or name in POST_TYPES for name in node_types(node))
    return (
        HEADLINE_POINTS * _is_any_prefix(names, titles)
        + ADDRESS_POINTS * bool(node_paths(node) & paths)
        + TYPE_POINTS * has_article_type
    )


def node_paths(node: JsonLdNode) -> set[str]:
    """Return the addresses of what a node is about, each as by :func:`address_path`."""
    values = (value for key in ("url", "mainEntityOfPage", "@id") for value in iter_values(node.get(key)))
    return {address_path(value) for value in values} - {""}


def _are_list_entries(articles: Sequence[JsonLdNode], titles: set[str]) -> bool:
    """Whether articles are entries of a list, and the page is about none of them."""
    names = {comparison_key(plain_text(node.get("headline"))) for node in articles} - {""}
    return len(names) > 1 and not _is_any_prefix(names, titles)


def _is_any_prefix(names: set[str], titles: set[str]) -> bool:
    """Whether any of the names begins with any of the titles, or the other way round."""
    return any(name.startswith(title) or title.startswith(name) for name in names for title in titles)


def address_path(value: Any) -> str:
    """Return an address without scheme, ``www.``, query and fragment: pages write them in many ways."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    if not isinstance(value, str):
        return ""
    path = value[:MAX_ADDRESS].split("#")[0].split("?")[0]
    return re.sub(r"^https?://(?:www\.)?", "", path).rstrip("/").lower()


def resolve_reference(value: Any, nodes: Sequence[JsonLdNode]) -> Any:
    """Return the node that a reference such as ``{"@id": "#jane"}`` or ``"#jane"`` names; any other value unchanged."""
    if isinstance(value, Mapping):
        reference = value.get("@id") if not NAME_KEYS & value.keys() else None
    else:
        reference = value if isinstance(value, str) and ("#" in value or "://" in value) else None
    if reference:
        for node in nodes:
            if node.get("@id") == reference and NAME_KEYS & node.keys():
                return node
    return value
