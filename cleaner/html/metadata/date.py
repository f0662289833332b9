"""When an article was published and modified.

Dates are read by :mod:`cleaner.dates`, which refuses what can be read in two ways; here they must also be plausible.
"""

import warnings
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

from cleaner.dates import format_date, read_date
from cleaner.html.metadata.page import Page, node_text
from cleaner.html.metadata.values import iter_values, plain_text
from cleaner.metadata import FoundField

PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "#datepublished",
    "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publishdate", "publish_date", "pubdate",
    "publication_date", "published_at", "publishedat", "date.published", "cxenseparse:recs:publishtime",
    "article.published", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date", "article:created_time", "#datecreated",
)  # fmt: skip
MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "#datemodified", "datemodified",
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "revised",
)  # fmt: skip
"""Meta nodes that hold a date, in order of trust."""

MAX_MARKED_DATES = 3
"""Nodes marked as a date that are read: the first is the article's, later ones belong to other articles."""

MAX_DATE = 120
"""Characters of a date that are read."""

EARLIEST = date(1700, 1, 1)
"""Archives carry articles of the 19th century under their own dates; zero dates are earlier."""

EPOCH = date(1970, 1, 1)
"""The date that programs write when they have none."""

MAX_AHEAD = timedelta(days=2)
"""How far after today a date may be: embargoed articles, and zones that are a day ahead."""

SECONDS_DIGITS = (9, 10)
MILLISECONDS_DIGITS = (12, 13)
"""Digits of a Unix time in either unit since 1973."""


def find_date(page: Page) -> FoundField | None:
    """Return when the article was published."""
    for value, source in _published_values(page):
        if day := iso_date(value):
            return "date", day, source
    tree = _without_json_ld(page.tree) if page.has_foreign_article else page.tree
    guess = guess_date(tree, url=page.url)
    return ("date", guess, "htmldate") if guess else None


def find_modified(page: Page, published: str | None) -> FoundField | None:
    """Return when the article was last modified; dates before the day of ``published`` (ISO 8601) are skipped."""
    facts = (
        (entry, "JSON-LD dateModified") for value in page.fact_values("dateModified") for entry in iter_values(value)
    )
    metas = ((value, name) for name in MODIFIED_METAS for value in page.head.meta_values(name))
    for value, source in [*facts, *metas]:
        modified = iso_date(value)
        if modified and (not published or modified[:10] >= published[:10]):
            return "modified", modified, source
    return None


def _published_values(page: Page) -> Iterator[tuple[Any, str]]:
    """Yield dates of publication with their sources, the most trusted first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for value in page.fact_values(key):
            yield from ((entry, f"JSON-LD {key}") for entry in iter_values(value))
    for name in PUBLISHED_METAS:
        yield from ((value, name) for value in page.head.meta_values(name))
    date_nodes = (node for node in page.microdata_nodes if node.get("itemprop", "").lower() == "datepublished")
    for node in islice(date_nodes, MAX_MARKED_DATES):
        yield node.get("datetime") or node.get("content") or node_text(node), "datePublished"
    nearest_above = page.head.times_above[-1:] if page.headlines else page.head.times_above[:1]
    for node in [*page.head.times[:1], *nearest_above]:
        yield node.get("datetime") or node_text(node), "time"


def iso_date(value: Any, *, today: date | None = None) -> str | None:
    """Return a date as ISO 8601, with time and zone if it has them; ``None`` for what is not a plausible date.

    A date is plausible from :data:`EARLIEST` to :data:`MAX_AHEAD` after ``today``, which is the day in UTC by default.

    >>> iso_date("2021-05-06T07:08:09.123+0200"), iso_date("May 6, 2021"), iso_date("0000-00-00")
    ('2021-05-06T07:08:09+02:00', '2021-05-06', None)
    """
    text = plain_text(value)[:MAX_DATE]
    if not any(map(str.isdigit, text)):
        return None
    try:
        moment = _unix_time(text) or read_date(text)
        if moment is None:
            return None
        day = moment.date() if isinstance(moment, datetime) else moment
        latest = (today or datetime.now(UTC).date()) + MAX_AHEAD
        return format_date(moment) if EARLIEST <= day <= latest and day != EPOCH else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _unix_time(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit():
        return None
    if len(text) in SECONDS_DIGITS:
        return datetime.fromtimestamp(int(text), UTC)
    return datetime.fromtimestamp(int(text) // 1000, UTC) if len(text) in MILLISECONDS_DIGITS else None


def guess_date(tree: Any, *, url: str | None) -> str | None:
    """Return the day that htmldate finds in a page's address, markup and text. The tree is not changed.

    Its extensive search is off: on 172 pages whose heads have no date it took 49 ms instead of 6.5, and added copyright
    years and dates of other articles (``2025-01-01``).
    """
    try:
        return iso_date(_load_htmldate()(tree, extensive_search=False, original_date=True, url=url))
    except Exception:  # noqa: BLE001 - a hostile page on which its heuristics fail is still a page
        return None


def _without_json_ld(tree: Any) -> Any:
    """Return a copy of the tree without JSON-LD."""
    tree = deepcopy(tree)
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or "").lower():
            node.text = None
    return tree


@cache
def _load_htmldate() -> Any:
    """Import htmldate, and silence its parser's warning about names of zones: a day needs no zone.

    The filter is set once and for all. ``warnings.catch_warnings`` around each call would, at its end, reset the
    filters of other threads to what they were at its beginning.
    """
    from dateutil.parser import UnknownTimezoneWarning
    from htmldate import find_date

    warnings.filterwarnings("ignore", category=UnknownTimezoneWarning)
    return find_date
