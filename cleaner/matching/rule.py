"""A rule, compiled: which lines it means, how far it reaches, and what stops it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.types import Block, LineKeys, Rule, Span

MAX_RUN = 3
"""Lines in a row that a rule of position and shape only may take, unless it says otherwise (section 5)."""


@dataclass(frozen=True, slots=True)
class FailedCondition:
    """Why a rule does not take lines that look as it says: the key that stopped it, and how things stood."""

    key: str
    reason: str


class CompiledRule:
    """A rule with line keys or a block.

    Rules with ``repeats`` are :mod:`cleaner.matching.repeats`' own; those with ``select`` are asked of pages.
    """

    def __init__(self, rule: Rule, *, stdlib_compatible: bool = False) -> None:
        if not isinstance(rule.matches, (LineKeys, Block)):
            raise TypeError("a rule with 'repeats' or 'select' matches no line by itself")
        self.rule = rule
        self.likely = rule.likely
        self.removes = not rule.keep and rule.remove != "nothing"
        self.block = rule.matches if isinstance(rule.matches, Block) else None
        keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
        self.opens = LineMatcher(keys, stdlib_compatible=stdlib_compatible)
        self._closes = LineMatcher(self.block.closes) if self.block and self.block.closes else None
        self._unless = LineMatcher(LineKeys(contains=rule.unless, match_case=rule.match_case)) if rule.unless else None
        self.max_run = rule.max_run if rule.max_run is not None else _default_max_run(rule)

    def window(self, standing: RemainingLines) -> range:
        """Return the standing lines at which the rule may open by its positions, and a few more.

        Those are the lines beyond the bound that tell whether a run of lines there is longer than ``max_run``.
        """
        rule, beyond = self.rule, self.max_run or 0
        first, last = 0, len(standing)
        if rule.prose_only and not standing.mostly_prose:
            return range(0)
        if rule.near_start is not None:
            last = min(last, rule.near_start + 1 + beyond)
        if rule.near_end is not None:
            first = len(standing) - rule.near_end - (self.block.max_lines if self.block else 1 + beyond)
        elif self.block and self.block.closing == "to_end":
            first = len(standing) - self.block.max_lines
        if rule.prose_before is not None:
            first = max(first, standing.first_line_after_prose(rule.prose_before) - beyond)
        return range(max(first, 0), last)

    def reach(self, standing: RemainingLines, at: int, clock: TimeBudget) -> range | FailedCondition:
        """Return the lines that go when the rule opens at a line, or why the block stays."""
        if self.block is None:
            return range(at, at + 1)
        end = self._closing(standing, at, clock)
        if end is None:
            if self.block.closing == "while":
                return FailedCondition("while", "the line below is not like that")
            return FailedCondition(self.block.closing, f"no such line within {self.block.max_lines} lines")
        if end - at > self.block.max_lines:
            return FailedCondition("max_lines", f"more than {self.block.max_lines} lines would go")
        return range(at, end)

    def _closing(self, standing: RemainingLines, at: int, clock: TimeBudget) -> int | None:
        """Return where the block ends (the first line that stays), looked for one line beyond ``max_lines``."""
        block, bound = self.block, len(standing)
        if block is None or block.closing == "to_end" or self._closes is None:
            return bound
        last = min(bound, at + block.max_lines + 1)
        for line in range(at + 1, last):
            if self._closes.matches(standing.views[line], clock) is (block.closing != "while"):
                if block.closing == "while":
                    return line if line > at + 1 else None
                return line + 1 if block.closing == "through" else line
        return last if block.closing == "while" and last > at + 1 else None

    def failed_condition(
        self, standing: RemainingLines, lines: range, runs: Mapping[int, int], clock: TimeBudget
    ) -> FailedCondition | None:
        """Return what stops the rule from taking these lines, the cheapest reason first."""
        rule = self.rule
        if self.likely is not None and (stop := _unlikely(self.likely, standing, lines.start)) is not None:
            return stop
        if (stop := _misplaced(rule, standing, lines)) is not None:
            return stop
        if rule.prose_only and not standing.mostly_prose:
            return FailedCondition("prose_only", "the text is not mostly prose")
        if self.max_run is not None and runs.get(lines.start, 1) > self.max_run:
            return FailedCondition(
                "max_run", f"{runs[lines.start]} lines in a row look like that, more than {self.max_run}"
            )
        if self._unless and any(self._unless.matches(standing.views[line], clock) for line in lines):
            return FailedCondition("unless", "the text has one of the phrases")
        return None

    def captured(self, standing: RemainingLines, lines: range, clock: TimeBudget) -> tuple[str, ...]:
        """Return what is to be saved of the lines, as it stands: of a block the lines after the first."""
        if self.block:
            return tuple(standing.views[line].text for line in lines[1:])
        view = standing.views[lines.start]
        return (self.opens.captured(view, clock).of(view.text),)

    def cut(self, standing: RemainingLines, lines: range, clock: TimeBudget) -> tuple[Span, ...]:
        """Return the places of the line's text that ``remove: match`` cuts."""
        return tuple(self.opens.meant(standing.views[lines.start], clock)) if self.rule.remove == "match" else ()


def run_lengths(candidates: Collection[int]) -> dict[int, int]:
    """Return for each candidate how many candidates stand in a row there."""
    lengths: dict[int, int] = {}
    ordered = sorted(candidates)
    first = 0
    for at, line in enumerate(ordered):
        if at + 1 == len(ordered) or ordered[at + 1] != line + 1:
            lengths |= dict.fromkeys(ordered[first : at + 1], at + 1 - first)
            first = at + 1
    return lengths


def _unlikely(least: int, standing: RemainingLines, at: int) -> FailedCondition | None:
    """Return why the line model's rating of a line does not do."""
    rating = standing.scores.get(at, 0)
    if rating < least:
        return FailedCondition("likely", f"the line model rates it {rating}, not {least}")
    return (
        None
        if standing.scored_at_least(least)
        else FailedCondition("likely", "lines rated so hold too much of the text")
    )


def _misplaced(rule: Rule, standing: RemainingLines, lines: range) -> FailedCondition | None:
    """Return which of a rule's positions does not hold."""
    below, prose = len(standing) - lines.stop, standing.prose_above(lines.start)
    if rule.near_end is not None and below > rule.near_end:
        return FailedCondition("near_end", f"{_standing(below)} below, not at most {rule.near_end}")
    if rule.near_start is not None and lines.start > rule.near_start:
        return FailedCondition("near_start", f"{_standing(lines.start)} above, not at most {rule.near_start}")
    if rule.prose_before is not None and prose < rule.prose_before:
        return FailedCondition("prose_before", f"{_standing(prose, 'prose line')} above, not {rule.prose_before}")
    return None


def _standing(count: int, what: str = "line") -> str:
    return f"1 {what} stands" if count == 1 else f"{count} {what}s stand"


def _default_max_run(rule: Rule) -> int | None:
    keys = rule.matches
    if not isinstance(keys, LineKeys) or (rule.near_end is None and rule.near_start is None):
        return None
    named = keys.line or keys.starts or keys.ends or keys.contains or keys.only_words
    return None if named else MAX_RUN
