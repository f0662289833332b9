"""Steps: a measure of cost that is the same on a busy machine, on a fast one, and in every run.

A step is a call of a function, in Python or in C, or a character that a pattern or a method of texts goes through.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from cleaner.lazy import lazy_pattern
from cleaner.matching.regex import Pattern

_LAZY_PATTERN = type(lazy_pattern(""))
_SCANNING = ("findall", "finditer", "split", "sub")
"""Methods of patterns that go through a whole text. What ``match`` goes through is mostly short."""

_SCANS = frozenset({"casefold", "encode", "isprintable", "lower", "replace", "split", "translate"})
"""Methods of texts whose time is that of the whole text."""


class StepCounter:
    """Counts the steps of what runs inside :meth:`counting`."""

    def __init__(self) -> None:
        self.steps = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count the steps of this thread."""
        previous = sys.getprofile()
        sys.setprofile(self._count_call)
        try:
            yield
        finally:
            sys.setprofile(previous)

    def of(self, run: Callable[[], object]) -> int:
        """Return the steps of one call."""
        self.steps = 0
        with self.counting():
            run()
        return self.steps

    def _count_call(self, _frame: FrameType, event: str, called: Any) -> None:
        self.steps += event in ("call", "c_call")
        if event == "c_call" and called.__name__ in _SCANS:
            text = called.__self__
            if isinstance(text, (str, bytes)):
                self.steps += len(text)

    def count_searches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Count the characters that patterns of the program search: those of its modules, and those of rules."""
        for name in ("search", "matches"):
            monkeypatch.setattr(Pattern, name, self.counted(getattr(Pattern, name), text_at=1))
        for module in [module for name, module in sys.modules.items() if name.startswith("cleaner.")]:
            for name, value in list(vars(module).items()):
                if isinstance(value, (_LAZY_PATTERN, re.Pattern)):
                    monkeypatch.setattr(module, name, _CountedPattern(value, self))

    def counted(self, method: Callable[..., Any], *, text_at: int) -> Callable[..., Any]:
        """Return a method of patterns that counts the characters of the text among its arguments."""

        def counted(*arguments: Any, **options: Any) -> Any:
            text, *bounds = arguments[text_at:]
            start, end = (*bounds, *(0, len(text))[len(bounds) :]) if text_at == 0 else (0, len(text))
            self.steps += end - start
            return method(*arguments, **options)

        return counted

    def counted_search(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return a method that may search from a position on, and that counts as far as it goes."""

        def counted(text: str, *bounds: int) -> Any:
            start, end = (*bounds, *(0, len(text))[len(bounds) :])
            match = method(text, *bounds)
            self.steps += (match.end() if match else end) - start
            return match

        return counted


class _CountedPattern:
    """A pattern of a module whose searches are counted."""

    def __init__(self, pattern: Any, counter: StepCounter) -> None:
        self._pattern, self._counter = pattern, counter

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._pattern, name)
        if name == "search":
            return self._counter.counted_search(value)
        if name in _SCANNING:
            return self._counter.counted(value, text_at=1 if name == "sub" else 0)
        return value
