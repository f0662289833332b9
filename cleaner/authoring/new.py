"""A new rule from lines of an article: drafted, tested with all others, and put into a rule file's text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.authoring.draft import LOOK_ALIKES, RuleDraft
from cleaner.authoring.samples import check_samples
from cleaner.errors import OptionError, RuleProblem
from cleaner.matching import Engine
from cleaner.rules.edit import append_rule
from cleaner.rules.load import load_text
from cleaner.types import Article, Document, Line, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class DraftedRule:
    """A rule that was drafted: the rows of its YAML, the whole text of its file, and what does not hold of it."""

    rule: Rule
    rows: tuple[str, ...]
    text: str
    problems: tuple[RuleProblem, ...]


def lines_in_range(document: Document, first: int, last: int) -> list[Line]:
    """Return the lines whose numbers are from one to another. Raises :exc:`OptionError` if there are none."""
    found = [line for line in document.lines if first <= line.number <= last]
    if not found:
        numbers = [line.number for line in document.lines]
        told = f"its lines with text are {numbers[0]} to {numbers[-1]}" if numbers else "it has no line with text"
        raise OptionError(f"there is no text in line {first}{f' to {last}' if last > first else ''}: {told}")
    return found


def line_words(document: Document, line: Line) -> str:
    """Return the words of a line, without the form before them."""
    return document.text[line.span.start + line.lead : line.span.end]


def write_rule(draft: RuleDraft, path: Path, source: str, others: RuleSet) -> DraftedRule:
    """Write a rule into the text of a rule file, and run its samples alone and with all other rules.

    Raises :exc:`OptionError` if the file has such an id already, or its form leaves no place for a rule.
    """
    if any(rule.id == f"{path.stem}/{draft.id}" for rule in others.rules):
        raise OptionError(f"there is a rule '{path.stem}/{draft.id}' already: give this one another id with --id")
    tried = [_written(draft, path, source, others, look_alike) for look_alike in LOOK_ALIKES]
    return min(tried, key=lambda written: len(written.problems))


def _written(draft: RuleDraft, path: Path, source: str, others: RuleSet, look_alike: str) -> DraftedRule:
    rows = tuple(draft.rows(look_alike))
    text = append_rule(source, rows)
    if text is None:
        raise OptionError(f"{path}: its rules are no list with dashes, so there is no safe place for one more")
    own = load_text(text, name=str(path))
    rule = next(rule for rule in own.rules if rule.id == f"{path.stem}/{draft.id}")
    together = RuleSet((*(rule for rule in others.rules if rule.path != str(path)), *own.rules))
    problems = [problem for problem in check_samples(together, [rule]) if problem.code != "R302"]
    return DraftedRule(rule, rows, text, tuple(problems))


def lines_taken(rule: Rule, articles: Iterable[tuple[str, Article]]) -> Iterator[tuple[str, int, str]]:
    """Find the lines that a rule takes by itself from articles: the article's place, the line's number, its text."""
    engine = Engine([rule])
    for place, article in articles:
        for removal in engine.match(article.document).removals:
            yield place, removal.line, removal.span.of(article.document.text)
