"""What the playground may open: the file or the folder that was named, and nothing outside it.

The page names documents by their paths below the folder. A path is taken only if the file that it leads to, through
whatever symbolic links, is in the folder.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.errors import InputError, OptionError
from cleaner.io.inputs import find_inputs
from cleaner.places import scheme_of

MAX_LISTED = 5_000
"""Documents of a folder that are listed."""


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """The folder that is open, as a real path, and the only ``file`` of it that may be read, if it is one file."""

    folder: str = ""
    file: str = ""
    _names: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def at(cls, path: str | None) -> "OpenFolder":
        """Open a file or a folder; nothing without a path. Raise :exc:`OptionError` if there is none."""
        if path is None:
            return cls()
        if scheme_of(path) or path == "-":
            raise OptionError(f"{path} is not a file or folder of this machine: save it in one")
        if not os.path.exists(path):
            raise OptionError(f"there is no file or folder {path}")
        real = os.path.realpath(path)
        return cls(real) if os.path.isdir(real) else cls(os.path.dirname(real), os.path.basename(real))

    def names(self) -> list[str]:
        """Return the paths of all documents below the folder, as they are now."""
        if not self.folder:
            return []
        if self.file:
            return [self.file]
        return sorted(self._found(), key=lambda name: name.split(os.sep))

    def _found(self) -> Iterator[str]:
        for source in find_inputs([self.folder]).inputs:
            name = os.path.relpath(source.path or "", self.folder)
            if self._is_inside(os.path.join(self.folder, name)):
                yield name

    def path_of(self, name: str) -> str:
        """Return the real path of a document. Raise :exc:`InputError` if it is not one that may be read."""
        path = os.path.join(self.folder, name)
        if not self.folder or "\0" in name or not self._is_inside(path) or not os.path.isfile(path):
            raise InputError("is not a document of the folder that is open", place=name)
        return os.path.realpath(path)

    def _is_inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        if self.file:
            return real == os.path.join(self.folder, self.file)
        return real.startswith(os.path.join(self.folder, ""))

    def located(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return a document as a worker reads it: by its real path, or with the text that was pasted."""
        if "name" in document:
            return {"name": document["name"], "path": self.path_of(document["name"])}
        return {"text": document["text"]}
