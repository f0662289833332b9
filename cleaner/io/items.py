"""One input on its way: what was read of it, and the source that it is to the cleaner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.io.inputs import Kind
from cleaner.io.records import ReadOptions
from cleaner.source import Source
from cleaner.text.decode import Decoded, decode, decode_page


@dataclass(frozen=True, slots=True)
class Record:
    """One input: a record, which is number ``line`` of a file, or a whole file's ``content``; ``place`` names it.

    A record is a line of JSON in ``content``, or is read already. ``fault`` tells why there is nothing of it.
    """

    place: str
    content: bytes
    kind: Kind
    line: int = 0
    fault: str = ""
    fields: Mapping[str, Any] | None = None


def source_of_file(item: Record, asked: ReadOptions, note: Callable[[str, str], None]) -> tuple[Source, Decoded]:
    """Decode a file, and note what is not sure of it. Raises :exc:`cleaner.errors.InputError` for what is no text."""
    html = item.kind == "html"
    decoded = decode_page(item.content) if html else decode(item.content)
    if decoded.guessed:
        note(item.place, f"is not UTF-8; read as {decoded.encoding}")
    if decoded.damaged:
        note(item.place, f"has {decoded.damaged} damaged characters, each written as \ufffd")
    source = Source(decoded.text, asked.url, asked.language, markdown=item.kind == "md", file=True, html=html)
    return source, decoded


def in_form(source: Source, *, markdown: bool) -> Source:
    """Return a source whose page is asked for as Markdown, or not; a text stays what it is."""
    return source._replace(markdown=markdown) if source.html else source
