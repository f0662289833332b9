"""A page as the finders of fields see it: its tree, the nodes that hold metadata, and the JSON-LD about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from cleaner.html.metadata.agreement import PageIdentity, foreign_articles, have_common_title
from cleaner.html.metadata.jsonld import JsonLdNode, nodes_about_page, read_nodes
from cleaner.html.values import comparison_key, iter_values, name_of, plain_text
from cleaner.lazy import lazy_pattern
from cleaner.metadata import site_of

MAX_ADDRESS = 2000
"""Characters of an address: longer ones do not identify a page."""

MAX_METAS = 2000
"""Meta nodes of a page that are read."""

MAX_HEADLINES = 5
MAX_TIMES = 20
MAX_FIGURES = 5
"""Nodes of each kind that are read: an article's own come first."""

MAX_TEXT_NODES = 400
"""Text nodes of one headline or byline that are read."""

COLLECTED_TAGS = ("meta", "link", "script", "h1", "time", "title", "base", "html", "figure")

_SITE_METAS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "publisher",
    "dc.publisher",
    "copyright",
)
_PUBLISHER_KEYS = ("publisher", "isPartOf", "sourceOrganization")
_SITE_TYPES = ("WebSite", "Organization", "NewsMediaOrganization")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Searches for attribute nodes take 0.4 ms per page; the same searches as ``//*[contains(@class, …)]`` take 1.2.
_MICRODATA = etree.XPath(
    "descendant::*/@itemprop[.='author' or .='creator' or .='datePublished' or .='datepublished']/.."
)
_ITEM_TYPES = [etree.XPath(f"/descendant::*/@{name}", smart_strings=False) for name in ("itemtype", "typeof")]
_AUTHOR_CLASS = lazy_pattern("ut(?:h|or|eur)|yline|card")
_TEXTS = etree.XPath("descendant-or-self::*[not(self::script or self::style or self::svg)]/text()")


_PART_TYPE = lazy_pattern(
    r"/(?:Book|Movie|Product|Comment|UserComments|Review|Answer|Quotation|CreativeWork|MusicRecording)$"
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """The nodes of a page that hold metadata.

    ``metas`` maps lower-case names of meta nodes to their contents; names in microdata begin with ``#``.
    ``times_above`` come before the first headline, ``times`` after it.
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
        """Return the first value that a meta node has under one of the names, in their order; else an empty string."""
        return next((value for name in names for value in self.meta_values(name)), "")

    def meta_values(self, name: str) -> list[str]:
        """Return the values of all meta nodes with a name."""
        return [text for value in self.metas.get(name, ()) if (text := plain_text(value))]


@dataclass(frozen=True)
class Page:
    """What all finders share, read once.

    ``facts`` are the JSON-LD nodes about the page, the best first. ``has_foreign_article``: others of its nodes are
    about another article, so what programs read from the page's JSON-LD may be that one's.
    """

    tree: Any
    url: str | None
    head: PageHead
    nodes: tuple[JsonLdNode, ...]
    facts: tuple[JsonLdNode, ...]
    has_foreign_article: bool = False

    def fact_values(self, *keys: str) -> Iterator[Any]:
        """Yield the values that the facts have under the keys, in the order of the keys."""
        for key in keys:
            for node in self.facts:
                if node.get(key):
                    yield node[key]

    def event_values(self) -> Iterator[Any]:
        """Yield when the events begin and end that the page's JSON-LD declares."""
        for node in self.nodes:
            yield from (node[key] for key in ("startDate", "endDate") if node.get(key))

    @cached_property
    def headlines(self) -> list[str]:
        """The texts of the page's first headlines."""
        return [text for node in self.head.headlines if (text := node_text(node))]

    @cached_property
    def microdata_nodes(self) -> list[Any]:
        """The nodes that microdata mark as an author or a date."""
        return list(_MICRODATA(self.tree))

    @cached_property
    def item_types(self) -> list[str]:
        """The values of the attributes by which microdata and RDFa give nodes a type."""
        return [value for find in _ITEM_TYPES for value in find(self.tree)]

    @cached_property
    def byline_candidates(self) -> list[Any]:
        """The nodes whose class may be that of a byline."""
        nodes = self.tree.iterdescendants()
        return [node for node in nodes if (names := node.get("class")) and _AUTHOR_CLASS.search(names)]

    @cached_property
    def address(self) -> tuple[str, str] | None:
        """The page's own address, absolute, and its source; ``None`` where only a home page is named."""
        for address, source in self._addresses():
            url = absolute_url(address, self.head.base or self.url)
            if url and urlsplit(url)[2:4] not in (("", ""), ("/", "")):
                return url, source
        return None

    def _addresses(self) -> Iterator[tuple[Any, str]]:
        yield self.head.canonical, "link canonical"
        yield self.head.meta("og:url"), "og:url"
        for value in self.fact_values("mainEntityOfPage", "url"):
            for entry in iter_values(value):
                yield (entry.get("@id") or entry.get("url") if isinstance(entry, dict) else entry), "JSON-LD url"
        yield self.url or "", "the url"

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """The names of the site: in its head, as a publisher, and by its host."""
        publishers = [entry for value in self.fact_values(*_PUBLISHER_KEYS) for entry in iter_values(value)]
        publishers = [
            entry for entry in publishers if not (isinstance(entry, dict) and "WebPage" in str(entry.get("@type")))
        ]
        organizations = [node for node in self.nodes if node.get("@type") in _SITE_TYPES]
        urls = (self.url, self.head.canonical, self.head.meta("og:url"))
        hosts = dict.fromkeys(host for url in urls if (host := site_of(url)))
        names = [
            *map(self.head.meta, _SITE_METAS),
            *map(name_of, [*publishers, *organizations]),
            *(name for host in hosts for name in host_names(host)),
        ]
        return tuple(dict.fromkeys(name for name in names if comparison_key(name)))

    @cached_property
    def site_keys(self) -> frozenset[str]:
        """The comparison keys of the site's names."""
        return frozenset(map(comparison_key, self.site_names))


def read_page(tree: Any, *, url: str | None) -> Page:
    """Read a page's metadata from its tree, which is not changed; ``url`` is the address it came from, if known."""
    head = read_head(tree)
    nodes = read_nodes(head.scripts)
    addresses = [address for address in (head.canonical, head.meta("og:url"), url) if address]
    titles = ([head.meta("og:title")], [head.title], list(map(node_text, head.headlines))) if nodes else ()
    facts = nodes_about_page(nodes, addresses=addresses, headlines=[title for place in titles for title in place])
    page = Page(tree, url, head, tuple(nodes), tuple(facts))
    descriptions = head.meta_values("description") + head.meta_values("og:description")
    foreign = foreign_articles(facts, PageIdentity(tree, addresses, titles, descriptions))
    if foreign and have_common_title(titles, page.site_keys):
        own_facts = tuple(node for node in facts if node not in foreign)
        return replace(page, facts=own_facts, has_foreign_article=True)
    return page


def read_head(tree: Any) -> PageHead:
    """Collect the nodes of a page that hold metadata, in one walk over its tree."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for node in tree.iter(*COLLECTED_TAGS):
        tag = "time above" if node.tag == "time" and not nodes["h1"] else node.tag
        nodes[tag].append(node)
    scripts = (node.text or "" for node in nodes["script"] if "ld+json" in (node.get("type") or "").lower())
    canonical = (node.get("href") for node in nodes["link"] if "canonical" in (node.get("rel") or "").lower().split())
    languages = (node.get("lang") or node.get("xml:lang") or node.get(_XML_LANG) for node in nodes["html"])
    return PageHead(
        metas=_meta_contents(nodes["meta"][:MAX_METAS]),
        scripts=tuple(script for script in scripts if script.strip()),
        headlines=tuple(nodes["h1"][:MAX_HEADLINES]),
        times=tuple(nodes["time"][:MAX_TIMES]),
        times_above=tuple(nodes["time above"][-MAX_TIMES:]),
        figures=tuple(nodes["figure"][:MAX_FIGURES]),
        title=node_text(nodes["title"][0]) if nodes["title"] else "",
        canonical=next(filter(None, canonical), "").strip(),
        base=next(filter(None, (node.get("href") for node in nodes["base"])), "").strip(),
        language=plain_text(next(filter(None, languages), "")),
    )


def _meta_contents(nodes: list[Any]) -> dict[str, tuple[str, ...]]:
    """Return the contents of meta nodes by name."""
    contents: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        content = node.get("content")
        if not content:
            continue
        names = {name.strip().lower() for key in ("name", "property", "http-equiv") if (name := node.get(key))}
        if (item := node.get("itemprop")) and not is_of_a_part(node):
            names.add(f"#{item.strip().lower()}")
        for name in names:
            contents[name].append(content)
    return {name: tuple(values) for name, values in contents.items()}


def is_of_a_part(node: Any) -> bool:
    """Whether microdata is about something else than the page, such as a book under review, a review or a comment."""
    scope = next((container for container in node.iterancestors() if container.get("itemscope") is not None), None)
    return scope is not None and is_part(scope)


def is_part(node: Any) -> bool:
    """Whether microdata say that a node is a part of the page with an author and a date of its own."""
    return bool(node.get("itemprop") and _PART_TYPE.search(node.get("itemtype") or ""))


def node_text(node: Any) -> str:
    """Return the text of a node and its descendants on one line."""
    return plain_text(" ".join(_TEXTS(node)[:MAX_TEXT_NODES]))


def node_texts(node: Any) -> list[str]:
    """Return the texts of a node and its descendants, one entry for each text node with words."""
    return [text for part in _TEXTS(node)[:MAX_TEXT_NODES] if (text := plain_text(part))]


def absolute_url(address: Any, base: str | None) -> str | None:
    """Return an address with scheme and host, without its fragment; ``None`` if it is not an address on the web.

    >>> absolute_url("/a/b#top", "https://example.org/x"), absolute_url("javascript:void(0)", None)
    ('https://example.org/a/b', None)
    """
    if not isinstance(address, str) or not address.strip() or len(address) > MAX_ADDRESS:
        return None
    try:
        url = urljoin(base or "", address.strip()).partition("#")[0]
        parts = urlsplit(url)
        is_on_web = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
        _ = parts.port  # raises if it is not a number
    except ValueError:
        return None
    return url if is_on_web and not any(map(str.isspace, url)) else None


def host_names(host: str) -> tuple[str, ...]:
    """Return the names that a host gives its site: itself, its registered domain, and each label before the suffix.

    >>> host_names("news.bbc.co.uk"), host_names("thehill.com")
    (('news.bbc.co.uk', 'bbc.co.uk', 'news', 'bbc'), ('thehill.com', 'thehill'))
    """
    stem, _, suffix = host.rpartition(".")
    if "." in stem:  # else the suffix is one label
        from tld import get_tld  # reads the public suffix list at its first call: 20 ms

        suffix = str(get_tld(host, fix_protocol=True, fail_silently=True, search_private=False) or suffix)
        stem = host.removesuffix(f".{suffix}")
    labels = [label for label in stem.split(".") if label]
    return tuple(dict.fromkeys([host, ".".join([*labels[-1:], suffix]), *labels]))
