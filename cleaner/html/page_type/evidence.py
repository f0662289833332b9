"""Evidence that a page is of a type, and the decision by its points.

All points are small integers, chosen so that no piece of evidence that pages of another type often have is enough
alone. They were chosen on one half of the sites of 1,807 labeled pages and measured on the other half.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleaner.page_types import PageType

MIN_POINTS = 4
"""Points that a type other than ``article`` must have."""

MIN_LEAD = 2
"""Points that it must have more than ``article``: when in doubt, a page is an article."""

MIN_RIVAL_POINTS = 2
"""Points of a type that an article may be as well: one alone, such as many headings, says little."""

SURE_POINTS = 4
"""Points from which what a page declares decides, if nothing that it declares speaks for another type."""


CLEAR_POINTS = 5
"""Points of an article that is judged as one even if little of it is prose. Of such pages with fewer points, two in
three are listings, services and the like, whose lines get lost otherwise."""


class Evidence(NamedTuple):
    """A sign that a page is of a type; ``source`` names it for the user."""

    page_type: PageType
    points: int
    source: str


class Verdict(NamedTuple):
    """A page's type, and the strongest sign of it."""

    page_type: PageType
    source: str


def decide(evidence: Iterable[Evidence]) -> Verdict | None:
    """Return the type with the most points and its strongest sign; ``None`` if nothing speaks for any type.

    >>> decide([Evidence("article", 2, "og:type"), Evidence("product", 5, "JSON-LD Product")])
    Verdict(page_type='product', source='JSON-LD Product')
    >>> decide([Evidence("article", 2, "og:type"), Evidence("listing", 3, "JSON-LD ItemList")])
    Verdict(page_type='article', source='og:type')
    """
    signs = list(evidence)
    articles, best, points = _points(signs)
    return _verdict(signs, "article" if best is None or points < max(MIN_POINTS, articles + MIN_LEAD) else best)


def rival(evidence: Iterable[Evidence]) -> Verdict | None:
    """Return the type with as many points as ``article``, and its strongest sign, if there is one.

    >>> rival([Evidence("article", 2, "og:type"), Evidence("listing", 3, "JSON-LD ItemList")])
    Verdict(page_type='listing', source='JSON-LD ItemList')
    """
    signs = list(evidence)
    articles, best, points = _points(signs)
    return _verdict(signs, best) if best and points >= max(MIN_RIVAL_POINTS, articles) else None


def _points(signs: Sequence[Evidence]) -> tuple[int, PageType | None, int]:
    """Return the points of ``article``, the other type with the most, and its points."""
    points: dict[PageType, int] = {"article": 0}
    for sign in signs:
        points[sign.page_type] = points.get(sign.page_type, 0) + sign.points
    articles = points.pop("article")
    best = max(points, key=lambda name: points[name], default=None)
    return articles, best, points[best] if best else 0


def _verdict(signs: Iterable[Evidence], page_type: PageType) -> Verdict | None:
    own_signs = [sign for sign in signs if sign.page_type == page_type]
    return Verdict(page_type, max(own_signs, key=lambda sign: sign.points).source) if own_signs else None


def is_clear(evidence: Iterable[Evidence]) -> bool:
    """Whether evidence for an article is strong, whatever speaks for other types."""
    return _points(list(evidence))[0] >= CLEAR_POINTS


def is_sure(evidence: Iterable[Evidence]) -> bool:
    """Whether evidence is enough for an article, and there is none for another type."""
    signs = list(evidence)
    is_article = all(sign.page_type == "article" for sign in signs)
    return is_article and sum(sign.points for sign in signs) >= SURE_POINTS
