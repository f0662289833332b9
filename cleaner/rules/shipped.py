"""The shipped rules, compiled: a file beside this module, which the build puts there.

An installation trusts it. A checkout compares the files that it was compiled from with the present ones (by content,
since times change with every copy), and compiles again if they differ.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from zlib import crc32

from cleaner.rules.compiled import CompiledRules, compile_rules
from cleaner.rules.folders import PACKAGE, is_installed, rule_file_paths, shipped_path

COMPILED_FILE = os.path.join(os.path.dirname(__file__), "shipped-rules.dat")
"""Where the compiled rules are."""

_READERS = ("rules", "matching", "text", "types.py")
"""The modules of this package that decide what a rule file means, and how rules are found."""


def shipped_rules() -> CompiledRules:
    """Return the shipped rules. Raise :exc:`cleaner.errors.RulesError` if they must be compiled and are broken."""
    folder = shipped_path()
    compiled = _read()
    if compiled and (is_installed(folder) or compiled.source == source_of(folder)):
        return compiled
    data = compile_shipped()
    _write(data)
    return CompiledRules(data)


def compile_shipped() -> bytes:
    """Compile the shipped rule files. Raise :exc:`cleaner.errors.RulesError` with all their problems."""
    from cleaner.rules.load import load_files, shipped_files

    folder = shipped_path()
    source = source_of(folder)  # before the files are read: one that changes meanwhile is read again next time
    return compile_rules(load_files(shipped_files()), source=source, folder=folder)


def source_of(folder: str) -> str:
    """Return a checksum of rule files, and of the modules that read them.

    CRC-32 needs no import, and misses one change in four billion.
    """
    checksum = 0
    for root, paths in ((folder, rule_file_paths(folder)), (PACKAGE, _modules())):
        for path in paths:
            with open(path, "rb") as stream:
                data = stream.read()
            checksum = crc32(data, crc32(f"{os.path.relpath(path, root)} {len(data)}\n".encode(), checksum))
    return f"{checksum:08x}"


def _modules() -> Iterator[str]:
    for name in _READERS:
        path = os.path.join(PACKAGE, name)
        names: Iterable[str] = sorted(os.listdir(path)) if os.path.isdir(path) else [""]
        yield from (os.path.join(path, file) if file else path for file in names if not file or file.endswith(".py"))


def _read() -> CompiledRules | None:
    """Return the compiled file; ``None`` if it is missing or broken."""
    try:
        with open(COMPILED_FILE, "rb") as stream:
            return CompiledRules(stream.read())
    except (OSError, ValueError):
        return None


def _write(data: bytes) -> None:
    """Write the compiled file if that is possible: whole or not at all, even if two processes write it at once."""
    temporary = f"{COMPILED_FILE}.{os.getpid()}"
    try:
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, COMPILED_FILE)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
