"""Samples are a rule's tests: each is put into a neutral article, and exactly what should go must go.

The article has thirty prose lines. A sample stands at its end for rules of the end, at its start for rules of the
start, else in the middle; for a rule of both it is the whole text. Samples of ``select`` rules are pieces of HTML,
and :mod:`cleaner.authoring.page_samples` says what is asked of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.authoring.failing import notes
from cleaner.errors import RuleProblem
from cleaner.matching import Engine
from cleaner.options import Normalization
from cleaner.rules import choose
from cleaner.text.apply import apply
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.types import Block, Document, Matches, Profile, Rule, RuleSet, Sample, Saved, Select

if TYPE_CHECKING:
    from cleaner.authoring.page_samples import PageSamples

SAMPLE_PLACES = ("start", "middle", "end")
_HELP = {
    "R301": "make rule and sample agree; two blanks before a line of a sample say that it stays",
    "R302": "write one in the manner of the real thing: what goes, and a look-alike that stays",
    "R303": "make the other rule narrower, with 'unless' or a position, or choose another sample",
}

STAYS = "  "
"""Before a line of a sample: this line must stay."""


@dataclass(frozen=True, slots=True)
class PlacedSample:
    """A sample in its article: the numbers of its lines, and of those of them that must stay."""

    document: Document
    sample: range
    staying: frozenset[int]


@cache
def neutral_lines() -> tuple[str, ...]:
    """Return the thirty prose lines of the neutral article: no rule may take any of them."""
    return tuple(Path(__file__).with_name("neutral.txt").read_text("utf-8").split("\n")[:-1])


def check_samples(rule_set: RuleSet, rules: Iterable[Rule]) -> Iterator[RuleProblem]:
    """Run the samples of some rules of a rule set, and report those that do not hold."""
    profiles: tuple[Profile, ...] = ("standard", "aggressive")
    together = {profile: Engine(choose(rule_set, profile).rules) for profile in profiles}
    for rule in rules:
        alone = Engine([rule])
        kinds = {sample.kind for sample in rule.samples}
        wanted = {"keeps"} if rule.keep else {"keeps", "saves"} if rule.remove == "nothing" else {"removes", "keeps"}
        for kind in sorted(wanted - kinds):
            yield _problem(rule, None, "R302", f"rule '{rule.id}' has no sample under '{kind}'")
        everyone = together["aggressive" if rule.confidence == "low" else "standard"]
        pages = _pages(everyone.rules) if isinstance(rule.matches, Select) else None
        for sample in rule.samples:
            if pages:
                yield from (_problem(rule, sample, *told) for told in pages.check(rule, sample))
            else:
                yield from _check(rule, sample, alone, everyone)


def _pages(rules: tuple[Rule, ...]) -> "PageSamples":
    """Return what checks samples of pages; the parser of pages is imported only where a rule has them."""
    from cleaner.authoring.page_samples import PageSamples

    return PageSamples(rules, neutral_lines())


def _check(rule: Rule, sample: Sample, alone: Engine, everyone: Engine) -> Iterator[RuleProblem]:
    if sample.kind == "keeps":
        yield from _check_keeps(rule, sample, alone, everyone)
        return
    placed = place_sample(sample.text, rule, sample_place(rule))
    matches = alone.match(placed.document)
    if matches.timed_out:
        yield _problem(rule, sample, "R301", "the rule's pattern takes too long in this sample")
    elif sample.kind == "saves":
        saved = {(one.field, one.values) for one in _saved(matches)}
        for one in sample.saved:
            if (one.field, one.values) not in saved:
                told = "; ".join(f"{field}: {', '.join(values)}" for field, values in sorted(saved)) or "nothing"
                yield _problem(
                    rule, sample, "R301", f"the sample saves {told}, not {one.field}: {', '.join(one.values)}"
                )
    elif sample.cut is not None:
        left = _left(placed, matches)
        if left != sample.cut:
            yield _problem(rule, sample, "R301", f"the sample becomes {left!r}, not {sample.cut!r}")
    else:
        yield from _check_removes(rule, sample, placed, matches, alone)


def _check_removes(
    rule: Rule, sample: Sample, placed: PlacedSample, matches: Matches, alone: Engine
) -> Iterator[RuleProblem]:
    gone = {removal.line for removal in matches.removals}
    due = {line.number for line in placed.document.lines if line.number in placed.sample} - placed.staying
    if len(due) > 1 and not due & gone:
        told = notes(rule, alone, placed.document, placed.sample, min(due))
        yield _problem(rule, sample, "R301", f"no line of the sample goes, from {_line(placed, min(due))!r} on", told)
        return
    for number in sorted(due - gone):
        told = notes(rule, alone, placed.document, placed.sample, number)
        yield _problem(rule, sample, "R301", f"a line of the sample stays: {_line(placed, number)!r}", told)
    for number in sorted(gone - due):
        whose = "the sample" if number in placed.sample else "the article around the sample"
        yield _problem(rule, sample, "R301", f"a line of {whose} goes: {_line(placed, number)!r}")


def _check_keeps(rule: Rule, sample: Sample, alone: Engine, everyone: Engine) -> Iterator[RuleProblem]:
    places = ("whole",) if sample_place(rule) == "whole" else SAMPLE_PLACES
    for where in places:
        placed = place_sample(sample.text, rule, where)
        rounds = alone.run_rounds(placed.document) if rule.keep else None
        if rounds and not rounds.protected_lines(rounds.remaining):
            yield _problem(rule, sample, "R301", f"the rule does not protect the sample (at the {where})")
        removals = alone.match(placed.document).removals or everyone.match(placed.document).removals
        for removal in removals:
            code, whose = ("R301", "") if removal.rule == rule.id else ("R303", f" by rule '{removal.rule}'")
            message = f"a sample that stays is taken{whose} (at the {where}): {_line(placed, removal.line)!r}"
            yield _problem(rule, sample, code, message)
        if removals:  # at the other places it would be the same again
            return


def place_sample(text: str, rule: Rule, where: str) -> PlacedSample:
    """Put a sample into the neutral article, on the rule's own site and in its language."""
    rows = [row for row in text.split("\n") if row.strip()]
    around = () if where == "whole" else neutral_lines()
    before = {"start": 0, "middle": len(around) // 2, "end": len(around), "whole": 0}[where]
    lines = [*around[:before], *rows, *around[before:]]
    document = segment(normalize("\n".join(lines), Normalization()))
    document = document._replace(site=next(iter(rule.sites), None), language=next(iter(rule.languages), None))
    staying = frozenset(before + at for at, row in enumerate(rows, 1) if row.startswith(STAYS))
    return PlacedSample(document, range(before + 1, before + len(rows) + 1), staying)


def sample_place(rule: Rule) -> str:
    """Return where in the neutral article a rule's samples stand: ``whole`` if they are all of the text."""
    to_end = isinstance(rule.matches, Block) and rule.matches.closing == "to_end"
    at_end = rule.near_end is not None or to_end or rule.likely is not None
    if at_end and rule.near_start is not None:
        return "whole"
    return "end" if at_end else "start" if rule.near_start is not None else "middle"


def _saved(matches: Matches) -> Sequence[Saved]:
    return [*matches.saved, *(saved for removal in matches.removals for saved in removal.saved)]


def _left(placed: PlacedSample, matches: Matches) -> str:
    short = apply(placed.document, matches.removals).document
    return "\n".join(line.span.of(short.text) for line in short.lines if line.number in placed.sample)


def _line(placed: PlacedSample, number: int) -> str:
    return next(line.span.of(placed.document.text) for line in placed.document.lines if line.number == number)


def _problem(rule: Rule, sample: Sample | None, code: str, message: str, notes: tuple[str, ...] = ()) -> RuleProblem:
    line = sample.at_line if sample else rule.at_line
    row = _row(rule.path, line)
    shown = row.lstrip()
    if not shown:
        return RuleProblem(code, message, rule.path, line, help=_HELP[code], notes=notes)
    column, width = len(row) - len(shown) + 1, len(shown.rstrip())
    return RuleProblem(code, message, rule.path, line, column, width, row, _HELP[code], notes)


def _row(path: str, line: int) -> str:
    """Return a line of a rule file as it stands there; nothing if the file is gone meanwhile."""
    try:
        rows = Path(path).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    return rows[line - 1] if 0 < line <= len(rows) else ""
