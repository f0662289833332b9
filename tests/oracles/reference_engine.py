"""The rounds of matching as plainly as the rule language defines them: the naive engine that measures the fast one.

Every rule is tested on every line in every round, and copies are found by comparing all lines with all. Only the
decisions are kept between rounds. What one rule and one line have to do with each other (:mod:`cleaner.matching.rule`)
is shared with the fast engine.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from cleaner.matching.engine import COPYING_PASSES, COPYING_ROUNDS
from cleaner.matching.line import LineMatcher
from cleaner.matching.lists import (
    HEAD,
    LONG_LINE,
    MAX_LINES,
    MAX_PROSE_SHARE,
    MIN_PROSE_ABOVE,
    MIN_WORDS_ABOVE,
    median_score,
)
from cleaner.matching.regex import TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.removals import Decision, Proposal, field_values, knows_by_words, layer_rank, removals_of, resolve
from cleaner.matching.rule import CompiledRule, run_lengths
from cleaner.matching.scope import applies
from cleaner.text.view import View, line_views
from cleaner.types import Block, Document, LineKeys, LineList, Matches, Repeats, Rule, Saved

UNBOUNDED = 1e9
"""Seconds that patterns may take here: the oracle waits."""


def match(document: Document, rules: Iterable[Rule]) -> Matches:
    """Return what :meth:`cleaner.matching.Engine.match` has to return, however long it takes."""
    active = [rule for rule in rules if applies(rule, document.site, document.language, document.page_type)]
    repeating = [rule for rule in active if isinstance(rule.matches, Repeats)]
    compiled = [CompiledRule(rule) for rule in active if isinstance(rule.matches, (LineKeys, Block))]
    unscored = [rule for rule in compiled if rule.likely is None]
    scored = [rule for rule in compiled if rule.likely is not None]
    listing = [rule for rule in active if isinstance(rule.matches, LineList)]
    marks, beside = set[int](), set[int]()
    with_copies, decisions, taken = line_views(document), list[Decision](), Counter[str]()
    numbers = [view.line.number for view in with_copies]
    rounds, passes = 0, iter(range(COPYING_ROUNDS * COPYING_PASSES))
    while True:
        rounds += 1
        if rounds <= COPYING_ROUNDS:
            remaining, aside = _without_copies(with_copies, repeating, compiled, passes, beside)
        protected = _protected(compiled, remaining)
        late = [rule for rule in unscored if rule.counts_all_lines and rounds > COPYING_ROUNDS]
        early = [rule for rule in unscored if rule not in late]
        tiers = (_proposals(rules, remaining, protected) for rules in (early, late, scored))
        proposals = next(filter(None, tiers), None) or _list_proposals(listing, remaining, marks, protected)
        if proposals:
            marks |= {proposal.view.line.number for proposal in proposals if proposal.rule.marks_list}
            taken.update({proposal.view: proposal.view.folded for proposal in proposals}.values())
            before = with_copies
            with_copies, decided = _decide(with_copies, proposals)
            decisions += decided
            known = {proposal.view for proposal in proposals if knows_by_words(proposal.rule)}
            gone = {view.line.number for view in before if view in known} - {view.line.number for view in with_copies}
            beside |= {pair[1 - side] for pair in pairwise(numbers) for side in (0, 1) if pair[side] in gone}
            remaining = RemainingLines(_not_aside(with_copies, aside), beside)
            continue
        if rounds <= COPYING_ROUNDS:
            break
        returning = [view for view in _without_original(with_copies, aside) if taken[view.folded] < COPYING_ROUNDS]
        for view in returning:
            del aside[view.line.number]
        not_aside = _not_aside(with_copies, aside)
        remaining, copies = _without_copies(not_aside, repeating, compiled, passes, beside)
        if not returning and not copies:
            break
        aside |= copies
    text = "\n".join(view.text for view in remaining.views)
    removals = [removal for decision in (*decisions, *aside.values()) for removal in removals_of(decision, text)]
    saved = [saved for rule in compiled if rule.rule.remove == "nothing" for saved in _saved(rule, remaining, text)]
    return Matches(tuple(sorted(removals, key=lambda removal: removal.span)), tuple(saved))


def _lines_taken(rule: CompiledRule, remaining: RemainingLines) -> Iterator[range]:
    budget = TimeBudget(UNBOUNDED)
    tested = range(len(remaining)) if rule.likely is None else remaining.scored_at_least(rule.likely)
    matching = {position for position in tested if rule.opens.matches(remaining.views[position], budget)}
    for position in sorted(matching):
        lines = rule.reach(remaining, position, budget)
        if isinstance(lines, range) and not rule.failed_condition(remaining, lines, run_lengths(matching), budget):
            yield lines


def _protected(rules: Sequence[CompiledRule], remaining: RemainingLines) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for rule in rules:
        if rule.rule.keep:
            for position in (position for lines in _lines_taken(rule, remaining) for position in lines):
                ranks[position] = max(ranks.get(position, 0), layer_rank(rule.rule))
    return ranks


def _proposals(rules: Sequence[CompiledRule], remaining: RemainingLines, protected: dict[int, int]) -> list[Proposal]:
    proposals = []
    for compiled in (compiled for compiled in rules if compiled.removes):
        rule = compiled.rule
        for lines in _lines_taken(compiled, remaining):
            if all(layer_rank(rule) > protected.get(position, -1) for position in lines):
                captured = compiled.captured(remaining, lines, TimeBudget(UNBOUNDED)) if rule.save_as else ()
                cuts = compiled.cuts(remaining, lines, TimeBudget(UNBOUNDED))
                if cuts or rule.remove == "line":
                    proposals.append(Proposal(rule, remaining.views[lines.start], cuts, captured))
                proposals += [Proposal(rule, remaining.views[position]) for position in lines[1:]]
    return proposals


def _list_proposals(
    rules: Sequence[Rule], remaining: RemainingLines, marks: Collection[int], protected: dict[int, int]
) -> list[Proposal]:
    views = remaining.views
    below_marks = [
        position
        for position, number in enumerate(remaining.numbers)
        if len(views) - position >= HEAD
        and not any(view.prose or view.code for view in views[position : position + HEAD])
        and any((remaining.numbers[position - 1] if position else 0) <= mark < number for mark in marks)
    ]
    proposals = []
    for rule in rules:
        for lines in _lists(rule, remaining, below_marks, marks) if len(views) <= MAX_LINES else ():
            median = median_score(remaining, lines) if lines else 0
            numbers = [remaining.numbers[position] for position in lines]
            is_free = all(layer_rank(rule) > protected.get(number, -1) for number in numbers)
            matches = rule.matches
            if (
                isinstance(matches, LineList)
                and len(lines) >= matches.min_lines
                and median >= matches.likely
                and is_free
            ):
                proposals += [Proposal(rule, views[position]) for position in lines]
    return proposals


def _lists(
    rule: Rule, remaining: RemainingLines, below_marks: Sequence[int], marks: Collection[int]
) -> Iterator[range]:
    """Yield the lines in the place of a rule's lists, each from the first mark of its row on, or below all prose."""
    views, matches = remaining.views, rule.matches
    end = len(views)
    ends_row = [view.prose or view.code for view in views]
    if not isinstance(matches, LineList) or not any(ends_row):
        return
    if matches.at == "foot":
        last = max(position for position, is_end in enumerate(ends_row) if is_end)
        if any(mark > remaining.numbers[last] for mark in marks):
            yield _below_article(views, last + 1, end)
        return
    if matches.at == "end":
        starts = [start for start in below_marks if _is_without_article(views[start:])]
        yield from (_below_article(views, start, end) for start in starts[:1])
        return
    rows = [-1, *(position for position, is_end in enumerate(ends_row) if is_end)]
    rows = rows[:2] if matches.at == "start" else rows[1:]
    for above, below in pairwise(rows):
        start = next((position for position in below_marks if above < position < below), -1)
        if start >= 0 and matches.at == "middle":
            yield _below_article(views, start, below - 1)
        elif start >= 0:
            stop = start
            budget, each = TimeBudget(UNBOUNDED), LineMatcher(matches.each) if matches.each else None
            while stop < below and (each is None or each.matches(views[stop], budget)):
                stop += 1
            yield range(start, stop)


def _is_without_article(views: Sequence[View]) -> bool:
    """Whether lines have no code, no two lines of prose in a row, and few of prose."""
    pairs = zip(views, [*views[1:], views[-1]], strict=True)
    has_article = any(view.code or (view.prose and below.prose) for view, below in pairs)
    return not has_article and sum(view.prose for view in views) <= MAX_PROSE_SHARE * len(views)


def _below_article(views: Sequence[View], start: int, end: int) -> range:
    while start < end and (views[start].sentence or views[start].words >= LONG_LINE):
        start += 1
    above = views[:start]
    if sum(view.prose for view in above) < MIN_PROSE_ABOVE or sum(view.words for view in above) < MIN_WORDS_ABOVE:
        return range(0)
    return range(start, end)


def _decide(views: Sequence[View], proposals: Sequence[Proposal]) -> tuple[list[View], list[Decision]]:
    left, decisions = list[View](), list[Decision]()
    for view in views:
        of_view = [proposal for proposal in proposals if proposal.view is view]
        decided, remainder = resolve(of_view) if of_view else ([], view)
        decisions += decided
        left += [remainder] if remainder else []
    return left, decisions


def _without_copies(
    views: Sequence[View],
    repeating: Sequence[Rule],
    compiled: Sequence[CompiledRule],
    passes: Iterator[int],
    beside: AbstractSet[int],
) -> tuple[RemainingLines, dict[int, Decision]]:
    """Return the lines without copies, and the decisions about the copies by their numbers.

    Each pass that finds copies takes one of the document's ``passes``.
    """
    remaining, copies = RemainingLines(views, beside), dict[int, Decision]()
    for _ in range(COPYING_PASSES):
        protected = _protected(compiled, remaining) if repeating else {}
        rules_by_copy: dict[int, list[Rule]] = {}
        for rule in repeating:
            excluded = {position for position, rank in protected.items() if rank >= layer_rank(rule)}
            if isinstance(rule.matches, Repeats) and rule.matches.prose:
                excluded |= {position for position, view in enumerate(remaining.views) if not view.prose}
            for position in _copies(rule, remaining, excluded):
                rules_by_copy.setdefault(position, []).append(rule)
        if not rules_by_copy or next(passes, None) is None:
            break
        for position, rules in rules_by_copy.items():
            view = remaining.views[position]
            copies[view.line.number] = resolve([Proposal(rule, view) for rule in rules])[0][0]
        left = [view for position, view in enumerate(remaining.views) if position not in rules_by_copy]
        remaining = RemainingLines(left, beside)
    return remaining, copies


def _not_aside(views: Sequence[View], aside: Collection[int]) -> list[View]:
    return [view for view in views if view.line.number not in aside]


def _without_original(views: Sequence[View], aside: Collection[int]) -> Iterator[View]:
    """Yield the first of each group of equal copies above which no equal line remains."""
    for index, view in enumerate(views):
        equals_above = [above for above in views[:index] if above.folded == view.folded and not above.code]
        if view.line.number in aside and not equals_above:
            yield view


def _copies(rule: Rule, remaining: RemainingLines, excluded: set[int]) -> Iterator[int]:
    """Yield the copies of one pass: from the top, the longest run at each line that is above it, too."""
    repeats, lines = rule.matches, remaining.views
    if not isinstance(repeats, Repeats) or (rule.prose_only and not remaining.mostly_prose):
        return
    start = 0
    while start < len(lines):
        length = max((_equal_lines(lines, above, start, excluded) for above in range(start)), default=0)
        if not repeats.block:
            length = min(length, 1)
        if not repeats.block and repeats.prose and _stands_in_prose(lines, start):
            length = 0
        is_long_enough = sum(view.words for view in lines[start : start + length]) >= repeats.min_words
        if is_long_enough and length >= (2 if repeats.block else 1):
            yield from range(start, start + length)
            start += length
        else:
            start += 1


def _stands_in_prose(lines: Sequence[View], position: int) -> bool:
    if not 0 < position < len(lines) - 1:
        return False
    above, line, below = lines[position - 1 : position + 2]
    return above.prose and below.prose and line.folded not in (above.folded, below.folded)


def _equal_lines(lines: Sequence[View], above: int, start: int, excluded: set[int]) -> int:
    """Return how many lines from two positions on are equal, without reaching each other."""
    length = 0
    while (
        above + length < start
        and start + length < len(lines)
        and start + length not in excluded
        and not lines[start].code
        and not lines[start + length].code
        and lines[above + length].folded == lines[start + length].folded
        and not lines[above + length].code
    ):
        length += 1
    return length


def _saved(compiled: CompiledRule, remaining: RemainingLines, text: str) -> Iterator[Saved]:
    field = compiled.rule.save_as
    for lines in _lines_taken(compiled, remaining):
        captured = compiled.captured(remaining, lines, TimeBudget(UNBOUNDED))
        if field and (values := field_values(field, captured, text)):
            yield Saved(field, values, compiled.rule.id, remaining.views[lines.start].line.number)
