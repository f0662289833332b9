"""What stands once boilerplate is gone, and what rules say of it: removals that hold when the text is read again.

Where a line goes, the rows around it meet: a label between the rows of a wrapped paragraph hid that they are one, and a
paragraph that lost a part may not look wrapped any more. Such a text is matched again as the next run would read it, so
that cleaning twice is cleaning once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from cleaner.matching.engine import Engine
from cleaner.text.apply import apply
from cleaner.text.layout import are_short_lines, is_wrapped
from cleaner.text.plain import plain_lines
from cleaner.text.segment import segment
from cleaner.text.view import View
from cleaner.types import Document, Edited, Matches, Removal, Span

BLANK_ROW = "\n\n"
"""What separates blocks of rows."""

MAX_LAYOUTS = 8
"""Most times that a text is divided again: a bound on the time. Texts of rows in random order need three."""


def settle(
    document: Document, matches: Matches, engine: Engine, *, keeps_rows: bool
) -> tuple[Matches, Edited, Document]:
    """Return all matches of a plain text, the edited document, and the same divided into lines again.

    ``keeps_rows`` is that of :func:`cleaner.text.plain.plain_lines`.
    """
    edited = apply(document, matches.removals)
    standing = edited.document
    if not matches.removals or (keeps_rows and _keeps_lines(edited)):
        return matches, edited, standing
    for _ in range(MAX_LAYOUTS):
        standing = _laid_out(document, edited, keeps_rows=keeps_rows)
        if not _reads_otherwise(edited.document, standing):
            break
        more = engine.match(standing)
        matches = Matches(
            tuple(sorted([*matches.removals, *_placed(more.removals, document, edited)])),
            more.saved,
            tuple(sorted({*matches.timed_out, *more.timed_out})),
        )
        if not more.removals:
            break
        edited = apply(document, matches.removals)
    return matches, edited, standing


def _keeps_lines(edited: Edited) -> bool:
    """Whether what stands is certain to be divided into lines that rules read alike: faster than dividing it.

    Whole lines were cut, none is code, which may join across them, and blocks that lost lines are read as before.
    """
    lines, text = edited.document.lines, edited.document.text
    if not lines:
        return True
    cut_lines = {line.number for cut in edited.cuts for line in cut.lines}
    if any(line.kind == "code" or line.number in cut_lines for line in lines):
        return False
    if BLANK_ROW not in text[lines[0].span.end : lines[-1].span.start] and any(line.kind == "short" for line in lines):
        return False
    removed = accumulate([len(cut.text) for cut in edited.cuts], initial=0)
    starts = [line.span.start for line in lines]
    end = 0
    for cut, before in zip(edited.cuts, removed, strict=False):
        place = cut.span.start - before
        if place + len(BLANK_ROW) <= end:
            continue
        start = text.rfind(BLANK_ROW, 0, max(0, place - len(BLANK_ROW))) + 1
        end = text.find(BLANK_ROW, place + len(BLANK_ROW))
        end = len(text) if end < 0 else end
        for block in text[start:end].split(BLANK_ROW):
            first, last = bisect_left(starts, start), bisect_left(starts, start + len(block))
            is_outer = first == 0 or last == len(lines)
            kinds = {line.kind for line in lines[first:last]} if is_outer else set()
            if first < last and not _is_read_alike(block.strip("\n").split("\n"), kinds):
                return False
            start += len(block) + len(BLANK_ROW)
    return True


def _is_read_alike(rows: Sequence[str], kinds: AbstractSet[str]) -> bool:
    """Whether the rows of a block, each a line before, are lines again, and of one of these kinds if there are any."""
    if any(map(str.isspace, rows)) or is_wrapped(rows):
        return False
    return kinds <= {"short" if are_short_lines(rows) else "paragraph"}


def _reads_otherwise(document: Document, standing: Document) -> bool:
    """Whether rules may see other lines than they saw. Whether a line is short matters at both ends of a text only."""
    if len(document.lines) != len(standing.lines):
        return True
    inside = range(1, len(document.lines) - 1)
    return any(
        before != after
        and not (index in inside and "code" not in (before.kind, after.kind) and before.span == after.span)
        for index, (before, after) in enumerate(zip(document.lines, standing.lines, strict=True))
    )


def _laid_out(document: Document, edited: Edited, *, keeps_rows: bool) -> Document:
    """Return what stands, divided into lines again; their numbers are those in the input."""
    lines = edited.document.lines
    text = edited.document.text
    if not lines:
        return edited.document
    start = text.rfind("\n", 0, lines[0].span.start) + 1
    above = "".join(["\n" if char == "\n" else " " for char in text[:start]])  # a title that moves is not a line
    origin = _Origin(edited)
    number = lines[0].number - document.text.count("\n", 0, origin.position(lines[0].span.start))
    counted, laid_out = 0, []
    for line in plain_lines(above + text[start:], keeps_rows=keeps_rows):
        position = origin.position(line.span.start)
        number += document.text.count("\n", counted, position)
        counted = position
        laid_out.append(line._replace(number=number))
    return edited.document._replace(lines=tuple(laid_out))


class _Origin:
    """Where the characters of an edited text are in the text before."""

    def __init__(self, edited: Edited) -> None:
        self._removed = [0, *accumulate([len(cut.text) for cut in edited.cuts])]
        self._cuts = [cut.span.start - removed for cut, removed in zip(edited.cuts, self._removed, strict=False)]

    def position(self, position: int) -> int:
        """Return the place of a character."""
        return position + self._removed[bisect_right(self._cuts, position)]

    def spans(self, span: Span) -> Iterator[Span]:
        """Yield the places of a span: one for each part between two cuts."""
        inside = self._cuts[bisect_right(self._cuts, span.start) : bisect_right(self._cuts, span.end - 1)]
        ends = dict.fromkeys([*inside, span.end])
        start = span.start
        for end in ends:
            yield Span(self.position(start), self.position(end - 1) + 1)
            start = end


def _placed(removals: Iterable[Removal], document: Document, edited: Edited) -> Iterator[Removal]:
    """Yield removals from an edited text as removals from the lines of the document before."""
    origin = _Origin(edited)
    starts = [line.span.start for line in document.lines]
    for removal in removals:
        saved = removal.saved
        for span in origin.spans(removal.span):
            index = max(bisect_right(starts, span.start) - 1, 0)
            while index < len(starts) and starts[index] < span.end:
                line = document.lines[index]
                part = Span(max(span.start, line.span.start), min(span.end, line.span.end))
                if part.start < part.end:
                    yield Removal(part, removal.rule, line.number, removal.also, saved)
                    saved = ()
                index += 1


def match_allowed(document: Document, lines: Sequence[View], engine: Engine) -> Matches:
    """Match lines of a document, and return the matches that it allows: all of them, except in Markdown.

    There, removals that would change other lines are left out, and all of them are where cleaning again would remove
    more. A heading of the first level that opens the text is its title and no stray word, so that only rules of high
    confidence take it.
    """
    matches = engine.match(document, lines)
    if not document.blocks or not matches.removals:
        return matches
    from cleaner.text.markdown.cuts import removable, title_number  # start-up time

    removals, heading = matches.removals, title_number(document)
    if removals[0].line == heading:
        sure = {rule.id for rule in engine.rules if rule.confidence == "high"}
        removals = tuple(removal for removal in removals if removal.line != heading or removal.rule in sure)
    allowed = removable(document, removals)
    if len(allowed) < len(removals) and _has_more_removals(document, allowed, engine):
        allowed = ()
    return matches._replace(removals=allowed)


def _has_more_removals(document: Document, removals: Sequence[Removal], engine: Engine) -> bool:
    """Whether cleaning a text in Markdown again would remove more."""
    from cleaner.text.markdown.cuts import removable  # start-up time

    text = apply(document, removals).document.text
    again = segment(text, markdown=True)._replace(
        site=document.site, language=document.language, page_type=document.page_type
    )
    if document.kept:
        from cleaner.text.exceptions import with_exceptions  # start-up time

        again = with_exceptions(again)
    return bool(removable(again, engine.match(again).removals))
