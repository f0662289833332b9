"""Trials of rules: what removes a line and what nearly does, and why each line of an article stays.

A single line is put into the neutral article at its start, in its middle and at its end, as samples are, since many
rules depend on where a line is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.authoring.diagnose import (
    ALL_KEYS_HOLD,
    NEAR,
    NEAR_SCORE,
    Diagnosis,
    KeyMatchers,
    KeyResults,
    diagnose,
    out_of_scope,
)
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
from cleaner.types import Block, Document, Line, LineKeys, Profile, Removal, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class NearRule:
    """A rule that leaves a line although it is meant for similar ones, and the condition that fails first."""

    rule: Rule
    diagnosis: Diagnosis
    failed: FailedCondition


@dataclass(frozen=True, slots=True)
class LineTrial:
    """A line as the engine reads it, what removes it, and the rules that nearly do, the nearest first.

    ``removals`` has the removal at each place of the neutral article; for a line of an article, the key is ``""``.
    """

    line: Line
    text: str
    folded: str
    words: int
    sentence: bool
    removals: Mapping[str, Removal]
    near: tuple[NearRule, ...]


class RuleTrials:
    """A rule set, and the site, language and type of page of the texts it is tried on."""

    def __init__(
        self,
        rule_set: RuleSet,
        *,
        profile: Profile = "standard",
        site: str | None = None,
        language: str | None = None,
        page_type: str | None = None,
    ) -> None:
        self._site, self._language, self._page_type = site, language, page_type
        self._running = choose(rule_set, profile).rules
        running = {rule.id for rule in self._running}
        self._off_reasons = {rule.id: _off_reason(rule, rule_set) for rule in rule_set.rules if rule.id not in running}
        self._matchers: dict[str, KeyMatchers] = {}
        self._rules = [CompiledRule(rule) for rule in rule_set.rules if isinstance(rule.matches, (LineKeys, Block))]

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self._running)

    def line(self, text: str, nearest: int) -> LineTrial:
        """Try a line at each place of the neutral article, and return at most ``nearest`` near rules."""
        text = normalize(text).strip()
        removals, near, results = dict[str, Removal](), list[NearRule](), dict[str, KeyResults]()
        for place in SAMPLE_PLACES:
            document, index = self._place(text, place)
            remaining = RemainingLines(line_views(document))
            for removal in self._engine.match(document).removals:
                if removal.line == document.lines[index].number:
                    removals[place] = removal
            near += self._near(remaining, index, results)
        ids = {id for removal in removals.values() for id in (removal.rule, *removal.also)}
        return _trial(remaining.views[index], removals, _nearest(near, ids)[:nearest])

    def article(self, article: Article, cleaner: Cleaner, nearest: int) -> Iterator[LineTrial]:
        """Try each line of an article that the cleaner returned, among the lines that remain after all rounds."""
        yield from self._article(article, cleaner, nearest, line_views(article.document))

    def article_line(self, article: Article, cleaner: Cleaner, number: int, nearest: int) -> LineTrial | None:
        """Try the line of a number as :meth:`article` does; ``None`` if there is none."""
        views = [view for view in line_views(article.document) if view.line.number == number]
        return next(self._article(article, cleaner, nearest, views), None)

    def _article(self, article: Article, cleaner: Cleaner, nearest: int, views: Iterable[View]) -> Iterator[LineTrial]:
        remaining = cleaner.engine.run_rounds(article.document, article.timed_out).remaining
        removals = {removal.line: removal for removal in article.removals}
        for view in views:
            index, removal = remaining.position(view.line.number), removals.get(view.line.number)
            near = [] if index is None or removal else list(self._near(remaining, index, {}))
            if view.prose:
                near = [rule for rule in near if rule.diagnosis.nearness == ALL_KEYS_HOLD]
            yield _trial(view, {"": removal} if removal else {}, _nearest(near, ())[:nearest])

    def _place(self, text: str, place: str) -> tuple[Document, int]:
        """Return the neutral article with a line in it, and the line's position."""
        neutral = neutral_lines()
        index = {"start": 0, "middle": len(neutral) // 2, "end": len(neutral)}[place]
        document = segment("\n".join([*neutral[:index], text, *neutral[index:]]))
        return document._replace(site=self._site, language=self._language, page_type=self._page_type), index

    def _near(self, remaining: RemainingLines, index: int, results: dict[str, KeyResults]) -> Iterator[NearRule]:
        for compiled in self._rules:
            diagnosis = self._diagnose(compiled, remaining, index, results)
            if not diagnosis.failed:
                continue
            has_score = compiled.likely is not None and remaining.scores.get(index, 0) >= NEAR_SCORE
            if diagnosis.nearness or (has_score and diagnosis.failed.key == "likely"):
                yield NearRule(compiled.rule, diagnosis, diagnosis.failed)

    def _diagnose(
        self, compiled: CompiledRule, remaining: RemainingLines, index: int, results: dict[str, KeyResults]
    ) -> Diagnosis:
        """Diagnose a rule. ``results`` caches the results of the line's keys, which do not depend on its position."""
        rule, budget = compiled.rule, TimeBudget(TIME_LIMIT)
        try:
            if rule.id not in self._matchers:
                self._matchers[rule.id] = KeyMatchers(compiled.opens.keys)
            if rule.id not in results:
                results[rule.id] = self._matchers[rule.id].results(remaining.views[index], budget)
            runs = _runs_around(compiled, remaining, index, budget)
            diagnosis = diagnose(compiled, remaining, index, runs, budget, results=results[rule.id])
        except PatternTimeoutError:
            return Diagnosis((), FailedCondition("regex", "its pattern takes too long for this line"), NEAR)
        off_reason = out_of_scope(rule, self._site, self._language, self._page_type) or self._off_reasons.get(rule.id)
        return replace(diagnosis, failed=diagnosis.failed or off_reason)


def _runs_around(compiled: CompiledRule, remaining: RemainingLines, index: int, budget: TimeBudget) -> dict[int, int]:
    """Return the length of the run of matching lines that a line is in, for a rule that limits it."""
    if compiled.max_run is None:
        return {}
    window = range(max(0, index - compiled.max_run), min(len(remaining), index + compiled.max_run + 1))
    return run_lengths([line for line in window if compiled.opens.matches(remaining.views[line], budget)])


def _off_reason(rule: Rule, rule_set: RuleSet) -> FailedCondition:
    """Return why a rule does not run: a user's file disables it, or the profile leaves it out."""
    for override in rule_set.overrides:
        if override.rule == rule.id and override.kind == "disabled":
            return FailedCondition("disable", f"{override.path}:{override.at_line} turns the rule off")
    profiles = [name for name, confidences in PROFILES.items() if rule.confidence in confidences]
    return FailedCondition("confidence", f"it is {rule.confidence}, and runs under {' and '.join(profiles)} only")


def _nearest(near: Iterable[NearRule], excluded: Iterable[str]) -> list[NearRule]:
    """Return near rules, each once, the nearest first, without the excluded ids."""
    best = {rule.rule.id: rule for rule in sorted(near, key=_distance, reverse=True)}
    ids = best.keys() - set(excluded)
    return sorted((best[id] for id in ids), key=_distance)


def _distance(near: NearRule) -> tuple[int, int, str]:
    return -near.diagnosis.nearness, -len(near.diagnosis.held), near.rule.id


def _trial(view: View, removals: Mapping[str, Removal], near: Sequence[NearRule]) -> LineTrial:
    return LineTrial(view.line, view.text, view.folded, view.words, view.sentence, removals, tuple(near))
