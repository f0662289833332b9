"""The paragraphs of an article with the headings above them: what retrieval needs to cut it into pieces."""

from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.article import Article
from cleaner.text.apply import apply
from cleaner.text.segment import segment
from cleaner.types import Document, Line, Span

FLAT_LEVEL = 6
"""The level of a heading of a page in plain text, which does not show any: it replaces the one above it."""


def sections_of(article: Article, text: str | None = None) -> list[dict[str, Any]]:
    r"""Return each paragraph of an article: ``start`` and ``end`` in its text, and ``headings``, the outermost first.

    Headings are not paragraphs, unless there are no others. In Markdown they have levels; those of a page in plain text
    have none, so a paragraph has the one above it; other plain text has no headings. ``text`` is the article's text
    where blank lines at its ends are left out.

    >>> from cleaner import clean
    >>> sections_of(clean("# Mill\n\n## Wheel\n\nIt turns.", markdown=True))
    [{'headings': ['Mill', 'Wheel'], 'start': 18, 'end': 27}]
    """
    text = article.text if text is None else text
    sections, headings, path = [], [], dict[int, str]()
    for line, span, document in _placed_lines(article, text):
        if line.kind == "heading":
            level = _level(line, document)
            path = {above: heading for above, heading in path.items() if above < level}
            path[level] = line.words(document.text).strip()
            headings.append({"headings": [], "start": span.start, "end": span.end})
        else:
            sections.append({"headings": list(path.values()), "start": span.start, "end": span.end})
    return sections or headings


def _placed_lines(article: Article, text: str) -> Iterator[tuple[Line, Span, Document]]:
    """Yield the lines of a text with their spans in it, and the document in which they are lines."""
    if article.document.blocks or not article.extracted:
        document = segment(text, markdown=bool(article.document.blocks))
        yield from ((line, line.span, document) for line in document.lines)
        return
    document = apply(article.document, article.removals).document
    yield from _found(document.lines, document, text)


def _found(lines: Iterable[Line], document: Document, text: str) -> Iterator[tuple[Line, Span, Document]]:
    """Yield the lines of a page that its text has, one after the other."""
    position = 0
    for line in lines:
        words = line.span.of(document.text)
        start = text.find(words, position)
        if start >= 0:
            position = start + len(words)
            yield line, Span(start, position), document


def _level(line: Line, document: Document) -> int:
    """Return the level of a heading, from 1: the number of its marks, or what the line below it is made of."""
    marks = "".join(span.of(document.text) for span in line.form)
    if not marks.strip():
        return FLAT_LEVEL
    if "#" in marks:
        return max(1, len(marks.lstrip()) - len(marks.lstrip().lstrip("#")))
    return 1 if "=" in marks else 2
