"""Titles: the headline alone, without the name of the site that pages add to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from cleaner.html.metadata.page import Page
from cleaner.html.metadata.values import comparison_key, plain_text
from cleaner.metadata import FoundField

MAX_TITLE = 400
"""Characters of a title: what is longer is no headline."""

LEAST_NAME = 3
"""Letters that a site's name has to have to be cut off."""

MAX_PARTS = 12
"""Marks between parts of a title: more are no names behind a headline."""

MAX_CUTS = 3
"""Names that a title ends with: ``Headline | Sports | Site``."""

_PARTS = re.compile(r"\s+[-–—|•·:»«›/~]+\s+|\s*[|｜]+\s*|\s+::\s+|\s*[»›]\s*|:\s+")


def strip_site(title: str, known: AbstractSet[str], headlines: Sequence[str] = ()) -> str:
    """Return a title without the site's name at its end or its beginning.

    Cut is only what is one of the site's names (``known`` has them in compact form), or what stands around one of the
    page's own ``headlines``.

    >>> strip_site("Bridge opens - on time | The Daily Sample", {"dailysample"})
    'Bridge opens - on time'
    """
    own = {comparison_key(one) for one in headlines} - {""}
    for _ in range(MAX_CUTS):
        cuts = [(found.start(), found.end()) for found in _PARTS.finditer(title)]
        if comparison_key(title) in own or not 0 < len(cuts) <= MAX_PARTS:
            break
        first, last = cuts[0], cuts[-1]
        whole = next((piece for piece in _pieces(title, cuts) if comparison_key(piece) in own), None)
        if whole:
            return whole
        if _is_site(title[last[1] :], known):
            title = title[: last[0]]
        elif _is_site(title[: first[0]], known):
            title = title[first[1] :]
        else:
            break
    return title.strip()


def _pieces(title: str, cuts: list[tuple[int, int]]) -> list[str]:
    """Return what is left of a title when its end is cut, or its beginning, the longest first."""
    heads = [title[:start] for start, _ in reversed(cuts)]
    return [*heads, *(title[end:] for _, end in cuts)]


def _is_site(part: str, known: AbstractSet[str]) -> bool:
    """Tell whether a part of a title is the site's name, with or without ``The`` and ``.com``."""
    name = comparison_key(part)
    if len(name) < LEAST_NAME:
        return False
    short = _short(name)
    return name in known or (bool(short) and any(short == _short(one) for one in known))


def _short(name: str) -> str:
    return name.removeprefix("the").removesuffix("com").removesuffix("news")


def agrees(headline: str, title: str) -> bool:
    """Tell whether a headline of the page and a title from its head are the same one.

    They are if one begins with the other, or if most words of the shorter are in the longer.
    """
    ours, theirs = comparison_key(headline), comparison_key(title)
    if not ours or not theirs:
        return False
    if min(len(ours), len(theirs)) >= LEAST_NAME * 3 and (ours.startswith(theirs) or theirs.startswith(ours)):
        return True
    if ours == theirs:
        return True
    words, others = (set(re.findall(r"\w+", one.casefold())) for one in (headline, title))
    least, most = sorted((len(words), len(others)))
    return len(words & others) >= 0.6 * most and least > len(("one", "two"))


def is_cut(title: str) -> bool:
    """Tell whether a title was cut by a program."""
    return title.endswith(("…", "..."))


_Title = tuple[str, str]
"""A title and its origin."""

_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "#headline", "title")


def find_title(page: Page) -> FoundField | None:
    """Return the title that the page's data tell, and not one that is cut where the whole one is known.

    Where they tell none, the headline that people see counts before the title of the window.
    """
    names = page.site_keys
    told = list(_titles(_told(page), names, page.headlines))
    shown = list(_titles(((text, "h1") for text in page.headlines), names, ()))
    window = list(_titles(_window(page), names, page.headlines))
    agreed = [one for one in shown if any(agrees(one[0], title) for title, _ in [*told, *window])]
    found = [*told, *agreed, *window, *shown]
    best = _whole(found) if found else None
    if best is None and (page.headlines or page.head.title):
        best = (page.headlines[0], "h1") if page.headlines else (page.head.title, "title")
    return ("title", *best) if best else None


def _whole(found: Sequence[_Title]) -> _Title:
    """Return the first title, or if a program cut it the first one that goes on where it was cut."""
    first = found[0]
    start = comparison_key(first[0])
    if not is_cut(first[0]):
        return first
    return next((one for one in found if not is_cut(one[0]) and comparison_key(one[0]).startswith(start)), first)


def _told(page: Page) -> Iterator[_Title]:
    """Yield what JSON-LD and the meta nodes tell, the most trusted first."""
    for value in page.said("headline"):
        yield plain_text(value), "JSON-LD headline"
    for name in _METAS:
        if value := page.head.meta(name):
            yield value, name


def _window(page: Page) -> Iterator[_Title]:
    if page.head.title:
        yield page.head.title, "title"
    for value in page.said("name"):
        yield plain_text(value), "JSON-LD name"


def _titles(told: Iterable[_Title], names: AbstractSet[str], headlines: Sequence[str]) -> Iterator[_Title]:
    """Yield titles without the site's name, but those that are nothing else, and those that are too long."""
    for text, origin in told:
        title = strip_site(text, names, headlines) if len(text) <= 2 * MAX_TITLE else ""
        if title and len(title) <= MAX_TITLE and comparison_key(title) not in names:
            yield title, origin
