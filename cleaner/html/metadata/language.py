"""The language of a page, as the page declares it: in one place or another, and not always the same."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cleaner.html.metadata.page import Page
from cleaner.html.metadata.values import iter_values, name_of
from cleaner.metadata import FoundField

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z0-9])")
_METAS = ("content-language", "dc.language", "dcterms.language", "language", "lang", "#inlanguage", "og:locale")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xx", "xxx"})
_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es", "italian": "it"}


_ALONE = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("el", re.compile(r"[\u0391-\u03ce]{2}")),
    ("ka", re.compile(r"[\u10d0-\u10ff]")),
    ("hy", re.compile(r"[\u0561-\u0587]")),
)
"""Scripts that write one language alone; a page that declares another has its template's."""

LEAST_LETTERS = 4
"""Letters of such a script in a title: fewer may be a quotation."""


def find_language(page: Page) -> FoundField | None:
    """Return the language that most places declare; where they disagree evenly, what the first says.

    The script of the title goes before, where it leaves one language only.
    """
    title = page.head.title or page.head.meta("og:title")
    alone = next((tag for tag, script in _ALONE if sum(map(len, script.findall(title))) >= LEAST_LETTERS), None)
    told = [(tag, origin) for value, origin in _told(page) if (tag := language_tag(value))]
    if alone:
        told = [one for one in told if one[0].partition("-")[0] == alone] or [(alone, "script of the title")]
    if not told:
        return None
    votes = Counter(tag.partition("-")[0] for tag, _ in told)
    most = max(votes.values())
    tag, origin = next((tag, origin) for tag, origin in told if votes[tag.partition("-")[0]] == most)
    return "language", tag, origin


def _told(page: Page) -> Iterator[tuple[Any, str]]:
    for value in page.said("inLanguage"):
        yield next(map(name_of, iter_values(value)), ""), "JSON-LD inLanguage"
    yield page.head.language, "html lang"
    for name in _METAS:
        yield page.head.meta(name), name


def language_tag(value: Any) -> str | None:
    """Return a BCP 47 tag in its usual letters; ``None`` if there is none.

    >>> language_tag("EN_us"), language_tag("zh-hant-TW"), language_tag("{{lang}}")
    ('en-US', 'zh-Hant-TW', None)
    """
    text = value.strip() if isinstance(value, str) else ""
    found = _TAG.match(_NAMES.get(text.casefold(), text))
    if not found or found[1].lower() in _NO_LANGUAGE:
        return None
    script, region = found[2] and found[2].title(), found[3] and found[3].upper()
    return "-".join(part for part in (found[1].lower(), script, region) if part)
