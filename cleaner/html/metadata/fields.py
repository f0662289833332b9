"""A page's metadata: each field from the best source that has it.

JSON-LD goes before OpenGraph, that before other meta nodes, these before what the page shows, and a guess comes last.
"""

import re
from collections.abc import Iterator
from typing import Any

from cleaner.html.metadata.author import find_author, find_photo_credit
from cleaner.html.metadata.date import find_date, find_modified
from cleaner.html.metadata.language import find_language
from cleaner.html.metadata.page import Page
from cleaner.html.metadata.title import find_title
from cleaner.html.metadata.values import comparison_key, iter_values, name_of, plain_text
from cleaner.metadata import FoundField, site_of

MAX_TAGS = 40
"""Tags of a page: more are no author's, but stuffing for search engines."""

LONGEST_TAG = 80
LONGEST_SECTION = 60
LONGEST_DESCRIPTION = 1200
SHORTEST_DESCRIPTION = 10
"""Characters. What is longer than the longest is the text itself, what is shorter than the shortest says nothing."""

_TAG_METAS = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "#keywords", "dc.subject")
_DESCRIPTION_METAS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
_SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "prism.section", "section", "category")
_COMMA = re.compile(r"\s*[,;、，；]\s*")


def find_fields(page: Page) -> list[FoundField]:
    """Return what a page says of its article: fields with their values and where each was found. Nothing raises."""
    date = find_date(page)
    found = [
        find_title(page),
        find_author(page),
        date,
        find_modified(page, date[1] if date else None),
        *_place(page),
        find_language(page),
        _first("section", _sections(page)),
        _first("tags", _tags(page)),
        _first("description", _descriptions(page)),
        find_photo_credit(page),
    ]
    return [one for one in found if one]


def _first(field: str, told: Iterator[tuple[Any, str]]) -> FoundField | None:
    """Return the first value that is not empty."""
    return next(((field, value, origin) for value, origin in told if value), None)


def _place(page: Page) -> list[FoundField]:
    """Return the page's address, and its site, which a home page's address tells as well."""
    address = page.address
    site = site_of(address[0] if address else page.head.canonical or page.head.meta("og:url") or page.url)
    found: list[FoundField] = [("url", *address)] if address else []
    return [*found, ("site", site, address[1] if address else "the url")] if site else found


def _sections(page: Page) -> Iterator[tuple[str, str]]:
    for value in page.said("articleSection"):
        yield (
            _section(next((text for one in iter_values(value) if (text := name_of(one))), "")),
            "JSON-LD articleSection",
        )
    for name in _SECTION_METAS:
        yield _section(page.head.meta(name)), name


def _section(text: str) -> str:
    return text if len(text) <= LONGEST_SECTION and not text.isdigit() and "://" not in text else ""


def _tags(page: Page) -> Iterator[tuple[list[str], str]]:
    for value in page.said("keywords"):
        yield _split([name_of(one) for one in iter_values(value)]), "JSON-LD keywords"
    for name in _TAG_METAS:
        yield _split(page.head.all(name)), name


def _split(values: Any) -> list[str]:
    """Return the tags in the values, each once."""
    tags: dict[str, str] = {}
    for value in values:
        for tag in _COMMA.split(value):
            if len(tag) <= LONGEST_TAG and comparison_key(tag):
                tags.setdefault(comparison_key(tag), tag)
    return list(tags.values())[:MAX_TAGS]


def _descriptions(page: Page) -> Iterator[tuple[str, str]]:
    titles = {comparison_key(one) for one in page.headlines}
    for text, origin in _described(page):
        if SHORTEST_DESCRIPTION <= len(text) <= LONGEST_DESCRIPTION and comparison_key(text) not in titles:
            yield text, origin


def _described(page: Page) -> Iterator[tuple[str, str]]:
    for value in page.said("description"):
        yield plain_text(value), "JSON-LD description"
    for name in _DESCRIPTION_METAS:
        yield page.head.meta(name), name
