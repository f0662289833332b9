"""Dates of pages that declare none and show none near the headline: marked ones, the address's, and htmldate's."""

import re
import warnings
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.dates import DateStyle, ascii_digits, read_date, written_dates
from cleaner.html.metadata.date_lines import stamp_of
from cleaner.html.metadata.date_words import PUBLISHED, role_by_words
from cleaner.html.metadata.plausible_date import iso_date
from cleaner.html.metadata.shown_dates import is_elsewhere, item_role

MAX_MARKED = 60
"""Nodes marked as dates that are read."""

MAX_MARKED_TEXT = 60
MAX_LABELED_TEXT = 200
"""Characters of a marked date, and of a line that says when the article was published."""

MAX_DIFFERENT = 3
"""Days that marked nodes may have: where more differ, they are those of a list of articles."""

_MARKED = etree.XPath(
    "descendant::*[self::time or contains(@class,'date') or contains(@class,'Date') or contains(@class,'publish')"
    " or contains(@id,'date') or @datetime]"
)
_TEXTS = etree.XPath("descendant::text()[string-length() < 200]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def marked_days(scope: Any, style: DateStyle, around: frozenset[Any]) -> list[tuple[date, ...]]:
    """Return the days in nodes of an article that are marked as dates, in the order of the page.

    None where they are of several articles.
    """
    days: list[tuple[date, ...]] = []
    for node in islice(_MARKED(scope), MAX_MARKED):
        text = ascii_digits(" ".join(" ".join(islice(node.itertext(), 20)).split()))
        if len(text) > MAX_MARKED_TEXT or is_elsewhere(node, around) or item_role(node) not in ("", PUBLISHED):
            continue
        stamp = read_date(stamp_of(node), style)
        written = written_dates(text, style)
        if role_by_words(text) not in ("", PUBLISHED):
            continue
        if len(written) == 1 or (stamp and not written):
            days.append(written[0].days if written else (stamp,) if stamp else ())
    return days if len(set(days)) <= MAX_DIFFERENT else []


def labeled_days(scope: Any, style: DateStyle, around: frozenset[Any]) -> Iterator[tuple[date, ...]]:
    """Yield the days behind words for publication anywhere in an article: ``First published on 22 May 2024``."""
    for text in _TEXTS(scope):
        if not _YEAR.search(text) or role_by_words(text) == "":
            continue
        line = ascii_digits(" ".join(text.split()))
        for written in written_dates(line, style):
            node = text.getparent()
            if role_by_words(line[: written.start]) == PUBLISHED and not is_elsewhere(node, around):
                yield written.days


def guess_date(tree: Any, *, url: str | None) -> str | None:
    """Return the day that htmldate finds in a page's address, markup and text. The tree is not changed.

    Its extensive search is off: on 172 pages whose heads have no date it took 49 ms instead of 6.5, and added copyright
    years and dates of other articles (``2025-01-01``).
    """
    try:
        return iso_date(_load_htmldate()(tree, extensive_search=False, original_date=True, url=url))
    except Exception:  # noqa: BLE001 - a hostile page on which its heuristics fail is still a page
        return None


def without_json_ld(tree: Any) -> Any:
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
