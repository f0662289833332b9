"""Lists that go as a whole: menus, headlines, dates and names in a row, above all prose, in it, or below it.

Line by line, nothing tells them from line-ups, results or ingredients, and neither does the line model alone. So two
pieces of evidence must agree: a rule with ``marks_list`` took the line above the list, such as "Related articles" or
"Leave a comment", and the line model scores half of its lines this high or higher. Such a line may also be in the list,
if that is as long as the foot of a page.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, compress, pairwise

from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TIME_LIMIT, TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.text.view import View
from cleaner.types import LineList, Rule

MIN_PROSE_ABOVE = 2
"""Lines of prose above a list that is not at the start: else it is not known where the article is."""

MIN_WORDS_ABOVE = 60
"""Words above such a list, for the same reason: less is a teaser, and the list is the page."""

LONG_LINE = 15
"""Words of a line that stays at the beginning of a list, like a sentence: it may be a note on the article."""

MAX_PROSE_SHARE = 0.15
"""Share of lines of prose in a list at the end, whose teasers may be sentences."""

HEAD = 3
"""Lines without prose that a list begins with: what a rule asks for at least."""

MAX_SCORED = 7
"""Lines of a list that are scored: with all of them, texts with long lists would take half as long again."""

MAX_LINES = 2000
"""Lines that may remain in a text whose lists are judged: longer texts are books and tables."""


def lists_taken(
    rules: Sequence[Rule], remaining: RemainingLines, marks: Collection[int]
) -> Iterator[tuple[Rule, range]]:
    """Yield the lists that rules take, each with its rule. ``marks`` are the numbers of the lines that mark lists."""
    if len(remaining) > MAX_LINES:
        return
    rows = _Rows(remaining.views, _below_marks(remaining, marks), bisect_right(remaining.numbers, max(marks)))
    for rule, matches in [(rule, rule.matches) for rule in rules if isinstance(rule.matches, LineList)]:
        for lines in rows.lists(matches):
            if len(lines) >= matches.min_lines and median_score(remaining, lines) >= matches.likely:
                yield rule, lines


def median_score(remaining: RemainingLines, lines: range) -> int:
    """Return the score that half of the lines have; of a long list, lines that are spread evenly over it are scored."""
    count = min(len(lines), MAX_SCORED)
    scored = [lines[index * len(lines) // count] for index in range(count)]
    scores = sorted(remaining.scores_of(scored)) or [0]
    return scores[(len(scores) - 1) // 2]


def _below_marks(remaining: RemainingLines, marks: Iterable[int]) -> list[int]:
    """Return the positions right below marks where a list may begin, in order, each once."""
    below = sorted({bisect_right(remaining.numbers, mark) for mark in marks})
    heads = ((start, remaining.views[start : start + HEAD]) for start in below)
    return [start for start, head in heads if len(head) == HEAD and not any(view.prose or view.code for view in head)]


class _Rows:
    """The rows of a text: its lines between two of prose, or between prose and an end of the text.

    A list begins right below the first mark in its row, and at the foot below the last prose. ``below_last`` is the
    position below the last mark.
    """

    def __init__(self, views: Sequence[View], below_marks: Sequence[int], below_last: int) -> None:
        self._views, self._below_marks, self._below_last = views, below_marks, below_last
        self._bounds = [position for position, view in enumerate(views) if view.prose or view.code]
        self._prose_above = [0, *accumulate(view.prose for view in views)]
        self._words_above = [0, *accumulate(view.words for view in views)]

    def lists(self, matches: LineList) -> Iterator[range]:
        """Yield the lines that are in the place of such a list."""
        if not self._bounds:
            return
        if matches.at == "foot":
            if self._bounds[-1] < self._below_last:
                yield self._without_notes(self._bounds[-1] + 1, len(self._views))
            return
        if matches.at == "end":
            if (start := self._end_start()) is not None:
                yield self._without_notes(start, len(self._views))
            return
        bounds = [-1, self._bounds[0]] if matches.at == "start" else self._bounds
        for above, below in pairwise(bounds):
            start = self._first_below_mark(above + 1)
            if start is None or start >= below:
                continue
            if matches.at == "start":
                yield self._like(matches, start, below)
            else:
                yield self._without_notes(start, below - 1)  # the last line may be the heading of what follows

    def _first_below_mark(self, position: int) -> int | None:
        """Return the first position from this one on that is right below a mark."""
        index = bisect_left(self._below_marks, position)
        return self._below_marks[index] if index < len(self._below_marks) else None

    def _like(self, matches: LineList, start: int, end: int) -> range:
        if matches.each:
            each, budget = LineMatcher(matches.each), TimeBudget(TIME_LIMIT)
            row = enumerate(self._views[start:end], start)
            end = next((position for position, view in row if not each.matches(view, budget)), end)
        return range(start, end)

    def _without_notes(self, start: int, end: int) -> range:
        """Return the lines from a mark on, without leading sentences; none if it is not below an article."""
        while start < end and (self._views[start].sentence or self._views[start].words >= LONG_LINE):
            start += 1
        if self._prose_above[start] < MIN_PROSE_ABOVE or self._words_above[start] < MIN_WORDS_ABOVE:
            return range(0)
        return range(start, max(start, end))

    def _end_start(self) -> int | None:
        """Return the position below the first mark that has no article below it; ``None`` if all marks have."""
        views, count = self._views, len(self._views)
        is_article = [view.code or (view.prose and below.prose) for view, below in pairwise([*views, views[-1]])]
        index = bisect_right(self._below_marks, max(compress(range(count), is_article), default=-1))
        for start in self._below_marks[index:]:
            prose = self._prose_above[-1] - self._prose_above[start]
            if prose <= MAX_PROSE_SHARE * (count - start):
                return start
        return None
