"""Folders of rules: the shipped ones, and a user's own."""

import os
from typing import TYPE_CHECKING

from cleaner.errors import RuleProblem, RulesError

if TYPE_CHECKING:  # start-up time
    from pathlib import Path


def shipped_folder() -> "Path":
    """Return the folder of shipped rules. Raises :exc:`RulesError` if the installation lacks it."""
    from pathlib import Path

    package = Path(__file__).resolve().parent.parent
    places = (package / "_rules", package.parent / "rules")
    for place in places:
        if (place / "common").is_dir():
            return place
    raise RulesError([RuleProblem("R001", "the shipped rules are missing", str(places[0]), help="install it anew")])


def user_folders() -> "list[Path]":
    """Return the folders of a user's own rules that exist: ``./.clean`` and the configuration's ``cleaner/rules``."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    found = [place for place in (".clean", os.path.join(home, "cleaner", "rules")) if os.path.isdir(place)]
    if not found:
        return []
    from pathlib import Path

    return [Path(place) for place in found if any(Path(place).rglob("*.y*ml"))]
