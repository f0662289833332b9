"""JSON-LD: what pages say of themselves to search engines, read however badly it is written.

A page has several scripts of it, each an object, a list, or a ``@graph``. Of all nodes, those are wanted that are
about the page: its article, and after that the web page itself.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cleaner.html.metadata.values import comparison_key, iter_values, plain_text

Node = Mapping[str, Any]

MAX_CHARS = 1 << 20
"""Characters of a page's JSON-LD that are read: of 671 pages the one with most has 34,753."""

MAX_DEPTH = 8
"""Levels of ``@graph`` and ``mainEntity`` that are entered."""

MAX_NODES = 200
"""Nodes of a page that are looked at."""

WRAPPING = 100
"""Characters at the end of a script where a comment or CDATA section that wraps it closes."""

ENTERED = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys under which nodes stand that are about the page as the one above them is."""

POSTS = frozenset({"blogposting", "liveblogposting", "socialmediaposting", "discussionforumposting", "report", "story"})
WORKS = frozenset(
    {"creativework", "review", "claimreview", "recipe", "howto", "podcastepisode", "scholarlywork", "book"}
)

_START = re.compile(r"^(?:\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)\s*(?:\*/)?)+")
_END = re.compile(r"(?:(?:/[/*]\s*)?(?:\]\]>|-->)\s*(?:\*/)?\s*){1,3}$")
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|,(?=\s*[\]}])', re.DOTALL)
_BETWEEN = re.compile(r"[\s;,]*")
_DECODER = json.JSONDecoder(strict=False)  # control characters inside of strings are common


def read_nodes(scripts: Iterable[str]) -> list[Node]:
    """Return the nodes of a page's scripts that may be about the page, in their order; broken ones are left out."""
    found: list[Node] = []
    left = MAX_CHARS
    for script in scripts:
        left -= len(script)
        if left < 0:
            break
        for value in _values(script):
            found.extend(_enter(value, MAX_DEPTH))
    return found[:MAX_NODES]


def _values(script: str) -> list[Any]:
    """Return the JSON values of one script, mended as far as it needs."""
    bare = script.strip("\ufeff \t\r\n")
    if not bare.startswith(("{", "[")):
        bare = _START.sub("", bare).lstrip()
        bare = bare[:-WRAPPING] + _END.sub("", bare[-WRAPPING:])
    values, whole = _decode(bare)
    if whole:
        return values
    mended, whole = _decode(_STRING_OR_COMMA.sub(lambda found: found[1] or "", bare))
    if not whole and "&quot;" in bare and '"' not in bare:
        return _decode(html.unescape(bare))[0]
    return max(values, mended, key=len)


def _decode(text: str) -> tuple[list[Any], bool]:
    """Return the JSON values that stand one after the other, and whether that was all."""
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < MAX_NODES:
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)
        blank = _BETWEEN.match(text, at)
        at = blank.end() if blank else at
    return values, True


def _enter(value: Any, depth: int) -> Iterator[Node]:
    """Yield a node and those inside of it that are about the page too."""
    if depth <= 0:
        return
    if isinstance(value, Mapping):
        yield value
        for key in ENTERED:
            if isinstance(value.get(key), (Mapping, list)):
                yield from _enter(value[key], depth - 1)
    elif isinstance(value, list):
        for one in value[:MAX_NODES]:
            yield from _enter(one, depth - 1)


def kinds(node: Node) -> set[str]:
    """Return a node's types in lower case, without a vocabulary's address.

    >>> kinds({"@type": ["https://schema.org/NewsArticle", 3]})
    {'newsarticle'}
    """
    named = node.get("@type")
    return {re.split(r"[/:#]", one)[-1].lower() for one in iter_values(named) if isinstance(one, str)}


def is_article(node: Node) -> bool:
    """Tell whether a node is an article, or something written that is close to one."""
    return any(kind.endswith("article") or kind in POSTS or kind in WORKS for kind in kinds(node))


def about_page(nodes: Sequence[Node], *, addresses: Iterable[str], headlines: Iterable[str]) -> list[Node]:
    """Return the nodes that are about the page: its article first, then others of the same, then the web page.

    ``addresses`` and ``headlines`` are what the page has elsewhere, to tell its article from those it links to.
    """
    paths = {_address(one) for one in addresses} - {""}
    titles = {comparison_key(one) for one in headlines} - {""}
    articles = [node for node in nodes if is_article(node)]
    points = [_points(node, paths, titles) for node in articles]
    order = sorted(range(len(articles)), key=lambda at: (-points[at], at))
    same = [articles[at] for at in order if points[at] == points[order[0]] or points[at] > 1][:3]
    pages = [node for node in nodes if any(kind.endswith("page") for kind in kinds(node))]
    return [*same, *pages[:2]] if not _are_many(same, titles) else pages[:2]


def _points(node: Node, paths: set[str], titles: set[str]) -> int:
    """Return how much speaks for a node being the page's article."""
    own = {_address(one) for key in ("url", "mainEntityOfPage", "@id") for one in iter_values(node.get(key))}
    named = {comparison_key(plain_text(node.get(key))) for key in ("headline", "name", "alternativeHeadline")} - {""}
    near = any(name.startswith(title) or title.startswith(name) for name in named for title in titles)
    written = any(kind.endswith("article") or kind in POSTS for kind in kinds(node))
    return 4 * near + 2 * bool(own & paths) + written


def _are_many(articles: Sequence[Node], titles: set[str]) -> bool:
    """Tell whether these are entries of a list, none of which the page is about."""
    named = {comparison_key(plain_text(node.get("headline"))) for node in articles} - {""}
    return len(named) > 1 and not any(
        name.startswith(title) or title.startswith(name) for name in named for title in titles
    )


def _address(value: Any) -> str:
    """Return an address without scheme, ``www.``, query and fragment: pages write them in many ways."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    if not isinstance(value, str):
        return ""
    return re.sub(r"^https?://(?:www\.)?", "", value[:2000].split("#")[0].split("?")[0]).rstrip("/").lower()


def resolved(value: Any, nodes: Sequence[Node]) -> Any:
    """Return what a reference, as ``{"@id": "#jane"}``, refers to; a value that is none as it is."""
    if isinstance(value, Mapping) and "@id" in value and "name" not in value:
        for node in nodes:
            if node.get("@id") == value["@id"] and "name" in node:
                return node
    return value
