"""From a record to its outcome: what is to be written and reported, without any side effect.

Records can therefore be cleaned in this process or in others, with the same outcomes.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from cleaner import write
from cleaner.api import Cleaner
from cleaner.article import Article, format_record
from cleaner.errors import InputError, RecordError
from cleaner.io.formats import DEFAULT_FORMAT, INPUT_FORMATS, MARKUP_FORMATS, RECORD_FORMATS, Format, Kind
from cleaner.io.records import (
    ReadOptions,
    Record,
    cleaned_fields,
    failed_fields,
    fields_of,
    has_page,
    source_of_fields,
    source_of_file,
)
from cleaner.io.remarks import decoding_remarks, reason_for_no_article, remarks
from cleaner.source import Source, path_of, value_at, with_value
from cleaner.text.decode import Decoded
from cleaner.text.markup import is_page

MessageLevel = Literal["error", "note", "detail"]


class Variant(NamedTuple):
    """A job for some inputs, by their ``names``: ``settings`` say what differs, whatever inputs there are."""

    settings: str
    names: frozenset[str]
    job: "Job"


class Job(NamedTuple):
    """What to do with each record.

    ``output_format`` is what to write, by default that of the input; ``header`` is whether metadata is written with
    it. ``writes`` is false where nothing is written. ``in_place``: files are overwritten, so that a line that is not a
    record stays where it is. ``keeps_front_matter``: the front matter of Markdown stays as it is, also where there is
    none. ``sources``: the metadata of records says where each of its fields is from. ``sections``: records have the
    paragraphs with their headings. ``variants`` are the jobs of inputs for which other options are configured; the
    format is the same for all.
    """

    cleaner: Cleaner
    read_options: ReadOptions = ReadOptions()
    output_format: Format | None = None
    header: bool = True
    writes: bool = True
    in_place: bool = False
    keeps_front_matter: bool = False
    sources: bool = False
    sections: bool = False
    variants: tuple[Variant, ...] = ()

    @property
    def raw(self) -> bool:
        """Whether all bytes but the removed ones stay as they are."""
        return self.cleaner.options.normalization is None

    def writes_header(self, article: Article) -> bool:
        """Whether metadata is written above the text of an article."""
        return self.header and not (self.keeps_front_matter and article.front_matter is not None)

    def format_of(self, kind: Kind) -> Format:
        """Return the format in which an input of a format is written."""
        return self.output_format or DEFAULT_FORMAT[kind]


class ArticleReport(NamedTuple):
    """An article with what a report needs of its record.

    ``input_text`` is the text that was read. ``is_file``: it is a whole file, and not a record of one.
    """

    place: str
    id: object
    article: Article
    input_text: str
    is_file: bool


class Message(NamedTuple):
    """What a user should know about a record: ``place`` names it."""

    level: MessageLevel
    place: str
    text: str


class Outcome(NamedTuple):
    """The result of cleaning one record.

    ``output`` is what to write as bytes; ``fields`` is what to write in a table, or in the columns of the record's own
    table. ``failure`` says why there is no article. ``report`` is what the reporter returned. ``unknown_language`` is
    what the record calls its language, if no language has that name. ``verdict`` is that on the article.
    """

    place: str
    id: object = None
    output: bytes | None = None
    fields: dict[str, Any] | None = None
    is_changed: bool = False
    failure: str = ""
    report: Any = None
    messages: tuple[Message, ...] = ()
    unknown_language: str | None = None
    verdict: str = ""

    def with_note(self, text: str) -> "Outcome":
        """Return the outcome with a note: what a user should know though nothing failed."""
        return self._replace(messages=(*self.messages, Message("note", self.place, text)))

    def with_failure(self, reason: str) -> "Outcome":
        """Return the outcome of a record that failed."""
        return self._replace(failure=reason, messages=(*self.messages, Message("error", self.place, reason)))


class RecordCleaner:
    """Cleans records as a job says. ``reporter`` gets a report of each article; the outcome keeps what it returns."""

    def __init__(self, job: Job, reporter: Callable[[Job, ArticleReport], Any] | None = None) -> None:
        self.job = job
        self._reporter = reporter
        self._variants = {
            name: cleaner
            for variant in job.variants
            for cleaner in (RecordCleaner(variant.job, reporter),)
            for name in variant.names
        }
        self._html_key = f'"{path_of(job.read_options.keys.html)[-1]}"'.encode()

    def __call__(self, record: Record) -> Outcome:
        """Clean one record. What is wrong with it is in the outcome, and not raised."""
        if record.fault:
            return Outcome(record.place).with_failure(record.fault)
        if self._variants and (cleaner := self._variant(record)):
            return cleaner(record)
        return self._clean_fields(record) if record.line else self._clean_file(record)

    def _variant(self, record: Record) -> "RecordCleaner | None":
        """Return the cleaner of a record whose input has a job of its own."""
        return self._variants.get(record.place.rpartition(":")[0] if record.line else record.place)

    def is_page(self, record: Record) -> bool:
        """Whether a record is a page, or may have one."""
        if self._variants and (cleaner := self._variant(record)):
            return cleaner.is_page(record)
        if not record.line:
            return record.kind == "html"
        if record.fields is not None:
            return has_page(record.fields, self.job.read_options)
        return self._html_key in record.content

    def failed_outcome(self, record: Record, reason: str) -> Outcome:
        """Return the outcome of a record that could not be cleaned: it is passed on with the reason."""
        outcome = Outcome(record.place).with_failure(reason)
        if not record.line:
            return outcome
        fields = None
        with suppress(RecordError):
            fields = fields_of(record)
        return self._pass_on(record, fields, outcome)

    def _clean_file(self, record: Record) -> Outcome:
        """Clean a whole file: a text, Markdown or a page."""
        form, outcome = self.job.format_of(record.kind), Outcome(record.place)
        try:
            if form == "spans":
                raise InputError("is not a file of records, and spans are places in texts of records")  # noqa: TRY301
            source, decoded = source_of_file(record, self.job.read_options)
            for remark in decoding_remarks(decoded):
                outcome = outcome.with_note(remark)
            if record.kind == "text" and self.job.read_options.kind == "auto" and is_page(source.text):
                outcome = outcome.with_note("is a page under the name of a text: -f html extracts its article")
            article = self.job.cleaner.clean_source(_in_form(source, form))
            if article.error:
                raise InputError(article.error)  # noqa: TRY301 - reported as any other
            report = ArticleReport(record.place, None, article, decoded.text, is_file=True)
            outcome = self._with_report(outcome, report)
            if source.html and not article.document.lines:
                raise InputError(f"has no article: {reason_for_no_article(article)}")  # noqa: TRY301
            return self._write_file(record, form, decoded, article, outcome) if self.job.writes else outcome
        except InputError as error:
            return outcome.with_failure(error.message)

    def _write_file(
        self, record: Record, form: Format, decoded: Decoded, article: Article, outcome: Outcome
    ) -> Outcome:
        job, keys = self.job, self.job.read_options.keys
        if form in RECORD_FORMATS:
            fields = cleaned_fields({"id": record.place}, article, keys, header=job.header, sources=job.sources)
            if article.front_matter is not None and not job.raw:
                fields = with_value(fields, keys.text, article.text.strip("\r\n"))
            return self._write(self._with_sections(fields, article), record, outcome)
        raw = job.raw and record.kind != "html"
        text = write.format_file(article, form, header=job.writes_header(article), raw=raw)
        if form == "html":
            return outcome._replace(output=text.encode())
        if job.in_place and article.front_matter is not None:
            return outcome._replace(output=_encode_in_place(text, decoded, record))
        return outcome._replace(output=_encode_as_before(text, decoded, record) if raw else text.encode())

    def _clean_fields(self, record: Record) -> Outcome:
        """Clean one record of a file; one that fails is passed on as it is, with the reason in its metadata."""
        job, outcome = self.job, Outcome(record.place)
        form = job.format_of(record.kind)
        fields: dict[str, Any] | None = None
        try:
            fields = fields_of(record)
            outcome = outcome._replace(id=value_at(fields, job.read_options.keys.id))
            source = _in_form(source_of_fields(fields, job.read_options, record), form)
            outcome = outcome._replace(unknown_language=source.unknown_language)
            if not source.html and is_page(source.text):
                key = job.read_options.keys.text
                outcome = outcome.with_note(f"has a page under '{key}', and its tags are kept: --html-key {key}")
            article = job.cleaner.clean_source(source)
            if article.error:
                raise RecordError(article.error)  # noqa: TRY301 - reported as any other
            report = ArticleReport(record.place, outcome.id, article, source.text, is_file=False)
            outcome = self._with_report(outcome, report)
            return self._write_article(record, fields, source, article, outcome) if job.writes else outcome
        except (RecordError, ValueError, RecursionError) as error:
            outcome = outcome.with_failure(str(error) or "is nested too deeply")
            return self._pass_on(record, fields, outcome)

    def _write_article(
        self, record: Record, fields: dict[str, Any], source: Source, article: Article, outcome: Outcome
    ) -> Outcome:
        job, form = self.job, self.job.format_of(record.kind)
        if form == "spans":
            return self._write_spans(record, fields, source, article, outcome)
        if form in RECORD_FORMATS:
            if job.sections and INPUT_FORMATS[record.kind].is_table:
                outcome = outcome.with_note("gets no sections: a table keeps its own columns")
            keys = job.read_options.keys
            cleaned = cleaned_fields(fields, article, keys, header=job.header, sources=job.sources)
            return self._write(self._with_sections(cleaned, article), record, outcome)
        return outcome._replace(output=write.format_file(article, form, header=job.header, raw=job.raw).encode())

    def _with_sections(self, fields: dict[str, Any], article: Article) -> dict[str, Any]:
        """Return the fields of a record with the paragraphs of its text, if they are wanted."""
        if not self.job.sections:
            return fields
        from cleaner.sections import sections_of  # start-up time

        return fields | {"sections": sections_of(article, value_at(fields, self.job.read_options.keys.text))}

    def _write_spans(
        self, record: Record, fields: dict[str, Any], source: Source, article: Article, outcome: Outcome
    ) -> Outcome:
        """Write the places of the removals in a record's text."""
        from cleaner.io.dolma import attributes, locate

        located = locate(source, article, self.job.cleaner.options.normalization)
        if located.uncertain:
            outcome = outcome.with_note(
                f"{located.uncertain} removals have no exact place, so spans cover less of them"
            )
        return self._write(attributes(fields, self.job.read_options.keys.id, located.spans), record, outcome)

    def _pass_on(self, record: Record, fields: dict[str, Any] | None, outcome: Outcome) -> Outcome:
        """Write a record that failed, with the reason; a line that is not a record only if it may stay where it is."""
        job, form = self.job, self.job.format_of(record.kind)
        if not job.writes or form not in RECORD_FORMATS:
            return outcome
        if record.fields is None and (fields is None or form == "jsonl") and (fields or job.in_place):
            outcome = outcome._replace(output=record.content.rstrip(b"\r") + b"\n")
        if fields is None:
            return outcome
        with suppress(ValueError, RecursionError):
            if form == "spans":
                from cleaner.io.dolma import attributes

                return self._write(attributes(fields, job.read_options.keys.id), record, outcome)
            return self._write(failed_fields(fields, outcome.failure, header=job.header), record, outcome)
        if form == "parquet" and outcome.fields is None:  # nested too deeply to be taken apart
            reason_fields = failed_fields({}, outcome.failure, header=job.header)
            outcome = outcome._replace(fields=reason_fields | {"other": record.content.decode()})
        return outcome

    def _write(self, fields: dict[str, Any], record: Record, outcome: Outcome) -> Outcome:
        """Return the outcome with fields to be written: as bytes, or for a table."""
        if INPUT_FORMATS[record.kind].is_table:
            return outcome._replace(fields=fields)
        if self.job.format_of(record.kind) == "parquet":
            from cleaner.io.columns import corpus_row

            return outcome._replace(fields=corpus_row(fields, self.job.read_options.keys, header=self.job.header))
        return outcome._replace(output=f"{format_record(fields)}\n".encode())

    def _with_report(self, outcome: Outcome, report: ArticleReport) -> Outcome:
        """Return the outcome with what a user should know about an article, and with the report on it."""
        article = report.article
        for remark in remarks(article):
            outcome = outcome.with_note(remark)
        detail = Message("detail", outcome.place, f"{article.verdict}, {len(article.removals)} removals")
        return outcome._replace(
            is_changed=article.verdict == "cleaned" or (article.verdict == "empty" and bool(article.removals)),
            messages=(*outcome.messages, detail),
            report=self._reporter(self.job, report) if self._reporter else None,
            verdict=article.verdict,
        )


def _in_form(source: Source, form: Format) -> Source:
    """Return a source whose page is extracted as Markdown if the format needs its marks; a text is unchanged."""
    return source._replace(markdown=form in MARKUP_FORMATS) if source.html else source


def _encode_as_before(text: str, decoded: Decoded, record: Record) -> bytes:
    """Return a text in the encoding of its file. Raises :exc:`InputError` if that would change other bytes."""
    with suppress(UnicodeEncodeError):
        if decoded.encode(decoded.text) == record.content:
            return decoded.encode(text)
    raise InputError(f"cannot be written back in its encoding, {decoded.encoding}: leave --no-normalize out")


def _encode_in_place(text: str, decoded: Decoded, record: Record) -> bytes:
    """Return a text in the encoding of its file, else in UTF-8; the same bytes if nothing has changed."""
    if text == decoded.text:
        return record.content
    with suppress(UnicodeEncodeError):
        if decoded.encode(decoded.text) == record.content:
            return decoded.encode(text)
    return text.encode()
