"""Inputs: the files at paths, in folders and on standard input."""

import os
import stat
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from cleaner.errors import InputError, OptionError
from cleaner.io.formats import KIND_BY_SUFFIX, RECORD_KINDS, Kind, detect, suffix_of

CONTROL_FOLDER = "_cleaner"
"""The folder beside its outputs in which a run keeps its state. It holds no inputs."""


class Input(NamedTuple):
    """Where one input is.

    ``name`` is what messages call it. ``path`` is ``None`` for standard input. ``relative`` is its path below the
    input folder, and that of its output below the output folder.
    """

    name: str
    path: str | None
    relative: str

    @property
    def suffix(self) -> str:
        """The suffix of its name in lower case, without that of its compression, as in ``.txt``."""
        return suffix_of(self.relative)


def find_inputs(paths: Iterable[str]) -> list[Input]:
    """Return all inputs at the paths, those of folders in the order of their code points.

    Hidden files in folders and those of other formats are left out. A path that does not exist counts as an input,
    which fails when its turn comes, so that the others do not. Raises :exc:`OptionError` if standard input is named
    twice.
    """
    inputs: list[Input] = []
    for path in paths:
        if path == "-":
            inputs.append(Input("standard input", None, "stdin"))
        elif os.path.isdir(path):
            inputs += _inputs_below(path)
        else:
            inputs.append(Input(path, path, os.path.basename(path)))
    if sum(source.path is None for source in inputs) > 1:
        raise OptionError("standard input can be read once: name '-' once")
    return inputs


def _inputs_below(name: str) -> Iterator[Input]:
    from pathlib import Path  # start-up time

    root, files = Path(name), list[Path]()
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name != CONTROL_FOLDER]
        files += [
            Path(folder, name) for name in names if not name.startswith(".") and suffix_of(name) in KIND_BY_SUFFIX
        ]
    for file in sorted(files):
        yield Input(str(file), str(file), str(file.relative_to(root)))


def open_input(source: Input, stdin: BinaryIO) -> BinaryIO:
    """Return an input as an unbuffered stream of bytes. Raises :exc:`InputError` if it cannot be read."""
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


def kind_of(source: Input, start: bytes, requested: str) -> Kind:
    """Return an input's format: the requested one unless that is ``auto``, else by its name, else by its first bytes.

    Records stay records if ``html`` is requested, but then their pages count, and not their texts.
    """
    if requested not in ("auto", "html"):
        return requested  # type: ignore[return-value]  # the command line allows no other
    kind = KIND_BY_SUFFIX.get(source.suffix) or detect(start)
    return "html" if requested == "html" and kind not in RECORD_KINDS else kind
