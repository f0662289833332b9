"""Files that are written whole or not at all, and the names that they get."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Literal

from cleaner.atomic import atomic_write
from cleaner.errors import InputError, OptionError
from cleaner.io.compression import compressed_writer, split_name
from cleaner.io.inputs import KIND_BY_SUFFIX, Kind, suffix_of

if TYPE_CHECKING:  # start-up time: what goes to standard output needs no paths
    from pathlib import Path

Format = Literal["text", "md", "jsonl", "parquet", "spans"]

DEFAULT_FORMAT: dict[Kind, Format] = {
    "text": "text",
    "md": "md",
    "html": "text",
    "jsonl": "jsonl",
    "parquet": "parquet",
    "warc": "jsonl",
}
"""The format in which an input of a kind is written where none is asked for."""

RECORD_FORMATS: tuple[Format, ...] = ("jsonl", "parquet", "spans")
"""The formats that hold many articles."""

SUFFIXES: dict[Format, str] = {
    "text": ".txt",
    "md": ".md",
    "jsonl": ".jsonl",
    "parquet": ".parquet",
    "spans": ".jsonl",
}
"""How the name of a file in a format ends."""

ACCEPTED_SUFFIXES: dict[Format, tuple[str, ...]] = {
    "text": (".txt", ".text", ""),
    "md": (".md", ".markdown"),
    "jsonl": (".jsonl", ".ndjson"),
    "parquet": (".parquet",),
    "spans": (".jsonl", ".ndjson", ".json"),  # attributes are found by the name of the file that they are of
}
"""How it may end as well."""

NAME_BYTES = 200
"""Bytes of a file name made from a record's id: file systems hold 255, and a suffix must fit behind."""


def output_name(relative: str, form: Format) -> str:
    """Return the name of what is written in a format for an input of a name; it stays packed as it is.

    >>> output_name("a/b.html.gz", "text"), output_name("c", "text"), output_name("d.jsonl.zst", "parquet")
    ('a/b.txt.gz', 'c', 'd.parquet')
    """
    name, end = split_name(relative)
    stem, suffix = os.path.splitext(name)
    if suffix.lower() not in ACCEPTED_SUFFIXES[form]:
        suffix = SUFFIXES[form]
    return f"{stem}{suffix}{'' if form == 'parquet' else end}"  # a table packs its columns itself


def format_from_name(name: str, requested: Format | None = None) -> Format | None:
    """Return the format of an output file: the requested one, else the one that its name says.

    ``None`` if nothing says it, so that each input's own format counts. Raises :exc:`OptionError` where the name says
    another format than the requested one, or one that is never written.

    >>> format_from_name("a/out.JSONL.gz"), format_from_name("b.parquet"), format_from_name("c")
    ('jsonl', 'parquet', None)
    >>> format_from_name("labels.json", "spans"), format_from_name("e.x", "md")
    ('spans', 'md')
    """
    suffix = suffix_of(name)
    if requested and suffix in ACCEPTED_SUFFIXES[requested]:
        return requested
    named = next((form for form, suffixes in ACCEPTED_SUFFIXES.items() if suffix in suffixes and form != "spans"), None)
    if not suffix:
        return requested
    if named is None and suffix in KIND_BY_SUFFIX:
        raise OptionError(f"{name}: {suffix} files are only read, not written: name it .txt, .md, .jsonl or .parquet")
    if named and requested:
        raise OptionError(f"{name} is not a name for -t {requested}: leave -t out, or name it {SUFFIXES[requested]}")
    return requested or named


def has_content(path: "Path", content: bytes) -> bool:
    """Tell whether a file, unpacked as its name tells, has this content."""
    from cleaner.io.streams import InputStream

    try:
        with path.open("rb") as stream:
            return InputStream(stream).all(len(content)) == content
    except (OSError, InputError):
        return False


@contextmanager
def open_output(path: "Path", backup: str = "", *, durable: bool = False) -> Iterator[BinaryIO]:
    """Open an output file to be written whole or not at all, compressed where its name says so.

    ``backup`` and ``durable`` are those of :func:`cleaner.atomic.atomic_write`. Raises :exc:`InputError` where the file
    cannot be written.
    """
    try:
        with (
            atomic_write(path, backup=backup, durable=durable) as stream,
            compressed_writer(stream, split_name(path.name)[1]) as compressed,
        ):
            yield compressed
    except BrokenPipeError:  # of standard output, which is written meanwhile
        raise
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", place=str(path)) from None


def file_name(id: object, number: int, form: Format) -> str:
    """Return a file name for a record: its id made harmless, or its line's number.

    >>> file_name("../a/b", 1, "text"), file_name(None, 7, "md")
    ('a_b.txt', '7.md')
    """
    text = "" if id is None else re.sub(r"[^\w.@+-]+", "_", str(id)).strip("._-")
    while len(text.encode("utf-8", "replace")) > NAME_BYTES:
        text = text[:-1]
    return f"{text or number}{SUFFIXES[form]}"
