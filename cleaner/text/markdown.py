"""The little of Markdown's form that cleaning must keep: fences, and what stands before a line's words."""

import re
from collections.abc import Iterable, Iterator

from cleaner.lazy import late
from cleaner.types import LineKind

_FENCE = late(r" {0,3}(`{3,}(?!.*`)|~{3,})")
_LEAD = late(
    r"""
    [ \t]*
    (?: (?P<heading> \#{1,6}[ \t]+ )
      | (?P<quote>   (?: >[ \t]? )+ )
      | (?P<item>    (?: [-*+] | \d{1,9}[.)] )[ \t]+ (?: \[[ xX]\][ \t]+ )? )
    )?
    """,
    re.VERBOSE,
)


def fenced(lines: Iterable[str]) -> Iterator[bool]:
    """Tell for each line whether it belongs to fenced code, the fences counted.

    >>> list(fenced(["a", "```", "b", "```", "c"]))
    [False, True, True, True, False]
    """
    fence = ""
    for line in lines:
        before, fence = fence, fence_after(line, fence)
        yield bool(before or fence)


def fence_after(line: str, fence: str) -> str:
    """Return the fence that is open below a line, where ``fence`` was above it (CommonMark 0.31, section 4.5).

    >>> fence_after("~~~ python", ""), fence_after("``` not the same", "~~~"), fence_after("~~~~", "~~~")
    ('~~~', '~~~', '')
    """
    mark = _FENCE.match(line)
    if not fence:
        return mark[1] if mark else ""
    closed = mark and mark[1].startswith(fence) and not line[mark.end() :].strip()
    return "" if closed else fence


def form(line: str) -> tuple[LineKind, int]:
    """Return a line's kind and how many characters stand before its words.

    >>> form("## Most Popular"), form("  - one"), form("| a | b |"), form("plain")
    (('heading', 3), ('item', 4), ('row', 0), ('paragraph', 0))
    """
    if line.lstrip().startswith("|"):
        return "row", 0
    lead = _LEAD.match(line)
    if lead is None:  # pragma: no cover - every part of the pattern is optional
        return "paragraph", 0
    kind: LineKind = lead.lastgroup or "paragraph"  # type: ignore[assignment]  # the groups are named as the kinds
    return kind, lead.end()
