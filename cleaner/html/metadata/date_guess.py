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
from cleaner.html.comment_words import is_comment_heading
from cleaner.html.metadata.date_lines import stamp_of
from cleaner.html.metadata.date_words import PUBLISHED, role_by_words
from cleaner.html.metadata.plausible_date import day_of, iso_date
from cleaner.html.metadata.shown_dates import HEADINGS, is_elsewhere, item_role
from cleaner.html.tree import INVISIBLE
from cleaner.html.values import comparison_key
from cleaner.lazy import lazy_pattern

MAX_MARKED = 60
"""Nodes marked as dates that are read."""

MAX_MARKED_TEXT = 60
MAX_LABELED_TEXT = 200
"""Characters of a marked date, and of a line that says when the article was published."""

MAX_LABEL, MAX_LEVELS, MAX_TEXTS = 60, 3, 40
"""Characters of the text before a marked date, ancestors before which it may stand, and text nodes read for it."""

MAX_DIFFERENT = 3
"""Days that marked nodes may have: where more differ, they are those of a list of articles."""

_MARKED = etree.XPath(
    "descendant::time | descendant::*/@datetime/.. | descendant::*/@id[contains(.,'date')]/.."
    " | descendant::*/@class[contains(.,'date') or contains(.,'Date') or contains(.,'publish')]/.."
    " | descendant::*/@property[contains(.,'date') or contains(.,'created')]/.."
)
_TEXTS = etree.XPath("descendant::text()[string-length() < 200]")
_YEAR_TEXTS = etree.XPath(
    "descendant::body//text()[contains(., $year)] | descendant::body//@datetime[contains(., $year)]"
)
_SCRIPT_DATES = lazy_pattern(
    r"""[\\]*["'](?:date_?published|published_?(?:at|date)|publish_?(?:at|date)|pubdate)[\\]*["']\s*:\s*[\\]*["'](\d{4}-\d\d-\d\d)""",
    re.IGNORECASE,
)
_YEAR = lazy_pattern(r"(?:19|20)\d\d")


def marked_days(scope: Any, style: DateStyle, around: frozenset[Any]) -> list[tuple[date, ...]]:
    """Return the days in nodes of an article that are marked as dates, with their time, in the order of the page.

    None where they are of several articles.
    """
    days: list[tuple[date, ...]] = []
    for node in islice((node for node in _MARKED(scope) if node.tag != "meta"), MAX_MARKED):
        text = ascii_digits(" ".join(" ".join(islice(node.itertext(), MAX_TEXTS)).split()))
        if len(text) > MAX_MARKED_TEXT or not is_own_date(node, text, around):
            continue
        stamp = read_date(stamp_of(node), style)
        written = written_dates(text, style)
        if stamp and (not written or day_of(stamp) in written[0].days):
            days.append((stamp,))
        elif len(written) == 1:
            days.append(written[0].days)
    return days if len({day_of(entry[0]) for entry in days}) <= MAX_DIFFERENT else []


def is_own_date(node: Any, text: str, around: frozenset[Any]) -> bool:
    """Whether a date may be the article's by its place, its microdata and the words in and before its text."""
    role, item = role_by_words(f"{_text_before(node)} {text}"), item_role(node)
    is_published = PUBLISHED in (role, item)
    may_be = role in ("", PUBLISHED) and item in ("", PUBLISHED)
    return may_be and not is_elsewhere(node, around, is_near=is_published) and not _is_below_comments(node, around)


def _is_below_comments(node: Any, around: frozenset[Any]) -> bool:
    """Whether a node stands below a heading of readers' comments."""
    for ancestor in (node, *node.iterancestors()):
        if ancestor in around:
            return False
        for before in islice(ancestor.itersiblings(preceding=True), MAX_LEVELS):
            text = "".join(islice(before.itertext(), MAX_LEVELS)).strip() if before.tag in HEADINGS else ""
            if text and is_comment_heading(comparison_key(text), text):
                return True
    return False


def _text_before(node: Any) -> str:
    """Return the end of the text right before a node or the block that it fills: what a date is may stand there."""
    for _ in range(MAX_LEVELS):
        before = node.getprevious()
        parent = node.getparent()
        if before is not None:
            texts = islice(before.itertext(), MAX_TEXTS) if before.tag not in INVISIBLE else ()
            return f"{' '.join(texts)} {before.tail or ''}"[-MAX_LABEL:]
        if parent is None or (parent.text or "").strip():
            return (parent.text or "")[-MAX_LABEL:] if parent is not None else ""
        node = parent
    return ""


def labeled_days(scope: Any, style: DateStyle, around: frozenset[Any]) -> Iterator[tuple[date, ...]]:
    """Yield the days behind words for publication anywhere in an article: ``First published on 22 May 2024``."""
    for text in _TEXTS(scope):
        if not _YEAR.search(text) or role_by_words(text) == "":
            continue
        line = ascii_digits(" ".join(text.split()))
        for written in written_dates(line, style):
            node = text.getparent()
            if role_by_words(line[: written.start]) == PUBLISHED and not is_elsewhere(node, around, is_near=True):
                yield written.days


def is_supported(tree: Any, day: date, style: DateStyle, around: frozenset[Any]) -> bool:
    """Whether a page has a day where it may be its article's: in its text, in its head, or once in its scripts."""
    is_found = False
    for text in _YEAR_TEXTS(tree, year=str(day.year)):
        node = text.getparent()
        if node is None or node.tag in INVISIBLE - {"time"}:
            continue
        line = ascii_digits(" ".join(str(text).split())[:MAX_LABELED_TEXT])
        value = read_date(line, style) if text.is_attribute else None
        days = {value} if value else {day for written in written_dates(line, style) for day in written.days}
        if day in map(day_of, days):
            is_found = True
            if len(days) == 1 and is_own_date(node, "" if text.is_attribute else line, around):
                return True
    return not is_found and (_is_in_head(tree, day, style) or _is_in_scripts(tree, day))


def _is_in_head(tree: Any, day: date, style: DateStyle) -> bool:
    path = f"/{day:%Y/%m/%d}/"  # of an image that was uploaded for the article
    titles = [title for text in tree.xpath("//title/text()") for title in written_dates(ascii_digits(text), style)]
    return any(
        path in content or read_date(content, style) == day for content in tree.xpath("//meta[not(@itemprop)]/@content")
    ) or any(title.days == (day,) for title in titles)


def _is_in_scripts(tree: Any, day: date) -> bool:
    scripts = [node.text or "" for node in tree.iter("script") if "ld+json" not in (node.get("type") or "")]
    if not any(day.isoformat() in script for script in scripts):
        return False
    days = {match[1] for script in scripts for match in islice(_SCRIPT_DATES.finditer(script), MAX_MARKED)}
    return days == {day.isoformat()}


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
