"""What a page says about its article beside title, author and date: site name, section, tags, image and license.

What the page's data say counts before what its links show. Links are judged by their place: a license below a picture
is that of the picture, and a list of links is navigation unless they are marked as tags.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.jsonld import node_types, resolve_reference
from cleaner.html.metadata.page import Page, absolute_url, host_names, node_text
from cleaner.html.metadata.shown_site import is_home
from cleaner.html.values import comparison_key, iter_values, name_of
from cleaner.lazy import lazy_pattern
from cleaner.metadata import site_of

Candidate = tuple[Any, str]
"""A value that may be empty, and its source."""

MAX_TAGS = 40
"""Tags of a page: longer lists are written for search engines."""

MAX_TAG = 80
MAX_SECTION = 60
MAX_SITE_NAME = 60
"""Characters. Longer ones are descriptions or slogans."""

MAX_LINKS = 200
"""Links in navigation and breadcrumbs that are read."""

MAX_NAVIGATION_SHARE = 0.5
"""Share of the keywords of a page that its navigation has from which they describe the site."""

SITE_NAME_METAS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "dcterms.publisher",
)
TAG_METAS = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "#keywords", "dc.subject")
SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "prism.section", "section", "category")
IMAGE_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "#image")
LICENSE_METAS = ("dcterms.license", "dc.rights", "dcterms.rights", "#license")
"""Meta nodes that hold a field, in order of trust."""

_SITE_TYPES = ("WebSite", "NewsMediaOrganization", "Organization")
_NO_SECTIONS = frozenset(
    (*("all", "article", "articles", "default", "home", "homepage", "index", "na", "none", "null", "other"), "page")
) | {"post", "posts", "undefined", "uncategorized", "uncategorised", "startseite", "inicio", "accueil", "главная"}
"""What systems write where an article has no section, by its comparison key."""

_NO_TAGS = frozenset(("news", "article", "latestnews", "breakingnews", "headlines", "blog", "home", "nachrichten")) | {
    *("actualités", "actualites", "actualité", "noticias", "notícias", "notizie", "nieuws", "новости", "ニュース"),
}
"""Keywords of every page of a site, by their comparison keys."""

_HOST = lazy_pattern(r"[\w-]+(?:\.[\w-]+)+")
_HOME = lazy_pattern(r"\bhome(?:page)?\b", re.IGNORECASE)
_COMMA = lazy_pattern(r"\s*[,;、，；]\s*")
_TITLE_PART = lazy_pattern(r"\s+[|–—·•»-]\s+|[|｜]|:\s+")
_CODE = lazy_pattern(r"\S*[:=_]\S*|/\S*|\d{5,}|[0-9a-f-]{16,}")
"""A tag for programs: ``type:article``, ``sys_7``, an address, a number."""

_NO_PICTURE = lazy_pattern(
    r"(?:logo|default|placeholder|fallback|favicon|blank|spacer|no[-_]?image)[^/]*$|avatar", re.IGNORECASE
)
_CREATIVE_COMMONS = lazy_pattern(
    r"(?:https?:)?//(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/\w", re.IGNORECASE
)

_MARKED_LINKS = etree.XPath("descendant::a/@rel[contains(.,'license') or contains(.,'tag')]/..")
_COMMONS_LINKS = etree.XPath("descendant::a/@href[contains(.,'creativecommons.org/')]/..")
_BREADCRUMBS = etree.XPath(
    "(descendant::*/@class[contains(.,'readcrumb')] | descendant::nav/@aria-label[contains(.,'readcrumb')])/.."
)


def site_names(page: Page) -> Iterator[Candidate]:
    """Yield names of the site as people call it; a host only if there is nothing else."""
    candidates = [*_named_sites(page)]
    yield from (candidate for candidate in candidates if not _HOST.fullmatch(candidate[0]))
    yield from candidates


def _named_sites(page: Page) -> Iterator[tuple[str, str]]:
    title_keys = {comparison_key(page.head.title), comparison_key(page.head.meta("og:title"))}
    metas = [(page.head.meta(name), name) for name in SITE_NAME_METAS]
    owners = (entry for value in page.fact_values("publisher") for entry in iter_values(value))
    nodes = (resolve_reference(entry, page.nodes) for entry in owners)
    publishers = [(name_of(node), "JSON-LD publisher") for node in nodes]
    sites = [(name_of(node), "JSON-LD") for kind in _SITE_TYPES for node in page.nodes if node.get("@type") == kind]
    parts = [(part.strip(), "the title") for part in reversed(_TITLE_PART.split(page.head.title))]
    hosts = {comparison_key(name) for host in _hosts(page) for name in host_names(host)}
    named_by_host = [part for part in parts if comparison_key(part[0]) in hosts]
    for name, source in [*metas[:1], *publishers[:1], *sites, *metas[1:], *named_by_host]:
        key = comparison_key(name)
        if key and key not in title_keys and len(name) <= MAX_SITE_NAME and "://" not in name and name[0] != "@":
            yield name, source


def _hosts(page: Page) -> set[str]:
    addresses = (page.url, page.head.canonical, page.head.meta("og:url"))
    return {host for address in addresses if (host := site_of(address))}


def sections(page: Page) -> Iterator[Candidate]:
    """Yield names of the section that the page's article is in."""
    for value in page.fact_values("articleSection"):
        yield _section(page, next(filter(None, map(name_of, iter_values(value))), "")), "JSON-LD articleSection"
    for name in SECTION_METAS:
        yield _section(page, page.head.meta(name)), name
    lists = (part for node in page.nodes for part in (node, node.get("breadcrumb")) if isinstance(part, dict))
    for steps in lists:
        if "breadcrumblist" in node_types(steps):
            yield _first_step(page, _listed_steps(steps)), "JSON-LD BreadcrumbList"
    for node in _BREADCRUMBS(page.tree)[:1]:
        links = islice(node.iter("a"), MAX_LINKS)
        yield _first_step(page, [(node_text(link), link.get("href") or "") for link in links]), "breadcrumbs"


def _section(page: Page, text: str) -> str:
    """Return a text that may be the name of a section, else an empty one."""
    text = text if ", " in text else text.split(",", maxsplit=1)[0]  # several, as some systems join them
    key = comparison_key(text)
    is_name = key and len(text) <= MAX_SECTION and not text.isdigit() and "://" not in text
    return text if is_name and key not in _NO_SECTIONS and key not in page.site_keys else ""


def _listed_steps(node: Any) -> list[tuple[str, str]]:
    """Return the names and addresses of the steps of a list of breadcrumbs."""
    steps = [entry for entry in iter_values(node.get("itemListElement")) if isinstance(entry, dict)]
    found: list[tuple[str, str]] = []
    for step in steps:
        item = step.get("item")
        address = item.get("@id") or item.get("url") if isinstance(item, dict) else item
        found.append((name_of(step) or name_of(item if isinstance(item, dict) else None), str(address or "")))
    return found


def _first_step(page: Page, steps: Iterable[tuple[str, str]]) -> str:
    """Return the first step of breadcrumbs that is neither the home page nor the article itself."""
    own = page.address[0] if page.address else ""
    titles = {comparison_key(page.head.meta("og:title")), *map(comparison_key, page.headlines)}
    for name, address in steps:
        is_own = comparison_key(name) in titles or absolute_url(address, page.head.base or page.url) == own
        if not (is_own or is_home(address) or _HOME.search(name)) and (text := _section(page, name)):
            return text
    return ""


def tag_lists(page: Page) -> Iterator[Candidate]:
    """Yield lists of tags: those of the page's data, then links that are marked as tags."""
    for value in page.fact_values("keywords"):
        yield _tags(page, _split(map(name_of, iter_values(value)))), "JSON-LD keywords"
    for name in TAG_METAS:
        tags = _tags(page, _split(page.head.meta_values(name)))
        if tags and name in ("keywords", "#keywords") and _is_navigation(page, tags):
            continue
        yield tags, name
    yield _tags(page, map(node_text, _tag_links(page))), "links to tags"


def _split(values: Iterable[str]) -> Iterator[str]:
    """Yield the entries of lists with commas."""
    return (tag for value in values for tag in _COMMA.split(value))


def _tags(page: Page, texts: Iterable[str]) -> list[str]:
    """Return the distinct tags among texts: no codes for programs, nor the names of the page and its site."""
    names = {comparison_key(page.head.meta("og:title")), *map(comparison_key, page.headlines), *page.site_keys}
    tags: dict[str, str] = {}
    for text in texts:
        tag = text.removeprefix("#")
        key = comparison_key(tag)
        if key and len(tag) <= MAX_TAG and key not in names | _NO_TAGS and not _CODE.fullmatch(tag):
            tags.setdefault(key, tag)
    return list(tags.values())[:MAX_TAGS]


def _is_navigation(page: Page, tags: Iterable[str]) -> bool:
    """Whether most of the keywords of a page are links in its navigation, and so about the site."""
    links = (link for nav in islice(page.tree.iter("nav", "header"), MAX_TAGS) for link in nav.iter("a"))
    shown = {comparison_key(node_text(link)) for link in islice(links, MAX_LINKS)}
    keys = [*map(comparison_key, tags)]
    return sum(key in shown for key in keys) > MAX_NAVIGATION_SHARE * len(keys)


def _tag_links(page: Page) -> list[Any]:
    """Return the links that are marked as tags in the place of the first of them: others are those of teasers."""
    links = [
        link
        for link in _MARKED_LINKS(page.tree)
        if {"tag"} == {*link.get("rel").lower().split()} & {"tag", "category"}
        and next(link.iterancestors("nav", "aside", "form"), None) is None
    ]
    places = [_list_around(link) for link in links[:MAX_LINKS]]
    return [link for link, place in zip(links, places, strict=False) if place is places[0]]


def _list_around(link: Any) -> Any:
    """Return the node around a link that others of the same list share."""
    parent = link.getparent()
    return parent.getparent() if parent is not None and parent.tag in ("li", "span") else parent


def images(page: Page) -> Iterator[Candidate]:
    """Yield absolute addresses of the lead picture."""
    base = page.head.base or page.url or page.head.canonical
    for address, source in _image_addresses(page):
        url = absolute_url(address, base)
        yield url if url and not _NO_PICTURE.search(url.partition("?")[0]) else None, source


def _image_addresses(page: Page) -> Iterator[Candidate]:
    yield from ((page.head.meta(name), name) for name in IMAGE_METAS[:3])
    for value in page.fact_values("image", "thumbnailUrl"):
        for entry in islice(iter_values(value), MAX_TAGS):
            image = _referred(page, entry)
            address = (image.get("url") or image.get("contentUrl")) if isinstance(image, dict) else image
            yield next(iter_values(address), None), "JSON-LD image"
    yield from ((page.head.meta(name), name) for name in IMAGE_METAS[3:])
    yield from (
        (link.get("href"), "link image_src") for link in page.tree.iter("link") if link.get("rel") == "image_src"
    )


def _referred(page: Page, value: Any) -> Any:
    """Return the node of a page that a value refers to by its id alone; any other value unchanged."""
    reference = value.get("@id") if isinstance(value, dict) and not value.get("url") else value
    return next((node for node in page.nodes if isinstance(reference, str) and node.get("@id") == reference), value)


def licenses(page: Page) -> Iterator[Candidate]:
    """Yield the address of the article's license, or its name if it has none."""
    base = page.head.base or page.url or "https://"
    for value in page.fact_values("license"):
        for entry in iter_values(value):
            address = (entry.get("url") or entry.get("@id")) if isinstance(entry, dict) else entry
            yield absolute_url(address, base) or name_of(entry), "JSON-LD license"
    for link in (*page.tree.iter("link"), *_MARKED_LINKS(page.tree)):
        if "license" in (link.get("rel") or "").lower().split() and not _is_of_picture(link):
            yield absolute_url(link.get("href"), base), "link license"
    for name in LICENSE_METAS:
        value = page.head.meta(name)
        yield absolute_url(value, base) if _CREATIVE_COMMONS.match(value) else None, name
    addresses = {
        absolute_url(link.get("href"), base)
        for link in _COMMONS_LINKS(page.tree)[:MAX_LINKS]
        if _CREATIVE_COMMONS.match(link.get("href")) and not _is_of_picture(link)
    }
    yield addresses.pop() if len(addresses) == 1 else None, "a link to Creative Commons"


def _is_of_picture(link: Any) -> bool:
    """Whether a link stands at a picture."""
    return next(link.iterancestors("figure", "figcaption"), None) is not None
