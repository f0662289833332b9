"""What a page declares about its type: in JSON-LD, microdata, RDFa, meta nodes and its address."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlsplit

from cleaner.html.metadata.jsonld import node_types
from cleaner.html.metadata.page import Page
from cleaner.html.page_type.evidence import Evidence
from cleaner.html.values import comparison_key, name_of
from cleaner.lazy import lazy_pattern
from cleaner.page_types import PageType

ARTICLE_TYPES = frozenset(
    (
        *("article", "newsarticle", "blogposting", "report", "reportagenewsarticle", "opinionnewsarticle"),
        *("analysisnewsarticle", "backgroundnewsarticle", "reviewnewsarticle", "scholarlyarticle"),
        *("medicalscholarlyarticle", "satiricalarticle", "advertisercontentarticle", "socialmediaposting"),
    )
)
"""Types of schema.org, in lower case, that are articles."""

THREAD_TYPES = ("discussionforumposting", "qapage")
PRODUCT_TYPES = ("product", "productgroup", "individualproduct", "someproducts")
LIST_TYPES: tuple[tuple[str, int], ...] = (("searchresultspage", 4), ("collectionpage", 3), ("itemlist", 2))
SERVICE_TYPES = ("service", "financialproduct", "softwareapplication")

MAX_ARTICLE_NODES = 2
"""Nodes with an article's type in the markup: more are teasers."""

MIN_POSTS = 3
"""Comments or answers in the markup that speak for a forum."""

MIN_PRODUCTS = 4
"""Products of a collection: beside one product, a page may show two or three that go with it."""

MIN_SLUG_WORDS = 5
"""Words in the last part of an address that is made of a headline."""

FORUM_HOSTS = frozenset(
    ("forum", "forums", "community", "discuss", "discussions", "board", "boards", "foro", "foros", "answers")
)
FORUM_PARTS = frozenset(
    (
        *("thread", "threads", "t", "topic", "viewtopic", "viewtopic.php", "showthread", "showthread.php"),
        *("forum", "forums", "question", "questions", "discussion", "discussions", "community", "foro", "foros"),
    )
)
DOCUMENTATION_HOSTS = frozenset(("docs", "doc", "documentation", "manual", "developer", "developers", "devdocs", "api"))
DOCUMENTATION_PARTS = frozenset(
    (
        *("docs", "doc", "documentation", "manual", "manuals", "reference", "api", "api-reference", "guide", "guides"),
        *("tutorial", "tutorials", "handbook", "javadoc", "man", "quickstart", "getting-started", "latest", "stable"),
    )
)
NEWS_PART = lazy_pattern(
    r"news[\w.-]*|blogs?|articles?|story|stories|posts?|opinion|magazine|press(?:-releases?)?|(?:19|20)\d\d|artikel|artykul"
    r"|noticias?|notizie|actualites?|nyheter|aktuelles|presse"
)
PRODUCT_PARTS = frozenset(
    ("product", "products", "p", "dp", "item", "itm", "prod", "pd", "produkt", "produkte", "produit")
)
COLLECTION_PARTS = frozenset(
    ("collections", "collection", "category", "categories", "product-category", "shop", "browse", "c", "cat", "plp")
)
LIST_PARTS = frozenset(
    (
        *("category", "categories", "tag", "tags", "archive", "archives", "search", "topics", "issues", "directory"),
        *("jobs", "events", "list", "lists", "author", "authors", "rankings", "news"),
    )
)
SERVICE_PART = lazy_pattern(r"services|solutions|pricing|plans|consulting|[\w-]+-services?|services-[\w-]+")
LIVE_PART = lazy_pattern(
    r"live|live-?blogs?|live-?ticker|live-updates?|.*-(?:live-?blog|live-updates?|live-?ticker)(?:-.*)?"
)
"""Hosts and parts of addresses that pages of a type have."""

FORUM_GENERATOR = lazy_pattern(
    r"discourse|phpbb|vbulletin|xenforo|mybb|\bsmf\b|flarum|nodebb|invision|ip\.board|vanilla|fluxbb|punbb|discuz"
)
DOCUMENTATION_GENERATOR = lazy_pattern(
    r"docutils|sphinx|antora|mkdocs|docusaurus|gitbook|mdbook|javadoc|doxygen|vitepress|starlight|asciidoctor|docfx"
    r"|rustdoc|readme\.io"
)
DOCUMENTATION_METAS = ("docsearch:", "readthedocs")
PRICE_METAS = ("product:price:amount", "og:price:amount")

_TRACKING = lazy_pattern(r"utm_\w+|\w*clid|srsltid|ref|source|lang|hl")
_SEPARATOR = lazy_pattern(r"[/:#]")
_SLUG_WORDS = lazy_pattern(r"[-_+%]+")
_SLUG_NUMBER = lazy_pattern(r"\d{4,}(?:[.-]\w*)?$")


@dataclass(frozen=True)
class Declared:
    """What a page declares, read once; ``page`` is where it is read from."""

    page: Page

    @cached_property
    def item_types(self) -> Counter[str]:
        """How many nodes have each type in microdata and RDFa, in lower case."""
        names = (name for value in self.page.item_types for name in value.split())
        return Counter(_SEPARATOR.split(name.rstrip("/"))[-1].lower() for name in names)

    @cached_property
    def script_types(self) -> Counter[str]:
        """How many nodes have each type in JSON-LD, in lower case."""
        return Counter(name for node in self.page.nodes for name in node_types(node))

    @cached_property
    def _address(self) -> tuple[list[str], list[str], bool]:
        """The labels of the host, the parts of the path, and whether the address is a home page's."""
        page = self.page
        try:
            url = urlsplit((page.url or page.head.canonical or page.head.meta("og:url")).lower())
        except ValueError:
            return [], [], False
        parts = [
            part
            for part in url.path.split("/")
            if part and not re.fullmatch(r"index\.\w+|[a-z]{2}(?:-[a-z]{2})?", part)
        ]
        is_home = bool(url.netloc) and not parts and all(_TRACKING.fullmatch(key) for key, _ in parse_qsl(url.query))
        return url.netloc.split("."), parts, is_home

    @property
    def host(self) -> list[str]:
        """The labels of the page's host."""
        return self._address[0]

    @property
    def parts(self) -> list[str]:
        """The parts of the address's path, without languages and ``index.html``."""
        return self._address[1]

    @property
    def is_home(self) -> bool:
        """Whether the address is that of a site's home page."""
        return self._address[2]

    @property
    def is_slug(self) -> bool:
        """Whether the address ends in the words of a headline, or in the number of an article."""
        last = self.parts[-1] if self.parts else ""
        return len(list(filter(None, _SLUG_WORDS.split(last)))) >= MIN_SLUG_WORDS or bool(_SLUG_NUMBER.search(last))

    def has_part(self, names: Iterable[str]) -> bool:
        """Whether a part of the address is one of the names; the last is left out, unless it is the only one."""
        return not set(self.parts[:-1] or self.parts).isdisjoint(names)


def declared_evidence(declared: Declared) -> Iterator[Evidence]:
    """Yield the evidence in what a page declares."""
    yield from _article_evidence(declared)
    yield from _schema_evidence(declared)
    yield from _meta_evidence(declared)
    yield from _address_evidence(declared)


def _article_evidence(declared: Declared) -> Iterator[Evidence]:
    head = declared.page.head
    names = (name for node in declared.page.facts for name in sorted(node_types(node)))
    if name := next((name for name in names if name in ARTICLE_TYPES), None):
        yield Evidence("article", 6, f"JSON-LD {name}")
    items = {name: count for name, count in declared.item_types.items() if name in ARTICLE_TYPES}
    if items and max(items.values()) <= MAX_ARTICLE_NODES:
        yield Evidence("article", 3, f"microdata {min(items)}")
    if declared.script_types["recipe"] or declared.item_types["recipe"]:
        yield Evidence("article", 3, "schema.org recipe")
    if head.meta("og:type").lower() == "article":
        yield Evidence("article", 2, "og:type")
    if head.meta("article:published_time"):
        yield Evidence("article", 2, "article:published_time")
    if head.meta("author", "article:author"):
        yield Evidence("article", 1, "author")
    if any(NEWS_PART.fullmatch(part) for part in declared.parts[:-1]):
        yield Evidence("article", 2, "the address")
    if declared.is_slug:
        yield Evidence("article", 2, "the address")


def _schema_evidence(declared: Declared) -> Iterator[Evidence]:
    scripts, items = declared.script_types, declared.item_types
    both = scripts + items
    if both["liveblogposting"]:
        yield Evidence("live-blog", 12, "schema.org liveblogposting")
    if name := next((name for name in THREAD_TYPES if both[name]), None):
        yield Evidence("forum", 8, f"schema.org {name}")
    if both["techarticle"] or both["apireference"]:
        yield Evidence("documentation", 4, "schema.org techarticle")
    if items["comment"] + items["answer"] >= MIN_POSTS and items["question"] <= 1:
        yield Evidence("forum", 1, "microdata comment")
    products = _product_names(declared)
    shown = sum(items[name] for name in PRODUCT_TYPES)
    if len(products) == 1 or (not products and shown == 1):
        yield Evidence("product", 5, "schema.org product")
    if len(products) >= MIN_PRODUCTS - 1 or shown >= MIN_PRODUCTS:
        yield Evidence("collection", 4, "schema.org product")
    for name, points in LIST_TYPES:
        if both[name]:
            yield Evidence("listing", points, f"schema.org {name}")
            break
    if name := next((name for name in SERVICE_TYPES if both[name]), None):
        yield Evidence("service", 4, f"schema.org {name}")


def _product_names(declared: Declared) -> set[str]:
    """Return the names of the products that JSON-LD describes, which distinguish them."""
    nodes = (node for node in declared.page.nodes if not node_types(node).isdisjoint(PRODUCT_TYPES))
    return {comparison_key(name_of(node)) for node in nodes}


def _meta_evidence(declared: Declared) -> Iterator[Evidence]:
    head = declared.page.head
    kind, generator = head.meta("og:type").lower(), head.meta("generator").lower()
    if kind in ("product", "og:product", "product.item"):
        yield Evidence("product", 5, "og:type")
    if kind == "product.group":
        yield Evidence("collection", 6, "og:type")
    if not head.metas.keys().isdisjoint(PRICE_METAS):
        yield Evidence("product", 3, "product:price:amount")
    if FORUM_GENERATOR.search(generator):
        yield Evidence("forum", 3, "generator")
    if DOCUMENTATION_GENERATOR.search(generator):
        yield Evidence("documentation", 5, "generator")
    if name := next((name for name in head.metas if name.startswith(DOCUMENTATION_METAS)), None):
        yield Evidence("documentation", 4, name)


def _address_evidence(declared: Declared) -> Iterator[Evidence]:
    hosts, source = set(declared.host[:-1]), "the address"
    tables: tuple[tuple[PageType, frozenset[str], int], ...] = (
        ("forum", FORUM_PARTS, 2),
        ("documentation", DOCUMENTATION_PARTS, 2),
        ("product", PRODUCT_PARTS, 1),
        ("collection", COLLECTION_PARTS, 2),
        ("listing", LIST_PARTS, 1),
    )
    for page_type, names, points in tables:
        if declared.has_part(names):
            yield Evidence(page_type, points, source)
    if not hosts.isdisjoint(FORUM_HOSTS) or any("forum" in label for label in hosts):
        yield Evidence("forum", 3, source)
    if not hosts.isdisjoint(DOCUMENTATION_HOSTS):
        yield Evidence("documentation", 3, source)
    if any(SERVICE_PART.fullmatch(part) for part in declared.parts):
        yield Evidence("service", 4, source)
    if any(LIVE_PART.fullmatch(part) for part in declared.parts):
        yield Evidence("live-blog", 2, source)
