"""The values that travel through a walk: all immutable, and made of the standard library only.

Nobody edits a text in place. Lines are spans of a text, matching proposes removals, and only
:mod:`cleaner.text.apply` makes a text shorter.

What each start of the command defines is a named tuple: defining a data class takes six times as long (0.6 ms).
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Verdict = Literal["cleaned", "unchanged", "empty", "kept-whole", "failed"]
LineKind = Literal["paragraph", "heading", "item", "quote", "row", "caption", "code", "short"]
BlockKind = Literal["quote", "item", "table", "heading", "text", "row", "code"]
Effort = Literal["fast", "standard", "best"]
Confidence = Literal["high", "medium", "low"]
Remove = Literal["line", "match", "nothing"]
Closing = Literal["through", "until", "while", "to_end"]
ListPlace = Literal["start", "middle", "end", "foot"]
Profile = Literal["careful", "standard", "aggressive"]
TextFormat = Literal["text", "md", "html"]


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
    """What the whole line is, in phrases."""
    starts: tuple[str, ...] = ()
    """Phrases that the line begins with."""
    ends: tuple[str, ...] = ()
    """Phrases that the line ends with."""
    contains: tuple[str, ...] = ()
    """Phrases in the line."""
    only_words: tuple[str, ...] = ()
    """Words and phrases of which the line consists."""
    regex: tuple[str, ...] = ()
    """Patterns of which one is found in the line."""
    max_words: int | None = None
    """The number of words that the line has at most."""
    min_words: int | None = None
    """The number of words that the line has at least."""
    sentence: bool | None = None
    """Whether the line is a sentence; ``None`` for both."""
    match_case: bool = False
    """Whether capitals matter."""


class Block(NamedTuple):
    """Several lines as one match: from a line that opens the block to where it closes, at most ``max_lines`` lines."""

    opens: LineKeys
    """What the first line looks like."""
    closing: Closing
    """How the block ends: through, before or while ``closes`` matches, or at the end of the text."""
    closes: LineKeys | None
    """What closes it; ``None`` for ``to_end``."""
    max_lines: int
    """The number of lines that it has at most."""


class Repeats(NamedTuple):
    """A line of ``min_words`` words or more that repeats one above it; with ``block``, two or more lines in a row.

    With ``prose``, only lines of prose are copies, and a single one between two other lines of prose stays.
    """

    min_words: int
    """The number of words that the line has at least."""
    block: bool
    """Whether two lines in a row or more must repeat."""
    prose: bool = False
    """Whether only lines of prose are copies, of which a single one between two other lines of prose stays."""


class LineList(NamedTuple):
    """Lines in a row without prose that go together: above all prose, between two lines of prose, or below all prose.

    A rule with ``marks_list`` took the line above them, or at the foot one among them, and half of them have the score
    ``likely`` of the line model.
    """

    at: ListPlace
    """Where it is: above all prose, between two lines of prose, below a mark at the end, or below all prose."""
    min_lines: int
    """The number of lines that it has at least."""
    likely: int
    """The score of the line model that half of its lines have at least (50 to 99)."""
    each: LineKeys | None = None
    """What every line at the start looks like: the list ends at the first line that does not."""


class Select(NamedTuple):
    """Nodes of a page: those that a CSS selector finds and whose joined text matches ``keys``."""

    selectors: tuple[str, ...]
    """CSS selectors of the nodes."""
    keys: LineKeys = LineKeys()
    """What the text of a node looks like."""


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
    """The key of the rule file that has it: ``removes``, ``keeps`` or ``saves``."""
    text: str
    """The text that the rule is tried on."""
    at_line: int
    """The line of the rule file (1-based)."""
    cut: str | None = None
    """What ``remove: match`` leaves of the text."""
    saved: tuple[Saved, ...] = ()
    """What the rule saves from it."""


class Rule(NamedTuple):
    """An entry of a rule file, with ``path`` and ``at_line`` as its place. ``rules/README.md`` describes each key."""

    id: str
    """Its public id, as in ``ads/ad-label``."""
    matches: LineKeys | Block | LineList | Repeats | Select
    """What it matches: lines, blocks, lists, repetitions or nodes."""
    about: str = ""
    """What it removes, in a sentence."""
    layer: str = "common"
    """Where it comes from: one of :data:`LAYERS`."""
    path: str = ""
    """The rule file."""
    at_line: int = 0
    """The line of the file (1-based)."""
    unless: tuple[str, ...] = ()
    """Phrases that stop it, in the line, the block or the node."""
    near_end: int | None = None
    """Remaining lines that follow at most; ``None`` for any number."""
    near_start: int | None = None
    """Remaining lines above at most; ``None`` for any number."""
    prose_before: int | None = None
    """Lines of prose above at least."""
    prose_only: bool = False
    """Whether it is skipped in documents that are not mostly prose, and for poems and addresses."""
    max_run: int | None = None
    """Lines in a row that look like this at most; more of them stay."""
    likely: int | None = None
    """The score of the line model from which it removes a line (50 to 99); ``None`` without the model."""
    match_case: bool = False
    """Whether capitals matter."""
    remove: Remove = "line"
    """What it removes: the line, the match, or nothing."""
    save_as: str | None = None
    """The field of the metadata that it saves; ``None`` for none."""
    keep: bool = False
    """Whether it protects what it matches, and removes nothing."""
    marks_list: bool = False
    """Whether the lists of lines below what it removes go with it."""
    sites: tuple[str, ...] = ()
    """Hosts that it is for; empty for all."""
    not_sites: tuple[str, ...] = ()
    """Hosts that it is not for."""
    languages: tuple[str, ...] = ()
    """Language tags (BCP 47) that it is for; empty for all."""
    page_types: tuple[str, ...] = ()
    """Types of pages that it is for; empty for all."""
    confidence: Confidence = "high"
    """How sure it is, which decides the profiles that it runs in."""
    samples: tuple[Sample, ...] = ()
    """Its tests."""


class Override(NamedTuple):
    """What a rule file does to a rule of a lower layer: disable it, adjust some of its ``keys``, or replace it.

    ``path`` and ``at_line`` are the place in that file.
    """

    rule: str
    """The id of the rule."""
    kind: Literal["disabled", "adjusted", "replaced"]
    """What the file does to it."""
    path: str
    """The rule file."""
    at_line: int
    """The line of the file (1-based)."""
    keys: tuple[str, ...] = ()
    """The keys that are adjusted."""


class RuleSet(NamedTuple):
    """All rules that are loaded, sorted by id (by code points), and the phrases that identify sites.

    ``disabled`` are the ids that a user's file disables, ``retired`` pairs an old id with those that replace it.
    ``warnings`` are messages for the user about valid files, ``overrides`` what files do to rules of lower layers.
    """

    rules: tuple[Rule, ...]
    """The rules, by id."""
    recognize: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Hosts of sites, each with phrases that only its articles have."""
    disabled: frozenset[str] = frozenset()
    """Ids that a user's file disables."""
    retired: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Old ids, each with those that replace it."""
    warnings: tuple[str, ...] = ()
    """Messages about valid files."""
    overrides: tuple[Override, ...] = ()
    """What files do to rules of lower layers."""


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
    text: str = ""
    """The text of the span, in the removals of an article; those that matching proposes have none."""


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
