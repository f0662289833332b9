"""From a page's markup to a document: parse, find fields, prune, extract.

:mod:`cleaner.api` calls this for pages; texts never import it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cleaner.html.document import build_document
from cleaner.html.extract.article import KEEP_SCORE, Extraction, PageHints, extract, with_headline
from cleaner.html.extract.structured import find_article_body
from cleaner.html.fields import find_fields
from cleaner.html.figures import with_figures
from cleaner.html.lines import PageLine, PagePicture, read_lines
from cleaner.html.metadata.jsonld import address_path
from cleaner.html.metadata.page import Page, read_page
from cleaner.html.page_type.find import may_be_discussion
from cleaner.html.page_view import PageView
from cleaner.html.parse import parse_page
from cleaner.html.posts import PagePost, find_posts, place_posts
from cleaner.html.regions.find import (
    find_regions,
    is_in_regions,
    region_records,
    share_in_regions,
)
from cleaner.html.regions.view import RegionHints
from cleaner.html.rendering.noscript import show_noscript
from cleaner.html.rendering.page import show_inline
from cleaner.html.rendering.shadow import open_shadow_roots
from cleaner.html.runs import Marker, absolute_address, page_marker
from cleaner.html.select import PageScope, SelectRules, prune
from cleaner.html.sheets import hide_by_sheets
from cleaner.html.tree import Node, remove_nodes
from cleaner.metadata import FoundField, site_of
from cleaner.options import Options
from cleaner.text.words import count_words
from cleaner.types import Document, Extracted, Pruned
from cleaner.write_html import GENERATOR, is_own

SECTION_TYPES = frozenset(("documentation", "listing", "collection", "service", "index"))
SECTION_KEEP_SCORE = 0.3
"""Types of pages made of entries or sections, and the minimum score of their lines: they look like what surrounds them.
On sites that the scorers had not learned from, 0.3 is better than 0.45 by 4 points on listings and 2 on collections and
services, and worse on forums and products."""

CONTENT_TYPES = SECTION_TYPES | {"forum", "product"}
"""Types of pages whose lines are chosen by the scorers that learned from pages of all kinds, also if the page is an
article for which as little speaks. Others are articles, or have little to choose."""

MAX_REGION_SHARE = 0.5
"""Share of the article's words in regions that are not the article from which the page is extracted again without them:
then they hid the article. With less, the other lines are right, and a shorter page would be less like those that the
scorer knows."""


def _best_fields(found_fields: tuple[FoundField, ...]) -> dict[str, Any]:
    """Return the value of each field from its best source, which is the first."""
    return {name: value for name, value, _ in reversed(found_fields)}


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """A page's document, the fields found in it, and what was left out of the document.

    ``found_fields`` has every source of a field, the best first. ``posts`` are those of a thread, with the numbers of
    their lines in the document.
    """

    document: Document
    found_fields: tuple[FoundField, ...]
    pruned: tuple[Pruned, ...]
    extracted: Extracted
    posts: tuple[PagePost, ...] = ()

    def posts_in(self, document: Document, text: str) -> list[dict[str, Any]]:
        """Return the posts that an article's text has, each with its span; ``document`` is what is left of the page."""
        return place_posts(self.posts, document, text) if self.posts else []

    @property
    def fields(self) -> dict[str, Any]:
        """The value of each field from its best source."""
        return _best_fields(self.found_fields)

    @property
    def entry(self) -> dict[str, Any]:
        """What ``metadata.cleaner`` reports about a page: how it was extracted, and how many nodes each rule pruned."""
        extracted = {name: value for name, value in self.extracted._asdict().items() if value not in (None, ())}
        if self.extracted.parsed == 1:
            del extracted["parsed"]
        pruned = Counter(pruned.rule for pruned in self.pruned)
        return {"extracted": extracted} | ({"pruned": dict(sorted(pruned.items()))} if pruned else {})


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page's tree after pruning, and what was found in it before.

    ``nodes`` keeps lxml's node objects alive, which would otherwise be created again on each walk over the tree.
    ``stopped`` are the rules that would have pruned too much, ``parsed`` is the share of the text that was parsed.
    ``base`` is the address by which links are read, or empty. ``is_own``: this program wrote the page.
    """

    tree: Node
    nodes: tuple[Node, ...]
    hints: PageHints
    region_hints: RegionHints
    found_fields: tuple[FoundField, ...]
    pruned: tuple[Pruned, ...]
    stopped: tuple[str, ...]
    parsed: float
    base: str
    is_own: bool


def read(
    html: str,
    known: Mapping[str, Any],
    rules: SelectRules,
    options: Options,
    *,
    markdown: bool = False,
    default_site: str | None = None,
) -> ExtractedPage:
    """Read a page; no page raises.

    ``known`` are fields from outside: ``url``, ``site``, ``language`` and ``page_type`` decide which rules apply;
    ``default_site`` is the site of a page that nothing says the site of. With ``options.title == "keep"`` the page's
    title becomes the first line of the document.
    """
    page = open_page(html, known, rules, default_site)
    headline = str(_best_fields(page.found_fields).get("title", "")) if options.title == "keep" else ""
    marker = page_marker(page.base, links=options.links) if markdown else None
    pictures: list[PagePicture] | None = [] if markdown and options.images else None
    extraction, records, page_lines = _extract(page, options, headline, marker, pictures)
    if pictures:
        extraction = replace(extraction, lines=with_figures(extraction.lines, page_lines, pictures, page.base))
    document = build_document(extraction.lines, options.normalization, markdown=markdown)
    extracted = Extracted(
        options.effort, round(extraction.kept, 3), extraction.visible, page.parsed, extraction.source, page.stopped
    )
    pruned = (*page.pruned, *records, *extraction.dropped)
    page_type = (_best_fields(page.found_fields) | dict(known)).get("page_type")
    has_posts = page_type == "forum" and not markdown and len(document.lines) == len(extraction.lines)
    posts = _posts(page, extraction, document) if has_posts else ()
    return ExtractedPage(document, page.found_fields, pruned, extracted, posts)


def _posts(page: OpenedPage, extraction: Extraction, document: Document) -> tuple[PagePost, ...]:
    """Return the posts of a thread with the numbers of their lines in the document."""
    return tuple(
        post._replace(lines=tuple(document.lines[index].number for index in post.lines))
        for post in find_posts(page.tree, extraction.lines)
    )


def _extract(
    page: OpenedPage,
    options: Options,
    headline: str,
    marker: Marker | None,
    pictures: list[PagePicture] | None,
) -> tuple[Extraction, tuple[Pruned, ...], Sequence[PageLine]]:
    """Extract the article of a page without regions that are not part of it.

    Return the records of these regions as well, and all lines of the page; its pictures are added to ``pictures``.
    """
    view = _view(page, marker, pictures)
    if page.is_own:
        own = _own_article(view)
        return (with_headline(own, headline) if headline and own.lines else own), (), view.lines
    extraction = extract(page.tree, page.hints, options.effort, headline=headline, view=view)
    is_shown = extraction.source == "trafilatura" or any(line.container.node is not None for line in extraction.lines)
    regions = find_regions(view, page.region_hints) if is_shown else {}
    share = share_in_regions(extraction.lines, regions.keys()) if regions else 0.0
    if not share:
        return extraction, (), view.lines
    records = region_records(regions)
    if share > MAX_REGION_SHARE:
        remove_nodes(regions)
        if pictures:
            pictures.clear()
        view = _view(page, marker, pictures)
        return extract(page.tree, page.hints, options.effort, headline=headline, view=view), records, view.lines
    lines = tuple(line for line in extraction.lines if not is_in_regions(line, regions.keys()))
    return replace(extraction, lines=lines, words=sum(count_words(line.text) for line in lines)), records, view.lines


def _view(page: OpenedPage, marker: Marker | None, pictures: list[PagePicture] | None) -> PageView:
    lines = read_lines(page.tree, marker=marker, pictures=pictures)
    return PageView(lines, page.hints.titles, page.hints.descriptions)


def _own_article(view: PageView) -> Extraction:
    """Return the article of a page that this program wrote: all that it shows."""
    words = sum(view.words)
    return Extraction(tuple(view.lines), (), words, words, f"{GENERATOR}'s output")


def open_page(html: str, known: Mapping[str, Any], rules: SelectRules, default_site: str | None = None) -> OpenedPage:
    """Parse a page, find its fields and prune it. ``known`` and ``default_site`` are as for :func:`read`."""
    parsed = parse_page(html)
    if "shadowroot" in html:
        open_shadow_roots(parsed.tree)
    show_noscript(parsed.tree)
    nodes = tuple(parsed.tree.iter())
    url = known.get("url")
    page = read_page(parsed.tree, url=url)
    found_fields = tuple(find_fields(page))
    fields = _best_fields(found_fields) | dict(known)
    site = fields.get("site") or site_of(url) or default_site
    scope = PageScope(site, fields.get("language"), fields.get("page_type"))
    pruning = prune(parsed.tree, rules, scope=scope)
    hide_by_sheets(parsed.tree, nodes, html)
    show_inline(parsed.tree, nodes, html)
    hints = _hints_of(page, fields, page_type=_judged_type(found_fields, known))
    regions = _region_hints_of(page, fields.get("page_type"))
    base = _base_of(parsed.tree, str(fields.get("url") or ""))
    return OpenedPage(
        parsed.tree,
        nodes,
        hints,
        regions,
        found_fields,
        pruning.pruned,
        pruning.stopped,
        parsed.kept,
        base,
        is_own(page.head.meta("generator")),
    )


def _base_of(tree: Node, url: str) -> str:
    """Return the address by which the links of a page are read: that of its ``<base>``, or its own."""
    base = next((node.get("href") for node in tree.iter("base") if node.get("href")), None)
    return absolute_address(url, base) if base else url


def _region_hints_of(page: Page, page_type: str | None) -> RegionHints:
    addresses = (page.head.canonical, page.head.meta("og:url"), page.url or "")
    paths = frozenset(map(address_path, addresses)) - {""}
    return RegionHints(_titles_of(page), paths, page_type == "forum" or may_be_discussion(page))


def _titles_of(page: Page) -> tuple[str, ...]:
    return tuple(filter(None, (*map(page.head.meta, ("og:title", "twitter:title")), page.head.title)))


def _judged_type(found_fields: Iterable[FoundField], known: Mapping[str, Any]) -> str:
    """Return the type by which a page's lines are judged: its own, or that which is as likely as an article."""
    if "page_type" in known:
        types = [str(known["page_type"])]
    else:
        types = [str(value) for name, value, _ in found_fields if name == "page_type"]
    if rival := next((name for name in types[1:] if name in CONTENT_TYPES), None):
        return rival
    return types[0] if types and types[0] in CONTENT_TYPES else "article"


def _hints_of(page: Page, fields: Mapping[str, Any], *, page_type: str) -> PageHints:
    head, title = page.head, str(fields.get("title") or "")
    descriptions = map(head.meta, ("og:description", "description", "twitter:description"))
    body, is_body_whole = find_article_body(page)
    return PageHints(
        _titles_of(page), tuple(filter(None, descriptions)), body, is_body_whole, page_type == "article", title,
        SECTION_KEEP_SCORE if page_type in SECTION_TYPES else KEEP_SCORE,
    )  # fmt: skip
