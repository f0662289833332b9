"""The plan of a run of ``clean``, from the values of its options. Contradictions are refused before any work."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.cli.console import Console, terminal_columns, wants_color
from cleaner.cli.destination import Destination, destination_of, refuse_clashes
from cleaner.errors import OptionError
from cleaner.io.clean_record import Job, Variant
from cleaner.io.formats import (
    DEFAULT_FORMAT,
    KIND_BY_SUFFIX,
    MARKUP_FORMATS,
    RECORD_FORMATS,
    REWRITABLE_KINDS,
    Format,
    format_from_name,
)
from cleaner.io.inputs import Input, kind_of
from cleaner.io.records import ReadOptions
from cleaner.metadata import site_of
from cleaner.options import Normalization, Options
from cleaner.places import is_folder, is_on_web, refuse_web_output
from cleaner.rules.folders import user_folders
from cleaner.source import RecordKeys


class Reports(NamedTuple):
    """Which reports on articles are wanted, in which ``format``, whether in ``color``, and how many ``columns`` wide.

    ``check``: those on a check, which text has on standard error only. ``removed``: removals are written to a file.
    ``page``: documents are collected for a page. ``header``: a diff shows the header that is written.
    """

    check: bool = False

    diff: bool = False
    header: bool = False
    explain: bool = False
    stats: bool = False
    removed: bool = False
    page: bool = False
    format: str = "text"
    color: bool = False
    columns: int | None = None

    @property
    def are_shown(self) -> bool:
        """Whether reports are shown in place of articles, which go to files only."""
        return self.diff or self.explain or self.stats or self.page or (self.check and self.format != "text")


class Plan(NamedTuple):
    """What a run does. With ``check``, its exit status says whether anything would change.

    ``removed`` and ``page`` are the paths of the file of removals and of the page on all articles. ``jobs`` is the
    number of worker processes, ``time_limit`` in seconds. ``limit`` and ``sample`` are numbers of articles;
    ``fail_on`` are verdicts and ``remarks`` that count as failures.
    """

    job: Job
    destination: Destination
    reports: Reports
    check: bool = False
    removed: str | None = None
    page: str | None = None
    jobs: int = 1
    time_limit: float = 30.0
    limit: int | None = None
    sample: int | None = None
    fail_on: tuple[str, ...] = ()


def plan_of(inputs: Sequence[Input], paths: Sequence[str], values: Mapping[str, Any], console: Console) -> Plan:
    """Return what to do with the inputs found at the paths. Raises :exc:`OptionError` for contradictions."""
    for output in filter(None, (values["output"], values["removed"], values["report"])):
        refuse_web_output(output)
    _refuse_contradictions(values, inputs)
    several = len(inputs) != 1 or any(map(is_folder, paths))
    several = several or values["files_from"] is not None
    input_format, form = values["input_format"], _output_format(values["output"], values["form"], several=several)
    destination = destination_of(
        values["output"], in_place=values["in_place"], backup=values["backup"], several=several, form=form
    )._replace(is_dry_run=values["dry_run"])
    reports = Reports(
        check=values["check"],
        diff=values["diff"],
        header=bool(values["header"]),
        explain=values["explain"],
        stats=values["stats"],
        removed=values["removed"] is not None,
        page=values["report"] is not None,
        format=values["message_format"],
        color=wants_color(values["color"], sys.stdout),
        columns=terminal_columns(sys.stdout),
    )
    is_shown = values["check"] or reports.are_shown
    forms = [None if _is_foreign(source, input_format) else form or _form(source, input_format) for source in inputs]
    if several and not destination.writes_files and not is_shown and not _are_records(forms, form):
        raise OptionError("several inputs need a destination: -o FOLDER, -t jsonl, or -i to overwrite them")
    refuse_forms(values, forms)
    refuse_clashes(inputs, destination, forms, removed=values["removed"], report=values["report"])
    writes = not values["check"] and (destination.writes_files or not reports.are_shown)
    return Plan(
        job_of({**values, "form": form}, inputs, console, writes=writes, in_place=values["in_place"]),
        destination,
        reports,
        check=values["check"],
        removed=values["removed"],
        page=values["report"],
        jobs=values["jobs"],
        time_limit=values["time_limit"],
        limit=values["limit"],
        sample=values["sample"],
        fail_on=values["fail_on"],
    )


def job_of(
    values: Mapping[str, Any],
    inputs: Sequence[Input],
    console: Console,
    *,
    writes: bool = True,
    in_place: bool = False,
) -> Job:
    """Return what is done with each input, as options and configuration say."""
    job = _job(values, console, writes=writes, in_place=in_place)
    overrides = values.get("overrides")
    if not overrides:
        return job
    from cleaner.cli.config import variants_of  # start-up time

    variants = [
        Variant(settings, names, _job({**values, **own_values}, console, writes=writes, in_place=in_place))
        for settings, names, own_values in variants_of(overrides, inputs)
    ]
    return job._replace(variants=tuple(variants))


def _job(values: Mapping[str, Any], console: Console, *, writes: bool, in_place: bool) -> Job:
    options = Options(
        profile=values["profile"],
        enable=values["enable"],
        disable=values["disable"],
        normalization=Normalization() if values["normalize"] else None,
        title=values["title"],
        max_removed=values["max_removed"],
        max_size=values["max_size"],
        effort=values["effort"],
        links=values["links"] is not False,
        images=values["images"],
        text_format=None if in_place else values["text_format"],
        detect_language=values["detect_language"],
    )
    rules = [*user_folders(), *values["rules"]]
    cleaner = Cleaner(options, rules=rules, default_rules=not values["no_default_rules"])
    for warning in cleaner.warnings:
        console.note(warning)
    return Job(
        cleaner=cleaner,
        read_options=read_options_of(values),
        output_format=values["form"],
        header=values["header"] is not False,
        writes=writes,
        in_place=in_place,
        sources=values["sources"],
        sections=values["sections"],
        keeps_front_matter=in_place and values["header"] is None and values["title"] != "move",
    )


def read_options_of(values: Mapping[str, Any]) -> ReadOptions:
    """Return how inputs are read, from the options that a command shares with ``clean``.

    Raises :exc:`OptionError` for a language that does not exist, and for a URL without a site.
    """
    url = values.get("url")
    if url is not None and not site_of(url):
        raise OptionError(f"--url {url!r} is not a web address: give one as in https://example.org/news")
    keys = RecordKeys(
        values["text_key"],
        values.get("id_key", "id"),
        values["html_key"],
        values.get("url_key", "url"),
        values.get("lang_key"),
    )
    return ReadOptions(
        values["input_format"],
        keys,
        url,
        language_of(values["lang"]),
        has_site_paths=values.get("site_from_path", False),
        inline=values.get("inline", True),
    )


def language_of(name: str | None) -> str | None:
    """Return the tag of the language that ``--lang`` names. Raises :exc:`OptionError` for one that does not exist."""
    if name is None:
        return None
    from cleaner.languages import require_language  # start-up time

    try:
        return require_language(name)
    except OptionError as error:
        raise OptionError(f"--lang: {error}") from None


def _refuse_contradictions(values: Mapping[str, Any], inputs: Sequence[Input]) -> None:
    """Raise :exc:`OptionError` for options that contradict each other, or do not fit the inputs."""
    _refuse((
        (values["quiet"] and values["verbose"], "-q reports failures only, and -v every input: choose one"),
        (
            values["title"] == "move" and values["header"] is False,
            "--title move puts the title into the header, and --no-header writes none: choose one",
        ),
        (
            values["title"] == "move" and not values["normalize"],
            "--title move changes the text, and with --no-normalize only removals do: choose one",
        ),
        (
            values["form"] == "spans" and values["title"] == "move",
            "-t spans writes where removals are, and a title that moves is not a removal: choose one",
        ),
        (values["sample"] and values["limit"], "--limit and --sample both choose articles: choose one"),
    ))  # fmt: skip
    _refuse_reports(values)
    _refuse_writing(values)
    if values["in_place"]:
        _refuse_in_place(values, inputs)


def _refuse_reports(values: Mapping[str, Any]) -> None:
    """Raise :exc:`OptionError` for reports that contradict each other."""
    message_format, has_report = values["message_format"], values["diff"] or values["explain"] or values["stats"]
    _refuse((
        (values["diff"] and values["explain"], "--diff and --explain both show each input: choose one"),
        (
            message_format != "text" and not (has_report or values["check"]),
            f"--message-format {message_format} is for --check, --diff, --explain and --stats: add one of them",
        ),
        (
            message_format in ("github", "sarif") and (has_report or not values["check"]),
            f"--message-format {message_format} shows what --check finds: use it with --check alone",
        ),
        (
            values["removed"] == "-" and (has_report or message_format != "text"),
            "--removed - writes to standard output, where reports go as well: name a file",
        ),
    ))  # fmt: skip


def _refuse_writing(values: Mapping[str, Any]) -> None:
    """Raise :exc:`OptionError` for options that contradict each other on what is written."""
    writes_files = values["in_place"] or values["output"] not in (None, "-")
    _refuse((
        (values["check"] and (values["in_place"] or values["output"]), "--check writes nothing: leave -i and -o out"),
        (values["check"] and values["dry_run"], "--check and --dry-run both write nothing: choose one"),
        (
            values["dry_run"] and not writes_files,
            "--dry-run says which files would be written, and none would: add -i or -o",
        ),
        (values["dry_run"] and values["removed"], "--dry-run writes nothing: leave --removed out"),
        (values["dry_run"] and values["report"], "--dry-run writes nothing: leave --report out"),
        (values["report"] == "-", "--report writes a file for a browser: name it, as in --report removed.html"),
        (
            values["in_place"] and not values["dry_run"] and (values["sample"] or values["limit"]),
            "-i with --limit or --sample would drop the other records of a file: write elsewhere with -o",
        ),
        (values["backup"] and not values["in_place"], "--backup keeps what -i overwrites: add -i"),
        (
            values["removed"] == "-" and not (writes_files or values["check"]),
            "--removed - writes to standard output, where articles go as well: add -o, -i or --check, or name a file",
        ),
    ))  # fmt: skip


def refuse_forms(values: Mapping[str, Any], forms: Sequence[Format | None]) -> None:
    """Raise :exc:`OptionError` for a form of the text, or parts of one, that the formats of the outputs cannot have.

    ``forms`` are the formats, ``None`` where one depends on an input. What is configured is for the outputs that can
    have it.
    """
    text_format, records = values["text_format"], {"jsonl", "parquet", None}
    has_marks = not {*forms}.isdisjoint(MARKUP_FORMATS) or text_format in MARKUP_FORMATS
    wants_images, wants_links, wants_sources, wants_sections, wants_form = (
        name in values["given"] and values[name] for name in ("images", "links", "sources", "sections", "text_format")
    )
    hint = "add -t md or -t html, or for records --text-format md or html"
    _refuse((
        (
            wants_form and records.isdisjoint(forms),
            "--text-format is the form of the text in records, in files of their own -t is: leave it out",
        ),
        (wants_images and not has_marks, f"--images keeps images, and plain text has none: {hint}"),
        (wants_links and not has_marks, f"--links keeps links, and plain text has none: {hint}"),
        (
            wants_sources and records.isdisjoint(forms),
            "--sources writes where metadata is from into records, and front matter has no place for it: add -t jsonl",
        ),
        (
            wants_sections and records.isdisjoint(forms),
            "--sections adds paragraphs to records, and these are texts: add -t jsonl",
        ),
        (
            wants_sources and values["header"] is False,
            "--sources belongs to the metadata, and --no-header writes none: choose one",
        ),
        (
            wants_form and values.get("in_place"),
            "--text-format changes the form of records, and -i cleans them again as they are: write elsewhere with -o",
        ),
    ))  # fmt: skip


def _refuse_in_place(values: Mapping[str, Any], inputs: Sequence[Input]) -> None:
    """Raise :exc:`OptionError` where ``-i`` cannot overwrite the inputs with what a run writes."""
    form, input_format = values["form"], values["input_format"]
    _refuse((
        (values["output"], "-i overwrites the inputs, and -o writes other files: choose one"),
        (any(source.path is None for source in inputs), "-i overwrites files, not standard input: leave -i out"),
        (
            any(is_on_web(source.path or "") for source in inputs),
            "-i overwrites files, and those of web servers cannot be: write elsewhere with -o",
        ),
        (
            form and any(_form(source, input_format) != form for source in inputs),
            "-i keeps each file's format: leave -t out, or write elsewhere with -o",
        ),
        (
            any(kind_of(source, b"", input_format) not in (*REWRITABLE_KINDS, "json") for source in inputs),
            "-i would overwrite pages with their articles: write elsewhere with -o",
        ),
    ))  # fmt: skip


def _refuse(contradictions: Sequence[tuple[object, str]]) -> None:
    """Raise :exc:`OptionError` with the message of the first contradiction whose condition is true."""
    for condition, message in contradictions:
        if condition:
            raise OptionError(message)


def _output_format(output: str | None, requested: Format | None, *, several: bool) -> Format | None:
    """Return the format that ``-t`` requests, else the one that the name of an output file implies.

    Raises :exc:`OptionError` where they contradict each other. A name for several texts is that of a folder.
    """
    if output in (None, "-") or output.endswith((os.sep, "/")) or is_folder(output):
        return requested
    form = format_from_name(output, requested)
    return requested if several and form not in RECORD_FORMATS else form


def _form(source: Input, input_format: str) -> Format:
    """Return the format that an input is written in, judged by its name."""
    return DEFAULT_FORMAT[kind_of(source, b"", input_format)]


def _are_records(forms: Sequence[Format | None], form: Format | None) -> bool:
    """Whether all inputs are written as JSON lines, which can follow each other in one stream, or as one table."""
    return form in RECORD_FORMATS or (form is None and {*forms} <= {"jsonl", None})


def _is_foreign(source: Input, input_format: str) -> bool:
    """Whether an input will be refused by its name, so that it has no output."""
    if input_format != "auto" or not source.suffix or source.suffix in KIND_BY_SUFFIX:
        return False
    from cleaner.io.foreign import is_foreign  # start-up time

    return is_foreign(source)
