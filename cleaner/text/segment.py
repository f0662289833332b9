"""Text to document: each line that is not empty, where it stands and under which number."""

from cleaner.text.markdown import fenced, form
from cleaner.types import Document, Line, Span


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
    for number, (line, code) in enumerate(zip(physical, fenced(physical), strict=True), first_number):
        end = start + len(line.rstrip())
        if code and in_code:
            if line.strip():  # blank lines are the code's if more of it follows
                lines[-1] = Line(lines[-1].number, Span(lines[-1].span.start, start + len(line)), "code")
        elif code:
            lines.append(Line(number, Span(start, start + len(line)), "code"))
        elif line.strip():
            kind, lead = form(line)
            lines.append(Line(number, Span(start, end), kind, min(lead, end - start)))
        in_code = code
        start += len(line) + 1
    return lines
