"""Cases: texts with what becomes of each line, and by which rule, in ``fixtures/text/*.case``.

``fixtures/look_alikes`` has articles of all kinds, a file for each language, of which nothing may go: short lines and
paragraphs that look like boilerplate, at the places where articles have them.

A file holds cases one after the other. A case is::

    # Title                      `Negative: …` removes nothing, `Known failure: …` fails for now
    site: a.com                  options, each in a line of its own: site, language, profile, markdown
    rules:                       inline rules, a YAML list behind `| `; without them the shipped rules run
    | - { id: label, line: Advertisement }

      This line stays.           two blanks
    @ label                      the rule that takes the next lines (`case/` may be left out)
    - Advertisement              the line goes

Inline rules of a file hold for all cases below them, until a case gives its own. A line that is cut stands twice,
as it was and as it becomes: ``- in (AP) Rome`` and, right below, ``+ in Rome``. An empty row of a case is an empty line
of its text; those around the text do not count.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from cleaner.matching import Engine
from cleaner.rules import choose, load_rules
from cleaner.rules.load import load_text
from cleaner.text.apply import apply
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.text.sentences import is_prose
from cleaner.types import Document, Profile, RuleSet

FIXTURES = Path(__file__).parent.parent / "fixtures"
LOOK_ALIKES = "look_alikes"
FOLDERS = ("text", LOOK_ALIKES)
MIN_LOOK_ALIKES, MIN_LANGUAGES = 400, 20
"""How many lines that are not prose the look-alikes have at least, and in how many languages."""

OPTIONS = ("site", "language", "profile", "markdown")


@dataclass
class Case:
    """One case: its text, what is left of it, and the rule of each line that goes."""

    title: str
    place: str
    rules: list[str]
    options: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)
    rule: str = ""

    def add(self, row: str) -> None:
        """Take the next row; one of no known form is a mistake."""
        name, _, value = row.partition(": ")
        match row[:2]:
            case "| ":
                self.rules.append(row[2:])
            case "@ ":
                self.rule = row[2:] if "/" in row else f"case/{row[2:]}"
            case "- ":
                self.text.append(row[2:])
                self.taken[len(self.text)] = self.rule
            case "+ ":
                self.left.append(row[2:])
            case "  " | "":
                self.text.append(row[2:])
                self.left.append(row[2:])
            case _ if row == "rules:":
                self.rules = []
            case _:
                assert name in OPTIONS, f"{self.place}: what is '{row}'?"
                self.options[name] = value


def read(path: Path) -> list[Case]:
    """Read the cases of a file."""
    cases: list[Case] = []
    for number, row in enumerate(path.read_text("utf-8").split("\n"), 1):
        if row.startswith("# "):
            cases.append(Case(row[2:], f"{path.name}:{number}", cases[-1].rules if cases else []))
        else:
            assert cases, f"{path.name}:{number}: a case begins with a title"
            cases[-1].add(row)
    return cases


CASES = [case for folder in FOLDERS for path in sorted((FIXTURES / folder).glob("*.case")) for case in read(path)]


@cache
def rule_set_of(rules: tuple[str, ...]) -> RuleSet:
    """Return inline rules, or the shipped ones if there are none."""
    return load_text("\n".join(["rules:", *(f"  {row}" for row in rules)]), name="case.yaml") if rules else load_rules()


@cache
def engine_of(rules: tuple[str, ...], profile: Profile) -> Engine:
    """Return an engine for the rules of a case."""
    return Engine(choose(rule_set_of(rules), profile).rules)


def document_of(case: Case) -> Document:
    markdown = case.options.get("markdown") == "true"
    document = segment(normalize("\n".join(case.text), markdown=markdown), markdown=markdown)
    return document._replace(site=case.options.get("site"), language=case.options.get("language"))


def marked(case: Case) -> ParameterSet:
    failing = [pytest.mark.xfail(reason="a known failure")] if case.title.startswith("Known failure:") else []
    return pytest.param(case, id=f"{case.place} {case.title}", marks=failing)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_each_line_stays_or_goes_by_the_rule_that_the_case_names(case: Case) -> None:
    profile = case.options.get("profile", "standard")
    document = document_of(case)
    matches = engine_of(tuple(case.rules), profile).match(document)
    short = apply(document, matches.removals).document
    rows = [row for line in short.lines for row in line.span.of(short.text).split("\n")]
    assert rows == [row.strip() for row in case.left if row.strip()]
    assert {removal.line: removal.rule for removal in matches.removals} == case.taken


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.place} {case.title}")
def test_a_case_is_of_the_kind_that_its_title_says(case: Case) -> None:
    assert any(case.text)
    assert all(case.taken.values()), "name the rule that takes the lines: '@ id'"
    if not case.title.startswith("Known failure:"):
        assert bool(case.taken) is not case.title.startswith("Negative:")


def test_there_are_look_alikes_in_twenty_languages() -> None:
    paths = sorted((FIXTURES / LOOK_ALIKES).glob("*.case"))
    cases = [case for path in paths for case in read(path)]
    assert len(paths) >= MIN_LANGUAGES
    assert all(
        case.title.startswith(("Negative: ", "Known failure: ")) and not case.options and not case.rules
        for case in cases
    )
    lines = [row.strip() for case in cases for row in case.text if row.strip()]
    assert sum(not is_prose(line) for line in lines) >= MIN_LOOK_ALIKES


def test_there_are_cases_and_no_title_stands_twice() -> None:
    assert CASES
    assert len({case.title for case in CASES}) == len(CASES)
