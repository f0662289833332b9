"""Lines that may look as a rule says: asked once, where the rule may open, and found again there."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable

from cleaner.matching.remaining import RemainingLines
from cleaner.text.view import View


class Candidates:
    """For each rule, by its number, the numbers of the lines that its line keys hold for or may hold for, in order.

    ``holds`` tells whether they do. It is asked of the lines within a rule's window, and once: most rules look at a
    text's first or last lines only.
    """

    def __init__(self, holds: Callable[[int, View], bool]) -> None:
        self._holds = holds
        self._numbers: dict[int, list[int]] = {}
        self._sure: dict[int, set[int]] = {}

    def rules(self) -> list[int]:
        """Return the rules that have candidates left, in their order."""
        return sorted([rule for rule, numbers in self._numbers.items() if numbers])

    def add(self, rule: int, number: int) -> None:
        """Note that a rule's line keys may hold for a line."""
        numbers = self._numbers.setdefault(rule, [])
        if numbers and number < numbers[-1]:
            insort(numbers, number)
        else:
            numbers.append(number)

    def add_all(self, rule: int, numbers: Iterable[int]) -> None:
        """Note that a rule's line keys may hold for any of the lines, the first that it is asked about."""
        self._numbers[rule] = list(numbers)

    def forget(self, number: int) -> None:
        """Forget a line under all rules, since it is no longer what was asked."""
        for rule, numbers in self._numbers.items():
            at = bisect_left(numbers, number)
            if at < len(numbers) and numbers[at] == number:
                del numbers[at]
                self._sure.get(rule, set()).discard(number)

    def within(self, rule: int, window: range, standing: RemainingLines, base: RemainingLines) -> list[int]:
        """Return where a rule's candidates stand within a window of the standing lines.

        What is not even among the lines of the base was taken for good, and is not looked at again.
        """
        numbers = self._numbers.get(rule)
        if not numbers or not window:
            return []
        low = bisect_left(numbers, standing.numbers[window.start])
        high = bisect_right(numbers, standing.numbers[window.stop - 1])
        if low == high:
            return []
        found, kept = self._asked(rule, numbers[low:high], standing, base)
        if len(kept) < high - low:
            numbers[low:high] = kept
        return found

    def _asked(
        self, rule: int, numbers: Iterable[int], standing: RemainingLines, base: RemainingLines
    ) -> tuple[list[int], list[int]]:
        """Return the places of the lines that look as the rule says, and the numbers that stay candidates."""
        sure = self._sure.setdefault(rule, set())
        found, kept = [], []
        for number in numbers:
            at = standing.position(number)
            if at is None:
                if base.position(number) is None:
                    continue
            elif number in sure:
                found.append(at)
            elif self._holds(rule, standing.views[at]):
                sure.add(number)
                found.append(at)
            else:
                continue
            kept.append(number)
        return found, kept
