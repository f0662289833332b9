"""What the headers of a WARC record tell of its payload: whether it is a document, and how HTTP wrapped it.

Headers are read by warcio, through a stream that ends after so many bytes.
"""

from dataclasses import dataclass
from typing import Any

from cleaner.errors import InputError
from cleaner.io.payload import media_of

HEADER = 1 << 20
"""Bytes that headers may take: servers send some thousand, and refuse to take many more."""

TEXT = "text/plain"
PAGES = ("text/html", "application/xhtml+xml")
UNKNOWN = ("", "unknown/unknown", "application/unknown", "*/*")
"""What servers say that know no type (WHATWG MIME Sniffing, section 7): then the content tells."""

_OK, _REDIRECT, _ERROR = 200, 300, 400

_OTHERS = {
    "request": "request",
    "revisit": "revisit",
    "continuation": "continuation",
    "warcinfo": "warcinfo record",
    "metadata": "metadata record",
}
"""How records that are never documents are told, each with an s behind it where there are more."""


class PayloadError(Exception):
    """Tells why a record's payload cannot be had."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What a record's headers tell of its payload, and the ``start`` of it that was read with them.

    ``other`` names what is no document. Where it ``may_be_page``, its content tells whether it is one after all.
    """

    media: str = ""
    charset: str | None = None
    coding: str = ""
    chunked: bool = False
    other: str = ""
    may_be_page: bool = False
    start: bytes = b""


class Head:
    """The lines of headers, for their parser, and no more bytes than those may take."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._left = stream, HEADER
        self._last = b""

    def readline(self) -> bytes:
        """Return the next line; nothing at the end, or where the headers are too long."""
        self._last = self._stream.readline(self._left)
        self._left -= len(self._last)
        return self._last

    @property
    def is_whole(self) -> bool:
        """Whether an empty line ended the headers."""
        return self._last.endswith(b"\n") and not self._last.strip()

    @property
    def is_long(self) -> bool:
        """Whether they had no end within what they may take."""
        return self._left <= 0


def parsed(head: Head, first: bytes, protocol: str) -> Any:
    """Parse headers, whose first line was read."""
    from warcio.statusandheaders import StatusAndHeadersParser

    return StatusAndHeadersParser([protocol]).parse(head, first)


def field(headers: Any, name: str) -> str:
    """Return a header's value, without the angle brackets that ids and some addresses stand in."""
    value = str(headers.get_header(name) or "").strip()
    return value[1:-1].strip() if value.startswith("<") and value.endswith(">") else value


def length(headers: Any) -> int:
    """Return how long the block of a record is, in bytes."""
    told = field(headers, "Content-Length")
    if not (told.isascii() and told.isdigit() and len(told) <= len(str(1 << 63))):
        raise InputError("is no WARC record: its Content-Length is no number")
    return int(told)


def capture_of(headers: Any, block: Any) -> Capture:
    """Read what tells of a record's payload. Raises :exc:`PayloadError` where it cannot be read."""
    kind = field(headers, "WARC-Type").lower()
    media, charset = media_of(field(headers, "Content-Type"))
    if field(headers, "WARC-Target-URI").startswith("dns:"):
        return Capture(other="DNS record")
    if kind == "resource":
        return Capture(media, charset, other=_other(media), may_be_page=media in UNKNOWN)
    if kind == "conversion":
        return Capture(media, charset, other="" if media == TEXT else "other file")
    if kind != "response":
        return Capture(other=_OTHERS.get(kind, "other record"))
    first = block.readline(HEADER)
    if not first.upper().startswith(b"HTTP/"):
        return Capture(other="response without headers", may_be_page=True, start=first)
    head = Head(block)
    http = parsed(head, first, "HTTP/")
    if head.is_long and not head.is_whole:
        raise PayloadError(f"has HTTP headers of more than {HEADER >> 20} MiB")
    return _of_http(http)


def _of_http(http: Any) -> Capture:
    media, charset = media_of(field(http, "Content-Type"))
    word = (http.statusline.split()[1:2] or [""])[0]
    status = int(word) if len(word) == len("200") and word.isascii() and word.isdigit() else _ERROR
    if not _OK <= status < _REDIRECT:
        return Capture(other="redirect" if _REDIRECT <= status < _ERROR else "error")
    chunked = "chunked" in field(http, "Transfer-Encoding").lower()
    return Capture(media, charset, field(http, "Content-Encoding"), chunked, _other(media), media in UNKNOWN)


def _other(media: str) -> str:
    """Name what is no document."""
    if media in PAGES or media == TEXT:
        return ""
    return "image" if media.startswith("image/") else "other file"
