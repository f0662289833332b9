"""Standard error as the commands use it, and text made safe for a terminal: no control character ever gets through."""

import os
import sys
from typing import TYPE_CHECKING, Literal, TextIO

from cleaner.places import shown_name

if TYPE_CHECKING:  # start-up time
    from cleaner.remote import Address

WIDTH = 100
"""Columns of article text per row; the rest is cut, since reports are read for their rule names."""

CLUSTER = 8
"""Characters per column beyond which a text is not measured: emoji of families have seven."""

JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Characters without a shape that emoji and words of Persian and Hindi need. They move nothing on a terminal."""

MESSAGES_SHOWN = 30
"""Messages of a level that are printed at once; the others are counted."""

MESSAGES_PER_INPUT = 5
"""Different messages of a level on the records of one input that are printed at once."""

INDENT = 4
"""Columns by which the rest of a long row is indented."""

CLEAR_LINE = "\r\x1b[K"
"""Back to the start of the line, and erase it (ECMA-48, "Erase in line")."""

MessageLevel = Literal["error", "note", "detail"]

_STYLE_BY_LEVEL = {"error": "red", "note": "yellow", "detail": ""}
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
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
    return "".join(
        c if c.isprintable() or c in JOINERS else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )


def escape_rows(text: str) -> str:
    """Return text of several rows that is safe to print, with its line ends and tabs."""
    return "\n".join("\t".join(map(escape_controls, row.split("\t"))) for row in text.split("\n"))


def truncate(text: str, width: int = WIDTH) -> str:
    """Return a text in one row of at most ``width`` columns of a terminal, in which some characters take two."""
    text = escape_controls(" ".join(text.split()))
    if text.isascii():
        return text if len(text) <= width else f"{text[: width - 1]}…"
    from wcwidth import clip  # start-up time
    from wcwidth import width as columns_of

    start = text[: CLUSTER * width]
    if start == text and columns_of(text) <= width:
        return text
    return f"{clip(start, 0, width - 1).rstrip()}…"


def fitted(row: str, columns: int | None) -> list[str]:
    """Return a row of a report, which may be styled, in rows of a terminal; those below the first are indented.

    Without ``columns``, there is no terminal to fit.
    """
    if columns is None or len(row) <= columns // 2:  # a character takes two columns at most
        return [row]
    from wcwidth import wrap  # start-up time

    indent = min(len(row) - len(row.lstrip(" ")) + INDENT, columns // 2)
    return wrap(row, columns, subsequent_indent=" " * indent, break_on_hyphens=False)


def display_path(path: "str | os.PathLike[str] | Address", line: int = 0) -> str:
    """Return a file's path, relative where it lies below the current folder, with ``:line`` if there is one."""
    name = shown_name(path)
    if os.path.isabs(name) and not (relative := os.path.relpath(name)).startswith(".."):
        name = relative
    return escape_controls(f"{name}:{line}" if line else name)


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to print in color: ``auto`` means on a terminal that can, unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_columns(stream: TextIO) -> int | None:
    """Return the width of the terminal that a stream writes to; ``None`` if it is none."""
    try:
        return (os.get_terminal_size(stream.fileno()).columns or None) if stream.isatty() else None
    except (OSError, ValueError):
        return None


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
    ``has_bar``: a line of progress is shown, which each message replaces. Whatever the inputs hold, only a bounded
    number of lines is printed, except at level 1: what recurs in the records of an input is printed once and counted,
    and :meth:`finish` prints the counts.
    """

    def __init__(self, level: int = 0, color: bool = False, name: str = "clean") -> None:
        self.level, self.color, self.name = level, color, name
        self.failed = 0
        self.has_bar = False
        self._counts: dict[tuple[MessageLevel, str, str], tuple[int, str]] = {}
        self._unprinted: dict[tuple[MessageLevel, str], int] = {}

    def error(self, text: str, place: str = "", *, is_input: bool = False) -> None:
        """Report a record that failed, or with ``is_input`` an input; ``place`` names it."""
        self.failed += 1
        self._report("error", text, place, is_input=is_input)

    def note(self, text: str, place: str = "") -> None:
        """Report what a user should know although nothing failed."""
        if self.level >= 0:
            self._report("note", text, place)

    def finding(self, text: str, place: str) -> None:
        """Report a note that a check is run for: on whole files, all are printed."""
        is_file = _without_record_number(place) == place
        self.note(f"{place}: {text}" if is_file else text, "" if is_file else place)

    def detail(self, text: str, place: str = "") -> None:
        """Report what only ``--verbose`` shows."""
        if self.level > 0:
            self._report("detail", text, place)

    def report(self, level: MessageLevel, text: str, place: str) -> None:
        """Report a message of the named level."""
        {"error": self.error, "note": self.note, "detail": self.detail}[level](text, place)

    def finish(self) -> None:
        """Print how often messages recurred, and how many were not printed."""
        for (level, source, _), (count, text) in self._counts.items():
            if count > 1:
                self._print(level, f"{source}: {count:,} times in all: {text}")
        for (level, source), count in self._unprinted.items():
            place, plural = f"{source}: " if source else "", "" if count == 1 else "s"
            self._print(level, f"{place}{count:,} more {level}{plural}, which -v shows")
        self._counts, self._unprinted = {}, {}

    def _report(self, level: MessageLevel, text: str, place: str, *, is_input: bool = False) -> None:
        """Print a message, or count it if it recurs or too many were printed. One without a place is always printed."""
        source = place if is_input else _without_record_number(place)
        key = (level, source, _without_figures(text))
        if self.level > 0 or not place:
            self._print(level, f"{place}: {text}" if place else text)
        elif key in self._counts:
            count, first_text = self._counts[key]
            self._counts[key] = (count + 1, first_text)
        elif source != place and self._printed(level, source) >= MESSAGES_PER_INPUT:
            self._unprinted[level, source] = self._unprinted.get((level, source), 0) + 1
        elif self._printed(level) >= MESSAGES_SHOWN:
            self._unprinted[level, ""] = self._unprinted.get((level, ""), 0) + 1
        else:
            self._counts[key] = (1, text)
            self._print(level, f"{place}: {text}")

    def _printed(self, level: MessageLevel, source: str | None = None) -> int:
        """Return how many different messages were printed, of one input or of all."""
        return sum(key[0] == level and source in (None, key[1]) for key in self._counts)

    def _print(self, level: MessageLevel, text: str) -> None:
        style = _STYLE_BY_LEVEL[level]
        name = styled(f"{self.name}:", *(("bold", style) if style else ()), color=self.color)
        print_error(f"{CLEAR_LINE if self.has_bar else ''}{name} {escape_controls(text)}")


def _without_record_number(place: str) -> str:
    """Return the name of the input that a record is in; that of a whole file is unchanged."""
    name, separator, number = place.rpartition(":")
    return name if separator and number.isdecimal() else place


def _without_figures(text: str) -> str:
    """Return a message without its digits: columns and counts differ from record to record."""
    return "".join(char for char in text if not char.isdecimal())
