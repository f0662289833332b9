"""Near misses: lines that look as a rule says and stay, because something stopped the rule."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from cleaner.matching.engine import Rounds
from cleaner.matching.regex import PatternTimeoutError
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.types import Line


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that stands, the rule that it looks like, and what stopped that rule."""

    line: Line
    rule: str
    stop: FailedCondition


def near_misses(rounds: Rounds) -> list[NearMiss]:
    """Return, in text order, what stopped rules from taking lines that stand after all rounds."""
    protected = rounds.protected_lines(rounds.remaining)
    found: list[NearMiss] = []
    for number, compiled in rounds.active():
        if compiled.removes:
            with suppress(PatternTimeoutError):
                found += _stops(rounds, number, compiled, protected)
    return sorted(found, key=lambda miss: (miss.line.number, miss.rule))


def _stops(rounds: Rounds, number: int, compiled: CompiledRule, protected: Collection[int]) -> Iterator[NearMiss]:
    standing, clock = rounds.remaining, rounds.budget(compiled)
    candidates = rounds.matching_lines(number, compiled, standing)
    in_a_row = run_lengths(candidates)
    for at in sorted(candidates):
        reached = compiled.reach(standing, at, clock)
        stop = (
            reached
            if isinstance(reached, FailedCondition)
            else compiled.failed_condition(standing, reached, in_a_row, clock)
        )
        if stop is None and isinstance(reached, range) and any(line in protected for line in reached):
            stop = FailedCondition("keep", "another rule protects the line")
        if stop:
            yield NearMiss(standing.views[at].line, compiled.rule.id, stop)
