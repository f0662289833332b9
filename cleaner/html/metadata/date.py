"""When an article was published and modified, as a page says it."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from cleaner.dates import format_date, read_date
from cleaner.html.metadata.page import Page, text_of
from cleaner.html.metadata.values import iter_values, plain_text
from cleaner.metadata import FoundField

PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "#datepublished",
    "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publishdate", "publish_date", "pubdate",
    "publication_date", "published_at", "publishedat", "date.published", "cxenseparse:recs:publishtime",
    "article.published", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date", "article:created_time", "#datecreated",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "#datemodified", "datemodified",
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "revised",
)  # fmt: skip
"""Meta nodes that hold a date, in the order of trust."""

MAX_MARKED = 3
"""Nodes with a date that are tried: the first is the article's, those below are of others."""


def find_date(page: Page) -> FoundField | None:
    """Return when the article was published."""
    for told, origin in _published(page):
        if when := iso_date(told):
            return "date", when, origin
    when = guessed_date(page.tree, url=page.url)
    return ("date", when, "htmldate") if when else None


def find_modified(page: Page, published: str | None) -> FoundField | None:
    """Return when the article was last modified; what lies before the day of ``published`` is nonsense."""
    told = [(one, "JSON-LD dateModified") for value in page.said("dateModified") for one in iter_values(value)]
    told += [(value, name) for name in MODIFIED for value in page.head.all(name)]
    for value, origin in told:
        when = iso_date(value)
        if when and (not published or when[:10] >= published[:10]):
            return "modified", when, origin
    return None


def _published(page: Page) -> Iterator[tuple[Any, str]]:
    """Yield dates with their origins, the most trusted first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for value in page.said(key):
            yield from ((one, f"JSON-LD {key}") for one in iter_values(value))
    for name in PUBLISHED:
        yield from ((value, name) for value in page.head.all(name))
    marked = (node for node in page.items if node.get("itemprop", "").lower() == "datepublished")
    for node in islice(marked, MAX_MARKED):
        yield node.get("datetime") or node.get("content") or text_of(node), "datePublished"
    above = page.head.times_above[-1:] if page.headlines else page.head.times_above[:1]
    for node in [*page.head.times[:1], *above]:
        yield node.get("datetime") or text_of(node), "time"


def guessed_date(tree: Any, *, url: str | None) -> str | None:
    """Return the day that htmldate finds in a page's address, marks and text. The tree stays as it is.

    Its extensive search is left alone: on 172 pages whose heads have no date it took 49 ms instead of 6.5, and what it
    added was made up of copyright years and dates of other articles (``2025-01-01``).
    """
    from htmldate import find_date as find

    log = logging.getLogger("htmldate")
    log.addFilter(_quiet)
    try:
        return iso_date(find(tree, extensive_search=False, original_date=True, url=url))
    except Exception:  # noqa: BLE001 - what its heuristics stumble over on a hostile page is no reason to lose the page
        return None
    finally:
        log.removeFilter(_quiet)


def _quiet(_: logging.LogRecord) -> bool:
    """Drop what another library has to say of a page."""
    return False


EARLIEST = date(1700, 1, 1)
"""Archives carry articles of the 19th century under their own dates; zero dates lie before."""

EPOCH = date(1970, 1, 1)
"""The date that programs give when they have none."""

AHEAD = timedelta(days=2)
"""What a date may lie ahead of today: embargoed articles, and zones that are a day further."""

SECONDS = (9, 10)
MILLISECONDS = (12, 13)
"""Digits of a time stamp in either unit since 1973."""


def iso_date(value: Any, *, today: date | None = None) -> str | None:
    """Return a date as ISO 8601, with time and zone if they are given; ``None`` for what is none or cannot be.

    ``today`` bounds what is believed: no article is from next year.

    >>> iso_date("2021-05-06T07:08:09.123+0200"), iso_date("May 6, 2021"), iso_date("0000-00-00")
    ('2021-05-06T07:08:09+02:00', '2021-05-06', None)
    """
    text = plain_text(value)[:120]
    if not any(map(str.isdigit, text)):
        return None
    try:
        found = _stamp(text) or read_date(text)
        if found is None:
            return None
        day = found.date() if isinstance(found, datetime) else found
        latest = (today or datetime.now(UTC).date()) + AHEAD
        return format_date(found) if EARLIEST <= day <= latest and day != EPOCH else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _stamp(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit():
        return None
    if len(text) in SECONDS:
        return datetime.fromtimestamp(int(text), UTC)
    return datetime.fromtimestamp(int(text) // 1000, UTC) if len(text) in MILLISECONDS else None
