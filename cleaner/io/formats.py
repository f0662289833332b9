"""The table of formats: which files are read and how each is recognized, and what is written.

To add an input format:

1. Here, add its name to :data:`Kind` and a row to :data:`INPUT_FORMATS`: the suffixes of its files, the format that it
   is written in unless one is requested, the function that reads it, and how its content begins.
2. In a new module, write that function; :class:`cleaner.io.batches.Reader` is its signature.

Everything else follows from the table: which files a folder gives, ``--input-format``, detection by content, and
whether ``-i`` may write in place.
"""

import json
import os
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from cleaner.errors import InputError, OptionError
from cleaner.io.compression import split_name
from cleaner.lazy import lazy_pattern
from cleaner.text.markup import is_html

Kind = Literal["text", "md", "jsonl", "json", "html", "parquet", "warc"]
"""The format of an input."""

Format = Literal["text", "md", "html", "jsonl", "parquet", "spans"]
"""The format of an output."""

DETECTION_BYTES = 65_536
"""Bytes of an input's start by which its format is detected if its name does not say it."""

NAME_BYTES = 200
"""Bytes of a file name made from a record's id: file systems allow 255, and the suffix must fit too."""

KEY_BYTES = 4096
"""Bytes of an object of several lines within which its first key ends."""

ZERO_BYTES = 1024
"""Bytes at the start in which a binary file has a zero."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SEPARATORS = (b",", b"\t", b";", b"|")
_CODE_MARKS = (b";\n", b"{\n", b"}\n", b" = ", b"();", b"):\n", b"import ", b'="', b"()\n", b"def ", b"\nend\n", b"=")


def _is_parquet(start: bytes) -> bool:
    return start.startswith(b"PAR1")  # Apache Parquet, "File Format"


def _is_warc(start: bytes) -> bool:
    return start.startswith(b"WARC/")  # ISO 28500, section 4


_JSON_ARRAY = lazy_pattern(rb'\[ \s* \{ \s* (?: " | \} )', re.VERBOSE)
_FIRST_KEY = lazy_pattern(rb'\{ \s* "\w+" \s* : \s* (?: [\["{\d-] | true\b | false\b | null\b | \Z )', re.VERBOSE)
_ARRAY_START = lazy_pattern(rb"\[ \s* (?: [^\s{] | \{ \s* \S )", re.VERBOSE)
_JSON_OBJECT = lazy_pattern(rb'\{ \s* " (?: [^"\\\n] | \\. )* " \s* : \s* [^\s]', re.VERBOSE)


def is_json(start: bytes) -> bool:
    """Whether content begins as an array of objects, or an object of several lines, and not as JSON lines."""
    start = start.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if start.startswith(b"["):
        return _JSON_ARRAY.match(start) is not None
    return _first_line_is_open(start) and _JSON_OBJECT.match(start) is not None and _is_json_prefix(start)


def _is_json_prefix(start: bytes) -> bool:
    """Whether bytes that begin with an object are JSON objects as far as they reach, and nothing else follows."""
    text = start.decode("utf-8", "ignore")
    try:
        end = json.JSONDecoder().raw_decode(text)[1]
    except json.JSONDecodeError as error:
        return error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    except (ValueError, RecursionError):
        return True
    return text[end:].lstrip()[:1] in ("", "{")


def _first_line_is_open(start: bytes) -> bool:
    """Whether a first line that begins an object does not end it, and the next begins no other."""
    line, _, rest = start.partition(b"\n")
    return line.rstrip().endswith((b"{", b"[", b",")) and not rest.startswith(b"{")


def is_json_lines(start: bytes) -> bool:
    """Whether content that begins with these bytes is JSON lines: its first line is an object."""
    line = start.removeprefix(_BYTE_ORDER_MARK).lstrip().split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):  # a long line is cut off
        return _FIRST_KEY.match(line) is not None


class InputFormat(NamedTuple):
    """A format that is read.

    ``suffixes`` are those of its files, without a suffix of compression. ``output`` is the format that an input is
    written in unless one is requested. ``reader`` is the function that reads it, as ``module:name``: it is imported
    when the first file of the format comes. ``holds_records``: a file has many articles; ``is_table``: they are rows,
    written with all columns of their table. ``in_folders``: a folder's files with these suffixes are inputs.
    ``is_start`` recognizes the first bytes of its content. ``package`` is the
    package that it needs, from the extra that has the format's name.
    """

    suffixes: tuple[str, ...]
    output: Format
    reader: str
    holds_records: bool = False
    is_table: bool = False
    in_folders: bool = True
    is_start: Callable[[bytes], bool] | None = None
    package: str = ""


INPUT_FORMATS: dict[Kind, InputFormat] = {
    "text": InputFormat((".txt",), "text", "cleaner.io.whole_files:read_file"),
    "md": InputFormat((".md", ".markdown"), "md", "cleaner.io.whole_files:read_file"),
    "html": InputFormat(
        (".html", ".htm", ".xhtml", ".xht"), "text", "cleaner.io.whole_files:read_file", is_start=is_html
    ),
    "parquet": InputFormat(
        (".parquet",),
        "parquet",
        "cleaner.io.tables:read_table",
        holds_records=True,
        is_table=True,
        is_start=_is_parquet,
        package="pyarrow",
    ),
    "warc": InputFormat(
        (".warc", ".wet"),
        "jsonl",
        "cleaner.io.warc:read_archive",
        holds_records=True,
        is_start=_is_warc,
        package="warcio",
    ),
    "json": InputFormat(
        (".json",),
        "jsonl",
        "cleaner.io.json_files:read_json",
        holds_records=True,
        in_folders=False,  # most are settings
        is_start=is_json,
    ),
    "jsonl": InputFormat(
        (".jsonl", ".ndjson"),
        "jsonl",
        "cleaner.io.batches:read_lines",
        holds_records=True,
        is_start=is_json_lines,
    ),
}
"""All formats that are read. Where a name does not say the format, they are tried by content in this order."""

KIND_BY_SUFFIX: dict[str, Kind] = {suffix: kind for kind, row in INPUT_FORMATS.items() for suffix in row.suffixes}
"""The input format by the suffix of a name."""

FOLDER_SUFFIXES = frozenset(suffix for row in INPUT_FORMATS.values() if row.in_folders for suffix in row.suffixes)
"""The suffixes of files that a folder gives as inputs."""

DEFAULT_FORMAT: dict[Kind, Format] = {kind: row.output for kind, row in INPUT_FORMATS.items()}
"""The output format of an input format, unless one is requested."""

RECORD_KINDS = tuple(kind for kind, row in INPUT_FORMATS.items() if row.holds_records)
"""The input formats whose files have many articles."""

REWRITABLE_KINDS = tuple(kind for kind, row in INPUT_FORMATS.items() if row.output == kind)
"""The formats whose files ``-i`` may write in place: what comes out is what went in."""


class OutputFormat(NamedTuple):
    """A format that is written. ``suffixes``: the one that a file gets, then others that it may have."""

    suffixes: tuple[str, ...]
    holds_records: bool = False


OUTPUT_FORMATS: dict[Format, OutputFormat] = {
    "text": OutputFormat((".txt", ".text", "")),
    "md": OutputFormat((".md", ".markdown")),
    "html": OutputFormat((".html", ".htm")),
    "jsonl": OutputFormat((".jsonl", ".ndjson"), holds_records=True),
    "parquet": OutputFormat((".parquet",), holds_records=True),
    # Dolma finds attributes by the name of the file that they are about
    "spans": OutputFormat((".jsonl", ".ndjson", ".json"), holds_records=True),
}
"""All formats that are written."""

SUFFIX_BY_FORMAT: dict[Format, str] = {name: row.suffixes[0] for name, row in OUTPUT_FORMATS.items()}
"""The suffix of new files in an output format."""

RECORD_FORMATS = tuple(name for name, row in OUTPUT_FORMATS.items() if row.holds_records)
"""The output formats whose files have many articles."""

MARKUP_FORMATS = ("md", "html")
"""The output formats in which a page keeps its emphasis, links and images."""


def detect(start: bytes) -> Kind:
    """Return the format of an input by its first bytes; what no format recognizes is text.

    >>> detect(b"<!doctype html><p>"), detect(b'{"text": "A text."}'), detect(b"{braces}")
    ('html', 'jsonl', 'text')
    """
    return next((kind for kind, row in INPUT_FORMATS.items() if row.is_start and row.is_start(start)), "text")


def require_package(kind: Kind) -> None:
    """Raise :exc:`InputError` if the package that a format needs is missing."""
    from importlib.util import find_spec  # start-up time

    package = INPUT_FORMATS[kind].package
    if package and not find_spec(package):
        raise InputError(f"needs a package for {kind} files: pip install 'article-cleaner[{kind}]'")


def is_enough_to_detect(start: bytes) -> bool:
    """Whether an input's first bytes are enough: its first line is, except that other lines may precede a page.

    Of JSON, the first key or value is needed as well.
    """
    content = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(b"["):
        return _ARRAY_START.match(content) is not None
    if content.startswith(b"{") and _first_line_is_open(content):
        return _JSON_OBJECT.match(content) is not None or len(content) > KEY_BYTES
    return b"\n" in start and (not content.startswith(b"<") or is_html(start))


def is_plainly_text(start: bytes) -> bool:
    """Whether a text that begins with these bytes is surely not of a foreign format: see :mod:`cleaner.io.foreign`.

    This is for speed: what it is not sure about is examined there.
    """
    content = start.removeprefix(_BYTE_ORDER_MARK).lstrip().replace(b"\r\n", b"\n")
    if content[:1] in b"%<[{\\#/@-" or b"\0" in content[:ZERO_BYTES]:
        return False
    first, _, rest = content.partition(b"\n")
    second = rest.partition(b"\n")[0]
    is_quoted = b'"' in first or b'"' in second
    is_table = any(
        separator in first and (is_quoted or first.count(separator) == second.count(separator))
        for separator in _SEPARATORS
    )
    is_header = b":" in first and b" " not in first.partition(b":")[0]
    marks = sum(map(content.count, _CODE_MARKS))
    return not (is_table or is_header or first.startswith((b"From ", b"HTTP/")) or marks * 4 >= content.count(b"\n"))


def suffix_of(name: str) -> str:
    """Return the suffix by which a name says its format, in lower case and without that of its compression.

    >>> suffix_of("a/b.JSONL.gz"), suffix_of("a.gz")
    ('.jsonl', '')
    """
    return os.path.splitext(split_name(name)[0])[1].lower()


def output_name(relative: str, form: Format) -> str:
    """Return the name of an output in a format, by the name of its input; it is compressed as the input is.

    >>> output_name("a/b.html.gz", "text"), output_name("c", "text"), output_name("d.jsonl.zst", "parquet")
    ('a/b.txt.gz', 'c', 'd.parquet')
    """
    name, compression = split_name(relative)
    stem, suffix = os.path.splitext(name)
    if suffix.lower() not in OUTPUT_FORMATS[form].suffixes:
        suffix = SUFFIX_BY_FORMAT[form]
    return f"{stem}{suffix}{'' if form == 'parquet' else compression}"  # a table compresses its columns itself


def format_from_name(name: str, requested: Format | None = None) -> Format | None:
    """Return the format of an output file: the requested one, else the one that its name says.

    ``None`` if nothing says it, so that each input's own format counts. Raises :exc:`OptionError` if the name says a
    format other than the requested one, or one that is never written.

    >>> format_from_name("a/out.JSONL.gz"), format_from_name("b.parquet"), format_from_name("c")
    ('jsonl', 'parquet', None)
    >>> format_from_name("labels.json", "spans"), format_from_name("e.x", "md")
    ('spans', 'md')
    """
    suffix = suffix_of(name)
    if not suffix or (requested and suffix in OUTPUT_FORMATS[requested].suffixes):
        return requested
    named = next((form for form, row in OUTPUT_FORMATS.items() if suffix in row.suffixes and form != "spans"), None)
    if named is None and suffix in FOLDER_SUFFIXES:
        hint = "name it .txt, .md, .html, .jsonl or .parquet"
        raise OptionError(f"{name}: {suffix} files are only read, not written: {hint}")
    if named and requested:
        suffix = SUFFIX_BY_FORMAT[requested]
        raise OptionError(f"{name} is not a name for -t {requested}: leave -t out, or name it {suffix}")
    return requested or named


def file_name(id: object, number: int, form: Format) -> str:
    """Return a file name for a record: its id without unsafe characters, or else its line's number.

    >>> file_name("../a/b", 1, "text"), file_name(None, 7, "md")
    ('a_b.txt', '7.md')
    """
    text = "" if id is None else re.sub(r"[^\w.@+-]+", "_", str(id)).strip("._-")
    while len(text.encode("utf-8", "replace")) > NAME_BYTES:
        text = text[:-1]
    return f"{text or number}{SUFFIX_BY_FORMAT[form]}"
