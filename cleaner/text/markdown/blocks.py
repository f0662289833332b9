r"""From Markdown to lines: each paragraph, heading, row of a table and block of code is one, with its form.

>>> text = "Some *words*\nof a paragraph.\n\n- [Advertisement](https://example.org)\n"
>>> [(line.number, line.kind, line.words(text)) for line in read_markdown(text, 1)[0]]
[(1, 'paragraph', 'Some words\nof a paragraph.'), (4, 'item', 'Advertisement')]
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.text.markdown.inline import read_marks
from cleaner.text.words import has_unspaced
from cleaner.types import BlockKind, Line, LineKind, MarkdownBlock, Span, united

if TYPE_CHECKING:  # start-up time
    from markdown_it.token import Token

LINE_END = lazy_pattern(r"\r\n|\n|\r")
"""The end of a row (CommonMark 0.31, section 2.1)."""

_QUOTE_MARK = lazy_pattern(r"[ \t]*>[ \t]?")
_ITEM_MARK = lazy_pattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$|[\r\n])")
_TASK_MARK = lazy_pattern(r"\[[ xX]\][ \t]+")
_BLANKS = lazy_pattern(r"[ \t]*")
_ROW_MARKS = lazy_pattern(r"[ \t>]*")
_EXTRA_BLANKS = lazy_pattern(r"(?<=[ \t])[ \t]+")
_HEADING_MARK = lazy_pattern(r"\#{1,6}")
_TAG = lazy_pattern(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_WORD = lazy_pattern(r"[^\W_]")
_NO_TEXT = lazy_pattern(r"(?:\s*(?:\{%.{0,500}?%\}|\{\{.{0,500}?\}\}|!\[\[[^\[\]\n]+\]\]))+\s*", re.DOTALL)
"""Lines of templates (Jekyll, Hugo) and files that Obsidian embeds: a reader does not see them as they stand."""

_NOT_PROSE = lazy_pattern(
    r"""
      \[\[[^\[\]\n]+\]\]                           # a link of a wiki alone
    | (?:import|export)[ ][^\n]*(?:from[ ]+['"]|[={])(?:.|\n)*   # a module of MDX
    """,
    re.VERBOSE,
)
_LINE_KINDS: dict[BlockKind, LineKind] = {"heading": "heading", "row": "row", "quote": "quote", "item": "item"}
_OPENING = lazy_pattern(
    r"""
      (?P<same> \$\$ | %% )                                   # mathematics (LaTeX), comments (Obsidian)
    | \{%-?\s* (?P<tag> highlight | raw | comment | verbatim ) \b   # code and comments of Jekyll
    | \{\{[<%]\s* (?P<code> highlight | code ) \b                # code of Hugo
    | (?P<comment> \{/\* )                                    # comments of MDX
    | \\begin\{ (?P<environment> \w+\*? ) \}                   # mathematics without dollars
    """,
    re.VERBOSE,
)
"""What begins text that is not shown as it stands, and may hold several paragraphs."""

_CLOSINGS = {"same": "{}", "tag": "end{}", "code": "/{}", "comment": "*/}}", "environment": "\\end{{{}}}"}
"""What closes it, by the name of the group above, with what the group matched."""


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")  # escapes stay apart


def read_markdown(text: str, first_number: int) -> tuple[tuple[Line, ...], tuple[MarkdownBlock, ...]]:
    """Return the lines of a Markdown text and its blocks; ``first_number`` is the number of the first row.

    A line that shows no words, such as an image alone, is a block without a line.
    """
    reader = _Reader(text, first_number)
    reader.read(_parser().parse(text))
    return tuple(reader.lines), tuple(reader.blocks)


def shown_text(text: str, *, is_cell: bool = False) -> str | None:
    r"""Return what a reader sees of a row of a paragraph, or of a cell; ``None`` if it has tags or images.

    >>> shown_text(r"**Two** \* [three](https://example.org) is `6`")
    'Two * three is 6'
    """
    tokens = _parser().parseInline(text.replace("\\|", "|") if is_cell else text)[0].children or ()
    if any(token.type in ("html_inline", "image") for token in tokens):
        return None
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)


class _Container(NamedTuple):
    """A block that holds others: its place among the blocks, its kind and its first row."""

    block: int
    kind: BlockKind
    row: int


class _Leaf(NamedTuple):
    """A block with words: its rows, where it begins, and where its words and the marks among them are."""

    kind: BlockKind
    rows: range
    start: int
    words: Span
    form: Sequence[Span]
    pairs: Sequence[tuple[Span, Span]] = ()
    verbatim: Sequence[Span] = ()


class _Marked:
    """The marks in a paragraph or cell, by their places in the text.

    ``content`` are the rows of what the parser parsed to the tokens, and ``places`` where each is without the blanks
    around it. Without tokens, or where their parts cannot be found, all is verbatim.
    """

    def __init__(
        self, text: str, content: Sequence[str], places: Sequence[Span], tokens: Iterable["Token"] | None
    ) -> None:
        marks = None if tokens is None else read_marks("\n".join(content), tokens)
        self.form = [*_gaps(text, places)]
        self.pairs: list[tuple[Span, Span]] = []
        self.verbatim: list[Span] = list(places)
        if marks is None:
            return
        moved = _Places(content, places).moved
        self.form += [span for mark in marks.form if (span := moved(mark))]
        self.verbatim = [span for part in marks.verbatim if (span := moved(part))]
        for first, second in marks.pairs:
            if (opening := moved(first)) and (closing := moved(second)):
                self.pairs.append((opening, closing))


class _Places:
    """Where the characters of a paragraph's content are in the text."""

    def __init__(self, content: Sequence[str], places: Sequence[Span]) -> None:
        self._places = places
        self._starts: list[int] = []
        start = 0
        for row in content:
            self._starts.append(start + len(row) - len(row.lstrip(" \t")))
            start += len(row) + 1

    def moved(self, span: Span) -> Span | None:
        """Return the span of the text for a span of the content; ``None`` if it has blanks around rows only."""
        first, last = self._position(span.start, is_end=False), self._position(span.end, is_end=True)
        return Span(first, last) if first < last else None

    def _position(self, offset: int, *, is_end: bool) -> int:
        row = max(0, bisect_right(self._starts, offset - is_end) - 1)
        place = self._places[row]
        position = place.start + max(0, offset - self._starts[row])
        if position <= place.end or (is_end and position == place.end):
            return position
        return place.end if is_end or row + 1 == len(self._places) else self._places[row + 1].start


def _gaps(text: str, places: Sequence[Span]) -> Iterator[Span]:
    """Yield what is between the rows of a paragraph but for one character, which rules see as a blank.

    Between two characters of scripts without blanks, all of it is form.
    """
    for above, below in pairwise(places):
        end = LINE_END.search(text, above.end, below.start)
        if not end or (has_unspaced(text[above.end - 1]) and has_unspaced(text[below.start])):
            yield Span(above.end, below.start)
        else:
            yield from (Span(above.end, end.end() - 1), Span(end.end(), below.start))


class _Reader:
    """Reads the tokens of a text into lines and blocks."""

    def __init__(self, text: str, first_number: int) -> None:
        self.text, self.first_number = text, first_number
        self.lines: list[Line] = []
        self.blocks: list[MarkdownBlock] = []
        ends = [match.span() for match in LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]
        self._containers: list[_Container] = []
        self._closing = ""
        self._absent: set[str] = set()

    def read(self, tokens: Iterable["Token"]) -> None:
        """Read all tokens of a text."""
        following = iter(tokens)
        for token in following:
            if token.type in ("blockquote_open", "list_item_open", "table_open"):
                self._open(token)
            elif token.type in ("blockquote_close", "list_item_close", "table_close"):
                self._containers.pop()
            elif token.type in ("paragraph_open", "heading_open"):
                self._read_words(token, next(following))
            elif token.type == "tr_open":
                self._read_row(token, following)
            elif token.type in ("fence", "code_block", "html_block", "hr"):
                self._read_verbatim(token)

    def _open(self, token: "Token") -> None:
        kind: BlockKind = "quote" if token.type == "blockquote_open" else "item"
        if token.type == "table_open":
            kind = "table"
        rows = self._rows(token)
        block = MarkdownBlock(kind, self._span(rows), self._content_start(rows.start), self._parent)
        self._containers.append(_Container(len(self.blocks), kind, rows.start))
        self.blocks.append(block)

    @property
    def _parent(self) -> int:
        return self._containers[-1].block if self._containers else -1

    def _rows(self, token: "Token") -> range:
        """Return the rows of a block without the empty ones at its end."""
        first, end = token.map or (0, 1)
        while end > first + 1 and not self._row(end - 1).strip(" \t>"):
            end -= 1
        return range(first, end)

    def _row(self, row: int) -> str:
        return self.text[self._starts[row] : self._ends[row]]

    def _span(self, rows: range) -> Span:
        return Span(self._starts[rows.start], self._ends[rows[-1]])

    def _content_start(self, row: int) -> int:
        """Return where the content of a row begins, behind the marks of the containers that are open."""
        position = self._starts[row]
        for container in self._containers:
            pattern = _QUOTE_MARK if container.kind == "quote" else _ITEM_MARK if container.row == row else _BLANKS
            if container.kind != "table" and (match := pattern.match(self.text, position, self._ends[row])):
                position = match.end()
        blanks = _BLANKS.match(self.text, position, self._ends[row])
        return blanks.end() if blanks else position

    def _read_verbatim(self, token: "Token") -> None:
        """Read code, tags or a break, in which no words are matched."""
        rows = self._rows(token)
        shown = _TAG.sub("", token.content) if token.type == "html_block" else token.content
        is_visible = bool(_WORD.search(shown) if token.type == "html_block" else shown.strip())
        start = self._content_start(rows.start)
        number = self.first_number + rows.start if is_visible else 0
        if is_visible:
            self.lines.append(Line(number, Span(start, self._ends[rows[-1]]), "code"))
        self._add_block("code", rows, start, number)

    def _read_words(self, token: "Token", inline: "Token") -> None:
        """Read a paragraph or heading."""
        rows = self._rows(token)
        start = self._content_start(rows.start)
        if not inline.content.strip() or self._is_hidden(inline.content, self._ends[rows[-1]]):
            self._add_block("text", rows, start)
            return
        if _NOT_PROSE.fullmatch(inline.content):
            number = self.first_number + rows.start
            self.lines.append(Line(number, Span(start, self._ends[rows[-1]]), "code"))
            self._add_block("text", rows, start, number)
            return
        is_heading = token.type == "heading_open"
        content = inline.content.split("\n")
        first = self._heading_start(start) if is_heading and not token.markup.strip("#") else start
        places = self._places(content, rows, first)
        tokens = (inline.children or ()) if places else None
        places = places or self._rough_places(rows, first)
        marked = _Marked(self.text, content, places, tokens)
        form = list(marked.form)
        if not is_heading and self._containers and self._containers[-1].kind == "item":
            task = _TASK_MARK.match(self.text, start)
            form += [Span(*task.span())] if task else []
        kind: BlockKind = "heading" if is_heading else "text"
        words = Span(first, places[-1].end)
        self._add(_Leaf(kind, rows, start, words, form, marked.pairs, marked.verbatim))

    def _is_hidden(self, content: str, end: int) -> bool:
        """Whether a paragraph that ends at a position shows nothing of its own: a template, a comment, mathematics."""
        if self._closing:
            if self._closing in content:
                self._closing = ""
            return True
        opening = _OPENING.match(content)
        if not opening:
            return _NO_TEXT.fullmatch(content) is not None
        name = opening.lastgroup or ""
        closing = _CLOSINGS[name].format(opening[name])
        if closing in content[opening.end() :]:
            return True
        if closing not in self._absent and self.text.find(closing, end) < 0:
            self._absent.add(closing)
        self._closing = "" if closing in self._absent else closing
        return bool(self._closing)

    def _heading_start(self, start: int) -> int:
        """Return where the words of a heading begin, behind its number signs."""
        mark = _HEADING_MARK.match(self.text, start)
        blanks = _BLANKS.match(self.text, mark.end() if mark else start)
        return blanks.end() if blanks else start

    def _places(self, content: Sequence[str], rows: range, first: int) -> list[Span]:
        """Return where the rows of a paragraph's content are in the text; none where that is uncertain."""
        places: list[Span] = []
        for row, part in zip(rows, [part.strip(" \t") for part in content], strict=False):
            start = self._starts[row] if places else first
            line = self.text[start : self._ends[row]].rstrip(" \t")
            at = len(line) - len(part) if places else 0
            if not part or at < 0 or not line.startswith(part, at) or line[:at].strip(" \t>"):
                return []
            places.append(Span(start + at, start + at + len(part)))
        return places if len(places) == len(content) else []

    def _rough_places(self, rows: range, first: int) -> list[Span]:
        """Return where the words of rows are by the source alone: behind marks of quotes."""
        places = []
        for row in rows:
            marks = _ROW_MARKS.match(self.text, self._starts[row], self._ends[row])
            start = first if row == rows.start or not marks else marks.end()
            places.append(Span(start, start + len(self.text[start : self._ends[row]].rstrip(" \t"))))
        return places

    def _read_row(self, token: "Token", following: Iterator["Token"]) -> None:
        """Read a row of a table up to its end; the row of dashes below the heads belongs to them."""
        rows, is_head = self._rows(token), not self._has_rows_of_table()
        start = self._content_start(rows.start)
        end = start + len(self.text[start : self._ends[rows.start]].rstrip(" \t"))
        marks: list[_Marked] = []
        position = start
        for cell in following:
            if cell.type == "tr_close":
                break
            if cell.type == "inline" and cell.content:
                at = self.text.find(cell.content, position, end)
                if at >= 0:
                    position = at + len(cell.content)
                    marks.append(_Marked(self.text, [cell.content], [Span(at, position)], cell.children or ()))
        if is_head:
            rows = range(rows.start, rows.start + 2)
        form = [span for cell in marks for span in cell.form]
        pairs = [pair for cell in marks for pair in cell.pairs]
        verbatim = [span for cell in marks for span in cell.verbatim]
        self._add(_Leaf("row", rows, start, Span(start, end), form, pairs, verbatim))

    def _has_rows_of_table(self) -> bool:
        return self.blocks[-1].kind == "row" and self.blocks[-1].parent == self._parent

    def _add(self, leaf: "_Leaf") -> None:
        """Add a block and, if it shows words, its line."""
        first, last = self._starts[leaf.rows.start], self._ends[leaf.rows[-1]]
        form = united([Span(first, leaf.words.start), *leaf.form, Span(leaf.words.end, last)])
        number = self.first_number + leaf.rows.start
        line = Line(number, Span(first, last), self._line_kind(leaf.kind), form)
        blanks = [
            Span(*match.span())
            for span in line.word_spans()
            for match in _EXTRA_BLANKS.finditer(self.text, span.start, span.end)
        ]
        line = line._replace(form=united([*form, *blanks]))
        if line.words(self.text).strip(" \t\r\n|" if leaf.kind == "row" else None):
            self.lines.append(line)
        else:
            number = 0
        span, marks = self._span(leaf.rows), (tuple(leaf.pairs), tuple(leaf.verbatim))
        self.blocks.append(MarkdownBlock(leaf.kind, span, leaf.start, self._parent, number, *marks))

    def _line_kind(self, kind: BlockKind) -> LineKind:
        container = self._containers[-1].kind if self._containers else kind
        return _LINE_KINDS.get(kind) or _LINE_KINDS.get(container) or "paragraph"

    def _add_block(self, kind: BlockKind, rows: range, start: int, number: int = 0) -> None:
        self.blocks.append(MarkdownBlock(kind, self._span(rows), start, self._parent, number))


def without(spans: Iterable[Span], cuts: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of spans without cuts; both are in order and apart."""
    first = 0
    for span in spans:
        start = span.start
        while first < len(cuts) and cuts[first].end <= start:
            first += 1
        index = first
        while index < len(cuts) and cuts[index].start < span.end:
            if start < cuts[index].start:
                yield Span(start, cuts[index].start)
            start = cuts[index].end
            index += 1
        if start < span.end:
            yield Span(start, span.end)
