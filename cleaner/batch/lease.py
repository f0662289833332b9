"""The lock of an output folder on a store: an object that its process renews.

A store knows no processes, so a lock has an end, which its process postpones while it runs. One that is killed leaves a
lock that others may take when it has ended, and processes of the same machine at once.

Should two processes write nevertheless, since one was suspended for longer than its lock holds, nothing breaks: an
object appears as a whole, and the same command writes the same bytes.
"""

import _thread
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cleaner.errors import InputError
from cleaner.remote import Address
from cleaner.system import is_running

LEASE_SECONDS = 120.0
"""Seconds for which a lock holds after each renewal. Clocks of machines must agree better than that."""

RENEWALS = 6
"""Renewals within that time: some may fail."""

POLL_SECONDS = 2.0
"""Seconds between two attempts at a lock."""


@contextmanager
def leased(path: Address, *, shared: bool, wait: bool) -> Iterator[None]:
    """Hold a lock, which any number of processes may share, or one has alone.

    Raises :exc:`BlockingIOError` with the owner if another process has it, unless ``wait``; :exc:`OSError` if the store
    does not answer, and :exc:`InputError` at the end if another process has taken the lock meanwhile.
    """
    token = f"{os.getpid()}-{os.urandom(4).hex()}"
    own = path.parent / f"{path.name}.{token if shared else 'alone'}"
    _take(own, path, token, shared=shared, wait=wait)
    renewal = _Renewal(own, token)
    renewal.start()
    try:
        yield
    finally:
        renewal.end()
        if not renewal.is_lost:
            with suppress(OSError):  # it ends by itself
                own.unlink(missing_ok=True)
    if renewal.is_lost:
        raise InputError("another process has taken the lock: run the same command to resume", place=path.parent.shown)


def _take(own: Address, path: Address, token: str, *, shared: bool, wait: bool) -> None:
    """Create the lock before those of others are searched: so one of two sees the other."""
    while True:
        try:
            own.create(_state(token))
        except FileExistsError:
            owner = _owner(own)
        else:
            pattern = f"{path.name}.alone" if shared else f"{path.name}.*"
            others = [other for other in path.parent.glob(pattern) if other != own]
            owner = next(filter(None, map(_owner, others)), "")
            if not owner:
                return
            own.unlink(missing_ok=True)
        if owner and not wait:
            raise BlockingIOError(0, owner)
        time.sleep(POLL_SECONDS if owner else 0)


class _Renewal(threading.Thread):
    """Renews a lock until it ends, and interrupts the main thread if another process has taken it."""

    def __init__(self, path: Address, token: str) -> None:
        super().__init__(name="lease", daemon=True)
        self._path, self._token = path, token
        self._ended = threading.Event()
        self.is_lost = False

    def run(self) -> None:
        while not self._ended.wait(LEASE_SECONDS / RENEWALS):
            with suppress(OSError):  # the next renewal may succeed
                if _read(self._path).get("token") != self._token:
                    self.is_lost = True
                    _thread.interrupt_main()
                    return
                if not self._ended.is_set():
                    self._path.write_bytes(_state(self._token))

    def end(self) -> None:
        """End the renewals; one that is under way is waited for."""
        self._ended.set()
        self.join()


def _state(token: str) -> bytes:
    state = {"pid": os.getpid(), "host": socket.gethostname(), "token": token, "ends": time.time() + LEASE_SECONDS}
    return json.dumps(state).encode()


def _read(path: Address) -> dict[str, Any]:
    try:
        state = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _owner(path: Address) -> str:
    """Return the owner of a lock; nothing if there is none. One that has ended is removed."""
    state = _read(path)
    if not state:
        return "another process" if path.exists() else ""
    host, pid, seconds = state.get("host"), state.get("pid", 0), float(state.get("ends", 0)) - time.time()
    if seconds < 0 or (host == socket.gethostname() and not is_running(pid)):
        path.unlink(missing_ok=True)
        return ""
    return f"process {pid} on {host}, for {seconds:.0f} seconds unless it renews its lock"
