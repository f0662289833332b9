"""What a user should know about an input though nothing failed."""

from collections import Counter
from collections.abc import Iterator

from cleaner.article import Article
from cleaner.text.decode import Decoded
from cleaner.text.sentences import is_prose

LANGUAGES_SHOWN = 3
"""Names of unknown languages that a remark shows."""


PAGES_WITHOUT_ARTICLE = {
    "consent-wall": "a consent wall",
    "error-page": "an error page",
    "index": "an index, which lists teasers",
    "empty-shell": "an empty page that scripts fill",
}
"""Types of pages that a remark names, and their names in it."""


def decoding_remarks(decoded: Decoded) -> Iterator[str]:
    """Yield what a user should know about how a file was decoded."""
    if decoded.guessed:
        yield f"is not UTF-8; read as {decoded.encoding}"
    if decoded.damaged:
        yield f"has {decoded.damaged} damaged characters, each written as \ufffd"


def remarks(article: Article) -> Iterator[str]:
    """Yield what a user should know about an article though nothing failed."""
    if article.verdict == "kept-whole":
        yield "left unchanged: rules would remove more of its words than --max-removed allows"
    if article.verdict == "empty" and article.removals:
        yield "empty: rules removed all of it"
    yield from _page_remarks(article)
    if article.timed_out:
        yield f"skipped rules whose patterns timed out: {', '.join(article.timed_out)}"


def _page_remarks(article: Article) -> Iterator[str]:
    extracted = article.extracted
    if not extracted:
        return
    if extracted.parsed < 1:
        yield f"only {extracted.parsed:.0%} of its text could be parsed"
    if extracted.stopped:
        yield f"skipped rules that would remove too much of the page: {', '.join(extracted.stopped)}"
    lines = article.document.lines
    if lines and (name := _name_of_type(article)):
        yield f"looks like {name}, not an article"
    elif lines and not any(is_prose(line.span.of(article.document.text)) for line in lines):
        yield "does not look like an article: no paragraph of prose"


def _name_of_type(article: Article) -> str | None:
    """Return what a page is, if its type is one without an article."""
    return PAGES_WITHOUT_ARTICLE.get(str(article.metadata.get("page_type")))


def reason_for_no_article(article: Article) -> str:
    """Return why a page gave no article."""
    if name := _name_of_type(article):
        return f"the page looks like {name}"
    if article.extracted and not article.extracted.visible:
        return "the page shows no text"
    return "the page shows links, forms or notices only"


def language_remark(counts: Counter[str]) -> str:
    """Return one remark on all records of an input whose languages are unknown, counted by what they call them.

    >>> language_remark(Counter({"klingon": 1}))
    "1 record has an unknown language, which is ignored: 'klingon'"
    """
    total, more = counts.total(), ", …" if len(counts) > LANGUAGES_SHOWN else ""
    names = ", ".join(repr(name) for name, _ in counts.most_common(LANGUAGES_SHOWN))
    records = "1 record has" if total == 1 else f"{total} records have"
    return f"{records} an unknown language, which is ignored: {names}{more}"
