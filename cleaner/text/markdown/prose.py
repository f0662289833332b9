"""The characters of prose in Markdown: normalized where they stand, and nothing else of the text is touched."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.text.markdown.blocks import read_markdown, without
from cleaner.types import Line, MarkdownBlock, Span, united

_OUTSIDE = r"\s\N{SOFT HYPHEN}\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f"
_ROW = lazy_pattern(r"[^\r\n]+")
_BLANKS_AT_START = lazy_pattern(rf"[{_OUTSIDE}]*")
_INVISIBLE_BEFORE_LETTER = lazy_pattern(r"[\N{SOFT HYPHEN}\u200b\ufeff]+(?=[^\W\d_])")
_BLANKS_AT_END = lazy_pattern(rf"[{_OUTSIDE}]*\s[{_OUTSIDE}]*\Z")


class _Change(NamedTuple):
    """A part of a line, and what it becomes."""

    span: Span
    text: str


def normalize_prose(text: str, normalize: Callable[[str], str]) -> str:
    """Return a Markdown text whose prose is normalized by a function for parts of rows.

    Blanks at the ends of rows stay. So does a line that would be read as other Markdown: an invisible character may
    well stand before a ``#`` so that it shows.
    """
    lines, blocks = read_markdown(text, 1)
    verbatim = {block.line: block.verbatim for block in blocks if block.verbatim}
    changes = {}
    for line in lines:
        if line.kind != "code" and (found := [*_changes(text, line, verbatim.get(line.number, ()), normalize)]):
            changes[line.number] = found
    if not changes:
        return text
    shape = _shape(text, lines, blocks)
    changed = _changed(text, changes)
    changed_shape = _shape(changed, *read_markdown(changed, 1))
    if changed_shape == shape:
        return changed
    if changed_shape.keys() != shape.keys():
        return text
    same = {number: parts for number, parts in changes.items() if changed_shape[number] == shape[number]}
    changed = _changed(text, same)
    return changed if _shape(changed, *read_markdown(changed, 1)) == shape else text


def _changes(text: str, line: Line, verbatim: Iterable[Span], normalize: Callable[[str], str]) -> Iterator[_Change]:
    """Yield the parts of a line that normalizing changes."""
    for part in without(line.word_spans(), united(verbatim)):
        for row in _ROW.finditer(text, part.start, part.end):
            span = _inside(text, Span(*row.span()))
            old = span.of(text)
            if (new := normalize(old)) != old:
                yield _Change(span, new)


def _inside(text: str, row: Span) -> Span:
    """Return a part of a row without the blanks at its ends, which may be syntax."""
    start, end = row
    if not _INVISIBLE_BEFORE_LETTER.match(text, start, end) and (blanks := _BLANKS_AT_START.match(text, start, end)):
        start = blanks.end()
    blanks = _BLANKS_AT_END.search(text, start, end)
    return Span(start, blanks.start() if blanks else end)


def _changed(text: str, changes: Mapping[int, Iterable[_Change]]) -> str:
    parts, end = [], 0
    for change in sorted(change for found in changes.values() for change in found):
        parts += [text[end : change.span.start], change.text]
        end = change.span.end
    return "".join([*parts, text[end:]])


def _shape(text: str, lines: Iterable[Line], blocks: Iterable[MarkdownBlock]) -> dict[int, object]:
    """Return what kind each line is and which marks it has, by its number; and under 0 all blocks."""
    shape: dict[int, object] = {0: [(block.kind, block.parent, block.line) for block in blocks]}
    for line in lines:
        shape[line.number] = (line.kind, [mark for span in line.form if (mark := span.of(text)).strip()])
    return shape
