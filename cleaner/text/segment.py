"""Text to document: lines that are not empty, as spans. Markdown has its own reader, :mod:`cleaner.text.markdown`."""

import re

from cleaner.lazy import lazy_pattern
from cleaner.text.plain import plain_lines
from cleaner.types import Document, LineKind

_LEAD = lazy_pattern(
    r"""
    [ \t]*
    (?: (?P<heading> \#{1,6}[ \t]+ )
      | (?P<quote>   (?: >[ \t]? )+ )
      | (?P<item>    (?: [-*+] | \d{1,9}[.)] )[ \t]+ (?: \[[ xX]\][ \t]+ )? )
    )?
    """,
    re.VERBOSE,
)


def segment(text: str, *, first_number: int = 1, markdown: bool = False, keeps_rows: bool = True) -> Document:
    r"""Return a text with its lines as spans, without the blanks and carriage returns around them.

    ``first_number`` is the number of the first line in the input. With ``markdown``, lines are the paragraphs,
    headings, rows of tables and blocks of code, with their kind and form. Without it,
    :func:`cleaner.text.plain.plain_lines` tells the lines, also by ``keeps_rows``.

    >>> [(line.number, line.span.of("One.\n\nTwo.")) for line in segment("One.\n\nTwo.").lines]
    [(1, 'One.'), (3, 'Two.')]
    """
    if markdown:
        from cleaner.text.markdown.blocks import read_markdown  # start-up time

        lines, blocks = read_markdown(text, first_number)
        return Document(text, lines, blocks=blocks)
    return Document(text, tuple(plain_lines(text, first_number=first_number, keeps_rows=keeps_rows)))


def line_form(line: str) -> tuple[LineKind, int]:
    """Return the kind of a line of Markdown, and how many characters precede its words.

    >>> line_form("## Most Popular"), line_form("  - one"), line_form("| a | b |"), line_form("plain")
    (('heading', 3), ('item', 4), ('row', 0), ('paragraph', 0))
    """
    if line.lstrip().startswith("|"):
        return "row", 0
    lead = _LEAD.match(line)
    if lead is None:  # pragma: no cover - every part of the pattern is optional
        return "paragraph", 0
    kind: LineKind = lead.lastgroup or "paragraph"  # type: ignore[assignment]  # the groups have the names of kinds
    return kind, lead.end()
