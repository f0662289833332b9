"""Where rules are found: the shipped ones, those of other packages, and a user's own folders."""

import os
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from cleaner.errors import RuleProblem, RulesError
from cleaner.ruleset.load import rule_files
from cleaner.ruleset.pack import RuleFile

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Return the folder of shipped rules. Raises :exc:`RulesError` if the installation lacks it."""
    places = (_PACKAGE / "_rules", _PACKAGE.parent / "rules")
    for place in places:
        if (place / "common").is_dir():
            return place
    raise RulesError([RuleProblem("R001", "the shipped rules are missing", str(places[0]), help="install it anew")])


def shipped_files() -> list[RuleFile]:
    """Return the shipped rule files. Their layer follows from what each file says."""
    return rule_files(shipped_folder(), "common", trusted=True)


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack of rules that another package brings: its name and version, and the folders that hold its files."""

    name: str
    version: str
    folders: tuple[Path, ...]


def installed_packs() -> list[InstalledPack]:
    """Return the packs that other installed packages bring.

    Each names itself under the entry point group ``cleaner.rules``: the value is an importable package, whose folder
    holds the rule files. Raises :exc:`RulesError` for one that is not there.
    """
    return [
        InstalledPack(
            entry.dist.name if entry.dist else entry.name,
            entry.dist.version if entry.dist else "",
            tuple(Path(folder) for folder in _folders(entry.module)),
        )
        for entry in sorted(entry_points(group="cleaner.rules"), key=lambda entry: entry.name)
    ]


def installed_folders() -> list[Path]:
    """Return the folders of rules that packages brought: what stands there is replaced by the next installation."""
    shipped = shipped_folder()
    own = [shipped] if shipped.is_relative_to(_PACKAGE) else []
    return [*own, *(folder for pack in installed_packs() for folder in pack.folders)]


def pack_files() -> list[RuleFile]:
    """Return the rule files of the packs that other installed packages bring."""
    folders = (folder for pack in installed_packs() for folder in pack.folders)
    return [file for folder in folders for file in rule_files(folder, "pack")]


def _folders(package: str) -> list[str]:
    """Return an importable package's folders. Raises :exc:`RulesError` if there is no such package."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        help = "install the package that brings it anew, or remove it"
        raise RulesError([RuleProblem("R001", "this pack of rules is no importable package", package, help=help)])
    return list(spec.submodule_search_locations)


def user_places() -> list[Path]:
    """Return where a user's own rules may stand: ``./.clean`` and the configuration's ``cleaner/rules``."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return [Path(".clean"), Path(home) / "cleaner" / "rules"]


def user_folders() -> list[Path]:
    """Return those of the user's places that are there and have rule files."""
    return [place for place in user_places() if place.is_dir() and any(place.rglob("*.y*ml"))]
