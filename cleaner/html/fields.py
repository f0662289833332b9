"""All fields of a page, each from the best source that has it.

In order of trust, these are JSON-LD, OpenGraph, other meta nodes, what the page shows, and last a guess.
"""

from collections.abc import Iterator
from typing import Any

from cleaner.frontmatter import FIELDS, LIST_FIELDS
from cleaner.html.metadata.author import find_author, find_photo_credit
from cleaner.html.metadata.date import PageDates, find_date, find_modified
from cleaner.html.metadata.details import images, licenses, sections, site_names, tag_lists
from cleaner.html.metadata.language import find_language
from cleaner.html.metadata.page import Page
from cleaner.html.metadata.title import find_title
from cleaner.html.page_type.find import find_page_type
from cleaner.html.values import comparison_key, plain_text
from cleaner.metadata import FoundField, site_of
from cleaner.write_html import GENERATOR, LINKS, PROPERTIES, is_own

MIN_DESCRIPTION, MAX_DESCRIPTION = 10, 1200
"""Characters. Longer values are the text itself, shorter descriptions describe nothing."""

DESCRIPTION_METAS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
"""Meta nodes that hold it, in order of trust."""


def find_fields(page: Page) -> list[FoundField]:
    """Return the fields of a page's article with values and sources, the best of each first. Never raises."""
    if is_own(page.head.meta("generator")):
        return [*_own_fields(page)]
    title, language = find_title(page), find_language(page)
    dates = PageDates(page, str(title[1]) if title else "", str(language[1]) if language else "")
    date = find_date(dates)
    fields = [
        title,
        find_author(page),
        date,
        find_modified(dates, str(date[1]) if date else None),
        *_find_address(page),
        language,
        *find_page_type(page),
        _first("site_name", site_names(page)),
        _first("section", sections(page)),
        _first("tags", tag_lists(page)),
        _first("description", _descriptions(page)),
        _first("image", images(page)),
        _first("license", licenses(page)),
        find_photo_credit(page),
    ]
    return [field for field in fields if field]


def _own_fields(page: Page) -> Iterator[FoundField]:
    """Yield the fields of a document that this program wrote, as they stand in its head."""
    links = {node.get("rel"): node.get("href") for node in page.tree.iter("link")}
    for name in FIELDS:
        if name == "language":
            texts = [page.head.language]
        elif name in LINKS:
            texts = [links.get(LINKS[name]) or ""]
        else:
            texts = [*page.head.metas.get(PROPERTIES.get(name, name), ())]
        if any(texts):
            yield name, texts if name in LIST_FIELDS else texts[0], f"{GENERATOR}'s output"


def _first(field: str, candidates: Iterator[tuple[Any, str]]) -> FoundField | None:
    """Return a field with its first value that is not empty."""
    return next(((field, value, source) for value, source in candidates if value), None)


def _find_address(page: Page) -> list[FoundField]:
    """Return the page's address and its site; a home page's address gives the site alone."""
    url, source = page.address or ("", "the url")
    site = site_of(url or page.head.canonical or page.head.meta("og:url") or page.url)
    fields: list[FoundField] = [("url", url, source), ("site", site, source)]
    return [field for field in fields if field[1]]


def _descriptions(page: Page) -> Iterator[tuple[str, str]]:
    """Yield descriptions that are not headlines."""
    facts = ((plain_text(value), "JSON-LD description") for value in page.fact_values("description"))
    metas = ((page.head.meta(name), name) for name in DESCRIPTION_METAS)
    headline_keys = set(map(comparison_key, page.headlines))
    for text, source in [*facts, *metas]:
        if MIN_DESCRIPTION <= len(text) <= MAX_DESCRIPTION and comparison_key(text) not in headline_keys:
            yield text, source
