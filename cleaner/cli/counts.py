"""What is said of each article, and ``--stats`` of all. click is not needed for it."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner.model import Article
from cleaner.words import is_prose

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats


def remarks(article: Article) -> Iterator[str]:
    """Say what a user should know of an article."""
    if article.verdict == "braked":
        yield "stays whole, since more of its words would go than the brake allows"
    yield from _remarks_on_page(article)
    if article.rested:
        yield f"patterns took too long and rested: {', '.join(article.rested)}"


def _remarks_on_page(article: Article) -> Iterator[str]:
    extracted = article.extracted
    if not extracted:
        return
    if extracted.parsed < 1:
        yield f"only {extracted.parsed:.0%} of its text could be parsed"
    if extracted.stopped:
        yield f"rules that would take too much of the page were stopped: {', '.join(extracted.stopped)}"
    lines = article.document.lines
    if lines and not any(is_prose(line.span.of(article.document.text)) for line in lines):
        yield "reads like no article: it has no paragraph of prose"


def why_empty(article: Article) -> str:
    """Tell why a page gave nothing."""
    if article.extracted and not article.extracted.visible:
        return "a reader would see no text on the page"
    return "what it shows is links, forms or notices"


def stats_table(stats: "Stats") -> Iterator[str]:
    """Write the counts of a run for a person, the rules with the most lines first."""
    yield documents(stats)
    width = max([len("rule"), *map(len, stats.rules)])
    if stats.rules:
        yield f"{'rule':{width}}  documents     lines  characters"
    for name, of in stats.ranked():
        yield f"{name:{width}}  {of.documents:9}  {of.lines:8}  {of.characters:10}"


def documents(stats: "Stats") -> str:
    """Return how many documents there were, and what became of them."""
    verdicts = ", ".join(f"{count} {name}" for name, count in sorted(stats.verdicts.items()))
    return f"{stats.documents} document{'' if stats.documents == 1 else 's'}{f' ({verdicts})' if verdicts else ''}"


def stats_record(stats: "Stats") -> str:
    """Write the counts of a run as one JSON object."""
    rules = {
        name: {"documents": of.documents, "lines": of.lines, "characters": of.characters} for name, of in stats.ranked()
    }
    return json.dumps({"documents": stats.documents, "verdicts": dict(stats.verdicts), "rules": rules})
