"""The types of pages."""

from collections.abc import Mapping
from typing import Literal

PageType = Literal[
    "article",
    "documentation",
    "forum",
    "product",
    "listing",
    "collection",
    "service",
    "live-blog",
    "index",
    "consent-wall",
    "error-page",
    "empty-shell",
]

PAGE_TYPES: Mapping[PageType, str] = {
    "article": "an article, and whatever is in doubt",
    "documentation": "documentation, manuals and tutorials of software",
    "forum": "posts of a thread, or a question and its answers",
    "product": "one product",
    "listing": "a list of entries: search results, jobs, events, a directory",
    "collection": "a list of products",
    "service": "what a firm or an office offers",
    "live-blog": "an article of entries with times",
    "index": "a list of teasers: a home page or the page of a section",
    "consent-wall": "a request for consent and nothing else",
    "error-page": "a message that something is not there or went wrong",
    "empty-shell": "nothing, until scripts fill it",
}
"""What a page may be. A text has no such type."""
