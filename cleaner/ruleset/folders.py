"""Folders of rules: the shipped ones, and a user's own."""

import os
from pathlib import Path

from cleaner.errors import RuleProblem, RulesError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Return the folder of shipped rules. Raises :exc:`RulesError` if the installation lacks it."""
    places = (_PACKAGE / "_rules", _PACKAGE.parent / "rules")
    for place in places:
        if (place / "common").is_dir():
            return place
    raise RulesError([RuleProblem("R001", "the shipped rules are missing", str(places[0]), help="install it anew")])


def user_folders() -> list[Path]:
    """Return the folders of a user's own rules that exist: ``./.clean`` and the configuration's ``cleaner/rules``."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    places = (Path(".clean"), Path(home) / "cleaner" / "rules")
    return [place for place in places if place.is_dir() and any(place.rglob("*.y*ml"))]
