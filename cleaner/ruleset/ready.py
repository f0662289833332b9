"""What a cleaner needs of the rules that run, ready in the user's cache folder: no rule file is read, no rule made.

A thousand rules are tables of what finds them (:mod:`cleaner.engine.tables`), and a row of JSON each, which becomes
a rule when a line asks for it. The file says for which rule files and options it is, and how they were; one that is
missing, broken or out of date is as good as none.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cleaner.data import data
from cleaner.engine.recognize import Recognizer
from cleaner.engine.tables import Found, Tables
from cleaner.model import Profile, Rule, RuleSet
from cleaner.ruleset.kept import cache_folder, keep
from cleaner.ruleset.plain import plain, rule_of
from cleaner.ruleset.stamp import Stamp, holds, is_settled, stamp
from cleaner.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

KEPT = 8
"""Files that stay in the folder: those of some profiles, versions and checkouts."""

_FOUND = ("lines", "words", "literals")
_BETWEEN = "\n\0\n"

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_READERS = ("*.py", "ruleset/*.py", "engine/*.py")
"""The modules whose change may change what a rule file means, or how rules are found."""


@data
class Request:
    """Which rules are asked for: rule files and folders, and the options that choose among the rules."""

    paths: tuple[str, ...]
    default_rules: bool
    profile: Profile
    enable: tuple[str, ...]
    disable: tuple[str, ...]

    def key(self) -> str:
        """Return all that decides what the answer is, but for the files' contents."""
        here = os.getcwd() if any(not os.path.isabs(path) for path in self.paths) else ""
        return repr((__version__, sys.version, _PACKAGE, here, asdict(self)))

    def stamp(self) -> Stamp:
        """Look at all files that the rules depend on. Raises :exc:`cleaner.errors.RulesError` as loading does."""
        from pathlib import Path

        from cleaner.ruleset.find import pack_files, shipped_folder
        from cleaner.ruleset.load import rule_files

        packs = [file.path for file in pack_files()] if self.default_rules else []
        roots = [shipped_folder()] if self.default_rules else []
        roots += map(Path, self.paths)
        found = {str(path) for root in roots for file in rule_files(root, "user") for path in _up_to(root, file.path)}
        found |= {str(place) for path in packs for place in (path, path.parent)}
        found |= {str(path) for pattern in _READERS for path in Path(_PACKAGE).glob(pattern)}
        return stamp(sorted(found), packs=bool(packs))


@data
class Ready:
    """The rules that run: their digest, what a user should know of them, phrases of sites, and how rules are found."""

    digest: str
    warnings: tuple[str, ...]
    recognize: tuple[tuple[str, tuple[str, ...]], ...]
    cores: list[list[str]]
    tables: Tables
    rows: list[bytes]

    def rule(self, number: int) -> Rule:
        """Return the rule of a number."""
        return rule_of(json.loads(self.rows[number]))


def read_ready(request: Request) -> Ready | None:
    """Return what was kept for a request, if the files are as they were."""
    path = _file(request)
    try:
        with open(path or os.devnull, "rb") as stream:
            head, _, rest = stream.read().partition(b"\n")
        told = json.loads(head)
        if told["key"] != request.key() or told["sum"] != crc32(rest) or not holds(told["stamp"]):
            return None
        found, _, rules = rest.partition(_BETWEEN.encode())
        recognize = tuple((site, tuple(phrases)) for site, phrases in told["recognize"])
        tables = Tables(**_read_found(found.decode(), told["found"]), **told["tables"])
        return Ready(told["digest"], tuple(told["warnings"]), recognize, told["cores"], tables, rules.split(b"\n"))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write_ready(request: Request, taken: Stamp, rule_set: RuleSet, digest: str, tables: Tables) -> None:
    """Keep what the rules of a request are, if that can be done. ``taken`` is from before their files were read."""
    path = _file(request)
    if path is None or not is_settled(taken):
        return
    found = {name: getattr(tables, name) for name in _FOUND}
    rows = [row for table in found.values() for column in (table.keys(), table.values()) for row in column]
    rest = "\n".join(rows) + _BETWEEN + "\n".join(map(_row, _plain_rules(rule_set)))
    told = {
        "key": request.key(),
        "sum": crc32(rest.encode()),
        "stamp": taken,
        "digest": digest,
        "warnings": rule_set.warnings,
        "recognize": rule_set.recognize,
        "cores": Recognizer(rule_set.recognize).cores,
        "found": {name: len(table) for name, table in found.items()},
        "tables": {name: value for name, value in asdict(tables).items() if name not in found},
    }
    keep(path, f"{json.dumps(told)}\n{rest}", "start-*.txt", KEPT)


def _read_found(text: str, sizes: Mapping[str, int]) -> dict[str, Found]:
    """Read the large tables: rows of names, then as many rows of numbers. As JSON they would take six times as long."""
    rows = text.split("\n")
    tables: dict[str, Found] = {}
    at = 0
    for name, size in sizes.items():
        tables[name] = dict(zip(rows[at : at + size], rows[at + size : at + 2 * size], strict=True))
        at += 2 * size
    return tables


def _plain_rules(rule_set: RuleSet) -> Iterator[Any]:
    """Yield the rules without what only people and tests read."""
    for rule in rule_set.rules:
        yield plain(replace(rule, about="", path="", at_line=0, samples=()))


def _row(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _file(request: Request) -> str | None:
    folder = cache_folder()
    name = f"start-{crc32(request.key().encode('utf-8', 'surrogatepass')):08x}.txt"
    return os.path.join(folder, name) if folder else None


def _up_to(root: "Path", path: "Path") -> "Iterator[Path]":
    """Yield a file, and the folders that hold it, up to where it was looked for: they change when files come or go."""
    yield path
    while path != root:
        path = path.parent
        yield path
