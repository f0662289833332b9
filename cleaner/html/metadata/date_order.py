"""Whether the figures of a page have the day or the month first, and the day in its address."""

from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from cleaner.dates import date_order, read_date
from cleaner.html.metadata.language import declared_tags
from cleaner.html.metadata.page import Page
from cleaner.lazy import lazy_pattern

AMERICAN_DOMAINS = frozenset(("gov", "mil", "edu", "us"))
"""Top-level domains of the United States, most of which no code of a country names."""

MAX_FIGURES = 200
"""Dates in figures of a page's text that are compared."""

_REGIONS = {"uk": "GB"}
_COUNTRY_LETTERS = 2
_GLOBAL_DOMAINS = frozenset(("io", "co", "tv", "me", "ai", "fm", "ly", "gg", "cc", "to", "eu", "ws"))
"""Domains of countries that sites anywhere use."""

_FIGURES = lazy_pattern(r"(?<![\d./-])(\d\d?)([./-])(\d\d?)\2(?:19|20)\d\d(?![\d/-])")
_MONTHS_PER_YEAR = 12


def page_order(page: Page, language: str) -> str:
    """Return ``dm`` or ``md``, or an empty text where the language, its region and the address do not agree on one.

    ``language`` is the page's tag. A language decides alone unless its regions differ, as those of English do.
    """
    tags = [tag for tag in declared_tags(page) if tag.partition("-")[0] == language.partition("-")[0]]
    orders = {date_order(tag) for tag in (language, *tags) if "-" in tag or tag != "en"}
    if language.partition("-")[0] == "en" and (country := _country(page)):
        orders.add(date_order(f"en-{country}"))
    orders.discard("")
    return orders.pop() if len(orders) == 1 else ""


def _country(page: Page) -> str:
    """Return the country of the page's host, by its top-level domain."""
    host = urlsplit(page.address[0] if page.address else page.url or "").hostname or ""
    domain = host.rpartition(".")[2]
    if domain in AMERICAN_DOMAINS:
        return "US"
    is_country = len(domain) == _COUNTRY_LETTERS and domain not in _GLOBAL_DOMAINS
    return _REGIONS.get(domain, domain.upper()) if is_country else ""


def order_of_figures(tree: Any) -> str:
    """Return the order of the dates in figures on a page whose day is greater than twelve; empty if they differ."""
    orders = set()
    for match in islice(_FIGURES.finditer(" ".join(tree.itertext())), MAX_FIGURES):
        first, second = int(match[1]), int(match[3])
        if first > _MONTHS_PER_YEAR >= second:
            orders.add("dm")
        elif second > _MONTHS_PER_YEAR >= first:
            orders.add("md")
    return orders.pop() if len(orders) == 1 else ""


def address_day(address: str) -> date | None:
    """Return the day in an address: ``/2024/05/22/``, ``/2024-05-22-title`` or ``/20240522/``.

    >>> address_day("https://example.org/2024/05/22/pier"), address_day("https://example.org/a-2024")
    (datetime.date(2024, 5, 22), None)
    """
    match = _ADDRESS_DAY.search(urlsplit(address).path)
    return read_date("-".join(match.group(1, 3, 4))) if match else None


_ADDRESS_DAY = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(\d\d?)\2(\d\d?)(?!\d)")
