"""A page, from its markup to a document: parse, find fields, prune, extract.

The walk of :mod:`cleaner.api` goes through here for a page, and never for a text.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cleaner.html.article_body import find_article_body
from cleaner.html.document import build_document
from cleaner.html.extract import PageHints, extract
from cleaner.html.metadata.fields import find_fields
from cleaner.html.metadata.page import Page, read_page
from cleaner.html.parse import parse_page
from cleaner.html.select import SelectRules, prune
from cleaner.metadata import FoundField, site_of
from cleaner.types import Document, Extracted, Options, Pruned


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """What a page gave: its document, the fields it has, and what was taken from it on the way."""

    document: Document
    found: tuple[FoundField, ...]
    pruned: tuple[Pruned, ...]
    extracted: Extracted

    @property
    def fields(self) -> dict[str, Any]:
        """The value of each field from its best source."""
        return {name: value for name, value, _ in reversed(self.found)}

    @property
    def entry(self) -> dict[str, Any]:
        """What the program's own entry in the metadata tells of a page."""
        told = {name: value for name, value in asdict(self.extracted).items() if value not in (None, ())}
        if self.extracted.parsed == 1:
            del told["parsed"]
        pruned = Counter(one.rule for one in self.pruned)
        return {"extracted": told} | ({"pruned": dict(sorted(pruned.items()))} if pruned else {})


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page's tree after pruning, and what was found in it before.

    ``nodes`` are held so that lxml makes their objects once, and not on each walk over the tree.
    """

    tree: Any
    nodes: tuple[Any, ...]
    told: PageHints
    found: tuple[FoundField, ...]
    pruned: tuple[Pruned, ...]
    stopped: tuple[str, ...]
    parsed: float


def read(
    html: str,
    known: Mapping[str, Any],
    rules: SelectRules,
    options: Options,
    *,
    markdown: bool = False,
) -> ExtractedPage:
    """Read a page. ``known`` are fields from outside, of which ``url``, ``site`` and ``language`` count here."""
    page = open_page(html, known, rules)
    extraction = extract(page.tree, page.told, options.effort)
    document = build_document(extraction.lines, options.normalization, markdown=markdown)
    extracted = Extracted(
        options.effort, round(extraction.kept, 3), extraction.visible, page.parsed, extraction.source, page.stopped
    )
    return ExtractedPage(document, page.found, (*page.pruned, *extraction.dropped), extracted)


def open_page(html: str, known: Mapping[str, Any], rules: SelectRules) -> OpenedPage:
    """Parse a page, find its fields and prune it."""
    parsed = parse_page(html)
    nodes = tuple(parsed.tree.iter())
    url = known.get("url")
    page = read_page(parsed.tree, url=url)
    found = tuple(find_fields(page))
    fields = {**{name: value for name, value, _ in reversed(found)}, **known}
    site = fields.get("site") or site_of(url)
    pruning = prune(parsed.tree, rules, site=site, language=fields.get("language"))
    return OpenedPage(parsed.tree, nodes, _told(page), found, pruning.pruned, pruning.stopped, parsed.kept)


def _told(page: Page) -> PageHints:
    head = page.head
    body, whole = find_article_body(page)
    return PageHints(
        tuple(filter(None, (head.meta("og:title"), head.meta("twitter:title"), head.title))),
        tuple(filter(None, map(head.meta, ("og:description", "description", "twitter:description")))),
        body,
        whole,
    )
