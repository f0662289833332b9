"""Text to document: lines that are not empty, as spans, with their form in Markdown.

Cleaning needs two things of Markdown: fences, and what precedes the words of a line.
"""

import re
from collections.abc import Iterable, Iterator

from cleaner.lazy import lazy_pattern
from cleaner.text.plain import plain_lines
from cleaner.types import Document, Line, LineKind, Span

_FENCE = lazy_pattern(r" {0,3}(`{3,}(?!.*`)|~{3,})")
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


def segment(text: str, *, first_number: int = 1, markdown: bool = False, lone_wraps: bool = True) -> Document:
    r"""Return a text with its lines as spans, without the blanks and carriage returns around them.

    ``first_number`` is the number of the first line in the input. With ``markdown``, fenced code is one line, and
    headings, list items, quotes and table rows have their kind. Without it, :func:`cleaner.text.plain.plain_lines`
    tells the lines, also by ``lone_wraps``.

    >>> [(line.number, line.span.of("One.\n\nTwo.")) for line in segment("One.\n\nTwo.").lines]
    [(1, 'One.'), (3, 'Two.')]
    """
    if markdown:
        return Document(text, tuple(_markdown_lines(text, first_number)))
    return Document(text, tuple(plain_lines(text, first_number=first_number, lone_wraps=lone_wraps)))


def _markdown_lines(text: str, first_number: int) -> list[Line]:
    lines: list[Line] = []
    rows = text.split("\n")
    start, was_code = 0, False
    for number, (row, is_code) in enumerate(zip(rows, fenced_lines(rows), strict=True), first_number):
        end = start + len(row.rstrip())
        if is_code and was_code:
            if row.strip():  # blank rows belong to the code if more of it follows
                lines[-1] = Line(lines[-1].number, Span(lines[-1].span.start, start + len(row)), "code")
        elif is_code:
            lines.append(Line(number, Span(start, start + len(row)), "code"))
        elif row.strip():
            kind, lead = line_form(row)
            lines.append(Line(number, Span(start, end), kind, (Span(start, min(start + lead, end)),) if lead else ()))
        was_code = is_code
        start += len(row) + 1
    return lines


def fenced_lines(lines: Iterable[str]) -> Iterator[bool]:
    """Yield for each line whether it belongs to fenced code, fences included.

    >>> list(fenced_lines(["a", "```", "b", "```", "c"]))
    [False, True, True, True, False]
    """
    fence = ""
    for line in lines:
        fence_above, fence = fence, open_fence_after(line, fence)
        yield bool(fence_above or fence)


def open_fence_after(line: str, fence: str) -> str:
    """Return the fence that is open below a line; ``fence`` is the one above it (CommonMark 0.31, section 4.5).

    >>> open_fence_after("~~~ python", ""), open_fence_after("``` other", "~~~"), open_fence_after("~~~~", "~~~")
    ('~~~', '~~~', '')
    """
    match = _FENCE.match(line)
    if not fence:
        return match[1] if match else ""
    is_closed = match and match[1].startswith(fence) and not line[match.end() :].strip()
    return "" if is_closed else fence


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
