"""Articles as HTML: one document with the metadata in its head, or the article's content alone."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from cleaner.article import Article
from cleaner.frontmatter import CLEANER_KEY
from cleaner.version import __version__

GENERATOR = "article-cleaner"
"""The name under which a document says that this program wrote it: its article is then read as it stands."""

LINKS = {"url": "canonical", "license": "license"}
"""Fields that are links of a document, with their relations."""

PROPERTIES = {
    "title": "og:title",
    "date": "article:published_time",
    "modified": "article:modified_time",
    "site_name": "og:site_name",
    "section": "article:section",
    "tags": "article:tag",
    "image": "og:image",
}
"""Fields that are properties of OpenGraph. Other fields are names of their own, as HTML knows ``author``."""

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))
"""Languages that are written from right to left."""


def format_html(article: Article, *, header: bool) -> str:
    """Return an article as one HTML5 document, or without ``header`` as the content of its ``article``."""
    content = article.html
    if not header:
        return f"{content}\n" if content else ""
    fields = article.metadata.fields
    language = str(fields.get("language") or "")
    direction = ' dir="rtl"' if language.partition("-")[0] in _RIGHT_TO_LEFT else ""
    attributes = (f' lang="{escape(language)}"' if language else "") + direction
    head = "".join([f"{row}\n" for row in _head(fields)])
    return (
        f"<!DOCTYPE html>\n<html{attributes}>\n<head>\n{head}</head>\n<body>\n"
        f"<article>\n{content}\n</article>\n</body>\n</html>\n"
    )


def _head(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rows of a document's head."""
    title = fields.get("title") or fields.get("id") or fields.get("url") or "Article"
    yield '<meta charset="utf-8">'
    yield f"<title>{escape(str(title), quote=False)}</title>"
    yield _meta("name", "generator", f"{GENERATOR} {__version__}")
    for name, value in fields.items():
        if name in ("language", CLEANER_KEY):
            continue
        if name in LINKS:
            yield f'<link rel="{LINKS[name]}" href="{escape(str(value))}">'
            continue
        key = "property" if name in PROPERTIES else "name"
        for text in _texts(value):
            yield _meta(key, PROPERTIES.get(name, name), text)


def _meta(key: str, name: str, content: str) -> str:
    return f'<meta {key}="{escape(name)}" content="{escape(content)}">'


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a field: of a list each, of an object none."""
    values: Iterable[Any] = value if isinstance(value, (list, tuple)) else (value,)
    yield from (str(item) for item in values if isinstance(item, (str, int, float)))


def is_own(generator: str) -> bool:
    """Whether a document that names this generator was written by this module."""
    return generator.partition(" ")[0] == GENERATOR
