"""What is cut out of a Markdown text with the lines that are removed, so that all others stay what they are.

A block whose lines all go is cut with its rows, and of the empty rows around it those on one side. Marks go with the
words that they enclose. What is left is read again: lines whose removal would change others are not removed.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from cleaner.lazy import lazy_pattern
from cleaner.text.markdown.blocks import LINE_END, read_markdown, without
from cleaner.types import Document, Line, MarkdownBlock, Removal, Span, united

MAX_READINGS = 40
"""Readings of a text that search for lines that cannot be cut: a bound on the time. Nearly all texts need one."""

_CELL = lazy_pattern(r"(?:\\.|[^|\\])+", re.DOTALL)
_TITLE = lazy_pattern(r"[ ]{0,3}(?:\#[ \t]|(?![\-#>])[^\r\n]+(?:\r\n|\n|\r)[ ]{0,3}=+[ \t]*\Z)")
_EMPTY = lazy_pattern(r"[ \t>]*")
_EMPTY_CELLS = lazy_pattern(r"[\s|:>-]*")
_EMPTY_ROWS = lazy_pattern(r"[ \t>\r\n]*")
_BEFORE_LINE_END = lazy_pattern(r"[ \t]*\\?\r?")

Gap = Literal["closed", "open", "wide"]
"""What stays of a block that no empty rows separate from others: nothing, or an empty row, except between the items of
a list and the rows of a table, or always an empty row."""

_GAPS: tuple[Gap, ...] = ("closed", "open", "wide")


def cut_spans(document: Document, spans: Sequence[Span]) -> list[Span]:
    """Return what to cut out of a Markdown document when rules remove these spans, which are in order and apart."""
    cuts: list[Span] = []
    for gap in _GAPS:
        cuts = _Cutter(document, spans, gap).cuts()
        if _keeps_lines(document, cuts):
            break
    return cuts


def removable(document: Document, removals: Sequence[Removal]) -> tuple[Removal, ...]:
    """Return the removals of a Markdown document that leave all other lines what they are: nearly always all.

    A row of a table with two filled cells or more is data, and stays.
    """
    lines = {line.number: line for line in document.lines}
    removals = [removal for removal in removals if not _is_data(document, lines[removal.line])]
    search = _Search(document, removals)
    numbers = frozenset(search.select([], sorted(search.by_line)) if removals else ())
    return tuple(removal for removal in removals if removal.line in numbers)


def _is_data(document: Document, line: Line) -> bool:
    """Whether a line is a row of a table with two filled cells or more."""
    if line.kind != "row":
        return False
    cells = [cell for cell in _CELL.findall(line.words(document.text)) if cell.strip()]
    return len(cells) > 1


def title_number(document: Document) -> int:
    """Return the number of the line that is a heading of the first level and opens a Markdown document; 0 for none."""
    line = document.lines[0]
    return line.number if _TITLE.match(document.text, line.span.start, line.span.end) else 0


class _Search:
    """The search for the lines that can be removed, by halves."""

    def __init__(self, document: Document, removals: Iterable[Removal]) -> None:
        self.by_line: dict[int, list[Span]] = {}
        for removal in removals:
            self.by_line.setdefault(removal.line, []).append(removal.span)
        self._document, self._readings = document, 0

    def select(self, chosen: list[int], numbers: list[int]) -> list[int]:
        """Return the chosen numbers of lines and those of the others that can go with them; none if it takes long."""
        if self._readings >= MAX_READINGS:
            return []
        self._readings += 1
        together = [*chosen, *numbers]
        spans = united(span for number in together for span in self.by_line[number])
        if any(_keeps_lines(self._document, _Cutter(self._document, spans, gap).cuts()) for gap in _GAPS):
            return together
        if len(numbers) == 1:
            return chosen
        middle = len(numbers) // 2
        return self.select(self.select(chosen, numbers[:middle]), numbers[middle:])


def _keeps_lines(document: Document, cuts: Sequence[Span]) -> bool:
    """Whether a document without cuts reads as its lines that stay, each with its kind and words."""
    ends, starts = [0, *(cut.end for cut in cuts)], [*(cut.start for cut in cuts), len(document.text)]
    text = "".join([document.text[end:start] for end, start in zip(ends, starts, strict=True)])
    lines, blocks = read_markdown(text, 1)
    return _content(Document(text, lines, blocks=blocks), ()) == _content(document, cuts)


def _content(document: Document, cuts: Sequence[Span]) -> list[tuple[str, str]]:
    """Return the kinds and words of lines without cuts, and the kinds of blocks without words, in order."""
    text, lines = document.text, {line.number: line for line in document.lines}
    content = []
    for block in document.blocks:
        if line := lines.get(block.line):
            words = " ".join(_uncut(text, line.word_spans(), cuts).split())
            content += [(str(line.kind), words)] if words.strip("| " if line.kind == "row" else " ") else []
        elif block.kind in ("text", "code", "heading") and _uncut(text, [block.span], cuts).strip():
            content.append((block.kind, ""))
    return content


def _uncut(text: str, spans: Iterable[Span], cuts: Sequence[Span]) -> str:
    return "".join([span.of(text) for span in without(spans, cuts)])


class _Cutter:
    """Finds the cuts for the spans that rules remove from a document."""

    def __init__(self, document: Document, spans: Sequence[Span], gap: Gap) -> None:
        self.text, self.blocks, self._gap = document.text, document.blocks, gap
        self._spans = spans
        self._whole = frozenset(
            line.number for line in document.lines if not _uncut(self.text, line.word_spans(), self._near(line.span))
        )
        self._lines = {line.number: line for line in document.lines}
        ends = [match.span() for match in LINE_END.finditer(self.text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(self.text)]
        self._gone = self._blocks_without_lines()

    def cuts(self) -> list[Span]:
        """Return all cuts in order and apart."""
        cuts = [span for run in self._runs() for span in self._cut_of(run)]
        cuts += [span for block in self.blocks for span in self._part_of(block)]
        return list(united(cuts))

    def _near(self, span: Span) -> Sequence[Span]:
        """Return the spans to remove that begin in a span, and the one before."""
        first = max(0, bisect_right(self._spans, (span.start,)) - 1)
        return self._spans[first : bisect_left(self._spans, (span.end,))]

    def _blocks_without_lines(self) -> frozenset[int]:
        """Return the places of the blocks that are to go: those whose words go, and those that hold no others."""
        gone = {index for index, block in enumerate(self.blocks) if self._is_row_of_empty_cells(block)}
        inside: dict[int, list[int]] = {}
        for index in range(len(self.blocks) - 1, -1, -1):
            block, parts = self.blocks[index], inside.pop(index, [])
            is_emptied = bool(parts) and gone.issuperset(parts) and not all(map(self._is_left_empty, parts))
            if block.line in self._whole or (is_emptied and self._holds_only(block, parts)):
                gone.add(index)
            inside.setdefault(block.parent, []).append(index)
        return frozenset(index for index in gone if self._goes_with_others(index, gone))

    def _is_left_empty(self, index: int) -> bool:
        return self._is_row_of_empty_cells(self.blocks[index])

    def _is_row_of_empty_cells(self, block: MarkdownBlock) -> bool:
        return block.kind == "row" and _EMPTY_CELLS.fullmatch(self.text, *block.span) is not None

    def _goes_with_others(self, index: int, gone: Collection[int]) -> bool:
        """Whether a block goes because of its words, or because the block around it does."""
        block = self.blocks[index]
        return block.line in self._whole or not self._is_row_of_empty_cells(block) or block.parent in gone

    def _holds_only(self, block: MarkdownBlock, parts: Sequence[int]) -> bool:
        """Whether the rows of a block outside others are empty; ``parts`` are these, the last one first."""
        ends = [*(self.blocks[index].span.start for index in parts), block.span.end]
        starts = [block.span.start, *(self.blocks[index].span.end for index in reversed(parts))]
        gaps = zip(starts, sorted(ends), strict=True)
        return all(_EMPTY_ROWS.fullmatch(self.text, start, max(start, end)) for start, end in gaps)

    def _runs(self) -> list[list[int]]:
        """Return the outermost blocks that go, with those between which there are only empty rows together."""
        runs: list[list[int]] = []
        for index in sorted(self._gone):
            block = self.blocks[index]
            if block.parent in self._gone:
                continue
            if runs and self._continues(self.blocks[runs[-1][-1]], block):
                runs[-1].append(index)
            else:
                runs.append([index])
        return runs

    def _continues(self, above: MarkdownBlock, block: MarkdownBlock) -> bool:
        """Whether a block that goes follows another one and can be cut with it."""
        if self._is_first(block) or self._is_head(above) or self._is_head(block):
            return False
        return _EMPTY_ROWS.fullmatch(self.text, above.span.end, block.span.start) is not None

    def _is_first(self, block: MarkdownBlock) -> bool:
        """Whether a block stands behind the mark of an item that stays."""
        return any(outer.kind == "item" and outer.span.start == block.span.start for outer in self._around(block))

    def _around(self, block: MarkdownBlock) -> Iterator[MarkdownBlock]:
        while block.parent >= 0:
            block = self.blocks[block.parent]
            yield block

    def _is_head(self, block: MarkdownBlock) -> bool:
        """Whether a block is the first row of a table that stays."""
        return block.kind == "row" and self.blocks[block.parent].start == block.start

    def _cut_of(self, run: Sequence[int]) -> list[Span]:
        first, last = self.blocks[run[0]], self.blocks[run[-1]]
        if self._is_head(first):
            row_end = self._ends[bisect_right(self._starts, first.start) - 1]
            cells = _CELL.finditer(self.text, first.start, row_end)
            return [_stripped(self.text, Span(*cell.span())) for cell in cells]
        if self._is_first(first):
            return [Span(first.start, self._next_start(run[-1], last.span.end))]
        return [self._rows_of(Span(first.span.start, last.span.end), first)]

    def _next_start(self, index: int, end: int) -> int:
        """Return where the next block begins that stays in the item whose first one goes."""
        outer = self.blocks[index].parent
        for block in self.blocks[index + 1 :]:
            if block.span.start >= self.blocks[outer].span.end:
                break
            if block.span.start >= end:
                return block.start
        return end

    def _rows_of(self, span: Span, block: MarkdownBlock) -> Span:
        """Return a span of whole rows with the empty ones above or below it, whichever are fewer."""
        first, last = bisect_right(self._starts, span.start) - 1, bisect_right(self._starts, span.end) - 1
        above, below = first, last + 1
        while above and self._is_empty(above - 1):
            above -= 1
        while below < len(self._starts) and self._is_empty(below):
            below += 1
        if above == 0:
            return Span(self._starts[first], self._start(below))
        if below == len(self._starts):
            if last + 1 == len(self._starts):
                return Span(self._ends[above - 1], len(self.text))
            return Span(self._starts[above], self._starts[last + 1])
        if above == first and below == last + 1:
            is_open = self._gap == "wide" or (self._gap == "open" and block.kind not in ("item", "row"))
            return self._emptied(span) if is_open else Span(self._starts[first], self._start(below))
        if self._emptiness(range(above, first)) >= self._emptiness(range(last + 1, below)):
            return Span(self._starts[first], self._start(below))
        return Span(self._starts[above], self._starts[last + 1])

    def _is_empty(self, row: int) -> bool:
        return _EMPTY.fullmatch(self.text, self._starts[row], self._ends[row]) is not None

    def _start(self, row: int) -> int:
        return self._starts[row] if row < len(self._starts) else len(self.text)

    def _emptiness(self, rows: range) -> tuple[int, int]:
        """Return how many rows separate, the wholly empty ones first: those of quotes have a mark."""
        blank = sum(not self.text[self._starts[row] : self._ends[row]].strip() for row in rows)
        return blank, len(rows)

    def _emptied(self, span: Span) -> Span:
        """Return a span of rows without what makes one empty row of them: the marks of quotes, and a line end."""
        marks = _EMPTY.match(self.text, span.start, span.end)
        kept = marks[0].rstrip(" \t") if marks else ""
        return Span(span.start + len(kept), span.end)

    def _part_of(self, block: MarkdownBlock) -> list[Span]:
        """Return what is cut of a line of which words stay: with marks whose words all go, and with ends of rows."""
        line = self._lines.get(block.line)
        if line is None or block.line in self._whole:
            return []
        near = self._near(line.span)
        cuts = [
            Span(max(span.start, line.span.start), min(span.end, line.span.end))
            for span in near
            if span.start < line.span.end and span.end > line.span.start
        ]
        if not cuts:
            return []
        cuts += self._ends_of_rows(line, cuts)
        kept = [span for span in without(line.word_spans(), cuts) if span.of(self.text).strip()]
        words = [span for span in line.word_spans() if span.of(self.text).strip()]
        cuts += [
            Span(opening.start, closing.end)
            for opening, closing in block.pairs
            if _overlaps(words, opening.end, closing.start) and not _overlaps(kept, opening.end, closing.start)
        ]
        return cuts

    def _ends_of_rows(self, line: Line, cuts: Sequence[Span]) -> Iterator[Span]:
        """Yield the form around line ends that are cut: marks of hard breaks, and of quotes on the next row."""
        for form in line.form:
            touched = self._near_cuts(cuts, form)
            if touched[0] and self.text[form.start - 1] in "\r\n" and (marks := _EMPTY.match(self.text, *form)):
                yield Span(*marks.span())
            if touched[1] and self.text[form.end] in "\r\n" and _BEFORE_LINE_END.fullmatch(self.text, *form):
                yield form
            if all(touched) and _EMPTY_ROWS.fullmatch(self.text, *form):
                yield form

    def _near_cuts(self, cuts: Sequence[Span], form: Span) -> tuple[bool, bool]:
        """Whether the characters before and behind a mark are cut."""
        before = bisect_right(cuts, (form.start,)) - 1
        behind = bisect_right(cuts, (form.end, len(self.text) + 1)) - 1
        return (before >= 0 and cuts[before].end >= form.start, behind >= 0 and cuts[behind].end > form.end)


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether any of the spans, which are in order and apart, has a part between two positions."""
    index = bisect_left(spans, (end,)) - 1
    return index >= 0 and spans[index].end > start


def _stripped(text: str, span: Span) -> Span:
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip(" \t"))
    return Span(start, max(start, span.start + len(part.rstrip(" \t"))))
