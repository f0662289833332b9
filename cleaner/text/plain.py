r"""Plain text to lines, and lines to plain text: rows, wrapped paragraphs and blocks of code.

>>> text = "The harbour board voted on Monday night to reopen\nthe pier before the summer.\n\n$ ls -l\n$ cd pier/"
>>> [(line.number, line.kind, line.span.of(text)[:9]) for line in plain_lines(text)]
[(1, 'paragraph', 'The harbo'), (4, 'code', '$ ls -l\n$')]
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from cleaner.options import Normalization
from cleaner.text.code_shape import code_blocks
from cleaner.text.layout import are_paragraphs, are_short_lines, indentation, is_aligned, is_joined, is_wrapped
from cleaner.types import Document, Line, LineKind, Span

MAX_READINGS = 8
"""Most times that rows are read to see what is code among them: a bound on the time. Two are nearly always enough."""


def plain_lines(text: str, *, first_number: int = 1, keeps_rows: bool = True) -> Iterator[Line]:
    """Yield the lines of a plain text, without the blanks and carriage returns around them.

    A wrapped block is one line, whose form is what rules do not see of the ends and the indentation of its rows. A
    block of code is one line, from the start of its first row to the end of its last. Rows of a block of short lines
    are of the kind ``short`` if the text has other blocks. Without ``keeps_rows``, each row of the output is a
    paragraph: then no line is short, and a text without blank rows has no wrapped block.
    """
    rows = text.split("\n")
    starts = [0, *accumulate([len(row) + 1 for row in rows])]
    parts = [*_parts(len(rows), code_blocks(rows))]
    blocks = [(block, is_code) for part, is_code in parts for block in ([part] if is_code else blocks_of(rows, part))]
    has_blank_rows = any(before.stop < after.start for (before, _), (after, _) in pairwise(blocks))
    for block, is_code in blocks:
        if is_code:
            yield Line(first_number + block.start, Span(starts[block.start], starts[block.stop] - 1), "code")
        elif len(block) > 1 and (keeps_rows or has_blank_rows) and is_wrapped(rows[block.start : block.stop]):
            yield _wrapped_line(rows, starts, block, first_number)
        else:
            may_be_short = len(block) > 1 and keeps_rows and has_blank_rows
            is_short = may_be_short and are_short_lines(rows[block.start : block.stop])
            kind: LineKind = "short" if is_short else "paragraph"
            for index in block:
                row, start = rows[index], starts[index]
                words = row.strip()  # as in _words, which a call for each row makes slower
                if len(words) < len(row):
                    start += row.index(words)
                yield Line(first_number + index, Span(start, start + len(words)), kind)


def _parts(count: int, code: Iterable[range]) -> Iterator[tuple[range, bool]]:
    """Yield the parts of a text as ranges of its rows, each with whether it is code."""
    end = 0
    for block in code:
        yield range(end, block.start), False
        yield block, True
        end = block.stop
    yield range(end, count), False


def blocks_of(rows: Sequence[str], part: range) -> Iterator[range]:
    """Yield the runs of rows that are not blank in a part of a text."""
    start = part.start
    for index in part:
        if not rows[index] or rows[index].isspace():
            if start < index:
                yield range(start, index)
            start = index + 1
    if start < part.stop:
        yield range(start, part.stop)


def _words(row: str, start: int) -> Span:
    """Return the span of a row without the blanks around it; ``start`` is where the row starts."""
    words = row.strip()
    if len(words) < len(row):
        start += row.index(words)
    return Span(start, start + len(words))


def _wrapped_line(rows: Sequence[str], starts: Sequence[int], block: range, first_number: int) -> Line:
    """Return a wrapped block as a line. Between its rows rules see one blank, or nothing inside a word."""
    spans = [_words(rows[index], starts[index]) for index in block]
    form: list[Span] = []
    for index, before, after in zip(block, spans, spans[1:], strict=False):
        row_end = starts[index + 1] - 1
        if is_joined(rows[index].rstrip(), rows[index + 1].lstrip()):
            form.append(Span(before.end, after.start))
        else:
            form += [Span(before.end, row_end), Span(row_end + 1, after.start)]
    kept = tuple([span for span in form if span.start < span.end])
    return Line(first_number + block.start, Span(spans[0].start, spans[-1].end), "paragraph", kept)


def layout_of(document: Document) -> str:
    r"""Return how most words of a plain text are laid out.

    >>> layout_of(Document("Sea, sea,\ngive", (Line(1, Span(0, 9), "short"), Line(2, Span(10, 14), "short"))))
    'blocks of short lines'
    """
    words: Counter[str] = Counter()
    for line in document.lines:
        text = line.span.of(document.text)
        if line.kind == "short":
            layout = "blocks of short lines"
        elif line.kind == "code":
            layout = "code"
        else:
            layout = "wrapped" if "\n" in text else "a paragraph a line"
        words[layout] += len(text.split())
    return max(words, key=words.__getitem__, default="empty")


def plain_body(document: Document, options: Normalization) -> str:
    """Return the lines of a document as a plain text.

    Paragraphs are set apart. Wrapped blocks, code and, in a text that has blank rows, blocks of short lines keep their
    rows as they stand.
    """
    if options.paragraphs == "newline":
        return _paragraph_rows(document)
    text = document.text
    blocks: list[list[Line]] = []
    end = 0
    for line in document.lines:
        if blocks and text.count("\n", end, line.span.start) == 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        end = line.span.end
    is_only = len(blocks) == 1
    return "\n\n".join([_block_text(text, block, options, is_only=is_only) for block in blocks])


def _paragraph_rows(document: Document) -> str:
    """Return each line as a row, with blank rows around code, which keeps it apart from prose.

    Rows that meet may read as code, and are written as such then.
    """
    for _ in range(MAX_READINGS):
        body = "".join(_spaced_rows(document))
        kinds = [line.kind for line in document.lines]
        document = Document(body, tuple(plain_lines(body, keeps_rows=False)))
        if kinds == [line.kind for line in document.lines]:
            break
    return body


def _spaced_rows(document: Document) -> Iterator[str]:
    previous: LineKind | None = None
    for line in document.lines:
        if previous:
            yield "\n\n" if "code" in (line.kind, previous) else "\n"
        yield _paragraph(document.text, line)
        previous = line.kind


def _block_text(text: str, block: Sequence[Line], options: Normalization, *, is_only: bool) -> str:
    """Return a block of lines as it is written; ``is_only`` says that the text has no other."""
    if len(block) == 1:
        row = block[0].span.of(text)
        if "\n" not in row and block[0].kind != "code":
            return _single_blanks(row)
        return _paragraph(text, block[0]) if options.unwrap else _row(text, block[0])
    is_tidy = "  " not in (part := text[block[0].span.start : block[-1].span.end]) and "\t" not in part
    rows = [] if is_only and is_tidy else [_row(text, line) for line in block if line.kind != "code"]
    if not is_tidy and is_aligned(rows):
        return "\n".join([_row(text, line) for line in block])
    if is_only or (len(rows) > 1 and are_paragraphs(rows)):
        return "\n\n".join([_paragraph(text, line) for line in block])
    return "\n".join([_row(text, line, is_aligned=False) for line in block])


def _paragraph(text: str, line: Line) -> str:
    """Return a line without its form, in one row unless it is code."""
    return line.span.of(text) if line.kind == "code" else _single_blanks(line.words(text).replace("\n", " "))


def _row(text: str, line: Line, *, is_aligned: bool = True) -> str:
    """Return a line as it stands, with its indentation; blanks inside it are single ones unless it is aligned."""
    if line.kind == "code":
        return line.span.of(text)
    start = text.rfind("\n", 0, line.span.start) + 1
    if is_aligned:
        return text[start : line.span.end]
    return text[start : line.span.start] + "\n".join(map(_single_blanks, line.span.of(text).split("\n")))


def _single_blanks(row: str) -> str:
    """Return a row with single blanks inside it, after its indentation."""
    if "  " not in row and "\t" not in row:
        return row
    return indentation(row) + " ".join(row.split())
