"""The ``page_type`` of a page and its source.

What a page declares is cheap to read and decides for most articles. The lines of all other pages are read.
"""

from itertools import islice

from cleaner.html.metadata.page import Page
from cleaner.html.page_type.declared import Declared, declared_evidence
from cleaner.html.page_type.evidence import Evidence, decide, is_sure, rival
from cleaner.html.page_type.notices import find_notice
from cleaner.html.page_type.shown import read_shown, shown_evidence
from cleaner.metadata import FoundField

MIN_PARAGRAPHS = 5
"""Paragraphs of a page that is surely no notice: walls and errors take over the declarations of the article."""

MIN_ARTICLE_WORDS = 20
"""Words outside of links from which a page without any sign of a type counts as an article."""

MIN_DISCUSSION_POINTS = 2
"""Points of a sign that what readers write may be the content: more than those of comments in microdata."""


def find_page_type(page: Page) -> list[FoundField]:
    """Return the type of a page; none for a page that shows next to nothing and has no sign of a type.

    When in doubt, a page is an article; the type that it may be as well comes second.
    """
    declared = Declared(page)
    evidence = list(declared_evidence(declared))
    if not is_sure(evidence) or not _has_paragraphs(page):
        shown = read_shown(page.tree)
        if notice := find_notice(page, shown):
            return [("page_type", *notice)]
        evidence += shown_evidence(declared, shown)
        if shown.words - shown.linked_words >= MIN_ARTICLE_WORDS:
            evidence.append(Evidence("article", 0, "no sign of another type"))
    verdict = decide(evidence)
    verdicts = (verdict, rival(evidence) if verdict and verdict.page_type == "article" else None)
    return [("page_type", *verdict) for verdict in verdicts if verdict]


def may_be_discussion(page: Page) -> bool:
    """Whether a page declares that what readers write may be its content: a thread, or a product with reviews."""
    evidence = declared_evidence(Declared(page))
    return any(sign.page_type in ("forum", "product") and sign.points >= MIN_DISCUSSION_POINTS for sign in evidence)


def _has_paragraphs(page: Page) -> bool:
    return len(list(islice(page.tree.iter("p"), MIN_PARAGRAPHS))) == MIN_PARAGRAPHS
