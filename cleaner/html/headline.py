"""The title of a page: its headline, as people see it on the page."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from cleaner.html.page import Page
from cleaner.html.titles import MAX_TITLE, agrees, is_cut, share_words, strip_site
from cleaner.html.values import compact, plain_text
from cleaner.metadata import Found


def find_title(page: Page) -> Found | None:
    """Return the headline that the page shows if its head tells the same, else what its head tells."""
    names = page.site_keys
    told = [
        (title, origin)
        for text, origin in _told(page)
        if len(text) <= 2 * MAX_TITLE
        and (title := strip_site(text, names, page.headlines))
        and len(title) <= MAX_TITLE
        and not _is_site(title, names)
    ]
    shown = [
        (title, "h1") for text in page.headlines if (title := strip_site(text, names)) and not _is_site(title, names)
    ]
    for headline, origin in shown:
        if len(headline) <= MAX_TITLE and any(agrees(headline, title) for title, _ in told):
            return "title", headline, origin
    if len(page.headlines) == len(shown) == 1 and any(share_words(shown[0][0], title) for title, _ in told):
        return "title", *shown[0]  # other words than the head has for search engines
    whole = next((one for one in [*told, *shown] if not is_cut(one[0])), None)
    found = whole or next(iter([*told, *shown]), None)
    if found is None and (page.headlines or page.head.title):
        found = (page.headlines[0], "h1") if page.headlines else (page.head.title, "title")
    return ("title", *found) if found else None


def _told(page: Page) -> Iterator[tuple[str, str]]:
    """Yield titles with their origins, the most trusted first."""
    for value in page.said("headline"):
        yield plain_text(value), "JSON-LD headline"
    for name in ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "#headline", "title"):
        if value := page.head.meta(name):
            yield value, name
    if page.head.title:
        yield page.head.title, "title"
    for value in page.said("name"):
        yield plain_text(value), "JSON-LD name"


def _is_site(title: str, names: AbstractSet[str]) -> bool:
    return compact(title) in names
