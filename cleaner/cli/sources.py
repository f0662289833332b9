"""Inputs to sources, one after the other: opened, told apart, decoded. What fails is said, and the others go on."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import field
from typing import TYPE_CHECKING, BinaryIO

from cleaner.cli import records
from cleaner.cli.inputs import Bytes, Input, Kind, kind_of, open_input
from cleaner.cli.records import Keys, RecordError
from cleaner.cli.terminal import Voice
from cleaner.data import data
from cleaner.decode import Decoded, decode, decode_page
from cleaner.errors import InputError
from cleaner.model import Article
from cleaner.pipeline import MIB, Cleaner, Source
from cleaner.ruleset.folders import user_folders

if TYPE_CHECKING:  # start-up time
    from pathlib import Path

UTF8_BYTES = 4
"""Bytes that a character takes at most: the bound on a file's bytes that follows from one on its characters."""


@data
class Asked:
    """What the command line says of its inputs; ``max_size`` is a number of MiB of text."""

    kind: str = "auto"
    keys: Keys = field(default_factory=Keys)
    url: str | None = None
    language: str | None = None
    max_size: float = 32.0


def articles(
    inputs: Iterable[Input], asked: Asked, cleaners: tuple[Cleaner, ...], voice: Voice, stdin: BinaryIO
) -> Iterator[tuple[str, list[Article]]]:
    """Return the place of each text or page, and the article that each cleaner makes of it."""
    for place, source in sources(inputs, asked, voice, stdin):
        made = [cleaner.clean_source(source) for cleaner in cleaners]
        error = next((article.error for article in made if article.error), None)
        if error:
            voice.error(f"{place}: {error}")
        else:
            yield place, made


def sources(inputs: Iterable[Input], asked: Asked, voice: Voice, stdin: BinaryIO) -> Iterator[tuple[str, Source]]:
    """Return each text or page with its place: a file's name, or name and line of a record."""
    for one in inputs:
        try:
            with opened(one, stdin, asked.kind) as (kind, data):
                if kind == "jsonl":
                    yield from _of_records(one, data, asked, voice)
                else:
                    yield one.name, _of_file(one, data, kind, asked, voice)
        except InputError as error:
            voice.error(str(InputError(error.message, place=error.place or one.name, line=error.line)))


@contextmanager
def opened(source: Input, stdin: BinaryIO, chosen: str) -> Iterator[tuple[Kind, Bytes]]:
    """Open an input, and tell of which kind it is. Raises :exc:`InputError` for one that cannot be read."""
    stream = open_input(source, stdin)
    with stream if source.path else nullcontext(stream):
        data = Bytes(stream)
        yield kind_of(source, data.start(), chosen), data


def file_bytes(data: Bytes, max_size: float) -> bytes:
    """Return all of a file that may have so many MiB of text. Raises :exc:`InputError` for one that has none."""
    content = data.all(int(max_size * MIB) * UTF8_BYTES)
    if not content.strip():
        raise InputError("is empty")
    return content


def decode_as(kind: Kind, content: bytes, name: str, note: Callable[[str], None]) -> Decoded:
    """Decode a file, and note what is not sure of it."""
    decoded = decode_page(content) if kind == "html" else decode(content)
    if decoded.guessed:
        note(f"{name}: is not UTF-8; read as {decoded.encoding}")
    if decoded.damaged:
        note(f"{name}: has {decoded.damaged} damaged characters, each written as \ufffd")
    return decoded


def record_lines(data: Bytes, max_size: float) -> Iterator[tuple[int, bytes, str]]:
    """Return the lines of a stream of records that are not blank: number, line, and why it has no line, if so.

    Before reading has to wait, an empty line of the number 0 comes.
    """
    limit = int(max_size * MIB) * UTF8_BYTES * 2
    for number, line in data.lines(limit):
        if line is None:
            yield number, b"", f"is longer than {limit >> 20} MiB, and left out"
        elif line.strip() or not number:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, ""


def own_rules(paths: Iterable[str], voice: Voice) -> "list[Path]":
    """Return the folders of the user's own rules, but for one inside a folder that is an input: it may be hostile."""
    own, folders = user_folders(), [path for path in paths if os.path.isdir(path)]
    if not folders:
        return own
    from pathlib import Path

    given = [Path(path).resolve() for path in folders]
    inside = [folder for folder in own if any(folder.resolve().is_relative_to(path) for path in given)]
    for path in given:
        if (path / ".clean").is_dir():
            voice.note(f"{path / '.clean'}: rules inside an input are not read; give them with --rules")
    return [folder for folder in own if folder not in inside]


def _of_file(source: Input, data: Bytes, kind: Kind, asked: Asked, voice: Voice) -> Source:
    decoded = decode_as(kind, file_bytes(data, asked.max_size), source.name, voice.note)
    return Source(decoded.text, asked.url, asked.language, markdown=kind == "md", file=True, html=kind == "html")


def _of_records(source: Input, data: Bytes, asked: Asked, voice: Voice) -> Iterator[tuple[str, Source]]:
    for number, line, fault in record_lines(data, asked.max_size):
        place = f"{source.name}:{number}"
        if not number:
            continue
        try:
            if fault:
                raise RecordError(fault)  # noqa: TRY301 - told as any other
            record = records.parse(line)
            given = records.source(record, asked.keys, asked.url, asked.language, pages=asked.kind == "html")
        except RecordError as error:
            voice.error(f"{place}: {error}")
        else:
            yield place, given
