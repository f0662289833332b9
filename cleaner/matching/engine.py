"""The rounds of matching: every rule sees the same remaining lines, and their proposals are resolved together.

A round first finds copies and sets them aside. Then every other rule sees the lines that remain, and what the rules
propose is decided for good. Rules that use the line model propose only if the others propose nothing, and rules for
whole lists last of all. The rounds end when nothing is proposed; then ``remove: nothing`` rules save what they capture.

Copies are searched again in the first :data:`COPYING_ROUNDS` rounds and then stay aside: a text that repeats its
boilerplate a thousand times would take a round for each repetition. When nothing more is proposed, copies return whose
original a rule took, new copies are set aside, and if there were any of either, the rounds go on. From then on, rules
that count lines in a row anywhere in a text propose only if the others propose nothing, as those of the line model do.

Whether a line matches a rule's line keys is tested once, and only for the rules that the index names for the line;
positions are tested in every round. The tests hold the engine equal to one that tests every rule on every line in
every round (``tests/oracles/reference_engine.py``).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaner.matching.candidates import Candidates
from cleaner.matching.index import LineIndex
from cleaner.matching.regex import TIME_LIMIT, TIME_PER_CHARACTER, PatternTimeoutError, TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.removals import (
    Decision,
    Proposal,
    field_values,
    knows_by_words,
    layer_rank,
    removals_of,
    resolve,
)
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.matching.rule_index import RuleIndex, rule_index_of
from cleaner.text.view import View, line_views
from cleaner.types import LAYERS, Document, Matches, Rule, Saved

COPYING_ROUNDS = 8
"""Rounds in which copies are searched again: as many as labeled texts with copies take at most. A copy does not return
if rules took this many equal lines before: such a line is boilerplate wherever it stands."""

COPYING_PASSES = 8
"""Passes of a round that find copies, each among the lines that the one before left: labeled texts take one. Copies
inside copies that are nested deeper stay, since each pass costs as much as the first."""


class Engine:
    """A rule set, compiled once and matched with many documents. It keeps nothing of a document."""

    def __init__(self, rules: Iterable[Rule] | RuleIndex) -> None:
        self.rule_index = rules if isinstance(rules, RuleIndex) else rule_index_of(rules)
        self.line_index = LineIndex(self.rule_index.tables)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in code-point order of their ids."""
        return self.rule_index.rules

    def prepare(self) -> None:
        """Build now what many texts need, in a process of which copies will clean them: each would build its own."""
        from cleaner.line_model.model import load_model

        self.line_index.prepare()
        load_model().forest.prepare()

    def match(self, document: Document, lines: Sequence[View] | None = None) -> Matches:
        """Return the boilerplate of a document, with the rules that remove it, and what rules save.

        ``lines`` are its :func:`cleaner.text.view.line_views`, if the caller has them. A rule whose patterns spend
        their time budget is skipped: the result is that of the rule set without it.
        """
        return self.run_rounds(document, lines=lines).matches()

    def run_rounds(
        self, document: Document, timed_out: Iterable[str] = (), lines: Sequence[View] | None = None
    ) -> "Rounds":
        """Run all rounds and return how they ended; ``timed_out`` are ids of rules to skip from the start."""
        skipped = tuple(timed_out)
        lines = line_views(document) if lines is None else lines
        scopes = self.rule_index.scopes(document.site, document.language, document.page_type)
        while True:
            rounds = Rounds(self, lines, scopes, skipped, kept=document.kept)
            try:
                rounds.run()
            except PatternTimeoutError as error:
                skipped = (*skipped, error.rule)
            else:
                return rounds


class Rounds:
    """The rounds of one document: the lines that remain, and the decisions about the others.

    Rules are known by their numbers in the engine's :class:`cleaner.matching.rule_index.RuleIndex`.
    """

    def __init__(
        self,
        engine: Engine,
        lines: Sequence[View],
        scopes: frozenset[int],
        timed_out: tuple[str, ...],
        *,
        kept: Iterable[int] = (),
    ) -> None:
        """Find the candidates among all lines.

        ``scopes`` are the numbers of the scopes that the document is in, ``timed_out`` the ids of rules to skip,
        ``kept`` the numbers of lines that no rule takes.
        """
        self.timed_out = timed_out
        self.rule_index = engine.rule_index
        self._numbers = [view.line.number for view in lines]
        self._beside = set[int]()
        self.remaining = self._with_copies = RemainingLines(lines, self._beside)
        self.decisions: list[Decision] = []
        self._aside: dict[int, Decision] = {}
        self._saved: list[Saved] = []
        self._line_index, self._scopes = engine.line_index, scopes
        self._budgets: dict[str, TimeBudget] = {}
        self._seconds = TIME_LIMIT + TIME_PER_CHARACTER * sum([len(view.text) for view in lines])
        tables = self.rule_index.tables
        self._repeating = [self.rule_index.rule(number) for number in self.applying(tables.repeats)]
        keeping = self.applying(tables.keeping)
        self._keeping = [number for number in keeping if self.rule_index.compiled(number).sees_neighbors]
        self._line_keeping = [number for number in keeping if not self.rule_index.compiled(number).sees_neighbors]
        self.kept_inline = frozenset(kept)
        self._kept: dict[int, int] = dict.fromkeys(kept, len(LAYERS))
        self._scoring = self.applying(tables.rated)
        self._listing = [self.rule_index.rule(number) for number in self.applying(tables.listing)]
        self._marks: set[int] = set()
        self._saving_only = frozenset(tables.noting)
        self._not_removing = self._saving_only.union(tables.keeping)
        self._candidates = Candidates(self._matches_line_keys)
        for number in self.applying(tables.unbounded):
            self._candidates.add_all(number, self.remaining.numbers)
        self._keys: set[str] = set()
        self._rounds = 0
        self._passes_left = COPYING_ROUNDS * COPYING_PASSES
        self._has_equal_lines = False
        self._find_candidates(lines)
        self._keep_lines(range(len(lines)))

    def run(self) -> None:
        """Run rounds until nothing is proposed. Raises :exc:`PatternTimeoutError`, which names the rule to skip."""
        while True:
            self._rounds += 1
            if self._rounds <= COPYING_ROUNDS:
                self._aside = {}
                self._set_copies_aside(self._with_copies)
            protected = self.protected_lines(self.remaining)
            tiers = (self._proposals(numbers, protected) for numbers in self._tiers())
            proposals = next(filter(None, tiers), None) or self._list_proposals(protected)
            if proposals:
                self._decide(proposals)
            elif self._rounds <= COPYING_ROUNDS or not self._settle_copies():
                break
        self._candidates.restore_all()
        self._saved = sorted(self._saved_without_removal(), key=lambda saved: saved.rule)

    def _tiers(self) -> Iterator[list[int]]:
        """Yield the rules that remove lines in tiers: each proposes if those before it propose nothing."""
        removing = [number for number in self._candidates.rules() if number not in self._not_removing]
        late = set[int]()
        if self._rounds > COPYING_ROUNDS:
            late = {number for number in removing if self.rule_index.compiled(number).counts_all_lines}
        yield [number for number in removing if number not in late]
        yield sorted(late)
        yield self._scoring

    def matches(self) -> Matches:
        """Return the removals in text order, with what rules saved."""
        text = self._remaining_text
        decisions = (*self.decisions, *self._aside.values())
        removals = [removal for decision in decisions for removal in removals_of(decision, text)]
        removals.sort(key=lambda removal: removal.span)
        return Matches(tuple(removals), tuple(self._saved), tuple(sorted(self.timed_out)))

    @property
    def _remaining_text(self) -> str:
        return "\n".join([view.text for view in self.remaining.views])

    def applying(self, numbers: Iterable[int]) -> list[int]:
        """Return the rules among these that apply to the document and did not time out."""
        applying = self.rule_index.applying(numbers, self._scopes)
        if self.timed_out:
            return [number for number in applying if self.rule_index.rule(number).id not in self.timed_out]
        return applying

    def budget(self, rule: CompiledRule) -> TimeBudget:
        """Return the time that remains to a rule's patterns in this document."""
        budget = self._budgets.get(rule.rule.id)
        if budget is None:
            budget = self._budgets[rule.rule.id] = TimeBudget(self._seconds, rule=rule.rule.id)
        return budget

    def matching_lines(
        self, number: int, remaining: RemainingLines, *, window: range, least_score: int | None
    ) -> list[int]:
        """Return the positions that match a rule's line keys: in a window, or with at least a score."""
        if least_score is None:
            return self._candidates.within(number, window, remaining, self._with_copies)
        rule = self.rule_index.compiled(number)
        budget = self.budget(rule)
        positions = remaining.scored_at_least(least_score)
        return [position for position in positions if rule.opens.matches(remaining.views[position], budget)]

    def lines_taken(self, number: int, remaining: RemainingLines, window: range | None = None) -> Iterator[range]:
        """Yield the positions of the lines that a rule matches: a range for each one at which it opens."""
        rule = self.rule_index.compiled(number)
        window = rule.window(remaining) if window is None else window
        positions = self.matching_lines(number, remaining, window=window, least_score=rule.likely)
        if not positions:
            return
        budget = self.budget(rule)
        lengths = run_lengths(positions) if rule.max_run is not None else {}
        failing = []
        for start in positions:
            lines = rule.reach(remaining, start, budget)
            failed = lines if isinstance(lines, FailedCondition) else None
            if isinstance(lines, range) and not (failed := rule.failed_condition(remaining, lines, lengths, budget)):
                yield lines
            if failed and failed.key in rule.lasting_conditions:
                failing.append(remaining.numbers[start])
        if failing and self._rounds > COPYING_ROUNDS:
            self._candidates.set_aside(number, failing)

    def protected_lines(self, remaining: RemainingLines) -> Mapping[int, int]:
        """Return the numbers of the lines that ``keep`` rules protect, each with the rank of their highest layer."""
        if not self._keeping:
            return self._kept
        ranks = dict(self._kept)
        for number in self._keeping:
            rank = layer_rank(self.rule_index.rule(number))
            for lines in self.lines_taken(number, remaining):
                ranks.update(
                    (line, max(ranks.get(line, 0), rank)) for line in map(remaining.numbers.__getitem__, lines)
                )
        return ranks

    def protecting_rules(self, remaining: RemainingLines) -> Mapping[int, Sequence[Rule]]:
        """Return the ``keep`` rules that protect each line, by its number, those of the highest layer first."""
        rules: dict[int, list[Rule]] = {}
        for number in (*self._line_keeping, *self._keeping):
            for lines in self.lines_taken(number, remaining):
                for line in map(remaining.numbers.__getitem__, lines):
                    rules.setdefault(line, []).append(self.rule_index.rule(number))
        return {line: sorted(found, key=lambda rule: (-layer_rank(rule), rule.id)) for line, found in rules.items()}

    def _keep_lines(self, window: range) -> None:
        """Note what ``keep`` rules protect that depend on nothing but a line: they are asked once for each line."""
        for number in self._line_keeping:
            rank = layer_rank(self.rule_index.rule(number))
            for lines in self.lines_taken(number, self._with_copies, window):
                line = self._with_copies.numbers[lines.start]
                self._kept[line] = max(self._kept.get(line, 0), rank)

    def _matches_line_keys(self, number: int, view: View) -> bool:
        rule = self.rule_index.compiled(number)
        return rule.opens.matches(view, self.budget(rule))

    def _find_candidates(self, views: Sequence[View]) -> None:
        """Note the rules whose line keys may match new lines, and whether any lines may now be equal."""
        for view, numbers in self._line_index.candidates(views):
            for number in self.applying(numbers):
                self._candidates.add(number, view.line.number)
        count = len(self._keys) + len(views)
        self._keys.update([view.folded for view in views])
        self._has_equal_lines |= len(self._keys) < count

    def _set_copies_aside(self, lines: RemainingLines) -> bool:
        """Set copies aside, pass after pass, each among the lines that then remain; return whether there are any."""
        self.remaining = lines
        if not self._repeating or not self._has_equal_lines:
            return False
        from cleaner.matching.repeats import find_copies  # most texts have no two equal lines

        for _ in range(min(COPYING_PASSES, self._passes_left)):
            rules_by_copy = find_copies(self._repeating, self.remaining, self.protected_lines(self.remaining))
            if not rules_by_copy:
                break
            self._passes_left -= 1
            copies = {self.remaining.views[position]: rules for position, rules in rules_by_copy.items()}
            for view, rules in copies.items():
                (self._aside[view.line.number],), _ = resolve([Proposal(rule, view) for rule in rules])
            self.remaining = self.remaining.with_changes(dict.fromkeys([view.line.number for view in copies]))
        return self.remaining is not lines

    def _settle_copies(self) -> bool:
        """Let copies return whose original is gone, and set new ones aside; return whether there are any of either."""
        self._candidates.restore_all()
        returning = self._returning_copies()
        for number in returning:
            del self._aside[number]
        lines = self.remaining
        if returning:
            views = self._with_copies.views
            lines = RemainingLines((view for view in views if view.line.number not in self._aside), self._beside)
        return self._set_copies_aside(lines) or bool(returning)

    def _returning_copies(self) -> list[int]:
        """Return the numbers of the copies that return, unless rules took many equal lines."""
        if not self._aside:
            return []
        from cleaner.matching.repeats import copies_without_original

        taken = Counter(view.folded for view in {decision.proposals[0].view for decision in self.decisions})
        aside = [view for view in self._with_copies.views if view.line.number in self._aside]
        copies = copies_without_original(aside, self.remaining)
        return [view.line.number for view in copies if taken[view.folded] < COPYING_ROUNDS]

    def _proposals(self, numbers: Iterable[int], protected: Mapping[int, int]) -> list[Proposal]:
        return [proposal for number in numbers for proposal in self._proposals_of(number, protected)]

    def _proposals_of(self, number: int, protected: Mapping[int, int]) -> Iterator[Proposal]:
        compiled, remaining = self.rule_index.compiled(number), self.remaining
        rule = compiled.rule
        for lines in self.lines_taken(number, remaining):
            if protected and any(layer_rank(rule) <= protected.get(remaining.numbers[line], -1) for line in lines):
                continue
            budget = self.budget(compiled)
            captured = compiled.captured(remaining, lines, budget) if rule.save_as else ()
            cuts = compiled.cuts(remaining, lines, budget)
            if cuts or rule.remove == "line":
                yield Proposal(rule, remaining.views[lines.start], cuts, captured)
            for position in lines[1:]:
                yield Proposal(rule, remaining.views[position])

    def _list_proposals(self, protected: Mapping[int, int]) -> list[Proposal]:
        """Return what rules for whole lists propose."""
        if not self._listing or not self._marks:
            return []
        from cleaner.matching.lists import lists_taken  # few texts need it

        views, numbers = self.remaining.views, self.remaining.numbers
        return [
            Proposal(rule, views[position])
            for rule, lines in lists_taken(self._listing, self.remaining, self._marks)
            if all(layer_rank(rule) > protected.get(numbers[position], -1) for position in lines)
            for position in lines
        ]

    def _decide(self, proposals: Iterable[Proposal]) -> None:
        """Decide what the proposals of a round do to each line."""
        by_view: dict[View, list[Proposal]] = {}
        for proposal in proposals:
            by_view.setdefault(proposal.view, []).append(proposal)
        changes: dict[int, View | None] = {}
        for view, view_proposals in by_view.items():
            decisions, changes[view.line.number] = resolve(view_proposals)
            self.decisions += decisions
            if any(proposal.rule.marks_list for proposal in view_proposals):
                self._marks.add(view.line.number)
            if changes[view.line.number] is None and any(knows_by_words(proposal.rule) for proposal in view_proposals):
                at = bisect_left(self._numbers, view.line.number)
                self._beside.update(self._numbers[max(0, at - 1) : at + 2])
        self._restore_candidates(changes)
        has_copies = self.remaining is not self._with_copies
        self._with_copies = self._with_copies.with_changes(changes)
        self.remaining = self.remaining.with_changes(changes) if has_copies else self._with_copies
        if shortened := [view for view in changes.values() if view]:
            self._rematch(shortened)

    def _restore_candidates(self, lines: Iterable[int]) -> None:
        """Let rules open again at lines from which they read one of these lines, which are about to change."""
        for number in self._candidates.rules_with_aside():
            block = self.rule_index.compiled(number).block
            if block:
                for line in lines:
                    position = bisect_left(self.remaining.numbers, line)
                    first = self.remaining.numbers[max(0, position - block.max_lines)]
                    self._candidates.restore(number, first, line)

    def _rematch(self, views: Sequence[View]) -> None:
        """Find the candidates among lines that a cut made shorter."""
        for view in views:
            self._candidates.forget(view.line.number)
            self._kept.pop(view.line.number, None)
            for number in self.applying(self.rule_index.tables.unbounded):
                self._candidates.add(number, view.line.number)
        self._find_candidates(views)
        for view in views if self._line_keeping else ():
            position = bisect_left(self._with_copies.numbers, view.line.number)
            self._keep_lines(range(position, position + 1))

    def _saved_without_removal(self) -> Iterator[Saved]:
        """Yield what rules with ``remove: nothing`` capture from the lines that remain."""
        text = self._remaining_text
        for number in self._candidates.rules():
            compiled = self.rule_index.compiled(number) if number in self._saving_only else None
            if compiled is None or compiled.rule.save_as is None:
                continue
            field, budget = compiled.rule.save_as, self.budget(compiled)
            for lines in self.lines_taken(number, self.remaining):
                captured = compiled.captured(self.remaining, lines, budget)
                if values := field_values(field, captured, text):
                    yield Saved(field, values, compiled.rule.id, self.remaining.views[lines.start].line.number)
