"""The types that travel through the walk: frozen, slotted, standard library only.

A text is never edited in place. Lines are spans of a text, matching proposes removals,
and only :mod:`cleaner.text.apply` makes a text shorter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

Verdict = Literal["cleaned", "unchanged", "empty", "kept-whole", "failed"]
LineKind = Literal["paragraph", "heading", "item", "quote", "row", "caption", "code"]
Effort = Literal["fast", "standard", "best"]
Confidence = Literal["high", "medium", "low"]
Remove = Literal["line", "match", "nothing"]
Closing = Literal["through", "until", "while", "to_end"]
Profile = Literal["careful", "standard", "aggressive"]

LAYERS = ("common", "language", "site", "pack", "user")
"""Where a rule comes from, lowest first: when rules disagree on a line, the higher layer wins."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open place in a text, in characters (Unicode code points)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the text that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document that is not empty.

    ``number`` is the line's number in the input (1-based). ``lead`` counts the characters at the span's start
    that are the form of the line and not its words: Markdown's indentation and ``## ``, ``- ``, ``> ``.
    """

    number: int
    span: Span
    kind: LineKind = "paragraph"
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """An input after segmenting: its text, its lines, and what is known of where it came from."""

    text: str
    lines: tuple[Line, ...]
    site: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class LineKeys:
    """What a line looks like: all keys that are given must hold, a tuple means any of these."""

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


@dataclass(frozen=True, slots=True)
class Block:
    """Several lines at once: from an opening line to where it closes, ``max_lines`` lines at most."""

    opens: LineKeys
    closing: Closing
    closes: LineKeys | None
    max_lines: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """A line, or with ``block`` a run of two lines or more, that stands earlier in the text already."""

    min_words: int
    block: bool


@dataclass(frozen=True, slots=True)
class Select:
    """Nodes of a page: those that one of the CSS selectors finds and whose joined text is as ``keys`` say."""

    selectors: tuple[str, ...]
    keys: LineKeys = LineKeys()


@dataclass(frozen=True, slots=True)
class Sample:
    """One test of a rule: a text, and what should become of it.

    ``kind`` is the key it stands under. ``cut`` is the text that ``remove: match`` leaves, ``saved`` what is saved.
    """

    kind: Literal["removes", "keeps", "saves"]
    text: str
    at_line: int
    cut: str | None = None
    saved: tuple["Saved", ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """Values that a rule captured for one field of the metadata, and the line that they stood on."""

    field: str
    values: tuple[str, ...]
    rule: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file. ``path`` and ``at_line`` tell where it stands."""

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
    confidence: Confidence = "high"
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """What a rule file does to a rule of a lower layer: turns it off, adjusts some ``keys`` of it, or replaces it.

    ``path`` and ``at_line`` tell where that stands.
    """

    rule: str
    kind: Literal["disabled", "adjusted", "replaced"]
    path: str
    at_line: int
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules that are loaded, in code-point order of their ids, and the phrases that identify sites.

    ``disabled`` are the ids that a user's file turns off, ``retired`` ids with those that replaced them, ``warnings``
    what a user should know though the files are right, ``overrides`` what files do to rules of lower layers.
    """

    rules: tuple[Rule, ...]
    recognize: tuple[tuple[str, tuple[str, ...]], ...] = ()
    disabled: frozenset[str] = frozenset()
    retired: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warnings: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """One span that goes, and the rule that takes it.

    ``also`` are the other rules that would have taken it in the same round; ``saved`` is what all of them captured.
    """

    span: Span
    rule: str
    line: int
    also: tuple[str, ...] = ()
    saved: tuple[Saved, ...] = ()


@dataclass(frozen=True, slots=True)
class Pruned:
    """A piece of a page that never became a line: what took it, where it stood, and its text.

    ``path`` names the nodes from the root down, as in ``html/body/div[2]/p``.
    """

    rule: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """How a page became a text: with what effort, and which share of its ``visible`` words was kept.

    ``parsed`` is the share of the page's text that the parser could read. ``source`` names whose text it is where that
    is not the line scorer's choice, ``stopped`` are ``select`` rules that would have taken too much.
    """

    effort: Effort
    kept: float
    visible: int
    parsed: float = 1.0
    source: str | None = None
    stopped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pruning:
    """What ``select`` rules did to a page: the nodes they took, in the page's order, and the rules that were stopped.

    A rule is stopped, and takes nothing, when it would take too much.
    """

    pruned: tuple[Pruned, ...] = ()
    stopped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """What the engine found: removals in text order, what ``remove: nothing`` rules saved, rules that were stopped."""

    removals: tuple[Removal, ...] = ()
    saved: tuple[Saved, ...] = ()
    timed_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece that :func:`cleaner.text.apply.apply` took out, with the lines it touched as they were."""

    span: Span
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """A document without its boilerplate, and the cuts that restore it."""

    document: Document
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata header: known fields in their order, other keys of the input, and each field's source."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """Return a field's value; :exc:`KeyError` when it is unknown."""
        return self.fields[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field's value, or ``default`` when it is unknown."""
        return self.fields.get(name, default)


@dataclass(frozen=True, slots=True)
class Article:
    """What the walk makes of one input: always this, never ``None``.

    ``text`` has no newline at its end. ``document`` is the input as it was matched, so that every removal's span
    can be read there; ``error`` tells why the verdict is ``failed``. Of a page, ``document`` is the extracted text,
    ``pruned`` what never became a line of it, and ``extracted`` tells how it was made. ``id`` is that of the record
    that it is from, if it is from one.
    """

    text: str
    metadata: Metadata
    verdict: Verdict
    document: Document
    removals: tuple[Removal, ...] = ()
    saved: tuple[Saved, ...] = ()
    timed_out: tuple[str, ...] = ()
    error: str | None = None
    pruned: tuple[Pruned, ...] = ()
    extracted: Extracted | None = None
    id: Any = None


@dataclass(frozen=True, slots=True)
class Normalization:
    """What normalization does to the characters of a text (never to its lines, but for ``unwrap``)."""

    quotes: Literal["keep", "straight"] = "keep"
    unicode: Literal["NFC", "NFKC", "keep"] = "NFC"
    mojibake: bool = True
    unwrap: bool = False
    paragraphs: Literal["blank-line", "newline"] = "blank-line"


class OptionValues(TypedDict, total=False):
    """The fields of :class:`Options`, as keywords."""

    profile: Profile
    enable: Sequence[str]
    disable: Sequence[str]
    normalization: Normalization | None
    title: Literal["keep", "move"] | None
    max_removed: float
    max_size: float
    effort: Effort


@dataclass(frozen=True, slots=True)
class Options:
    """How to clean: what a caller may choose, checked by :class:`cleaner.api.Cleaner`.

    ``normalization=None`` leaves all bytes but the removed ones as they are. ``max_removed`` is a share of the words,
    ``max_size`` a number of MiB; ``effort`` is what the extraction of a page may cost.
    """

    profile: Profile = "standard"
    enable: Sequence[str] = ()
    disable: Sequence[str] = ()
    normalization: Normalization | None = Normalization()
    title: Literal["keep", "move"] | None = None
    max_removed: float = 0.8
    max_size: float = 32.0
    effort: Effort = "standard"
