"""Patterns that compile on first use: most texts need few of them, and compiling all takes longer than a text."""

import re
from typing import Any, AnyStr, cast


class _LazyPattern:
    """A pattern that compiles when one of its methods is first used."""

    def __init__(self, source: Any, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern and keep its method as an attribute, so that this is called once per method."""
        if name.startswith("__"):
            raise AttributeError(name)
        method = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    r"""Return a pattern that compiles on first use.

    >>> lazy_pattern(r"\d+").search("a 12").group()
    '12'
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))
