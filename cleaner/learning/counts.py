"""Counts of the lines of sites over many pages: merged in any order with equal results, saved, and continued.

A count has the number of pages with a line, and a sample of them: those whose hashes are smallest, so that each part
of a corpus samples as the whole does, and counts that are merged are those of a single pass. What does not fit into
memory is written to sorted files, which are read side by side.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Self

from cleaner.errors import InputError
from cleaner.io.files import open_output
from cleaner.io.streams import Flush, InputStream
from cleaner.learning.pages import COUNTED, Counted, Page, PageFacts, Place

SAMPLED_PAGES = 32
"""Pages of a line whose places are kept. Lines of a site's frame look alike on all, and 32 tell 90 in 100 from 100."""

MAX_LINES = 500_000
"""Lines in memory, some 400 MB of them: more are written to a file. Ten million lines become a dozen files."""

MAX_FILES = 64
"""Files that are read side by side; more are merged into one first."""

MAX_ROW = 1 << 20
"""Bytes of a row of a file: one with the most places has 5,000."""

HEADER = {"format": "counts of lines", "version": 1}
"""The first row of a file of counts."""

_LINE, _PAGE = 0, 1


class LineCount(NamedTuple):
    """The count of a line, or of what else is counted: its number of pages, and its places on a sample of them."""

    key: bytes
    site: str
    text: str
    kind: Counted
    pages: int
    places: tuple[Place, ...]

    def row(self) -> list[Any]:
        """Return the count as a row of a file."""
        places = [[*place[:7], sum(flag << bit for bit, flag in enumerate(place[7:]))] for place in self.places]
        return [_LINE, self.key.hex(), self.site, self.text, COUNTED.index(self.kind), self.pages, places]


def _line_count(row: list[Any]) -> LineCount:
    places = tuple(Place._make((*place[:7], *(bool(place[7] & bit) for bit in (1, 2, 4)))) for place in row[6])
    return LineCount(bytes.fromhex(row[1]), row[2], row[3], COUNTED[row[4]], row[5], places)


def _page_row(id: int, facts: PageFacts) -> list[Any]:
    return [_PAGE, f"{id:016x}", *facts]


def _facts(row: list[Any]) -> tuple[int, PageFacts]:
    return int(row[1], 16), PageFacts(row[2], row[3], row[4], tuple(row[5]), row[6])


def combined(first: LineCount, second: LineCount) -> LineCount:
    """Return two counts of one line as one. Neither order nor grouping matters."""
    pages = first.pages + second.pages
    if len(first.places) == SAMPLED_PAGES and len(second.places) == 1 and second.places[0] > first.places[-1]:
        return first._replace(pages=pages)
    by_page = {place.page: place for place in sorted((*first.places, *second.places), reverse=True)}
    places = tuple(by_page[page] for page in sorted(by_page)[:SAMPLED_PAGES])
    text = min((count.places[0].page, count.text) for count in (first, second))[1]
    return first._replace(text=text, pages=pages, places=places)


class LineCounts:
    """Counts of the lines of many pages. Use it as a context: what is beyond memory is in a temporary folder."""

    def __init__(self, max_lines: int = MAX_LINES) -> None:
        self._max_lines = max_lines
        self._lines: dict[bytes, LineCount] = {}
        self._pages: dict[int, PageFacts] = {}
        self._files: list[Path] = []
        self._resources = ExitStack()
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._resources.close()

    def add(self, page: Page) -> None:
        """Count the lines of a page."""
        id, facts, lines = page
        known = self._pages.get(id)
        self._pages[id] = facts if known is None else max(known, facts)
        for key, text, kind, place in lines:
            count = LineCount(key, facts.site, text, kind, 1, (place,))
            before = self._lines.get(key)
            self._lines[key] = count if before is None else combined(before, count)
        if len(self._lines) > self._max_lines:
            self._spill()

    def add_file(self, path: Path) -> None:
        """Add counts that were saved. Raises :exc:`InputError` for a file that is none."""
        rows = _rows_of(path)
        with suppress(StopIteration):
            next(rows)
        self._files.append(path)
        if len(self._files) > MAX_FILES:
            merged = self._new_file()
            _write(merged, _merged(map(_rows_of, self._files)))
            self._files = [merged]

    def save(self, path: Path) -> None:
        """Write the counts to a file, compressed as its name says. Raises :exc:`InputError` if it cannot be written."""
        _write(path, self._rows())

    def lines(self) -> Iterator[LineCount]:
        """Yield the counts of all lines, in the order of their keys."""
        return map(_line_count, self._rows(_LINE))

    def pages(self) -> Iterator[tuple[int, PageFacts]]:
        """Yield the pages, in the order of their hashes."""
        return map(_facts, self._rows(_PAGE))

    def _rows(self, *kinds: int) -> Iterator[list[Any]]:
        """Yield the rows of all counts, or those of some kinds, in order: lines, then pages."""
        in_memory = (row for row in self._rows_in_memory() if not kinds or row[0] in kinds)
        return _merged([*(_rows_of(path, *kinds) for path in self._files), in_memory])

    def _rows_in_memory(self) -> Iterator[list[Any]]:
        yield from (self._lines[key].row() for key in sorted(self._lines))
        yield from (_page_row(id, self._pages[id]) for id in sorted(self._pages))

    def _spill(self) -> None:
        path = self._new_file()
        _write(path, self._rows_in_memory())
        self._lines.clear()
        self._pages.clear()
        self.add_file(path)

    def _new_file(self) -> Path:
        if self._folder is None:
            self._folder = Path(self._resources.enter_context(TemporaryDirectory(prefix="cleaner-counts-")))
        number = len([*self._folder.iterdir()])
        return self._folder / f"{number}.jsonl"


def _merged(sources: Iterable[Iterator[list[Any]]]) -> Iterator[list[Any]]:
    """Yield the rows of several sources in order, those of one line or page as one."""
    rows = merge(*sources, key=itemgetter(0, 1))
    for (kind, _), equal in groupby(rows, itemgetter(0, 1)):
        first, *others = equal
        if not others:
            yield first
        elif kind == _LINE:
            count = _line_count(first)
            for row in others:
                count = combined(count, _line_count(row))
            yield count.row()
        else:
            yield _page_row(*max(map(_facts, (first, *others))))


def _write(path: Path, rows: Iterable[list[Any]]) -> None:
    with open_output(path) as stream:
        stream.write(f"{json.dumps(HEADER)}\n".encode())
        for row in rows:
            stream.write(f"{json.dumps(row, separators=(',', ':'))}\n".encode())


def _rows_of(path: Path, *kinds: int) -> Iterator[list[Any]]:
    """Yield the rows of a file of counts, or those of some kinds; others are not parsed.

    Raises :exc:`InputError` for a file of something else, and for a damaged row.
    """
    try:
        with path.open("rb") as file:
            lines = (item[1] or b"" for item in InputStream(file).lines(MAX_ROW) if not isinstance(item, Flush))
            if json.loads(next(lines, b"null")) != HEADER:
                raise InputError("is not a file of counts of this version", place=os.fspath(path))
            beginnings = tuple(b"[%d," % kind for kind in kinds)
            yield from (json.loads(line) for line in lines if not kinds or line.startswith(beginnings))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", place=os.fspath(path)) from None
    except ValueError:
        raise InputError("is not a file of counts, or is damaged", place=os.fspath(path)) from None
