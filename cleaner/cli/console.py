"""Standard error as the commands use it, and text made safe for a terminal: no control character ever gets through."""

import os
import sys
from typing import Literal, TextIO

WIDTH = 100
"""Characters of article text per row; the rest is cut, since reports are read for their rule names."""

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
"""Parameters of the escape sequence that selects a style (ECMA-48, section 8.3.117)."""


def styled(text: str, *styles: str, color: bool) -> str:
    r"""Return text in the named styles, or unchanged without ``color``.

    >>> styled("ads/ad-label", "red", color=True)
    '\x1b[31mads/ad-label\x1b[0m'
    """
    if not color or not styles:
        return text
    return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


def escape_controls(text: str) -> str:
    r"""Return text that is safe to print: unprintable characters become escapes.

    >>> escape_controls("a\x1b[31m\n")
    'a\\x1b[31m\\n'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def escape_rows(text: str) -> str:
    """Return text of several rows that is safe to print, with its line ends and tabs."""
    return "\n".join("\t".join(map(escape_controls, row.split("\t"))) for row in text.split("\n"))


def truncate(text: str, width: int = WIDTH) -> str:
    """Return a text in one row of at most ``width`` printable characters."""
    text = escape_controls(" ".join(text.split()))
    return text if len(text) <= width else f"{text[: width - 1]}…"


def display_path(path: "str | os.PathLike[str]", line: int = 0) -> str:
    """Return a file's path, relative where it lies below the current folder, with ``:line`` if there is one."""
    name = os.fspath(path)
    if os.path.isabs(name) and not (relative := os.path.relpath(name)).startswith(".."):
        name = relative
    return escape_controls(f"{name}:{line}" if line else name)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to print in color: ``auto`` means on a terminal that can, unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_error(text: str) -> None:
    """Print text on standard error, if that can be written."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except OSError:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends


class Console:
    """Prints one line per event on standard error, each preceded by the program's ``name``.

    ``level`` is -1 for failures only, 0 for notes as well, 1 for the outcome of every input. ``failed`` counts errors.
    """

    def __init__(self, level: int = 0, color: bool = False, name: str = "clean") -> None:
        self.level, self.color, self.name = level, color, name
        self.failed = 0

    def error(self, text: str) -> None:
        """Report an input that failed."""
        self.failed += 1
        self._print(text, "red")

    def note(self, text: str) -> None:
        """Report what a user should know although nothing failed."""
        if self.level >= 0:
            self._print(text, "yellow")

    def detail(self, text: str) -> None:
        """Report what only ``--verbose`` shows."""
        if self.level > 0:
            self._print(text)

    def report(self, level: Literal["error", "note", "detail"], text: str) -> None:
        """Report a message of the named level."""
        {"error": self.error, "note": self.note, "detail": self.detail}[level](text)

    def _print(self, text: str, *styles: str) -> None:
        name = styled(f"{self.name}:", *(("bold", *styles) if styles else ()), color=self.color)
        print_error(f"{name} {escape_controls(text)}")
