"""Payloads of WARC records: what their headers say about them, and the document that HTTP encoded, within bounds.

Headers are read by warcio, through a stream that ends after a number of bytes.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.io.formats import DETECTION_BYTES
from cleaner.io.streams import InputStream
from cleaner.lazy import lazy_pattern
from cleaner.text.markup import is_html

HEADER_BYTES = 1 << 20
"""Maximum bytes of headers: servers send some thousand, and refuse many more."""

MAX_ENCODINGS = 3
"""How many times a payload may be compressed: servers do it once, a careless proxy twice."""

BROTLI_BYTES = 1 << 20
"""Bytes that Brotli returns at once, or up to twice as many: a kilobyte of it can hold a gigabyte."""

PLAIN_TEXT = "text/plain"
"""The media type of texts."""

PAGE_TYPES = ("text/html", "application/xhtml+xml")
"""The media types of pages."""

UNKNOWN_TYPES = ("", "unknown/unknown", "application/unknown", "*/*")
"""What servers send if they do not know a type (WHATWG MIME Sniffing, section 7): then the content decides."""

_OK, _REDIRECT, _ERROR = 200, 300, 400
_STATUS_DIGITS = 3

_SKIPPED_TYPES = {
    "request": "request",
    "revisit": "revisit",
    "continuation": "continuation",
    "warcinfo": "warcinfo record",
    "metadata": "metadata record",
}
"""The names of records that are never documents; an s makes the plural."""

_TRUNCATED = "is truncated: its compressed data breaks off"

_CHARSET = lazy_pattern(r"""; \s* charset \s* = \s* ["']? ([^\s"';,]+)""", re.IGNORECASE | re.VERBOSE)


class PayloadError(Exception):
    """A record's payload cannot be read, though the rest of the file can."""


class Capture(NamedTuple):
    """What a record's headers say about its payload, and the ``start`` of it that was read with them.

    ``media_type``, ``charset`` and ``encoding`` are those of HTTP. ``skip_reason`` names what is not a document; if
    it ``may_be_page``, its content decides whether it is one.
    """

    media_type: str = ""
    charset: str | None = None
    encoding: str = ""
    is_chunked: bool = False
    skip_reason: str = ""
    may_be_page: bool = False
    start: bytes = b""


class HeaderLines:
    """The lines of headers, as their parser reads them, within :data:`HEADER_BYTES`."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._remaining = stream, HEADER_BYTES
        self._last = b""

    def readline(self) -> bytes:
        """Return the next line; an empty one at the end, or if the headers are too long."""
        self._last = self._stream.readline(self._remaining)
        self._remaining -= len(self._last)
        return self._last

    @property
    def is_complete(self) -> bool:
        """Whether an empty line ended the headers."""
        return self._last.endswith(b"\n") and not self._last.strip()

    @property
    def is_too_long(self) -> bool:
        """Whether the headers have no end within their maximum length."""
        return self._remaining <= 0


def parse_headers(lines: HeaderLines, first_line: bytes, protocol: str) -> Any:
    """Return headers as warcio parses them; their ``first_line`` has been read already."""
    from warcio.statusandheaders import StatusAndHeadersParser

    return StatusAndHeadersParser([protocol]).parse(lines, first_line)


def field(headers: Any, name: str) -> str:
    """Return a header's value, without the angle brackets that enclose ids and some addresses."""
    value = str(headers.get_header(name) or "").strip()
    return value[1:-1].strip() if value.startswith("<") and value.endswith(">") else value


def capture_of(headers: Any, block: Any) -> Capture:
    """Return what a record's headers say about its payload. Raises :exc:`PayloadError` if they cannot be read."""
    kind = field(headers, "WARC-Type").lower()
    media_type, charset = parse_content_type(field(headers, "Content-Type"))
    if field(headers, "WARC-Target-URI").startswith("dns:"):
        return Capture(skip_reason="DNS record")
    if kind == "resource":
        may_be_page = media_type in UNKNOWN_TYPES
        return Capture(media_type, charset, skip_reason=_skip_reason(media_type), may_be_page=may_be_page)
    if kind == "conversion":
        return Capture(media_type, charset, skip_reason="" if media_type == PLAIN_TEXT else "other file")
    if kind != "response":
        return Capture(skip_reason=_SKIPPED_TYPES.get(kind, "other record"))
    first_line = block.readline(HEADER_BYTES)
    if not first_line.upper().startswith(b"HTTP/"):
        return Capture(skip_reason="response without headers", may_be_page=True, start=first_line)
    lines = HeaderLines(block)
    http = parse_headers(lines, first_line, "HTTP/")
    if lines.is_too_long and not lines.is_complete:
        raise PayloadError(f"has HTTP headers of more than {HEADER_BYTES >> 20} MiB")
    return _http_capture(http)


def _http_capture(http: Any) -> Capture:
    media_type, charset = parse_content_type(field(http, "Content-Type"))
    word = (http.statusline.split()[1:2] or [""])[0]
    status = int(word) if len(word) == _STATUS_DIGITS and word.isascii() and word.isdigit() else _ERROR
    if not _OK <= status < _REDIRECT:
        return Capture(skip_reason="redirect" if _REDIRECT <= status < _ERROR else "error")
    return Capture(
        media_type,
        charset,
        encoding=field(http, "Content-Encoding"),
        is_chunked="chunked" in field(http, "Transfer-Encoding").lower(),
        skip_reason=_skip_reason(media_type),
        may_be_page=media_type in UNKNOWN_TYPES,
    )


def _skip_reason(media_type: str) -> str:
    """Return what a payload is if its type is not that of a document; an empty string for a document."""
    if media_type in PAGE_TYPES or media_type == PLAIN_TEXT:
        return ""
    return "image" if media_type.startswith("image/") else "other file"


def parse_content_type(value: str) -> tuple[str, str | None]:
    """Split a Content-Type into the media type and the charset.

    >>> parse_content_type('Text/HTML; Charset="koi8-r"'), parse_content_type("")
    (('text/html', 'koi8-r'), ('', None))
    """
    charset = _CHARSET.search(value)
    return re.split("[;,]", value, maxsplit=1)[0].strip().lower(), charset[1] if charset else None


def decode_chunks(content: bytes) -> bytes:
    """Undo chunked transfer; content that is not in chunks, though a header says so, is unchanged."""
    from warcio.bufferedreaders import ChunkedDataReader

    joined: bytes = ChunkedDataReader(io.BytesIO(content)).read()
    return joined


def decompress(content: bytes, encoding: str, limit: int) -> bytes:
    """Undo a Content-Encoding: of several, the last first. Content that is a page already is unchanged.

    Unknown encodings are ignored. Raises :exc:`InputError` for more bytes than the limit, without reading further, and
    for damaged content.
    """
    names = [name for name in re.split(r"[\s,]+", encoding.lower()) if name in _DECOMPRESS]
    if len(names) > MAX_ENCODINGS:
        raise InputError(f"is compressed {len(names)} times: decompress it first")
    for name in reversed(names):
        if not is_html(content[:DETECTION_BYTES]):
            content = _DECOMPRESS[name](content, limit)
    return content


def too_large(limit: int) -> InputError:
    """Return the error for a payload of more bytes than a limit."""
    return InputError(f"is larger than {limit >> 20} MiB: raise --max-size")


def _decompress_by_magic(content: bytes, limit: int) -> bytes:
    """Decompress gzip or Zstandard, whichever the content is, if any: servers confuse them."""
    return _join(iter(InputStream(io.BytesIO(content)).read_chunk, b""), limit)


def _inflate(content: bytes, limit: int) -> bytes:
    """Decompress deflate, with the header that RFC 9110 requires, or without it, as some servers send it."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        decompressor = zlib.decompressobj(bits)
        try:
            inflated = _join([decompressor.decompress(content, limit + 1)], limit)
        except zlib.error:
            continue
        if not decompressor.eof:
            raise InputError(_TRUNCATED)
        return inflated
    raise InputError("is compressed by deflate, and damaged")


def _decompress_brotli(content: bytes, limit: int) -> bytes:
    brotli = _brotli()
    try:
        return _join(_brotli_chunks(brotli.Decompressor(), content), limit)
    except brotli.error:
        raise InputError("is compressed by Brotli, and damaged") from None


def _brotli_chunks(decompressor: Any, content: bytes) -> Iterator[bytes]:
    while not decompressor.is_finished():
        chunk = decompressor.process(content, output_buffer_limit=BROTLI_BYTES)
        content = b""
        if not chunk and decompressor.can_accept_more_data() and not decompressor.is_finished():
            raise InputError(_TRUNCATED)
        yield chunk


def _join(chunks: Iterable[bytes], limit: int) -> bytes:
    """Join chunks; no more are read once they exceed the limit, which raises :exc:`InputError`."""
    parts, size = list[bytes](), 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
    return b"".join(parts)


def _brotli() -> Any:
    """Return the package. Raises :exc:`InputError` if it is missing, or of a version that cannot bound its output."""
    try:
        import brotli
    except ImportError:
        brotli = None
    if not hasattr(getattr(brotli, "Decompressor", None), "can_accept_more_data"):
        raise InputError("is compressed by Brotli, and needs a package for it: pip install 'brotli>=1.2'")
    return brotli


_DECOMPRESS = {
    "gzip": _decompress_by_magic,
    "x-gzip": _decompress_by_magic,
    "zstd": _decompress_by_magic,
    "deflate": _inflate,
    "br": _decompress_brotli,
}
