"""Where articles go: standard output, files named like their inputs, or the inputs themselves."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.errors import OptionError
from cleaner.io.files import RECORD_FORMATS, Format, output_name
from cleaner.io.inputs import Input

if TYPE_CHECKING:  # start-up time: what goes to standard output needs no paths
    from pathlib import Path


@dataclass(frozen=True, slots=True)
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
        return self.path / output_name(source.relative, form)


def settle(output: str | None, *, in_place: bool, backup: str, many: bool, form: str | None) -> Destination:
    """Return the destination that the options name; many inputs of text need a folder."""
    if in_place:
        return Destination(in_place=True, backup=backup)
    if output is None or output == "-":
        return Destination()
    from pathlib import Path

    path = Path(output)
    folder = path.is_dir() or output.endswith(os.sep) or (many and form not in RECORD_FORMATS)
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
