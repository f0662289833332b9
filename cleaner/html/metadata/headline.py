"""The title of a page: what its own data calls the headline, without the site's name."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from cleaner.html.metadata.page import Page
from cleaner.html.metadata.title import MAX_TITLE, agrees, is_cut, strip_site
from cleaner.html.metadata.values import compact, plain_text
from cleaner.metadata import Found

_Title = tuple[str, str]
"""A title and its origin."""

_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "#headline", "title")


def find_title(page: Page) -> Found | None:
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
    start = compact(first[0])
    if not is_cut(first[0]):
        return first
    return next((one for one in found if not is_cut(one[0]) and compact(one[0]).startswith(start)), first)


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
        if title and len(title) <= MAX_TITLE and compact(title) not in names:
            yield title, origin
