"""A document as a page shows it: its text in rows with removals in them, what its page lost, and its metadata."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.article import Article
from cleaner.batch.tally import count_article
from cleaner.io.clean_record import ArticleReport, Job
from cleaner.io.remarks import remarks

if TYPE_CHECKING:  # texts need no parser of pages
    from cleaner.html.outline import OutlineNode

MAX_TEXT = 60_000
"""Characters of a text that are shown: some twelve pages."""

MAX_PRUNED = 200
"""Nodes that a page lost which are shown."""

MAX_PRUNED_TEXT = 2_000
"""Characters of such a node that are shown."""

MAX_VALUE = 300
"""Characters of a field of the metadata that are shown."""

POSITIONS = 10
"""Parts of a text by which the places of removals are counted."""

CONTEXT = 1
"""Kept rows above and below a removal that are not collapsed: enough to judge it by."""

KEPT = -1
"""The number of the removal of a piece that stays."""


class RemovedText(NamedTuple):
    """What a rule, or a step of extraction, removed: ``at`` is the number of its line, or the path of its node."""

    rule: str
    at: int | str
    text: str
    also: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A part of a row, and the number of the removal that takes it, or :data:`KEPT`."""

    text: str
    removal: int = KEPT


class Row(NamedTuple):
    """A row of a text: the number of its line, 0 where none is known, and its pieces."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def is_kept(self) -> bool:
        """Whether nothing is removed from the row."""
        return all(piece.removal == KEPT for piece in self.pieces)

    @property
    def is_partly_kept(self) -> bool:
        """Whether removals leave some of the row."""
        return not self.is_kept and any(piece.removal == KEPT and piece.text.strip() for piece in self.pieces)

    @property
    def text(self) -> str:
        """The row as it stood."""
        return "".join(piece.text for piece in self.pieces)


class Rows(NamedTuple):
    """Rows in a row; those that ``are_collapsed`` are kept, and far from any removal."""

    rows: tuple[Row, ...]
    are_collapsed: bool


class Field(NamedTuple):
    """A field of the metadata, with the source of its value, if that is known."""

    name: str
    value: str
    source: str


class DocumentView(NamedTuple):
    """A document as a page shows it.

    ``place`` names the input; ``error`` is why the document failed. ``characters`` and ``removed`` count those of the
    text, ``hidden`` those that are not shown. ``counts`` has the lines (or nodes) and characters that each rule
    removed, and ``positions`` the characters removed from each of :data:`POSITIONS` equal parts of the text.
    """

    place: str
    id: Any = None
    title: str = ""
    site: str = ""
    language: str = ""
    verdict: str = "failed"
    error: str = ""
    characters: int = 0
    removed: int = 0
    rows: tuple[Row, ...] = ()
    removals: tuple[RemovedText, ...] = ()
    pruned: tuple[RemovedText, ...] = ()
    counts: tuple[tuple[str, int, int], ...] = ()
    positions: tuple[int, ...] = ()
    hidden: int = 0
    fields: tuple[Field, ...] = ()
    outline: "tuple[OutlineNode, ...]" = ()
    remarks: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of the text that was removed, from 0 to 1."""
        return self.removed / self.characters if self.characters else 0.0

    @property
    def removal_count(self) -> int:
        """How many lines, parts of lines and nodes were removed."""
        return sum(lines for _, lines, _ in self.counts)

    @property
    def parts(self) -> tuple[Rows, ...]:
        """The rows, those that are kept and far from any removal set apart."""
        return tuple(_parts(self.rows))

    def without_text(self) -> "DocumentView":
        """Return the document as a table shows it."""
        return self._replace(rows=(), removals=(), pruned=(), fields=(), outline=(), remarks=(), positions=())


def view_of(job: Job, report: ArticleReport) -> DocumentView:
    """Return an article as a page shows it."""
    article, text = report.article, report.article.document.text
    numbers = {line.span.start: line.number for line in article.document.lines}
    removals = sorted(article.removals)
    shown = [*_segments(article, text[:MAX_TEXT])]
    return DocumentView(
        place=report.place,
        id=report.id,
        title=str(article.metadata.get("title") or ""),
        site=article.document.site or "",
        language=article.document.language or "",
        verdict=article.verdict,
        error=article.error or "",
        characters=len(text),
        removed=sum(removal.span.end - removal.span.start for removal in removals),
        rows=tuple(rows_of(shown, numbers)),
        removals=tuple(RemovedText(item.rule, item.line, item.text, item.also) for item in removals),
        counts=tuple((rule, *counts) for rule, counts in count_article(job, report).rules.items()),
        positions=positions_of(((item.span.start, len(item.text)) for item in removals), len(text)),
        pruned=tuple(
            RemovedText(node.rule, node.path, node.text[:MAX_PRUNED_TEXT]) for node in article.pruned[:MAX_PRUNED]
        ),
        hidden=max(0, len(text) - MAX_TEXT),
        fields=tuple(fields_of(article.metadata, article.sources)),
        outline=_outline(report) if article.extracted else (),
        remarks=(*remarks(article), *_stopped_rules(article, job)),
    )


def _stopped_rules(article: Article, job: Job) -> Iterator[str]:
    """Yield which rules would have removed too much of a text that was kept whole."""
    if article.verdict == "kept-whole":
        from cleaner.authoring.diagnose import explain

        for rule, characters in explain(article, job.cleaner).kept_whole:
            yield f"{rule} would have removed {characters:,} characters"


def positions_of(removals: Iterable[tuple[int, int]], length: int) -> tuple[int, ...]:
    """Return how many characters are removed from each part of a text; removals are given by start and length."""
    counts = [0] * POSITIONS
    for start, characters in removals:
        counts[min(POSITIONS - 1, start * POSITIONS // max(1, length))] += characters
    return tuple(counts)


def _segments(article: Article, text: str) -> Iterator[Piece]:
    """Yield the text in pieces, each with the number of its removal."""
    end = 0
    for number, removal in enumerate(sorted(article.removals)):
        start, stop = max(end, removal.span.start), min(removal.span.end, len(text))
        if start < stop:
            yield Piece(text[end:start])
            yield Piece(text[start:stop], number)
            end = stop
    yield Piece(text[end:])


def rows_of(segments: Iterable[Piece], numbers: Mapping[int, int]) -> Iterator[Row]:
    """Yield the rows of a text that are not blank. ``numbers`` are those of lines, by where these begin."""
    pieces: list[Piece] = []
    start = position = 0

    def finished() -> Iterator[Row]:
        if any(piece.text.strip() for piece in pieces):
            yield Row(numbers.get(start, 0), tuple(piece for piece in pieces if piece.text))
        pieces.clear()

    for segment in segments:
        first, *others = segment.text.split("\n")
        pieces.append(Piece(first, segment.removal))
        position += len(first)
        for row in others:
            yield from finished()
            position += 1
            start = position
            pieces.append(Piece(row, segment.removal))
            position += len(row)
    yield from finished()


def _parts(rows: Sequence[Row]) -> Iterator[Rows]:
    """Yield the rows in groups: those near a removal, and those that are collapsed."""
    near = bytearray(len(rows))
    for index, row in enumerate(rows):
        if not row.is_kept:
            for neighbor in range(max(0, index - CONTEXT), min(len(rows), index + CONTEXT + 1)):
                near[neighbor] = 1
    for is_near, group in groupby(zip(near, rows, strict=True), lambda pair: pair[0]):
        part = tuple(row for _, row in group)
        yield Rows(part, are_collapsed=not is_near and len(part) > 1)


def fields_of(metadata: Mapping[str, Any], sources: Mapping[str, str]) -> Iterator[Field]:
    """Yield the fields of an article's metadata; what the program says of itself is not one."""
    for name, value in metadata.items():
        if name != "cleaner":
            text = _shown(value)
            yield Field(name, text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…", sources.get(name, ""))


def _shown(value: Any) -> str:
    """Return a value for people to read: a text as it stands, and a list of texts with commas."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _outline(report: ArticleReport) -> "tuple[OutlineNode, ...]":
    from cleaner.html.outline import outline  # texts need no parser of pages

    document = report.article.document
    pruned = {node.path: node.rule for node in report.article.pruned if node.path}
    return outline(report.input_text, [line.words(document.text) for line in document.lines], pruned)
