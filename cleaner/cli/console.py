"""What is said on standard error, and how text is shown to a person: no control character ever gets through."""

import os
import sys
from typing import TextIO

WIDTH = 100
"""Characters of a line that are shown; longer ones are cut, since people read rule names and not lines."""


def escape_controls(text: str) -> str:
    r"""Return text that is safe to print: what is not printable becomes an escape.

    >>> shown("a\x1b[31m\n")
    'a\\x1b[31m\\n'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def truncate(text: str, width: int = WIDTH) -> str:
    """Return a text in one row of so many characters; its end is cut, and nothing of it can steer the terminal."""
    text = escape_controls(" ".join(text.split()))
    return text if len(text) <= width else f"{text[: width - 1]}…"


def display_path(path: "str | os.PathLike[str]", line: int = 0) -> str:
    """Return a file's place as short as it can be opened from here."""
    told = os.fspath(path)
    if os.path.isabs(told) and not (relative := os.path.relpath(told)).startswith(".."):
        told = relative
    return escape_controls(f"{told}:{line}" if line else told)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Tell whether to print in color: ``auto`` is on a terminal that can, unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Console:
    """Says what happened, one line each, on standard error. ``level`` is -1 quiet, 0 normal, 1 and more verbose.

    ``name`` is the program's, which begins each line.
    """

    def __init__(self, level: int = 0, color: bool = False, name: str = "clean") -> None:
        self.level, self.color, self.name = level, color, name
        self.failed = 0

    def error(self, text: str) -> None:
        """Tell that an input failed."""
        self.failed += 1
        self._say("red", text)

    def note(self, text: str) -> None:
        """Tell what a user should know though nothing failed."""
        if self.level >= 0:
            self._say("yellow", text)

    def detail(self, text: str) -> None:
        """Tell what only the curious want to know."""
        if self.level > 0:
            self._say("", text)

    def _say(self, color: str, text: str) -> None:
        import click

        name = f"{self.name}:"
        if self.color and color:
            name = click.style(name, fg=color, bold=True)
        try:
            click.echo(f"{name} {escape_controls(text)}", err=True, color=True)
        except OSError:  # standard error is closed: there is nobody to tell
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
