"""The lines that stand, in order, with what positions ask of them: cheap to ask, and cheap to make shorter."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property

from cleaner.text.view import View

FEW = 32
"""Changes up to which lines are taken out one by one: deleting from a list moves memory, making it anew is Python."""


class RemainingLines:
    """Lines that stand, all looked at by all rules at the same time. A line is known by its number in the input."""

    def __init__(self, views: Iterable[View]) -> None:
        self.views = list(views)
        self.numbers = [view.line.number for view in self.views]
        self._prose = [view.line.number for view in self.views if view.prose]
        self._words = sum(view.words for view in self.views)
        self._prose_words = sum(view.words for view in self.views if view.prose)

    def __len__(self) -> int:
        """Return the number of lines that stand."""
        return len(self.views)

    @property
    def mostly_prose(self) -> bool:
        """Whether prose lines hold at least half of the words."""
        return 2 * self._prose_words >= self._words

    @cached_property
    def scores(self) -> dict[int, int]:
        """What the line model says of the lines that it is asked about, in percent; nothing in texts unknown to it."""
        if not self.mostly_prose:
            return {}
        from cleaner.line_model import model as likely  # much code, and not every text asks for it

        return likely.load_model().score(self.views) if len(self) <= likely.MAX_LINES else {}

    def scored_at_least(self, percent: int) -> list[int]:
        """Return the lines that the line model rates so or higher; none if they hold too much of the text."""
        found = [at for at, rating in self.scores.items() if rating >= percent]
        if not found:
            return []
        from cleaner.line_model import model as likely

        return found if sum([self.views[at].words for at in found]) <= likely.MAX_SHARE * self._words else []

    def position(self, number: int) -> int | None:
        """Return where the line of a number stands among the others; ``None`` if it does not stand."""
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def prose_above(self, at: int) -> int:
        """Return how many prose lines stand above a line."""
        return bisect_left(self._prose, self.numbers[at]) if at < len(self.numbers) else len(self._prose)

    def first_line_after_prose(self, count: int) -> int:
        """Return the first line that so many prose lines stand above."""
        return bisect_left(self.numbers, self._prose[count - 1] + 1) if count <= len(self._prose) else len(self.views)

    def with_changes(self, changes: Mapping[int, View | None]) -> "RemainingLines":
        """Return the lines that stand when those at some places are gone, or replaced by what is left of them."""
        if len(changes) > FEW:
            return RemainingLines(view for at, old in enumerate(self.views) if (view := changes.get(at, old)))
        new = RemainingLines(())
        new.views, new.numbers, new._prose = self.views.copy(), self.numbers.copy(), self._prose.copy()
        new._words, new._prose_words = self._words, self._prose_words
        for at in sorted(changes, reverse=True):
            new._change(at, changes[at])
        return new

    def _change(self, at: int, left: View | None) -> None:
        old = self.views[at]
        self._words += (left.words if left else 0) - old.words
        self._prose_words += (left.words if left and left.prose else 0) - (old.words if old.prose else 0)
        if old.prose:
            del self._prose[bisect_left(self._prose, old.line.number)]
        if left:
            self.views[at] = left
            if left.prose:
                self._prose.insert(bisect_left(self._prose, left.line.number), left.line.number)
        else:
            del self.views[at], self.numbers[at]
