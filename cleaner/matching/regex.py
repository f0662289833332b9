"""Patterns: compiled when a line first asks for them, and stopped when they take too long."""

import re
from functools import cached_property
from time import perf_counter
from typing import Any

TIME_LIMIT = 1.0
"""Seconds that one rule's patterns may take in one document. Then the rule rests, and the text is kept."""

TIME_PER_CHARACTER = 2e-6
"""Seconds more for each character of the document, so that a long one is no hostile one: about a hundred times
what the costliest shipped rule takes (0.02 microseconds a character, the median over 300 extracted articles)."""


SHORT = 400
"""Characters of a line that patterns without a time-out may be asked of. The shipped ones take microseconds there."""


class PatternTimeoutError(Exception):
    """A rule's patterns took too long in this document."""


class Pattern:
    """One pattern of the ``regex`` module."""

    def __init__(self, source: str, *, stdlib_compatible: bool = False) -> None:
        """Take a pattern; ``stdlib_compatible`` says whether ``re`` may search for it in plain lines."""
        self.source, self._stdlib_compatible = source, stdlib_compatible

    @cached_property
    def _compiled(self) -> Any:
        import regex

        return regex.compile(self.source)

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def search(self, text: str, clock: "TimeBudget") -> Any:
        """Return the first match in the text or ``None``; raise :exc:`PatternTimeoutError` when time is out."""
        if self._stdlib_compatible and len(text) <= SHORT and text.isascii() and text.isprintable():
            return self._plain.search(text)
        start = perf_counter()
        try:
            found = self._compiled.search(text, timeout=clock.left)
        except TimeoutError:
            raise PatternTimeoutError from None
        clock.spend(start)
        return found

    def matches(self, text: str, clock: "TimeBudget") -> list[Any]:
        """Return all matches in the text, from left to right; raise as :meth:`search` does."""
        start = perf_counter()
        try:
            found = list(self._compiled.finditer(text, timeout=clock.left))
        except TimeoutError:
            raise PatternTimeoutError from None
        clock.spend(start)
        return found


class TimeBudget:
    """The seconds that are left to one rule's patterns in one document."""

    def __init__(self, seconds: float = TIME_LIMIT) -> None:
        self.left = seconds

    def spend(self, start: float) -> None:
        """Take off the time since a start; raise :exc:`PatternTimeoutError` when none is left."""
        self.left -= perf_counter() - start
        if self.left <= 0:
            raise PatternTimeoutError


def check_pattern(source: str) -> str:
    """Return why a pattern does not compile, or nothing.

    >>> check_pattern("^foto: (.+)$")
    ''
    >>> check_pattern("(a")
    'missing ) at position 2'
    """
    import regex

    try:
        regex.compile(source)
    except regex.error as error:
        return str(error)
    except (OverflowError, RecursionError, MemoryError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""
