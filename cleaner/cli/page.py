"""The page of a report, written to a file."""

import os
from pathlib import Path

from cleaner.cli.console import display_path
from cleaner.io.files import open_output
from cleaner.report.corpus import Corpus
from cleaner.report.write import page_of
from cleaner.rules.folders import shipped_folder
from cleaner.types import Rule, RuleSet


def save_page(path: str, corpus: Corpus, title: str, rule_set: RuleSet) -> None:
    """Write the page on a corpus to a file. Raises :exc:`cleaner.errors.InputError` if that fails."""
    places = {rule.id: _place(rule) for rule in rule_set.rules}
    page = page_of(corpus, title, rule_set.rules, places)
    with open_output(Path(path)) as stream:
        stream.write(page.encode("utf-8", "replace"))


def _place(rule: Rule) -> str:
    """Return the file and line of a rule. Those of shipped rules do not depend on where the package is."""
    shipped = os.path.realpath(shipped_folder())
    path = os.path.realpath(rule.path)
    if path.startswith(f"{shipped}{os.sep}"):
        return f"rules/{os.path.relpath(path, shipped)}:{rule.at_line}".replace(os.sep, "/")
    return display_path(rule.path, rule.at_line)
