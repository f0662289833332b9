"""Try rules: what takes a line and what nearly does, and for a whole article why each line stays.

A single line is put into the neutral article at its start, in its middle and at its end, as samples are, since where a
line stands decides about many rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cleaner.api import Cleaner
from cleaner.authoring.diagnose import ALL_KEYS_HOLD, Diagnosis, KeyMatchers, KeyResults, diagnose, out_of_scope
from cleaner.authoring.samples import SAMPLE_PLACES, neutral_lines
from cleaner.matching import Engine
from cleaner.matching.regex import TIME_LIMIT, PatternTimeoutError, TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.rules import choose
from cleaner.rules.profiles import PROFILES
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.types import Article, Block, Document, Line, LineKeys, Profile, Removal, Rule, RuleSet

RATED = 50
"""Percent from which the line model's rating of a line makes a rule that asks it a near one."""


@dataclass(frozen=True, slots=True)
class NearRule:
    """A rule that does not take a line though it means lines like it, and the first condition that fails."""

    rule: Rule
    diagnosis: Diagnosis
    stop: FailedCondition


@dataclass(frozen=True, slots=True)
class LineTrial:
    """A line as the engine reads it, what takes it, and the rules that nearly do, the nearest first.

    ``taken`` has for each place where something does (in an article: for its own) the removal.
    """

    line: Line
    text: str
    folded: str
    words: int
    sentence: bool
    removals: Mapping[str, Removal]
    near: tuple[NearRule, ...]


class RuleTrials:
    """A rule set, and what is known of the texts that it is tried on."""

    def __init__(
        self, rule_set: RuleSet, *, profile: Profile = "standard", site: str | None = None, language: str | None = None
    ) -> None:
        self._site, self._language = site, language
        self._running = choose(rule_set, profile).rules
        self._off = {rule.id: _why_off(rule, rule_set) for rule in rule_set.rules} | dict.fromkeys(
            (rule.id for rule in self._running), None
        )
        self._matchers: dict[str, KeyMatchers] = {}
        self._rules = [CompiledRule(rule) for rule in rule_set.rules if isinstance(rule.matches, (LineKeys, Block))]

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self._running)

    def line(self, text: str, nearest: int) -> LineTrial:
        """Try one line at each place of the neutral article."""
        text = normalize(text).strip()
        taken, near, looks = dict[str, Removal](), list[NearRule](), dict[str, KeyResults]()
        for place in SAMPLE_PLACES:
            document, at = self._placed(text, place)
            for removal in self._engine.match(document).removals:
                if removal.line == document.lines[at].number:
                    taken[place] = removal
            near += self._near(RemainingLines(line_views(document)), at, looks)
        view = RemainingLines(line_views(document)).views[at]
        return _tried(view, taken, _nearest(near, {name for one in taken.values() for name in _names(one)})[:nearest])

    def article(self, article: Article, cleaner: Cleaner, nearest: int) -> Iterator[LineTrial]:
        """Try all lines of an article that the cleaner made, each where it stands when all rules are done."""
        document = article.document
        standing = cleaner.engine.run_rounds(document, article.timed_out).remaining
        removals = {removal.line: removal for removal in article.removals}
        for view in line_views(document):
            at, removal = standing.position(view.line.number), removals.get(view.line.number)
            near = [] if at is None or removal else self._near(standing, at, {})
            near = [one for one in near if not view.prose or one.diagnosis.nearness == ALL_KEYS_HOLD]
            yield _tried(view, {"": removal} if removal else {}, _nearest(near, ())[:nearest])

    def _placed(self, text: str, place: str) -> tuple[Document, int]:
        """Return the neutral article with a line in it, and the line's place among the others."""
        around = neutral_lines()
        at = {"start": 0, "middle": len(around) // 2, "end": len(around)}[place]
        document = segment("\n".join([*around[:at], text, *around[at:]]))
        return document._replace(site=self._site, language=self._language), at

    def _near(self, standing: RemainingLines, at: int, looks: dict[str, KeyResults]) -> Iterator[NearRule]:
        for compiled in self._rules:
            asked = self._ask(compiled, standing, at, looks)
            rated = compiled.likely is not None and standing.scores.get(at, 0) >= RATED
            if asked.stop and (asked.nearness or (rated and asked.stop.key == "likely")):
                yield NearRule(compiled.rule, asked, asked.stop)

    def _ask(
        self, compiled: CompiledRule, standing: RemainingLines, at: int, looks: dict[str, KeyResults]
    ) -> Diagnosis:
        """Ask a rule; what a line looks like is asked once, wherever it stands."""
        rule, clock = compiled.rule, TimeBudget(TIME_LIMIT)
        try:
            if rule.id not in self._matchers:
                self._matchers[rule.id] = KeyMatchers(compiled.opens.keys)
            if rule.id not in looks:
                looks[rule.id] = self._matchers[rule.id].look(standing.views[at], clock)
            asked = diagnose(compiled, standing, at, _runs(compiled, standing, at, clock), clock, look=looks[rule.id])
        except PatternTimeoutError:
            return Diagnosis((), FailedCondition("regex", "its pattern takes too long on this line"), 1)
        off = out_of_scope(rule, self._site, self._language) or self._off[rule.id]
        return replace(asked, stop=asked.stop or off)


def _runs(compiled: CompiledRule, standing: RemainingLines, at: int, clock: TimeBudget) -> dict[int, int]:
    """Return in how long a row of lines like it a line stands, for a rule that asks it."""
    if compiled.max_run is None:
        return {}
    around = range(max(0, at - compiled.max_run), min(len(standing), at + compiled.max_run + 1))
    return run_lengths([line for line in around if compiled.opens.matches(standing.views[line], clock)])


def _why_off(rule: Rule, rule_set: RuleSet) -> FailedCondition:
    """Return why a rule does not run: a user's file turns it off, or the profile leaves it out."""
    for change in rule_set.overrides:
        if change.rule == rule.id and change.kind == "disabled":
            return FailedCondition("disable", f"{change.path}:{change.at_line} turns the rule off")
    running = [name for name, known in PROFILES.items() if rule.confidence in known]
    return FailedCondition("confidence", f"it is {rule.confidence}, and runs under {' and '.join(running)} only")


def _nearest(near: Iterable[NearRule], taking: Iterable[str]) -> list[NearRule]:
    """Return near rules, each once, the nearest first; those that take the line somewhere are none."""
    best = {one.rule.id: one for one in sorted(near, key=_rank, reverse=True)}
    return sorted((one for id, one in best.items() if id not in set(taking)), key=_rank)


def _rank(near: NearRule) -> tuple[int, int, str]:
    return -near.diagnosis.nearness, -len(near.diagnosis.held), near.rule.id


def _names(removal: Removal) -> Sequence[str]:
    return (removal.rule, *removal.also)


def _tried(view: View, taken: Mapping[str, Removal], near: Sequence[NearRule]) -> LineTrial:
    return LineTrial(view.line, view.text, view.folded, view.words, view.sentence, taken, tuple(near))
