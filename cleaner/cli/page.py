"""The page of a report, written to a file."""

from cleaner.cli.reports import rule_place
from cleaner.io.files import open_output
from cleaner.places import place_of
from cleaner.report.corpus import Corpus
from cleaner.report.write import page_of
from cleaner.types import RuleSet


def save_page(path: str, corpus: Corpus, title: str, rule_set: RuleSet) -> None:
    """Write the page on a corpus to a file. Raises :exc:`cleaner.errors.InputError` if that fails."""
    places = {rule.id: rule_place(rule.path, rule.at_line) for rule in rule_set.rules}
    page = page_of(corpus, title, rule_set.rules, places)
    with open_output(place_of(path)) as stream:
        stream.write(page.encode("utf-8", "replace"))
