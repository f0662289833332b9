"""From proposals to removals: what all rules of one round propose for a line is resolved to one decision.

A line is removed whole, or parts of it are cut. What rules captured becomes values for the metadata.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.text.view import View, is_boundary
from cleaner.types import LAYERS, LineList, Removal, Rule, Saved, Span

DATE_LENGTH = 120
"""Most characters of a captured text that are read as a date: more than any written date has."""

TAG_WORDS = 60
"""Most words of a tag line that is split by names: a longer line without separators is not a tag line."""

_TAG_SEPARATORS = lazy_pattern("[,;|•·、，；]")
_CREDITED_LAYERS = ("user", "pack", "site", "common", "language")
_AUTHOR_LIST = lazy_pattern(r"\s(?:and|und|&)\s")
_AUTHOR_SEPARATORS = lazy_pattern(r",?\s(?:and|und|&)\s|,")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class Proposal(NamedTuple):
    """What a rule would do with a line: remove it, or cut spans of its text. ``captured`` is what it saves, raw."""

    rule: Rule
    view: View
    cut: tuple[Span, ...] = ()
    captured: tuple[str, ...] = ()


class Decision(NamedTuple):
    """Spans of one line that one round removes, and the proposals for it: the first one names the removal."""

    spans: tuple[Span, ...]
    line: int
    proposals: tuple[Proposal, ...]


def layer_rank(rule: Rule) -> int:
    """Return how high a rule's layer is, from 0 for the lowest."""
    return LAYERS.index(rule.layer)


def knows_by_words(rule: Rule) -> bool:
    """Whether a rule takes lines by what they say, and not by the line model."""
    return rule.likely is None and not isinstance(rule.matches, LineList)


def resolve(proposals: Sequence[Proposal]) -> tuple[list[Decision], View | None]:
    """Resolve all proposals of one round for one line; return the decisions and what remains of the line, if anything.

    A removal is named after the first rule in the order of :func:`credit_rank`. A line that cuts leave without a word
    is removed whole.
    """
    view = proposals[0].view
    whole = [proposal for proposal in proposals if not proposal.cut]
    cutting = [proposal for proposal in proposals if proposal.cut]
    if not whole:
        spans = _merged_cuts(view.text, cutting)
        remainder = view.without(spans)
        if remainder.words:
            proposals_of = zip(spans, _proposals_by_span(cutting, spans), strict=True)
            return [_decision(view, view.document_spans(span), found) for span, found in proposals_of], remainder
    return [_decision(view, view.all_spans(), [*_by_credit(whole), *_by_credit(cutting)])], None


def removals_of(decision: Decision, remaining_text: str) -> list[Removal]:
    """Return the removals of a decision; what they save depends on the text that remains after all rounds."""
    first_id, *other_ids = dict.fromkeys(proposal.rule.id for proposal in decision.proposals)
    by_layer = sorted(decision.proposals, key=lambda proposal: -layer_rank(proposal.rule))
    saved = tuple(saved for proposal in by_layer for saved in _saved_by(proposal, decision.line, remaining_text))
    first_span, *other_spans = decision.spans
    return [
        Removal(first_span, first_id, decision.line, tuple(other_ids), saved),
        *(Removal(span, first_id, decision.line, tuple(other_ids)) for span in other_spans),
    ]


def _saved_by(proposal: Proposal, line: int, remaining_text: str) -> Iterator[Saved]:
    rule = proposal.rule
    if rule.save_as and (values := field_values(rule.save_as, proposal.captured, remaining_text)):
        yield Saved(rule.save_as, values, rule.id, line)


def _decision(view: View, spans: Iterable[Span], proposals: Iterable[Proposal]) -> Decision:
    return Decision(tuple(spans), view.line.number, tuple(proposals))


def credit_rank(rule: Rule) -> tuple[int, str]:
    """Return what sorts rules by who names a removal: rules of common packs come before those of languages.

    Rules of languages win where ``keep`` is in question (:func:`layer_rank`). Yet what a common rule knows is
    boilerplate in any language, and statistics of English texts should name no rule of another one.
    """
    return _CREDITED_LAYERS.index(rule.layer), rule.id


def _by_credit(proposals: Iterable[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda proposal: credit_rank(proposal.rule))


def _proposals_by_span(proposals: Iterable[Proposal], spans: Sequence[Span]) -> list[list[Proposal]]:
    """Return for each span, in order and apart, the proposals that cut part of it."""
    starts = [span.start for span in spans]
    by_span: list[list[Proposal]] = [[] for _ in spans]
    for proposal in _by_credit(proposals):
        for index in dict.fromkeys([bisect_right(starts, cut.start) - 1 for cut in proposal.cut]):
            by_span[index].append(proposal)
    return by_span


def _merged_cuts(text: str, proposals: Iterable[Proposal]) -> list[Span]:
    """Return what is cut from a line's text, in order and disjoint: matched words and the whitespace on their left.

    At the line's start it is the whitespace on their right.
    """
    merged: list[Span] = []
    for cut in sorted(cut for proposal in proposals for cut in proposal.cut):
        start, end = cut.start, cut.end
        while start and text[start - 1].isspace():
            start -= 1
        if merged and start <= merged[-1].end:
            last = merged.pop()
            start, end = last.start, max(last.end, end)
        while start == 0 and end < len(text) and text[end].isspace():
            end += 1
        merged.append(Span(start, end))
    return merged


def field_values(field: str, captured: Sequence[str], remaining_text: str) -> tuple[str, ...]:
    """Return the values of a metadata field that captured texts hold, without duplicates.

    ``remaining_text`` is the text after all removals: tags without separators are split by the names in it.

    >>> field_values("tags", [": Economy, Trade; China"], "")
    ('Economy', 'Trade', 'China')
    >>> field_values("tags", ["Donald Trump Marco Rubio"], "Sen. Marco Rubio spoke.")
    ('Donald Trump', 'Marco Rubio')
    >>> field_values("author", ["Jane Doe and John Smith"], "")
    ('Jane Doe', 'John Smith')
    """
    if field == "tags":
        values = [tag for line in captured for tag in _tags(line, remaining_text)]
    elif field == "author":
        values = [name for line in captured for name in _authors(line)]
    elif field in ("date", "modified"):
        values = [date for line in captured for date in _dates(line)]
    else:
        values = [trim_punctuation(" ".join(captured))]
    return tuple(dict.fromkeys(value for value in values if value))


def trim_punctuation(text: str) -> str:
    """Return a text without whitespace and punctuation at its ends; a bracket stays if its partner is inside.

    >>> trim_punctuation(": (Jane Doe/Reuters)"), trim_punctuation("Jane Doe (Reuters) —")
    ('Jane Doe/Reuters', 'Jane Doe (Reuters)')
    """
    start, end = 0, len(text)
    while start < end and _is_punctuation(text[start]):
        start += 1
    while end > start and _is_punctuation(text[end - 1]):
        partner = _BRACKETS.get(text[end - 1])
        if partner and text.count(partner, start, end) >= text.count(text[end - 1], start, end):
            break
        end -= 1
    return text[start:end]


def _is_punctuation(char: str) -> bool:
    return char == "|" or unicodedata.category(char)[0] in "PZ"


def _tags(line: str, remaining_text: str) -> list[str]:
    parts = [trim_punctuation(part) for part in _TAG_SEPARATORS.split(line)]
    if len(parts) > 1:
        return parts
    words = trim_punctuation(line).split()
    if len(words) > TAG_WORDS:
        return [" ".join(words)]
    return [trim_punctuation(" ".join(part)) for part in _split_by_names(words, remaining_text)]


def _split_by_names(words: Sequence[str], text: str) -> Iterator[Sequence[str]]:
    """Cut a tag line around the names of two words or more that a text has, the longest first."""
    chosen: list[range] = []
    for name in sorted(_names(words, text), key=lambda name: (name.start - name.stop, name.start)):
        if all(name.stop <= other.start or name.start >= other.stop for other in chosen):
            chosen.append(name)
    end = 0
    for name in sorted(chosen, key=lambda name: name.start):
        yield words[end : name.start]
        yield words[name.start : name.stop]
        end = name.stop
    yield words[end:]


def _names(words: Sequence[str], text: str) -> Iterator[range]:
    """Yield the runs of capitalized words that occur in a text as printed. A run can occur only if its pairs do."""
    pairs = [
        not (first[0].islower() or second[0].islower()) and _occurs(f"{first} {second}", text)
        for first, second in pairwise(words)
    ]
    for start in range(len(pairs)):
        for stop in range(start, len(pairs)):
            if not pairs[stop]:
                break
            if stop == start or _occurs(" ".join(words[start : stop + 2]), text):
                yield range(start, stop + 2)


def _occurs(name: str, text: str) -> bool:
    start = text.find(name)
    while start >= 0 and not (is_boundary(text, start) and is_boundary(text, start + len(name))):
        start = text.find(name, start + 1)
    return start >= 0


def _authors(line: str) -> Iterator[str]:
    names = _AUTHOR_SEPARATORS.split(line) if _AUTHOR_LIST.search(line) else [line]
    return map(trim_punctuation, names)


def _dates(line: str) -> Iterator[str]:
    """Yield the date of a line, if it can be read in one way only."""
    from cleaner.dates import format_date, read_date  # few texts need it

    date = read_date(trim_punctuation(line)[:DATE_LENGTH])
    if date:
        yield format_date(date)
