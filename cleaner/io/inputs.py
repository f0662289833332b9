"""Where inputs are: paths, folders and standard input, and of which kind each is."""

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from cleaner.errors import InputError, OptionError
from cleaner.io.compression import split_name
from cleaner.lazy import lazy_pattern

Kind = Literal["text", "md", "jsonl", "html", "parquet", "warc"]

KIND_BY_SUFFIX: dict[str, Kind] = {
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
"""The kind of an input by the end of its name, before that of its packing."""

RECORD_KINDS: tuple[Kind, ...] = ("jsonl", "parquet", "warc")
"""The kinds that hold many articles."""

CONTROL_FOLDER = "_cleaner"
"""The folder in which a run keeps its notes beside what it writes; it holds no articles."""

SNIFFED = 65_536
"""Bytes of an input's start from which its kind is told when its name does not."""

_PARQUET, _WARC = b"PAR1", b"WARC/"
"""How such files begin: Apache Parquet's "File Format", and ISO 28500, section 4."""

_HTML = lazy_pattern(
    rb"""
    (?: \s | \xef\xbb\xbf | \xff\xfe | \xfe\xff | <!--.*?--> | <\?xml[^>]*> )*   # what may stand before a page
    <(?: !doctype\s+html | (?: html | head | body | meta | title | link | script | style | base
       | article | main | section | header | div | p | h1 | table ) [\s/>] )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Input:
    """One input: ``path`` is ``None`` for standard input; ``relative`` is its path below the folder that was given."""

    name: str
    path: str | None
    relative: str

    @property
    def suffix(self) -> str:
        """The end of its name in small letters and without its packing, as in ``.txt``."""
        return suffix_of(self.relative)


def suffix_of(name: str) -> str:
    """Return the end of a name that tells its kind.

    >>> suffix_of("a/b.JSONL.gz"), suffix_of("a.gz")
    ('.jsonl', '')
    """
    return os.path.splitext(split_name(name)[0])[1].lower()


def find_inputs(paths: Iterable[str]) -> list[Input]:
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
        folders[:] = [name for name in folders if not name.startswith(".") and name != CONTROL_FOLDER]
        found += [Path(where, name) for name in files if not name.startswith(".") and suffix_of(name) in KIND_BY_SUFFIX]
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

    Records stay what they are where pages are chosen: then their pages are meant, and not their texts.
    """
    if chosen not in ("auto", "html"):
        return chosen  # type: ignore[return-value]  # the command line allows no other
    kind = KIND_BY_SUFFIX.get(source.suffix) or _sniffed(start)
    return "html" if chosen == "html" and kind not in RECORD_KINDS else kind


def _sniffed(start: bytes) -> Kind:
    if is_page(start):
        return "html"
    if start.startswith(_PARQUET):
        return "parquet"
    if start.startswith(_WARC):
        return "warc"
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if first.startswith(b"{"):
        try:
            return "jsonl" if isinstance(json.loads(first), dict) else "text"
        except (ValueError, RecursionError):
            return "jsonl" if re.match(rb'\{\s*"\w+"\s*:', first) else "text"
    return "text"


def is_page(start: bytes) -> bool:
    """Tell whether an input's start is that of a page."""
    return (
        b"<" in start and _HTML.match(start.replace(b"\0", b"")) is not None
    )  # without the zeros UTF-16 reads as ASCII


def is_enough_to_detect(start: bytes) -> bool:
    """Tell whether an input's start tells its kind: its first line does, but before a page other lines may stand."""
    return b"\n" in start and (not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or is_page(start))
