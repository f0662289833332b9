"""The values that travel through a walk: all immutable, and made of the standard library only.

Nobody edits a text in place. Lines are spans of a text, matching proposes removals, and only
:mod:`cleaner.text.apply` makes a text shorter.

What each start of the command defines is a named tuple: defining a data class takes six times as long (0.6 ms).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Verdict = Literal["cleaned", "unchanged", "empty", "kept-whole", "failed"]
LineKind = Literal["paragraph", "heading", "item", "quote", "row", "caption", "code", "short"]
BlockKind = Literal["quote", "item", "table", "heading", "text", "row", "code"]
Effort = Literal["fast", "standard", "best"]
Confidence = Literal["high", "medium", "low"]
Remove = Literal["line", "match", "nothing"]
Closing = Literal["through", "until", "while", "to_end"]
Profile = Literal["careful", "standard", "aggressive"]


LAYERS = ("common", "language", "site", "pack", "user")
"""Where a rule comes from, lowest first: when rules disagree on a line, the higher layer wins."""


class Span(NamedTuple):
    """A half-open range of a text, in characters (Unicode code points)."""

    start: int
    """The first character."""
    end: int
    """The character after the last one."""

    def of(self, text: str) -> str:
        """Return the part of the text that the span covers."""
        return text[self.start : self.end]


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order and apart; those that touch or overlap become one, and empty ones go."""
    united: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return tuple(united)


class Line(NamedTuple):
    """A line of a document that is not empty."""

    number: int
    """The line's number in the input (1-based)."""
    span: Span
    """Where the line is in the document's text."""
    kind: LineKind = "paragraph"
    """What the line is, in Markdown and pages; in plain text, what is code, and a row of a block of short lines."""
    form: tuple[Span, ...] = ()
    """The spans inside the line that are not words, in order and apart: marks of Markdown such as ``## ``, ``- ``,
    ``**`` and link targets, with the indentation before them, and what is between the rows of a wrapped paragraph."""

    def word_spans(self) -> tuple[Span, ...]:
        """Return the spans of the words: the line without its form."""
        if not self.form:  # nearly always
            return (self.span,)
        starts = [self.span.start, *(span.end for span in self.form)]
        ends = [*(span.start for span in self.form), self.span.end]
        return tuple([Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end])

    def words(self, text: str) -> str:
        """Return the words of the line in a document's text."""
        return "".join([span.of(text) for span in self.word_spans()])


class MarkdownBlock(NamedTuple):
    """A block of Markdown: a quote, an item of a list or a table, which hold others, or one that holds words."""

    kind: BlockKind
    """What it is: ``text`` is a paragraph, ``code`` whatever holds no prose."""
    span: Span
    """Its rows in the document's text, from the start of the first to the end of the last that is not empty."""
    start: int
    """Where it begins in its first row, behind the marks of the blocks around it."""
    parent: int = -1
    """The place of the block around it among the document's blocks; -1 for none."""
    line: int = 0
    """The number of its line; 0 if it shows no words of its own."""
    pairs: tuple[tuple[Span, Span], ...] = ()
    """Marks that open and close together."""
    verbatim: tuple[Span, ...] = ()
    """What is not prose among its words, such as code and addresses."""


class Document(NamedTuple):
    """An input after segmenting."""

    text: str
    """The normalized text that all spans refer to."""
    lines: tuple[Line, ...]
    """Its lines that are not empty, in order."""
    site: str | None = None
    """The host of its address without ``www.``, if known."""
    language: str | None = None
    """Its language as a BCP 47 tag, if known."""
    blocks: tuple[MarkdownBlock, ...] = ()
    """The blocks of a text in Markdown, in order."""
    page_type: str | None = None
    """The type of its page (:data:`cleaner.page_types.PAGE_TYPES`), if known."""
    kept: frozenset[int] = frozenset()
    """The numbers of the lines that inline exceptions keep, whatever rules say."""


class LineKeys(NamedTuple):
    """The keys of a rule that say what a line looks like.

    A line must match all keys that are given; a key with several values matches if one of them does.
    """

    line: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    only_words: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    max_words: int | None = None
    min_words: int | None = None
    sentence: bool | None = None
    match_case: bool = False


class Block(NamedTuple):
    """Several lines as one match: from a line that opens the block to where it closes, at most ``max_lines`` lines."""

    opens: LineKeys
    closing: Closing
    closes: LineKeys | None
    max_lines: int


class Repeats(NamedTuple):
    """A line of ``min_words`` words or more that repeats one above it; with ``block``, two or more lines in a row."""

    min_words: int
    block: bool


class Select(NamedTuple):
    """Nodes of a page: those that a CSS selector finds and whose joined text matches ``keys``."""

    selectors: tuple[str, ...]
    keys: LineKeys = LineKeys()


class Saved(NamedTuple):
    """Values that a rule saves for a field of the metadata."""

    field: str
    """The field of the front matter."""
    values: tuple[str, ...]
    """One value or, for list fields, several."""
    rule: str = ""
    """The id of the rule."""
    line: int = 0
    """The number of the line that they come from (1-based)."""


class Sample(NamedTuple):
    """A test of a rule: a text and what the rule does to it.

    ``kind`` is the key of the rule file that has the sample. ``cut`` is what ``remove: match`` leaves of the text,
    ``saved`` what the rule saves.
    """

    kind: Literal["removes", "keeps", "saves"]
    text: str
    at_line: int
    cut: str | None = None
    saved: tuple[Saved, ...] = ()


class Rule(NamedTuple):
    """An entry of a rule file, with ``path`` and ``at_line`` as its place. ``rules/README.md`` describes each key."""

    id: str
    matches: LineKeys | Block | Repeats | Select
    about: str = ""
    layer: str = "common"
    path: str = ""
    at_line: int = 0
    unless: tuple[str, ...] = ()
    near_end: int | None = None
    near_start: int | None = None
    prose_before: int | None = None
    prose_only: bool = False
    max_run: int | None = None
    likely: int | None = None
    match_case: bool = False
    remove: Remove = "line"
    save_as: str | None = None
    keep: bool = False
    sites: tuple[str, ...] = ()
    not_sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    page_types: tuple[str, ...] = ()
    confidence: Confidence = "high"
    samples: tuple[Sample, ...] = ()


class Override(NamedTuple):
    """What a rule file does to a rule of a lower layer: disable it, adjust some of its ``keys``, or replace it.

    ``path`` and ``at_line`` are the place in that file.
    """

    rule: str
    kind: Literal["disabled", "adjusted", "replaced"]
    path: str
    at_line: int
    keys: tuple[str, ...] = ()


class RuleSet(NamedTuple):
    """All rules that are loaded, sorted by id (by code points), and the phrases that identify sites.

    ``disabled`` are the ids that a user's file disables, ``retired`` pairs an old id with those that replace it.
    ``warnings`` are messages for the user about valid files, ``overrides`` what files do to rules of lower layers.
    """

    rules: tuple[Rule, ...]
    recognize: tuple[tuple[str, tuple[str, ...]], ...] = ()
    disabled: frozenset[str] = frozenset()
    retired: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warnings: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()


class Removal(NamedTuple):
    """A span of a document to remove, and the rule that removes it."""

    span: Span
    """The span in ``Article.document.text``."""
    rule: str
    """The id of the rule."""
    line: int
    """The number of its line in the input (1-based)."""
    also: tuple[str, ...] = ()
    """The other rules that match it in the same round."""
    saved: tuple[Saved, ...] = ()
    """What all of these rules save from it."""


class Pruned(NamedTuple):
    """A part of a page that never became a line."""

    rule: str
    """The id of the rule, or ``extraction/…`` for what the extraction left out."""
    path: str
    """The nodes from the root down, as in ``html/body/div[2]/p``."""
    text: str
    """Its text."""


class Extracted(NamedTuple):
    """How a page became a text."""

    effort: Effort
    """The effort of the options."""
    kept: float
    """The share of the page's visible words that the text has (0 to 1)."""
    visible: int
    """The number of words that the page shows."""
    parsed: float = 1.0
    """The share of the page's text that could be parsed (0 to 1)."""
    source: str | None = None
    """The extractor or data of the page that the text is from, if it is not the line scorer's choice."""
    stopped: tuple[str, ...] = ()
    """``select`` rules that would have removed too much, and removed nothing."""


class Pruning(NamedTuple):
    """What ``select`` rules do to a page: the nodes they remove, in page order, and the rules that are stopped.

    A rule that would remove too much is stopped, and removes nothing.
    """

    pruned: tuple[Pruned, ...] = ()
    stopped: tuple[str, ...] = ()


class Matches(NamedTuple):
    """The result of matching: removals in text order, what ``remove: nothing`` rules save, and rules that timed out."""

    removals: tuple[Removal, ...] = ()
    saved: tuple[Saved, ...] = ()
    timed_out: tuple[str, ...] = ()


class Cut(NamedTuple):
    """A piece that :func:`cleaner.text.apply.apply` cut out, with the lines it touches as they were before."""

    span: Span
    text: str
    lines: tuple[Line, ...]


class Edited(NamedTuple):
    """A document without its boilerplate, and the cuts that restore it."""

    document: Document
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Metadata(Mapping[str, Any]):
    """The fields of the front matter by name: known fields in their order, then other keys of the input.

    ``sources`` says for each known field where its value is from.

    >>> metadata = Metadata({"title": "Bridge opens"}, {"title": "og:title"})
    >>> metadata["title"], "author" in metadata, dict(metadata)
    ('Bridge opens', False, {'title': 'Bridge opens'})
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """Return a field's value. Raises :exc:`KeyError` if it is unknown."""
        return self.fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same fields, and the same sources if both are :class:`Metadata`."""
        if isinstance(other, Metadata):
            return self.fields == other.fields and self.sources == other.sources
        return isinstance(other, Mapping) and dict(self.fields) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # values may be lists


@dataclass(frozen=True, slots=True)
class Article:
    """The result of a walk, also for an input that cannot be cleaned; never ``None``."""

    text: str
    """The cleaned text, without a newline at its end; of Markdown, with the blank lines at its ends."""
    metadata: Metadata
    """The fields of the front matter."""
    verdict: Verdict
    """``cleaned``, ``unchanged``, ``empty``, ``kept-whole`` or ``failed``."""
    document: Document
    """The input as it was matched (for a page, the extracted text), in which the spans of removals are valid."""
    removals: tuple[Removal, ...] = ()
    """What was removed, in text order."""
    saved: tuple[Saved, ...] = ()
    """What rules with ``remove: nothing`` save."""
    timed_out: tuple[str, ...] = ()
    """Ids of rules that were skipped because their patterns took too long."""
    error: str | None = None
    """Why the verdict is ``failed``."""
    pruned: tuple[Pruned, ...] = ()
    """Parts of a page that never became a line."""
    extracted: Extracted | None = None
    """How a page became a text."""
    id: Any = None
    """The id of the record, if the input is one."""
    front_matter: str | None = None
    """The front matter of a text in Markdown as it stands, empty if it has none; ``None`` for other inputs."""


def as_dict(value: NamedTuple) -> dict[str, Any]:
    """Return the fields of a value by name; nested values become dicts as well.

    >>> as_dict(Saved("author", ("Jane Doe",)))
    {'field': 'author', 'values': ('Jane Doe',), 'rule': '', 'line': 0}
    """
    return {name: _plain(part) for name, part in value._asdict().items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "_fields"):
        return as_dict(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
