"""All errors that this package raises on purpose, as one tree, and the exit statuses of the commands.

::

    CleanerError
    ├── InputError      one input cannot be cleaned; the others are (exit status 3)
    │   └── RecordError     one record of an input cannot be read or cleaned
    ├── OptionError     an option or argument does not exist, or does not fit another one (exit status 2)
    └── RulesError      rule files are broken; holds one RuleProblem per mistake (exit status 2)

Errors carry fields, and their text is made from the fields.
"""

from enum import IntEnum
from typing import Any, Literal, NamedTuple

ProblemLevel = Literal["error", "warning"]
"""How bad a problem is: an error is wrong, a warning may be intended."""


class ExitStatus(IntEnum):
    """The exit statuses of ``clean`` and ``cleaner``."""

    OK = 0
    """Everything was cleaned, or there was nothing to report."""
    FINDINGS = 1
    """``clean --check`` would change a text, or a command of ``cleaner rules`` has findings."""
    USAGE = 2
    """Options, rules or the configuration are wrong; nothing was cleaned."""
    FAILED = 3
    """Some inputs failed; all others were written."""
    INTERRUPTED = 130
    """Interrupted by a signal (128 + SIGINT, as shells count)."""


class CleanerError(Exception):
    """The root of all errors that this package raises on purpose."""


class InputError(CleanerError):
    """An input that cannot be cleaned.

    ``place`` names the input, as its path; it is empty if the raiser does not know it. ``line`` is a 1-based line
    number of the input, if there is one.
    """

    def __init__(self, message: str, *, place: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.place, self.line = message, place, line

    def at(self, place: str) -> "InputError":
        """Return this error with ``place`` as its place, unless it has one already."""
        return InputError(self.message, place=self.place or place, line=self.line)

    @property
    def where(self) -> str:
        """The place with the line number, if there is one."""
        return f"{self.place}:{self.line}" if self.line else self.place

    def __str__(self) -> str:
        """Return ``place:line: message``."""
        return f"{self.where}: {self.message}" if self.where else self.message


class RecordError(InputError):
    """A line that is not a record, or a record that cannot be cleaned."""


class OptionError(CleanerError, ValueError):
    """An option or argument whose value does not exist, or does not fit another one."""


class RuleProblem(NamedTuple):
    """A mistake in a rule file.

    ``path``, ``line`` and ``column`` (1-based; 0 if unknown) are its place, ``width`` the number of characters to
    underline in ``excerpt``, the line of the file. ``help`` says what to do, ``notes`` add context. Findings of
    ``cleaner rules lint`` also have a ``name``, which is printed with their ``level``.
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
        """Return the place and message, the excerpt with a caret, the notes and the help."""
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        code = f"{self.level}: {self.code} {self.name}:" if self.name else self.code
        rows = [f"{place}: {code} {self.message}"]
        if self.excerpt:
            before, marked = self.excerpt[: self.column - 1], self.excerpt[self.column - 1 :][: self.width]
            rows += [f"{self.line:5} | {self.excerpt}", f"      | {_blanks(before)}{'^' * max(1, _columns(marked))}"]
        rows += [f"  note: {note}" for note in self.notes]
        if self.help:
            rows.append(f"  help: {self.help}")
        return "\n".join(rows)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name, ready for JSON."""
        return self._asdict()


class RulesError(CleanerError):
    """All mistakes in rule files that were loaded together, sorted by place."""

    def __init__(self, problems: list[RuleProblem]) -> None:
        super().__init__(f"{len(problems)} mistakes in rule files")
        self.problems = sorted(problems, key=lambda problem: (problem.path, problem.line, problem.column, problem.code))

    def __str__(self) -> str:
        """Return all mistakes, one below the other."""
        return "\n".join(str(problem) for problem in self.problems)


def _columns(text: str) -> int:
    """Return how many columns of a terminal the text fills; control characters fill none."""
    from wcwidth import wcwidth  # start-up time

    return sum(max(0, wcwidth(char)) for char in text)


def _blanks(text: str) -> str:
    """Return blanks as wide as the text, with its tabs, so that a caret below the text is in the right column."""
    return "".join("\t" if char == "\t" else " " * _columns(char) for char in text)
