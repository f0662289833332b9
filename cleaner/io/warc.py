"""WARC and WET files (ISO 28500): a record for each page and text in them, within bounds whatever a file claims.

warcio reads headers and chunks. Its own walk over a file is not used: it reads lines of any length, decompresses
without bounds, and skips whatever is between records.
"""

import io
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

from cleaner.errors import InputError
from cleaner.io.batches import Batch, gather
from cleaner.io.formats import DETECTION_BYTES
from cleaner.io.payload import (
    HEADER_BYTES,
    PLAIN_TEXT,
    Capture,
    HeaderLines,
    PayloadError,
    capture_of,
    decode_chunks,
    decompress,
    field,
    parse_headers,
    too_large,
)
from cleaner.io.records import Record
from cleaner.io.streams import CHUNK_BYTES, Flush, InputStream, OpenInput
from cleaner.languages import normalize_language
from cleaner.source import EncodedText, RecordKeys
from cleaner.text.markup import is_html

MAX_LENGTH_DIGITS = 19
"""Digits of the largest length that 63 bits hold: a file may claim no more for a record."""

_MAGIC = b"WARC/"
_TRUNCATED = "is truncated: the record breaks off"
_TOO_LONG = f"is not a WARC record: its headers have no end within {HEADER_BYTES >> 20} MiB"


def read_archive(source: OpenInput, keys: RecordKeys, limit: int, batch_bytes: int) -> Iterator[Batch | Flush]:
    """Yield the documents of a WARC file: a :class:`cleaner.io.batches.Reader`."""
    archive = Archive(source.input.name, source.stream, limit, keys)
    return gather(source, archive.records(), batch_bytes, archive.notes)


class Archive:
    """The documents of a WARC file. ``skipped`` counts the other records, by what they are."""

    def __init__(self, name: str, stream: InputStream, limit: int, keys: RecordKeys) -> None:
        """Read an input called ``name``; a payload may have ``limit`` bytes, and records have the ``keys``."""
        self._name, self._limit, self._keys = name, limit, keys
        self._stream = io.BufferedReader(_RawStream(stream), CHUNK_BYTES)
        self.skipped = Counter[str]()

    def records(self) -> Iterator[tuple[Record, int]]:
        """Yield each document with its size in bytes. Raises :exc:`InputError` if the file breaks off."""
        from warcio.limitreader import LimitReader

        for number in count(1):
            try:
                headers = self._read_headers()
                if headers is None:
                    return
                block = LimitReader(self._stream, _content_length(headers))
                document = self._document(number, headers, block)
                _skip_rest(block)
            except InputError as error:
                raise InputError(error.message, line=number) from None
            if document:
                yield document

    def notes(self) -> tuple[str, ...]:
        """Return what a user should know about the records that are not documents."""
        counts = [f"{times} {_plural(kind) if times > 1 else kind}" for kind, times in self.skipped.most_common()]
        return (f"left out {', '.join(counts)}",) if counts else ()

    def _read_headers(self) -> Any:
        """Return the headers of the next record; ``None`` at the end."""
        while (first_line := self._stream.readline(HEADER_BYTES)) and not first_line.strip():
            pass  # empty lines separate records: two, or as many as there are
        if not first_line:
            return None
        start = first_line[: len(_MAGIC)].upper()
        if start != _MAGIC[: len(start)]:
            raise InputError("is not a WARC record, and what comes after it is left out")
        if len(first_line) < len(_MAGIC):
            raise InputError(_TRUNCATED)
        lines = HeaderLines(self._stream)
        headers = parse_headers(lines, first_line, "WARC/")
        if not lines.is_complete:
            raise InputError(_TOO_LONG if lines.is_too_long else _TRUNCATED)
        return headers

    def _document(self, number: int, headers: Any, block: Any) -> tuple[Record, int] | None:
        """Return a record's document, or count why there is none. An unreadable payload is the document's ``fault``."""
        place = f"{self._name}:{number}"
        try:
            capture = capture_of(headers, block)
            content = self._payload(capture, block)
        except PayloadError as error:
            return Record(place, b"", "warc", number, str(error)), 0
        if content is None:
            self.skipped[capture.skip_reason] += 1
            return None
        key = self._keys.text if capture.media_type == PLAIN_TEXT else self._keys.html
        fields = self._fields(headers) | {key: EncodedText(content, capture.charset)}
        return Record(place, b"", "warc", number, fields=fields), len(content)

    def _payload(self, capture: Capture, block: Any) -> bytes | None:
        """Return a document as it was before HTTP encoded it; ``None`` if it is not a document."""
        if capture.skip_reason and not capture.may_be_page:
            return None
        if len(capture.start) + block.limit > self._limit:
            if capture.may_be_page:
                return None
            raise PayloadError(too_large(self._limit).message)
        content = capture.start + block.read()
        try:
            content = decode_chunks(content) if capture.is_chunked else content
            content = decompress(content, capture.encoding, self._limit)
        except InputError as error:
            raise PayloadError(error.message) from None
        return None if capture.may_be_page and not is_html(content[:DETECTION_BYTES]) else content

    def _fields(self, headers: Any) -> dict[str, Any]:
        """Return what a record says about its document. The date is that of its capture, not the article's."""
        language = field(headers, "WARC-Identified-Content-Language").split(",")[0].strip()
        fields = {
            self._keys.id: field(headers, "WARC-Record-ID"),
            self._keys.url: field(headers, "WARC-Target-URI"),
            self._keys.language or "lang": normalize_language(language) or language,
            "warc_date": field(headers, "WARC-Date"),
        }
        return {key: value for key, value in fields.items() if value}


class _RawStream(io.RawIOBase):
    """A decompressed input as a raw stream of the standard library."""

    def __init__(self, stream: InputStream) -> None:
        super().__init__()
        self._content, self._chunk = stream, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._chunk:
            self._chunk = memoryview(self._content.read_chunk())
        size = min(len(buffer), len(self._chunk))
        buffer[:size], self._chunk = self._chunk[:size], self._chunk[size:]
        return size


def _content_length(headers: Any) -> int:
    """Return the length of a record's block in bytes. Raises :exc:`InputError` if it is not given."""
    value = field(headers, "Content-Length")
    if not (value.isascii() and value.isdigit() and len(value) <= MAX_LENGTH_DIGITS):
        raise InputError("is not a WARC record: its Content-Length is not a number")
    return int(value)


def _skip_rest(block: Any) -> None:
    """Skip the rest of a record. Raises :exc:`InputError` if the file ends first."""
    while block.limit and block.read(CHUNK_BYTES):
        pass
    if block.limit:
        raise InputError(_TRUNCATED)


def _plural(kind: str) -> str:
    """Return the plural of a name.

    >>> _plural("image"), _plural("response without headers")
    ('images', 'responses without headers')
    """
    noun, preposition, rest = kind.partition(" without ")
    return f"{noun}s{preposition}{rest}"
