"""One input to what comes of it: what is to be written and said. It changes nothing outside.

So inputs can be cleaned in this process or in others, and what comes of them is the same.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from cleaner import write
from cleaner.api import Cleaner
from cleaner.errors import InputError, RecordError
from cleaner.io import records
from cleaner.io.files import DEFAULT_FORMAT, RECORD_FORMATS, Format
from cleaner.io.inputs import Kind
from cleaner.io.items import Record, in_form, source_of_file
from cleaner.io.records import ReadOptions
from cleaner.io.remarks import remarks, why_empty
from cleaner.source import Source
from cleaner.text.decode import Decoded
from cleaner.types import Article

MessageLevel = Literal["error", "note", "detail"]


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with each record.

    ``output_format`` is what to write, by default that of the input; ``writes`` is false where nothing is written;
    ``keeps_lines``: a line that is not a record stays where it is.
    """

    cleaner: Cleaner
    read_options: ReadOptions = field(default_factory=ReadOptions)
    output_format: Format | None = None
    header: bool = True
    writes: bool = True
    keeps_lines: bool = False

    @property
    def raw(self) -> bool:
        """Whether all bytes but the removed ones stay as they are."""
        return self.cleaner.options.normalization is None

    def format_of(self, kind: Kind) -> Format:
        """Return the format that an input of a kind is written in."""
        return self.output_format or DEFAULT_FORMAT[kind]


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """An article and what it came from, for whoever looks at it: ``input_text`` is the text that was read.

    ``is_file`` tells that it is one, and no record.
    """

    place: str
    id: object
    article: Article
    input_text: str
    is_file: bool


class Outcome:
    """What came of one input: an ``output`` of bytes, or a ``record`` where it is of a table, or a table is written.

    ``report`` is what the look at its article gave, ``failure`` tells why there is none, ``messages`` are levels,
    places and texts.
    """

    def __init__(self) -> None:
        self.place = ""
        self.output: bytes | None = None
        self.record: dict[str, Any] | None = None
        self.id: object = None
        self.changed = False
        self.failure = ""
        self.report: Any = None
        self.messages: list[tuple[MessageLevel, str, str]] = []

    def fail(self, place: str, reason: str) -> None:
        """Tell that the input failed."""
        self.failure, self.place = reason, place
        self.messages.append(("error", place, reason))

    def note(self, place: str, text: str) -> None:
        """Tell what a user should know though nothing failed."""
        self.messages.append(("note", place, text))


class RecordCleaner:
    """What is done with each input, as an order says; ``look`` sees each article, and what it returns is kept."""

    def __init__(self, order: Job, look: Callable[[ArticleReport], Any] | None = None) -> None:
        self.order = order
        self._look = look
        self._html_key = f'"{order.read_options.keys.html}"'.encode()

    def __call__(self, item: Record) -> Outcome:
        """Clean one input. What is wrong with it is said, and raises nothing."""
        made = Outcome()
        if item.fault:
            made.fail(item.place, item.fault)
        elif item.line:
            self._record(item, made)
        else:
            self._file(item, made)
        return made

    def is_page(self, item: Record) -> bool:
        """Tell whether an input is a page, or a record that may have one."""
        if not item.line:
            return item.kind == "html"
        if item.fields is not None:
            return records.has_page(item.fields, self.order.read_options)
        return self._html_key in item.content

    def failed_outcome(self, item: Record, reason: str) -> Outcome:
        """Return what comes of an input that could not be cleaned: a record is passed on with the reason."""
        made = Outcome()
        made.fail(item.place, reason)
        if item.line:
            record = None
            with suppress(RecordError):
                record = _record_of(item)
            self._pass_on(item, record, reason, made)
        return made

    def _file(self, item: Record, made: Outcome) -> None:
        """Clean one file: a text, Markdown or a page."""
        form, html = self.order.format_of(item.kind), item.kind == "html"
        try:
            if form == "spans":
                raise InputError("is no file of records, and spans are places in texts of records")  # noqa: TRY301
            source, decoded = source_of_file(item, self.order.read_options, made.note)
            article = self.order.cleaner.clean_source(in_form(source, markdown=form == "md"))
            if article.error:
                raise InputError(article.error)  # noqa: TRY301 - told as any other
            self._tell(ArticleReport(item.place, None, article, decoded.text, is_file=True), made)
            if html and not article.document.lines:
                raise InputError(f"has no article: {why_empty(article)}")  # noqa: TRY301
            if self.order.writes:
                self._write_file(item, form, decoded, article, made)
        except InputError as error:
            made.fail(item.place, error.message)

    def _write_file(self, item: Record, form: Format, decoded: Decoded, article: Article, made: Outcome) -> None:
        order = self.order
        if form in RECORD_FORMATS:
            record = {"id": item.place, order.read_options.keys.text: article.text}
            self._write(
                records.cleaned_fields(record, article, order.read_options.keys, header=order.header), item, made
            )
            return
        raw = order.raw and item.kind != "html"
        text = write.format_text(article, header=order.header, raw=raw)
        made.output = _as_it_came(text, decoded, item) if raw else text.encode()

    def _record(self, item: Record, made: Outcome) -> None:
        """Clean one record; one that fails is passed on as it is, with the reason in its metadata."""
        order = self.order
        record: dict[str, Any] | None = None
        try:
            record = _record_of(item)
            made.id = record.get(order.read_options.keys.id)
            form = order.format_of(item.kind)
            source = in_form(records.source_of_fields(record, order.read_options), markdown=form == "md")
            article = order.cleaner.clean_source(source)
            if article.error:
                raise RecordError(article.error)  # noqa: TRY301 - told as any other
            self._tell(ArticleReport(item.place, made.id, article, source.text, is_file=False), made)
            if order.writes and form == "spans":
                self._write_spans(item, record, source, article, made)
            elif order.writes and form in RECORD_FORMATS:
                self._write(
                    records.cleaned_fields(record, article, order.read_options.keys, header=order.header), item, made
                )
            elif order.writes:
                made.output = write.format_text(article, header=order.header, raw=order.raw).encode()
        except (RecordError, ValueError, RecursionError) as error:
            reason = str(error) or "is nested too deeply"
            made.fail(item.place, reason)
            self._pass_on(item, record, reason, made)

    def _pass_on(self, item: Record, record: dict[str, Any] | None, reason: str, made: Outcome) -> None:
        """Write what could not be cleaned: a record with its reason, a line that is none only where it came from."""
        order, form = self.order, self.order.format_of(item.kind)
        if not order.writes or form not in RECORD_FORMATS:
            return
        if item.fields is None and (record is None or form == "jsonl"):
            made.output = item.content.rstrip(b"\r") + b"\n" if record or order.keeps_lines else None
        if record is not None:
            with suppress(ValueError, RecursionError):
                if form == "spans":
                    from cleaner.io.dolma import attributes

                    self._write(attributes(record, order.read_options.keys.id), item, made)
                else:
                    self._write(records.failed_fields(record, reason, header=order.header), item, made)
            if form == "parquet" and made.record is None:  # nested too deeply to be taken apart
                made.record = records.failed_fields({}, reason, header=order.header) | {"other": item.content.decode()}

    def _write_spans(
        self, item: Record, record: dict[str, Any], source: Source, article: Article, made: Outcome
    ) -> None:
        """Write where removals are in a record's text."""
        from cleaner.io.dolma import attributes, placement

        placed = placement(source, article, self.order.cleaner.options.normalization)
        if placed.uncertain:
            made.note(item.place, f"{placed.uncertain} removals have no certain place: less of them is covered")
        self._write(attributes(record, self.order.read_options.keys.id, placed.spans), item, made)

    def _write(self, record: dict[str, Any], item: Record, made: Outcome) -> None:
        """Hand on what came of an input: bytes, a row of a corpus, or a record that its table's columns are put to."""
        order = self.order
        if item.kind == "parquet":
            made.record = record
        elif order.format_of(item.kind) == "parquet":
            from cleaner.io.corpus import corpus_row

            made.record = corpus_row(record, order.read_options.keys, header=order.header)
        else:
            made.output = f"{write.format_record(record)}\n".encode()

    def _tell(self, seen: ArticleReport, made: Outcome) -> None:
        """Say what a user should know of an article, and have it looked at."""
        article, made.place = seen.article, seen.place
        made.changed = article.verdict == "cleaned" or (article.verdict == "empty" and bool(article.removals))
        for remark in remarks(article):
            made.note(seen.place, remark)
        made.messages.append(("detail", seen.place, f"{article.verdict}, {len(article.removals)} removals"))
        if self._look:
            made.report = self._look(seen)


def _record_of(item: Record) -> dict[str, Any]:
    return records.parse_line(item.content) if item.fields is None else dict(item.fields)


def _as_it_came(text: str, decoded: Decoded, item: Record) -> bytes:
    """Return a text in the encoding of the file that it is from, where nothing is lost by it."""
    try:
        if decoded.encode(decoded.text) == item.content:
            return decoded.encode(text)
    except UnicodeEncodeError:
        pass
    raise InputError(f"cannot be written back in its encoding, {decoded.encoding}: leave --no-normalize out")
