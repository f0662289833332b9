"""Many literals, searched in texts: one after the other at first, by one automaton once enough text has come."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

SOON = 8_000
"""Characters of text that are searched for one literal after the other before an automaton is built for them all: it
takes 22 milliseconds to build for 9,600 literals, and 28 to search so many characters for each of them."""

CALL = 140
"""Characters that are searched for a literal in the time that it takes to begin."""


class Literals:
    """Literals, known by their places in ``names``."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._searched = 0

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """Find all literals in a text, those that overlap, too: which one, where it starts, and where it ends.

        >>> Literals(["tag", "tags"]).places("no tags")
        [(0, 3, 6), (1, 3, 7)]
        """
        self._searched += CALL + len(text)
        if self._searched > SOON:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)  # type: ignore[no-any-return]
        return [
            place for number, name in enumerate(self.names) if name in text for place in _places(number, name, text)
        ]

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self.names)


def _places(number: int, name: str, text: str) -> Iterator[tuple[int, int, int]]:
    start = text.find(name)
    while start >= 0:
        yield number, start, start + len(name)
        start = text.find(name, start + 1)
