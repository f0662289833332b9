"""What rules propose for a line, and what becomes of it: it goes whole, or a part of it is cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.text.view import View
from cleaner.types import LAYERS, Removal, Rule, Saved, Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule would do with a line: take it, or cut places of its text. ``captured`` is what it saves, raw."""

    rule: Rule
    view: View
    cut: tuple[Span, ...] = ()
    captured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Spans of one line that go in one round, and the proposals for it: the first one gives its name."""

    spans: tuple[Span, ...]
    line: int
    proposals: tuple[Proposal, ...]


def layer_rank(rule: Rule) -> int:
    """Return how high a rule's layer is."""
    return LAYERS.index(rule.layer)


def resolve(proposals: Sequence[Proposal]) -> tuple[list[Decision], View | None]:
    """Decide what all proposals of one round for one line do to it, and return what still stands of it.

    A removal bears the name of the rule of the highest layer, then of the first id in code-point order. A line that
    a cut leaves without a word goes whole.
    """
    view = proposals[0].view
    whole = [proposal for proposal in proposals if not proposal.cut]
    if not whole:
        places = _places(view.text, proposals)
        left = view.without(places)
        if left.words:
            return [_taken(view, view.spans(place), _cutting(proposals, place)) for place in places], left
    cutting = [proposal for proposal in proposals if proposal.cut]
    return [_taken(view, view.whole(), [*_ordered(whole), *_ordered(cutting)])], None


def removals(taken: Decision, remaining: str) -> list[Removal]:
    """Return the removals of what was taken; ``remaining`` is the text that stands at the end."""
    names = list(dict.fromkeys(proposal.rule.id for proposal in taken.proposals))
    saved = tuple(one for proposal in taken.proposals for one in _saved(proposal, taken.line, remaining))
    first, *others = taken.spans
    return [
        Removal(first, names[0], taken.line, tuple(names[1:]), saved),
        *(Removal(span, names[0], taken.line, tuple(names[1:])) for span in others),
    ]


def _saved(proposal: Proposal, line: int, remaining: str) -> Iterator[Saved]:
    rule = proposal.rule
    if rule.save_as:
        from cleaner.matching.saving import field_values

        if found := field_values(rule.save_as, proposal.captured, remaining):
            yield Saved(rule.save_as, found, rule.id, line)


def _taken(view: View, spans: Iterable[Span], proposals: Iterable[Proposal]) -> Decision:
    return Decision(tuple(spans), view.line.number, tuple(proposals))


def _ordered(proposals: Iterable[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda proposal: (-layer_rank(proposal.rule), proposal.rule.id))


def _cutting(proposals: Iterable[Proposal], place: Span) -> list[Proposal]:
    """Return the proposals that cut something of a place."""
    return _ordered(p for p in proposals if any(c.start < place.end and place.start < c.end for c in p.cut))


def _places(text: str, proposals: Iterable[Proposal]) -> list[Span]:
    """Return what is cut of a line's text, in order and apart: the matched words and the blanks on their left.

    At the line's start it is the blanks on their right.
    """
    places: list[Span] = []
    for cut in sorted(cut for proposal in proposals for cut in proposal.cut):
        start, end = cut.start, cut.end
        while start and text[start - 1].isspace():
            start -= 1
        if places and start <= places[-1].end:
            last = places.pop()
            start, end = last.start, max(last.end, end)
        while start == 0 and end < len(text) and text[end].isspace():
            end += 1
        places.append(Span(start, end))
    return places
