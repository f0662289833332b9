"""Files in the user's cache folder. Each is written whole or not at all, and one that cannot be written is not."""

import os
from contextlib import suppress


def cache_folder() -> str | None:
    """Return the folder of caches, which need not exist; ``None`` if there is no place for it."""
    home = os.path.expanduser("~")
    caches = os.environ.get("XDG_CACHE_HOME") or (os.path.join(home, ".cache") if home != "~" else "")
    return os.path.join(caches, "cleaner") if caches else None


def keep(where: str, data: bytes, others: str, most: int) -> None:
    """Write a cache, if that can be done. Of the ``others``, a pattern of names, the oldest beyond ``most`` go.

    Two processes may write it at once: each writes a file of its own and renames it.
    """
    import tempfile
    from pathlib import Path

    path = Path(where)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        known = sorted(path.parent.glob(others), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in known[most:]:
            old.unlink(missing_ok=True)
