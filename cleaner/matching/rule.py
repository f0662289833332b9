"""A compiled rule: at which lines it opens, how far it reaches, and which condition keeps it from a line."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.types import Block, LineKeys, Rule, Span

MAX_RUN = 3
"""Lines in a row that a rule of position and shape alone may remove, unless it says otherwise (the rule language)."""


ITEM_WORDS = 3
"""Most words of an item of a list that the line model leaves beside another: longer ones are mostly other headlines."""
SUBHEAD_WORDS = 4
"""Most words of the last line of a block right above prose for it to stay: a subhead is as short, and few headlines."""


class FailedCondition(NamedTuple):
    """Why a rule leaves lines that match its line keys: the key whose condition fails, and the reason."""

    key: str
    reason: str


class CompiledRule:
    """A rule with line keys or a block.

    Rules with ``repeats`` are matched by :mod:`cleaner.matching.repeats`, those with ``select`` on pages.
    """

    def __init__(self, rule: Rule, *, stdlib_compatible: bool = False) -> None:
        """Compile a rule.

        ``stdlib_compatible`` says that :func:`cleaner.matching.regex_syntax.is_stdlib_compatible` holds for all
        patterns of the line at which it opens. Raises :exc:`TypeError` for rules with ``repeats`` or ``select``.
        """
        if not isinstance(rule.matches, (LineKeys, Block)):
            raise TypeError("a rule with 'repeats' or 'select' has no line keys")
        self.rule = rule
        self.likely = rule.likely
        self.removes = not rule.keep and rule.remove != "nothing"
        self.block = rule.matches if isinstance(rule.matches, Block) else None
        keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
        self.opens = LineMatcher(keys, stdlib_compatible=stdlib_compatible)
        self._closes = LineMatcher(self.block.closes) if self.block and self.block.closes else None
        self._closes_by_shape = bool(self.block and self.block.closes and not _has_phrases(self.block.closes))
        self._unless = LineMatcher(LineKeys(contains=rule.unless, match_case=rule.match_case)) if rule.unless else None
        self._is_edge = rule.prose_only and 0 in (rule.near_start, rule.near_end)  # it may peel a poem or an address
        self.max_run = rule.max_run if rule.max_run is not None else _default_max_run(rule)
        sees_prose = rule.prose_before is not None or rule.prose_only
        self.sees_neighbors = bool(
            rule.near_end is not None or rule.near_start is not None or sees_prose or self.block or self.max_run
        )
        is_bound = rule.near_end is not None or rule.near_start is not None or self.likely is not None
        self.counts_all_lines = self.max_run is not None and not is_bound
        self.lasting_conditions = self._lasting_conditions()

    def _lasting_conditions(self) -> frozenset[str]:
        """Return the conditions that stay failed at a line until one of the lines that its block may reach changes.

        A rule with ``max_run`` counts the lines at which it fails as well, and one with ``to_end`` counts all below.
        """
        if self.max_run is not None or (self.block and self.block.closing == "to_end"):
            return frozenset()
        return frozenset({"unless", "max_lines", self.block.closing} if self.block else {"unless"})

    def window(self, remaining: RemainingLines) -> range:
        """Return the positions at which the rule may open, and a few beyond the bound.

        The additional positions show whether a run of matching lines is longer than ``max_run``.
        """
        rule, beyond = self.rule, self.max_run or 0
        start, stop = 0, len(remaining)
        if rule.prose_only and not remaining.mostly_prose:
            return range(0)
        if rule.near_start is not None:
            stop = min(stop, rule.near_start + 1 + beyond)
        if rule.near_end is not None:
            start = len(remaining) - rule.near_end - (self.block.max_lines if self.block else 1 + beyond)
        elif self.block and self.block.closing == "to_end":
            start = len(remaining) - self.block.max_lines
        if rule.prose_before is not None:
            start = max(start, remaining.first_line_after_prose(rule.prose_before) - beyond)
        return range(max(start, 0), stop)

    def reach(self, remaining: RemainingLines, start: int, budget: TimeBudget) -> range | FailedCondition:
        """Return the positions to remove if the rule opens at ``start``, or why a block does not close."""
        block = self.block
        if block is None:
            return range(start, start + 1)
        end = self._block_end(block, remaining, start, budget)
        if end is None and block.closing == "while":
            return FailedCondition("while", "the line below does not match")
        if end is None:
            return FailedCondition(block.closing, f"no such line within {_count(block.max_lines, 'line')}")
        if end - start > block.max_lines:
            return FailedCondition("max_lines", f"more than {_count(block.max_lines, 'line')} would go")
        return range(start, end)

    def _block_end(self, block: Block, remaining: RemainingLines, start: int, budget: TimeBudget) -> int | None:
        """Return the first position after a block, searched one line beyond ``max_lines``; ``None`` if it is open."""
        if block.closing == "to_end" or self._closes is None:
            return len(remaining)
        stop = min(len(remaining), start + block.max_lines + 1)
        closes = (self._closes.matches(remaining.views[position], budget) for position in range(start + 1, stop))
        if block.closing == "while":
            mismatch = next((position for position, closing in enumerate(closes, start + 1) if not closing), stop)
            mismatch -= self._closes_by_shape and _leads_to_prose(remaining, mismatch - 1)
            return mismatch if mismatch > start + 1 else None
        end = next((position for position, closing in enumerate(closes, start + 1) if closing), None)
        return end + 1 if end is not None and block.closing == "through" else end

    def failed_condition(
        self, remaining: RemainingLines, lines: range, run_lengths: Mapping[int, int], budget: TimeBudget
    ) -> FailedCondition | None:
        """Return the first condition that keeps the rule from these lines, the cheapest first; ``None`` if all hold.

        ``run_lengths`` says how many lines in a row match at each position (:func:`run_lengths`).
        """
        rule = self.rule
        if self.likely is not None and (condition := _failed_score(self.likely, remaining, lines.start)):
            return condition
        if self.likely is not None and _is_listed(remaining, lines.start):
            return FailedCondition("likely", "the line is an item of a list, of which others stay")
        if condition := _failed_position(rule, remaining, lines):
            return condition
        if self._is_edge and remaining.views[lines.start].line.kind == "short":
            return FailedCondition("prose_only", "the line is part of a block of short lines")
        if rule.prose_only and not remaining.mostly_prose:
            return FailedCondition("prose_only", "the text is not mostly prose")
        run = run_lengths.get(lines.start, 1)
        if self.max_run is not None and run > self.max_run:
            return FailedCondition("max_run", f"{run} lines in a row match, more than {self.max_run}")
        if self._unless and any(self._unless.matches(remaining.views[position], budget) for position in lines):
            return FailedCondition("unless", "the text has one of the phrases")
        return None

    def captured(self, remaining: RemainingLines, lines: range, budget: TimeBudget) -> tuple[str, ...]:
        """Return the raw texts to save from the lines that the rule matches: for a block, the lines after the first."""
        if self.block:
            return tuple(remaining.views[position].text for position in lines[1:])
        view = remaining.views[lines.start]
        return (self.opens.captured(view, budget).of(view.text),)

    def cuts(self, remaining: RemainingLines, lines: range, budget: TimeBudget) -> tuple[Span, ...]:
        """Return the spans of the first line's text that ``remove: match`` cuts; none for other rules."""
        return tuple(self.opens.cuts(remaining.views[lines.start], budget)) if self.rule.remove == "match" else ()


def run_lengths(positions: Collection[int]) -> dict[int, int]:
    """Return for each position the length of the run of consecutive positions that it is in.

    >>> run_lengths([1, 2, 5])
    {1: 2, 2: 2, 5: 1}
    """
    lengths: dict[int, int] = {}
    ordered = sorted(positions)
    start = 0
    for end, position in enumerate(ordered, 1):
        if end == len(ordered) or ordered[end] != position + 1:
            lengths |= dict.fromkeys(ordered[start:end], end - start)
            start = end
    return lengths


def _failed_score(least: int, remaining: RemainingLines, position: int) -> FailedCondition | None:
    if position in remaining.scored_at_least(least):
        return None
    score = remaining.scores.get(position, 0)
    if score < least:
        return FailedCondition("likely", f"the line model's score is {score}, not {least}")
    return FailedCondition("likely", "lines with such scores hold too much of the text")


def _is_listed(remaining: RemainingLines, position: int) -> bool:
    """Whether a line is a short item of a list, as a line beside it is: by its words alone it looks like a label."""
    view = remaining.views[position]
    if view.line.kind != "item" or view.words > ITEM_WORDS:
        return False
    beside = (*remaining.views[max(0, position - 1) : position], *remaining.views[position + 1 : position + 2])
    return any(other.line.kind == "item" for other in beside)


def _failed_position(rule: Rule, remaining: RemainingLines, lines: range) -> FailedCondition | None:
    lines_above, lines_below = lines.start, len(remaining) - lines.stop
    if rule.near_end is not None and lines_below > rule.near_end:
        return FailedCondition("near_end", f"{_count(lines_below, 'line')} below, not at most {rule.near_end}")
    if rule.near_start is not None and lines_above > rule.near_start:
        return FailedCondition("near_start", f"{_count(lines_above, 'line')} above, not at most {rule.near_start}")
    prose = remaining.prose_above(lines.start)
    if rule.prose_before is not None and prose < rule.prose_before:
        return FailedCondition("prose_before", f"{_count(prose, 'prose line')} above, not {rule.prose_before}")
    return None


def _leads_to_prose(remaining: RemainingLines, position: int) -> bool:
    """Whether a line could be the article's next subhead, or what introduces a quote: short or open, over prose."""
    line, below = remaining.views[position], remaining.views[position + 1 : position + 2]
    return bool(below) and below[0].prose and (line.words <= SUBHEAD_WORDS or line.text.rstrip().endswith((":", "：")))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _default_max_run(rule: Rule) -> int | None:
    keys = rule.matches
    if not isinstance(keys, LineKeys) or (rule.near_end is None and rule.near_start is None):
        return None
    return None if _has_phrases(keys) else MAX_RUN


def _has_phrases(keys: LineKeys) -> bool:
    return bool(keys.line or keys.starts or keys.ends or keys.contains or keys.only_words)
