"""The runs of a line of a page: its text in parts, each with the marks that a reader sees (bold, code, a link)."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import urljoin, urlsplit

from cleaner.html.code.blocks import INLINE_CODE
from cleaner.html.tree import Node
from cleaner.html.values import fold_blanks, without_joined_line_ends

MarkKind = Literal["strong", "em", "strike", "code", "link"]

MARK_KINDS: dict[str, MarkKind] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    **dict.fromkeys(INLINE_CODE, "code"),
    "a": "link",
}
"""Tags of nodes within a line, and what a reader sees of them."""

SCHEMES = ("http", "https", "mailto")
"""Schemes of the addresses that links may have."""

MAX_ADDRESS_LENGTH = 2000
"""Characters of an address; longer ones hold data, and readers cannot use them."""


class Mark(NamedTuple):
    """A mark of a text; ``target`` is the address of a link."""

    kind: MarkKind
    target: str = ""


CODE = Mark("code")


class Run(NamedTuple):
    """A part of a line with its marks, the outermost first; ``has_blank``: a blank stands before it."""

    text: str
    marks: tuple[Mark, ...] = ()
    has_blank: bool = False


Marker: TypeAlias = Callable[[Node], Mark | None]
"""A function that returns the mark of a node within a line."""


def page_marker(base: str, *, links: bool = True) -> Marker:
    """Return a function for the marks of a page's nodes.

    ``base`` is the address by which links are made absolute, or empty; relative links lose their mark then.
    """
    address_of = cache(lambda href: absolute_address(base, href))

    def mark_of(node: Node) -> Mark | None:
        kind = MARK_KINDS.get(str(node.tag))
        if kind != "link":
            return Mark(kind) if kind else None
        target = address_of(node.get("href") or "") if links else ""
        return Mark("link", target) if target else None

    return mark_of


def absolute_address(base: str, href: str) -> str:
    """Return the absolute address of a link; empty if it has none, or one within the page.

    >>> absolute_address("https://example.org/a/", "../b?x=1"), absolute_address("", "/b"), absolute_address("", "#n")
    ('https://example.org/b?x=1', '', '')
    >>> absolute_address("https://example.org/", "javascript:void(0)")
    ''
    """
    href = "".join(href.split("\n")).strip()
    if not href or href.startswith("#") or len(href) > MAX_ADDRESS_LENGTH:
        return ""
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_whole = parts.path if parts.scheme == "mailto" else parts.hostname
    return address if parts.scheme in SCHEMES and is_whole else ""


def fold_runs(texts: Sequence[str], marks: Sequence[tuple[Mark, ...]]) -> tuple[Run, ...]:
    """Return the runs of a line from its texts and the marks of each; adjacent texts with the same marks are one run.

    Together they are the line as :func:`cleaner.html.values.fold_blanks` returns it.
    """
    runs: list[Run] = []
    has_blank = False
    for text, own in zip(without_joined_line_ends(texts), marks, strict=True):
        words = " ".join(text.split())
        if not words:
            has_blank = has_blank or bool(text)
            continue
        has_blank = bool(runs) and (has_blank or text[0].isspace())
        if runs and runs[-1].marks == own:
            last = runs.pop()
            runs.append(Run(last.text + " " * has_blank + words, own, last.has_blank))
        else:
            runs.append(Run(words, own, has_blank))
        has_blank = text[-1].isspace()
    return tuple(runs)


def plain_runs(text: str) -> tuple[Run, ...]:
    """Return the runs of a text without marks."""
    folded = fold_blanks(text)
    return (Run(folded),) if folded else ()


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs."""
    return "".join([f" {run.text}" if run.has_blank else run.text for run in runs])


def with_text(runs: Sequence[Run], text: str) -> tuple[Run, ...]:
    """Return the runs with the characters of another text; without marks if it has more or fewer words.

    >>> with_text((Run("CafÃ©s"), Run("open", (CODE,), has_blank=True)), "Cafés open")[1]
    Run(text='open', marks=(Mark(kind='code', target=''),), has_blank=True)
    """
    words, others = text_of(runs).split(" "), text.split(" ")
    if len(words) != len(others):
        return plain_runs(text)
    ends = _moved_ends(runs, words, others)
    parts = [text[start:end] for start, end in zip((0, *ends), ends, strict=False)]
    changed = (run._replace(text=part.removeprefix(" ")) for run, part in zip(runs, parts, strict=True))
    return tuple(run for run in changed if run.text)


def _moved_ends(runs: Iterable[Run], words: Sequence[str], others: Sequence[str]) -> list[int]:
    """Return where runs of words end among the other words, which replace them one by one."""
    ends: list[int] = []
    index = start = moved = end = 0
    for run in runs:
        end += run.has_blank + len(run.text)
        while start + len(words[index]) < end:
            start += len(words[index]) + 1
            moved += len(others[index]) + 1
            index += 1
        is_whole = start + len(words[index]) == end
        ends.append(moved + (len(others[index]) if is_whole else min(end - start, len(others[index]))))
    return ends


def inside(outer: tuple[Mark, ...], mark: Mark) -> tuple[Mark, ...]:
    """Return the marks of a text inside a mark and others: each kind once, code innermost and plain."""
    if any(mark.kind == other.kind for other in outer):
        return outer
    if CODE not in outer:
        return (*outer, mark)
    return (*outer[:-1], mark, CODE) if mark.kind == "link" else outer
