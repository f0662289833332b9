"""Which files are inputs: by patterns that the caller gives, and by those in ``.cleanignore`` files.

Patterns are those of ``.gitignore``. The caller's are compared with a file's path below its input folder, and with that
path as the caller would name it; those of a ``.cleanignore`` with paths below the folder that it is in.
"""

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleaner.errors import InputError

if TYPE_CHECKING:  # start-up time: most calls have no patterns
    from pathspec import GitIgnoreSpec

IGNORE_NAME = ".cleanignore"


class PathFilter:
    """Files that are taken: included if there are such patterns, not excluded, and in folders not ignored."""

    def __init__(self, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        include, exclude = tuple(include), tuple(exclude)
        self._include = _spec(include) if include else None
        self._exclude = _spec(exclude) if exclude else None
        self._suffixes = tuple(f".{suffix}" for suffix in (name.rpartition(".")[2] for name in include) if suffix)
        self._ignores: dict[str, GitIgnoreSpec] = {}

    @property
    def has_patterns(self) -> bool:
        """Whether any file might be left out."""
        return bool(self._include or self._exclude or self._ignores)

    def takes(self, path: str, root: str = "") -> bool:
        """Whether the caller's patterns take a file, found in the folder ``root`` or named as it is."""
        names = _names(path, root)
        if self._include and not any(map(self._include.match_file, names)):
            return False
        return not (self._exclude and any(map(self._exclude.match_file, names)))

    def names_suffix(self, suffix: str) -> bool:
        """Whether a pattern is for files with a suffix, so that they are read though their format is not known."""
        return suffix in self._suffixes

    def enter(self, folder: str) -> None:
        """Read the patterns of a folder. Raises :exc:`InputError` if they cannot be read."""
        path = os.path.join(folder, IGNORE_NAME)
        if not os.path.isfile(path):
            return
        try:
            with open(path, "rb") as stream:
                content = stream.read()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", place=path) from None
        self.add(folder, content)

    def add(self, folder: str, content: bytes) -> None:
        """Add the patterns of a folder. Raises :exc:`InputError` if they cannot be read."""
        try:
            patterns = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        except ValueError as error:
            raise InputError(f"cannot be read: {error}", place=os.path.join(folder, IGNORE_NAME)) from None
        self._ignores[os.path.abspath(folder)] = _spec(patterns)

    def ignores(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a ``.cleanignore`` leaves a file or folder out: the nearest one above that has it decides."""
        if not self._ignores:
            return False
        place = os.path.abspath(path)
        for folder in _folders_above(place):
            if spec := self._ignores.get(folder):
                result = spec.check_file(os.path.relpath(place, folder) + ("/" if is_folder else ""))
                if result.include is not None:
                    return result.include
        return False

    def skips_folder(self, path: str, root: str) -> bool:
        """Whether nothing in a folder is taken."""
        if self._exclude and any(self._exclude.match_file(f"{name}/") for name in _names(path, root)):
            return True
        return self.ignores(path, is_folder=True)


def _names(path: str, root: str) -> list[str]:
    """Return the names of a file that patterns are compared with."""
    named = os.path.normpath(path).lstrip("/")
    while named.startswith("../"):
        named = named.removeprefix("../")
    return [os.path.relpath(path, root), named] if root else [named]


def _folders_above(place: str) -> Iterator[str]:
    folder = os.path.dirname(place)
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _spec(patterns: Iterable[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)
