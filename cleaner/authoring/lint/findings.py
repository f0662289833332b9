"""What a check finds, and how it could be mended."""

from collections.abc import Callable
from dataclasses import dataclass

from cleaner.errors import RuleProblem


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a rule file's text: what stands between two places, in characters, becomes another text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits of one file that belong together.

    ``told`` says what they do; ``holds`` is asked of the file's text before and after whether that is all they did.
    """

    edits: tuple[Edit, ...]
    message: str
    holds: Callable[[str, str], bool]

    def applied(self, text: str) -> str:
        """Return the file's text with the edits made, from its end up, so that places hold."""
        for edit in sorted(self.edits, key=lambda edit: -edit.start):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, how to mend it if that is safe, and the id of the rule that it is about, if it is about one."""

    problem: RuleProblem
    fix: Fix | None = None
    rule: str = ""
