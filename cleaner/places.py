"""Places: paths of this machine, and addresses of object stores and web servers.

A place is a :class:`pathlib.Path` or a :class:`cleaner.remote.Address`, which has the methods of a path that are called
here. So those who read, write and list need not know which it is; what differs otherwise is in these functions.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeGuard

from cleaner.atomic import TEMPORARY_PREFIX, atomic_write
from cleaner.errors import OptionError

if TYPE_CHECKING:  # start-up time: standard input and output have no place
    from pathlib import Path

    from cleaner.remote import Address

    Place: TypeAlias = "Path | Address"
    """Where a file or folder is."""


def scheme_of(path: str) -> str:
    """Return the scheme of an address in lower case; an empty string for a path.

    >>> scheme_of("S3://bucket/a.txt"), scheme_of("C://a.txt"), scheme_of("a/b://c")
    ('s3', '', '')
    """
    scheme, separator, _ = path.partition("://")
    if not separator or len(scheme) < 2 or not scheme[0].isalpha():  # noqa: PLR2004 - one letter is a drive
        return ""
    return scheme.lower() if scheme.replace("+", "").replace("-", "").isalnum() else ""


def is_on_web(path: str) -> bool:
    """Whether this is the address of one file on a web server."""
    return scheme_of(path) in ("http", "https")


def place_of(path: "str | os.PathLike[str] | Address") -> "Place":
    """Return a path or an address as a place.

    Raises :exc:`cleaner.errors.OptionError` for an address that no installed package can read.
    """
    if _is_local(path):
        from pathlib import Path

        return Path(path)
    from cleaner.remote import Address

    return path if isinstance(path, Address) else Address(str(path))


def shown_name(path: "str | os.PathLike[str] | Address") -> str:
    """Return a path or address as messages show it: without what may give access."""
    if _is_local(path):
        return os.fspath(path)
    from cleaner.remote import shown_address

    return shown_address(str(path))


def identity(path: "str | os.PathLike[str] | Address") -> str:
    """Return what is equal for two names of the same file or folder."""
    if _is_local(path):
        return os.path.realpath(path)
    return str(path).rstrip("/")


def refuse_web_output(path: str) -> None:
    """Raise :exc:`cleaner.errors.OptionError` for an address that can only be read from."""
    if is_on_web(path):
        raise OptionError(
            f"{shown_name(path)} cannot be written to: name a file, a folder, or those of an object store"
        )


def relative_path(path: "str | os.PathLike[str]", folder: "Place") -> str:
    """Return the path of a file below a folder.

    Raises :exc:`cleaner.errors.OptionError` if only one is on a store, or they are on two.
    """
    if _is_local(path) and isinstance(folder, os.PathLike):
        return os.path.relpath(path, folder)
    start = identity(folder) + "/"
    if not identity(path).startswith(start):
        raise OptionError(f"{shown_name(path)} is not below {shown_name(folder)}")
    return identity(path).removeprefix(start)


def is_folder(path: str) -> bool:
    """Whether there is a folder at a path or address."""
    return place_of(path).is_dir() if scheme_of(path) else os.path.isdir(path)


def size_of(path: "str | os.PathLike[str] | Address") -> int:
    """Return the size of a file in bytes; 0 if that is not known, as reading it fails later."""
    try:
        if _is_local(path):
            return os.stat(path).st_size
        return place_of(path).stat().st_size
    except (OSError, ValueError):
        return 0


def contents(folder: "Place", suffix: str) -> "dict[Place, bytes]":
    """Return the contents of the files in a folder whose names end so, in their order; unreadable ones are left out."""
    if not isinstance(folder, os.PathLike):
        return dict(folder.contents(suffix).items())
    found: dict[Place, bytes] = {}
    for path in sorted(folder.glob(f"*{suffix}")):
        try:
            found[path] = path.read_bytes()
        except OSError:
            continue
    return found


@contextmanager
def write_whole(
    place: "Place", *, durable: bool = False, backup: str = "", prefix: str = TEMPORARY_PREFIX
) -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all: as :func:`cleaner.atomic.atomic_write`, or on a store.

    Raises :exc:`OSError` if it cannot be written.
    """
    if isinstance(place, os.PathLike):
        with atomic_write(place, durable=durable, backup=backup, prefix=prefix) as stream:
            yield stream
    else:
        with place.upload(backup=backup, prefix=prefix) as stream:
            yield stream


def _is_local(path: "str | os.PathLike[str] | Address") -> "TypeGuard[str | os.PathLike[str]]":
    """Whether this is a path of this machine."""
    return not scheme_of(path) if isinstance(path, str) else isinstance(path, os.PathLike)
