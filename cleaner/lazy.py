"""Patterns that compile when a text first asks them: most texts ask few, and compiling all takes longer than a text."""

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a pattern until something is asked of it; from then on its methods are the pattern's own."""

    def __init__(self, source: Any, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Compile, and keep what was asked for: it is found at once the next time."""
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    r"""Return a pattern, compiled when it is first asked.

    >>> lazy_pattern(r"\d+").search("a 12").group()
    '12'
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))
