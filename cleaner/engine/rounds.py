"""The rounds, as the rule language defines them.

Each round: first copies are set aside, worked out anew, pass after pass. Then every other rule looks at the lines
that stand, all at the same ones, and what they propose is taken at once and for good. Where they propose nothing, the
rules that ask the line model do. Rounds end when nothing is proposed; then ``remove: nothing`` rules are read.
:mod:`cleaner.engine.reference` says the same more plainly.

A line is asked once whether it looks as a rule says, and only by the rules that the index names for it; positions
are asked each round, of the lines that look right.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.engine.candidates import Candidates
from cleaner.engine.compiled import CompiledRule, runs
from cleaner.engine.index import Index
from cleaner.engine.patterns import TIME_LIMIT, TIME_PER_CHARACTER, Clock, PatternTimeoutError
from cleaner.engine.repeats import set_aside
from cleaner.engine.saving import values
from cleaner.engine.scope import Scope, applies, holds, scope_of
from cleaner.engine.standing import Standing
from cleaner.engine.taking import Proposal, Taken, rank, removals, settle
from cleaner.engine.view import View, views
from cleaner.model import Block, Document, LineKeys, Matches, Repeats, Rule, Saved

NEARLY = 50
"""Percent from which a line that the line model does not rate as a rule wants is a near miss."""


class Engine:
    """A rule set, compiled once and matched with many documents. It holds nothing of a document."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._repeats = [rule for rule in self.rules if isinstance(rule.matches, Repeats)]
        self._compiled = [CompiledRule(rule) for rule in self.rules if isinstance(rule.matches, (LineKeys, Block))]
        self._by_scope: dict[Scope, dict[str, CompiledRule]] = {}
        for compiled in self._compiled:
            self._by_scope.setdefault(scope_of(compiled.rule), {})[compiled.rule.id] = compiled

    @cached_property
    def index(self) -> Index:
        """Which rules to ask which lines; those that ask the line model are asked by its ratings."""
        return Index(compiled for compiled in self._compiled if compiled.likely is None)

    def match(self, document: Document) -> Matches:
        """Return what is boilerplate in a document, under which rule's name, and what rules saved.

        A rule whose patterns take too long rests: the result is then that of the rule set without it.
        """
        rested: tuple[str, ...] = ()
        while True:
            rounds = self.round_up(document, rested)
            try:
                return rounds.result()
            except _LateError as late:
                rested = (*rounds.rested, late.rule)

    def round_up(self, document: Document, rested: Sequence[str] = ()) -> "Rounds":
        """Work all rounds and return how they ended: what was taken, what stands, and which rules rested."""
        while True:
            try:
                rounds = self._rounds(document, tuple(rested))
                while rounds.next():
                    pass
            except _LateError as late:
                rested = (*rested, late.rule)
            else:
                return rounds

    def _rounds(self, document: Document, rested: tuple[str, ...]) -> "Rounds":
        site, language = document.site, document.language
        rules: dict[str, CompiledRule] = {}
        for scope, some in self._by_scope.items():
            if holds(scope, site, language):
                rules |= some
        return Rounds(
            Standing(views(document)),
            {id: compiled for id, compiled in rules.items() if id not in rested} if rested else rules,
            [rule for rule in self._repeats if applies(rule, site, language)],
            self.index,
            rested,
        )


@dataclass
class Rounds:
    """The state between rounds: the lines that no rule but ``repeats`` has taken, and what was taken."""

    base: Standing
    rules: Mapping[str, CompiledRule]
    repeats: list[Rule]
    index: Index
    rested: tuple[str, ...]
    taken: list[Taken] = field(default_factory=list)
    copies: list[Taken] = field(default_factory=list)
    standing: Standing = field(default_factory=lambda: Standing(()))
    _candidates: Candidates = field(default_factory=Candidates)
    _clocks: dict[str, Clock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seconds = TIME_LIMIT + TIME_PER_CHARACTER * sum(len(view.text) for view in self.base.views)
        self._may_repeat = _may_repeat(self.base)
        self._look(self.base.views)
        self._keeping = [compiled for compiled in self.rules.values() if compiled.rule.keep]
        self._rated = [compiled for compiled in self.rules.values() if compiled.likely is not None]

    def next(self) -> bool:
        """Work one round and tell whether it took anything."""
        self.standing, self.copies = self._without_copies()
        protected = self.protected(self.standing)
        sure = [compiled for id in self._candidates.rules() if (compiled := self.rules[id]).removes]
        proposals = self._all_proposals(sure, protected) or self._all_proposals(self._rated, protected)
        self._take(proposals)
        return bool(proposals)

    def lines_taken(self, compiled: CompiledRule, standing: Standing) -> Iterator[range]:
        """Find the lines that a rule takes, one range for each line that opens it."""
        if compiled.likely is None:
            candidates = self._candidates.within(compiled.rule.id, compiled.window(standing), standing, self.base)
        else:
            candidates = self._rated_so(compiled, compiled.likely, standing)
        if not candidates:
            return
        in_a_row = runs(candidates) if compiled.max_run is not None else {}
        clock = self.clock(compiled)
        with _named(compiled.rule):
            for at in candidates:
                reached = compiled.reach(standing, at, clock)
                if isinstance(reached, range) and not compiled.stopped(standing, reached, in_a_row, clock):
                    yield reached

    def candidates(self, compiled: CompiledRule, standing: Standing) -> list[int]:
        """Return the standing lines that look as the rule says, wherever they stand."""
        if compiled.likely is not None:
            return self._rated_so(compiled, NEARLY, standing)
        return self._candidates.within(compiled.rule.id, range(len(standing)), standing, self.base)

    def _rated_so(self, compiled: CompiledRule, percent: int, standing: Standing) -> list[int]:
        clock = self.clock(compiled)
        with _named(compiled.rule):
            return [at for at in standing.likely(percent) if compiled.opens.matches(standing.views[at], clock)]

    def clock(self, compiled: CompiledRule) -> Clock:
        """Return the seconds that are left to a rule's patterns."""
        clock = self._clocks.get(compiled.rule.id)
        if clock is None:
            clock = self._clocks[compiled.rule.id] = Clock(self._seconds)
        return clock

    def result(self) -> Matches:
        """Return removals in text order, with what was saved."""
        remaining = "\n".join(view.text for view in self.standing.views)
        found = [removal for taken in (*self.taken, *self.copies) for removal in removals(taken, remaining)]
        saved = [
            saved
            for compiled in map(self.rules.__getitem__, self._candidates.rules())
            for saved in self._noted(compiled, remaining)
        ]
        return Matches(tuple(sorted(found, key=lambda removal: removal.span)), tuple(saved), tuple(sorted(self.rested)))

    def _noted(self, compiled: CompiledRule, remaining: str) -> Iterator[Saved]:
        """Save what a rule with ``remove: nothing`` captures of the lines that stand."""
        rule = compiled.rule
        if rule.remove != "nothing" or not rule.save_as:
            return
        for lines in self.lines_taken(compiled, self.standing):
            with _named(rule):
                captured = compiled.captured(self.standing, lines, self.clock(compiled))
            if found := values(rule.save_as, captured, remaining):
                yield Saved(rule.save_as, found, rule.id, self.standing.views[lines.start].line.number)

    def _look(self, fresh: Iterable[View]) -> None:
        """Note which rules' line keys hold for lines that are new: positions are asked in each round."""
        new = list(fresh)
        for view, named in self.index.named(new):
            for compiled in named:
                if compiled.rule.id in self.rules:
                    self._ask(compiled, view)
        for compiled in self.index.unbounded:
            if compiled.rule.id in self.rules:
                for view in new:
                    self._ask(compiled, view)

    def _ask(self, compiled: CompiledRule, view: View) -> None:
        if not compiled.opens.has_length(view):
            return
        try:
            if compiled.opens.matches(view, self.clock(compiled)):
                self._candidates.add(compiled.rule.id, view.line.number)
        except PatternTimeoutError:
            raise _LateError(compiled.rule.id) from None

    def _without_copies(self) -> tuple[Standing, list[Taken]]:
        """Set copies aside, pass after pass, each on what still stands."""
        standing, copies = self.base, list[Taken]()
        repeats = self.repeats if self._may_repeat else []
        while repeats and (aside := set_aside(repeats, standing, self.protected(standing))):
            for at, rules in aside.items():
                copies += settle([Proposal(rule, standing.views[at]) for rule in rules])[0]
            standing = standing.changed(dict.fromkeys(aside))
        return standing, copies

    def protected(self, standing: Standing) -> dict[int, int]:
        """Return the lines that ``keep`` rules protect, each with the highest layer that does."""
        layers: dict[int, int] = {}
        for compiled in self._keeping:
            for line in (line for lines in self.lines_taken(compiled, standing) for line in lines):
                layers[line] = max(layers.get(line, 0), rank(compiled.rule))
        return layers

    def protects_any(self) -> bool:
        """Tell whether a ``keep`` rule protects any line that stands."""
        return bool(self.protected(self.standing))

    def _all_proposals(self, rules: Iterable[CompiledRule], protected: dict[int, int]) -> list[Proposal]:
        return [proposal for compiled in rules for proposal in self._proposals(compiled, self.standing, protected)]

    def _proposals(self, compiled: CompiledRule, standing: Standing, protected: dict[int, int]) -> Iterator[Proposal]:
        rule, clock = compiled.rule, self.clock(compiled)
        for lines in self.lines_taken(compiled, standing):
            if any(rank(rule) <= protected.get(line, -1) for line in lines):
                continue
            with _named(rule):
                captured = compiled.captured(standing, lines, clock) if rule.save_as else ()
                cut = compiled.cut(standing, lines, clock)
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
            at = self.base.at(view.line.number)
            taken, left = settle(proposed)
            self.taken += taken
            if at is not None:
                changes[at] = left
        if not changes:
            return
        self.base = self.base.changed(changes)
        fresh = [left for left in changes.values() if left]
        for left in fresh:
            self._candidates.forget(left.line.number)
        self._look(fresh)
        if fresh:
            self._may_repeat = _may_repeat(self.base)


class _LateError(Exception):
    """A rule's patterns took too long: ``rule`` is its id."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def _may_repeat(standing: Standing) -> bool:
    """Tell whether any two lines are equal: without them nothing repeats, now or in later rounds."""
    return len({view.folded for view in standing.views}) < len(standing)


@contextmanager
def _named(rule: Rule) -> Iterator[None]:
    """Give a pattern's time-out the name of its rule."""
    try:
        yield
    except PatternTimeoutError:
        raise _LateError(rule.id) from None
