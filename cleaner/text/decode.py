"""Bytes to text, once: a byte order mark, else UTF-8, else what a page declares, else charset-normalizer's best guess.

What cannot be decoded raises, or of a page is counted; nothing is replaced by question marks in silence.
"""

import codecs
import re
from dataclasses import dataclass

from cleaner.errors import InputError
from cleaner.lazy import lazy_pattern

CONTROL_SHARE = 0.01
"""Share of control characters above which a file is binary (prose has none; bytes spread evenly have 23 %)."""

USUAL = ("cp1252", "cp1251")
"""The encodings that files of one byte a character have far more often than any other, the more frequent first."""

ALIKE = 0.1
"""Coherence, as charset-normalizer counts it from 0 to 1, that two guesses may differ by and still fit alike. Of 22
single sentences (19 languages, each in its own encoding) 16 are guessed right with both figures, and 11 without."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PACKED = {b"\x1f\x8b": "gzip -dc", b"\x28\xb5\x2f\xfd": "zstd -dc", b"\xfd7zXZ": "xz -dc", b"BZh": "bzip2 -dc"}
_GUESSED = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8_r"),
    *("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"),
)
"""The encodings that a guess chooses from: those that browsers know (WHATWG Encoding), in Python's names."""

_AS_BROWSERS = {
    **dict.fromkeys(("ascii", "us-ascii", "latin-1", "latin1", "iso8859-1", "iso-8859-1", "x-user-defined"), "cp1252"),
    **dict.fromkeys(("iso8859-9", "iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso8859-11", "iso-8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb-2312-80", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5-tw", "x-x-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("shift-jis", "shift_jis", "sjis", "x-sjis", "ms-kanji", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "euc_kr", "ks-c-5601-1987", "ksc5601", "korean"), "cp949"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "utf-16-le", "utf-16-be", "unicode"), "utf-8"),
}
"""What browsers take a label for (WHATWG Encoding, section 4.2): the larger encoding that holds the one that is named.
UTF-16 in a label that ASCII can read is wrong."""

_MARKUP = lazy_pattern(rb"<(script|style)\b.*?</\1|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_SEVEN_BITS = ("iso2022_jp", "hz")

DAMAGED_SHARE = 0.02
"""Share of the bytes beyond ASCII that may not fit the encoding that a page declares."""

ASCII_END = 0x7F

ZERO_SHARE = 0.2
SNIFFED = 1024
"""Share of zeros among the first bytes from which markup is UTF-16: of ASCII in it they are half."""

_TEXT_CONTROLS = "\t\n\r\f\v\x1b\x85"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, its byte order mark, and whether the encoding is a guess.

    ``damaged`` counts the places of a page that fit no character and stand as U+FFFD.
    """

    text: str
    encoding: str
    mark: bytes = b""
    guessed: bool = False
    damaged: int = 0

    def encode(self, text: str) -> bytes:
        """Return a text as bytes in the form that this one came in."""
        return self.mark + text.encode(self.encoding)


def decode(data: bytes, *, charset: str | None = None) -> Decoded:
    r"""Decode a file's bytes; ``charset`` is what came with them says that they are in, and counts where it fits.

    Raises :exc:`InputError` for what is not text or in no encoding that fits.

    >>> decode("naïve\n".encode()).text, decode("naïve".encode("utf-16")).encoding
    ('naïve\n', 'utf-16-le')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(Decoded(_strict(data[len(mark) :], encoding), encoding, mark))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        _refuse_packed(data)
        _refuse_damaged(data, error)
        if (label := _known(charset)) and not (found := _lenient(data, label)).damaged:
            return _checked(found)
        return _guess(data)


def decode_page(data: bytes, *, charset: str | None = None) -> Decoded:
    r"""Decode a page's bytes, as browsers do but that valid UTF-8 is always taken for it. Nothing raises.

    ``charset`` is what came with the page, as from a server, and counts before what it declares itself.

    >>> decode_page('<meta charset="gb2312">\u9555'.encode("gb18030")).text[-1]
    '\u9555'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, mark)
    wide = _unmarked_wide(data)
    if wide:
        return _lenient(data, wide)
    declared = None if data.isascii() and b"\x1b$" not in data else _declared(data, charset)
    if declared in _SEVEN_BITS:
        return _lenient(data, declared)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _page_of_bytes(data, declared)


def _page_of_bytes(data: bytes, declared: str | None) -> Decoded:
    """Decode what is not UTF-8, or damaged UTF-8: if most of what is not ASCII fits UTF-8, it is that."""
    lenient = _lenient(data, "utf-8")
    sound = sum(1 for c in lenient.text if c > "\x7f") - lenient.damaged
    if sound > lenient.damaged:
        return lenient
    if declared and declared != "utf-8":
        found = _lenient(data, declared)
        if found.damaged <= DAMAGED_SHARE * max(1, sum(byte > ASCII_END for byte in data)) or found.damaged == 1:
            return found
    try:
        return _guess(data, _MARKUP.sub(b" ", data))
    except (InputError, UnicodeDecodeError):
        return _lenient(data, declared if declared and declared != "utf-8" else "cp1252", guessed=True)


def _lenient(data: bytes, encoding: str, mark: bytes = b"", *, guessed: bool = False) -> Decoded:
    text = data.decode(encoding, "replace")
    own = data.count("\N{REPLACEMENT CHARACTER}".encode()) if encoding == "utf-8" else 0
    return Decoded(text, encoding, mark, guessed, max(0, text.count("\N{REPLACEMENT CHARACTER}") - own))


def _declared(data: bytes, charset: str | None) -> str | None:
    """Return the encoding that came with a page, else the one that it declares, in Python's name for it.

    That it is UTF-8 needs no telling: what is none may still be what the page declares.
    """
    if (label := _known(charset)) and label != "utf-8":
        return label
    from bs4.dammit import EncodingDetector

    return _known(EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=True))


def _known(label: str | None) -> str | None:
    """Return Python's name for what browsers take a label for."""
    if not label:
        return None
    name = label.strip().lower().replace("_", "-")
    try:
        found = _AS_BROWSERS.get(name) or codecs.lookup(_AS_BROWSERS.get(codecs.lookup(name).name, name)).name
        b"\x80".decode(found, "replace")  # Python has codecs as well that decode no text, or only all or nothing
    except (LookupError, ValueError):
        return None
    return found


def _unmarked_wide(data: bytes) -> str | None:
    """Return UTF-16 in the byte order that its zeros tell, for markup without a mark."""
    start = data[:SNIFFED]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < ZERO_SHARE * len(start) or not start:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            f"starts with the mark of {encoding}, but byte {error.start} does not fit it: convert the file to UTF-8"
        )
        raise InputError(message) from None


def _checked(decoded: Decoded) -> Decoded:
    """Return what was decoded, if it is text and not binary data that happens to decode."""
    text = decoded.text
    if text.isprintable():
        return decoded
    controls = sum(text.count(chr(c)) for c in (*range(32), *range(127, 160)) if chr(c) not in _TEXT_CONTROLS)
    if controls > CONTROL_SHARE * len(text) and controls > 1:
        raise InputError("is binary, not text: give text, Markdown or JSON lines")
    return decoded


def _refuse_packed(data: bytes) -> None:
    for magic, command in _PACKED.items():
        if data.startswith(magic):
            raise InputError(f"is compressed: unpack it first ({command} FILE | clean)")


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """Raise if the data is UTF-8 with a few damaged places: any other encoding would garble all the rest."""
    if b"\0" in data:
        raise InputError("is binary, not text: give text, Markdown or JSON lines")
    lenient = data.decode("utf-8", "replace")
    damaged = lenient.count("\N{REPLACEMENT CHARACTER}")
    sound = sum(1 for c in lenient if c > "\x7f") - damaged
    if sound > damaged:
        raise InputError(f"is UTF-8 with damage, first at byte {error.start}: mend it (iconv -c -t UTF-8 FILE | clean)")


def _guess(data: bytes, sample: bytes | None = None) -> Decoded:
    """Decode by charset-normalizer's best guess, made on a sample, or by a usual encoding that fits just as well.

    A short text fits many encodings alike, and of equals it names the first by alphabet: French became Czech.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(data if sample is None else sample)
    best = matches.best()
    if best is None:
        raise InputError("is in no encoding that fits: convert it to UTF-8 (iconv -f ENCODING -t UTF-8)")
    alike = {
        name
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - ALIKE
        for name in match.could_be_from_charset
    }
    encoding = next((name for name in USUAL if name in alike), best.encoding)
    return _checked(Decoded(data.decode(encoding), encoding, guessed=True))
