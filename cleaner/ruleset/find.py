"""Where the shipped rules are: inside an installed wheel, or beside the package in a checkout."""

from pathlib import Path

from cleaner.errors import RuleProblem, RulesError
from cleaner.ruleset.load import RuleFile, rule_files

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
