"""Articles to text: paragraphs with one blank line between, the front matter above, or a JSON record."""

import json
from collections.abc import Mapping
from typing import Any

from cleaner.frontmatter import dump_front_matter
from cleaner.options import Normalization
from cleaner.types import Article, Document, Line

_TIGHT = ("item", "quote", "row")
"""Kinds of Markdown lines that belong together when they stand one below the other."""


def format_body(document: Document, source: Document, options: Normalization | None) -> str:
    """Return a shortened document's text as it is written, without a newline at its end.

    ``source`` is the document before anything was taken out: it tells where blank lines were. Without
    normalization the text stays as it is.
    """
    if options is None:
        return document.text
    between = "\n\n" if options.paragraphs == "blank-line" else "\n"
    place = {line.number: at for at, line in enumerate(source.lines)}
    parts: list[str] = []
    before: Line | None = None
    for line in document.lines:
        if before:
            parts.append("\n" if _belong(before, line, source.lines, place) else between)
        parts.append(line.span.of(document.text))
        before = line
    return "".join(parts)


def _belong(before: Line, line: Line, source: tuple[Line, ...], place: Mapping[int, int]) -> bool:
    """Tell whether two lines are parts of one list, quote, table or indented text: no blank line was between them."""
    if not (_is_tight(before) and _is_tight(line)):
        return False
    between = source[place[before.number] : place[line.number] + 1]
    return len(between) == line.number - before.number + 1


def _is_tight(line: Line) -> bool:
    return line.kind in _TIGHT or (line.kind == "paragraph" and line.lead > 0)


def format_text(article: Article, *, header: bool, raw: bool = False) -> str:
    """Return an article as a text file, ending with one newline; ``raw``: beginning and ending as it is.

    An empty line parts the header from the text, and one that the text begins with already is not doubled.
    """
    above = ""
    if header:
        parted = not article.text or (raw and article.text.startswith(("\n", "\r\n")))
        above = dump_front_matter(article.metadata.fields) + ("" if parted else "\n")
    return above + article.text + ("\n" if article.text and not raw else "")


def format_record(fields: Mapping[str, Any]) -> str:
    """Return one line of JSON. A lone surrogate, which UTF-8 cannot hold, stays the escape that it came as.

    Raises :exc:`ValueError` for what JSON cannot hold, and :exc:`RecursionError` for what is nested too deeply.
    """
    line = json.dumps(fields, ensure_ascii=False, allow_nan=False, default=str)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(fields, allow_nan=False, default=str)
    return line
