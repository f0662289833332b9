"""Articles from inputs, one after the other, for commands that report on them. An input that fails is reported."""

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.cli.console import Console
from cleaner.errors import InputError, OptionError, RecordError
from cleaner.io.batches import read_batches
from cleaner.io.clean_record import decoding_remarks
from cleaner.io.inputs import Input, find_inputs
from cleaner.io.records import ReadOptions, Record, fields_of, source_of_fields, source_of_file
from cleaner.io.streams import Flush
from cleaner.options import Options
from cleaner.rules.folders import user_folders
from cleaner.source import Source

if TYPE_CHECKING:  # start-up time
    from pathlib import Path


SUFFIXES_SHOWN = 5
"""Suffixes of files that are not read which a note names."""


def inputs_at(paths: Iterable[str], console: Console) -> list[Input]:
    """Return the inputs at the paths, and say how many files of folders are not read.

    Raises :exc:`OptionError` if there are none at all.
    """
    paths = [*paths]
    inputs, unread = find_inputs(paths)
    if unread:
        names = [f"{count:,} {suffix or 'without suffix'}" for suffix, count in unread.most_common(SUFFIXES_SHOWN)]
        more = ", …" if len(unread) > SUFFIXES_SHOWN else ""
        files = "1 file" if unread.total() == 1 else f"{unread.total():,} files"
        console.note(f"not read: {files} ({', '.join(names)}{more})")
    if not inputs:
        raise OptionError(f"there is nothing to clean in {', '.join(paths)}: name files of another format one by one")
    return inputs


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


def own_rules(paths: Iterable[str], console: Console) -> "list[Path]":
    """Return the folders of the user's own rules, except those inside an input folder, which may be hostile."""
    rule_folders, input_folders = user_folders(), [path for path in paths if os.path.isdir(path)]
    if not input_folders:
        return rule_folders
    from pathlib import Path

    inputs = [Path(path).resolve() for path in input_folders]
    for path in inputs:
        if (path / ".clean").is_dir():
            console.note(f"{path / '.clean'}: rules inside an input are not read; name them with --rules")
    return [folder for folder in rule_folders if not any(folder.resolve().is_relative_to(path) for path in inputs)]
