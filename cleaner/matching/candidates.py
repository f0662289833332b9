"""The lines at which each rule may open, each tested once however many rounds there are."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence

from cleaner.matching.remaining import RemainingLines
from cleaner.text.view import View


class Candidates:
    """The lines that match, or may match, the line keys of each rule, by their numbers in the input.

    A line is tested once, when a rule's window first reaches it: most rules need only a text's first or last lines.
    """

    def __init__(self, matches: Callable[[int, View], bool]) -> None:
        """Start without candidates; ``matches`` tests whether the line keys of a rule, by its number, match a line."""
        self._matches = matches
        self._lines: dict[int, list[int]] = {}
        self._confirmed: dict[int, set[int]] = {}
        self._aside: dict[int, list[int]] = {}

    def rules(self) -> list[int]:
        """Return the numbers of the rules that have candidates, in order."""
        return sorted([rule for rule, lines in self._lines.items() if lines])

    def add(self, rule: int, line: int) -> None:
        """Note that a rule's line keys may match a line."""
        lines = self._lines.setdefault(rule, [])
        if lines and line < lines[-1]:
            insort(lines, line)
        else:
            lines.append(line)

    def add_all(self, rule: int, lines: Iterable[int]) -> None:
        """Note the first lines that a rule's line keys may match."""
        self._lines[rule] = list(lines)

    def forget(self, line: int) -> None:
        """Forget a line whose text has changed since it was tested."""
        for by_rule in (self._lines, self._aside):
            for rule, lines in by_rule.items():
                index = bisect_left(lines, line)
                if index < len(lines) and lines[index] == line:
                    del lines[index]
                    self._confirmed.get(rule, set()).discard(line)

    def set_aside(self, rule: int, lines: Sequence[int]) -> None:
        """Leave out lines at which a rule fails, whatever happens elsewhere, until they are restored."""
        failing = set(lines)
        self._lines[rule] = [line for line in self._lines[rule] if line not in failing]
        aside = self._aside.setdefault(rule, [])
        for line in lines:
            insort(aside, line)

    def rules_with_aside(self) -> list[int]:
        """Return the numbers of the rules for which lines are set aside."""
        return [rule for rule, lines in self._aside.items() if lines]

    def restore(self, rule: int, first: int, last: int) -> None:
        """Restore the lines from one number to another."""
        aside, lines = self._aside[rule], self._lines[rule]
        low, high = bisect_left(aside, first), bisect_right(aside, last)
        for line in aside[low:high]:
            insort(lines, line)
        del aside[low:high]

    def restore_all(self) -> None:
        """Restore all lines that are set aside."""
        for rule, lines in self._aside.items():
            self._lines[rule] = sorted([*self._lines[rule], *lines])
        self._aside.clear()

    def within(self, rule: int, window: range, remaining: RemainingLines, with_copies: RemainingLines) -> list[int]:
        """Return the positions within a window of the remaining lines that match a rule's line keys.

        Lines that are not among those with copies either were removed for good, and are forgotten.
        """
        lines = self._lines.get(rule)
        if not lines or not window:
            return []
        low = bisect_left(lines, remaining.numbers[window.start])
        high = bisect_right(lines, remaining.numbers[window.stop - 1])
        if low == high:
            return []
        positions, kept = self._test(rule, lines[low:high], remaining, with_copies)
        if len(kept) < high - low:
            lines[low:high] = kept
        return positions

    def _test(
        self, rule: int, lines: Iterable[int], remaining: RemainingLines, with_copies: RemainingLines
    ) -> tuple[list[int], list[int]]:
        """Return the positions of the lines that match, and the lines that stay candidates."""
        confirmed = self._confirmed.setdefault(rule, set())
        positions, kept = [], []
        for line in lines:
            position = remaining.position(line)
            if position is None:
                if with_copies.position(line) is None:
                    continue
            elif line in confirmed:
                positions.append(position)
            elif self._matches(rule, remaining.views[position]):
                confirmed.add(line)
                positions.append(position)
            else:
                continue
            kept.append(line)
        return positions, kept
