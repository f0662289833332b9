"""All fields of a page, each from the best source that has it.

In order of trust, these are JSON-LD, OpenGraph, other meta nodes, what the page shows, and last a guess.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.html.metadata.author import find_author
from cleaner.html.metadata.date import PageDates, find_date, find_modified
from cleaner.html.metadata.language import find_language
from cleaner.html.metadata.page import Page
from cleaner.html.metadata.photo_credit import find_photo_credit
from cleaner.html.metadata.title import find_title
from cleaner.html.metadata.values import comparison_key, iter_values, name_of, plain_text
from cleaner.html.page_type.find import find_page_type
from cleaner.metadata import FoundField, site_of

MAX_TAGS = 40
"""Tags of a page: longer lists are written for search engines."""

MAX_TAG = 80
MAX_SECTION = 60
MIN_DESCRIPTION, MAX_DESCRIPTION = 10, 1200
"""Characters. Longer values are the text itself, shorter descriptions describe nothing."""

TAG_METAS = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "#keywords", "dc.subject")
DESCRIPTION_METAS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "prism.section", "section", "category")
"""Meta nodes that hold a field, in order of trust."""

_COMMA = re.compile(r"\s*[,;、，；]\s*")


def find_fields(page: Page) -> list[FoundField]:
    """Return the fields of a page's article with values and sources, the best of each first. Never raises."""
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
        _first("section", _sections(page)),
        _first("tags", _tag_lists(page)),
        _first("description", _descriptions(page)),
        find_photo_credit(page),
    ]
    return [field for field in fields if field]


def _first(field: str, candidates: Iterator[tuple[Any, str]]) -> FoundField | None:
    """Return a field with its first value that is not empty."""
    return next(((field, value, source) for value, source in candidates if value), None)


def _find_address(page: Page) -> list[FoundField]:
    """Return the page's address and its site; a home page's address gives the site alone."""
    url, source = page.address or ("", "the url")
    site = site_of(url or page.head.canonical or page.head.meta("og:url") or page.url)
    fields: list[FoundField] = [("url", url, source), ("site", site, source)]
    return [field for field in fields if field[1]]


def _sections(page: Page) -> Iterator[tuple[str, str]]:
    for value in page.fact_values("articleSection"):
        yield _section(next(filter(None, map(name_of, iter_values(value))), "")), "JSON-LD articleSection"
    for name in SECTION_METAS:
        yield _section(page.head.meta(name)), name


def _section(text: str) -> str:
    """Return a text that may be the name of a section, else an empty one."""
    return text if len(text) <= MAX_SECTION and not text.isdigit() and "://" not in text else ""


def _tag_lists(page: Page) -> Iterator[tuple[list[str], str]]:
    for value in page.fact_values("keywords"):
        yield _split_tags(map(name_of, iter_values(value))), "JSON-LD keywords"
    for name in TAG_METAS:
        yield _split_tags(page.head.meta_values(name)), name


def _split_tags(values: Iterable[str]) -> list[str]:
    """Return the distinct tags in lists with commas."""
    tags: dict[str, str] = {}
    for tag in (tag for value in values for tag in _COMMA.split(value)):
        if len(tag) <= MAX_TAG and (key := comparison_key(tag)):
            tags.setdefault(key, tag)
    return list(tags.values())[:MAX_TAGS]


def _descriptions(page: Page) -> Iterator[tuple[str, str]]:
    """Yield descriptions that are not headlines."""
    facts = ((plain_text(value), "JSON-LD description") for value in page.fact_values("description"))
    metas = ((page.head.meta(name), name) for name in DESCRIPTION_METAS)
    headline_keys = set(map(comparison_key, page.headlines))
    for text, source in [*facts, *metas]:
        if MIN_DESCRIPTION <= len(text) <= MAX_DESCRIPTION and comparison_key(text) not in headline_keys:
            yield text, source
