"""The rounds, as the rule language defines them.

Each round: first copies are set aside, worked out anew, pass after pass. Then every other rule looks at the lines
that stand, all at the same ones, and what they propose is taken at once and for good. Where they propose nothing, the
rules that ask the line model do. Rounds end when nothing is proposed; then ``remove: nothing`` rules are read.
:mod:`tests.oracles.reference_engine` says the same more plainly.

A line is asked once whether it looks as a rule says, and only by the rules that the index names for it; positions
are asked each round, of the lines that look right.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from cleaner.matching.candidates import Candidates
from cleaner.matching.index import LineIndex
from cleaner.matching.regex import TIME_LIMIT, TIME_PER_CHARACTER, PatternTimeoutError, TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.removals import Decision, Proposal, layer_rank, removals, resolve
from cleaner.matching.rule import CompiledRule, run_lengths
from cleaner.matching.rule_index import RuleIndex, rule_index_of
from cleaner.text.view import View, line_views
from cleaner.types import Block, Document, LineKeys, Matches, Rule, Saved

NEARLY = 50
"""Percent from which a line that the line model does not rate as a rule wants is a near miss."""


class Engine:
    """A rule set, compiled once and matched with many documents. It holds nothing of a document."""

    def __init__(self, rules: Iterable[Rule] | RuleIndex) -> None:
        self.rule_index = rules if isinstance(rules, RuleIndex) else rule_index_of(rules)
        self.index = LineIndex(self.rule_index.tables)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in code-point order of their ids."""
        return self.rule_index.rules

    def match(self, document: Document, lines: Sequence[View] | None = None) -> Matches:
        """Return what is boilerplate in a document, under which rule's name, and what rules saved.

        ``lines`` are its :func:`cleaner.text.view.line_views`, if they are at hand. A rule whose patterns take too long
        rests: the result is then that of the rule set without it.
        """
        lines = line_views(document) if lines is None else lines
        timed_out: tuple[str, ...] = ()
        while True:
            rounds = self.run_rounds(document, timed_out, lines)
            try:
                return rounds.result()
            except _LateError as late:
                timed_out = (*rounds.timed_out, late.rule)

    def run_rounds(
        self, document: Document, timed_out: Sequence[str] = (), lines: Sequence[View] | None = None
    ) -> "Rounds":
        """Work all rounds and return how they ended: what was taken, what stands, and which rules timed_out."""
        lines = line_views(document) if lines is None else lines
        scopes = self.rule_index.scopes(document.site, document.language)
        while True:
            try:
                rounds = Rounds(RemainingLines(lines), self.rule_index, scopes, self.index, tuple(timed_out))
                while rounds.next():
                    pass
            except _LateError as late:
                timed_out = (*timed_out, late.rule)
            else:
                return rounds


class Rounds:
    """The state between rounds: the lines that no rule but ``repeats`` has taken, and what was taken."""

    def __init__(
        self,
        base: RemainingLines,
        book: RuleIndex,
        scopes: frozenset[int],
        index: LineIndex,
        timed_out: tuple[str, ...],
    ) -> None:
        """Look at all lines.

        ``scopes`` are the places of those that the document is within, ``timed_out`` the ids of rules to skip.
        """
        self.base, self.rule_index, self.scopes, self.index, self.timed_out = base, book, scopes, index, timed_out
        self.remaining = base
        self.decisions: list[Decision] = []
        self.copies: list[Decision] = []
        self._clocks: dict[str, TimeBudget] = {}
        self._seconds = TIME_LIMIT + TIME_PER_CHARACTER * sum([len(view.text) for view in self.base.views])
        self._may_repeat = _may_repeat(self.base)
        tables = self.rule_index.tables
        self._repeats = [
            self.rule_index.rule(number) for number in self.rule_index.applying(tables.repeats, self.scopes)
        ]
        self._keeping = self._active(tables.keeping)
        self._rated = self._active(tables.rated)
        self._noting = frozenset(tables.noting)
        self._not_removing = self._noting.union(tables.keeping)
        self._candidates = Candidates(self._holds)
        for number in self._applying(tables.unbounded):
            self._candidates.add_all(number, self.base.numbers)
        self._look(self.base.views)

    def _applying(self, numbers: Iterable[int]) -> list[int]:
        """Return those of some rules that apply to the document, and were not stopped."""
        found = self.rule_index.applying(numbers, self.scopes)
        if self.timed_out:
            found = [number for number in found if self.rule_index.rule(number).id not in self.timed_out]
        return found

    def _active(self, numbers: Iterable[int]) -> list[tuple[int, CompiledRule]]:
        return [(number, self.rule_index.compiled(number)) for number in self._applying(numbers)]

    def active(self) -> Iterator[tuple[int, CompiledRule]]:
        """Find all rules of lines that apply to the document, with their numbers."""
        for number in self._applying(range(len(self.rule_index.tables.scope))):
            if isinstance(self.rule_index.rule(number).matches, (LineKeys, Block)):
                yield number, self.rule_index.compiled(number)

    def next(self) -> bool:
        """Work one round and tell whether it took anything."""
        self.remaining, self.copies = self._without_copies()
        protected = self.protected_lines(self.remaining)
        named = [number for number in self._candidates.rules() if number not in self._not_removing]
        sure = [(number, self.rule_index.compiled(number)) for number in named]
        proposals = self._all_proposals(sure, protected) or self._all_proposals(self._rated, protected)
        self._take(proposals)
        return bool(proposals)

    def lines_taken(self, number: int, compiled: CompiledRule, standing: RemainingLines) -> Iterator[range]:
        """Find the lines that a rule takes, one range for each line that opens it."""
        try:
            if compiled.likely is None:
                candidates = self._candidates.within(number, compiled.window(standing), standing, self.base)
            else:
                candidates = self._rated_so(compiled, compiled.likely, standing)
            if not candidates:
                return
            clock = self.budget(compiled)
            in_a_row = run_lengths(candidates) if compiled.max_run is not None else {}
            for at in candidates:
                reached = compiled.reach(standing, at, clock)
                if isinstance(reached, range) and not compiled.failed_condition(standing, reached, in_a_row, clock):
                    yield reached
        except PatternTimeoutError:
            raise _LateError(compiled.rule.id) from None

    def matching_lines(self, number: int, compiled: CompiledRule, standing: RemainingLines) -> list[int]:
        """Return the standing lines that look as the rule says, wherever they stand."""
        if compiled.likely is not None:
            return self._rated_so(compiled, NEARLY, standing)
        return self._candidates.within(number, range(len(standing)), standing, self.base)

    def _rated_so(self, compiled: CompiledRule, percent: int, standing: RemainingLines) -> list[int]:
        clock = self.budget(compiled)
        return [at for at in standing.scored_at_least(percent) if compiled.opens.matches(standing.views[at], clock)]

    def budget(self, compiled: CompiledRule) -> TimeBudget:
        """Return the seconds that are left to a rule's patterns."""
        clock = self._clocks.get(compiled.rule.id)
        if clock is None:
            clock = self._clocks[compiled.rule.id] = TimeBudget(self._seconds)
        return clock

    def result(self) -> Matches:
        """Return removals in text order, with what was saved."""
        remaining = "\n".join(view.text for view in self.remaining.views)
        found = [removal for taken in (*self.decisions, *self.copies) for removal in removals(taken, remaining)]
        saved = [
            saved
            for number in self._candidates.rules()
            if number in self._noting
            for saved in self._noted(number, remaining)
        ]
        return Matches(
            tuple(sorted(found, key=lambda removal: removal.span)),
            tuple(sorted(saved, key=lambda saved: saved.rule)),
            tuple(sorted(self.timed_out)),
        )

    def _noted(self, number: int, remaining: str) -> Iterator[Saved]:
        """Save what a rule with ``remove: nothing`` captures of the lines that stand."""
        compiled = self.rule_index.compiled(number)
        rule = compiled.rule
        if not rule.save_as:
            return
        from cleaner.matching.saving import field_values

        for lines in self.lines_taken(number, compiled, self.remaining):
            with _named(rule):
                captured = compiled.captured(self.remaining, lines, self.budget(compiled))
            if found := field_values(rule.save_as, captured, remaining):
                yield Saved(rule.save_as, found, rule.id, self.remaining.views[lines.start].line.number)

    def _look(self, fresh: Sequence[View]) -> None:
        """Note which rules' line keys may hold for lines that are new."""
        for view, named in self.index.candidates(fresh):
            for number in self._applying(named):
                self._candidates.add(number, view.line.number)

    def _holds(self, number: int, view: View) -> bool:
        """Tell whether a rule's line keys hold for a line."""
        compiled = self.rule_index.compiled(number)
        return compiled.opens.matches(view, self.budget(compiled))

    def _without_copies(self) -> tuple[RemainingLines, list[Decision]]:
        """Set copies aside, pass after pass, each on what still stands."""
        standing, copies = self.base, list[Decision]()
        repeats = self._repeats if self._may_repeat else []
        if not repeats:
            return standing, copies
        from cleaner.matching.repeats import set_aside

        while aside := set_aside(repeats, standing, self.protected_lines(standing)):
            for at, rules in aside.items():
                copies += resolve([Proposal(rule, standing.views[at]) for rule in rules])[0]
            standing = standing.with_changes(dict.fromkeys(aside))
        return standing, copies

    def protected_lines(self, standing: RemainingLines) -> dict[int, int]:
        """Return the lines that ``keep`` rules protect, each with the highest layer that does."""
        layers: dict[int, int] = {}
        for number, compiled in self._keeping:
            for line in (line for lines in self.lines_taken(number, compiled, standing) for line in lines):
                layers[line] = max(layers.get(line, 0), layer_rank(compiled.rule))
        return layers

    def has_protected_lines(self) -> bool:
        """Tell whether a ``keep`` rule protects any line that stands."""
        return bool(self.protected_lines(self.remaining))

    def _all_proposals(self, rules: Iterable[tuple[int, CompiledRule]], protected: Mapping[int, int]) -> list[Proposal]:
        return [proposal for number, compiled in rules for proposal in self._proposals(number, compiled, protected)]

    def _proposals(self, number: int, compiled: CompiledRule, protected: Mapping[int, int]) -> Iterator[Proposal]:
        rule, standing = compiled.rule, self.remaining
        for lines in self.lines_taken(number, compiled, standing):
            if any(layer_rank(rule) <= protected.get(line, -1) for line in lines):
                continue
            with _named(rule):
                captured = compiled.captured(standing, lines, self.budget(compiled)) if rule.save_as else ()
                cut = compiled.cut(standing, lines, self.budget(compiled))
            if cut or rule.remove == "line":
                yield Proposal(rule, standing.views[lines.start], cut, captured)
            for line in lines[1:]:
                yield Proposal(rule, standing.views[line])

    def _take(self, proposals: Iterable[Proposal]) -> None:
        by_view: dict[View, list[Proposal]] = {}
        for proposal in proposals:
            by_view.setdefault(proposal.view, []).append(proposal)
        changes: dict[int, View | None] = {}
        for view, proposed in by_view.items():
            at = self.base.position(view.line.number)
            taken, left = resolve(proposed)
            self.decisions += taken
            if at is not None:
                changes[at] = left
        if not changes:
            return
        self.base = self.base.with_changes(changes)
        fresh = [left for left in changes.values() if left]
        if not fresh:
            return
        for left in fresh:
            self._candidates.forget(left.line.number)
            for number in self._applying(self.rule_index.tables.unbounded):
                self._candidates.add(number, left.line.number)
        self._look(fresh)
        self._may_repeat = _may_repeat(self.base)


class _LateError(Exception):
    """A rule's patterns took too long: ``rule`` is its id."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def _may_repeat(standing: RemainingLines) -> bool:
    """Tell whether any two lines are equal: without them nothing repeats, now or in later rounds."""
    return len({view.folded for view in standing.views}) < len(standing)


@contextmanager
def _named(rule: Rule) -> Iterator[None]:
    """Give a pattern's time-out the name of its rule."""
    try:
        yield
    except PatternTimeoutError:
        raise _LateError(rule.id) from None
