"""Rules drafted from lines of an article that were selected on the page."""

from itertools import count
from pathlib import Path
from typing import NamedTuple

from cleaner.article import Article
from cleaner.authoring.draft import (
    Draft,
    DraftedRule,
    RuleDraft,
    SampleCheck,
    line_words,
    lines_in_range,
    slug,
    write_rule,
)
from cleaner.errors import InputError, OptionError
from cleaner.types import RuleSet


class OpenFile(NamedTuple):
    """The rule file in the editor: its path, its text, all rules that run with it, and what checks their samples."""

    path: Path
    text: str
    rule_set: RuleSet
    check: SampleCheck

    def free_id(self, id: str) -> str:
        """Return an id that no rule of the file has: this one, or with a number."""
        taken = {rule.id for rule in self.rule_set.rules}
        names = (f"{id}-{number}" if number > 1 else id for number in count(1))
        return next(name for name in names if f"{self.path.stem}/{name}" not in taken)

    def with_rule(self, draft: Draft) -> DraftedRule:
        """Add a rule. Raise :exc:`InputError` if the file is in a form that has no place for it."""
        try:
            return write_rule(draft, self.path, self.text, self.rule_set, check=self.check)
        except OptionError as error:
            raise InputError(str(error)) from None


def draft_rule(article: Article, lines: tuple[int, int], place: str, file: OpenFile) -> DraftedRule:
    """Add a rule that removes the lines from one number to another of an article to a rule file.

    Raise :exc:`InputError` if there is no such line, or the file is in a form that has no place for the rule.
    """
    try:
        chosen = lines_in_range(article.document, *lines)
    except OptionError as error:
        raise InputError(str(error)) from None
    texts = [line_words(article.document, line) for line in chosen]
    id = file.free_id(slug(texts[0]) or f"line-{chosen[0].number}")
    return file.with_rule(RuleDraft(id, f"Boilerplate as in {place}, line {chosen[0].number}.", texts))
