"""Files without an article are refused with a way out, and what only looks like them is not.

``fixtures/foreign/refused/FORMAT.*.txt`` are texts of foreign formats, ``fixtures/foreign/kept`` look-alikes.
"""

import io
import json
import subprocess
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.io.batches import Batch, read_batches
from cleaner.io.foreign import FORMAT_BY_SUFFIX, FORMATS
from cleaner.io.formats import KIND_BY_SUFFIX, is_plainly_text
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "foreign"
REFUSED = sorted(FIXTURES.glob("refused/*"))
KEPT = sorted(FIXTURES.glob("kept/*"))
ARRAY_NAME = "a JSON array"


def read(content: bytes, name: str | None = None, requested: str = "auto") -> Batch:
    """Return the last batch of an input: standard input, or a file of that name."""
    source = Input(name or "standard input", name, name or "stdin")
    options = ReadOptions(requested)
    if name:
        Path(name).write_bytes(content)
    *_, batch = read_batches([source], options, 32, io.BytesIO(content), 0)
    assert isinstance(batch, Batch)
    return batch


def reason(batch: Batch) -> str:
    assert batch.error, f"read as {batch.kind}: {batch.records}"
    assert batch.records == ()
    return batch.error.message


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_foreign_format_is_refused_by_its_content(path: Path, ends: str) -> None:
    content = path.read_text("utf-8").replace("\n", ends).encode()
    name = path.name.split(".")[0]
    expected = ARRAY_NAME if name == "array" else FORMATS[name].name
    assert expected in reason(read(content))
    assert expected in reason(read(b"\xef\xbb\xbf" + content))


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_requested_format_wins(path: Path) -> None:
    batch = read(path.read_bytes(), requested="text")
    assert (batch.error, len(batch.records), batch.kind) == (None, 1, "text")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", [None, "a.txt", "a.story", "letter", "a.md"])
def test_a_look_alike_is_an_article(
    path: Path, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    batch = read(path.read_bytes(), name)
    assert batch.error is None
    assert [record.content for record in batch.records] == [path.read_bytes()]
    assert batch.kind in ("text", "md")


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"PK\x03\x04\x14\0\x06\0" + bytes(20) + b"word/document.xml", "docx"),
        (b"PK\x03\x04\x14\0\0\0\0\0" + bytes(20) + b"mimetypeapplication/epub+zip", "epub"),
        (b"PK\x03\x04\x14\0\0\0\0\0" + bytes(20) + b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
        (b"PK\x03\x04\x14\0\0\0\0\0" + bytes(20) + b"notes/a.txt", "zip"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image"),
        (b"ID3\x04\0\0\0\0", "sound"),
        (b"SQLite format 3\0\x10\0", "database"),
        (b"\x7fELF\x02\x01\x01\0", "program"),
        (bytes(257) + b"ustar\x0000", "tar"),
    ],
)
def test_binary_files_are_named(start: bytes, name: str) -> None:
    assert FORMATS[name].name in reason(read(start + bytes(range(256))))


@pytest.mark.parametrize("name", ["a.py", "a.CSV", "a.yaml", "a.pdf", "a.eml", "a.docx", "a.rss", "a.css.gz", "a.js"])
def test_a_foreign_format_is_refused_by_its_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    message = reason(read(b"The bridge opens in May.\n", name))
    assert message.startswith("is ")
    assert read(b"The bridge opens in May.\n", name, "text").records


def test_no_suffix_is_both_read_and_foreign() -> None:
    assert not KIND_BY_SUFFIX.keys() & FORMAT_BY_SUFFIX.keys()
    suffixes = " ".join(row.suffixes for row in FORMATS.values()).split()
    assert len(suffixes) == len(set(suffixes))


def test_xml_whose_root_is_html_is_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html xmlns="http://www.w3.org/1999/xhtml"><p>A.</p></html>'
    for name in (None, "a.xml", "a.xhtml", "a.xht", "a"):
        assert read(page, name).kind == "html"
    assert read(b"<p>Named a page.</p>", "b.xhtml").kind == "html"


def run(command: str, folder: Path) -> list[dict[str, str]]:
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def way_out(message: str) -> str:
    """Return the command of a message up to ``clean``, which gets records or a text from it."""
    return message.partition(": ")[2].partition(" | clean")[0]


@pytest.mark.parametrize("slug", ["lower-case-header", "quoted-prose", "semicolons", "pipes"])
def test_the_way_out_of_a_table_gives_a_record_a_row(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = (FIXTURES / "refused" / f"csv.{slug}.txt").read_bytes()
    records = run(way_out(reason(read(content, "it's a table.csv.txt"))), tmp_path)
    assert len(records) > 1
    assert len(records[0]) > 2


@pytest.mark.parametrize(
    ("slug", "text"), [("mail.plain", "the bridge opens in May"), ("mail.received", "Brücke wird")]
)
def test_the_way_out_of_a_mail_gives_its_text(
    slug: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = way_out(reason(read((FIXTURES / "refused" / f"{slug}.txt").read_bytes(), "a mail")))
    assert text in subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout


def test_the_ways_out_of_mhtml_and_mailboxes_give_pages_and_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = way_out(reason(read((FIXTURES / "refused" / "mhtml.plain.txt").read_bytes(), "a")))
    page = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout
    assert page.startswith("<!doctype html><p>The bridge opens in May.</p>")
    command = way_out(reason(read((FIXTURES / "refused" / "mailbox.plain.txt").read_bytes(), "b")))
    assert [record["text"].strip() for record in run(command, tmp_path)] == ["The first.", "The second."]


def test_a_gate_for_speed_never_lets_a_foreign_text_pass() -> None:
    assert [path.stem for path in REFUSED if is_plainly_text(path.read_bytes())] == []
    assert is_plainly_text(b"The council met on Monday, and voted.\nThe bridge opens in May.\n")


def test_a_refusal_is_an_error_of_its_input() -> None:
    with pytest.raises(InputError, match="standard input: is a PDF"):
        raise read((FIXTURES / "refused" / "pdf.plain.txt").read_bytes()).error.at("standard input")  # type: ignore[union-attr]
