"""Inputs to articles, one after the other, for commands that look at them. What fails is said; the others go on."""

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from cleaner.api import Cleaner
from cleaner.cli.console import Console
from cleaner.errors import InputError, RecordError
from cleaner.io import records
from cleaner.io.batches import read_batches
from cleaner.io.inputs import Input
from cleaner.io.items import Record, source_of_file
from cleaner.io.records import ReadOptions
from cleaner.options import Options
from cleaner.rules.folders import user_folders
from cleaner.source import Source
from cleaner.types import Article

if TYPE_CHECKING:  # start-up time
    from pathlib import Path


def articles(
    inputs: Iterable[Input], asked: ReadOptions, cleaners: tuple[Cleaner, ...], console: Console, stdin: BinaryIO
) -> Iterator[tuple[str, list[Article]]]:
    """Return the place of each text or page, and the article that each cleaner makes of it."""
    for place, source in sources(inputs, asked, console, stdin):
        made = [cleaner.clean_source(source) for cleaner in cleaners]
        error = next((article.error for article in made if article.error), None)
        if error:
            console.error(f"{place}: {error}")
        else:
            yield place, made


def sources(
    inputs: Iterable[Input], asked: ReadOptions, console: Console, stdin: BinaryIO
) -> Iterator[tuple[str, Source]]:
    """Return each text or page with its place: a file's name, or name and line of a record."""
    for batch in read_batches(inputs, asked, Options().max_size, stdin, 0):
        for item in batch.records:
            try:
                yield item.place, _source(item, asked, console)
            except (RecordError, InputError) as error:
                told = error.message if isinstance(error, InputError) else error
                console.error(f"{item.place}: {told}")
        if batch.input:
            for note in batch.notes:
                console.note(f"{batch.input.name}: {note}")
        if batch.error and batch.input:
            console.error(str(batch.error.at(batch.input.name)))


def _source(item: Record, asked: ReadOptions, console: Console) -> Source:
    if item.fault:
        raise RecordError(item.fault)
    if item.line:
        return records.source_of_fields(records.parse_line(item.content) if item.fields is None else item.fields, asked)
    return source_of_file(item, asked, lambda place, text: console.note(f"{place}: {text}"))[0]


def own_rules(paths: Iterable[str], console: Console) -> "list[Path]":
    """Return the folders of the user's own rules, but for one inside a folder that is an input: it may be hostile."""
    own, folders = user_folders(), [path for path in paths if os.path.isdir(path)]
    if not folders:
        return own
    from pathlib import Path

    given = [Path(path).resolve() for path in folders]
    inside = [folder for folder in own if any(folder.resolve().is_relative_to(path) for path in given)]
    for path in given:
        if (path / ".clean").is_dir():
            console.note(f"{path / '.clean'}: rules inside an input are not read; give them with --rules")
    return [folder for folder in own if folder not in inside]
