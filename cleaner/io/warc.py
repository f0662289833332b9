"""WARC and WET files (ISO 28500): the pages and texts in them, one record each, within bounds whatever a file says.

warcio reads headers and chunks. Its own walk over a file is not used: it reads lines of any length, unpacks without
bounds, and passes over what stands between records.
"""

import io
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

from cleaner.errors import InputError
from cleaner.io.captures import HEADER, TEXT, Capture, Head, PayloadError, capture_of, field, length, parsed
from cleaner.io.inputs import SNIFFED, is_page
from cleaner.io.items import Record
from cleaner.io.languages import tag_of
from cleaner.io.payload import too_large, unchunked, unpacked
from cleaner.io.streams import CHUNK_BYTES, InputStream
from cleaner.source import EncodedText, RecordKeys


class Archive:
    """A WARC file's documents; what is none is counted in ``left_out``, by kind."""

    def __init__(self, name: str, content: InputStream, limit: int, keys: RecordKeys) -> None:
        """Read an input of a name; ``limit`` is the bytes that a payload may have, ``keys`` those of its records."""
        self._name, self._limit, self._keys = name, limit, keys
        self._stream = io.BufferedReader(_Stream(content), CHUNK_BYTES)
        self.left_out = Counter[str]()

    def items(self) -> Iterator[tuple[Record, int]]:
        """Return each document, and its size in bytes. Raises :exc:`InputError` where the file breaks off."""
        limited = _limit_reader()
        for number in count(1):
            try:
                headers = self._headers()
                if headers is None:
                    return
                block = limited(self._stream, length(headers))
                item, size = self._item(number, headers, block)
                _skip(block)
            except InputError as error:
                raise InputError(error.message, line=number) from None
            if item:
                yield item, size

    def notes(self) -> tuple[str, ...]:
        """Return what a user should know of what was left out."""
        told = [f"{times} {_many(kind) if times > 1 else kind}" for kind, times in self.left_out.most_common()]
        return (f"left out {', '.join(told)}",) if told else ()

    def _headers(self) -> Any:
        """Return the headers of the next record, ``None`` at the end."""
        while (first := self._stream.readline(HEADER)) and not first.strip():
            pass  # empty lines part records: two, or as many as there are
        if not first:
            return None
        start = first[: len(b"WARC/")].upper()
        if start != b"WARC/"[: len(start)]:
            raise InputError("is no WARC record, and what comes after it is left out")
        if len(first) < len(b"WARC/"):
            raise InputError(_TRUNCATED)
        head = Head(self._stream)
        headers = parsed(head, first, "WARC/")
        if not head.is_whole:
            raise InputError(_LONG if head.is_long else _TRUNCATED)
        return headers

    def _item(self, number: int, headers: Any, block: Any) -> tuple[Record | None, int]:
        """Return a record's document, or count why it is none. What is wrong with its payload is the item's fault."""
        place = f"{self._name}:{number}"
        try:
            capture = capture_of(headers, block)
            content = self._payload(capture, block)
        except PayloadError as error:
            return Record(place, b"", "warc", number, str(error)), 0
        if content is None:
            self.left_out[capture.other] += 1
            return None, 0
        key = self._keys.text if capture.media == TEXT else self._keys.html
        record = self._about(headers) | {key: EncodedText(content, capture.charset)}
        return Record(place, b"", "warc", number, fields=record), len(content)

    def _payload(self, capture: Capture, block: Any) -> bytes | None:
        """Return a document as it was before HTTP wrapped it, ``None`` for what is none."""
        if capture.other and not capture.may_be_page:
            return None
        if len(capture.start) + block.limit > self._limit:
            if capture.may_be_page:
                return None
            raise PayloadError(too_large(self._limit).message)
        content = capture.start + block.read()
        try:
            content = unpacked(unchunked(content) if capture.chunked else content, capture.coding, self._limit)
        except InputError as error:
            raise PayloadError(error.message) from None
        return None if capture.may_be_page and not is_page(content[:SNIFFED]) else content

    def _about(self, headers: Any) -> dict[str, Any]:
        """Return what a record tells of its document. The date is that of its capture, and not the article's."""
        language = field(headers, "WARC-Identified-Content-Language").split(",")[0].strip()
        about = {
            self._keys.id: field(headers, "WARC-Record-ID"),
            "url": field(headers, "WARC-Target-URI"),
            "lang": tag_of(language),
            "warc_date": field(headers, "WARC-Date"),
        }
        return {key: value for key, value in about.items() if value}


_TRUNCATED = "is truncated: the record breaks off"
_LONG = f"is no WARC record: its headers have no end within {HEADER >> 20} MiB"


class _Stream(io.RawIOBase):
    """An unpacked input, as the standard library reads streams."""

    def __init__(self, content: InputStream) -> None:
        super().__init__()
        self._content, self._held = content, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._held:
            self._held = memoryview(self._content.piece())
        size = min(len(buffer), len(self._held))
        buffer[:size], self._held = self._held[:size], self._held[size:]
        return size


def _skip(block: Any) -> None:
    """Pass over the rest of a record. Raises :exc:`InputError` where the file ends before it."""
    while block.limit and block.read(CHUNK_BYTES):
        pass
    if block.limit:
        raise InputError(_TRUNCATED)


def _many(kind: str) -> str:
    """Return a name for more than one.

    >>> _many("image"), _many("response without headers")
    ('images', 'responses without headers')
    """
    what, sign, rest = kind.partition(" without ")
    return f"{what}s{sign}{rest}"


def _limit_reader() -> Any:
    """Return what reads a record's block and no further."""
    try:
        from warcio.limitreader import LimitReader
    except ImportError:
        raise InputError("needs a package for WARC: pip install 'article-cleaner[warc]'") from None
    return LimitReader
