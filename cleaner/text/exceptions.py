"""Inline exceptions: rows of a file between ``<!-- clean: keep -->`` and ``<!-- clean: end -->`` that no rule takes.

A marker begins a row, as ``<!-- clean: end -->`` may also end it; in Markdown, rows of code have none. They stay, so
that the next run keeps the same rows.
"""

from collections.abc import Iterator

from cleaner.errors import InputError
from cleaner.lazy import lazy_pattern
from cleaner.types import Document

KEEP, END = "<!-- clean: keep -->", "<!-- clean: end -->"

_MARKER = lazy_pattern(r"<!--\s*clean:\s*(keep|end)\s*-->", 2)  # ignoring case
_FENCES = ("```", "~~~")
_CODE_INDENT = "    "


def has_markers(text: str) -> bool:
    """Whether a text may have markers: a quick search."""
    return "clean:" in text.casefold() and _MARKER.search(text) is not None


def kept_rows(text: str, *, markdown: bool = False, first_number: int = 1) -> list[range]:
    """Return the numbers of the rows that each exception keeps, with its markers.

    Raises :exc:`InputError` for an exception without its end, and for an end without an exception.
    """
    kept, start = list[range](), 0
    for number, row in _rows(text, markdown=markdown, first_number=first_number):
        markers = [match[1].casefold() for match in _MARKER.finditer(row)]
        if not row.lstrip().startswith("<!--") and not (start and markers == ["end"] and row.rstrip().endswith("-->")):
            continue
        for marker in markers:
            if marker == "keep" and start:
                raise InputError(f"has '{KEEP}' in line {number}, before the end of that in line {start}")
            if marker == "end" and not start:
                raise InputError(f"has '{END}' in line {number} without '{KEEP}' above it")
            if marker == "end":
                kept.append(range(start, number + 1))
            start = number if marker == "keep" else 0
    if start:
        raise InputError(f"has '{KEEP}' in line {start} without '{END}' below it")
    return kept


def _rows(text: str, *, markdown: bool, first_number: int) -> Iterator[tuple[int, str]]:
    """Yield the rows that may have markers, with their numbers."""
    fence = ""
    for number, row in enumerate(text.split("\n"), first_number):
        content = row.lstrip()
        if markdown and fence:
            if content.startswith(fence) and not content.strip(fence[0]).strip():
                fence = ""
        elif markdown and content.startswith(_FENCES):
            fence = content[: len(content) - len(content.lstrip(content[0]))]
        elif not (markdown and row.startswith((_CODE_INDENT, "\t"))):
            yield number, row


def with_exceptions(document: Document, *, first_number: int = 1) -> Document:
    """Return a document of a whole file with the numbers of the lines that its exceptions keep."""
    if not has_markers(document.text):
        return document
    rows = kept_rows(document.text, markdown=bool(document.blocks), first_number=first_number)
    numbers = {number for kept in rows for number in kept}
    for line in document.lines:
        last = line.number + document.text.count("\n", line.span.start, line.span.end)
        if any(kept.start <= last and line.number < kept.stop for kept in rows):
            numbers.add(line.number)
    return document._replace(kept=frozenset(numbers))
