"""Labels for the lines of a labeled page: which of them are in its gold article."""

from difflib import SequenceMatcher

from cleaner.html.page_view import PageView
from tests.quality.pages import WORD, LabeledPage, shingles

UNKNOWN = -1.0
"""The label of a line that the gold does not cover."""

IN_GOLD = 0.55
"""Share of a line's words, aligned with the gold, from which the line counts as part of it."""

_ALIGNED = 0.3
"""Share of a line's shingles in the gold from which the line is aligned with it."""

_SHORT = 4
"""Fewest words of a line with shingles of its own."""

_SHORT_SHARE = 0.4
"""Share of a shorter line that the gold contains somewhere."""

_MOVED = 0.8
"""Share of a line's shingles from which it counts though the gold has it at another place."""

_WANTED, _UNWANTED = 25, 8
"""Characters of the shortest line that is searched for in a wanted or unwanted text: chance finds shorter ones."""


def labels(page: LabeledPage, view: PageView) -> list[float]:
    """Return for each line the share of its words in the gold, or :data:`UNKNOWN`."""
    if page.golds:
        return _aligned(page.golds[0], view)
    return [_marked(page, " ".join(line.text.split())) for line in view.lines]


def _marked(page: LabeledPage, text: str) -> float:
    wanted, unwanted = ([" ".join(mark.split()) for mark in marks] for marks in (page.wanted, page.unwanted))
    if any(mark in text or (len(text) > _WANTED and text in mark) for mark in wanted):
        return 1.0
    return 0.0 if any(mark in text or (len(text) > _UNWANTED and text in mark) for mark in unwanted) else UNKNOWN


def _aligned(gold: str, view: PageView) -> list[float]:
    """Return shares by aligning the lines with the gold, so that a second copy or the words of a menu do not count.

    A line that the gold has at another place counts if no line is aligned there.
    """
    gold_words = WORD.findall(gold)
    words = [WORD.findall(line.text) for line in view.lines]
    shares = _unaligned(gold_words, words)
    tokens: list[str] = []
    owners: list[int] = []
    for index, share in enumerate(shares):
        if share >= _ALIGNED:
            tokens += words[index]
            owners += [index] * len(words[index])
    counts = [0] * len(words)
    for _, start, size in SequenceMatcher(None, gold_words, tokens, autojunk=False).get_matching_blocks():
        for index in owners[start : start + size]:
            counts[index] += 1
    aligned = [count / len(line_words) if line_words else 0.0 for count, line_words in zip(counts, words, strict=True)]
    matched = {key for key, share in zip(view.keys, aligned, strict=True) if share >= IN_GOLD}
    for index, share in enumerate(shares):
        is_moved = share >= _MOVED and view.words[index] >= _SHORT
        if aligned[index] < IN_GOLD and is_moved and view.keys[index] not in matched:
            aligned[index] = share
            matched.add(view.keys[index])
    return aligned


def _unaligned(gold: list[str], lines: list[list[str]]) -> list[float]:
    """Return the share of each line's shingles that the gold has anywhere; a short line is in it or not."""
    in_gold, joined = shingles(gold), f" {' '.join(gold)} "
    shares = []
    for words in lines:
        if len(words) >= _SHORT:
            line_shingles = shingles(words)
            shares.append(sum(shingle in in_gold for shingle in line_shingles) / len(line_shingles))
        else:
            shares.append(_SHORT_SHARE if words and f" {' '.join(words)} " in joined else 0.0)
    return shares
