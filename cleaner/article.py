"""The result of a walk: an article and its metadata, and how both are shown, written as JSON, and pickled."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.errors import CleanerError
from cleaner.types import Document, Extracted, Pruned, Removal, Saved, TextFormat, Verdict

START_CHARACTERS = 40
"""Characters of a text that its ``repr`` shows."""

SHOWN_CHARACTERS = 100_000
"""Characters of a document that a notebook shows: some twenty pages."""


@dataclass(frozen=True, slots=True, eq=False)
class Metadata(Mapping[str, Any]):
    """The fields of the front matter by name: known fields in their order, then other keys of the input.

    A mapping of its fields, whose values are those of JSON.

    >>> metadata = Metadata({"title": "Bridge opens"}, {"title": "og:title"})
    >>> metadata["title"], "author" in metadata, dict(metadata)
    ('Bridge opens', False, {'title': 'Bridge opens'})
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    """The values by the names of their fields."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where the value of each known field is from, in words, as in ``og:title`` or ``given``."""

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


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """The result of a walk, also for an input that cannot be cleaned; never ``None``.

    It is pickled without the text and the lines of its document, which are larger than all else; to send them as well,
    pickle ``(article, article.document)``. Articles are compared without them, too.
    """

    text: str
    """The cleaned text in the form of ``Options.text_format``, without a newline at its end; Markdown with the blank
    lines at its ends."""
    metadata: Metadata
    """The fields of the front matter."""
    verdict: Verdict
    """``cleaned``, ``unchanged``, ``empty``, ``kept-whole`` or ``failed``."""
    document: Document = field(compare=False)
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
    _forms: Callable[[TextFormat], str] | None = field(default=None, compare=False)
    """Returns the text in another form."""

    @property
    def markdown(self) -> str:
        """The text as Markdown. A plain text is as it stands; a page that became plain text is read again for it.

        Raises :exc:`cleaner.errors.OptionError` for such an article of a page after pickling, which keeps no page.
        """
        return self._forms("md") if self._forms else self.text

    @property
    def html(self) -> str:
        """The text as sanitized HTML, block after block, with the content of :attr:`markdown`. Raises as it does."""
        return self._forms("html") if self._forms else ""

    @property
    def sources(self) -> Mapping[str, str]:
        """Where the value of each known field of the metadata is from."""
        return self.metadata.sources

    def restore(self) -> str:
        """Return the text before rules removed anything: normalized, and of a page the extracted text.

        Raises :exc:`cleaner.errors.CleanerError` for an article that was pickled without its document.
        """
        if not self.document.text and (self.text or self.removals):
            raise CleanerError("the article was pickled without its document: pickle (article, article.document)")
        return self.document.text

    def to_dict(self) -> dict[str, Any]:
        """Return the article as values of JSON, with the keys of a record that ``clean`` writes and some more.

        ``id`` (if there is one), ``text``, ``metadata``, ``verdict``, ``error`` (if it failed), ``removals`` and, of a
        page, ``pruned``. A removal has ``rule``, ``also``, ``line`` (from 1), ``start`` and ``end`` (characters of the
        restored text) and ``text``; what was pruned has ``rule``, ``path`` and ``text``.
        """
        removals = [
            {
                "rule": removal.rule,
                "also": list(removal.also),
                "line": removal.line,
                "start": removal.span.start,
                "end": removal.span.end,
                "text": removal.text,
            }
            for removal in self.removals
        ]
        return {
            **({} if self.id is None else {"id": self.id}),
            "text": self.text,
            "metadata": dict(self.metadata),
            "verdict": self.verdict,
            **({"error": self.error} if self.error else {}),
            "removals": removals,
            **({"pruned": [pruned._asdict() for pruned in self.pruned]} if self.extracted else {}),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as a line of JSON without its newline; dates and other foreign values become texts.

        Raises :exc:`ValueError` for numbers that JSON does not have.

        >>> from cleaner import clean
        >>> clean("It rained.").to_json()[:40]
        '{"text": "It rained.", "metadata": {"cle'
        """
        return format_record(self.to_dict())

    def __repr__(self) -> str:
        r"""Return what the article is in some eighty characters.

        >>> from cleaner import clean
        >>> clean("It rained on Monday.\nAdvertisement")
        <Article 'It rained on Monday.', 20 characters, cleaned, 1 removal>
        """
        start = self.text if len(self.text) <= START_CHARACTERS else f"{self.text[: START_CHARACTERS - 1]}…"
        id = "" if self.id is None else f" {self.id!r:.{START_CHARACTERS}}:"
        error = f" ({self.error})" if self.error else ""
        return f"<Article{id} {start!r}, {_counted(self)}{error}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the metadata, and the document with its removals struck."""
        from html import escape  # start-up time

        fields = "".join(
            f"<dt><b>{escape(name)}</b></dt><dd>{escape(str(value))}</dd>"
            for name, value in self.metadata.items()
            if name != "cleaner"
        )
        summary = f"{_counted(self)}{f': {self.error}' if self.error else ''}"
        body = "".join(
            f'<del title="{escape(rule)}" style="color:#b00">{escape(text)}</del>' if rule else escape(text)
            for text, rule in _pieces(self)
        )
        return f'<div><p>{escape(summary)}</p><dl>{fields}</dl><div style="white-space:pre-wrap">{body}</div></div>'

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the article without the text and lines of its document, for pickling."""
        document = self.document._replace(text="", lines=(), blocks=())
        others = (self.removals, self.saved, self.timed_out, self.error, self.pruned, self.extracted, self.id)
        return Article, (self.text, self.metadata, self.verdict, document, *others, self.front_matter, self._forms)

    def __copy__(self) -> "Article":
        """Return the article itself, whose document a copy by way of pickling would lose."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Article":
        """Return an article with copies of what may be changed: the metadata and the id."""
        from copy import deepcopy  # start-up time
        from dataclasses import replace

        return replace(self, metadata=deepcopy(self.metadata, memo), id=deepcopy(self.id, memo))


def _counted(article: Article) -> str:
    """Return the length of an article, its verdict, and the number of its removals."""
    count = len(article.removals)
    pruned = f", {len(article.pruned):,} nodes left out" if article.pruned else ""
    removals = f"{count:,} removal{'' if count == 1 else 's'}"
    return f"{len(article.text):,} characters, {article.verdict}, {removals}{pruned}"


def _pieces(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the pieces of the restored text in order, each with the rule that removes it, if one does.

    An article that was pickled without its document gives its text, and below it what was removed.
    """
    text, end = article.document.text, 0
    if not text:
        yield article.text, ""
        for removal in article.removals:
            yield "\n", ""
            yield removal.text, removal.rule
        return
    for removal in sorted(article.removals):
        start, stop = max(end, removal.span.start), min(removal.span.end, SHOWN_CHARACTERS)
        if start < stop:
            yield text[end:start], ""
            yield text[start:stop], removal.rule
            end = stop
    shown = max(end, SHOWN_CHARACTERS)
    yield text[end:shown], ""
    if shown < len(text):
        yield f"\n… and {len(text) - shown:,} characters more", ""


def format_record(fields: Mapping[str, Any]) -> str:
    """Return one line of JSON. A lone surrogate, which UTF-8 cannot represent, stays an escape.

    Raises :exc:`ValueError` for values that JSON cannot represent, and :exc:`RecursionError` for deep nesting.
    """
    import json  # start-up time

    line = json.dumps(fields, ensure_ascii=False, allow_nan=False, default=str)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(fields, allow_nan=False, default=str)
    return line
