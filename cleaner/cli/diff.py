"""What cleaning would change in a file, as a unified diff.

The lines' numbers tell which line of the output stood where in the input, so nothing has to be aligned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

CONTEXT = 3
"""Unchanged lines around a change."""

_COLORS = {"+": "green", "-": "red"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a diff: a blank, ``-`` or ``+``, and the line's text."""

    mark: str
    text: str


def rows(before: Sequence[str], after: Sequence[tuple[int, str]]) -> Iterator[Row]:
    """Compare an input's lines with the output's, each of which has the number of its line in the input (or 0).

    An output line without a number is new; it is held to be the same as the next input line if that is equal.
    """
    at = 0
    for number, text in after:
        while at < number - 1:
            yield Row("-", before[at])
            at += 1
        if number:
            if before[at] == text:
                yield Row(" ", text)
            else:
                yield from (Row("-", before[at]), Row("+", text))
            at += 1
        elif at < len(before) and before[at] == text:
            yield Row(" ", text)
            at += 1
        else:
            yield Row("+", text)
    yield from (Row("-", text) for text in before[at:])


def unified(name: str, compared: Sequence[Row]) -> Iterator[str]:
    """Write rows as a unified diff, nothing if there is no change."""
    changes = [at for at, row in enumerate(compared) if row.mark != " "]
    if not changes:
        return
    yield click.style(f"--- {name}", bold=True)
    yield click.style(f"+++ {name} (cleaned)", bold=True)
    old = new = 1
    at = 0
    for start, end in _hunks(changes, len(compared)):
        for row in compared[at:start]:
            old, new = old + (row.mark != "+"), new + (row.mark != "-")
        hunk = compared[start:end]
        olds, news = sum(row.mark != "+" for row in hunk), sum(row.mark != "-" for row in hunk)
        yield click.style(f"@@ -{_place(old, olds)} +{_place(new, news)} @@", fg="cyan")
        for row in hunk:
            yield click.style(row.mark + row.text, fg=_COLORS.get(row.mark))
        old, new, at = old + olds, new + news, end


def _hunks(changes: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Find the runs of rows that hold changes, with their context; runs that touch are one."""
    start = end = -1
    for change in changes:
        if start >= 0 and change - CONTEXT > end:
            yield start, end
            start = -1
        if start < 0:
            start = max(0, change - CONTEXT)
        end = min(length, change + CONTEXT + 1)
    yield start, end


def _place(line: int, count: int) -> str:
    return f"{line if count else line - 1},{count}"
