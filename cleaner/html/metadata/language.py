"""The language of a page: as it declares it, in several places and not always the same, or by the words of its text."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from cleaner.html.metadata.language_words import language_shares, paragraphs
from cleaner.html.metadata.page import Page
from cleaner.html.metadata.values import iter_values, name_of
from cleaner.languages import normalize_language
from cleaner.metadata import FoundField

LANGUAGE_METAS = ("content-language", "dc.language", "dcterms.language", "language", "lang", "#inlanguage", "og:locale")
"""Meta nodes that hold the language, in order of trust."""

MIN_SCRIPT_LETTERS = 4
"""Letters in the script of one language that a title has to have: fewer may be a quotation."""

MIN_SCRIPT_SHARE, MIN_SPECIAL_SHARE = 0.5, 0.05
"""Share of a text's letters that are in the script of its language, and that are letters of Japanese or Persian."""

MAX_PARAGRAPHS, MAX_SAMPLE = 5, 2000
"""Paragraphs of a page, and characters of them, whose letters are counted."""

LANGUAGE_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("el", re.compile(r"[\u0391-\u03ce]{2}")),
    ("ka", re.compile(r"[\u10d0-\u10ff]")),
    ("hy", re.compile(r"[\u0561-\u0587]")),
)
"""Scripts that write one language only: a page in such a script that declares another has copied its template's."""

_OTHER_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("fa", re.compile(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc]")),
    ("ar", re.compile(r"[\u0621-\u064a]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("bn", re.compile(r"[\u0985-\u09b9]")),
    ("ta", re.compile(r"[\u0b85-\u0bb9]")),
    ("te", re.compile(r"[\u0c05-\u0c39]")),
    ("ml", re.compile(r"[\u0d05-\u0d39]")),
)
"""Scripts by whose letters a language is found where none is declared, the more special first: most texts in the
script are in that language, and Japanese and Persian have letters of their own among those of another."""

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z0-9])")
_GERMAN = "deutsch"  # the one name that pages often write in their own language


def find_language(page: Page) -> FoundField | None:
    """Return the language that most places declare; in a tie, that of the first place.

    Where the script of the title is that of one language only, that language wins, and so does the language of the text
    where none is declared, or English that it clearly is not, since templates declare that.
    """
    tags = list(_declared_tags(page))
    title = page.head.title or page.head.meta("og:title")
    if language := script_language(title):
        tags = [(tag, source) for tag, source in tags if _primary(tag) == language]
        tags = tags or [(language, "script of the title")]
    if not tags:
        return _undeclared_language(page, title)
    votes = Counter(_primary(tag) for tag, _ in tags)
    tag, source = max(tags, key=lambda entry: votes[_primary(entry[0])])  # the first of the largest
    if _primary(tag) == "en" and (found := language_shares(page.tree)).is_not_english:
        others = ((tag, source) for tag, source in tags if _primary(tag) == found.language)
        tag, source = next(others, (found.language, "words of the text"))
    return "language", tag, source


def _undeclared_language(page: Page, title: str) -> FoundField | None:
    """Return the language of a page by its words, or by its letters in scripts that one language uses most."""
    if language := language_shares(page.tree, is_undeclared=True).language:
        return "language", language, "words of the text"
    texts = (title, *islice(paragraphs(page.tree), MAX_PARAGRAPHS))
    sample = "".join(texts)[:MAX_SAMPLE]
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample))
    for language, script in _OTHER_SCRIPTS:
        share = MIN_SPECIAL_SHARE if language in ("ja", "fa") else MIN_SCRIPT_SHARE
        if len(script.findall(sample)) >= max(MIN_SCRIPT_LETTERS, share * letters):
            return "language", language, "script of the text"
    return None


def declared_tags(page: Page) -> list[str]:
    """Return all tags of languages that a page declares."""
    return [tag for tag, _ in _declared_tags(page)]


def _declared_tags(page: Page) -> Iterator[tuple[str, str]]:
    return ((tag, source) for value, source in _declared_languages(page) if (tag := language_tag(value)))


def _declared_languages(page: Page) -> Iterator[tuple[Any, str]]:
    for value in page.fact_values("inLanguage"):
        yield next(map(name_of, iter_values(value)), ""), "JSON-LD inLanguage"
    yield page.head.language, "html lang"
    for name in LANGUAGE_METAS:
        yield page.head.meta(name), name


def script_language(text: str) -> str | None:
    """Return the language whose own script a text is written in, if there is one."""
    for language, letters in LANGUAGE_SCRIPTS:
        if sum(map(len, letters.findall(text))) >= MIN_SCRIPT_LETTERS:
            return language
    return None


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def language_tag(value: Any) -> str | None:
    """Return the BCP 47 tag that a value begins with, or that of a language's English name; ``None`` for neither.

    >>> language_tag("EN_us"), language_tag("zh-hant-TW, en"), language_tag("English"), language_tag("{{lang}}")
    ('en-US', 'zh-Hant-TW', 'en', None)
    """
    text = value.strip() if isinstance(value, str) else ""
    if match := _TAG.match(text):
        language, script, region = (part or "" for part in match.groups())
        return normalize_language("-".join(filter(None, (language.lower(), script.title(), region.upper()))))
    if text.casefold() == _GERMAN:
        return "de"
    return normalize_language(text) if text.isalpha() else None
