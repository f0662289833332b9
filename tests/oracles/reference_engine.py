"""The rounds as plainly as the rule language says them: the naive engine, and the measure of the fast one.

Every rule is asked of every line in every round, and copies are looked for by comparing all lines with all. Nothing
is remembered between rounds but what was taken. Only what one line and one rule have to say to each other
(:mod:`cleaner.matching.rule`) is shared with the fast engine.
"""

from collections.abc import Iterable, Iterator, Sequence

from cleaner.matching.regex import TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.removals import Decision, Proposal, layer_rank, removals, resolve
from cleaner.matching.rule import CompiledRule, run_lengths
from cleaner.matching.saving import field_values
from cleaner.matching.scope import applies
from cleaner.text.view import View, line_views
from cleaner.types import Block, Document, LineKeys, Matches, Repeats, Rule, Saved

UNBOUNDED = 1e9
"""Seconds that patterns may take here: the measure waits."""


def match(document: Document, rules: Iterable[Rule]) -> Matches:
    """Return what :meth:`cleaner.matching.Engine.match` must return, however long it takes."""
    active = [rule for rule in rules if applies(rule, document.site, document.language)]
    repeats = [rule for rule in active if isinstance(rule.matches, Repeats)]
    compiled = [CompiledRule(rule) for rule in active if isinstance(rule.matches, (LineKeys, Block))]
    base, taken = line_views(document), list[Decision]()
    while True:
        standing, copies = _without_copies(base, repeats, compiled)
        proposals = list(_proposals(compiled, standing, rated=False)) or list(
            _proposals(compiled, standing, rated=True)
        )
        if not proposals:
            break
        base, more = _taken(base, proposals)
        taken += more
    remaining = "\n".join(view.text for view in standing.views)
    gone = [removal for one in (*taken, *copies) for removal in removals(one, remaining)]
    saved = [one for rule in compiled if rule.rule.remove == "nothing" for one in _saved(rule, standing, remaining)]
    return Matches(tuple(sorted(gone, key=lambda removal: removal.span)), tuple(saved))


def _lines(compiled: CompiledRule, standing: RemainingLines) -> Iterator[range]:
    """Find the lines that a rule takes."""
    clock = TimeBudget(UNBOUNDED)
    rated = range(len(standing)) if compiled.likely is None else standing.scored_at_least(compiled.likely)
    looking = {at for at in rated if compiled.opens.matches(standing.views[at], clock)}
    for at in sorted(looking):
        reached = compiled.reach(standing, at, clock)
        if isinstance(reached, range) and not compiled.failed_condition(standing, reached, run_lengths(looking), clock):
            yield reached


def _protected(compiled: Sequence[CompiledRule], standing: RemainingLines) -> dict[int, int]:
    layers: dict[int, int] = {}
    for one in compiled:
        if one.rule.keep:
            for line in (line for lines in _lines(one, standing) for line in lines):
                layers[line] = max(layers.get(line, 0), layer_rank(one.rule))
    return layers


def _proposals(compiled: Sequence[CompiledRule], standing: RemainingLines, *, rated: bool) -> Iterator[Proposal]:
    protected = _protected(compiled, standing)
    for one in compiled:
        rule = one.rule
        if rule.keep or rule.remove == "nothing" or rated is (one.likely is None):
            continue
        for lines in _lines(one, standing):
            if all(layer_rank(rule) > protected.get(line, -1) for line in lines):
                captured = one.captured(standing, lines, TimeBudget(UNBOUNDED)) if rule.save_as else ()
                cut = one.cut(standing, lines, TimeBudget(UNBOUNDED))
                if cut or rule.remove == "line":
                    yield Proposal(rule, standing.views[lines.start], cut, captured)
                yield from (Proposal(rule, standing.views[line]) for line in lines[1:])


def _taken(base: Sequence[View], proposals: Sequence[Proposal]) -> tuple[list[View], list[Decision]]:
    left, taken = list[View](), list[Decision]()
    for view in base:
        proposed = [proposal for proposal in proposals if proposal.view is view]
        more, still = resolve(proposed) if proposed else ([], view)
        taken += more
        left += [still] if still else []
    return left, taken


def _without_copies(
    base: Sequence[View], repeats: Sequence[Rule], compiled: Sequence[CompiledRule]
) -> tuple[RemainingLines, list[Decision]]:
    standing, copies = RemainingLines(base), list[Decision]()
    while True:
        protected = _protected(compiled, standing) if repeats else {}
        aside: dict[int, list[Rule]] = {}
        for rule in repeats:
            for line in _copies(rule, standing, {at for at, layer in protected.items() if layer >= layer_rank(rule)}):
                aside.setdefault(line, []).append(rule)
        if not aside:
            return standing, copies
        for at, rules in aside.items():
            copies += resolve([Proposal(rule, standing.views[at]) for rule in rules])[0]
        standing = RemainingLines([view for at, view in enumerate(standing.views) if at not in aside])


def _copies(rule: Rule, standing: RemainingLines, protected: set[int]) -> Iterator[int]:
    """Find the lines of one pass: from the top, at each line the longest run that stands above it."""
    repeats, lines = rule.matches, standing.views
    if not isinstance(repeats, Repeats) or (rule.prose_only and not standing.mostly_prose):
        return
    at = 0
    while at < len(lines):
        lengths = [_equal(lines, above, at, protected) for above in range(at)]
        length = max(lengths, default=0)
        if not repeats.block:
            length = min(length, 1)
        enough = sum(view.words for view in lines[at : at + length]) >= repeats.min_words
        if enough and length >= (2 if repeats.block else 1):
            yield from range(at, at + length)
            at += length
        else:
            at += 1


def _equal(lines: Sequence[View], above: int, at: int, protected: set[int]) -> int:
    """Count the lines from two places on that are equal, without reaching one another."""
    length = 0
    while (
        above + length < at
        and at + length < len(lines)
        and at + length not in protected
        and not lines[at].code
        and not lines[at + length].code
        and lines[above + length].folded == lines[at + length].folded
        and not lines[above + length].code
    ):
        length += 1
    return length


def _saved(compiled: CompiledRule, standing: RemainingLines, remaining: str) -> Iterator[Saved]:
    field = compiled.rule.save_as
    for lines in _lines(compiled, standing):
        found = (
            field_values(field, compiled.captured(standing, lines, TimeBudget(UNBOUNDED)), remaining) if field else ()
        )
        if field and found:
            yield Saved(field, found, compiled.rule.id, standing.views[lines.start].line.number)
