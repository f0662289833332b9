"""The shipped rules as plain data in the user's cache folder: YAML is read once, and again when a rule file changes.

A cache is JSON, never code. Its name is a hash of all that its contents depend on: the version, the modules that read
rule files, and the files' paths and bytes. One that is missing, unreadable or broken is as good as none; one that
cannot be written is not.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cleaner.rules.kept import cache_folder, keep
from cleaner.rules.plain import plain, rule_of
from cleaner.rules.rule_file import FileContent, RuleFile
from cleaner.rules.yaml_nodes import Problems
from cleaner.version import __version__

KEPT = 4
"""Caches that stay in the folder: those of some versions and checkouts."""

_READERS = (*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parent.parent / "model.py")
"""The modules whose change may change what a rule file means."""


def cache_file(files: Sequence[RuleFile]) -> Path | None:
    """Return where the cache of these files is or would be; ``None`` if there is no place for it."""
    folder = cache_folder()
    try:
        digest = hashlib.sha256(__version__.encode())
        for path in (*_READERS, *(file.path for file in files)):
            data = path.read_bytes()
            digest.update(f"\0{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
    except OSError:
        return None
    return Path(folder, f"rules-{digest.hexdigest()[:24]}.json") if folder else None


def read_packs(path: Path, files: Sequence[RuleFile]) -> list[FileContent] | None:
    """Return the packs of these files from a cache; ``None`` if it is missing or broken."""
    try:
        packs = [_pack(file, data) for file, data in zip(files, json.loads(path.read_bytes()), strict=True)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return packs


def write_packs(path: Path, packs: Iterable[FileContent]) -> None:
    """Write packs without mistakes to a cache, if that can be done, and remove the oldest other ones."""
    data = json.dumps([_plain_pack(pack) for pack in packs], ensure_ascii=False, separators=(",", ":"))
    keep(str(path), data.encode(), "rules-*.json", KEPT)


def _plain_pack(pack: FileContent) -> dict[str, Any]:
    return {
        "rules": [plain(rule) for rule in pack.rules],
        "recognize": pack.recognize,
        "retired": dict(pack.retired),
    }


def _pack(file: RuleFile, data: Mapping[str, Any]) -> FileContent:
    recognize = tuple((site, tuple(phrases)) for site, phrases in data["recognize"])
    retired = {old: tuple(new) for old, new in data["retired"].items()}
    return FileContent(
        Problems(str(file.path), ""),
        tuple([rule_of(one) for one in data["rules"]]),
        recognize=recognize,
        retired=retired,
    )
