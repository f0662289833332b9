"""unused-exception: phrases of ``unless`` that stopped nothing in a corpus."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from cleaner.api import Cleaner
from cleaner.authoring.diagnose import line_rules, similar_lines
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.target import LintTarget, place_of
from cleaner.authoring.samples import SAMPLE_PLACES, place_sample, sample_place
from cleaner.matching import Engine
from cleaner.matching.engine import Rounds
from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import PatternTimeoutError, TimeBudget
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.types import LineKeys, Rule

_HELP = "leave them out, or show what they are for under 'keeps'"


def unused_exception(target: LintTarget) -> Iterator[Finding]:
    """Yield rules that match lines of the corpus with exceptions that neither those lines nor their samples need."""
    rules = [rule for rule in target.rules if rule.unless]
    if target.corpus is None or not rules:
        return
    usage = ExceptionUsage(rules)
    count = _add_corpus(target, usage)
    for rule in rules:
        if rule.id not in usage.matched:  # the corpus proves nothing about it
            continue
        used = usage.used.get(rule.id, set()) | _used_by_samples(rule)
        unused = [phrase for phrase in rule.unless if phrase not in used]
        if unused:
            phrases = ", ".join(f"'{phrase}'" for phrase in unused)
            message = f"stopped nothing in {count:,} article{'' if count == 1 else 's'}: {phrases}"
            place = place_of(target.text(rule.path).entry(rule), "unless", unused[0])
            yield target.finding(rule, "R308", message, help=_HELP, place=place)


def _add_corpus(target: LintTarget, usage: "ExceptionUsage") -> int:
    """Clean the corpus with all rules, add it to the usage, and return its number of articles."""
    ids = [rule.id for rule in target.rules if rule.id not in target.rule_set.disabled]
    cleaner = Cleaner(rules=target.rule_set, enable=ids)
    count = 0
    for source in target.corpus or ():
        article = cleaner.clean_source(source)
        if not article.error:
            count += 1
            usage.add(cleaner.engine.run_rounds(article.document, article.timed_out))
    return count


def _used_by_samples(rule: Rule) -> set[str]:
    """Return the phrases that a rule's own ``keeps`` samples need."""
    usage, engine = ExceptionUsage([rule]), Engine([rule])
    places: Sequence[str] = ("whole",) if sample_place(rule) == "whole" else SAMPLE_PLACES
    for sample in rule.samples:
        for place in places if sample.kind == "keeps" else ():
            usage.add(engine.run_rounds(place_sample(sample.text, rule, place).document))
    return usage.used.get(rule.id, set())


class ExceptionUsage:
    """Which phrases of ``unless`` stop their rule from removing a line, over many documents.

    ``matched`` are the ids of rules whose line keys matched a line, ``used`` the phrases that stopped them.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.matched: set[str] = set()
        self.used: dict[str, set[str]] = {}
        self._matchers = {
            rule.id: {
                phrase: LineMatcher(LineKeys(contains=(phrase,), match_case=rule.match_case)) for phrase in rule.unless
            }
            for rule in rules
            if rule.unless
        }

    def add(self, rounds: Rounds) -> None:
        """Add one document, after all its rounds."""
        removing = {proposal.rule.id for decision in rounds.decisions for proposal in decision.proposals}
        self.matched |= removing & self._matchers.keys()
        for number, compiled in line_rules(rounds):
            id = compiled.rule.id
            if id not in self._matchers:
                continue
            with suppress(PatternTimeoutError):
                for lines in self._stopped_lines(rounds, number, compiled):
                    views = [rounds.remaining.views[line] for line in lines]
                    self.used.setdefault(id, set()).update(
                        phrase
                        for phrase, matcher in self._matchers[id].items()
                        if any(matcher.matches(view, TimeBudget()) for view in views)
                    )

    def _stopped_lines(self, rounds: Rounds, number: int, compiled: CompiledRule) -> Iterator[range]:
        """Yield the remaining lines that only ``unless`` stops a rule from removing."""
        remaining, budget = rounds.remaining, rounds.budget(compiled)
        lines = similar_lines(rounds, number, compiled)
        if lines:
            self.matched.add(compiled.rule.id)
        runs = run_lengths(lines)
        for index in lines:
            reached_lines = compiled.reach(remaining, index, budget)
            if isinstance(reached_lines, FailedCondition):
                continue
            failed = compiled.failed_condition(remaining, reached_lines, runs, budget)
            if failed and failed.key == "unless":
                yield reached_lines
