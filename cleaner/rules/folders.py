"""Folders of rules: the shipped ones, and a user's own."""

import os
from typing import TYPE_CHECKING

from cleaner.errors import RuleProblem, RulesError

if TYPE_CHECKING:  # start-up time
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
"""The folder of this package."""


def shipped_folder() -> "Path":
    """Return the folder of shipped rules. Raises :exc:`RulesError` if the installation lacks it."""
    from pathlib import Path

    package = Path(PACKAGE)
    places = (package / "_rules", package.parent / "rules")
    for place in places:
        if (place / "common").is_dir():
            return place
    raise RulesError([RuleProblem("R001", "the shipped rules are missing", str(places[0]), help="install it anew")])


def user_places() -> list[str]:
    """Return where a user's own rules may stand: ``./.clean`` and the configuration's ``cleaner/rules``."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return [".clean", os.path.join(home, "cleaner", "rules")]


def user_folders() -> "list[Path]":
    """Return those of the user's places that are there and have rule files."""
    found = [place for place in user_places() if os.path.isdir(place)]
    if not found:
        return []
    from pathlib import Path

    return [Path(place) for place in found if any(Path(place).rglob("*.y*ml"))]
