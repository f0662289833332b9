"""What systems differ in: processes, locks, and owners of files.

Each function has a way for systems that have what it needs, and another that works on all; tests run both. No other
module asks which system this is.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

MIB = 1 << 20

POLL_SECONDS = 0.2
"""Seconds between two attempts at a lock that the system does not wait for."""

_PARENT_DEATH_SIGNAL = 1
"""``PR_SET_PDEATHSIG`` in linux/prctl.h."""


def start_method() -> str:
    """Return how worker processes begin: as copies of this one where that is safe, or else as new ones.

    On Linux it is, also beside the threads that read from stores: a copy has none of them and opens nothing itself.
    """
    return "fork" if sys.platform == "linux" else "spawn"


def core_count() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def end_with_parent() -> None:
    """Have the system kill this process when its parent dies, even if this one hangs (prctl(2), Linux).

    Elsewhere a worker ends when it has done its work and finds the pipe to its parent closed.
    """
    try:
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    except (ImportError, OSError, AttributeError, TypeError):  # a type error on Windows, where nothing has no name
        return


def release_connections() -> None:
    """Let go of the connections to other programs that this process, a copy of another one, has from it.

    They would end only when both close them, so that who is at the other end waits for ever. Their numbers stay taken,
    since objects that know them are copies as well.
    """
    import socket  # start-up time
    import stat

    try:
        numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:  # where processes begin as new ones, they have none
        return
    null = os.open(os.devnull, os.O_RDWR)
    for number in numbers:
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                connection = socket.socket(fileno=number)
                is_local = connection.family not in (socket.AF_INET, socket.AF_INET6)
                connection.detach()
                if not is_local:
                    os.dup2(null, number)
    os.close(null)


def limit_memory(memory: int) -> None:
    """Limit what this process may allocate on top of its present memory, in MiB, where the system supports that."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as stream:
            pages = int(stream.read().split()[0])
        limit = pages * resource.getpagesize() + memory * MIB
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def is_running(pid: int) -> bool:
    """Whether a process of this host runs; one that has ended but is still listed does not.

    On Windows, where asking would end it, every process counts as running.
    """
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to another user
        return True
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stream:
            status = stream.read()
    except OSError:  # not on Linux
        return True
    return not status.rpartition(") ")[2].startswith(("Z", "X"))


def ignores_case(path: str | os.PathLike[str]) -> bool:
    """Whether the file system of a folder, which need not exist yet, takes names that differ in case for the same."""
    path = os.path.abspath(path)
    while not os.path.exists(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    folder, name = os.path.split(path)
    other = os.path.join(folder, name.swapcase())
    return other != path and os.path.exists(other) and os.path.samefile(path, other)


def keep_owner(path: str, old_status: os.stat_result, mode: int) -> None:
    """Give a file the mode and, as far as the system allows, the owner of the one that it replaces."""
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may change the owner
            os.chown(path, old_status.st_uid, old_status.st_gid)
    os.chmod(path, mode)


@contextmanager
def lock_file(path: str | os.PathLike[str], *, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold a lock, which any number of processes may share, or one has alone; the text of the file names the latter.

    Raises :exc:`BlockingIOError` with the owner if another process has it, unless ``wait``; :exc:`OSError` if the file
    cannot be written. The system's locks end with their process, however it ends.
    """
    try:
        import fcntl
    except ImportError:
        with _lock_by_creation(os.fspath(path), shared=shared, wait=wait):
            yield
        return
    with open(path, "a+", encoding="utf-8") as stream:
        try:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.lockf(stream, kind | (0 if wait else fcntl.LOCK_NB))
        except (BlockingIOError, PermissionError) as error:  # POSIX allows either
            raise BlockingIOError(error.errno, _lock_owner(stream)) from None
        if shared:
            yield
            return
        stream.truncate(0)
        stream.write(_own_name())
        stream.flush()
        yield
        stream.truncate(0)


@contextmanager
def _lock_by_creation(path: str, *, shared: bool, wait: bool) -> Iterator[None]:
    """Hold a lock by a file of its own, created before those of others are searched: so one of two sees the other.

    A file whose process does not run any more is removed; where that cannot be known, its user has to.
    """
    import time  # start-up time, as below

    own = f"{path}.{os.getpid()}-{os.urandom(4).hex()}" if shared else f"{path}.alone"
    while True:
        owner = ""
        try:
            descriptor = os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            owner = _living_owner(own)
        else:
            with open(descriptor, "w", encoding="utf-8") as stream:
                stream.write(_own_name())
            others = {f"{path}.alone"} if shared else {other for other in _locks_beside(path) if other != own}
            owner = next(filter(None, map(_living_owner, sorted(others))), "")
            if not owner:
                break
            os.unlink(own)
        if owner and not wait:
            raise BlockingIOError(0, owner)
        time.sleep(POLL_SECONDS if owner else 0)
    try:
        yield
    finally:
        os.unlink(own)


def _locks_beside(path: str) -> Iterator[str]:
    folder, name = os.path.split(path)
    return (os.path.join(folder, other) for other in os.listdir(folder or ".") if other.startswith(f"{name}."))


def _living_owner(path: str) -> str:
    """Return the owner of a lock; nothing if there is none. The file of one that does not run any more is removed."""
    import json
    import socket

    try:
        with open(path, encoding="utf-8") as stream:
            owner = _lock_owner(stream)
            stream.seek(0)
            state = json.loads(stream.read())
    except (FileNotFoundError, ValueError):
        return "another process" if os.path.exists(path) else ""
    if state.get("host") == socket.gethostname() and not is_running(state.get("pid", 0)):
        with suppress(FileNotFoundError):
            os.unlink(path)
        return ""
    return owner


def _own_name() -> str:
    import json
    import socket

    return json.dumps({"pid": os.getpid(), "host": socket.gethostname()})


def _lock_owner(stream: IO[str]) -> str:
    import json

    stream.seek(0)
    try:
        owner = json.loads(stream.read())
        return f"process {owner['pid']} on {owner['host']}"
    except (ValueError, KeyError, TypeError):
        return "another process"
