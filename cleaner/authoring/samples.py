"""Samples are a rule's tests: each is put into a neutral article, and exactly what should be removed must be.

The article has thirty prose lines. A sample is put at its end for rules that require the end, at its start for rules
that require the start, else in its middle; for rules that require both, the sample is the whole text.

Samples of ``select`` rules are fragments of HTML. Each is put into the middle of a neutral page, an ``<article>`` with
the same thirty lines as paragraphs, and pruned there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner.authoring.diagnose import Diagnosis, diagnose
from cleaner.errors import RuleProblem
from cleaner.matching import Engine
from cleaner.matching.lists import median_score
from cleaner.matching.regex import TIME_LIMIT, PatternTimeoutError, TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.repeats import stands_in_prose
from cleaner.matching.rule import CompiledRule, run_lengths
from cleaner.options import Normalization
from cleaner.rules import choose
from cleaner.text.apply import apply
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.text.view import View
from cleaner.types import (
    Block,
    Document,
    LineKeys,
    LineList,
    Matches,
    Profile,
    Pruning,
    Repeats,
    Rule,
    RuleSet,
    Sample,
    Saved,
    Select,
)

SAMPLE_PLACES = ("start", "middle", "end")

STAYS = "  "
"""Prefix of a row of a sample that must stay."""

_HELP = {
    "R301": "make rule and sample agree; a line of a sample that stays begins with two spaces",
    "R302": "write a sample like the real thing: one that goes, and a look-alike that stays",
    "R303": "make the other rule narrower, with 'unless' or a position, or choose another sample",
}


@dataclass(frozen=True, slots=True)
class PlacedSample:
    """A sample in its article: the numbers of its lines, and of those of them that must stay."""

    document: Document
    sample: range
    staying: frozenset[int]


@cache
def neutral_lines() -> tuple[str, ...]:
    """Return the thirty prose lines of the neutral article, none of which a rule may remove."""
    return tuple(Path(__file__).with_name("neutral.txt").read_text("utf-8").split("\n")[:-1])


def place_sample(text: str, rule: Rule, place: str) -> PlacedSample:
    """Put a sample into the neutral article, as a text of the rule's first site, language and type of page."""
    rows = [row for row in text.split("\n") if row.strip()]
    neutral = () if place == "whole" else neutral_lines()
    before = {"start": 0, "middle": len(neutral) // 2, "end": len(neutral), "whole": 0}[place]
    lines = [*neutral[:before], *rows, *neutral[before:]]
    document = segment(normalize("\n".join(lines), Normalization()))
    site, language, page_type = (next(iter(names), None) for names in (rule.sites, rule.languages, rule.page_types))
    document = document._replace(site=site, language=language, page_type=page_type)
    staying = frozenset(number for number, row in enumerate(rows, before + 1) if row.startswith(STAYS))
    return PlacedSample(document, range(before + 1, before + len(rows) + 1), staying)


def sample_place(rule: Rule) -> str:
    """Return where a rule's samples are in the neutral article: ``start``, ``middle``, ``end``, or ``whole``."""
    if isinstance(rule.matches, LineList):
        return "end" if rule.matches.at == "foot" else rule.matches.at
    is_block_to_end = isinstance(rule.matches, Block) and rule.matches.closing == "to_end"
    at_end = rule.near_end is not None or is_block_to_end or rule.likely is not None
    if at_end and rule.near_start is not None:
        return "whole"
    return "end" if at_end else "start" if rule.near_start is not None else "middle"


def check_samples(rule_set: RuleSet, rules: Iterable[Rule]) -> Iterator[RuleProblem]:
    """Run the samples of rules, alone and with the whole rule set, and yield a problem for each that fails."""

    @cache
    def engine_of(profile: Profile) -> Engine:
        return Engine(choose(rule_set, profile).rules)

    return check_samples_beside(engine_of, rules)


def check_samples_beside(engine_of: Callable[[Profile], Engine], rules: Iterable[Rule]) -> Iterator[RuleProblem]:
    """Run the samples of rules, alone and with the engine of all rules for a profile: see :func:`check_samples`."""
    for rule in rules:
        yield from _missing_samples(rule)
        engine = engine_of("aggressive" if rule.confidence == "low" else "standard")
        if isinstance(rule.matches, Select):
            pages = PageSamples(engine.rules, neutral_lines())
            for sample in rule.samples:
                yield from (_problem(rule, sample, code, message) for code, message in pages.check(rule, sample))
        else:
            checker = _SampleChecker(rule, engine)
            for sample in rule.samples:
                yield from checker.check(sample)


def _missing_samples(rule: Rule) -> Iterator[RuleProblem]:
    kinds = {sample.kind for sample in rule.samples}
    required = {"keeps"} if rule.keep else {"keeps", "saves"} if rule.remove == "nothing" else {"removes", "keeps"}
    for kind in sorted(required - kinds):
        yield _problem(rule, None, "R302", f"rule '{rule.id}' has no sample under '{kind}'")


class _SampleChecker:
    """One rule for texts, compiled alone and together with all others.

    Alone, a rule with ``list`` has the rules with ``marks_list`` beside it.
    """

    def __init__(self, rule: Rule, engine: Engine) -> None:
        is_list = isinstance(rule.matches, LineList)
        marking = [other for other in engine.rules if is_list and other.marks_list]
        self._rule, self._alone, self._engine = rule, Engine([rule, *marking]), engine

    def check(self, sample: Sample) -> Iterator[RuleProblem]:
        """Yield a problem for each way in which a sample fails."""
        if sample.kind == "keeps":
            yield from self._check_keeps(sample)
            return
        placed = place_sample(sample.text, self._rule, sample_place(self._rule))
        matches = self._alone.match(placed.document)
        if matches.timed_out:
            yield self._failure(sample, "the rule's pattern takes too long for this sample")
        elif sample.kind == "saves":
            yield from self._check_saves(sample, matches)
        elif sample.cut is not None:
            rest = _rest(placed, matches)
            if rest != sample.cut:
                yield self._failure(sample, f"the sample becomes {rest!r}, not {sample.cut!r}")
        else:
            yield from self._check_removes(sample, placed, matches)

    def _failure(self, sample: Sample, message: str, notes: tuple[str, ...] = ()) -> RuleProblem:
        return _problem(self._rule, sample, "R301", message, notes)

    def _check_saves(self, sample: Sample, matches: Matches) -> Iterator[RuleProblem]:
        saved = {(saved.field, saved.values) for saved in _saved(matches)}
        for expected in sample.saved:
            if (expected.field, expected.values) not in saved:
                actual = "; ".join(f"{field}: {', '.join(values)}" for field, values in sorted(saved)) or "nothing"
                message = f"the sample saves {actual}, not {expected.field}: {', '.join(expected.values)}"
                yield self._failure(sample, message)

    def _check_removes(self, sample: Sample, placed: PlacedSample, matches: Matches) -> Iterator[RuleProblem]:
        removed = {removal.line for removal in matches.removals}
        numbers = {line.number for line in placed.document.lines if line.number in placed.sample}
        expected = numbers - placed.staying
        if len(expected) > 1 and not expected & removed:
            first = min(expected)
            message = f"no line of the sample is removed, from {_line(placed, first)!r} on"
            yield self._failure(sample, message, self._notes(placed, first))
            return
        for number in sorted(expected - removed):
            message = f"a line of the sample stays: {_line(placed, number)!r}"
            yield self._failure(sample, message, self._notes(placed, number))
        for number in sorted(removed - expected):
            where = "the sample" if number in placed.sample else "the article around the sample"
            yield self._failure(sample, f"a line of {where} is removed: {_line(placed, number)!r}")

    def _check_keeps(self, sample: Sample) -> Iterator[RuleProblem]:
        rule = self._rule
        places = ("whole",) if sample_place(rule) == "whole" else SAMPLE_PLACES
        for place in places:
            placed = place_sample(sample.text, rule, place)
            rounds = self._alone.run_rounds(placed.document) if rule.keep else None
            if rounds and not rounds.protected_lines(rounds.remaining):
                yield self._failure(sample, f"the rule does not protect the sample (at the {place})")
            removals = self._alone.match(placed.document).removals or self._engine.match(placed.document).removals
            for removal in removals:
                code, cause = ("R301", "") if removal.rule == rule.id else ("R303", f" by rule '{removal.rule}'")
                text = _line(placed, removal.line)
                message = f"a line of a sample that must stay is removed{cause} (at the {place}): {text!r}"
                yield _problem(rule, sample, code, message)
            if removals:  # the other places would repeat the same
                return

    def _notes(self, placed: PlacedSample, number: int) -> tuple[str, ...]:
        return failure_notes(self._rule, self._alone, placed.document, placed.sample, number)


def _saved(matches: Matches) -> Sequence[Saved]:
    return [*matches.saved, *(saved for removal in matches.removals for saved in removal.saved)]


def _rest(placed: PlacedSample, matches: Matches) -> str:
    """Return the text of a sample that remains."""
    document = apply(placed.document, matches.removals).document
    return "\n".join(line.span.of(document.text) for line in document.lines if line.number in placed.sample)


def _line(placed: PlacedSample, number: int) -> str:
    return next(line.span.of(placed.document.text) for line in placed.document.lines if line.number == number)


def _problem(rule: Rule, sample: Sample | None, code: str, message: str, notes: tuple[str, ...] = ()) -> RuleProblem:
    line = sample.at_line if sample else rule.at_line
    row = _file_row(rule.path, line)
    text = row.strip()
    if not text:
        return RuleProblem(code, message, rule.path, line, help=_HELP[code], notes=notes)
    column = len(row) - len(row.lstrip()) + 1
    return RuleProblem(code, message, rule.path, line, column, len(text), row, _HELP[code], notes)


def _file_row(path: str, line: int) -> str:
    """Return a row of a rule file; an empty text if the file cannot be read any more."""
    try:
        rows = Path(path).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    return rows[line - 1] if 0 < line <= len(rows) else ""


def failure_notes(rule: Rule, alone: Engine, document: Document, sample: Iterable[int], number: int) -> tuple[str, ...]:
    """Return notes on why a rule leaves a line of its ``sample``. Lines are given by their numbers in the document.

    The notes say how the engine reads the line, which keys hold, and which condition fails first.
    """
    remaining = alone.run_rounds(document).remaining
    index = remaining.position(number)
    if index is None:
        return ()
    if isinstance(rule.matches, LineList):
        return (_reading(remaining.views[index]), *_notes_on_scores(rule.matches, remaining))
    if isinstance(rule.matches, Repeats):
        return _reading(remaining.views[index]), *_notes_on_copies(rule.matches, remaining, index)
    positions = [index] if isinstance(rule.matches, LineKeys) else [remaining.position(line) for line in sample]
    return tuple(_notes_on_lines(rule, remaining, [line for line in positions if line is not None], index))


def _notes_on_lines(rule: Rule, remaining: RemainingLines, lines: list[int], index: int) -> Iterator[str]:
    """Yield notes on the nearest line: any line of the sample may be meant to open a block."""
    compiled = CompiledRule(rule)
    try:
        diagnoses = {line: _diagnosis(compiled, remaining, line) for line in lines}
    except PatternTimeoutError:
        yield "the rule's pattern takes too long for it"
        return
    nearest = max(diagnoses, key=lambda line: (diagnoses[line].nearness, len(diagnoses[line].held), line == index))
    diagnosis, is_block = diagnoses[nearest], isinstance(rule.matches, Block)
    yield _reading(remaining.views[nearest], "the line nearest to 'from' reads as" if is_block else "it reads as")
    if diagnosis.held:
        yield f"{', '.join(map(repr, diagnosis.held))} {'hold' if len(diagnosis.held) > 1 else 'holds'}"
    if diagnosis.failed:
        yield f"'{diagnosis.failed.key}' fails: {diagnosis.failed.reason}"
    else:
        yield "the rule removes that line, and its block ends before this one"


def _diagnosis(compiled: CompiledRule, remaining: RemainingLines, index: int) -> Diagnosis:
    budget = TimeBudget(TIME_LIMIT)
    matching = [line for line in range(len(remaining)) if compiled.opens.matches(remaining.views[line], budget)]
    return diagnose(compiled, remaining, index, run_lengths(matching), budget)


def _reading(view: View, words: str = "it reads as") -> str:
    kind = "a sentence" if view.sentence else "not a sentence"
    return f"{words} {view.folded!r} ({view.words} word{'s'[: view.words != 1]}, {kind})"


def _notes_on_scores(matches: LineList, remaining: RemainingLines) -> Iterator[str]:
    score = median_score(remaining, range(len(remaining)))
    yield f"the line model scores half of the lines that are not prose {score} or higher"
    yield f"a list has {matches.min_lines} lines or more, below a line that a rule with 'marks_list' removes"


def _notes_on_copies(repeats: Repeats, remaining: RemainingLines, index: int) -> Iterator[str]:
    view = remaining.views[index]
    if not any(other.folded == view.folded for other in remaining.views[:index]):
        yield "there is no equal line above it"
    elif view.words < repeats.min_words:
        yield f"'min_words' fails: the copies have fewer than {repeats.min_words} words"
    elif repeats.prose and not view.prose:
        yield "'prose' fails: it is not a line of prose"
    elif repeats.prose and not repeats.block and stands_in_prose(remaining.views, index):
        yield "'prose' fails: it is between two lines of prose"
    elif not remaining.mostly_prose:
        yield "'prose_only' fails: the text is not mostly prose"


class PageSamples:
    """Samples of ``select`` rules, pruned by their own rule and by all rules that run with it.

    The rule alone must remove all text of a sample under ``removes``, at least one node, and nothing of the page around
    it. A sample under ``keeps`` must remain whole. There is no limit on the share of a page that is removed.
    """

    def __init__(self, rules: Iterable[Rule], neutral: Sequence[str]) -> None:
        from cleaner.html.select import SelectRules  # the parser of pages is slow to import

        self._select_rules = SelectRules(rules)
        middle = len(neutral) // 2
        self._around = (tuple(neutral[:middle]), tuple(neutral[middle:]))

    def check(self, rule: Rule, sample: Sample) -> Iterator[tuple[str, str]]:
        """Yield the code and the message of each way in which a sample fails."""
        return self._check_removes(rule, sample) if sample.kind == "removes" else self._check_keeps(rule, sample)

    def rules_that_remove(self, rule: Rule, sample: Sample) -> set[str]:
        """Return the ids of the rules that remove a sample of a rule; none if any of its text remains."""
        pruning, text = self._prune(sample, rule)
        if text != " ".join(line for lines in self._around for line in lines):
            return set()
        return {pruned.rule for pruned in pruning.pruned}

    def _check_removes(self, rule: Rule, sample: Sample) -> Iterator[tuple[str, str]]:
        pruning, text = self._prune(sample, rule, alone=True)
        before, after = (" ".join(lines) for lines in self._around)
        if pruning.stopped:
            yield "R301", "the rule would remove the whole page"
        elif not (text.startswith(f"{before} ") and text.endswith(f" {after}")):
            yield "R301", "text of the page around the sample is removed"
        elif rest := text[len(before) : -len(after)].strip():
            yield "R301", f"text of the sample stays: {rest!r}"
        elif not pruning.pruned:
            yield "R301", "no node of the sample is removed"

    def _check_keeps(self, rule: Rule, sample: Sample) -> Iterator[tuple[str, str]]:
        for alone in (True, False):
            pruning, _ = self._prune(sample, rule, alone=alone)
            for pruned in pruning.pruned:
                code, cause = ("R301", "") if pruned.rule == rule.id else ("R303", f" by rule '{pruned.rule}'")
                node = pruned.path.rpartition("/")[2].partition("[")[0]
                yield code, f"a node of a sample that must stay is removed{cause}: {node}"
            if pruning.stopped or pruning.pruned:
                return

    def _prune(self, sample: Sample, rule: Rule, *, alone: bool = False) -> tuple[Pruning, str]:
        """Prune the page of a sample by its rule alone, or by all rules; return the pruning and the page's text."""
        from cleaner.html.select import PageScope, SelectRules, prune_fragment

        rules = SelectRules([rule]) if alone else self._select_rules
        scope = PageScope(*(next(iter(names), None) for names in (rule.sites, rule.languages, rule.page_types)))
        return prune_fragment(sample.text, rules, around=self._around, scope=scope)
