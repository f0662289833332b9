"""Text to document: each line that is not empty, where it stands and under which number."""

import re
from collections.abc import Iterable, Iterator

from cleaner.lazy import lazy_pattern
from cleaner.types import Document, Line, LineKind, Span


def segment(text: str, *, first_number: int = 1, markdown: bool = False) -> Document:
    r"""Return the text's lines as spans. Blanks and a carriage return around a line are not in its span.

    ``first_number`` is the number of the text's first line in the input. Under ``markdown`` fenced code is one
    line, and headings, list items, quotes and table rows are told by their kind.

    >>> [(line.number, line.span.of("One.\n\nTwo.")) for line in segment("One.\n\nTwo.").lines]
    [(1, 'One.'), (3, 'Two.')]
    """
    if markdown:
        return Document(text, tuple(_markdown_lines(text, first_number)))
    lines: list[Line] = []
    start = 0
    for number, physical in enumerate(text.split("\n"), first_number):
        words = physical.strip()
        if words:
            at = start + physical.index(words)
            lines.append(Line(number, Span(at, at + len(words))))
        start += len(physical) + 1
    return Document(text, tuple(lines))


def _markdown_lines(text: str, first_number: int) -> list[Line]:
    lines: list[Line] = []
    physical = text.split("\n")
    start, in_code = 0, False
    for number, (line, code) in enumerate(zip(physical, fenced_lines(physical), strict=True), first_number):
        end = start + len(line.rstrip())
        if code and in_code:
            if line.strip():  # blank lines are the code's if more of it follows
                lines[-1] = Line(lines[-1].number, Span(lines[-1].span.start, start + len(line)), "code")
        elif code:
            lines.append(Line(number, Span(start, start + len(line)), "code"))
        elif line.strip():
            kind, lead = line_form(line)
            lines.append(Line(number, Span(start, end), kind, min(lead, end - start)))
        in_code = code
        start += len(line) + 1
    return lines


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


def fenced_lines(lines: Iterable[str]) -> Iterator[bool]:
    """Tell for each line whether it belongs to fenced code, the fences counted.

    >>> list(fenced(["a", "```", "b", "```", "c"]))
    [False, True, True, True, False]
    """
    fence = ""
    for line in lines:
        before, fence = fence, open_fence_after(line, fence)
        yield bool(before or fence)


def open_fence_after(line: str, fence: str) -> str:
    """Return the fence that is open below a line, where ``fence`` was above it (CommonMark 0.31, section 4.5).

    >>> fence_after("~~~ python", ""), fence_after("``` not the same", "~~~"), fence_after("~~~~", "~~~")
    ('~~~', '~~~', '')
    """
    mark = _FENCE.match(line)
    if not fence:
        return mark[1] if mark else ""
    closed = mark and mark[1].startswith(fence) and not line[mark.end() :].strip()
    return "" if closed else fence


def line_form(line: str) -> tuple[LineKind, int]:
    """Return a line's kind and how many characters stand before its words.

    >>> form("## Most Popular"), form("  - one"), form("| a | b |"), form("plain")
    (('heading', 3), ('item', 4), ('row', 0), ('paragraph', 0))
    """
    if line.lstrip().startswith("|"):
        return "row", 0
    lead = _LEAD.match(line)
    if lead is None:  # pragma: no cover - every part of the pattern is optional
        return "paragraph", 0
    kind: LineKind = lead.lastgroup or "paragraph"  # type: ignore[assignment]  # the groups are named as the kinds
    return kind, lead.end()
