"""Labels for the lines of a labeled page: which of them are in its gold article."""

from difflib import SequenceMatcher

from cleaner.html.page_view import PageView
from tests.quality.pages import WORD, LabeledPage, shingles

UNKNOWN = -1.0
"""The label of a line that the gold says nothing of."""

IN_GOLD = 0.55
"""Share of a line's words that are aligned with the gold's from which it is in it."""

_CANDIDATE = 0.3
_SHORT = 4
_SHORT_SHARE = 0.4
_MOVED = 0.8
_WANTED, _UNWANTED = 25, 8
"""Characters of a line that is looked for inside of a wanted or unwanted text: shorter ones are there by chance."""


def labels(page: LabeledPage, view: PageView) -> list[float]:
    """Return for each line the share of its words in the gold, or :data:`UNKNOWN`."""
    if page.golds:
        return _aligned(page.golds[0], view)
    return [_marked(page, " ".join(line.text.split())) for line in view.lines]


def _marked(page: LabeledPage, text: str) -> float:
    wanted, unwanted = ([" ".join(one.split()) for one in marks] for marks in (page.wanted, page.unwanted))
    if any(one in text or (len(text) > _WANTED and text in one) for one in wanted):
        return 1.0
    return 0.0 if any(one in text or (len(text) > _UNWANTED and text in one) for one in unwanted) else UNKNOWN


def _aligned(gold: str, view: PageView) -> list[float]:
    """Align the lines with the gold, so that the second copy of a line and a menu's words are not in it.

    A line that the gold has at another place counts if no line is aligned there.
    """
    gold_words = WORD.findall(gold)
    words = [WORD.findall(line.text) for line in view.lines]
    loose = _loosely(gold_words, words)
    tokens: list[str] = []
    owner: list[int] = []
    for at, share in enumerate(loose):
        if share >= _CANDIDATE:
            tokens += words[at]
            owner += [at] * len(words[at])
    hits = [0] * len(words)
    for _, start, size in SequenceMatcher(None, gold_words, tokens, autojunk=False).get_matching_blocks():
        for at in owner[start : start + size]:
            hits[at] += 1
    found = [hit / len(own) if own else 0.0 for hit, own in zip(hits, words, strict=True)]
    settled = {key for key, share in zip(view.keys, found, strict=True) if share >= IN_GOLD}
    for at, share in enumerate(loose):
        if found[at] < IN_GOLD and share >= _MOVED and view.words[at] >= _SHORT and view.keys[at] not in settled:
            found[at] = share
            settled.add(view.keys[at])
    return found


def _loosely(gold: list[str], lines: list[list[str]]) -> list[float]:
    """Return the share of each line's shingles that the gold has, wherever; of short lines whether it has them."""
    known, joined = shingles(gold), f" {' '.join(gold)} "
    shares = []
    for words in lines:
        if len(words) >= _SHORT:
            own = shingles(words)
            shares.append(sum(one in known for one in own) / len(own))
        else:
            shares.append(_SHORT_SHARE if words and f" {' '.join(words)} " in joined else 0.0)
    return shares
