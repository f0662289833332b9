"""Where inputs are: paths, folders and standard input, and of which kind each is."""

import io
import json
import os
import re
import select
import stat
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Literal

from cleaner.data import data
from cleaner.errors import InputError, OptionError
from cleaner.late import late

Kind = Literal["text", "md", "jsonl", "html"]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
}
"""The kind of an input by the end of its name."""

SNIFFED = 65_536
"""Bytes of an input's start from which its kind is told when its name does not."""

PIECE = 1 << 18
"""Bytes that are read at once: pipes give 64 KiB, files what is asked."""

_HTML = late(
    rb"""
    (?: \s | \xef\xbb\xbf | \xff\xfe | \xfe\xff | <!--.*?--> | <\?xml[^>]*> )*   # what may stand before a page
    <(?: !doctype\s+html | (?: html | head | body | meta | title | link | script | style | base
       | article | main | section | header | div | p | h1 | table ) [\s/>] )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


@data
class Input:
    """One input: ``path`` is ``None`` for standard input; ``relative`` is its path below the folder that was given."""

    name: str
    path: str | None
    relative: str

    @property
    def suffix(self) -> str:
        """The end of its name in small letters, as in ``.txt``."""
        return os.path.splitext(self.relative)[1].lower()


def collect(paths: Iterable[str]) -> list[Input]:
    """Return all inputs at the paths, folders walked in code-point order; hidden files and other kinds are left out.

    A path that does not exist is an input as well: it fails when its turn comes, and the others do not.
    """
    found: list[Input] = []
    for name in paths:
        if name == "-":
            found.append(Input("standard input", None, "stdin"))
        elif os.path.isdir(name):
            found += _below(name)
        else:
            found.append(Input(name, name, os.path.basename(name)))
    if sum(one.path is None for one in found) > 1:
        raise OptionError("standard input can be read once: name '-' once")
    return found


def _below(name: str) -> Iterator[Input]:
    """Find the inputs in a folder."""
    from pathlib import Path

    folder = Path(name)
    found = []
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(where, name) for name in files if not name.startswith(".") and Path(name).suffix.lower() in KINDS
        ]
    for file in sorted(found):
        yield Input(str(file), str(file), str(file.relative_to(folder)))


def open_input(source: Input, stdin: BinaryIO) -> BinaryIO:
    """Open an input for reading bytes. Raises :exc:`InputError` for one that cannot be read."""
    if source.path is None:
        return stdin
    try:
        if stat.S_ISDIR(os.stat(source.path).st_mode):
            raise InputError("is a folder", place=source.name)
        return open(source.path, "rb", buffering=0)
    except FileNotFoundError:
        hint = " (the rules have their own command: cleaner rules)" if source.name == "rules" else ""
        raise InputError(f"no such file{hint}", place=source.name) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", place=source.name) from None


def kind_of(source: Input, start: bytes, chosen: str) -> Kind:
    """Return an input's kind: the one that was chosen, by its name, else by its first bytes.

    JSON lines stay records where pages are chosen: then their pages are meant, and not their texts.
    """
    if chosen not in ("auto", "html"):
        return chosen  # type: ignore[return-value]  # the command line allows no other
    kind = KINDS.get(source.suffix) or _sniffed(start)
    return "html" if chosen == "html" and kind != "jsonl" else kind


def _sniffed(start: bytes) -> Kind:
    if _is_page(start):
        return "html"
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if first.startswith(b"{"):
        try:
            return "jsonl" if isinstance(json.loads(first), dict) else "text"
        except (ValueError, RecursionError):
            return "jsonl" if re.match(rb'\{\s*"\w+"\s*:', first) else "text"
    return "text"


def _is_page(start: bytes) -> bool:
    return (
        b"<" in start and _HTML.match(start.replace(b"\0", b"")) is not None
    )  # without the zeros UTF-16 reads as ASCII


def _tells(start: bytes) -> bool:
    """Whether an input's start tells its kind: its first line does, but before a page other lines may stand."""
    return b"\n" in start and (not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or _is_page(start))


class Bytes:
    """Reads an input in pieces, and knows when nothing more waits: then what is done should be flushed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""

    def start(self) -> bytes:
        """Return as much of the input as tells its kind, without taking it."""
        while not _tells(self._held) and len(self._held) < SNIFFED and (piece := self._read()):
            self._held += piece
        return self._held[:SNIFFED]

    def all(self, limit: int) -> bytes:
        """Return all that is left; raise :exc:`InputError` beyond a limit in bytes."""
        pieces, size = [self._held], len(self._held)
        while size <= limit and (piece := self._read()):
            pieces.append(piece)
            size += len(piece)
        if size > limit:
            raise InputError(f"is larger than {limit >> 20} MiB: split it, or raise --max-size")
        self._held = b""
        return b"".join(pieces)

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """Return lines with their numbers, without their ends; ``None`` for one longer than a limit in bytes.

        Before reading has to wait, an empty line of the number 0 comes.
        """
        number, parts, size = 1, list[bytes](), 0
        while True:
            if not self._held and self._must_wait():
                yield 0, b""
            piece = self._held or self._read()
            self._held = b""
            first, *others = piece.split(b"\n")
            size += len(first)
            parts = [*parts, first] if size <= limit else []
            for following in others:
                yield number, None if size > limit else b"".join(parts)
                number, parts, size = number + 1, [following], len(following)
            if not piece:
                if size:
                    yield number, None if size > limit else b"".join(parts)
                return

    def _read(self) -> bytes:
        try:
            return (
                self._stream.read1(PIECE) if isinstance(self._stream, io.BufferedReader) else self._stream.read(PIECE)
            )
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}") from None

    def _must_wait(self) -> bool:
        """Tell whether nothing is there to be read yet."""
        try:
            waiting, _, _ = select.select([self._stream], [], [], 0)
        except (OSError, ValueError):  # no descriptor to ask: a file, or a stream in memory
            return False
        return not waiting
