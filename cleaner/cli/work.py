"""One input to what comes of it: what is to be written, shown and said. It changes nothing outside.

So inputs can be cleaned in this process or in others, and what comes of them is the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Literal

from cleaner import write
from cleaner.apply import apply
from cleaner.cli import records
from cleaner.cli.counts import remarks, why_empty
from cleaner.cli.inputs import Kind
from cleaner.cli.outputs import Destination, Format
from cleaner.cli.records import Keys, RecordError
from cleaner.cli.sources import decode_as
from cleaner.data import data
from cleaner.decode import Decoded
from cleaner.errors import InputError
from cleaner.model import Article, Document, Line
from cleaner.pipeline import Cleaner, Source

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats

NO_NEWLINE = "\n\\ No newline at end of file"

Level = Literal["error", "note", "detail"]


@data
class Plan:
    """What the command line asked for; ``jobs`` is the number of processes, ``time_limit`` in seconds."""

    cleaner: Cleaner
    destination: Destination = field(default_factory=Destination)
    input_kind: str = "auto"
    form: Format | None = None
    header: bool = True
    keys: Keys = field(default_factory=Keys)
    url: str | None = None
    language: str | None = None
    view: str | None = None
    stats_format: str = "text"
    removed: str | None = None
    color: bool = False
    jobs: int = 1
    time_limit: float = 30.0

    @property
    def raw(self) -> bool:
        """Whether all bytes but the removed ones stay as they are."""
        return self.cleaner.options.normalization is None

    @property
    def writes(self) -> bool:
        """Whether articles are written at all: a view takes their place on standard output."""
        return self.view is None or (self.view != "check" and self.destination != Destination())


@data
class Item:
    """One input: a record, which is a ``line`` of a file, or a whole file's ``content``; ``place`` names it.

    ``fault`` tells why there is no content.
    """

    place: str
    content: bytes
    kind: Kind
    line: int = 0
    fault: str = ""


class Made:
    """What came of one input."""

    def __init__(self) -> None:
        self.output: bytes | None = None
        self.id: object = None
        self.changed = False
        self.stats: Stats | None = None
        self.shown: list[str] = []
        self.removed: list[str] = []
        self.said: list[tuple[Level, str]] = []

    def error(self, text: str) -> None:
        """Tell that the input failed."""
        self.said.append(("error", text))

    def note(self, text: str) -> None:
        """Tell what a user should know though nothing failed."""
        self.said.append(("note", text))


class Work:
    """What is done with each input, as a plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._html_key = f'"{plan.keys.html}"'.encode()

    def __call__(self, item: Item) -> Made:
        """Clean one input. What is wrong with it is said, and raises nothing."""
        made = Made()
        try:
            if item.fault:
                made.error(f"{item.place}: {item.fault}")
            elif item.line:
                self._record(item, made)
            else:
                self._file(item, made)
        except InputError as error:
            made.error(str(InputError(error.message, place=error.place or item.place, line=error.line)))
        return made

    def is_page(self, item: Item) -> bool:
        """Tell whether an input is a page, or a record that may have one."""
        if not item.line:
            return item.kind == "html"
        return self._html_key in item.content

    def failed(self, item: Item, reason: str) -> Made:
        """Return what comes of an input that could not be cleaned: a record is passed on with the reason."""
        made = Made()
        made.error(f"{item.place}: {reason}")
        if item.line:
            record = None
            with suppress(RecordError):
                record = records.parse(item.content)
            self._pass_on(item, record, reason, made)
        return made

    def _file(self, item: Item, made: Made) -> None:
        """Clean one file: a text, Markdown or a page."""
        plan, html = self.plan, item.kind == "html"
        if html and plan.destination.in_place:
            raise InputError("is a page, and -i would write its article over it: use -o")
        form = form_of(plan, item.kind)
        decoded = decode_as(item.kind, item.content, item.place, made.note)
        markdown = form == "md" if html else item.kind == "md"
        source = Source(decoded.text, plan.url, plan.language, markdown=markdown, file=True, html=html)
        article = plan.cleaner.clean_source(source)
        if article.error:
            raise InputError(article.error)
        self._tell(item.place, None, article, made)
        if html and not article.document.lines:
            raise InputError(f"has no article: {why_empty(article)}")
        if plan.view == "diff":
            before = article.document.text.split("\n") if html else _rows(decoded.text)
            after = _numbered(write.text(article, header=plan.header, raw=plan.raw), article)
            _show_diff(item.place, before, after, made)
        if plan.writes:
            made.output = self._written(item, form, decoded, article)

    def _written(self, item: Item, form: Format, decoded: Decoded, article: Article) -> bytes:
        if form == "jsonl":
            record = {"id": item.place, self.plan.keys.text: article.text}
            line = write.record(records.finished(record, article, self.plan.keys, header=self.plan.header))
            return f"{line}\n".encode()
        text = write.text(article, header=self.plan.header, raw=self.plan.raw and item.kind != "html")
        if not self.plan.raw or item.kind == "html":
            return text.encode()
        try:
            if decoded.encode(decoded.text) == item.content:
                return decoded.encode(text)
        except UnicodeEncodeError:
            pass
        raise InputError(f"cannot be written back in its encoding, {decoded.encoding}: leave --no-normalize out")

    def _record(self, item: Item, made: Made) -> None:
        """Clean one record; one that fails is passed on as it is, with the reason in its metadata."""
        plan = self.plan
        record: dict[str, Any] | None = None
        try:
            record = records.parse(item.content)
            made.id = record.get(plan.keys.id)
            article = self._cleaned(record)
            self._tell(item.place, made.id, article, made)
            if plan.view == "diff":
                before = (article.document.text if article.extracted else record[plan.keys.text]).split("\n")
                _show_diff(item.place, before, _numbered(article.text, article), made)
            if plan.writes:
                done = records.finished(record, article, plan.keys, header=plan.header)
                if plan.form in (None, "jsonl"):
                    made.output = f"{write.record(done)}\n".encode()
                else:
                    made.output = write.text(article, header=plan.header, raw=plan.raw).encode()
        except (RecordError, ValueError, RecursionError) as error:
            reason = str(error) or "is nested too deeply"
            made.error(f"{item.place}: {reason}")
            self._pass_on(item, record, reason, made)

    def _cleaned(self, record: dict[str, Any]) -> Article:
        plan = self.plan
        source = records.source(record, plan.keys, plan.url, plan.language, pages=plan.input_kind == "html")
        if source.html and plan.form == "md":
            source = replace(source, markdown=True)
        article = plan.cleaner.clean_source(source)
        if article.error:
            raise RecordError(article.error)
        return article

    def _pass_on(self, item: Item, record: dict[str, Any] | None, reason: str, made: Made) -> None:
        """Write what could not be cleaned: a record with its reason, a line that is none only where it came from."""
        plan = self.plan
        if not plan.writes or plan.form not in (None, "jsonl") or (record is None and not plan.destination.in_place):
            return
        passed = item.content.rstrip(b"\r")
        if record is not None:
            with suppress(ValueError, RecursionError):
                passed = write.record(records.failed(record, reason, header=plan.header)).encode()
        made.output = passed + b"\n"

    def _tell(self, place: str, id: object, article: Article, made: Made) -> None:
        """Count an article, and say what a user should know of it."""
        plan = self.plan
        made.changed = article.verdict == "cleaned" or (article.verdict == "empty" and bool(article.removals))
        if made.changed and plan.view == "check":
            made.note(f"{place}: would change")
        for remark in remarks(article):
            made.note(f"{place}: {remark}")
        made.said.append(("detail", f"{place}: {article.verdict}, {len(article.removals)} removals"))
        if plan.view == "stats":
            from cleaner.authoring.stats import Stats

            made.stats = Stats()
            made.stats.add(article, place)
        if plan.view == "explain":
            from cleaner.cli.views import explanation

            made.shown += explanation(place, article, plan.cleaner)
        if plan.removed:
            from cleaner.cli.views import removed

            made.removed += removed(place, id, article)


def form_of(plan: Plan, kind: Kind) -> Format:
    """Return the format that a file of a kind is written in."""
    return plan.form or ("md" if kind == "md" else "text")


def _show_diff(name: str, before: Sequence[str], after: Sequence[tuple[int, str]], made: Made) -> None:
    from cleaner.cli.diff import rows, unified

    made.shown += unified(name, list(rows(before, after)))


def _rows(text: str) -> list[str]:
    """Return a file's lines for a diff; the last one tells if it has no newline."""
    found = text.replace("\r\n", "\n").split("\n")
    if found[-1]:
        found[-1] += NO_NEWLINE
    else:
        found.pop()
    return found


def _numbered(text: str, article: Article) -> list[tuple[int, str]]:
    """Return output lines with their numbers in the input: 0 for blank lines and the header's."""
    short = apply(article.document, article.removals).document
    numbers = [number for line in short.lines for number in _numbers(line, short)]
    shown_rows = text.removesuffix("\n").split("\n")
    header = len(shown_rows) - len(article.text.removesuffix("\n").split("\n")) if article.text else len(shown_rows)
    queue = iter(numbers)
    return [(next(queue, 0) if at >= header and row.strip() else 0, row) for at, row in enumerate(shown_rows)]


def _numbers(line: Line, document: Document) -> list[int]:
    """Return the numbers of a line's rows that are not blank: code has more than one."""
    physical = line.span.of(document.text).split("\n")
    return [line.number + at for at, row in enumerate(physical) if row.strip()]
