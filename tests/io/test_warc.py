"""WARC and WET files: each page and text in them becomes a record, and nothing that a file says can do harm."""

import gzip
import io
import json
import random
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.authoring.samples import neutral_lines
from cleaner.errors import InputError
from cleaner.io.batches import Batch, read_batches
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions, source_of_fields
from cleaner.source import EncodedText, RecordKeys
from tests.cli.commands import clean_here as clean

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
DATE = "2024-05-01T12:00:00Z"
MIB = 1 << 20
PROSE = neutral_lines()[:6]
PAGE = "<html><head><title>Bridge opens</title></head><body><article>" + "".join(f"<p>{p}</p>" for p in PROSE)
Payload = bytes | str


def page(number: int) -> bytes:
    return f"{PAGE}<p>The bridge of the year {number} is the longest so far.</p></article>".encode()


def record(
    number: int = 1,
    payload: Payload = PAGE,
    media: str = "text/html",
    *,
    kind: str = "response",
    status: str = "200 OK",
    http: Mapping[str, str] | None = None,
    warc: Mapping[str, str] | None = None,
    uri: str = "",
) -> Callable[[Any], None]:
    """Return a function that writes a record."""
    content = payload.encode() if isinstance(payload, str) else payload
    warc_headers = {"WARC-Record-ID": f"<urn:x:{number}>", "WARC-Date": DATE, **(warc or {})}
    headers = [("Content-Type", media)] if media else []
    over_http = kind in ("response", "request", "revisit") and not uri.startswith("dns:")
    head = StatusAndHeaders(status, [*headers, *(http or {}).items()], protocol="HTTP/1.1") if over_http else None

    def write(writer: Any) -> None:
        warc_record = writer.create_warc_record(
            uri or f"https://news.example/{number}",
            kind,
            payload=io.BytesIO(content),
            length=len(content),
            http_headers=head,
            warc_headers_dict=warc_headers,
            warc_content_type="" if head else media,
        )
        writer.write_record(warc_record)

    return write


def archive(*records: Callable[[Any], None], compressed: bool = False) -> bytes:
    """Return a WARC file; if compressed, each record is a member of its own."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=compressed, warc_version="WARC/1.1")
    for write in records:
        write(writer)
    return stream.getvalue()


def pages(count: int, *, compressed: bool = False) -> bytes:
    return archive(*[record(number, page(number)) for number in range(count)], compressed=compressed)


def read(content: bytes, *, size: int = 0, max_size: float = 1, keys: RecordKeys | None = None) -> list[Batch]:
    """Return the batches that the reader yields."""
    stdin = Input("in", None, "in.warc")
    batches = read_batches([stdin], ReadOptions("warc", keys or RecordKeys()), max_size, io.BytesIO(content), size)
    return [batch for batch in batches if isinstance(batch, Batch)]


def documents(batches: Iterable[Batch]) -> list[Any]:
    return [document for batch in batches for document in batch.records]


def error_of(batches: list[Batch]) -> str:
    """Return the error of a file that breaks off."""
    assert batches[-1].error
    return str(batches[-1].error.at("in"))


def only_document(*records: Callable[[Any], None]) -> Any:
    """Return the only document of a file."""
    (document,) = documents(read(archive(*records)))
    return document


def text_of(document: Any) -> str:
    assert not document.fault, document.fault
    return source_of_fields(document.fields, ReadOptions(kind="warc")).text


def rows(process: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in process.stdout.splitlines()]


def test_a_response_gives_what_the_same_page_gives_as_a_json_line() -> None:
    process = clean(stdin=archive(record(7, page(7))))
    assert process.stderr == b""
    (row,) = rows(process)
    assert row.pop("warc_date") == DATE
    line = json.dumps({"id": "urn:x:7", "url": "https://news.example/7", "html": page(7).decode()}).encode()
    assert row == rows(clean("-f", "jsonl", stdin=line))[0]
    assert row["text"].endswith("The bridge of the year 7 is the longest so far.")
    assert set(row) == {"id", "url", "text", "metadata"}


COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd.compress}


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_a_file_is_read_whatever_its_compression_and_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"crawl.warc{suffix}"
    path.write_bytes(COMPRESSIONS[suffix](pages(3)))
    named = clean(path)
    assert [row["id"] for row in rows(named)] == ["urn:x:0", "urn:x:1", "urn:x:2"]
    assert clean(stdin=path.read_bytes()).stdout == named.stdout
    other = path.rename(tmp_path / "crawl")
    assert clean("-f", "warc", other).stdout == named.stdout


def test_records_that_are_compressed_separately_are_read() -> None:
    assert [text_of(document) for document in documents(read(pages(3, compressed=True)))] == [
        page(n).decode() for n in range(3)
    ]


def test_texts_of_a_wet_file_are_texts_in_their_language(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wet.gz"
    warc_headers = {"WARC-Identified-Content-Language": "deu,eng"}
    texts = [record(n, f"Es regnete {n}.\n", "text/plain", kind="conversion", warc=warc_headers) for n in range(2)]
    path.write_bytes(
        archive(record(9, "software: x", "application/warc-fields", kind="warcinfo"), *texts, compressed=True)
    )
    process = clean(path)
    assert process.stderr.decode() == f"clean: {path}: left out 1 warcinfo record\n"
    assert [(row["text"], row["lang"], row["metadata"]["language"]) for row in rows(process)] == [
        ("Es regnete 0.", "de", "de"),
        ("Es regnete 1.", "de", "de"),
    ]


def test_records_that_are_not_documents_are_left_out_and_counted() -> None:
    batches = read(
        archive(
            record(1, "software: x", "application/warc-fields", kind="warcinfo"),
            *[record(n, "", "", kind="request", status="GET / HTTP/1.1") for n in range(12)],
            *[record(n, "", status="301 Moved") for n in range(3)],
            record(2, PAGE, status="404 Not Found"),
            record(3, b"\x89PNG", "image/png"),
            record(4, "a {}", "text/css"),
            record(5, "no page", ""),
            record(6, "x", "application/warc-fields", kind="metadata"),
            record(7, "", kind="revisit"),
            record(8, "news.example. 1 IN A 192.0.2.1", "text/dns", uri="dns:news.example", kind="resource"),
            record(9, PAGE),
        )
    )
    assert [document.place for document in documents(batches)] == ["in:24"], "numbers count all records of the file"
    rest = "2 other files, 1 warcinfo record, 1 error, 1 image, 1 metadata record, 1 revisit, 1 DNS record"
    assert batches[-1].notes == (f"left out 12 requests, 3 redirects, {rest}",)


@pytest.mark.parametrize(
    "document_record",
    [
        record(media="text/html; charset=utf-8"),
        record(media="application/xhtml+xml"),
        record(media="TEXT/HTML"),
        record(media=""),
        record(media="unknown/unknown"),
        record(kind="resource"),
        record(status="203 Non-Authoritative Information"),
        record(media="text/plain"),
    ],
)
def test_pages_and_texts_are_documents(document_record: Callable[[Any], None]) -> None:
    document = only_document(document_record)
    assert text_of(document) == PAGE


def test_a_response_without_http_headers_is_a_page_if_its_content_is() -> None:
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://news.example/>\r\nContent-Length: "
    content = "".join(f"{head}{len(body)}\r\n\r\n{body}\r\n\r\n" for body in (PAGE, "garbage", ""))
    batches = read(content.encode())
    assert [(text_of(document), document.fields["url"]) for document in documents(batches)] == [
        (PAGE, "https://news.example/")
    ]
    assert batches[-1].notes == ("left out 2 responses without headers",)


def test_records_have_the_requested_keys() -> None:
    document_record = archive(record(1), record(2, "A text.", "text/plain"))
    first, second = documents(read(document_record, keys=RecordKeys("body", "number", "page")))
    assert first.fields == {
        "number": "urn:x:1",
        "url": "https://news.example/1",
        "warc_date": DATE,
        "page": EncodedText(PAGE.encode()),
    }
    assert second.fields["body"] == EncodedText(b"A text.")
    fields = rows(clean("--text-key", "body", "--id-key", "number", "--html-key", "page", stdin=document_record))
    assert [(row["number"], "page" in row) for row in fields] == [("urn:x:1", False), ("urn:x:2", False)]
    assert fields[1]["body"] == "A text."


def chunks(content: bytes, size: int = 50) -> bytes:
    parts = [content[index : index + size] for index in range(0, len(content), size)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "zstd": zstd.compress,
    "deflate, gzip": lambda content: gzip.compress(zlib.compress(content)),
    "identity": bytes,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("chunked", [False, True])
def test_http_encodings_of_a_page_are_undone(coding: str, *, chunked: bool) -> None:
    body = CODINGS[coding](PAGE.encode())
    http = {"Content-Encoding": coding} | ({"Transfer-Encoding": "chunked"} if chunked else {})
    assert text_of(only_document(record(payload=chunks(body) if chunked else body, http=http))) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_that_a_crawler_decompressed_already_stays_as_it_is(coding: str) -> None:
    http = {"Content-Encoding": coding, "Transfer-Encoding": "chunked"}
    assert text_of(only_document(record(http=http))) == PAGE


def by_brotli(content: bytes) -> bytes:
    """Return a Brotli stream of a single stored block (RFC 7932, section 9.2)."""
    bits = 0b0 | 0b0 << 1 | 0b00 << 2 | (len(content) - 1) << 4 | 1 << 20  # window, not last, 4 nibbles of length, raw
    return bits.to_bytes(3, "little") + content + b"\x03"


BROTLI_BOMB = bytes.fromhex(  # 64 MiB of zeros
    "cfffff7ff82700e2b14020f7fe9ffffffff04f00c4610180eefd3fffffffe19f0088c32200ddfb7ffeffffc33f0110870500baf7ff03"
)


def test_brotli_is_undone_or_the_missing_package_is_named() -> None:
    document_record = record(payload=by_brotli(PAGE.encode()), http={"Content-Encoding": "br"})
    if find_spec("brotli"):
        assert text_of(only_document(document_record)) == PAGE
        bomb, cut, damaged = (
            only_document(record(payload=payload, http={"Content-Encoding": "br"}))
            for payload in (BROTLI_BOMB, BROTLI_BOMB[:-9], by_brotli(b"<p>")[:-1] + b"\xff")
        )
        assert bomb.fault == cut.fault == "is larger than 4 MiB: raise --max-size"
        assert damaged.fault == "is compressed by Brotli, and damaged"
    script = (
        "import sys, runpy; sys.modules['brotli'] = None; runpy.run_module('cleaner.cli.clean', run_name='__main__')"
    )
    command = [sys.executable, "-c", script]
    process = subprocess.run(command, input=archive(document_record, record(2)), capture_output=True, check=False)
    assert process.returncode == 3
    message = "standard input:1: is compressed by Brotli, and needs a package for it: pip install 'brotli>=1.2'"
    assert process.stderr.decode() == f"clean: {message}\n"
    assert [row["id"] for row in rows(process)] == ["urn:x:2"]


def test_without_warcio_the_error_says_what_to_install() -> None:
    script = (
        "import sys, runpy; sys.modules['warcio'] = None; runpy.run_module('cleaner.cli.clean', run_name='__main__')"
    )
    process = subprocess.run([sys.executable, "-c", script], input=pages(1), capture_output=True, check=False)
    assert process.returncode == 3
    message = "standard input: needs a package for warc files: pip install 'article-cleaner[warc]'"
    assert process.stderr.decode() == f"clean: {message}\n"


RUSSIAN = "Мэр сказал, что мост откроется в мае, и поблагодарил рабочих."


@pytest.mark.parametrize(
    ("http", "meta", "encoding"),
    [
        ("windows-1251", "", "cp1251"),
        ("koi8-r", "windows-1251", "koi8-r"),
        ("utf-8", "windows-1251", "cp1251"),
        ("hex", "windows-1251", "cp1251"),
        ("", "windows-1251", "cp1251"),
        ("windows-1251", "", "utf-8"),
    ],
)
def test_the_charset_of_the_server_counts_before_that_of_the_page(http: str, meta: str, encoding: str) -> None:
    content = f"<html><meta charset='{meta}'><p>{RUSSIAN}".encode(encoding)
    assert RUSSIAN in text_of(only_document(record(payload=content, media=f'text/html; charset="{http}"')))


def test_a_text_is_in_the_charset_that_the_server_says() -> None:
    assert (
        text_of(only_document(record(payload=RUSSIAN.encode("koi8-r"), media="text/plain;charset=KOI8-R"))) == RUSSIAN
    )


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, zstd.compress, raw_deflate])
def test_a_bomb_is_left_out_and_harms_no_other_record(pack: Callable[[bytes], bytes]) -> None:
    coding = {gzip.compress: "gzip", zstd.compress: "zstd"}.get(pack, "deflate")
    bomb = record(1, pack(bytes(64 * MIB)), http={"Content-Encoding": coding})
    first, second = documents(read(archive(bomb, record(2))))
    assert first.fault.startswith("is larger than 4 MiB")
    assert text_of(second) == PAGE


def test_a_payload_that_is_too_large_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {600 * MIB}\r\n\r\n"
    with gzip.open(path, "wb", 1) as stream:
        stream.write(head.encode())
        for _ in range(600):
            stream.write(bytes(MIB))
        stream.write(b"\r\n\r\n" + archive(record(2)))
    script = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29));"
        "sys.argv = ['clean', '-t', 'jsonl', *sys.argv[1:]]; runpy.run_module('cleaner.cli.clean', run_name='__main__')"
    )
    process = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=False)
    assert process.stderr.decode() == f"clean: {path}:1: is larger than 128 MiB: raise --max-size\n"
    assert [row["id"] for row in rows(process)] == ["urn:x:2"]


@pytest.mark.parametrize("compressed", [False, True])
def test_a_truncated_file_gives_the_records_before_its_end(*, compressed: bool) -> None:
    small = [record(number, f"It rained in {number}.", "text/plain") for number in range(4)]
    ends = [len(archive(*small[:count], compressed=compressed)) for count in range(5)]
    content = archive(*small, compressed=compressed)
    assert ends[4] == len(content)
    for length in range(0, len(content), 10):
        batches = read(content[:length])
        texts = [text_of(document) for document in documents(batches)]
        whole = sum(end - (0 if compressed else len("\r\n\r\n")) <= length for end in ends[1:])
        # checksums follow a compressed record
        assert len(texts) in ((whole, whole + 1) if compressed else (whole,)), length
        assert texts == [f"It rained in {number}." for number in range(len(texts))], length
        if batches[-1].error:
            assert "truncated" in error_of(batches), length
        else:
            assert any(0 <= end - length <= len("\r\n\r\n") for end in ends), length


def test_a_file_that_breaks_off_is_reported_in_a_line_and_its_records_before_are_written(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(pages(30, compressed=True)[:-300])
    process = clean("--no-default-rules", "-j", 2, path)
    assert process.returncode == 3
    assert process.stderr.decode() == f"clean: {path}:30: is truncated: its compressed data breaks off\n"
    assert len(rows(process)) == 29


def length_of(content: bytes, length: bytes) -> bytes:
    """Return a file with another Content-Length in its second record."""
    first, sign, rest = content.rpartition(b"Content-Length: ")
    return first + sign + length + rest[rest.index(b"\r\n") :]


TWO = archive(*[record(number, f"It rained in {number}.", "text/plain") for number in range(2)])
THREE = TWO + archive(record(2))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (length_of(TWO, b"99999"), "2: is truncated: the record breaks off"),
        (length_of(TWO, b"9" * 18), "2: is truncated: the record breaks off"),
        (length_of(TWO, b"9" * 5000), "2: is not a WARC record: its Content-Length is not a number"),
        (length_of(TWO, b"-1"), "2: is not a WARC record: its Content-Length is not a number"),
        (length_of(TWO, b""), "2: is not a WARC record: its Content-Length is not a number"),
        (
            TWO + b"some garbage\r\n\r\n" + archive(record(2)),
            "3: is not a WARC record, and what comes after it is left out",
        ),
        (TWO + b"WARC/1.0\r\nWARC-Type: resp", "3: is truncated: the record breaks off"),
        (
            TWO + b"WARC/1.0\r\n" + b"a: b\r\n" * 300_000,
            "3: is not a WARC record: its headers have no end within 1 MiB",
        ),
        (TWO + b"WARC/1.0 " + bytes(3 * MIB), "3: is not a WARC record: its headers have no end within 1 MiB"),
        (TWO + bytes(3 * MIB), "3: is not a WARC record, and what comes after it is left out"),
    ],
)
def test_a_broken_record_ends_a_file_and_loses_none_before_it(content: bytes, message: str) -> None:
    batches = read(content)
    assert error_of(batches) == f"in:{message}"
    assert len(documents(batches)) == (1 if message.startswith("2") else 2)


def test_any_number_of_empty_lines_may_separate_records() -> None:
    content = archive(record(1)).rstrip(b"\r\n") + archive(record(2)) + b"\n" * 5 + archive(record(3))
    assert [document.place for document in documents(read(content))] == ["in:1", "in:2", "in:3"]


def test_a_file_that_is_not_an_archive_is_an_error() -> None:
    assert error_of(read(b"A text.\n")) == "in:1: is not a WARC record, and what comes after it is left out"
    assert read(b"")[-1].error is None


def test_http_headers_without_an_end_lose_their_record_only() -> None:
    endless = record(1, http={f"X-{number}": "x" * 100 for number in range(20_000)})
    first, second = documents(read(archive(endless, record(2))))
    assert first.fault == "has HTTP headers of more than 1 MiB"
    assert text_of(second) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_a_damaged_payload_loses_its_record_only(coding: str) -> None:
    body = CODINGS[coding](PAGE.encode())
    damaged = record(1, body[: len(body) // 2] + bytes(20), http={"Content-Encoding": coding})
    layered = record(2, http={"Content-Encoding": "gzip, " * 9})
    first, second, third = documents(read(archive(damaged, layered, record(3))))
    assert first.fault
    assert second.fault == "is compressed 9 times: decompress it first"
    assert text_of(third) == PAGE


def test_no_flipped_byte_raises_anything_but_an_input_error() -> None:
    http = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    records = [
        record(1, chunks(gzip.compress(PAGE.encode())), http=http),
        record(2, zlib.compress(PAGE.encode()), http={"Content-Encoding": "deflate"}),
        record(3, by_brotli(PAGE.encode()), http={"Content-Encoding": "br"}),
        record(4, "A text.", "text/plain; charset=koi8-r", kind="conversion"),
    ]
    flips = random.Random(20240501)  # noqa: S311 - the same bytes each time
    for compressed in (False, True):
        content = archive(*records, compressed=compressed)
        for _ in range(60):
            changed = bytearray(content)
            for _ in range(flips.randint(1, 3)):
                changed[flips.randrange(len(changed))] = flips.randrange(256)
            batches = read(bytes(changed))
            assert len(documents(batches)) <= 4 + 1
            assert batches[-1].error is None or isinstance(batches[-1].error, InputError)


def test_batches_have_the_requested_size_and_lose_nothing_where_a_file_breaks_off() -> None:
    batches = read(pages(10) + b"WARC", size=3 * len(page(1)))
    assert [len(batch.records) for batch in batches] == [3, 3, 3, 1]
    assert [batch.is_last for batch in batches] == [False, False, False, True]
    assert error_of(batches).startswith("in:11: is truncated")


@pytest.mark.parametrize(
    "options",
    [(), ("--stats",), ("-t", "jsonl", "-o", "out/"), ("-t", "md", "-o", "out/"), ("-t", "text", "-o", "out/")],
)
def test_the_number_of_processes_changes_no_output(options: tuple[str, ...], tmp_path: Path) -> None:
    requests = [record(n, "", "", kind="request", status="GET / HTTP/1.1") for n in range(2)]
    bomb = record(3, gzip.compress(bytes(200 * MIB), 1), http={"Content-Encoding": "gzip"})
    content = archive(record(1, page(1)), *requests, bomb, *[record(n, page(n)) for n in range(4, 12)])[:-9]
    results = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        (folder / "crawl.warc").write_bytes(content)
        process = clean("-j", jobs, *options, "crawl.warc", cwd=folder)
        files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        results.append((process.returncode, process.stdout, process.stderr, files))
    assert results[0] == results[1]
    status, stdout, stderr, files = results[0]
    assert status == 3
    messages = [
        "4: is larger than 128 MiB: raise --max-size",
        " left out 2 requests",
        "12: is truncated: the record breaks off",
    ]
    assert [line.partition("crawl.warc:")[2] for line in stderr.decode().splitlines()] == messages
    if not options:
        assert len(stdout.splitlines()) == 8
    elif "jsonl" in options:
        assert len(files[Path("out/crawl.jsonl")].splitlines()) == 8
    elif "-o" in options:
        assert len(files) == 1 + 8


def test_a_record_that_fails_is_passed_on_with_the_reason_and_without_its_page() -> None:
    process = clean(
        "--max-size", "0.001", stdin=archive(record(1, page(1) + b"<!-- -->" * 200), record(2, "<p>Short."))
    )
    assert process.returncode == 3
    first, second = rows(process)
    assert set(first) == {"id", "url", "warc_date", "metadata"}
    assert "0.001 MiB" in first["metadata"]["cleaner"]["error"]
    assert second["id"] == "urn:x:2"


def test_pages_are_not_overwritten(tmp_path: Path) -> None:
    for name in ("crawl.warc", "crawl"):
        path = tmp_path / name
        path.write_bytes(pages(2))
        assert clean("-i", path).returncode in (2, 3)
        assert path.read_bytes() == pages(2)


def test_the_toolbox_reads_archives(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(archive(record(1, f"{PAGE}<p>Advertisement</p>"), record(2, b"", "image/png")))
    command = [sys.executable, "-m", "cleaner", "rules", "stats", str(path)]
    process = subprocess.run(command, capture_output=True, check=False)
    assert process.returncode == 0, process.stderr
    assert process.stderr.decode() == f"cleaner: {path}: left out 1 image\n"
