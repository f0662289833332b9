"""Foreign formats: files that hold no article, recognized by name and by content, and a way to get an article out.

Only texts are examined, and only if no format is requested: what another format of :mod:`cleaner.io.formats` recognizes
is read as that format. Libraries that guess file types know neither tables nor source code, and take prose that begins
with ``%PDF`` or ``From:`` for a document or a mail.
"""

import re
import sys
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.io.foreign_text import Table, is_code, is_http, mail_kind, markup_kind, table_of
from cleaner.io.formats import DETECTION_BYTES, ZERO_BYTES, is_json_lines
from cleaner.io.inputs import Input
from cleaner.io.json_files import refuse_json
from cleaner.io.streams import open_stream
from cleaner.source import RecordKeys, listed_keys

TAR_MAGIC_AT = 257
"""Where a tar archive has its magic (POSIX, ustar format)."""


class ForeignFormat(NamedTuple):
    """A format that is not read: its ``name`` after "is", and what to do, where ``FILE`` is the input's path.

    ``suffixes`` are those of its files.
    """

    name: str
    way_out: str
    suffixes: str = ""


_MAIL = """python3 -c 'import email, email.policy, sys; \
print(email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)\
.get_body(("plain", "html")).get_content())' < FILE | clean"""

_MAILBOX = """python3 -c 'import json, mailbox, sys; \
[print(json.dumps({"id": str(mail["Message-ID"]), "text": mail.get_payload()})) \
for mail in mailbox.mbox(sys.argv[1]) if not mail.is_multipart()]' FILE | clean"""

_TABLE = """python3 -c 'import csv, json, sys; csv.field_size_limit(1 << 30); \
[print(json.dumps(row)) for row in csv.DictReader(sys.stdin, delimiter="SEPARATOR")]' < FILE | clean"""

_PANDOC = "pandoc -t markdown FILE | clean -f md"
_AS_TEXT = "clean -f text FILE cleans it all the same"

FORMATS = {
    "pdf": ForeignFormat("a PDF", "pdftotext FILE - | clean", ".pdf"),
    "postscript": ForeignFormat("PostScript", "ps2ascii FILE | clean", ".ps .eps"),
    "rtf": ForeignFormat("RTF", "pandoc -f rtf -t plain FILE | clean", ".rtf"),
    "latex": ForeignFormat("LaTeX", "pandoc -f latex -t markdown FILE | clean -f md", ".tex .latex"),
    "docx": ForeignFormat("a Word document", _PANDOC, ".docx .docm"),
    "odt": ForeignFormat("an OpenDocument text", _PANDOC, ".odt .fodt"),
    "epub": ForeignFormat("an EPUB", _PANDOC, ".epub"),
    "fb2": ForeignFormat("an FB2 book", _PANDOC, ".fb2"),
    "notebook": ForeignFormat("a notebook", "pandoc -f ipynb -t markdown FILE | clean -f md", ".ipynb"),
    "doc": ForeignFormat("an old Word document", "antiword FILE | clean", ".doc .dot"),
    "slides": ForeignFormat("slides", "libreoffice --convert-to pdf FILE, then pdftotext", ".pptx .ppt .odp .key"),
    "sheet": ForeignFormat("a spreadsheet", "export its texts as JSON lines", ".xlsx .xls .ods .numbers"),
    "office": ForeignFormat("an office document", "libreoffice --convert-to pdf FILE, then pdftotext", ".pages .msg"),
    "mail": ForeignFormat("a mail message", _MAIL, ".eml .emlx"),
    "mhtml": ForeignFormat("MHTML", _MAIL.replace('("plain", "html")', '("html",)'), ".mht .mhtml"),
    "mailbox": ForeignFormat("a mailbox", _MAILBOX, ".mbox"),
    "http": ForeignFormat("a page below HTTP headers", "leave out curl's -i, as in curl -sL URL | clean --url URL"),
    "feed": ForeignFormat(
        "a feed", "clean the pages that it links to, as in curl -sL URL | clean --url URL", ".rss .atom"
    ),
    "sitemap": ForeignFormat("a sitemap", "clean the pages that it lists, as in curl -sL URL | clean --url URL"),
    "xml": ForeignFormat(
        "XML",
        "xmllint --xpath 'string(//body)' FILE | clean, with the element that has the article",
        ".xml .xsl .xslt .xsd .svg .opml .rdf .plist .kml .gpx .wsdl .ttml",
    ),
    "csv": ForeignFormat("a CSV table", _TABLE, ".csv"),
    "tsv": ForeignFormat("a TSV table", _TABLE, ".tsv .tab"),
    "json": ForeignFormat("JSON", "jq -c . FILE | clean", ".jsonc .json5 .geojson .har"),
    "jsonl": ForeignFormat("JSON lines under the name of a text", "clean -f jsonl FILE"),
    "image": ForeignFormat(
        "an image", "tesseract FILE - | clean", ".png .jpg .jpeg .gif .webp .tif .tiff .bmp .heic .avif .ico"
    ),
    "sound": ForeignFormat(
        "sound or video",
        "give a transcript",
        ".mp3 .mp4 .m4a .m4v .ogg .oga .ogv .opus .wav .flac .webm .mkv .avi .mov .mpg",
    ),
    "zip": ForeignFormat(
        "an archive", "unzip FILE -d FOLDER, then clean -o CLEANED FOLDER", ".zip .jar .whl .apk .cbz"
    ),
    "tar": ForeignFormat("an archive", "tar -xf FILE, then clean -o CLEANED FOLDER", ".tar .tgz .tbz2 .txz"),
    "archive": ForeignFormat("an archive", "7z x FILE, then clean -o CLEANED FOLDER", ".7z .rar .iso .dmg .cab .deb"),
    "database": ForeignFormat(
        "a database",
        "export its texts as JSON lines",
        ".sqlite .sqlite3 .db .mdb .accdb .dbf .arrow .feather .avro .orc",
    ),
    "program": ForeignFormat(
        "a program or its data",
        "give text, Markdown, HTML or JSON lines",
        ".exe .dll .so .dylib .class .pyc .wasm .bin .pkl .npy .npz .h5 .pt .safetensors .ttf .otf .woff .woff2 .eot",
    ),
    "settings": ForeignFormat(
        "settings", _AS_TEXT, ".yaml .yml .toml .ini .cfg .conf .properties .env .lock .editorconfig .reg .desktop"
    ),
    "code": ForeignFormat(
        "source code",
        _AS_TEXT,
        ".py .pyi .pyx .js .mjs .cjs .jsx .ts .tsx .vue .svelte .c .h .cc .cpp .cxx .hpp .hh .cs .java .kt .kts .scala "
        ".groovy .gradle .go .rs .swift .m .mm .rb .pl .pm .php .lua .r .jl .hs .ml .fs .ex .exs .erl .clj .cljs .lisp "
        ".el .scm .dart .zig .nim .pas .f90 .f95 .asm .vhd .sv .sh .bash .zsh .fish .ksh .bat .cmd .ps1 .psm1 "
        ".awk .sed .sql .css .scss .sass .less .tf .hcl .proto .thrift .graphql .cmake .mk .mak .diff .patch "
        ".vim .tcl .coffee .jinja .j2 .tmpl .mustache .hbs .erb .ejs .pug .map",
    ),
}
"""All foreign formats by a name of their own."""

FORMAT_BY_SUFFIX = {suffix: name for name, row in FORMATS.items() for suffix in row.suffixes.split()}
"""The foreign format by the suffix of a name."""

_MAGIC = (
    ("docx", rb"PK\x03\x04.{0,2000}word/"),
    ("sheet", rb"PK\x03\x04.{0,2000}(?:xl/|opendocument\.spreadsheet)"),
    ("slides", rb"PK\x03\x04.{0,2000}(?:ppt/|opendocument\.presentation)"),
    ("epub", rb"PK\x03\x04.{26,90}application/epub\+zip"),
    ("odt", rb"PK\x03\x04.{0,90}opendocument\.text"),
    ("zip", rb"PK(?:\x03\x04|\x05\x06)"),
    ("office", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("archive", rb"7z\xbc\xaf\x27\x1c | Rar!\x1a\x07"),
    ("image", rb"\x89PNG\r\n\x1a\n | \xff\xd8\xff | GIF8[79]a | RIFF.{4}WEBP | II\*\0 | MM\0\*"),
    ("image", rb".{4}ftyp(?:hei|avif|mif1)"),
    ("sound", rb"ID3[\x02-\x04]\0 | OggS\0 | fLaC\0 | RIFF.{4}(?:WAVE|AVI\x20) | .{4}ftyp | \x1aE\xdf\xa3"),
    ("database", rb"SQLite\x20format\x203\0 | ARROW1\0 | Obj\x01 | ORC"),
    ("program", rb"\x7fELF | MZ.{1,64}\0 | \xca\xfe\xba\xbe | \0asm"),
)
"""Patterns of the first bytes of files that are not text; the first that matches counts."""

_PDF = re.compile(rb"%PDF-[12]\.\d\s*[\r\n].*?(?:\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\b|[\x80-\xff]{4})", re.DOTALL)
_POSTSCRIPT = re.compile(rb"%!PS(?:-Adobe-\d\.\d)?[^\r\n]{0,20}[\r\n]\s*[%/]")
_RTF = re.compile(rb"\{\\rtf\d?\s*[\\{]")
_LATEX = re.compile(rb"(?:\s|%[^\n]*\n)*\\document(?:class|style)\s*[\[{].*\\begin\s*\{document\}", re.DOTALL)
_MARKED_FORMATS = {"pdf": _PDF, "postscript": _POSTSCRIPT, "rtf": _RTF, "latex": _LATEX}


def is_foreign(source: Input) -> bool:
    """Whether an input has the name of a foreign format, and no content of a format that is read."""
    if source.suffix not in FORMAT_BY_SUFFIX:
        return False
    try:
        with open_stream(source, sys.stdin.buffer, "auto") as opened:
            return opened.kind == "text"
    except InputError:
        return True


def refuse_foreign_name(source: Input, start: bytes, keys: RecordKeys) -> None:
    """Raise :exc:`InputError` for an input whose name is that of a foreign format; its start may say more than that."""
    if name := FORMAT_BY_SUFFIX.get(source.suffix):
        if FORMATS[name].way_out != _AS_TEXT:
            refuse_foreign_content(source, start, keys)
        raise _refusal(source, FORMATS[name], separator=r"\t" if name == "tsv" else ",")


def refuse_foreign_content(source: Input, content: bytes, keys: RecordKeys) -> None:
    """Raise :exc:`InputError` for a text that is of a foreign format, by its first :data:`DETECTION_BYTES`."""
    start = content[:DETECTION_BYTES]
    if b"\0" in start[:ZERO_BYTES] and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        if name := _binary_format(start):
            raise _refusal(source, FORMATS[name])
        return
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    text = start.decode("utf-8", "replace").replace("\r\n", "\n")
    is_whole = len(content) <= DETECTION_BYTES
    if not is_whole:
        text = text[: text.rfind("\n") + 1]
    if name := _text_format(text, start, is_whole=is_whole):
        raise _refusal(source, FORMATS[name])
    if table := table_of(text):
        raise _table_refusal(source, table, keys)
    if start[:1] in b"[{":
        refuse_json(source, content.decode("utf-8", "replace"), keys)
    if is_code(text):
        raise _refusal(source, FORMATS["code"])


def _binary_format(start: bytes) -> str:
    if start[TAR_MAGIC_AT:].startswith(b"ustar"):
        return "tar"
    return next((name for name, magic in _MAGIC if re.match(magic, start, re.DOTALL | re.VERBOSE)), "")


def _text_format(text: str, start: bytes, *, is_whole: bool) -> str:
    """Return the name of the foreign format of a text; an empty string for an article."""
    if name := next((name for name, pattern in _MARKED_FORMATS.items() if pattern.match(start)), ""):
        return name
    if kind := markup_kind(text, is_whole=is_whole) or mail_kind(text):
        return kind
    if is_http(text):
        return "http"
    return "jsonl" if start.startswith(b"{") and is_json_lines(start) else ""


def _table_refusal(source: Input, table: Table, keys: RecordKeys) -> InputError:
    """Return the error for a table, with its columns if it has a header."""
    is_tabbed = table.separator == "\t"
    row = FORMATS["tsv" if is_tabbed else "csv"]
    if not {keys.text, keys.html} & {*table.columns}:
        columns = listed_keys(dict.fromkeys(table.columns)) if table.columns else "name them in a first row"
        row = row._replace(way_out=f"{row.way_out} --text-key COLUMN (columns: {columns})")
    return _refusal(source, row, separator=r"\t" if is_tabbed else table.separator)


def _refusal(source: Input, row: ForeignFormat, separator: str = ",") -> InputError:
    way_out = row.way_out.replace("SEPARATOR", separator).replace("FILE", source.shell_word)
    return InputError(f"is {row.name}, not an article: {way_out}")
