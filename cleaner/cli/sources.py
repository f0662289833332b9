"""Articles from inputs, one after the other, for commands that report on them. An input that fails is reported."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.cli.console import Console
from cleaner.errors import InputError, OptionError, RecordError
from cleaner.io.batches import read_batches
from cleaner.io.inputs import Input, find_inputs
from cleaner.io.path_filter import PathFilter
from cleaner.io.records import ReadOptions, Record, fields_of, source_of_fields, source_of_file
from cleaner.io.remarks import decoding_remarks
from cleaner.io.streams import Flush
from cleaner.options import Options
from cleaner.rules.folders import user_places
from cleaner.source import Source

NAMES_SHOWN = 5
"""Names of paths that a message shows."""

SUFFIXES_SHOWN = 5
"""Suffixes of files that are not read which a note names."""


def inputs_at(
    paths: Iterable[str], console: Console, *, listed: Iterable[str] = (), path_filter: PathFilter | None = None
) -> list[Input]:
    """Return the inputs at the paths and those listed, and say how many files of folders are not read.

    Raises :exc:`OptionError` if there are none at all.
    """
    paths, listed, path_filter = [*paths], [*listed], path_filter or PathFilter()
    inputs, unread, configuration = find_inputs(paths, listed, path_filter)
    if configuration:
        _note_unread_configuration(configuration, console)
    if unread:
        names = [f"{count:,} {suffix or 'without suffix'}" for suffix, count in unread.most_common(SUFFIXES_SHOWN)]
        more = ", …" if len(unread) > SUFFIXES_SHOWN else ""
        files = "1 file" if unread.total() == 1 else f"{unread.total():,} files"
        console.note(f"not read: {files} ({', '.join(names)}{more})")
    if not inputs:
        names = [*paths, *listed]
        shown = f"{', '.join(names[:NAMES_SHOWN])}{', …' if len(names) > NAMES_SHOWN else ''}"
        way_out = "name files of another format one by one"
        if path_filter.has_patterns:
            way_out = "--include, --exclude or a .cleanignore leaves out what is there"
        raise OptionError(f"there is nothing to clean in {shown}: {way_out}")
    return inputs


def chosen_inputs(paths: Sequence[str], values: Mapping[str, Any], console: Console) -> list[Input]:
    """Return the inputs at the paths and in the list of ``--files-from`` that ``--include`` and ``--exclude`` take.

    An empty list gives no inputs, as the search for changed files that made it may find none.
    """
    path_filter = PathFilter(values["include"], values["exclude"])
    if values["files_from"] is None:
        return inputs_at(paths, console, path_filter=path_filter)
    from cleaner.io.selection import names_from  # start-up time

    if values["files_from"] == "-" and "-" in paths:
        raise OptionError("standard input can be read once: it has the articles, or the list of --files-from")
    listed = names_from(values["files_from"])
    if values["files_from"] == "-" and "-" in listed:
        raise OptionError("standard input can be read once, and it has the list of --files-from: name files there")
    if not listed and not paths:
        console.note(f"--files-from {values['files_from']}: the list is empty")
        return []
    return inputs_at(paths, console, listed=listed, path_filter=path_filter)


def _note_unread_configuration(found: Iterable[str], console: Console) -> None:
    """Say once that configuration inside inputs is not read, unless the search from the working folder finds it."""
    from cleaner.cli.config import config_files, is_config  # start-up time: most folders have none

    places = [*user_places(), *(path for path, _ in config_files())]
    read = {os.path.realpath(place) for place in places}
    unread = [path for path in found if os.path.realpath(path) not in read and (os.path.isdir(path) or is_config(path))]
    if unread:
        more = f" (and {len(unread) - 1:,} more)" if len(unread) > 1 else ""
        console.note(f"{unread[0]}{more}: configuration inside an input is not read; name rules with --rules")


def articles(
    inputs: Iterable[Input], read_options: ReadOptions, cleaners: tuple[Cleaner, ...], console: Console, stdin: BinaryIO
) -> Iterator[tuple[str, list[Article]]]:
    """Yield the place of each text or page, and the article that each cleaner makes of it."""
    for place, source in sources(inputs, read_options, console, stdin):
        cleaned = [cleaner.clean_source(source) for cleaner in cleaners]
        error = next((article.error for article in cleaned if article.error), None)
        if error:
            console.error(error, place)
        else:
            yield place, cleaned


def sources(
    inputs: Iterable[Input], read_options: ReadOptions, console: Console, stdin: BinaryIO
) -> Iterator[tuple[str, Source]]:
    """Yield each text or page with its place: a file's name, or name and line of a record."""
    for batch in read_batches(inputs, read_options, Options().max_size, stdin, 0):
        if isinstance(batch, Flush):
            continue
        for record in batch.records:
            try:
                yield record.place, _source(record, read_options, console)
            except InputError as error:
                console.error(error.message, record.place)
        for note in batch.notes:
            console.note(note, batch.input.name)
        if batch.error:
            console.error(batch.error.message, batch.error.at(batch.input.name).where, is_input=True)
    console.finish()


def _source(record: Record, read_options: ReadOptions, console: Console) -> Source:
    """Return a record as the source that a cleaner reads. Raises :exc:`InputError` if it cannot be read."""
    if record.fault:
        raise RecordError(record.fault)
    if record.line:
        return source_of_fields(fields_of(record), read_options, record)
    source, decoded = source_of_file(record, read_options)
    for remark in decoding_remarks(decoded):
        console.note(remark, record.place)
    return source
