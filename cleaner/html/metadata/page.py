"""A page as the finders of fields see it: its tree, its head, and the JSON-LD nodes that are about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from cleaner.html.metadata.jsonld import Node, about_page, read_nodes
from cleaner.html.metadata.values import comparison_key, iter_values, name_of, plain_text
from cleaner.metadata import site_of

GATHERED = ("meta", "link", "script", "h1", "time", "title", "base", "html", "figure")

MAX_METAS = 2000
"""Meta nodes of a page that are read."""

MAX_HEADLINES = 5
MAX_TIMES = 20
MAX_FIGURES = 5
"""Nodes of each kind that are kept: an article's own stand first."""

MAX_WORDS_IN_NODE = 400
"""Text nodes of one headline or byline that are read."""

_TEXTS = etree.XPath("descendant-or-self::*[not(self::script or self::style or self::svg)]/text()")


@dataclass(frozen=True, slots=True)
class Head:
    """The nodes of a page that hold metadata.

    ``metas`` has lower-case names, those of microdata behind a ``#``; ``times_above`` stand before the first headline.
    """

    metas: Mapping[str, tuple[str, ...]]
    scripts: tuple[str, ...]
    headlines: tuple[Any, ...]
    times: tuple[Any, ...]
    times_above: tuple[Any, ...]
    figures: tuple[Any, ...]
    title: str
    canonical: str
    base: str
    language: str

    def meta(self, *names: str) -> str:
        """Return the first value among the names, in the order of the names."""
        return next((value for name in names for value in self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Return the values of all meta nodes of a name."""
        return [text for value in self.metas.get(name, ()) if (text := plain_text(value))]


def read_head(tree: Any) -> Head:
    """Gather a page's nodes. The tree stays as it is."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for node in tree.iter(*GATHERED):
        tag = "time above" if node.tag == "time" and not nodes["h1"] else node.tag
        nodes[tag].append(node)
    scripts = (node.text or "" for node in nodes["script"] if "ld+json" in (node.get("type") or "").lower())
    canonical = (node.get("href") for node in nodes["link"] if "canonical" in (node.get("rel") or "").lower().split())
    roots = (
        node.get("lang") or node.get("xml:lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang")
        for node in nodes["html"]
    )
    return Head(
        metas=_metas(nodes["meta"][:MAX_METAS]),
        scripts=tuple(script for script in scripts if script.strip()),
        headlines=tuple(nodes["h1"][:MAX_HEADLINES]),
        times=tuple(nodes["time"][:MAX_TIMES]),
        times_above=tuple(nodes["time above"][-MAX_TIMES:]),
        figures=tuple(nodes["figure"][:MAX_FIGURES]),
        title=text_of(nodes["title"][0]) if nodes["title"] else "",
        canonical=next(filter(None, canonical), "").strip(),
        base=next(filter(None, (node.get("href") for node in nodes["base"])), "").strip(),
        language=plain_text(next(filter(None, roots), "")),
    )


def _metas(nodes: list[Any]) -> dict[str, tuple[str, ...]]:
    """Return the contents of meta nodes by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        content = node.get("content")
        if not content:
            continue
        names = {name.strip().lower() for key in ("name", "property", "http-equiv") if (name := node.get(key))}
        if item := node.get("itemprop"):
            names.add(f"#{item.strip().lower()}")
        for name in names:
            found[name].append(content)
    return {name: tuple(values) for name, values in found.items()}


def text_of(node: Any) -> str:
    """Return the words of a node and of those below it, on one line."""
    return plain_text(" ".join(_TEXTS(node)[:MAX_WORDS_IN_NODE]))


def texts_of(node: Any) -> list[str]:
    """Return the words of a node and of each below it apart."""
    return [text for one in _TEXTS(node)[:MAX_WORDS_IN_NODE] if (text := plain_text(one))]


MAX_ADDRESS = 2000
"""Characters of an address: what is longer carries no page's name."""

# Searches by attribute nodes: 0.4 ms a page where the same as ``//*[contains(@class, …)]`` takes 1.2.
_ITEMS = etree.XPath("descendant::*/@itemprop[.='author' or .='creator' or .='datePublished' or .='datepublished']/..")
_CLASSED = etree.XPath("descendant::*/@class[contains(.,'uthor') or contains(.,'yline')]/..")


@dataclass(frozen=True)
class Page:
    """What is read once and used by all finders. ``facts`` are JSON-LD nodes about the page, the best first."""

    tree: Any
    url: str | None
    head: Head
    nodes: tuple[Node, ...]
    facts: tuple[Node, ...]

    def said(self, *keys: str) -> Iterator[Any]:
        """Yield what the facts have under the keys, in the order of the keys."""
        for key in keys:
            for node in self.facts:
                if node.get(key):
                    yield node[key]

    @cached_property
    def headlines(self) -> list[str]:
        """The texts of the page's first headlines."""
        return [text for node in self.head.headlines if (text := text_of(node))]

    @cached_property
    def site_keys(self) -> frozenset[str]:
        """The site's names in compact form."""
        return frozenset(map(comparison_key, self.site_names))

    @cached_property
    def items(self) -> list[Any]:
        """The nodes that microdata mark as an author or a date."""
        return list(_ITEMS(self.tree))

    @cached_property
    def classed(self) -> list[Any]:
        """The nodes whose class may be that of a byline."""
        return list(_CLASSED(self.tree))

    @cached_property
    def address(self) -> tuple[str, str] | None:
        """The page's own address and where it was found: absolute, and no home page's."""
        for told, origin in self._addresses():
            whole = absolute(told, self.head.base or self.url)
            if whole and urlsplit(whole)[2:4] not in (("", ""), ("/", "")):
                return whole, origin
        return None

    def _addresses(self) -> Iterator[tuple[Any, str]]:
        yield self.head.canonical, "link canonical"
        yield self.head.meta("og:url"), "og:url"
        for value in self.said("mainEntityOfPage", "url"):
            for one in iter_values(value):
                yield (one.get("@id") or one.get("url") if isinstance(one, dict) else one), "JSON-LD url"
        yield self.url or "", "the url"

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the site calls itself: in its head, as a publisher, and by its host."""
        head = self.head
        names = [
            head.meta(name) for name in ("og:site_name", "application-name", "publisher", "dc.publisher", "copyright")
        ]
        names += [
            name_of(one)
            for value in self.said("publisher", "isPartOf", "sourceOrganization")
            for one in iter_values(value)
        ]
        names += [
            name_of(node)
            for node in self.nodes
            if node.get("@type") in ("WebSite", "Organization", "NewsMediaOrganization")
        ]
        hosts = {host for url in (self.url, head.canonical, head.meta("og:url")) if (host := site_of(url))}
        names += [part for host in hosts for part in (host, ".".join(host.split(".")[-2:]), *host.split(".")[:-1])]
        return tuple(dict.fromkeys(name for name in names if comparison_key(name)))


def read_page(tree: Any, *, url: str | None) -> Page:
    """Read what a page says of itself."""
    head = read_head(tree)
    nodes = read_nodes(head.scripts)
    addresses = [one for one in (head.canonical, head.meta("og:url"), url) if one]
    headlines = [head.meta("og:title"), head.title, *(text_of(node) for node in head.headlines)] if nodes else []
    facts = about_page(nodes, addresses=addresses, headlines=headlines)
    return Page(tree, url, head, tuple(nodes), tuple(facts))


def absolute(address: Any, base: str | None) -> str | None:
    """Return an address with scheme and host, without its fragment; ``None`` if it is none of the web.

    >>> absolute("/a/b#top", "https://example.org/x"), absolute("javascript:void(0)", None)
    ('https://example.org/a/b', None)
    """
    if not isinstance(address, str) or not address.strip() or len(address) > MAX_ADDRESS:
        return None
    try:
        whole = urljoin(base or "", address.strip()).partition("#")[0]
        parts = urlsplit(whole)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and "." in (parts.hostname or "")
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    return whole if fits and not any(map(str.isspace, whole)) else None
