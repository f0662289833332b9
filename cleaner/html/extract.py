"""A page's tree to the lines of its article.

Every line that a reader sees gets a share from the line scorer, from what trafilatura took, from what reads like
prose, and from where the line stands (:mod:`cleaner.html.features`). Lines with a good share are the article. Where
the scorer would leave little of what trafilatura took, trafilatura is believed; where the page's own JSON-LD has much
more than the page shows, that is. Three pages in four are clear without trafilatura, which then is not asked.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cleaner.html.features import likeness, word_sets
from cleaner.html.lines import Container, PageLine, read_lines
from cleaner.html.page_view import PageView
from cleaner.html.scorer import Scorer, load_scorer, score_lines
from cleaner.html.signals import THRESHOLD, overlap, prose
from cleaner.html.structured import find_script_article
from cleaner.html.tree import NodePaths
from cleaner.text.words import count_words
from cleaner.types import Effort, Pruned

EFFORT_SIGNALS: Mapping[Effort, tuple[str, ...]] = {
    "fast": ("prose", "body"),
    "standard": ("trafilatura", "prose", "body"),
    "best": ("trafilatura", "prose", "body"),
}
"""The votes that the scorer of each effort asks for, in the order in which it knows them."""

EFFORT_SCORERS: Mapping[Effort, tuple[Effort, ...]] = {
    "fast": ("fast",),
    "standard": ("fast", "standard"),
    "best": ("best",),
}
"""The scorers that each effort asks, one after the other until one is sure."""

UNSURE = (0.2, 0.8)
UNSURE_WORDS = 0.15
SURE_WORDS = 100
"""A scorer is sure of an article of so many words, if the lines with shares between these two have few words more. Of
the labeled pages three in four are sure by the fast scorer, and asking the other one of them as well gains nothing."""

KEEP_SHARE = 0.45
"""Share from which a line is main content: to keep boilerplate costs less than to lose text."""

BELIEVED = 0.5
"""Share of trafilatura's words that must be left, else it is believed: then the scorer is out of its depth."""

LINKED = 0.5
"""Share of the words of trafilatura's lines in links from which it is not believed."""

SHOWN = 0.8
"""Share of trafilatura's words that the lines must have to stand for it."""

RESCUED = 0.5
"""Share of the words of a JSON-LD body that the page's lines must have, else the body is taken as it is."""

FEW_WORDS = 50
"""Words of an article below which it is looked for in the page's scripts. (Of 1,263 pages 25 have so few.)"""

MAX_LINES = 20_000
"""Lines of a page from which it is not scored, to bound time: trafilatura is believed, or prose."""

MAX_NODES = 100_000
"""Nodes of a page from which trafilatura is not asked, to bound time: it takes 40 s for half a million."""

LINE_SCORER = "extraction/line-scorer"
HEADLINE = "extraction/headline"
DESCRIPTION = "extraction/description"
"""Names of what takes lines that a voter took: the scorer, and the scorer where the metadata have the same words."""

_SAME = 0.8
"""Jaccard's index of the words of a line and of a headline from which they are the same."""

_LOG = logging.getLogger(__name__)
logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it says of a page, our articles say


@dataclass(frozen=True, slots=True)
class PageHints:
    """What the page's metadata say of its text: headlines, descriptions, and the body that JSON-LD has, maybe whole."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    body: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """The lines of an article, what a voter took and the scorer left, and how many of the page's visible words.

    ``source`` names where the lines are from if they are not the scorer's.
    """

    lines: tuple[PageLine, ...]
    dropped: tuple[Pruned, ...] = ()
    words: int = 0
    visible: int = 0
    source: str | None = None

    @property
    def kept(self) -> float:
        """The share of the page's visible words that the lines have."""
        return min(1.0, self.words / self.visible) if self.visible else 0.0


@dataclass(slots=True)
class ScoringState:
    """A page's lines, and the votes on them by name; ``theirs`` is trafilatura's text, once it was asked."""

    tree: Any
    told: PageHints
    view: PageView
    votes: dict[str, Sequence[float]] = field(default_factory=dict)
    theirs: str = ""

    def ask(self, names: Iterable[str]) -> None:
        """Have the votes of some names; none is asked for twice."""
        for name in names:
            if name not in self.votes:
                self.votes[name] = self._vote(name)

    def _vote(self, name: str) -> Sequence[float]:
        if name == "prose":
            return prose(self.view)
        if name == "body":
            return overlap(self.view, self.told.body.split("\n"))
        self.theirs = _trafilatura(self.tree)
        return overlap(self.view, self.theirs.split("\n"))


def extract(tree: Any, told: PageHints, effort: Effort, scorers: Mapping[Effort, Scorer] | None = None) -> Extraction:
    """Extract the article of a page; the tree stays as it is. Nothing of a page raises.

    ``scorers`` score in place of those that ship.
    """
    seen, shares = start_scoring(tree, told), list[float]()
    few = len(seen.view.lines) <= MAX_LINES
    for name in EFFORT_SCORERS["fast" if _node_count()(tree) > MAX_NODES else effort]:
        seen.ask(EFFORT_SIGNALS[name])
        if few:
            shares = score_lines(seen.view, seen.votes, scorers[name] if scorers else load_scorer(name))
            if _is_sure(seen.view, shares):
                break
    return _choose_lines(seen, [at for at, share in enumerate(shares) if share >= KEEP_SHARE], told)


@cache
def _node_count() -> Any:
    """Return a question asked in C: how many nodes a tree has."""
    from lxml.etree import XPath

    return XPath("count(descendant::*)")


def start_scoring(tree: Any, told: PageHints) -> ScoringState:
    """Read a page's lines."""
    return ScoringState(tree, told, PageView(read_lines(tree), told.titles, told.descriptions))


def _is_sure(view: PageView, shares: Sequence[float]) -> bool:
    low, high = UNSURE
    kept = sum([words for words, share in zip(view.words, shares, strict=True) if share >= KEEP_SHARE])
    unsure = sum([words for words, share in zip(view.words, shares, strict=True) if low < share < high])
    return kept > SURE_WORDS and unsure <= UNSURE_WORDS * kept


def _choose_lines(seen: ScoringState, chosen: Sequence[int], told: PageHints) -> Extraction:
    """Return the chosen lines, or what is believed more than them."""
    view, votes, source = seen.view, seen.votes, None
    visible, words = sum(view.words), sum(view.words[at] for at in chosen)
    body_words = count_words(told.body) if told.whole else 0
    if words < RESCUED * body_words:
        return Extraction(_plain(told.body), (), body_words, visible, "JSON-LD articleBody")
    their_words = count_words(seen.theirs)
    if max(words, their_words) < FEW_WORDS and (found := find_script_article(seen.tree)):
        return Extraction(_plain(found), (), count_words(found), visible, "the data of a script")
    if words < BELIEVED * their_words and not _is_menu(view, theirs := _voted(votes["trafilatura"])):
        chosen, source = theirs, "trafilatura"
        words = sum(view.words[at] for at in chosen)
        if words < SHOWN * their_words:
            return Extraction(_plain(seen.theirs), (), their_words, visible, source)
    elif not chosen:
        chosen = _voted(votes["prose"])
        words, source = sum(view.words[at] for at in chosen), "its prose" if chosen else None
    titles = _headlines(view, chosen, votes["prose"])
    words -= sum(view.words[at] for at in titles.intersection(chosen))
    chosen = [at for at in chosen if at not in titles]
    voted = _voted(votes.get("trafilatura", votes["prose"]))
    dropped = _dropped(view, sorted({*titles, *voted}.difference(chosen)))
    return Extraction(tuple(view.lines[at] for at in chosen), dropped, words, visible, source)


def _headlines(view: PageView, chosen: Sequence[int], vote: Sequence[float]) -> frozenset[int]:
    """Return lines above the first prose that say what a headline of the metadata says, word for word."""
    first = next((at for at in chosen if vote[at] >= THRESHOLD), 0)
    titles, kept = word_sets(view.titles), frozenset(chosen)
    return frozenset(
        at
        for at, line in enumerate(view.lines[:first])
        if (at in kept or line.holder.kind == "heading") and likeness(line.text, titles) == 1
    )


def _is_menu(view: PageView, chosen: Sequence[int]) -> bool:
    """Tell whether most words of some lines are links: then they are a menu or an index, and no article."""
    linked = sum(view.words[at] * view.lines[at].links for at in chosen)
    return linked > LINKED * sum(view.words[at] for at in chosen)


def _voted(vote: Sequence[float]) -> list[int]:
    return [at for at, share in enumerate(vote) if share >= THRESHOLD]


def _dropped(view: PageView, places: Sequence[int]) -> tuple[Pruned, ...]:
    """Return lines that were left out, each under the name of what took it."""
    if not places:
        return ()
    named = [(HEADLINE, word_sets(view.titles)), (DESCRIPTION, word_sets(view.descriptions))]
    paths = NodePaths(next(reversed(view.tallies)).node)
    dropped = []
    for line in (view.lines[at] for at in places):
        takers = (name for name, texts in named if likeness(line.text, texts) >= _SAME)
        dropped.append(Pruned(next(takers, LINE_SCORER), paths.of(line.holder.node), line.text))
    return tuple(dropped)


def _plain(text: str) -> tuple[PageLine, ...]:
    """Return a text's lines as paragraphs that no node holds."""
    nowhere = Container(None, "", None, 0, "paragraph")
    folded = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(PageLine(line, nowhere, 0.0, 0.0) for line in folded if line)


def _trafilatura(tree: Any) -> str:
    """Return what trafilatura takes for the text, comments left out; nothing if it fails."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        found = bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001 - whatever a page does to it, the scorer goes on without its vote
        _LOG.debug("trafilatura failed", exc_info=True)
        return ""
    return found.text or "" if isinstance(found, Document) else ""
