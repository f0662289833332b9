"""What HTTP wraps a page in, undone within bounds: chunks, and packing by gzip, deflate, Brotli or Zstandard."""

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.errors import InputError
from cleaner.io.inputs import SNIFFED, is_page
from cleaner.io.streams import InputStream
from cleaner.lazy import lazy_pattern

LAYERS = 3
"""How often a payload may be packed: servers do it once, a careless proxy twice."""

PIECE = 1 << 20
"""Bytes that Brotli gives at once, or up to twice as many: a kilobyte of it can hold a gigabyte."""

_TRUNCATED = "is truncated: what is packed in it breaks off"

_CHARSET = lazy_pattern(r"""; \s* charset \s* = \s* ["']? ([^\s"';,]+)""", re.IGNORECASE | re.VERBOSE)


def media_of(content_type: str) -> tuple[str, str | None]:
    """Part a Content-Type into the media type and the charset.

    >>> media_of('Text/HTML; Charset="koi8-r"'), media_of("")
    (('text/html', 'koi8-r'), ('', None))
    """
    charset = _CHARSET.search(content_type)
    return re.split("[;,]", content_type, maxsplit=1)[0].strip().lower(), charset[1] if charset else None


def unchunked(content: bytes) -> bytes:
    """Undo chunked transfer; what is in no chunks, though a header says so, stays as it is."""
    from warcio.bufferedreaders import ChunkedDataReader

    whole: bytes = ChunkedDataReader(io.BytesIO(content)).read()
    return whole


def unpacked(content: bytes, coding: str, limit: int) -> bytes:
    """Undo a Content-Encoding, of many the last one first. What is a page already, or in no known packing, stays.

    Raises :exc:`InputError` for more than a limit in bytes, read no further, and for what is damaged.
    """
    names = [name for name in re.split(r"[\s,]+", coding.lower()) if name in _UNPACK]
    if len(names) > LAYERS:
        raise InputError(f"is packed {len(names)} times: unpack it first")
    for name in reversed(names):
        if not is_page(content[:SNIFFED]):
            content = _UNPACK[name](content, limit)
    return content


def too_large(limit: int) -> InputError:
    """Return the error for a payload larger than a limit in bytes."""
    return InputError(f"is larger than {limit >> 20} MiB: raise --max-size")


def _by_start(content: bytes, limit: int) -> bytes:
    """Unpack gzip or Zstandard, if it is."""
    return _joined(iter(InputStream(io.BytesIO(content)).piece, b""), limit)


def _inflated(content: bytes, limit: int) -> bytes:
    """Unpack deflate: with the header that RFC 9110 asks for, or without, as some servers send it."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        one = zlib.decompressobj(bits)
        try:
            whole = _joined([one.decompress(content, limit + 1)], limit)
        except zlib.error:
            continue
        if not one.eof:
            raise InputError(_TRUNCATED)
        return whole
    raise InputError("is packed by deflate, and damaged")


def _from_brotli(content: bytes, limit: int) -> bytes:
    brotli = _brotli()
    try:
        return _joined(_brotli_pieces(brotli.Decompressor(), content), limit)
    except brotli.error:
        raise InputError("is packed by Brotli, and damaged") from None


def _brotli_pieces(one: Any, content: bytes) -> Iterator[bytes]:
    while not one.is_finished():
        piece = one.process(content, output_buffer_limit=PIECE)
        content = b""
        if not piece and one.can_accept_more_data() and not one.is_finished():
            raise InputError(_TRUNCATED)
        yield piece


def _joined(pieces: Iterable[bytes], limit: int) -> bytes:
    """Join pieces, and take no more than it needs to know that they are too many."""
    parts, size = list[bytes](), 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > limit:
            raise too_large(limit)
    return b"".join(parts)


def _brotli() -> Any:
    """Return the package, of a version whose output can be bounded."""
    try:
        import brotli
    except ImportError:
        brotli = None
    if not hasattr(getattr(brotli, "Decompressor", None), "can_accept_more_data"):
        raise InputError("is packed by Brotli, and needs a package for it: pip install 'brotli>=1.2'")
    return brotli


_UNPACK = {
    "gzip": _by_start,
    "x-gzip": _by_start,
    "zstd": _by_start,
    "deflate": _inflated,
    "br": _from_brotli,
}
