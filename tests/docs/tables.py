"""Tables of REFERENCE.md that come from constants of the code."""

from cleaner.errors import ExitStatus
from cleaner.frontmatter import FIELDS
from cleaner.io.inputs import KINDS


def exit_statuses() -> str:
    """Return the exit statuses of both commands."""
    return _table(("status", "meaning"), [(f"{status.value}", status.meaning) for status in ExitStatus])


def front_matter() -> str:
    """Return the fields of the front matter, in output order."""
    return _table(("field", "content"), [(f"`{name}`", content) for name, content in FIELDS.items()])


def formats() -> str:
    """Return the input formats with the suffixes that name them."""
    kinds: dict[str, list[str]] = {}
    for suffix, kind in KINDS.items():
        kinds.setdefault(kind, []).append(f"`{suffix}`")
    return _table(("`--input-format`", "suffixes"), [(f"`{kind}`", ", ".join(names)) for kind, names in kinds.items()])


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" if cells != ("---",) * len(head) else "|---" * len(head) + "|" for cells in lines)
