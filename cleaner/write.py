"""Articles as text: paragraphs with a blank line between, front matter on top; or as JSON lines."""

from collections.abc import Mapping
from typing import Any

from cleaner.article import Article
from cleaner.frontmatter import POSTS_KEY, dump_front_matter
from cleaner.options import Normalization
from cleaner.types import Document, Line

_TIGHT_KINDS = ("item", "quote", "row")
"""Kinds of Markdown lines that belong together if no blank line is between them."""


def format_body(document: Document, source: Document, options: Normalization | None) -> str:
    """Return the text of a document as it is written, without a newline at its end.

    ``source`` is the document before removals, which shows where blank lines are. With ``options=None``, and in
    Markdown, the text stays as it is.
    """
    if options is None:
        return document.text
    if document.blocks:
        return document.text.strip("\n")
    separator = "\n\n" if options.paragraphs == "blank-line" else "\n"
    positions = {line.number: position for position, line in enumerate(source.lines)}
    parts: list[str] = []
    previous: Line | None = None
    for line in document.lines:
        if previous:
            between = source.lines[positions[previous.number] : positions[line.number] + 1]
            parts.append("\n" if _is_joined(previous, line, between) else separator)
        parts.append(line.span.of(document.text))
        previous = line
    return "".join(parts)


def _is_joined(first: Line, second: Line, between: tuple[Line, ...]) -> bool:
    """Whether two lines are parts of one list, quote, table or indented text, without a blank line between them."""
    return _is_tight(first) and _is_tight(second) and len(between) == second.number - first.number + 1


def _is_tight(line: Line) -> bool:
    return line.kind in _TIGHT_KINDS or (line.kind == "paragraph" and bool(line.form))


def format_text(article: Article, *, header: bool, raw: bool = False) -> str:
    """Return an article as the content of a text file.

    It ends with one newline; with ``raw``, and in Markdown, its start and end stay as they are. ``header`` writes the
    front matter, with a blank line below it unless the text begins with one. Front matter of Markdown always stays.
    """
    raw = raw or article.front_matter is not None
    front = article.front_matter or ""
    if front:
        if header:
            from cleaner.markdown_front_matter import with_fields  # start-up time

            front = with_fields(front, article.metadata.fields)
        return front + article.text
    if header:
        has_blank_line = not article.text or (raw and article.text.startswith(("\n", "\r\n")))
        front = dump_front_matter(_header_fields(article)) + ("" if has_blank_line else "\n")
    return front + article.text + ("\n" if article.text and not raw else "")


def _header_fields(article: Article) -> Mapping[str, Any]:
    """Return the fields of the front matter: all but the posts that were found."""
    metadata = article.metadata
    if POSTS_KEY not in metadata.sources:
        return metadata.fields
    return {name: value for name, value in metadata.items() if name != POSTS_KEY}
