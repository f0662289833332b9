"""Bytes to text: by a byte order mark, as UTF-8, by the declared charset, or by charset-normalizer's best guess.

Nothing is replaced silently: bytes that are not text raise an error, and bad characters of a page are counted.
"""

import codecs
import re
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.lazy import lazy_pattern

CONTROL_SHARE = 0.01
"""Share of control characters above which a file is binary (prose has none; bytes spread evenly have 23 %)."""

COMMON_ENCODINGS = ("cp1252", "cp1251")
"""The encodings of one byte per character that are far more frequent than all others, the more frequent first."""

COHERENCE_TOLERANCE = 0.1
"""Difference in coherence, by charset-normalizer's scale from 0 to 1, at which two guesses fit equally well. Of 22
single sentences (19 languages, each in its own encoding), 16 are guessed right with it and the common encodings, and
11 without."""

DAMAGED_SHARE = 0.02
"""Share of the bytes beyond ASCII that may not fit the encoding that a page declares."""

ZERO_SHARE = 0.2
"""Share of zeros among the first bytes from which markup counts as UTF-16, where half the bytes of ASCII are zeros."""

SNIFFED_BYTES = 1024
"""Bytes at the start of a page in which zeros are counted."""

_LAST_ASCII = "\x7f"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNPACKERS = {b"\x1f\x8b": "gzip -dc", b"\x28\xb5\x2f\xfd": "zstd -dc", b"\xfd7zXZ": "xz -dc", b"BZh": "bzip2 -dc"}
_CODECS = {
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "x-user-defined": "cp1252",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
"""Python's codecs for encodings of the WHATWG where those of the same name are smaller than what browsers decode.
UTF-16 is wrong where a declaration can be read as ASCII."""

_SEVEN_BIT_CODECS = ("iso2022_jp", "hz")
_MARKUP = lazy_pattern(rb"<(script|style)\b.*?</\1|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_TEXT_CONTROLS = "\t\n\r\f\v\x1b\x85"
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _TEXT_CONTROLS]
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Decoded(NamedTuple):
    """A text and how it was decoded.

    ``mark`` is its byte order mark, ``guessed`` whether the encoding is a guess. ``damaged`` counts the places
    of a page that fit no character and became U+FFFD.
    """

    text: str
    encoding: str
    mark: bytes = b""
    guessed: bool = False
    damaged: int = 0

    def encode(self, text: str) -> bytes:
        """Return a text in the same encoding and with the same byte order mark."""
        return self.mark + text.encode(self.encoding)


def decode(data: bytes, *, charset: str | None = None) -> Decoded:
    r"""Decode the bytes of a file.

    ``charset`` is the label of an encoding from outside, as from a server; it is used if all bytes fit it. Raises
    :exc:`cleaner.errors.InputError` for bytes that are not text, or that fit no encoding.

    >>> decode("naïve\n".encode()).text, decode("naïve".encode("utf-16")).encoding
    ('naïve\n', 'utf-16-le')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _require_text(Decoded(_decode_strictly(data[len(mark) :], encoding), encoding, mark))
    try:
        return _require_text(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        _refuse_compressed(data)
        _refuse_damaged(data, error)
        if (codec := _codec(charset)) and not (decoded := _decode_leniently(data, codec)).damaged:
            return _require_text(decoded)
        return _guess(data)


def decode_page(data: bytes, *, charset: str | None = None) -> Decoded:
    r"""Decode the bytes of a page as browsers do, except that valid UTF-8 is always UTF-8. Never raises.

    ``charset`` is the label of an encoding from outside, as from a server, and wins over what the page declares.

    >>> decode_page('<meta charset="gb2312">\u9555'.encode("gb18030")).text[-1]
    '\u9555'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_leniently(data[len(mark) :], encoding, mark)
    if wide := _utf_16_without_mark(data):
        return _decode_leniently(data, wide)
    declared = None if data.isascii() and b"\x1b$" not in data else _declared_codec(data, charset)
    if declared in _SEVEN_BIT_CODECS:
        return _decode_leniently(data, declared)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_damaged_page(data, declared)


def _decode_damaged_page(data: bytes, declared: str | None) -> Decoded:
    """Decode a page that is not valid UTF-8, yet counts as UTF-8 if most of its characters beyond ASCII are."""
    lenient = _decode_leniently(data, "utf-8")
    if _count_beyond_ascii(lenient.text) > 2 * lenient.damaged:
        return lenient
    if declared and declared != "utf-8":
        decoded = _decode_leniently(data, declared)
        beyond_ascii = sum(byte > ord(_LAST_ASCII) for byte in data)
        if decoded.damaged <= max(1, DAMAGED_SHARE * beyond_ascii):
            return decoded
    try:
        return _guess(data, _MARKUP.sub(b" ", data))
    except (InputError, UnicodeDecodeError):
        codec = declared if declared and declared != "utf-8" else COMMON_ENCODINGS[0]
        return _decode_leniently(data, codec, guessed=True)


def _decode_leniently(data: bytes, encoding: str, mark: bytes = b"", *, guessed: bool = False) -> Decoded:
    text = data.decode(encoding, "replace")
    original_count = data.count(_REPLACEMENT.encode()) if encoding == "utf-8" else 0
    return Decoded(text, encoding, mark, guessed, max(0, text.count(_REPLACEMENT) - original_count))


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"starts with the mark of {encoding}, but byte {error.start} does not fit it: convert the file to UTF-8"
        ) from None


def _declared_codec(data: bytes, charset: str | None) -> str | None:
    """Return the codec of the charset from outside, else of the one that the page declares.

    UTF-8 from outside does not count: a page that is not UTF-8 may still be what it declares.
    """
    if (codec := _codec(charset)) and codec != "utf-8":
        return codec
    from bs4.dammit import EncodingDetector  # start-up time

    return _codec(EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=True))


def _codec(label: str | None) -> str | None:
    """Return Python's codec for the label of an encoding, as browsers understand it; ``None`` if it is unknown."""
    if not label:
        return None
    from webencodings import lookup  # start-up time

    name = label.strip().lower()
    try:
        encoding = lookup(name) or lookup(codecs.lookup(name).name.replace("_", "-"))
        codec = encoding.codec_info.name if encoding else codecs.lookup(name).name
        codec = _CODECS.get(encoding.name, codec) if encoding else codec
        b"\x80".decode(codec, "replace")  # raises for Python's codecs that do not decode to text
    except (LookupError, ValueError):
        return None
    return codec


def _utf_16_without_mark(data: bytes) -> str | None:
    """Return UTF-16 in the byte order that its zeros show, for markup without a byte order mark."""
    start = data[:SNIFFED_BYTES]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if not start or max(even, odd) < ZERO_SHARE * len(start):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _require_text(decoded: Decoded) -> Decoded:
    """Return a decoded text. Raises :exc:`InputError` for binary data that happens to decode."""
    text = decoded.text
    if text.isprintable():
        return decoded
    controls = sum(map(text.count, _CONTROLS))
    if controls > max(1, CONTROL_SHARE * len(text)):
        raise InputError("is binary, not text: give text, Markdown or JSON lines")
    return decoded


def _refuse_compressed(data: bytes) -> None:
    for magic, command in _UNPACKERS.items():
        if data.startswith(magic):
            raise InputError(f"is compressed: unpack it first ({command} FILE | clean)")


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """Raise :exc:`InputError` for UTF-8 with a few damaged places: other encodings would garble all the rest."""
    if b"\0" in data:
        raise InputError("is binary, not text: give text, Markdown or JSON lines")
    lenient = data.decode("utf-8", "replace")
    if _count_beyond_ascii(lenient) > 2 * lenient.count(_REPLACEMENT):
        raise InputError(
            f"is UTF-8 with damage, first at byte {error.start}: repair it (iconv -c -t UTF-8 FILE | clean)"
        )


def _count_beyond_ascii(text: str) -> int:
    return sum(char > _LAST_ASCII for char in text)


def _guess(data: bytes, sample: bytes | None = None) -> Decoded:
    """Decode by charset-normalizer's best guess on a sample, or by a common encoding that fits equally well.

    Short texts fit many encodings equally well, and charset-normalizer then names the first by alphabet: French became
    Czech.
    """
    from charset_normalizer import from_bytes  # start-up time

    matches = from_bytes(data if sample is None else sample)
    best = matches.best()
    if best is None:
        raise InputError("fits no encoding: convert it to UTF-8 (iconv -f ENCODING -t UTF-8)")
    fitting = {
        name
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - COHERENCE_TOLERANCE
        for name in match.could_be_from_charset
    }
    encoding = next((name for name in COMMON_ENCODINGS if name in fitting), best.encoding)
    return _require_text(Decoded(data.decode(encoding), encoding, guessed=True))
