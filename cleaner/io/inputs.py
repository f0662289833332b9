"""Inputs: the files at paths, in folders and on standard input."""

import os
import stat
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from cleaner.errors import InputError, OptionError
from cleaner.io.compression import UNPACKERS, split_name
from cleaner.io.formats import FOLDER_SUFFIXES, KIND_BY_SUFFIX, RECORD_KINDS, Kind, detect, suffix_of
from cleaner.io.path_filter import IGNORE_NAME, PathFilter
from cleaner.places import place_of, scheme_of

CONTROL_FOLDER = "_cleaner"
"""The folder beside its outputs in which a run keeps its state. It holds no inputs."""


CONFIGURATION = frozenset({".clean", "clean.toml", "pyproject.toml"})
"""Names of files and folders that configure this program, or may."""


class Input(NamedTuple):
    """Where one input is.

    ``name`` is what messages call it. ``path`` may be an address, and is ``None`` for standard input. ``relative`` is
    its path below the input folder, and that of its output below the output folder.
    """

    name: str
    path: str | None
    relative: str

    @property
    def suffix(self) -> str:
        """The suffix of its name in lower case, without that of its compression, as in ``.txt``."""
        return suffix_of(self.relative)

    @property
    def shell_word(self) -> str:
        """How a shell command names it: its path, decompressed if its name says so; else ``FILE``."""
        from shlex import quote  # start-up time

        if self.path is None:
            return "FILE"
        path, compression = quote(self.name), split_name(self.name)[1]
        return f"<({UNPACKERS[compression]} {path})" if compression else path


class FoundInputs(NamedTuple):
    """The inputs at some paths, how many files of folders are none, by suffix, and what may be configuration there."""

    inputs: list[Input]
    unread: Counter[str]
    configuration: list[str]


def find_inputs(paths: Iterable[str], listed: Iterable[str] = (), path_filter: PathFilter | None = None) -> FoundInputs:
    """Return all inputs at the paths, those of folders in the order of their code points.

    Outputs of ``listed`` files are below the output folder as they are below the working folder. Hidden files in
    folders, those of other formats and those that the filter does not take are left out. A path that does not exist
    counts as an input, which fails when its turn comes, so that the others do not. Raises :exc:`OptionError` for an
    address that no installed package can read, and if standard input is named twice.
    """
    found, path_filter = FoundInputs([], Counter(), []), path_filter or PathFilter()
    for path, is_listed in (*((path, False) for path in paths), *((path, True) for path in listed)):
        if path == "-":
            found.inputs.append(Input("standard input", None, "stdin"))
        elif scheme_of(path):
            _find_at_address(path, found, path_filter)
        elif os.path.isdir(path):
            _find_below(path, found, path_filter)
        elif path_filter.takes(path):
            found.inputs.append(Input(path, path, _relative(path) if is_listed else os.path.basename(path)))
    if sum(source.path is None for source in found.inputs) > 1:
        raise OptionError("standard input can be read once: name '-' once")
    return found


def _relative(path: str) -> str:
    """Return a path below the working folder; the name of a file that is not below it."""
    relative = os.path.normpath(path)
    return os.path.basename(path) if os.path.isabs(relative) or relative.startswith("..") else relative


def _folders_to(name: str) -> list[str]:
    """Return the folders of the project above an input folder, the highest first: their ``.cleanignore`` counts."""
    from cleaner.rules.folders import project_folders  # start-up time

    top, folder, folders = os.path.abspath(project_folders()[-1]), os.path.abspath(name), list[str]()
    if folder == top or not folder.startswith(os.path.join(top, "")):
        return []
    while folder != top:
        folder = os.path.dirname(folder)
        folders.append(folder)
    return folders[::-1]


def _find_below(name: str, found: FoundInputs, path_filter: PathFilter) -> None:
    from pathlib import Path  # start-up time

    root, files = Path(name), list[Path]()
    for folder in _folders_to(name):
        path_filter.enter(folder)

    def fail_later(error: OSError) -> None:
        files.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=fail_later):
        here = [child for child in (*folders, *names) if child in CONFIGURATION]
        found.configuration.extend(os.path.join(folder, child) for child in here)
        path_filter.enter(folder)
        folders[:] = [child for child in folders if not child.startswith(".") and child != CONTROL_FOLDER]
        if path_filter.has_patterns:
            folders[:] = [child for child in folders if not path_filter.skips_folder(os.path.join(folder, child), name)]
        for file in (Path(folder, child) for child in names if not (child.startswith(".") or child == "clean.toml")):
            if path_filter.has_patterns and (path_filter.ignores(str(file)) or not path_filter.takes(str(file), name)):
                continue
            suffix = suffix_of(file.name)
            if suffix in FOLDER_SUFFIXES or path_filter.names_suffix(suffix):
                files.append(file)
            else:
                found.unread[suffix_of(file.name)] += 1
    found.inputs.extend(Input(str(file), str(file), str(file.relative_to(root))) for file in sorted(files))


def _find_at_address(address: str, found: FoundInputs, path_filter: PathFilter) -> None:
    """Add the object at an address, or those below it. Raises :exc:`InputError` if they cannot be listed."""
    from cleaner.remote import Address, shown_address

    place = Address(address)
    try:
        files = place.files() if place.is_dir() else None
        if files is None:
            if path_filter.takes(place.shown):
                found.inputs.append(Input(place.shown, address, place.name))
            return
        for name in (name for name in files if name.rpartition("/")[2] == IGNORE_NAME):
            path_filter.add(str((place / name).parent), (place / name).read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", place=place.shown) from None
    for name in sorted(files):
        *folders, last = name.split("/")
        if last.startswith(".") or any(folder.startswith(".") or folder == CONTROL_FOLDER for folder in folders):
            continue
        path = str(place / name)
        if path_filter.has_patterns and (path_filter.ignores(path) or not path_filter.takes(path, address)):
            continue
        suffix = suffix_of(last)
        if suffix in FOLDER_SUFFIXES or path_filter.names_suffix(suffix):
            found.inputs.append(Input(shown_address(path), path, "/".join(filter(None, (*folders, last)))))
        else:
            found.unread[suffix] += 1


def open_input(source: Input, stdin: BinaryIO) -> BinaryIO:
    """Return an input as an unbuffered stream of bytes. Raises :exc:`InputError` if it cannot be read."""
    if source.path is None:
        return stdin
    try:
        if scheme_of(source.path):
            return place_of(source.path).open("rb")
        if stat.S_ISDIR(os.stat(source.path).st_mode):
            os.scandir(source.path).close()  # raises for a folder that must not be read
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
