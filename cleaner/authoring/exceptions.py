"""Which phrases of ``unless`` do anything: those that stopped their rule from taking a line."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from cleaner.authoring.near import line_rules, similar_lines
from cleaner.matching.engine import Rounds
from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import PatternTimeoutError, TimeBudget
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.types import LineKeys, Rule


class Exceptions:
    """Counts over many documents. ``seen`` are the rules that some line looked like, ``used`` what stopped them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.seen: set[str] = set()
        self.used: dict[str, set[str]] = {}
        self._matchers = {
            rule.id: {
                phrase: LineMatcher(LineKeys(contains=(phrase,), match_case=rule.match_case)) for phrase in rule.unless
            }
            for rule in rules
            if rule.unless
        }

    def read(self, rounds: Rounds) -> None:
        """Count what became of one document, after all its rounds."""
        taken = {proposal.rule.id for taken in rounds.decisions for proposal in taken.proposals}
        self.seen |= taken & self._matchers.keys()
        for number, compiled in line_rules(rounds):
            id = compiled.rule.id
            if id not in self._matchers:
                continue
            with suppress(PatternTimeoutError):
                for lines in self._stopped(rounds, number, compiled):
                    views = [rounds.remaining.views[line] for line in lines]
                    self.used.setdefault(id, set()).update(
                        phrase
                        for phrase, matcher in self._matchers[id].items()
                        if any(matcher.matches(view, TimeBudget()) for view in views)
                    )

    def _stopped(self, rounds: Rounds, number: int, compiled: CompiledRule) -> Iterator[range]:
        """Find the standing lines that nothing but ``unless`` stops a rule from taking."""
        standing, clock = rounds.remaining, rounds.budget(compiled)
        candidates = similar_lines(rounds, number, compiled)
        if candidates:
            self.seen.add(compiled.rule.id)
        in_a_row = run_lengths(candidates)
        for at in candidates:
            reached = compiled.reach(standing, at, clock)
            if isinstance(reached, FailedCondition):
                continue
            stop = compiled.failed_condition(standing, reached, in_a_row, clock)
            if stop and stop.key == "unless":
                yield reached
