"""Where articles go: standard output, files named like their inputs, or the inputs themselves."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Literal

from cleaner.cli.inputs import Input
from cleaner.data import data
from cleaner.errors import InputError, OptionError

if TYPE_CHECKING:  # start-up time: what goes to standard output needs no paths
    from pathlib import Path

Format = Literal["text", "md", "jsonl"]

SUFFIXES: dict[Format, str] = {"text": ".txt", "md": ".md", "jsonl": ".jsonl"}
_SAME: dict[Format, tuple[str, ...]] = {
    "text": (".txt", ".text", ""),
    "md": (".md", ".markdown"),
    "jsonl": (".jsonl", ".ndjson"),
}
NAME_BYTES = 200
"""Bytes of a file name made from a record's id: file systems hold 255, and a suffix must fit behind."""


@data
class Destination:
    """Where all output goes. ``path`` is ``None`` for standard output; ``folder`` tells that it is a folder."""

    path: "Path | None" = None
    folder: bool = False
    in_place: bool = False
    backup: str = ""

    def of(self, source: Input, form: Format) -> "Path | None":
        """Return the file that an input's articles go to; ``None`` for standard output."""
        if self.path is None and not self.in_place:
            return None
        from pathlib import Path

        if self.in_place:
            return Path(source.path) if source.path else None
        if self.path is None or not self.folder:
            return self.path
        relative = Path(source.relative)
        if relative.suffix.lower() not in _SAME[form]:
            relative = relative.with_suffix(SUFFIXES[form])
        return self.path / relative


def settle(output: str | None, *, in_place: bool, backup: str, many: bool, form: str | None) -> Destination:
    """Return the destination that the options name; many inputs of text need a folder."""
    if in_place:
        return Destination(in_place=True, backup=backup)
    if output is None or output == "-":
        return Destination()
    from pathlib import Path

    path = Path(output)
    folder = path.is_dir() or output.endswith(os.sep) or (many and form != "jsonl")
    if folder and path.exists() and not path.is_dir():
        raise OptionError(f"{output} is a file, and several inputs need a folder: name another with -o")
    return Destination(path, folder)


def refuse_clashes(inputs: Sequence[Input], destination: Destination, forms: Iterable[Format]) -> None:
    """Raise :exc:`OptionError` if two inputs have one output, or an output is an input: before any work."""
    taken: dict[str, Input] = {}
    own = {os.path.realpath(one.path): one for one in inputs if one.path}
    for source, form in zip(inputs, forms, strict=True):
        path = destination.of(source, form)
        if path is None:
            continue
        place = os.path.realpath(path)
        if not destination.in_place and place in own:
            raise OptionError(f"{path} is an input: to change files where they are, use -i")
        before = taken.setdefault(place, source)
        if before is not source and (destination.folder or destination.in_place):
            raise OptionError(f"{before.name} and {source.name} both go to {path}: clean them one after the other")


@contextmanager
def replacing(path: "Path", backup: str = "") -> Iterator[BinaryIO]:
    """Write a file whole or not at all, through a temporary one beside it; a symlink's target is what is written.

    What stood there keeps its mode and owner, and with ``backup`` a copy under its name with that suffix.
    """
    import shutil
    import tempfile
    from pathlib import Path

    path = Path(os.path.realpath(path))
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".clean-")
        with open(handle, "wb") as stream:  # noqa: PTH123 - a descriptor, not a path
            yield stream
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
