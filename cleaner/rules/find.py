"""Which rule files there are: the shipped ones, and those of other packages."""

from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from cleaner.errors import RuleProblem, RulesError
from cleaner.rules.folders import PACKAGE, shipped_folder
from cleaner.rules.load import rule_files
from cleaner.rules.rule_file import RuleFile


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
    own = [shipped] if shipped.is_relative_to(PACKAGE) else []
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
