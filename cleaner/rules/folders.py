"""Folders of rules: the shipped ones, those of other packages, and a user's own."""

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import RuleProblem, RulesError

if TYPE_CHECKING:  # start-up time
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
"""The folder of this package."""

SUFFIXES = (".yaml", ".yml")
"""What names of rule files end with."""

RULES_FOLDER = ".clean"
"""The folder of a project's rules."""

ENTRY_POINTS = "cleaner.rules"
"""The group of entry points under which other packages name packs of rules."""


class InstalledPack(NamedTuple):
    """A pack of rules of another package: the package's name and version, and the folders that hold the rule files."""

    name: str
    version: str
    folders: "tuple[Path, ...]"


def shipped_folder() -> "Path":
    """Return the folder of shipped rules. Raise :exc:`RulesError` if the installation lacks it."""
    from pathlib import Path

    return Path(shipped_path())


def shipped_path() -> str:
    """Return the path of :func:`shipped_folder`."""
    places = (os.path.join(PACKAGE, "_rules"), os.path.join(os.path.dirname(PACKAGE), "rules"))
    for place in places:
        if os.path.isdir(os.path.join(place, "common")):
            return place
    raise RulesError([RuleProblem("R001", "the shipped rules are missing", places[0], help="reinstall the package")])


def is_installed(folder: str) -> bool:
    """Whether a folder is part of this package, so that the next installation replaces it."""
    return folder.startswith(PACKAGE + os.sep)


def installed_folders() -> "list[Path]":
    """Return the folders of rules that packages installed: the next installation replaces what is in them."""
    folders = [folder for pack in installed_packs() for folder in pack.folders]
    return [shipped_folder(), *folders] if is_installed(shipped_path()) else folders


def installed_packs() -> list[InstalledPack]:
    """Return the packs of rules that other installed packages have.

    A pack is named by an entry point of the group :data:`ENTRY_POINTS`, whose value is an importable package: its
    folder holds the rule files. Raise :exc:`RulesError` if there is no such package.
    """
    if not _names_packs():
        return []
    from importlib.metadata import entry_points  # start-up time: 10 ms, and few installations have packs

    return [
        InstalledPack(
            entry.dist.name if entry.dist else entry.name,
            entry.dist.version if entry.dist else "",
            _package_folders(entry.module),
        )
        for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name)
    ]


def rule_file_paths(folder: str) -> list[str]:
    """Return the paths of all rule files below a folder, in code-point order of their parts."""
    paths = [
        os.path.join(root, name)
        for root, _, names in os.walk(folder)
        for name in names
        if os.path.splitext(name)[1].lower() in SUFFIXES
    ]
    return sorted(filter(os.path.isfile, paths), key=lambda path: path.split(os.sep))


def project_folders() -> list[str]:
    """Return the folders in which a project is configured, the nearest first.

    From the working folder upwards to the folder with ``.git``; without one, the working folder only.
    """
    folder = os.getcwd()
    folders = [""]
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return [""]
        folder = parent
        folders.append(folder)
    return folders


def user_folder() -> str:
    """Return the folder of a user's configuration."""
    return os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "cleaner")


def user_places() -> list[str]:
    """Return where a user's own rules may be: the project's nearest ``.clean``, and ``rules`` in the user's folder."""
    places = [os.path.join(folder, RULES_FOLDER) for folder in project_folders()]
    nearest = next(filter(os.path.isdir, places), RULES_FOLDER)
    return [nearest, os.path.join(user_folder(), "rules")]


def user_folders() -> "list[Path]":
    """Return those of the user's places that exist and have rule files."""
    places = [place for place in user_places() if os.path.isdir(place) and rule_file_paths(place)]
    if not places:
        return []
    from pathlib import Path

    return [Path(place) for place in places]


def _names_packs() -> bool:
    """Whether any installed package may name a pack of rules: a quick search of their entry points."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except NotADirectoryError:  # a zip archive: only importlib can look into it
            return True
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and _mentions_packs(os.path.join(folder, name)):
                return True
    return False


def _mentions_packs(metadata: str) -> bool:
    try:
        with open(os.path.join(metadata, "entry_points.txt"), "rb") as stream:
            return ENTRY_POINTS.encode() in stream.read()
    except OSError:
        return False


def _package_folders(package: str) -> "tuple[Path, ...]":
    """Return an importable package's folders. Raise :exc:`RulesError` if there is no such package."""
    from importlib.util import find_spec
    from pathlib import Path

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        help = "reinstall the package that has it, or remove it"
        raise RulesError([RuleProblem("R001", "this pack of rules is not an importable package", package, help=help)])
    return tuple(map(Path, spec.submodule_search_locations))
