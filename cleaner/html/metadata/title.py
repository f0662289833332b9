"""The title of a page: what its own data call the headline, without the site's name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from cleaner.html.metadata.agreement import has_own_name, is_same_title
from cleaner.html.metadata.page import Page
from cleaner.html.metadata.values import comparison_key, plain_text
from cleaner.metadata import FoundField

MAX_TITLE = 400
"""Characters of a title: longer ones are not headlines."""

MIN_SITE_NAME = 3
"""Letters and digits of a site's name that may be cut off."""

MAX_SEPARATORS = 12
"""Separators in a title: more do not set off names after a headline."""

MAX_CUTS = 3
"""Names that a title may end with: ``Headline | Sports | Site``."""

TITLE_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "#headline", "title")
"""Meta nodes that hold the title, in order of trust."""

_SEPARATORS = re.compile(r"\s+[-–—|•·:»«›/~]+\s+|\s*[|｜]+\s*|\s+::\s+|\s*[»›]\s*|:\s+")


class Title(NamedTuple):
    """A title and its source."""

    text: str
    source: str


def find_title(page: Page) -> FoundField | None:
    """Return the title in the page's data, and not a truncated one where the whole is known.

    Where the data have none, a visible headline is preferred to the title of the window.
    """
    declared = list(_usable(_declared_titles(page), page.site_keys, page.headlines))
    visible = list(_usable((Title(text, "h1") for text in page.headlines), page.site_keys, ()))
    window = list(_usable(_window_titles(page), page.site_keys, page.headlines))
    confirmed = [
        headline
        for headline in visible
        if any(is_same_title(headline.text, title.text) for title in [*declared, *window])
    ]
    if candidates := [*declared, *confirmed, *window, *visible]:
        return "title", *_untruncated(candidates)
    if page.headlines:
        return "title", page.headlines[0], "h1"
    return ("title", page.head.title, "title") if page.head.title else None


def _untruncated(titles: Sequence[Title]) -> Title:
    """Return the first title or, if that is truncated, the first that continues it."""
    first = titles[0]
    if not is_truncated(first.text):
        return first
    start = comparison_key(first.text)
    continuations = (
        title for title in titles if not is_truncated(title.text) and comparison_key(title.text).startswith(start)
    )
    return next(continuations, first)


def _declared_titles(page: Page) -> Iterator[Title]:
    """Yield the titles in JSON-LD and meta nodes, the most trusted first."""
    shown = [text for text in (page.head.meta("og:title"), page.head.title, *page.headlines) if text]
    for node in page.facts:
        if node.get("headline") and not has_own_name(node, shown):
            yield Title(plain_text(node["headline"]), "JSON-LD headline")
    for name in TITLE_METAS:
        if text := page.head.meta(name):
            yield Title(text, name)


def _window_titles(page: Page) -> Iterator[Title]:
    if page.head.title:
        yield Title(page.head.title, "title")
    for value in page.fact_values("name"):
        yield Title(plain_text(value), "JSON-LD name")


def _usable(titles: Iterable[Title], site_keys: AbstractSet[str], headlines: Sequence[str]) -> Iterator[Title]:
    """Yield the titles without the site's name; those that consist of it or are too long are left out."""
    for title in titles:
        text = strip_site_name(title.text, site_keys, headlines) if len(title.text) <= 2 * MAX_TITLE else ""
        if text and len(text) <= MAX_TITLE and comparison_key(text) not in site_keys:
            yield Title(text, title.source)


def strip_site_name(title: str, site_keys: AbstractSet[str], headlines: Sequence[str] = ()) -> str:
    """Return a title without the site's name at its end or its beginning.

    Only the site's names are cut (``site_keys`` are their comparison keys), or what surrounds one of the page's own
    ``headlines``.

    >>> strip_site_name("Bridge opens - on time | The Daily Sample", {"dailysample"})
    'Bridge opens - on time'
    """
    headline_keys = set(map(comparison_key, headlines)) - {""}
    for _ in range(MAX_CUTS):
        separators = [match.span() for match in _SEPARATORS.finditer(title)]
        if comparison_key(title) in headline_keys or not 0 < len(separators) <= MAX_SEPARATORS:
            break
        first, last = separators[0], separators[-1]
        headline = next((part for part in _parts(title, separators) if comparison_key(part) in headline_keys), None)
        if headline:
            return headline
        if _is_site_name(title[last[1] :], site_keys):
            title = title[: last[0]]
        elif _is_site_name(title[: first[0]], site_keys):
            title = title[first[1] :]
        else:
            break
    return title.strip()


def _parts(title: str, separators: Sequence[tuple[int, int]]) -> list[str]:
    """Return what remains of a title when an end is cut off, the longest first, then when a beginning is."""
    starts = [title[:start] for start, _ in reversed(separators)]
    return [*starts, *(title[end:] for _, end in separators)]


def _is_site_name(part: str, site_keys: AbstractSet[str]) -> bool:
    """Whether a part of a title is the site's name, with or without ``The`` and ``.com``."""
    key = comparison_key(part)
    if len(key) < MIN_SITE_NAME:
        return False
    short = _short_name(key)
    return key in site_keys or (bool(short) and any(short == _short_name(site) for site in site_keys))


def _short_name(key: str) -> str:
    return key.removeprefix("the").removesuffix("com").removesuffix("news")


def is_truncated(title: str) -> bool:
    """Whether a title ends in an ellipsis, as programs truncate titles."""
    return title.endswith(("…", "..."))
