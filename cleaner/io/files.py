"""Files that are written whole or not at all, and the names that they get."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Literal

from cleaner.errors import InputError
from cleaner.io.compression import compressed_writer, split_name
from cleaner.io.inputs import Kind

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


def has_content(path: "Path", content: bytes) -> bool:
    """Tell whether a file, unpacked as its name tells, has this content."""
    from cleaner.io.streams import InputStream

    try:
        with path.open("rb") as stream:
            return InputStream(stream).all(len(content)) == content
    except (OSError, InputError):
        return False


@contextmanager
def atomic_write(path: "Path", backup: str = "") -> Iterator[BinaryIO]:
    """Write a file whole or not at all, through a temporary one beside it; a symlink's target is what is written.

    It is packed where its name says so.

    What stood there keeps its mode and owner, and with ``backup`` a copy under its name with that suffix.
    """
    import shutil
    import tempfile
    from pathlib import Path

    end = split_name(path.name)[1]
    path = Path(os.path.realpath(path))
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".clean-")
        with open(handle, "wb") as stream, compressed_writer(stream, end) as packed:
            yield packed
        _keep_mode(Path(name), path)
        if backup and path.exists():
            shutil.copy2(path, path.with_name(path.name + backup))
        Path(name).replace(path)
    except BrokenPipeError:  # standard output, written meanwhile
        raise
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", place=str(path)) from None
    finally:
        if name:
            with suppress(OSError):
                Path(name).unlink()


def _keep_mode(new: "Path", old: "Path") -> None:
    if old.exists():
        status = old.stat()
        new.chmod(status.st_mode & 0o7777)
        with suppress(OSError):  # only root gives files away
            os.chown(new, status.st_uid, status.st_gid)
    else:
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)


def file_name(id: object, number: int, form: Format) -> str:
    """Return a file name for a record: its id made harmless, or its line's number.

    >>> file_name("../a/b", 1, "text"), file_name(None, 7, "md")
    ('a_b.txt', '7.md')
    """
    text = "" if id is None else re.sub(r"[^\w.@+-]+", "_", str(id)).strip("._-")
    while len(text.encode("utf-8", "replace")) > NAME_BYTES:
        text = text[:-1]
    return f"{text or number}{SUFFIXES[form]}"
