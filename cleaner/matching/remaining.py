"""The lines that remain, in order, with what rules about positions need: cheap to query, and cheap to shorten."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.text.view import View

if TYPE_CHECKING:  # much code, and not every text needs it
    from cleaner.line_model.features import OwnFeatures

SETTLED_PERCENT = 85
"""Percent from which the line model need not evaluate all of its trees to tell that a line does not reach it: the
least that a shipped rule requires."""

MAX_SINGLE_CHANGES = 32
"""Changes up to which lines are deleted one by one: deleting from a list moves memory, rebuilding it runs Python."""


class RemainingLines:
    """The lines that remain after some rounds. A line's *position* is its place among them; its number is the input's.

    An object never changes: :meth:`with_changes` returns the lines that remain next.
    """

    def __init__(self, views: Iterable[View], beside: AbstractSet[int] = frozenset()) -> None:
        """Keep the lines; ``beside`` are the numbers of those beside a line that a rule took by what it says."""
        self.views, self.beside = list(views), beside
        self.numbers = [view.line.number for view in self.views]
        self._prose = [view.line.number for view in self.views if view.prose]
        self._words = sum(view.words for view in self.views)
        self._prose_words = sum(view.words for view in self.views if view.prose)
        self._features: dict[View, OwnFeatures] = {}

    def __len__(self) -> int:
        """Return the number of lines that remain."""
        return len(self.views)

    @property
    def mostly_prose(self) -> bool:
        """Whether lines of prose hold at least half of the words."""
        return 2 * self._prose_words >= self._words

    @cached_property
    def scores(self) -> dict[int, int]:
        """The line model's scores in percent, by position; empty for texts unlike those that it learned from."""
        return self._scores(settles=False)

    @cached_property
    def _high_scores(self) -> dict[int, int]:
        """The scores that the shipped rules ask for: sooner computed, and too low where they are low."""
        return self._scores(settles=True)

    def _scores(self, *, settles: bool) -> dict[int, int]:
        if not self.mostly_prose:
            return {}
        from cleaner.line_model.model import MAX_LINES, load_model  # much code, and not every text needs it

        if len(self) > MAX_LINES:
            return {}
        return load_model().score(self.views, self._features, beside=self.beside, settles=settles)

    def scores_of(self, positions: Iterable[int]) -> list[int]:
        """Return the line model's scores of lines in texts of any kind; prose and lines without words have none."""
        from cleaner.line_model.features import NEIGHBORS  # much code, and not every text needs it
        from cleaner.line_model.model import load_model

        count = len(self)
        around = {at + step for at in positions for step in (0, *NEIGHBORS) if 0 <= at + step < count}
        worded = [at for at in sorted(around) if self.views[at].words and not self.views[at].prose]
        scored = sorted(set(positions).intersection(worded))
        return list(load_model().scores_of(scored, worded, self.views, self._features).values())

    def scored_at_least(self, percent: int) -> list[int]:
        """Return the positions of lines with this score or a higher one; none if they hold too many of the words."""
        scores = self._high_scores if percent >= SETTLED_PERCENT else self.scores
        positions = [position for position, score in scores.items() if score >= percent]
        if not positions:
            return []
        from cleaner.line_model.model import MAX_SHARE

        words = sum([self.views[position].words for position in positions])
        if words <= MAX_SHARE * self._words:
            return positions
        # without what is gone beside them, fewer lines may have the score: cleaning twice has to be cleaning once
        return RemainingLines(self.views).scored_at_least(percent) if self.beside else []

    def position(self, number: int) -> int | None:
        """Return the position of the line with this number; ``None`` if it does not remain."""
        position = bisect_left(self.numbers, number)
        return position if position < len(self.numbers) and self.numbers[position] == number else None

    def prose_above(self, position: int) -> int:
        """Return the number of lines of prose above a position."""
        return bisect_left(self._prose, self.numbers[position]) if position < len(self.numbers) else len(self._prose)

    def first_line_after_prose(self, count: int) -> int:
        """Return the first position with this number of lines of prose above; the end if there are fewer."""
        return bisect_left(self.numbers, self._prose[count - 1] + 1) if count <= len(self._prose) else len(self.views)

    def with_changes(self, changes: Mapping[int, View | None]) -> "RemainingLines":
        """Return the lines that remain when those with some numbers are removed (``None``) or replaced."""
        if len(changes) > MAX_SINGLE_CHANGES:
            views = (changes.get(number, view) for number, view in zip(self.numbers, self.views, strict=True))
            return RemainingLines((view for view in views if view), self.beside)
        new = RemainingLines((), self.beside)
        new._features = self._features
        new.views, new.numbers, new._prose = self.views.copy(), self.numbers.copy(), self._prose.copy()
        new._words, new._prose_words = self._words, self._prose_words
        for number, remainder in changes.items():
            new._change(bisect_left(new.numbers, number), remainder)
        return new

    def _change(self, position: int, remainder: View | None) -> None:
        old = self.views[position]
        self._words += (remainder.words if remainder else 0) - old.words
        self._prose_words += (remainder.words if remainder and remainder.prose else 0) - (old.words if old.prose else 0)
        if old.prose:
            del self._prose[bisect_left(self._prose, old.line.number)]
        if remainder:
            self.views[position] = remainder
            if remainder.prose:
                self._prose.insert(bisect_left(self._prose, remainder.line.number), remainder.line.number)
        else:
            del self.views[position], self.numbers[position]
