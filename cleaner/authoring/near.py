"""Near misses: lines that look as a rule says and stay, because something stopped the rule."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from cleaner.matching.engine import Rounds
from cleaner.matching.regex import PatternTimeoutError
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.types import Block, Line, LineKeys

NEAR_SCORE = 50
"""Percent from which a line that the line model scores lower than a rule requires is a near miss."""


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
    for number, compiled in line_rules(rounds):
        if compiled.removes:
            with suppress(PatternTimeoutError):
                found += _stops(rounds, number, compiled, protected)
    return sorted(found, key=lambda miss: (miss.line.number, miss.rule))


def line_rules(rounds: Rounds) -> Iterator[tuple[int, CompiledRule]]:
    """Yield the rules of lines and blocks that apply to a document, with their numbers."""
    for number in rounds.applying(range(len(rounds.rule_index.tables.scope))):
        if isinstance(rounds.rule_index.rule(number).matches, (LineKeys, Block)):
            yield number, rounds.rule_index.compiled(number)


def similar_lines(rounds: Rounds, number: int, compiled: CompiledRule) -> list[int]:
    """Return the remaining lines that match a rule's line keys, wherever they are."""
    least_score = None if compiled.likely is None else NEAR_SCORE
    window = range(len(rounds.remaining))
    return rounds.matching_lines(number, rounds.remaining, window=window, least_score=least_score)


def _stops(rounds: Rounds, number: int, compiled: CompiledRule, protected: Collection[int]) -> Iterator[NearMiss]:
    standing, clock = rounds.remaining, rounds.budget(compiled)
    candidates = similar_lines(rounds, number, compiled)
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
