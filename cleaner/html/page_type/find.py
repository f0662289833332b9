"""The ``page_type`` of a page and its source.

What a page declares is cheap to read and decides for most articles. The lines of all other pages are read.
"""

from itertools import islice

from cleaner.html.metadata.page import Page
from cleaner.html.page_type.declared import Declared, declared_evidence
from cleaner.html.page_type.evidence import Evidence, Verdict, decide, is_clear, is_sure, rival
from cleaner.html.page_type.notices import find_notice
from cleaner.html.page_type.shown import MIN_LISTED_WORDS, read_shown, shown_evidence
from cleaner.metadata import FoundField

MIN_PARAGRAPHS = 5
"""Paragraphs of a page that is surely no notice: walls and errors take over the declarations of the article."""

MIN_ARTICLE_WORDS = 20
"""Words outside of links from which a page without any sign of a type counts as an article."""

LISTED_PROSE = 0.5
"""Share of its words in prose below which a page that hardly says that it is an article may be a listing."""

MIN_DISCUSSION_POINTS = 2
"""Points of a sign that what readers write may be the content: more than those of comments in microdata."""


def find_page_type(page: Page) -> list[FoundField]:
    """Return the type of a page; none for a page that shows next to nothing and has no sign of a type.

    When in doubt, a page is an article; the type that it may be as well comes second.
    """
    declared = Declared(page)
    evidence = list(declared_evidence(declared))
    may_be_listing = False
    if not is_sure(evidence) or not _has_paragraphs(page):
        shown = read_shown(page.tree)
        if notice := find_notice(page, shown):
            return [("page_type", *notice)]
        evidence += shown_evidence(declared, shown)
        may_be_listing = shown.words > MIN_LISTED_WORDS and shown.prose_words < LISTED_PROSE * shown.words
        if shown.words - shown.linked_words >= MIN_ARTICLE_WORDS:
            evidence.append(Evidence("article", 0, "no sign of another type"))
    verdict = decide(evidence)
    verdicts = [verdict]
    if verdict and verdict.page_type == "article":
        verdicts.append(rival(evidence))
        if may_be_listing and not is_clear(evidence):
            verdicts.append(Verdict("listing", "little prose"))
    return [("page_type", *verdict) for verdict in verdicts if verdict]


def may_be_discussion(page: Page) -> bool:
    """Whether a page declares that what readers write may be its content: a thread, or a product with reviews."""
    evidence = declared_evidence(Declared(page))
    return any(sign.page_type in ("forum", "product") and sign.points >= MIN_DISCUSSION_POINTS for sign in evidence)


def _has_paragraphs(page: Page) -> bool:
    return len(list(islice(page.tree.iter("p"), MIN_PARAGRAPHS))) == MIN_PARAGRAPHS
