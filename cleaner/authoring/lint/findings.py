"""Findings of the checks, and the edits that would fix them."""

from collections.abc import Callable
from dataclasses import dataclass

from cleaner.errors import RuleProblem


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in the text of a rule file: ``text`` replaces ``[start, end)``, in characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits of one file that belong together.

    ``message`` describes them. ``is_safe`` is called with the file's text before and after, and returns whether the
    edits changed only what they should.
    """

    edits: tuple[Edit, ...]
    message: str
    is_safe: Callable[[str, str], bool]

    def apply(self, text: str) -> str:
        """Return the file's text with the edits, applied from its end so that earlier offsets stay valid."""
        for edit in sorted(self.edits, key=lambda edit: -edit.start):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a check found, a fix where a safe one exists, and the id of the rule it concerns, if any."""

    problem: RuleProblem
    fix: Fix | None = None
    rule: str = ""
