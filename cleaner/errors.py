"""Everything that can go wrong, as one tree.

::

    CleanerError
    ├── InputError      one input cannot be cleaned: the others are (exit 3)
    ├── OptionError     the caller asked for something that does not exist or does not fit (exit 2)
    └── RulesError      rule files are broken; holds one RuleProblem for each mistake (exit 2)

Errors carry fields, and the text is made from them.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

ProblemLevel = Literal["error", "warning"]
"""How bad a problem is: an error is wrong, a warning may be meant so."""


class CleanerError(Exception):
    """The root of all errors that this package raises on purpose."""


class InputError(CleanerError):
    """One input that cannot be cleaned: ``place`` names it, ``line`` is its line where there is one."""

    def __init__(self, message: str, *, place: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.place, self.line = message, place, line

    def at(self, place: str) -> "InputError":
        """Return the same error, at a place if it has none."""
        return InputError(self.message, place=self.place or place, line=self.line)

    def __str__(self) -> str:
        """Return ``place:line: message``."""
        where = f"{self.place}:{self.line}" if self.line else self.place
        return f"{where}: {self.message}" if where else self.message


class OptionError(CleanerError, ValueError):
    """An option's value that does not exist or does not fit beside another."""


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One mistake in a rule file: ``line`` and ``column`` are 1-based, ``width`` the characters to underline.

    ``notes`` tell more of how things stand. What ``cleaner rules lint`` finds has a ``name``, and is told with it and
    its ``level``.
    """

    code: str
    message: str
    path: str
    line: int = 0
    column: int = 0
    width: int = 1
    excerpt: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    level: ProblemLevel = "error"
    name: str = ""

    def __str__(self) -> str:
        """Return the mistake as it is printed: place and message, excerpt with a caret, notes, one line of help."""
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        code = f"{self.level}: {self.code} {self.name}:" if self.name else self.code
        rows = [f"{place}: {code} {self.message}"]
        if self.excerpt:
            before, marked = self.excerpt[: self.column - 1], self.excerpt[self.column - 1 :][: self.width]
            rows += [f"{self.line:5} | {self.excerpt}", f"      | {_blank(before)}{'^' * max(1, _columns(marked))}"]
        rows += [f"  note: {note}" for note in self.notes]
        if self.help:
            rows.append(f"  help: {self.help}")
        return "\n".join(rows)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, ready for JSON."""
        from dataclasses import asdict  # start-up time

        return asdict(self)


class RulesError(CleanerError):
    """All mistakes of the rule files that were loaded together."""

    def __init__(self, problems: list[RuleProblem]) -> None:
        super().__init__(f"{len(problems)} mistakes in rule files")
        self.problems = sorted(problems, key=lambda p: (p.path, p.line, p.column, p.code))

    def __str__(self) -> str:
        """Return all mistakes, one below the other."""
        return "\n".join(str(problem) for problem in self.problems)


def _columns(text: str) -> int:
    """Count the terminal columns that a text takes: two for a wide character, none for a combining one."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _blank(text: str) -> str:
    """Return blanks as wide as the text, its tabs kept, so that a caret below it stands right."""
    return "".join("\t" if c == "\t" else " " * _columns(c) for c in text)
