"""What a user should know of an article though nothing failed, and why a page gave none."""

from collections.abc import Iterator

from cleaner.text.words import is_prose
from cleaner.types import Article


def remarks(article: Article) -> Iterator[str]:
    """Say what a user should know of an article."""
    if article.verdict == "kept-whole":
        yield "stays whole, since more of its words would go than the brake allows"
    yield from _remarks_on_page(article)
    if article.timed_out:
        yield f"patterns took too long and timed_out: {', '.join(article.timed_out)}"


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
