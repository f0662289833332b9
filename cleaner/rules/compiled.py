"""What a cleaner needs of the rules that run, ready in the user's cache folder: no rule file is read, no rule made.

A thousand rules are tables of what finds them (:mod:`cleaner.matching.tables`), and a row of JSON each, which becomes
a rule when a line asks for it. The file says for which rule files and options it is, and how they were; one that is
missing, broken or out of date is as good as none.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cleaner.matching.rows import LazyTable
from cleaner.matching.site_detection import SiteDetector
from cleaner.matching.tables import RuleTables
from cleaner.rules.kept import cache_folder, keep
from cleaner.rules.plain import plain, rule_of
from cleaner.rules.stamp import Stamp, holds, is_settled, stamp
from cleaner.types import Options, Profile, Rule, RuleSet
from cleaner.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

KEPT = 8
"""Files that stay in the folder: those of some profiles, versions and checkouts."""

_FOUND = ("lines", "words", "literals")

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_READERS = ("*.py", "ruleset/*.py", "engine/*.py")
"""The modules whose change may change what a rule file means, or how rules are found."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which rules are asked for: rule files and folders, and the options that choose among the rules."""

    paths: tuple[str, ...]
    default_rules: bool
    profile: Profile
    enable: tuple[str, ...]
    disable: tuple[str, ...]

    @classmethod
    def of(cls, paths: tuple[str, ...], options: Options, *, default_rules: bool) -> "Request":
        """Return the request for rule files with options."""
        return cls(paths, default_rules, options.profile, tuple(options.enable), tuple(options.disable))

    def key(self) -> str:
        """Return all that decides what the answer is, but for the files' contents."""
        here = os.getcwd() if any(not os.path.isabs(path) for path in self.paths) else ""
        return repr((__version__, sys.version, _PACKAGE, here, *(getattr(self, name) for name in self.__match_args__)))

    def stamp(self) -> Stamp:
        """Look at all files that the rules depend on. Raises :exc:`cleaner.errors.RulesError` as loading does."""
        from pathlib import Path

        from cleaner.rules.find import pack_files
        from cleaner.rules.folders import shipped_folder
        from cleaner.rules.load import rule_files

        packs = [file.path for file in pack_files()] if self.default_rules else []
        roots = [shipped_folder()] if self.default_rules else []
        roots += map(Path, self.paths)
        found = {str(path) for root in roots for file in rule_files(root, "user") for path in _up_to(root, file.path)}
        found |= {str(place) for path in packs for place in (path, path.parent)}
        found |= {str(path) for pattern in _READERS for path in Path(_PACKAGE).glob(pattern)}
        return stamp(sorted(found), packs=bool(packs))


@dataclass(frozen=True, slots=True)
class Ready:
    """The rules that run: their digest, what a user should know of them, phrases of sites, and how rules are found."""

    digest: str
    warnings: tuple[str, ...]
    recognize: tuple[tuple[str, tuple[str, ...]], ...]
    cores: list[list[str]]
    tables: RuleTables
    rows: bytes
    ends: list[int]

    def rule(self, number: int) -> Rule:
        """Return the rule of a number."""
        start = self.ends[number - 1] if number else 0
        return rule_of(json.loads(self.rows[start : self.ends[number]]))


def ready_of(rule_set: RuleSet, digest: str, tables: RuleTables) -> Ready:
    """Return what is needed of rules that are loaded: what people and tests read of them is left out."""
    rows = [_row(rule) for rule in rule_set.rules]
    cores = [list(core) for core in SiteDetector(rule_set.recognize).cores]
    ends = list(accumulate(map(len, rows)))
    return Ready(digest, rule_set.warnings, rule_set.recognize, cores, tables, b"".join(rows), ends)


def pack(ready: Ready) -> bytes:
    """Return it as bytes: a line of JSON, and what is looked up."""
    tables = ready.tables
    parts = [tables.lines.text, tables.words.text, tables.literals.text, tables.literals.name_text, ready.rows]
    told = {
        "digest": ready.digest,
        "warnings": ready.warnings,
        "recognize": ready.recognize,
        "cores": ready.cores,
        "tables": {name: getattr(tables, name) for name in RuleTables.__match_args__ if name not in _FOUND},
        "sizes": list(map(len, parts)),
        "ends": ready.ends,
    }
    return b"".join([json.dumps(told).encode(), b"\n", *parts])


def unpack(packed: bytes) -> Ready:
    """Return what bytes of :func:`pack` stand for."""
    start = packed.index(b"\n") + 1
    told = json.loads(packed[:start])
    parts = [packed[one:end] for one, end in pairwise(accumulate(told["sizes"], initial=start))]
    lines, words, literals, names, rows = parts
    found: dict[str, Any] = {
        "lines": LazyTable(lines),
        "words": LazyTable(words),
        "literals": LazyTable(literals, names),
    }
    scopes: Any = [tuple(map(tuple, scope)) for scope in told["tables"].pop("scopes")]
    tables = RuleTables(**found, **told["tables"], scopes=scopes)
    recognize = tuple((site, tuple(phrases)) for site, phrases in told["recognize"])
    return Ready(told["digest"], tuple(told["warnings"]), recognize, told["cores"], tables, rows, told["ends"])


def read_ready(request: Request) -> Ready | None:
    """Return what was kept for a request, if the files are as they were."""
    path = _file(request)
    try:
        with open(path or os.devnull, "rb", buffering=0) as stream:
            whole = stream.read()
        start = whole.index(b"\n") + 1
        told, packed = json.loads(whole[:start]), whole[start:]
        if told["key"] != request.key() or told["sum"] != crc32(packed) or not holds(told["stamp"]):
            return None
        return unpack(packed)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write_ready(request: Request, taken: Stamp, ready: Ready) -> None:
    """Keep what the rules of a request are, if that can be done. ``taken`` is from before their files were read."""
    path = _file(request)
    if path is None or not is_settled(taken):
        return
    packed = pack(ready)
    told = {"key": request.key(), "sum": crc32(packed), "stamp": taken}
    keep(path, json.dumps(told).encode() + b"\n" + packed, "start-*.txt", KEPT)


def _row(rule: Rule) -> bytes:
    """Return a rule without what only people and tests read."""
    data = plain(replace(rule, about="", path="", at_line=0, samples=()))
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


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
