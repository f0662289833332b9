"""Patterns: compiled when a line first needs them, and stopped when they spend too much processor time."""

import re
from collections.abc import Callable
from functools import cached_property
from time import thread_time
from typing import Any

from cleaner.lazy import lazy_pattern

TIME_LIMIT = 1.0
"""Seconds of processor time that one rule's patterns may take in one document. Beyond it, the rule is skipped there."""

TIME_PER_CHARACTER = 2e-6
"""Additional seconds for each character of the document, so that a long one does not count as hostile: a hundred times
what the costliest shipped rule takes (0.02 microseconds a character, the median over 300 extracted articles)."""

MAX_STDLIB_LENGTH = 2000
"""Characters of a line in which ``re``, which has no time-out, may search: of texts that are built to be slow, the
worst takes a shipped pattern 35 ms there, and the second worst 5 ms."""

STDLIB_CHARACTERS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("‘’“”–—…")
"""Characters of the lines in which ``re`` may search: printable ASCII, and the marks that English is printed with."""

ATTEMPTS = 8
"""Searches before a pattern counts as timed out although this thread did not spend the budget. The allowance doubles
each time, to 128 budgets: beside one busy thread, a search gets a sixth of the processor time that ``regex`` counts."""

NEARLY_ALL = 0.9
"""Share of the budget from which it counts as spent when a search times out: the clocks of both differ a little."""


_ASCII_PROPERTIES = {"L": "A-Za-z", "Lu": "A-Z", "Ll": "a-z", "N": "0-9", "Nd": "0-9"}
_SET_TOKEN = lazy_pattern(r"\\p\{(?P<property>\w+)\}|\\.|\[\^?\]?|.", re.DOTALL)


def ascii_form(pattern: str) -> str:
    r"""Return a pattern with the ASCII characters of its Unicode properties, for ``re``, which has no properties.

    >>> ascii_form(r"^\p{Lu}[\p{L} .]+ \(")
    '^[A-Z][A-Za-z .]+ \\('
    """
    if "\\p{" not in pattern:
        return pattern
    parts, in_set = [], False
    for token in _SET_TOKEN.finditer(pattern):
        part = token[0]
        if letters := _ASCII_PROPERTIES.get(token["property"] or ""):
            part = letters if in_set else f"[{letters}]"
        elif in_set:
            in_set = "]" not in part or part[0] == "\\"
        else:
            in_set = part[0] == "["
        parts.append(part)
    return "".join(parts)


class PatternTimeoutError(Exception):
    """The patterns of a rule spent their time budget in a document; ``rule`` is its id."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class TimeBudget:
    """The processor time, in seconds, that remains to one rule's patterns in one document.

    Only the time of this thread counts, so that neither a busy machine nor a stopped process changes what is matched.
    """

    def __init__(self, seconds: float = TIME_LIMIT, *, rule: str = "") -> None:
        """Start with a number of seconds; ``rule`` is the id that a time-out names."""
        self.left = seconds
        self.rule = rule

    def run(self, search: Callable[[float], Any]) -> Any:
        """Return what a search returns, and subtract the time that it took.

        ``search`` takes a number of seconds and raises :exc:`TimeoutError` when they have passed by a clock that may
        also count other threads (``regex`` on POSIX) or all time that passes (on Windows). If this thread did not spend
        the budget by then, the search starts over with twice the seconds. Raises :exc:`PatternTimeoutError` when the
        budget is spent.
        """
        allowance = self.left
        for _ in range(ATTEMPTS):
            start = thread_time()
            try:
                result = search(allowance)
            except TimeoutError:
                if thread_time() - start >= NEARLY_ALL * self.left:
                    break
                allowance *= 2
                continue
            self.left -= thread_time() - start
            if self.left > 0:
                return result
            break
        self.left = 0.0
        raise PatternTimeoutError(self.rule)


class Pattern:
    """One pattern of the ``regex`` module."""

    def __init__(self, source: str, *, stdlib_compatible: bool = False) -> None:
        """Keep a pattern, which compiles on first use.

        ``stdlib_compatible`` says that :func:`cleaner.matching.regex_syntax.is_stdlib_compatible` holds for it.
        """
        self.source, self._stdlib_compatible = source, stdlib_compatible

    @cached_property
    def _compiled(self) -> Any:
        import regex  # takes longer to import than a short article to clean

        return regex.compile(self.source)

    @cached_property
    def _stdlib_compiled(self) -> re.Pattern[str]:
        return re.compile(ascii_form(self.source))

    def search(self, text: str, budget: TimeBudget) -> Any:
        """Return the first match in the text, or ``None``. Raises :exc:`PatternTimeoutError` if the budget is spent."""
        if self._stdlib_compatible and len(text) <= MAX_STDLIB_LENGTH and _is_plain(text):
            return self._stdlib_compiled.search(text)
        compiled = self._compiled
        return budget.run(lambda seconds: compiled.search(text, timeout=seconds))

    def matches(self, text: str, budget: TimeBudget) -> list[Any]:
        """Return all matches in the text, from left to right; raise as :meth:`search` does."""
        compiled = self._compiled
        result: list[Any] = budget.run(lambda seconds: list(compiled.finditer(text, timeout=seconds)))
        return result


def _is_plain(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or STDLIB_CHARACTERS.issuperset(text)


def check_pattern(source: str) -> str:
    """Return why a pattern does not compile; an empty text if it does.

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
