"""Rule files of a git revision, put into a folder that exists as long as they are read."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from cleaner.errors import OptionError
from cleaner.rules.folders import SUFFIXES

DEFAULT_PATHS = ("rules", ".clean")
"""Where a revision has its rules if no path is named: a checkout of these rules, or a user's own."""

_HEAD = 200
"""Bytes that hold what git says before an object's content: its id, its kind, its size."""


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """Rule files of a revision: ``path`` is where they are now, below ``folder``, which stands for ``revision``."""

    path: Path
    folder: Path
    revision: str

    def renamed(self, text: str) -> str:
        """Return text with each path as it reads in the revision: ``main:rules/common/ads.yaml``."""
        return text.replace(f"{self.folder}{os.sep}", f"{self.revision}:").replace(str(self.folder), self.revision)


@contextmanager
def checked_out(name: str) -> Iterator[CheckedOut]:
    """Put the rule files of ``REV`` or ``REV:PATH`` into a temporary folder, which is removed in any case.

    Raises :exc:`OptionError` where there is no git, no repository, no such revision, or no rules in it.
    """
    revision, _, path = name.partition(":")
    tree = _tree(name, revision)
    inside = _from_root(path) if path else "."
    found = _found(tree, DEFAULT_PATHS if inside == "." else (inside,))
    if not found:
        wanted = f"'{path}'" if path else " or ".join(f"'{one}'" for one in DEFAULT_PATHS)
        raise OptionError(f"the revision '{revision}' has no {wanted}: name the folder of its rules, as in REV:PATH")
    files = _files(tree, found)
    if not files:
        raise OptionError(f"there is no rule file at '{revision}:{found}': their names end with .yaml or .yml")
    with TemporaryDirectory(prefix="cleaner-rules-") as place:
        folder = Path(place).resolve()
        for file, content in zip(files, _contents(list(files.values())), strict=True):
            _write(folder, file, content)
        yield CheckedOut(folder / found, folder, revision)


def _tree(name: str, revision: str) -> str:
    """Return the id of a revision's tree."""
    wrong = f"'{name}' is no file or folder, and"
    inside = _git("rev-parse", "--git-dir", wrong=wrong)
    if inside.returncode:
        said = inside.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise OptionError(f"{wrong} no revision, since git says: {said}")
    known = None if revision.startswith("-") else _git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")
    if not revision or known is None or known.returncode:
        raise OptionError(f"{wrong} there is no revision '{revision}' in the repository of this folder")
    return known.stdout.decode().strip()


def _from_root(path: str) -> str:
    """Return a path as told from the repository's root; one that begins with a dot is from the current folder."""
    if path.split("/", maxsplit=1)[0] in (".", ".."):
        prefix = os.fsdecode(_git("rev-parse", "--show-prefix").stdout).rstrip("\n")
        path = os.path.normpath(f"{prefix}{path}")
    return str(PurePosixPath(path.strip("/")))


def _found(tree: str, paths: tuple[str, ...]) -> str | None:
    """Return the first of the paths that the tree has."""
    return next(
        (path for path in paths if not _git("rev-parse", "--verify", "--quiet", f"{tree}:{path}").returncode), None
    )


def _files(tree: str, path: str) -> dict[str, str]:
    """Return the rule files at a path of a tree, each with the id of what it holds; links are none."""
    listed = _git("--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", tree, "--", path).stdout
    files = {}
    for entry in filter(None, os.fsdecode(listed).split("\0")):
        told, _, file = entry.partition("\t")
        mode, _, id = told.split()
        if mode.startswith("100") and file.lower().endswith(SUFFIXES):
            files[file] = id
    return files


def _contents(ids: list[str]) -> Iterator[bytes]:
    """Return what objects hold, all asked of git at once."""
    told = _git("cat-file", "--batch", given="".join(f"{id}\n" for id in ids).encode()).stdout
    at = 0
    for id in ids:
        head, _, _ = told[at : at + _HEAD].partition(b"\n")
        if not head.startswith(f"{id} blob ".encode()):
            raise OptionError(f"git cannot read the object {id}: fetch it, or look at the repository with 'git fsck'")
        start = at + len(head) + 1
        at = start + int(head.rsplit(b" ", 1)[1]) + 1
        yield told[start : at - 1]


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write a file below a folder. A tree that was made to harm may name one outside: that is refused."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder):
        raise OptionError(f"the revision has a file outside of its own folder: '{name}'")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _git(*arguments: str, given: bytes = b"", wrong: str = "") -> "subprocess.CompletedProcess[bytes]":
    """Run git, which says what is wrong in English and reads nothing of our standard input."""
    program = shutil.which("git")
    if program is None:
        raise OptionError(f"{wrong} git is not installed, so it can be no revision")
    environment = os.environ | {"LC_ALL": "C"}
    return subprocess.run(  # noqa: S603 - reads objects only, and no argument of a user's is an option
        [program, *arguments], input=given, capture_output=True, check=False, env=environment
    )
