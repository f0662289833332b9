r"""The words of a page in Markdown: with their marks, and with escapes where a text looks like syntax.

>>> markdown_of((Run("Put"), Run("<title>", has_blank=True), Run("first", (Mark("strong"),), has_blank=True)))
'Put \\<title> **first**'
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from cleaner.html.runs import CODE, Mark, MarkKind, Run, plain_runs, text_of
from cleaner.lazy import lazy_pattern
from cleaner.text.markdown.blocks import shown_text
from cleaner.types import Span

_SIGNS: dict[MarkKind, str] = {"strong": "**", "em": "*", "strike": "~~"}

_MAYBE_SYNTAX = lazy_pattern(r"[\\`*_~\[\]<&|{%$!#>+=-]|^[ \t]*\d{1,9}[.)]", re.MULTILINE)
"""What a text without syntax does not have."""

_BEFORE_PUNCTUATION = lazy_pattern(r"\\(?=[!-/:-@\[-`{-~]|\n|$)")
_BRACKET = lazy_pattern(r"(?<!\\)[\[\]]")
_TICKS = lazy_pattern("`+")
_STARS = lazy_pattern(r"\*+")
_LOW_LINES = lazy_pattern("_+")
_TILDES = lazy_pattern("~{2,}")
_TAG_START = lazy_pattern(r"<(?=[A-Za-z/!?])")
_ADDRESS_START = lazy_pattern(r"<(?=[^\s<>@:]{1,200}[@:][^\s<>]{0,2000}>)")
_LINK_MIDDLE = lazy_pattern(r"\](?=\()")
_WIKI_LINK = lazy_pattern(r"\[(?=\[)")
_REFERENCE = lazy_pattern(r"&(?=\#\d{1,7};|\#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_CLOSING_SIGNS = lazy_pattern(r"(?:^|(?<=[ \t]))\#(?=\#*$)")
_MATH = lazy_pattern(r"\$\$[^$]{1,5000}\$\$|\$[^\s$](?:[^$\n]{0,500}[^\s$])?\$")
_TEX = lazy_pattern(r"[\\^_{}]")

_BLOCK_START = lazy_pattern(
    r"""
    ^[ \t]*
    (?: (?P<before> [#]{1,6}(?=[ \t]|$) | > | [-+*](?=[ \t]|$) | ~{3} | \| | =+[ \t]*$ | \+{3}
          | \[(?=[^\[\]]{1,999}\]:) | \[(?=[ xX]\][ ]) | <(?=[A-Za-z/!?])
          | (?=[^\n]*-)[|:\t -]+$ | (?:_[ \t]*){3,}$ | (?:\*[ \t]*){3,}$
          | \{\{ | \{% | \{/\* | %% | \$\$ | \\begin\{ )
      | \d{1,9}(?P<after> [.)] )(?=[ \t]|$) )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What begins a block of Markdown, a row of dashes below heads, or text that readers of Markdown do not show."""

_ADDRESS_ESCAPES = str.maketrans(
    {character: f"%{ord(character):02X}" for character in " \t\r()<>\\`|*_[]{}\"'^" if character not in "*_'"}
)


def markdown_of(runs: Sequence[Run], *, is_cell: bool = False, is_heading: bool = False) -> str:
    """Return the runs of a line in Markdown. A mark that would not be read as one is left out.

    ``is_cell``: they are a cell of a table; ``is_heading``: they follow number signs. Else they begin a block.
    """
    text = text_of(runs)
    for kinds in (("link", "code", *_SIGNS), ("link", "code"), ("code",), ()):
        kept = _moved_punctuation(_with_kinds(runs, kinds)) if any(run.marks for run in runs) else tuple(runs)
        written = "".join(_written(kept, _escapes(kept, is_cell=is_cell, is_heading=is_heading), is_cell=is_cell))
        begins_fence = written.startswith("~~~") and not (is_cell or is_heading)
        if not any(run.marks for run in kept) or (not begins_fence and _shows(written, text, is_cell=is_cell)):
            return written
    return written


def image_of(alt: str, address: str) -> str:
    r"""Return an image in Markdown.

    >>> image_of("Pier [1]", "https://example.org/a b.png")
    '![Pier \\[1\\]](https://example.org/a%20b.png)'
    """
    words = markdown_of(plain_runs(alt.replace("\\", "/")), is_heading=True)
    return f"![{_BRACKET.sub(_escaped, words)}]({address.translate(_ADDRESS_ESCAPES)})"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _shows(written: str, text: str, *, is_cell: bool) -> bool:
    """Whether a reader of Markdown sees a text; formulas, which that reader does not know, keep their backslashes."""
    shown = shown_text(written, is_cell=is_cell)
    if shown is not None and "$" in text:
        return shown.replace("\\", "") == text.replace("\\", "")
    return shown == text


def _with_kinds(runs: Iterable[Run], kinds: Sequence[str]) -> tuple[Run, ...]:
    """Return the runs with the marks of some kinds only."""
    return tuple(run._replace(marks=tuple(mark for mark in run.marks if mark.kind in kinds)) for run in runs)


def _moved_punctuation(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with punctuation outside of emphasis that stands between it and a word beside it.

    Else the mark would not be read as one, as in ``**Note:**words``.
    """
    moved: list[Run] = []
    for before, run, after in zip((None, *runs[:-1]), runs, (*runs[1:], None), strict=True):
        words, first, last = run.text, 0, len(run.text)
        outer_before = run.marks[: _shared(run.marks, before.marks)] if before else run.marks
        outer_after = run.marks[: _shared(run.marks, after.marks)] if after else run.marks
        if before and not run.has_blank and before.text[-1].isalnum() and _has_sign(run.marks[len(outer_before) :]):
            first = next((at for at, sign in enumerate(words) if sign.isalnum()), 0)
        if after and not after.has_blank and after.text[0].isalnum() and _has_sign(run.marks[len(outer_after) :]):
            last = next((at for at in range(len(words), 0, -1) if words[at - 1].isalnum()), last)
        if CODE in run.marks or not words[first:last].strip() or words[first].isspace() or words[last - 1].isspace():
            first, last = 0, len(words)
        if first:
            moved.append(Run(words[:first], outer_before, run.has_blank))
        moved.append(Run(words[first:last], run.marks, run.has_blank and not first))
        if last < len(words):
            moved.append(Run(words[last:], outer_after))
    return tuple(moved)


def _has_sign(marks: Iterable[Mark]) -> bool:
    return any(mark.kind in _SIGNS for mark in marks)


def _shared(first: Iterable[Mark], second: Iterable[Mark]) -> int:
    """Return how many marks two runs share, the outermost first."""
    count = 0
    for mark, other in zip(first, second, strict=False):
        if mark != other:
            break
        count += 1
    return count


def _written(runs: Sequence[Run], escapes: frozenset[int], *, is_cell: bool) -> Iterator[str]:
    """Yield the parts of a line in Markdown; ``escapes`` are the places in its text before which a backslash stands."""
    open_marks: tuple[Mark, ...] = ()
    start = 0
    for run in runs:
        shared = _shared(open_marks, run.marks)
        yield from map(_closing, reversed(open_marks[shared:]))
        yield " " * run.has_blank
        yield from map(_opening, run.marks[shared:])
        open_marks = tuple(mark for mark in run.marks if mark != CODE)
        start += run.has_blank
        if CODE in run.marks:
            yield _code(run.text, is_cell=is_cell)
        else:
            yield "".join([f"\\{sign}" if start + at in escapes else sign for at, sign in enumerate(run.text)])
        start += len(run.text)
    yield from map(_closing, reversed(open_marks))


def _opening(mark: Mark) -> str:
    return "[" if mark.kind == "link" else _SIGNS.get(mark.kind, "")


def _closing(mark: Mark) -> str:
    return f"]({mark.target.translate(_ADDRESS_ESCAPES)})" if mark.kind == "link" else _SIGNS.get(mark.kind, "")


def _code(text: str, *, is_cell: bool) -> str:
    """Return code between ticks, more than there are in it."""
    ticks = "`" * (longest_run(text) + 1 if "`" in text else 1)
    padding = " " if text[0] == "`" or text[-1] == "`" else ""
    if is_cell:
        text = text.replace("|", "\\|")
    return f"{ticks}{padding}{text}{padding}{ticks}"


def longest_run(text: str) -> int:
    """Return the length of the longest run of ticks in a text."""
    return max(map(len, _TICKS.findall(text)), default=0)


def _escapes(runs: Sequence[Run], *, is_cell: bool, is_heading: bool) -> frozenset[int]:
    """Return the places in the text of the runs before which a backslash stands."""
    text = text_of(runs)
    if not _MAYBE_SYNTAX.search(text):
        return frozenset()
    code, link = _spans(runs, "code"), _spans(runs, "link")
    is_marked = any(run.marks for run in runs)
    masked = _masked(text, code)
    places = set(_inline_escapes(masked, is_marked=is_marked))
    if link:
        places.update(at for span in link for at in range(*span) if masked[at] in "[]")
        places.update(span.start - 1 for span in link if span.start and masked[span.start - 1] == "!")
    if is_cell:
        places.update(match.start() for match in re.finditer(r"\|", masked))
    elif is_heading:
        places.update(match.start() for match in _CLOSING_SIGNS.finditer(masked))
    elif not runs[0].marks:
        places.update(_block_escapes(masked))
    if "$" in masked and not is_cell:
        places.difference_update(at for span in _math(masked) for at in range(*span))
    return frozenset(places)


def _spans(runs: Iterable[Run], kind: MarkKind) -> list[Span]:
    """Return where the runs with a mark of a kind are in the text."""
    spans, start = [], 0
    for run in runs:
        start += run.has_blank
        if any(mark.kind == kind for mark in run.marks):
            spans.append(Span(start, start + len(run.text)))
        start += len(run.text)
    return spans


def _masked(text: str, spans: Iterable[Span]) -> str:
    """Return the text with letters in place of its code, in which nothing is escaped."""
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], "x" * (span.end - span.start)]
        end = span.end
    return "".join([*parts, text[end:]])


def _math(text: str) -> Iterator[Span]:
    """Yield where formulas in TeX are: their signs mean something else."""
    for match in _MATH.finditer(text):
        if _TEX.search(match[0]):
            yield Span(*match.span())


def _inline_escapes(text: str, *, is_marked: bool) -> Iterator[int]:
    """Yield the places of signs that would be read as marks within a line."""
    patterns = [_BEFORE_PUNCTUATION, _LINK_MIDDLE, _REFERENCE, _ADDRESS_START]
    if "]]" in text:
        patterns.append(_WIKI_LINK)
    for match in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
        yield match.start()
    last = text.rfind(">")
    yield from (match.start() for match in _TAG_START.finditer(text) if match.start() < last)
    yield from _pairs([match.span() for match in _TICKS.finditer(text)], is_marked=is_marked)
    for pattern, joins_words in ((_STARS, True), (_LOW_LINES, False), (_TILDES, True)):
        spans = [match.span() for match in pattern.finditer(text)]
        yield from _pairs(
            [span for span in spans if _may_mark(text, span, joins_words=joins_words)], is_marked=is_marked
        )
    if is_marked:
        yield from (match.start() for match in re.finditer(r"\\", text))


def _pairs(spans: Sequence[tuple[int, int]], *, is_marked: bool) -> Iterator[int]:
    """Yield the places of all signs that may be marks: one alone has no other to pair with."""
    if len(spans) > 1 or is_marked:
        yield from (at for span in spans for at in range(*span))


def _may_mark(text: str, span: tuple[int, int], *, joins_words: bool) -> bool:
    """Whether signs may open or close emphasis: not between blanks, nor, if they join words, inside of one."""
    before = text[span[0] - 1] if span[0] else " "
    after = text[span[1]] if span[1] < len(text) else " "
    if before.isspace() and after.isspace():
        return False
    return joins_words or not (before.isalnum() and after.isalnum())


def _block_escapes(text: str) -> Iterator[int]:
    """Yield the places of signs that would be read as the start of a block."""
    for match in _BLOCK_START.finditer(text):
        group = "before" if match["before"] is not None else "after"
        yield match.start(group) + (len(match[group]) - len(match[group].lstrip(" \t")))
    if text.startswith("```"):
        yield 0
