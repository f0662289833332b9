"""From a page's tree to the lines of its article.

The line scorer scores every visible line by its features (:mod:`cleaner.html.extract.features`); lines with a good
score are the article. Where they cover little of what trafilatura extracts, the lines that were chosen without it or
else trafilatura's own are used; where the page's data have much more text than the page shows, that text is. Pages that
are clear without trafilatura do not ask it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import XPath

from cleaner.html.code.text import reads_like_code
from cleaner.html.cues import CLASS_NAME_CUES
from cleaner.html.extract.additions import with_additions
from cleaner.html.extract.features import likeness, word_sets
from cleaner.html.extract.scorer import FIRST, UNSURE_SCORES, Scorer, load_scorer, score_lines
from cleaner.html.extract.signals import THRESHOLD, overlap, prose, selected, trafilatura_text
from cleaner.html.extract.structured import find_script_article
from cleaner.html.lines import Container, PageLine, read_lines
from cleaner.html.page_view import PageView
from cleaner.html.runs import Marker
from cleaner.html.tree import Node, NodePaths
from cleaner.html.values import comparison_key
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words
from cleaner.types import Effort, Pruned

FIRST_SIGNALS = ("prose", "body")
"""The signals that the first scorer uses, in its order."""

EFFORT_SIGNALS: Mapping[Effort, tuple[str, ...]] = {
    "fast": (*FIRST_SIGNALS, FIRST),
    "standard": ("trafilatura", *FIRST_SIGNALS, FIRST),
    "best": ("trafilatura", *FIRST_SIGNALS, FIRST),
}
"""The signals that the scorer of each effort uses, in its order."""

EFFORT_SCORERS: Mapping[Effort, tuple[Effort, ...]] = {
    "fast": ("fast",),
    "standard": ("fast", "standard"),
    "best": ("fast", "standard"),
}
"""The scorers that each effort uses, one after the other until one is sure of the page. ``best`` is ``standard``: to
ask trafilatura on every page, with more trees, was no better on sets that the scorers had not learned from."""

KEEP_SCORE = 0.45
"""Minimum score of a line that is kept as main content: keeping boilerplate costs less than losing text."""

MAX_UNSURE_SHARE, MAX_UNSURE_SHARE_OF_OTHERS = 0.25, 0.7
MIN_SURE_WORDS = 100
"""A scorer is sure of a page if the article has more than this many words, and the lines of which it is unsure have at
most this share of that number; the second is for pages other than articles. On sites and sets not learned from, one
article in six and half of the other pages ask trafilatura; asking it about more of them improves nothing."""

MIN_AGREED_SHARE = 0.5
"""Share of trafilatura's words that the chosen lines must have, else the fast scorer is followed if its lines have as
many, or else trafilatura: with fewer, the page is unlike those that the scorer knows."""

MAX_LINKED_SHARE = 0.5
"""Trafilatura is not followed if links have more than this share of its lines' words."""

MIN_PARAGRAPH_WORDS = 20
"""Words of prose between two lines of the article that belongs to it whatever the scorer says."""

PARAGRAPH_TAGS = ("p", "div")
PARAGRAPH_CUES = frozenset(list(CLASS_NAME_CUES).index(cue) for cue in ("body", "article"))
"""Tags of paragraphs, and the cues that they may have where no line of the article has the same class."""

MIN_SHOWN_SHARE = 0.8
"""Share of trafilatura's words that its lines must have on the page, else its own text is used."""

MIN_BODY_SHARE = 0.5
"""Share of the words of a whole JSON-LD body that the chosen lines must have, else the body is used."""

MIN_ARTICLE_WORDS = 50
"""If an article has fewer words, the page's scripts are searched for it. (25 of 1,263 pages have fewer.)"""

MIN_TEXT_WORDS = 5
"""Words of a dropped line that may part code from the article: shorter ones are labels and buttons."""

WHOLE_LINK, MIN_HEADLINE_WORDS = 0.9, 4
"""Share in links and words of a line that is another story's headline if it is in capitals. Of the lines of 1,262
labeled articles that scorers chose that had not learned from them, ten were such lines, none of the article."""

MAX_LINES = 20_000
"""A page with more lines is not scored, to bound time: trafilatura is followed, or else prose is kept."""

MAX_NODES = 100_000
"""Trafilatura is not called for a page with more nodes, to bound time: half a million take it 40 s."""

SAME_HEADLINE = 0.8
"""A dropped line with at least this likeness to a headline or description is reported under that name."""

LINE_SCORER = "extraction/line-scorer"
HEADLINE = "extraction/headline"
DESCRIPTION = "extraction/description"
"""Names under which dropped lines are reported: those that only a signal selected, and those that repeat metadata."""

_COUNT_NODES = XPath("count(descendant::*)")


@dataclass(frozen=True, slots=True)
class PageHints:
    """What the page's metadata say about its text.

    ``titles`` are its headlines, ``title`` is that of the header. ``body`` is the article's text in JSON-LD;
    ``is_body_whole``: it is the whole article. ``is_article``: it is an article by its type. ``keep_score`` is a
    line's minimum score.
    """

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    body: str = ""
    is_body_whole: bool = False
    is_article: bool = False
    title: str = ""
    keep_score: float = KEEP_SCORE


@dataclass(frozen=True, slots=True)
class Extraction:
    """The lines of an article, and what was left out of it.

    ``dropped`` are lines that a signal selected but that are not in the article. ``words`` counts those of the lines
    and ``visible`` those of the page. ``source`` names where the lines are from, unless the scorer chose them.
    """

    lines: tuple[PageLine, ...]
    dropped: tuple[Pruned, ...] = ()
    words: int = 0
    visible: int = 0
    source: str | None = None

    @property
    def kept(self) -> float:
        """The share of the page's visible words that the lines have, from 0 to 1."""
        return min(1.0, self.words / self.visible) if self.visible else 0.0


@dataclass(slots=True)
class ScoringState:
    """A page's lines and the signals computed so far, by name. ``trafilatura_text`` is empty until its signal is.

    ``scorers`` replace the shipped ones, by name.
    """

    tree: Node
    hints: PageHints
    view: PageView
    scorers: Mapping[str, Scorer] | None = None
    signals: dict[str, Sequence[float]] = field(default_factory=dict)
    trafilatura_text: str = ""

    def add_signals(self, names: Iterable[str]) -> None:
        """Compute the named signals that are missing."""
        for name in names:
            if name not in self.signals:
                self.signals[name] = self._signal(name)

    def scores(self, step: str) -> list[float]:
        """Return the lines' scores by the scorer of a step for this kind of page. Its signals must be computed."""
        name = scorer_name(step, is_article=self.hints.is_article)
        return score_lines(self.view, self.signals, self.scorers[name] if self.scorers else load_scorer(name))

    def _signal(self, name: str) -> Sequence[float]:
        if name == FIRST:
            return self.scores(FIRST)
        if name == "prose":
            return prose(self.view)
        if name == "body":
            return overlap(self.view, self.hints.body.split("\n"))
        self.trafilatura_text = trafilatura_text(self.tree)
        return overlap(self.view, self.trafilatura_text.split("\n"))


def extract(
    tree: Node,
    hints: PageHints,
    effort: Effort,
    *,
    headline: str = "",
    scorers: Mapping[str, Scorer] | None = None,
    view: PageView | None = None,
) -> Extraction:
    """Extract the article of a page. The tree is not changed, and no page raises.

    A ``headline`` becomes the first line of the article, if there is one. ``scorers`` replace the shipped ones,
    by name. ``view`` is that of the tree, if it is known.
    """
    state, choices = start_scoring(tree, hints, view, scorers), list[list[int]]()
    is_scored = len(state.view.lines) <= MAX_LINES
    for step in EFFORT_SCORERS["fast" if _COUNT_NODES(tree) > MAX_NODES else effort]:
        state.add_signals(name for name in EFFORT_SIGNALS[step] if is_scored or name != FIRST)
        if is_scored:
            scores = state.scores(step)
            choices.append([index for index, score in enumerate(scores) if score >= hints.keep_score])
            if _is_sure(state.view, scores, is_article=hints.is_article):
                break
    extraction = _choose_lines(state, choices)
    return with_headline(extraction, headline) if headline and extraction.lines else extraction


def scorer_name(step: str, *, is_article: bool) -> str:
    """Return the name of the first scorer or that of an effort: it learned from articles alone, or from all kinds."""
    return f"{step}-article" if is_article else step


def view_page(tree: Node, hints: PageHints, marker: Marker | None = None) -> PageView:
    """Read a page's lines, with their marks if there is a ``marker``, and count over them."""
    return PageView(read_lines(tree, marker=marker), hints.titles, hints.descriptions)


def start_scoring(
    tree: Node, hints: PageHints, view: PageView | None = None, scorers: Mapping[str, Scorer] | None = None
) -> ScoringState:
    """Return the state of a page for which no signal is computed yet; ``view`` is that of the tree, if it is known."""
    return ScoringState(tree, hints, view or view_page(tree, hints), scorers)


def _is_sure(view: PageView, scores: Sequence[float], *, is_article: bool) -> bool:
    low, high = UNSURE_SCORES
    max_share = MAX_UNSURE_SHARE if is_article else MAX_UNSURE_SHARE_OF_OTHERS
    words = view.words_in(index for index, score in enumerate(scores) if score >= KEEP_SCORE)
    unsure_words = view.words_in(index for index, score in enumerate(scores) if low < score < high)
    return words > MIN_SURE_WORDS and unsure_words <= max_share * words


def _choose_lines(state: ScoringState, choices: Sequence[Sequence[int]]) -> Extraction:
    """Return the lines that the last scorer chose, or the lines or text of another source that has more of the article.

    ``choices`` are the lines that each scorer chose.
    """
    view, hints, source = state.view, state.hints, None
    chosen = _with_code(view, choices[-1] if choices else ())
    visible, words = sum(view.words), view.words_in(chosen)
    body_words = count_words(hints.body) if hints.is_body_whole else 0
    if words < MIN_BODY_SHARE * body_words:
        return _from_text(hints.body, "JSON-LD articleBody", visible)
    trafilatura_words = count_words(state.trafilatura_text)
    if max(words, trafilatura_words) < MIN_ARTICLE_WORDS and (text := find_script_article(state.tree)):
        return _from_text(text, "the data of a script", visible)
    agreed_words = MIN_AGREED_SHARE * trafilatura_words
    if words < agreed_words and view.words_in(choices[0] if choices else ()) >= agreed_words:
        chosen = _with_code(view, choices[0])
    elif words < agreed_words and not _is_menu(view, trafilatura_lines := selected(state.signals["trafilatura"])):
        chosen, source = _with_code(view, trafilatura_lines), "trafilatura"
        if view.words_in(chosen) < MIN_SHOWN_SHARE * trafilatura_words:
            return _from_text(state.trafilatura_text, source, visible)
    elif not chosen:
        chosen = selected(state.signals["prose"])
        source = "its prose" if chosen else None
    return _from_lines(state, _with_paragraphs(view, state.signals["prose"], chosen), source, visible)


def _with_paragraphs(view: PageView, prose_signal: Sequence[float], chosen: Sequence[int]) -> list[int]:
    """Return the chosen lines, and with them the paragraphs between two of them in the same place of the tree.

    A paragraph is prose of some length: directly in the node that holds both, as after a button that ends a paragraph
    early, or in a node of its own without a telling class or with that of a chosen line.
    """
    places: dict[Container, tuple[int, int]] = {}
    known: set[tuple[Container | None, str, str | None]] = set()
    for index in chosen:
        container = view.lines[index].container
        known.add((container.parent, container.tag, container.class_name))
        for place in (container, container.parent or container):
            places[place] = (places.get(place, (index,))[0], index)
    kept = set(chosen)
    for index in selected(prose_signal):
        container = view.lines[index].container
        if view.words[index] < MIN_PARAGRAPH_WORDS or container.hidden:
            continue
        is_known = (container.parent, container.tag, container.class_name) in known
        is_plain = container.tag == "p" and PARAGRAPH_CUES.issuperset(container.cues)
        is_paragraph = container.tag in PARAGRAPH_TAGS and (is_known or is_plain)
        for place in (container, *((container.parent,) if container.parent and is_paragraph else ())):
            first, last = places.get(place, (index, index))
            if first < index < last:
                kept.add(index)
    return sorted(kept)


def _with_code(view: PageView, chosen: Sequence[int]) -> list[int]:
    """Return the chosen lines, and with them the code that belongs to them.

    Code belongs to the article if the text before or after it does and it stands between lines of the article. At
    either end it must be visible, look like code, and share a container with that text before any other text does.
    """
    kept = set(chosen)
    if not kept or all(line.container.kind != "code" for line in view.lines):
        return list(chosen)
    texts = [
        index
        for index, line in enumerate(view.lines)
        if line.container.kind != "code" and (index in kept or view.words[index] >= MIN_TEXT_WORDS)
    ]
    first, last = min(kept), max(kept)
    for index, line in enumerate(view.lines):
        if index in kept or line.container.kind != "code":
            continue
        place = bisect_left(texts, index)
        beside = [text for text in (*texts[max(0, place - 1) : place], *texts[place : place + 1]) if text in kept]
        is_between = first < index < last
        if beside and (is_between or _marks_list(view, index, beside)):
            kept.add(index)
    return sorted(kept)


def _marks_list(view: PageView, index: int, beside: Sequence[int]) -> bool:
    """Whether a line of code above or below the article belongs to it; ``beside`` are lines of the article."""
    line = view.lines[index]
    if line.container.hidden or not (line.language or reads_like_code(line.text)):
        return False
    around = {container for text in beside for container in view.lines[text].container.lineage()}
    for container in line.container.lineage():
        if container in around:
            return True
        if view.below[container].words > view.words[index]:
            break
    return False


def _from_text(text: str, source: str, visible: int) -> Extraction:
    """Return an extraction of a text's lines as paragraphs without a node of the page."""
    container = Container(None, "", None, 0, "paragraph")
    folded = (" ".join(line.split()) for line in text.split("\n"))
    lines = tuple(PageLine(line, container) for line in folded if line)
    return Extraction(lines, (), count_words(text), visible, source)


def _from_lines(state: ScoringState, chosen: Sequence[int], source: str | None, visible: int) -> Extraction:
    """Return an extraction of the chosen lines without those that repeat a headline of the metadata."""
    view, signals = state.view, state.signals
    chosen = with_additions(view, chosen, is_article=state.hints.is_article)
    chosen = [index for index in chosen if not _is_headline_of_another(view, index)]
    headlines = _headline_lines(state, chosen)
    kept = [index for index in chosen if index not in headlines]
    candidates = selected(signals.get("trafilatura", signals["prose"]))
    dropped = _report_dropped(state, sorted({*headlines, *candidates}.difference(kept)))
    return Extraction(tuple(view.lines[index] for index in kept), dropped, view.words_in(kept), visible, source)


def _headline_lines(state: ScoringState, chosen: Sequence[int]) -> frozenset[int]:
    """Return the lines above the first chosen prose that have exactly the words of a headline."""
    first = next((index for index in chosen if state.signals["prose"][index] >= THRESHOLD), 0)
    titles, kept = word_sets((*state.view.titles, state.hints.title)), frozenset(chosen)
    return frozenset(
        index
        for index, line in enumerate(state.view.lines[:first])
        if (index in kept or line.container.kind == "heading") and likeness(line.text, titles) == 1
    )


def _is_headline_of_another(view: PageView, index: int) -> bool:
    """Whether a line is a link in capitals, as headlines of other stories between paragraphs are."""
    line = view.lines[index]
    is_linked = line.links >= WHOLE_LINK and view.words[index] >= MIN_HEADLINE_WORDS
    return is_linked and line.container.kind != "item" and line.text.isupper()


def _is_menu(view: PageView, indexes: Sequence[int]) -> bool:
    """Whether most words of the lines are links: then they are a menu or an index, not an article."""
    linked = sum(view.words[index] * view.lines[index].links for index in indexes)
    return linked > MAX_LINKED_SHARE * view.words_in(indexes)


def _report_dropped(state: ScoringState, indexes: Sequence[int]) -> tuple[Pruned, ...]:
    """Return the records of dropped lines, each named after the metadata that it repeats, else after the scorer."""
    titles, descriptions = (*state.view.titles, state.hints.title), state.view.descriptions
    hints = [(HEADLINE, word_sets(titles)), (DESCRIPTION, word_sets(descriptions))]
    paths, dropped = NodePaths(), []
    for line in (state.view.lines[index] for index in indexes):
        names = (name for name, texts in hints if likeness(line.text, texts) >= SAME_HEADLINE)
        path = paths.path_of(line.container.node) if line.container.node is not None else ""
        dropped.append(Pruned(next(names, LINE_SCORER), path, line.text))
    return tuple(dropped)


def with_headline(extraction: Extraction, headline: str) -> Extraction:
    """Return the extraction with the headline as its first line, in place of the page's own line with the same words.

    Such a line is looked for above the first prose; if it was dropped, it is no longer reported.
    """
    key = comparison_key(headline)
    heading = PageLine(headline, Container(None, "h1", None, 0, "heading"))
    lines = extraction.lines
    for index, line in enumerate(lines):
        if comparison_key(line.text) == key:
            return replace(extraction, lines=(heading, *lines[:index], *lines[index + 1 :]))
        if count_words(line.text) >= PROSE_WORDS and is_sentence(line.text):
            break
    own_line = next((pruned for pruned in extraction.dropped if comparison_key(pruned.text) == key), None)
    dropped = tuple(pruned for pruned in extraction.dropped if pruned is not own_line)
    words = extraction.words + (count_words(own_line.text) if own_line else 0)
    return replace(extraction, lines=(heading, *lines), dropped=dropped, words=words)
