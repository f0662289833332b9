"""A new rule from lines of an article: drafted, tested with all other rules, and added to a rule file.

A draft uses literal phrases or a block, never a pattern, and has samples.
"""

import re
import unicodedata
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from math import inf
from pathlib import Path
from typing import Literal, Protocol

import yaml

from cleaner.article import Article
from cleaner.authoring.samples import check_samples
from cleaner.authoring.verdicts import RemovalVerdict
from cleaner.errors import OptionError, RuleProblem
from cleaner.io.files import open_output
from cleaner.matching import Engine
from cleaner.rules.edit import append_rule
from cleaner.rules.load import load_text
from cleaner.types import Document, Line, Rule, RuleSet

MAX_PHRASE = 12
"""Most words of a line that is matched whole. A longer one is matched by its beginning, since the end varies."""

BEGINNING = 8
"""Words in the beginning of such a line."""

SLUG_WORDS = 4

LOOK_ALIKES = (
    "The sign on the door said “{}”, and nobody had ever asked why.",
    "She had written “{}” on the wall of the workshop years ago.",
    "On the second page of the letter stood the words “{}” in green ink.",
)
"""Sentences that quote a phrase: look-alikes of a line, which must stay."""


class Draft(Protocol):
    """A rule to write: its id, look-alikes to try as its sample that stays, and the rows of its YAML."""

    @property
    def id(self) -> str:
        """The rule's id."""

    @property
    def look_alikes(self) -> Sequence[str]:
        """Templates of the kept sample."""

    def rows(self, look_alike: str) -> Iterator[str]:
        """Yield the rows of the rule's YAML, without indentation."""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """The id of a rule to write, what it is about, the lines it removes, and its site, if it is for one."""

    id: str
    about: str
    lines: Sequence[str]
    site: str | None = None
    look_alikes: Sequence[str] = LOOK_ALIKES

    def rows(self, look_alike: str) -> Iterator[str]:
        """Yield the rows of the rule's YAML, without indentation; ``look_alike`` is a template of the kept sample."""
        yield f"- id: {self.id}"
        yield f"  about: {yaml_scalar(self.about)}"
        if self.site:
            yield f"  sites: [{self.site}]"
        yield from self._matcher()
        if len(self.lines) == 1:
            yield f"  removes: [{yaml_scalar(self.lines[0])}]"
        else:
            yield "  removes:"
            yield "    - |"
            yield from (f"      {line}" for line in self.lines)
        yield f"  keeps: [{yaml_scalar(look_alike.format(phrase(self.lines[0])))}]"

    def _matcher(self) -> Iterator[str]:
        if len(self.lines) == 1:
            yield f"  {_phrase_key(self.lines[0])}: {yaml_scalar(phrase(self.lines[0]))}"
            return
        yield "  block:"
        yield f"    from: {_block_line(self.lines[0])}"
        yield f"    through: {_block_line(self.lines[-1])}"
        yield f"    max_lines: {len(self.lines)}"


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """The id of a rule that keeps lines, what it is about, and the lines or, by ``key``, the parts of lines."""

    id: str
    about: str
    lines: Sequence[str]
    key: Literal["line", "starts", "contains"]
    look_alikes: Sequence[str] = ("",)

    def rows(self, look_alike: str) -> Iterator[str]:  # noqa: ARG002 - as the others
        """Yield the rows of the rule's YAML, without indentation: the lines are its samples."""
        yield f"- id: {self.id}"
        yield f"  about: {yaml_scalar(self.about)}"
        yield f"  {self.key}:"
        phrases = self.lines if self.key == "contains" else map(phrase, self.lines)
        yield from (f"    - {yaml_scalar(text)}" for text in dict.fromkeys(phrases))
        yield "  keep: true"
        yield "  keeps:"
        yield from (f"    - {yaml_scalar(line)}" for line in self.lines)


def keep_drafts(rule: str, wrong: Iterable[RemovalVerdict], taken: Container[str]) -> Iterator[KeepDraft]:
    """Yield rules that keep what a rule was wrong to remove, at most one for each key. ``taken`` are ids in use."""
    lines = defaultdict[Literal["line", "starts", "contains"], list[str]](list)
    for verdict in wrong:
        lines["contains" if verdict.is_part else _phrase_key(verdict.text)].append(verdict.text)
    about = f"What {rule} must leave, by people who looked."
    name = f"kept-from-{'-'.join(re.findall('[a-z0-9]+', rule.lower()))}"
    numbers = count(2)
    id = name
    for key, texts in lines.items():
        while id in taken:
            id = f"{name}-{next(numbers)}"
        yield KeepDraft(id, about, texts, key)
        id = f"{name}-{next(numbers)}"


def phrase(line: str) -> str:
    """Return the phrase by which a rule matches a line: the whole line, or the beginning of a long one."""
    words = line.split()
    return " ".join(words[:BEGINNING]).rstrip(" ,;:") if len(words) > MAX_PHRASE else line


def _phrase_key(line: str) -> Literal["line", "starts"]:
    return "line" if phrase(line) == line else "starts"


def _block_line(line: str) -> str:
    scalar = yaml_scalar(phrase(line))
    return scalar if _phrase_key(line) == "line" else f"{{ starts: {scalar} }}"


def slug(text: str) -> str:
    """Return an id made of the first words of a line; an empty text if they have no Latin letters or digits.

    >>> slug("Déjà vu: more from this author's desk"), slug("最新ニュース")
    ('deja-vu-more-from', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain.replace("'", ""))[:SLUG_WORDS])


def yaml_scalar(text: str) -> str:
    """Return a text as a YAML scalar on one row, in quotes where it needs them, also inside brackets.

    >>> yaml_scalar("Most Popular"), yaml_scalar("It's here: now"), yaml_scalar("no")
    ('Most Popular', "'It''s here: now'", "'no'")
    """
    listed = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=inf)
    return listed.strip().removeprefix("[").removesuffix("]")


@dataclass(frozen=True, slots=True)
class DraftedRule:
    """A drafted rule: the rows of its YAML, the whole text of its file, and the problems of its samples."""

    rule: Rule
    rows: tuple[str, ...]
    text: str
    problems: tuple[RuleProblem, ...]


SampleCheck = Callable[[str, Rule], Iterable[RuleProblem]]
"""Runs the samples of a rule of a rule file with a text, beside all other rules, and yields what fails."""


def write_rule(
    draft: Draft, path: Path, source: str, rule_set: RuleSet, *, check: SampleCheck | None = None
) -> DraftedRule:
    """Add a rule to the text of a rule file, and run its samples alone and with all other rules.

    ``check`` runs them where the other rules are compiled already. Raise :exc:`OptionError` if the file has a rule of
    that id, or is in a form that a rule cannot be added to.
    """
    if any(rule.id == f"{path.stem}/{draft.id}" for rule in rule_set.rules):
        raise OptionError(f"there is a rule '{path.stem}/{draft.id}' already: give this one another id with --id")
    check = check or partial(_check_samples, path, rule_set)
    candidates = [_draft_rule(draft, path, source, look_alike, check) for look_alike in draft.look_alikes]
    return min(candidates, key=lambda rule: len(rule.problems))


def _check_samples(path: Path, rule_set: RuleSet, text: str, rule: Rule) -> Iterable[RuleProblem]:
    others = [other for other in rule_set.rules if other.path != str(path)]
    return check_samples(RuleSet((*others, *load_text(text, name=str(path)).rules)), [rule])


def _draft_rule(draft: Draft, path: Path, source: str, look_alike: str, check: SampleCheck) -> DraftedRule:
    rows = tuple(draft.rows(look_alike))
    text = append_rule(source, rows)
    if text is None:
        raise OptionError(f"{path}: a rule can be added to a list with dashes only: write 'rules' in that form")
    file_rules = load_text(text, name=str(path)).rules
    rule = next(rule for rule in file_rules if rule.id == f"{path.stem}/{draft.id}")
    problems = [problem for problem in check(text, rule) if problem.code != "R302"]
    return DraftedRule(rule, rows, text, tuple(problems))


def rewrite(path: Path, text: str) -> None:
    """Write a rule file's new text, whole or not at all. A byte order mark at the start of the file is kept."""
    mark = BOM_UTF8 if path.exists() and path.read_bytes().startswith(BOM_UTF8) else b""
    with open_output(path) as stream:
        stream.write(mark + text.encode())


def lines_in_range(document: Document, first: int, last: int) -> list[Line]:
    """Return the lines with the numbers ``first`` to ``last``. Raise :exc:`OptionError` if there are none."""
    lines = [line for line in document.lines if first <= line.number <= last]
    if not lines:
        numbers = [line.number for line in document.lines]
        hint = f"its lines with text are {numbers[0]} to {numbers[-1]}" if numbers else "it has no line with text"
        raise OptionError(f"there is no text in line {first}{f' to {last}' if last > first else ''}: {hint}")
    return lines


def line_words(document: Document, line: Line) -> str:
    """Return the words of a line, without the marks of Markdown."""
    return line.words(document.text)


def removed_lines(rule: Rule, articles: Iterable[tuple[str, Article]]) -> Iterator[tuple[str, int, str]]:
    """Yield the lines that a rule alone removes from articles: the article's place, the line's number and its text."""
    engine = Engine([rule])
    for place, article in articles:
        for removal in engine.match(article.document).removals:
            yield place, removal.line, removal.span.of(article.document.text)
