"""A whole rule set by one name: a folder, a file, or a git revision."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from cleaner.cli.console import escape_controls
from cleaner.errors import OptionError, RuleProblem, RulesError
from cleaner.rules import load_rules
from cleaner.rules.folders import SUFFIXES
from cleaner.rules.load import load_files, pack_files, rule_files
from cleaner.types import RuleSet

DEFAULT_PATHS = ("rules", ".clean")
"""Where a revision has its rules if no path is named: a checkout of these rules, or a user's own."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Rule files of a ``revision``, at ``path`` in a ``folder`` laid out as the revision's root."""

    path: Path
    folder: Path
    revision: str

    def in_revision(self, text: str) -> str:
        """Return text with each path as it reads in the revision, ``main:rules/common/ads.yaml``, safe to print."""
        text = text.replace(f"{self.folder}{os.sep}", f"{self.revision}:").replace(str(self.folder), self.revision)
        return escape_controls(text)


def load_named(name: str) -> RuleSet:
    """Load the rules that a path or a revision names, and the rules of lower layers.

    A folder with ``common/`` in it is a whole rule set, in place of the shipped one. A folder with ``rules/`` or
    ``.clean/`` in it is read through that folder, and so is a revision. All others are a user's rules, above the
    shipped ones. A user's own folders are not read: a comparison must not depend on who makes it. Raises
    :exc:`RulesError` for broken rules, and :exc:`OptionError` for a name that is neither a path nor a revision.
    """
    if os.path.exists(name):
        return _load_at(Path(name))
    with checked_out(name) as checkout:
        try:
            rule_set = _load_at(checkout.path)
        except RulesError as error:
            raise RulesError([_renamed_problem(problem, checkout) for problem in error.problems]) from None
        return _renamed(rule_set, checkout)


def _load_at(path: Path) -> RuleSet:
    if not (path / "common").is_dir():
        path = next((path / name for name in DEFAULT_PATHS if (path / name).is_dir()), path)
    if (path / "common").is_dir():
        return load_files([*rule_files(path, "common"), *pack_files()])
    return load_rules([path])


def _renamed(rule_set: RuleSet, checkout: Checkout) -> RuleSet:
    """Return a rule set with its paths as in the revision: the folder that it was read from is temporary."""
    rename = checkout.in_revision
    return rule_set._replace(
        rules=tuple(rule._replace(path=rename(rule.path)) for rule in rule_set.rules),
        overrides=tuple(override._replace(path=rename(override.path)) for override in rule_set.overrides),
        warnings=tuple(map(rename, rule_set.warnings)),
    )


def _renamed_problem(problem: RuleProblem, checkout: Checkout) -> RuleProblem:
    path, message, help = map(checkout.in_revision, (problem.path, problem.message, problem.help))
    return problem._replace(path=path, message=message, help=help)


@contextmanager
def checked_out(name: str) -> Iterator[Checkout]:
    """Write the rule files of ``REV`` or ``REV:PATH`` into a temporary folder, which is always removed.

    Raises :exc:`OptionError` where there is no git, no repository, no such revision, or no rules in it.
    """
    revision, _, path = name.partition(":")
    tree = _tree(name, revision)
    root_path = _from_root(path) if path else "."
    candidates = DEFAULT_PATHS if root_path == "." else (root_path,)
    rules = next((path for path in candidates if not _git("cat-file", "-e", f"{tree}:{path}").returncode), None)
    if not rules:
        wanted = f"'{path}'" if path else " or ".join(f"'{candidate}'" for candidate in candidates)
        raise OptionError(f"the revision '{revision}' has no {wanted}: name the folder of its rules, as in REV:PATH")
    files = _rule_files(tree, rules)
    if not files:
        raise OptionError(f"there is no rule file at '{revision}:{rules}': their names end with .yaml or .yml")
    with TemporaryDirectory(prefix="cleaner-rules-") as place:
        folder = Path(place).resolve()
        _check_out(files, folder, revision)
        yield Checkout(folder / rules, folder, revision)


def _rule_files(tree: str, path: str) -> list[bytes]:
    """Return the entries of the rule files at a path of a tree, as git writes and reads them; links are left out."""
    entries = _git("--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", tree, "--", path).stdout.split(b"\0")
    return [entry for entry in entries if entry.startswith(b"100") and os.fsdecode(entry).lower().endswith(SUFFIXES)]


def _check_out(files: list[bytes], folder: Path, revision: str) -> None:
    """Write files of a tree into a folder, through an index of their own. git refuses names that lead out of it.

    ``git archive`` would leave out what the attribute ``export-ignore`` hides, as it often does ``.clean``.
    """
    repository = os.fsdecode(_git("rev-parse", "--absolute-git-dir").stdout).rstrip("\n")
    with TemporaryDirectory(prefix="cleaner-index-") as place:
        for arguments in (("update-index", "-z", "--index-info"), ("checkout-index", "--all")):
            process = _git(
                *(f"--git-dir={repository}", f"--work-tree={folder}", *arguments),
                stdin=b"\0".join([*files, b""]),
                folder=folder,
                GIT_INDEX_FILE=os.path.join(place, "index"),
            )
            if process.returncode:
                raise OptionError(f"git cannot read the rules of '{revision}': {_error_of(process)}")


def _tree(name: str, revision: str) -> str:
    """Return the id of a revision's tree."""
    problem = f"'{name}' is not a file or folder, and"
    if not shutil.which("git"):
        raise OptionError(f"{problem} git is not installed, so it cannot be a revision")
    repository = _git("rev-parse", "--git-dir")
    if repository.returncode:
        raise OptionError(f"{problem} not a revision, since git says: {_error_of(repository)}")
    if revision and not revision.startswith("-"):
        tree = _git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")
        if not tree.returncode:
            return tree.stdout.decode().strip()
    raise OptionError(f"{problem} there is no revision '{revision}' in the repository of this folder")


def _error_of(process: "subprocess.CompletedProcess[bytes]") -> str:
    """Return the first line of git's error message."""
    return process.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")


def _from_root(path: str) -> str:
    """Return a path relative to the repository's root; one that begins with a dot starts at the current folder."""
    if path.split("/", maxsplit=1)[0] in (".", ".."):
        prefix = os.fsdecode(_git("rev-parse", "--show-prefix").stdout).rstrip("\n")
        path = os.path.normpath(f"{prefix}{path}")
    return str(PurePosixPath(path.strip("/")))


def _git(
    *arguments: str, stdin: bytes = b"", folder: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run git in English, with additional environment variables."""
    return subprocess.run(  # noqa: S603 - reads objects only, and no user's argument can be an option
        ["git", *arguments],  # noqa: S607 - the user's git
        input=stdin,
        capture_output=True,
        check=False,
        cwd=folder,
        env=os.environ | {"LC_ALL": "C"} | environment,
    )
