"""Articles of invented sites: sentences of invented news, as many as a test wants, the same each time."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from cleaner import Cleaner
from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import Page, page_of, uncertain_rules
from cleaner.learning.proposals import SiteProposals, propose

NOUNS = ("river", "mill", "bridge", "lantern", "harvest", "orchard", "ledger", "tower", "meadow", "barge", "kiln")
VERBS = ("carries", "mends", "paints", "counts", "opens", "closes", "repairs", "lifts", "finds", "keeps", "sells")
SITE = "quarry.example"

FOOT = ("The Quarry shop has new mugs", "Write to the night desk of the Quarry")
"""Lines that no shipped rule is sure of, as a site prints them below each article."""


@cache
def cleaner() -> Cleaner:
    return Cleaner()


def story_source(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - words, not secrets


def sentence(source: random.Random) -> str:
    words = [source.choice(NOUNS if place % 3 else VERBS) for place in range(source.randint(12, 22))]
    return f"{' '.join(words).capitalize()}."


def title(source: random.Random) -> str:
    return " ".join(source.sample(NOUNS, 5)).capitalize()


def article(
    number: int,
    *,
    above: Sequence[str] = (),
    inside: Sequence[str] = (),
    below: Sequence[str] = (),
    paragraphs: Sequence[str] | None = None,
) -> str:
    """Return the text of an article: its title, lines above, paragraphs with lines between them, and lines below."""
    source = story_source(number)
    body = [sentence(source) for _ in range(12)] if paragraphs is None else [*paragraphs]
    for place, line in enumerate(inside):
        body.insert(3 + 3 * place, line)
    return "\n\n".join([title(source), *above, *body, *below])


def page(text: str, *, day: int = 0, author: str | None = None, site: str = SITE) -> Page:
    metadata = {"date": (date(2026, 1, 1) + timedelta(days=day)).isoformat()} if day else {}
    cleaned = cleaner().clean(text, metadata=metadata | ({"author": [author]} if author else {}))
    found = page_of(cleaned, site, uncertain=uncertain_rules(cleaner()))
    assert found
    return found


def learned(pages: Iterable[Page], *, min_pages: int = 3) -> SiteProposals:
    """Return what is proposed for the one site of the pages."""
    with LineCounts() as counts:
        for each in pages:
            counts.add(each)
        (site,) = propose(counts, min_pages=min_pages)
    return site


def texts(site: SiteProposals) -> set[str]:
    return {text for proposal in site.proposals for text in proposal.texts}
