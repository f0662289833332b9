"""Articles as text: paragraphs with a blank line between, front matter on top; or as JSON lines."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from cleaner.article import Article
from cleaner.errors import OptionError
from cleaner.frontmatter import POSTS_KEY, dump_front_matter
from cleaner.options import Normalization
from cleaner.types import Document, Line, TextFormat

_TIGHT_KINDS = ("item", "quote", "row")
"""Kinds of Markdown lines that belong together if no blank line is between them."""


class Forms:
    """The body of an article as plain text, Markdown or HTML, each made on demand.

    ``is_markdown``: the body is Markdown. ``read_markdown`` reads the Markdown of a page whose body is plain text.
    ``keeps_rows`` is that of :func:`cleaner.text.plain.plain_lines`.
    """

    __slots__ = ("body", "is_markdown", "keeps_rows", "read_markdown")

    def __init__(
        self,
        body: str,
        *,
        is_markdown: bool,
        read_markdown: Callable[[], str] | None = None,
        keeps_rows: bool = True,
    ) -> None:
        self.body, self.is_markdown, self.keeps_rows = body, is_markdown, keeps_rows
        self.read_markdown = read_markdown

    def __call__(self, form: TextFormat) -> str:
        """Return the body in a form."""
        if form == "text" or (form == "md" and not self.read_markdown):
            return self.body
        markdown = self.read_markdown() if self.read_markdown else self.body
        if form == "md":
            return markdown
        from cleaner.text.markdown.render import html_of_markdown, html_of_text  # start-up time

        if self.is_markdown or self.read_markdown:
            return html_of_markdown(markdown)
        return html_of_text(markdown, keeps_rows=self.keeps_rows)

    def __getstate__(self) -> tuple[str, bool, bool, bool]:
        """Return the body without the page, which may be large, and the rules to read it by."""
        return self.body, self.is_markdown, self.keeps_rows, self.read_markdown is not None

    def __setstate__(self, state: tuple[str, bool, bool, bool]) -> None:
        self.body, self.is_markdown, self.keeps_rows, had_page = state
        self.read_markdown = _refuse_lost_page if had_page else None


def _refuse_lost_page() -> NoReturn:
    raise OptionError("a pickled article has no page to read again: clean the page with text_format='md' or 'html'")


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


def format_file(article: Article, form: str, *, header: bool, raw: bool = False) -> str:
    """Return an article as the content of a file; ``header`` and ``raw`` are those of :func:`format_text`."""
    if form != "html":
        return format_text(article, header=header, raw=raw)
    from cleaner.write_html import format_html  # start-up time

    return format_html(article, header=header)


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
