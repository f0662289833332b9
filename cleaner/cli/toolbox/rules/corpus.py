"""The articles of ``--corpus``, one after the other, as ``clean`` would read them."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext

import click

from cleaner.cli import records
from cleaner.cli.inputs import Bytes, Input, collect, kind_of, open_input
from cleaner.cli.records import Keys, RecordError
from cleaner.cli.terminal import shown
from cleaner.decode import decode, decode_page
from cleaner.errors import InputError, OptionError
from cleaner.pipeline import MIB, Source

MOST = 128 * MIB
"""Bytes of one file or record that are read: those of the largest text that `clean` takes."""


def corpus(paths: Iterable[str]) -> Iterator[Source]:
    """Read files, folders and JSON lines. Raises :exc:`OptionError` for a file that cannot be read."""
    for one in collect(paths):
        try:
            with open_input(one, sys.stdin.buffer) if one.path else nullcontext(sys.stdin.buffer) as stream:
                yield from _sources(one, Bytes(stream, lambda: None))
        except InputError as error:
            raise OptionError(str(InputError(error.message, place=error.place or one.name))) from None


def _sources(one: Input, data: Bytes) -> Iterator[Source]:
    kind = kind_of(one, data.start(), "auto")
    if kind == "jsonl":
        for number, line in data.lines(MOST):
            try:
                if line and line.strip():
                    yield records.source(records.parse(line.removeprefix(b"\xef\xbb\xbf")), Keys(), None, None)
            except RecordError as error:
                click.echo(shown(f"{one.name}:{number}: {error}"), err=True)
        return
    content = data.all(MOST)
    decoded = decode_page(content) if kind == "html" else decode(content)
    yield Source(decoded.text, markdown=kind == "md", file=True, html=kind == "html")
