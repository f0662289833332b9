"""The shipped rules as plain data in the user's cache folder: YAML is read once, and again when a rule file changes.

A cache is JSON, never code. Its name is a hash of all that its contents depend on: the version, the modules that read
rule files, and the files' paths and bytes. One that is missing, unreadable or broken is as good as none; one that
cannot be written is not. Two processes may write it at once: each writes a file of its own and renames it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from cleaner.model import Block, LineKeys, Repeats, Rule, Sample, Saved, Select
from cleaner.ruleset.nodes import Mistakes
from cleaner.ruleset.pack import Pack, RuleFile
from cleaner.version import __version__

KEPT = 4
"""Caches that stay in the folder: those of some versions and checkouts."""

_READERS = (*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parent.parent / "model.py")
"""The modules whose change may change what a rule file means."""

_MATCHERS: Mapping[str, Any] = {"line": LineKeys, "block": Block, "repeats": Repeats, "select": Select}


def cache_file(files: Sequence[RuleFile]) -> Path | None:
    """Return where the cache of these files is or would be; ``None`` if there is no place for it."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        digest = hashlib.sha256(__version__.encode())
        for path in (*_READERS, *(file.path for file in files)):
            data = path.read_bytes()
            digest.update(f"\0{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
    except (OSError, RuntimeError):
        return None
    return home / "cleaner" / f"rules-{digest.hexdigest()[:24]}.json"


def read_packs(path: Path, files: Sequence[RuleFile]) -> list[Pack] | None:
    """Return the packs of these files from a cache; ``None`` if it is missing or broken."""
    try:
        packs = [_pack(file, data) for file, data in zip(files, json.loads(path.read_bytes()), strict=True)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return packs


def write_packs(path: Path, packs: Iterable[Pack]) -> None:
    """Write packs without mistakes to a cache, if that can be done, and remove the oldest other ones."""
    data = json.dumps([_plain_pack(pack) for pack in packs], ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".rules-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        known = sorted(path.parent.glob("rules-*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in known[KEPT:]:
            old.unlink(missing_ok=True)


def _plain_pack(pack: Pack) -> dict[str, Any]:
    return {
        "rules": [_plain(rule) for rule in pack.rules],
        "recognize": pack.recognize,
        "retired": dict(pack.retired),
    }


def _plain(value: Any) -> Any:
    """Return a frozen type's fields that are not as they are by default; matchers with the name of their kind."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    data = {one.name: _plain(own) for one in fields(value) if (own := getattr(value, one.name)) != one.default}
    if isinstance(value, Rule):
        kind = next(kind for kind, one in _MATCHERS.items() if isinstance(value.matches, one))
        data["matches"] = [kind, data["matches"]]
    return data


def _pack(file: RuleFile, data: Mapping[str, Any]) -> Pack:
    recognize = tuple((site, tuple(phrases)) for site, phrases in data["recognize"])
    retired = {old: tuple(new) for old, new in data["retired"].items()}
    return Pack(
        Mistakes(str(file.path), ""), tuple([_rule(one) for one in data["rules"]]), recognize=recognize, retired=retired
    )


def _rule(data: dict[str, Any]) -> Rule:
    kind, keys = data.pop("matches")
    samples = tuple([_sample(one) for one in data.pop("samples", ())])
    return Rule(matches=_matcher(kind, keys), samples=samples, **_with_tuples(data))


def _matcher(kind: str, data: dict[str, Any]) -> Any:
    for part in ("opens", "closes", "keys"):
        if data.get(part) is not None:
            data[part] = LineKeys(**_with_tuples(data[part]))
    if kind == "block":
        data.setdefault("closes", None)
    return _MATCHERS[kind](**_with_tuples(data))


def _sample(data: dict[str, Any]) -> Sample:
    if "saved" in data:
        data["saved"] = tuple(Saved(**_with_tuples(one)) for one in data["saved"])
    return Sample(**data)


def _with_tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if type(value) is list else value for name, value in data.items()}
