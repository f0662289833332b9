"""Lines that look as a rule says, wherever they stand: asked once, and found again where a rule may open."""

from bisect import bisect_left, bisect_right, insort

from cleaner.engine.standing import Standing


class Candidates:
    """For each rule, by its id, the numbers of the lines that its line keys hold for, in order."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[int]] = {}

    def rules(self) -> list[str]:
        """Return the ids of the rules that have candidates left, in their order."""
        return sorted([rule for rule, numbers in self._numbers.items() if numbers])

    def add(self, rule: str, number: int) -> None:
        """Note that a rule's line keys hold for a line."""
        numbers = self._numbers.setdefault(rule, [])
        if numbers and number < numbers[-1]:
            insort(numbers, number)
        else:
            numbers.append(number)

    def forget(self, number: int) -> None:
        """Forget a line under all rules, since it is no longer what was asked."""
        for numbers in self._numbers.values():
            at = bisect_left(numbers, number)
            if at < len(numbers) and numbers[at] == number:
                del numbers[at]

    def within(self, rule: str, window: range, standing: Standing, base: Standing) -> list[int]:
        """Return where a rule's candidates stand within a window of the standing lines.

        What is not even among the lines of the base was taken for good, and is not looked at again.
        """
        numbers = self._numbers.get(rule)
        if not numbers or not window:
            return []
        low = bisect_left(numbers, standing.numbers[window.start])
        high = bisect_right(numbers, standing.numbers[window.stop - 1])
        found = [at for number in numbers[low:high] if (at := standing.at(number)) is not None]
        if len(found) < high - low:
            numbers[low:high] = [number for number in numbers[low:high] if base.at(number) is not None]
        return found
