"""Bytes to text, once: a byte order mark, else UTF-8, else the best guess of charset-normalizer.

What cannot be decoded raises; nothing is replaced by question marks in silence.
"""

import codecs
from dataclasses import dataclass

from cleaner.errors import InputError

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

_TEXT_CONTROLS = "\t\n\r\f\v\x1b\x85"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, its byte order mark, and whether the encoding is a guess."""

    text: str
    encoding: str
    mark: bytes = b""
    guessed: bool = False

    def encode(self, text: str) -> bytes:
        """Return a text as bytes in the form that this one came in."""
        return self.mark + text.encode(self.encoding)


def decode(data: bytes) -> Decoded:
    r"""Decode a file's bytes. Raises :exc:`InputError` for what is not text or in no encoding that fits.

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
        return _guess(data)


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


def _guess(data: bytes) -> Decoded:
    """Decode by charset-normalizer's best guess, or by a usual encoding that fits just as well.

    A short text fits many encodings alike, and of equals it names the first by alphabet: French became Czech.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
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
