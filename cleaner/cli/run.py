"""One run of ``clean``: each input is read, cleaned and handed on. One that fails never harms the others."""

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner import write
from cleaner.apply import apply
from cleaner.cli import records
from cleaner.cli.counts import remarks, stats_record, stats_table, why_empty
from cleaner.cli.inputs import Bytes, Input, Kind
from cleaner.cli.outputs import Destination, Format, file_name, replacing
from cleaner.cli.records import Keys, RecordError
from cleaner.cli.sources import decode_as, file_bytes, opened, record_lines
from cleaner.cli.terminal import Voice
from cleaner.data import data
from cleaner.decode import Decoded
from cleaner.errors import InputError, OptionError
from cleaner.model import Article, Document, Line
from cleaner.pipeline import Cleaner, Source

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats

NO_NEWLINE = "\n\\ No newline at end of file"


@data
class Plan:
    """What the command line asked for."""

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


class Run:
    """The state of a run: what was counted, where lines go."""

    def __init__(self, plan: Plan, voice: Voice, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self.plan, self.voice, self.stdin, self.stdout = plan, voice, stdin, stdout
        self.stats = _stats() if plan.view == "stats" else None
        self.changed = False
        self._names: set[str] = set()
        self._open = ExitStack()
        self._removed: BinaryIO | None = None
        self._records: BinaryIO | None = None

    def all(self, inputs: list[Input]) -> None:
        """Clean all inputs, each under its own guard."""
        with self._open:
            if self.plan.removed:
                from pathlib import Path

                self._removed = self._open.enter_context(replacing(Path(self.plan.removed)))
            destination = self.plan.destination
            if destination.path and not destination.folder and self.plan.form == "jsonl":
                self._records = self._open.enter_context(replacing(destination.path))
            for source in inputs:
                try:
                    self._one(source)
                except InputError as error:
                    self.voice.error(str(InputError(error.message, place=error.place or source.name, line=error.line)))
            if self.stats:
                as_json = self.plan.stats_format == "json"
                self._show([stats_record(self.stats)] if as_json else stats_table(self.stats))
            self.stdout.flush()

    def _one(self, source: Input) -> None:
        with opened(source, self.stdin, self.plan.input_kind, self.stdout.flush) as (kind, data):
            if kind == "jsonl":
                self._json_lines(source, data)
            else:
                self._file(source, data, kind)

    def _file(self, source: Input, data: Bytes, kind: Kind) -> None:
        """Clean one file: a text, Markdown or a page."""
        plan = self.plan
        content = file_bytes(data, plan.cleaner.options.max_size)
        if kind == "html" and plan.destination.in_place:
            raise InputError("is a page, and -i would write its article over it: use -o", place=source.name)
        form = plan.form or ("md" if kind == "md" else "text")
        decoded, given = self._decoded(source, content, kind, markdown=form == "md" if kind == "html" else kind == "md")
        article = plan.cleaner.clean_source(given)
        if article.error:
            raise InputError(article.error, place=source.name)
        self._tell(source.name, None, article)
        if given.html and not article.document.lines:
            raise InputError(f"has no article: {why_empty(article)}", place=source.name)
        if plan.view == "diff":
            before = article.document.text.split("\n") if given.html else _rows(decoded.text)
            after = _numbered(write.text(article, header=plan.header, raw=self._raw), article)
            self._show_diff(source.name, before, after)
        if not self._writes:
            return
        if form == "jsonl":
            record = {"id": source.name, plan.keys.text: article.text}
            line = write.record(records.finished(record, article, plan.keys, header=plan.header))
            self._hand_on(source, form, f"{line}\n".encode())
        elif given.html:
            self._hand_on(source, form, write.text(article, header=plan.header).encode())
        else:
            self._hand_on(source, form, self._encoded(source, content, decoded, article))

    def _decoded(self, source: Input, content: bytes, kind: Kind, *, markdown: bool) -> tuple[Decoded, Source]:
        plan, html = self.plan, kind == "html"
        decoded = decode_as(kind, content, source.name, self.voice)
        return decoded, Source(decoded.text, plan.url, plan.language, markdown=markdown, file=True, html=html)

    def _encoded(self, source: Input, content: bytes, decoded: Decoded, article: Article) -> bytes:
        text = write.text(article, header=self.plan.header, raw=self._raw)
        if not self._raw:
            return text.encode()
        try:
            if decoded.encode(decoded.text) == content:
                return decoded.encode(text)
        except UnicodeEncodeError:
            pass
        message = f"cannot be written back in its encoding, {decoded.encoding}: leave --no-normalize out"
        raise InputError(message, place=source.name)

    def _hand_on(self, source: Input, form: Format, content: bytes) -> None:
        """Give an input's whole output to where it belongs."""
        path = self.plan.destination.of(source, form)
        if self._records is not None:
            self._records.write(content)
        elif path is None:
            self.stdout.write(content)
        elif not (path.is_file() and path.read_bytes() == content):
            with replacing(path, self.plan.destination.backup) as stream:
                stream.write(content)

    def _json_lines(self, source: Input, data: Bytes) -> None:
        """Clean a stream of records, each as soon as it is there."""
        form = self.plan.form or "jsonl"
        destination = self.plan.destination
        if form != "jsonl" and self._writes and not (destination.folder and destination.path):
            raise OptionError(f"{source.name} has many articles: -t {form} needs a folder for them, as in -o articles/")
        path = destination.of(source, form) if form == "jsonl" else None
        sink: AbstractContextManager[BinaryIO] = nullcontext(self._records or self.stdout)
        if path and self._writes and self._records is None:
            sink = replacing(path, destination.backup)
        with sink as stream:
            for number, line in record_lines(source, data, self.plan.cleaner.options.max_size, self.voice):
                self._record(f"{source.name}:{number}", number, line, stream)

    def _record(self, place: str, number: int, line: bytes, stream: BinaryIO) -> None:
        """Clean one record; one that fails is passed on as it is, with the reason in its metadata."""
        plan = self.plan
        record: dict[str, Any] | None = None
        try:
            record = records.parse(line)
            article = self._cleaned(record)
            self._tell(place, record.get(plan.keys.id), article)
            if plan.view == "diff":
                before = (article.document.text if article.extracted else record[plan.keys.text]).split("\n")
                self._show_diff(place, before, _numbered(article.text, article))
            if self._writes:
                done = records.finished(record, article, plan.keys, header=plan.header)
                self._write_record(number, done, article, stream)
        except (RecordError, ValueError, RecursionError) as error:
            reason = str(error) or "is nested too deeply"
            self.voice.error(f"{place}: {reason}")
            if self._writes and plan.form in (None, "jsonl"):
                self._pass_on(line, record, reason, stream)

    def _cleaned(self, record: dict[str, Any]) -> Article:
        plan = self.plan
        source = records.source(record, plan.keys, plan.url, plan.language, pages=plan.input_kind == "html")
        if source.html and plan.form == "md":
            source = replace(source, markdown=True)
        article = plan.cleaner.clean_source(source)
        if article.error:
            raise RecordError(article.error)
        return article

    def _write_record(self, number: int, done: dict[str, Any], article: Article, stream: BinaryIO) -> None:
        plan = self.plan
        if plan.form in (None, "jsonl"):
            stream.write(f"{write.record(done)}\n".encode())
            return
        name = file_name(done.get(plan.keys.id), number, plan.form)
        if name.lower() in self._names:
            stem, suffix = os.path.splitext(name)
            name = f"{stem}-{number}{suffix}"
        self._names.add(name.lower())
        if plan.destination.path:
            with replacing(plan.destination.path / name) as file:
                file.write(write.text(article, header=plan.header, raw=self._raw).encode())

    def _pass_on(self, line: bytes, record: dict[str, Any] | None, reason: str, stream: BinaryIO) -> None:
        """Write what could not be cleaned: a record with its reason, a line that is none only where it came from."""
        if record is None and not self.plan.destination.in_place:
            return
        passed = line.rstrip(b"\r")
        if record is not None:
            with suppress(ValueError, RecursionError):
                passed = write.record(records.failed(record, reason, header=self.plan.header)).encode()
        stream.write(passed + b"\n")

    def _tell(self, place: str, id: object, article: Article) -> None:
        """Count an article, and say what a user should know of it."""
        if self.stats:
            self.stats.add(article, place)
        changed = article.verdict == "cleaned" or (article.verdict == "empty" and bool(article.removals))
        self.changed |= changed
        if changed and self.plan.view == "check":
            self.voice.note(f"{place}: would change")
        for remark in remarks(article):
            self.voice.note(f"{place}: {remark}")
        self.voice.detail(f"{place}: {article.verdict}, {len(article.removals)} removals")
        if self.plan.view == "explain":
            from cleaner.cli.views import explanation

            self._show(explanation(place, article, self.plan.cleaner))
        if self._removed:
            from cleaner.cli.views import removed

            self._removed.write("".join(f"{line}\n" for line in removed(place, id, article)).encode())

    @property
    def _raw(self) -> bool:
        return self.plan.cleaner.options.normalization is None

    @property
    def _writes(self) -> bool:
        """Whether articles are written at all: a view takes their place on standard output."""
        return self.plan.view is None or (self.plan.view != "check" and self.plan.destination != Destination())

    def _show_diff(self, name: str, before: Sequence[str], after: Sequence[tuple[int, str]]) -> None:
        from cleaner.cli.diff import rows, unified

        self._show(unified(name, list(rows(before, after))))

    def _show(self, lines: Iterable[str]) -> None:
        import click

        for line in lines:
            told = line if self.plan.color else click.unstyle(line)
            self.stdout.write(f"{told}\n".encode("utf-8", "backslashreplace"))


def _stats() -> "Stats":
    """Return counts of nothing yet; what counts is imported only where it is asked for."""
    from cleaner.authoring.stats import Stats

    return Stats()


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
