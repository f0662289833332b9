"""Files that are written whole or not at all."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from cleaner.system import keep_owner

TEMPORARY_PREFIX = ".clean-"
"""How the names of temporary files begin. The dot hides them from readers of whole folders, ours among them."""

_PERMISSIONS = 0o7777
_DEFAULT_MODE = 0o666  # the system clears the umask's bits


@contextmanager
def atomic_write(
    path: str | os.PathLike[str], *, durable: bool = False, backup: str = "", prefix: str = TEMPORARY_PREFIX
) -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all: through a temporary file beside it.

    The temporary file replaces the target when the ``with`` block ends, and is removed if the block raises.
    Missing folders are created, and a symbolic link is followed. A file that is replaced keeps its mode and, as far as
    the system allows, its owner; with ``backup``, a copy is kept under its name with that suffix. ``durable`` waits
    until the content is on the disk. A device or pipe cannot be replaced, and is written directly.

    Raises :exc:`OSError` if the file cannot be written.
    """
    old_status = _status(path)
    if old_status and not stat.S_ISREG(old_status.st_mode) and not stat.S_ISDIR(old_status.st_mode):
        with open(path, "wb") as stream:
            yield stream
        return
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    os.makedirs(folder, exist_ok=True)
    mode = old_status.st_mode & _PERMISSIONS if old_status else _DEFAULT_MODE
    temporary = os.path.join(folder, f"{prefix}{os.getpid()}-{os.urandom(8).hex()}")
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            yield stream
            stream.flush()
            if old_status:
                keep_owner(temporary, old_status, mode)
            if durable:
                os.fsync(stream.fileno())
        if backup and old_status:
            import shutil  # start-up time

            shutil.copy2(target, target + backup)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _status(path: str | os.PathLike[str]) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None
