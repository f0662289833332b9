"""Evidence that a recurring line is a site's and not an article's.

A line of an article may recur as well: in versions of one story, in a live blog that is carried over days, as a subhead
of a series, as a columnist's farewell. It differs in what it stands in: see :class:`SiteEvidence`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from statistics import fmean

from cleaner.learning.counts import LineCount
from cleaner.learning.pages import PageFacts
from cleaner.text.sentences import is_prose

VERSION_SHARE = 0.5
"""Share of the smaller sketch that pages of one story have in common. Pages of a site share a sentence or two of its
frame; a version that was rewritten keeps two thirds of its paragraphs."""

MIN_VERSION_HASHES = 2
"""Lines of prose that pages of one story share at least: one may be the site's own."""

MIN_STANDING = 2
"""Stories on which a line stands to count as known around others."""

FRAME_SHARE = 0.9
"""Share of a line's stories on which it is in the frame: nothing but such lines between it and the end."""

MAX_ABOVE = 3
"""Lines above a line at the start at most: a kicker, the title, the byline."""

BELOW_SCORE, ELSEWHERE_SCORE = 71, 80
"""Mean scores of the line model from which a line is proposed: below the article, where place speaks for it as well,
and elsewhere. Of lines with letters on three stories or more of a labeled site, those mostly of articles ("Cons", "Hey
there!") have 73 at most, and of those that are boilerplate nine in ten have 80 or more."""

SHARE = 0.3
"""Share of a site's stories on which a line stands that is not below the article: a subhead of some stories is in few
of many."""

PROSE_SHARE = 0.5
"""The same for prose below the article. A background paragraph that ends several stories is in few of many."""

MIN_SPAN_DAYS, SPAN_SHARE = 3, 0.2
"""Days between the first and the last page of a line at least, and their share of the days that a site's pages span."""

HEADING = "headings in the article"
"""Why the heading of a section stays, such as that of the links at the end of an article, which the line model takes
for one of a site."""

Z = 1.96
"""The quantile of the normal distribution for 95 %."""


def wilson(successes: int, trials: int) -> float:
    """Return the lower bound of a share at 95 % (Wilson 1927, JASA 22:209-212).

    >>> round(wilson(3, 3), 2), round(wilson(10, 10), 2), round(wilson(9, 10), 2)
    (0.44, 0.72, 0.6)
    """
    if not trials:
        return 0.0
    share = successes / trials
    middle = share + Z * Z / (2 * trials)
    margin = Z * sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials))
    return (middle - margin) / (1 + Z * Z / trials)


def stories(pages: Iterable[int], facts: Mapping[int, PageFacts]) -> list[list[int]]:
    """Return pages grouped by story: two whose sketches have half in common are versions of one, and so on."""
    by_digest = defaultdict[int, list[int]](list)
    pages = sorted(set(pages))
    parent = {page: page for page in pages}

    def root(page: int) -> int:
        while parent[page] != page:
            parent[page] = page = parent[parent[page]]
        return page

    shared = Counter[tuple[int, int]]()
    for page in pages:
        for digest in facts[page].sketch:
            shared.update((other, page) for other in by_digest[digest])
            by_digest[digest].append(page)
    for (first, second), count in shared.items():
        smaller = min(len(facts[first].sketch), len(facts[second].sketch))
        if count >= max(VERSION_SHARE * smaller, min(MIN_VERSION_HASHES, smaller)):
            parent[root(second)] = root(first)
    groups = defaultdict[int, list[int]](list)
    for page in pages:
        groups[root(page)].append(page)
    return list(groups.values())


def _is_mostly(count: int, line: LineCount) -> bool:
    return count >= FRAME_SHARE * len(line.places)


def _frame_below(lines: Sequence[LineCount]) -> set[bytes]:
    """Return the keys of those of the lines that are in the frame below."""
    inside = {line.key: line for line in lines}
    keys_of = Counter(digest for line in lines for digest in {place.line for place in line.places})
    before = defaultdict[int, list[bytes]](list)
    following = Counter[bytes]()
    for line in lines:
        for place in line.places:
            if place.next in keys_of:
                before[place.next].append(line.key)
            following[line.key] += not place.next or place.next in keys_of
    waiting = [line for line in lines if not _is_mostly(following[line.key], line)]
    while waiting:
        line = waiting.pop()
        if not inside.pop(line.key, None):
            continue
        for digest in {place.line for place in line.places}:
            keys_of[digest] -= 1
            if keys_of[digest]:
                continue
            following.subtract(before[digest])
            known = [inside[key] for key in {*before[digest]} if key in inside]
            waiting += [other for other in known if not _is_mostly(following[other.key], other)]
    return {*inside}


class SiteEvidence:
    """The recurring lines of one site: which of them stand in its frame, above or below its articles.

    A line is in the frame below if no line of an article follows it: it is the last line, or the next one is in that
    frame as well. It is in the frame above if it is among the first lines and no prose is above it. The greatest set of
    lines for which this holds is found by dropping those for which it does not.
    """

    def __init__(self, lines: Sequence[LineCount], facts: Mapping[int, PageFacts], pages: Sequence[int]) -> None:
        """Take a site's recurring lines, what is known of their pages, and a sample of all pages of the site."""
        self.facts = facts
        self.site_stories = len(stories(pages, facts))
        self.site_pages = len(pages)
        self.lines = lines
        self.stories = {line.key: self.stories_of(line) for line in lines}
        self.below = _frame_below([line for line in lines if len(self.stories[line.key]) >= MIN_STANDING])

    def doubt(self, line: LineCount, min_pages: int) -> str:
        """Return why a line is not proposed as a site's own; an empty text if it is."""
        count, prose = len(self.stories[line.key]), is_prose(line.text) and line.kind == "line"
        share = count / self.site_stories
        if count < min_pages:
            return "versions of one story" if len(line.places) >= min_pages else "few pages"
        if prose and line.key not in self.below:
            return "prose in the article"
        if prose and share < PROSE_SHARE:
            return "prose on few pages"
        if not prose and self.score(line) < (BELOW_SCORE if line.key in self.below else ELSEWHERE_SCORE):
            return "words of an article"
        if line.key not in self.below and all(place.is_heading for place in line.places):
            return HEADING
        if share < SHARE and (line.kind == "head" or line.key not in self.below):
            return "on few pages inside the article"
        return self._doubt_by_dates(line) or self._doubt_by_authors(line)

    def stories_of(self, line: LineCount) -> list[list[int]]:
        """Return the pages of a line, or of what else is counted, grouped by story."""
        return stories((place.page for place in line.places), self.facts)

    def score(self, line: LineCount) -> float:
        """Return the mean score of the line model, in percent."""
        return fmean(place.score for place in line.places)

    def is_at_start(self, line: LineCount) -> bool:
        """Whether a line is among the first of its pages, with no prose above."""
        return all(place.above <= MAX_ABOVE and not place.is_below_prose for place in line.places)

    def _doubt_by_dates(self, line: LineCount) -> str:
        days = [facts.date for place in line.places if (facts := self.facts[place.page]).date]
        all_days = [facts.date for facts in self.facts.values() if facts.date]
        if len(days) < MIN_STANDING or len(all_days) < MIN_STANDING:
            return ""
        span, whole = max(days) - min(days), max(all_days) - min(all_days)
        return "a few days only" if span < min(MIN_SPAN_DAYS, whole) or span < SPAN_SHARE * whole else ""

    def _doubt_by_authors(self, line: LineCount) -> str:
        authors = {facts.author for place in line.places if (facts := self.facts[place.page]).author}
        all_authors = {facts.author for facts in self.facts.values() if facts.author}
        return "one author" if len(authors) == 1 < len(all_authors) else ""

    def confidence(self, line: LineCount) -> float:
        """Return the lower bound of the share of stories on which a line is outside of the article."""
        groups = self.stories[line.key]
        return wilson(len(groups), len(groups))
