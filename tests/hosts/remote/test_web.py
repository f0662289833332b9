"""Pages and files on a web server with TLS, whatever it answers."""

import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from tests.batch.runs import run

PAGE = b"""<!doctype html><html lang="en"><head><title>The bridge opens</title></head><body><article>
<h1>The bridge opens</h1>
<p>The council met on Monday evening to vote on the new bridge, and its members agreed after a long debate.</p>
<p>They had argued for two years about the cost, which has doubled since the first plan was made.</p>
<p>Advertisement</p></article></body></html>"""
RECORDS = b"".join(b'{"id": %d, "text": "It rained.\\nAdvertisement"}\n' % number for number in range(20_000))
FAILURES = {"/missing": 404, "/secret": 403, "/broken": 500}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        body, start, end = RECORDS if path.endswith(".jsonl") else PAGE, 0, None
        if path in FAILURES or path in ("/moved", "/circle"):
            self.send_response(FAILURES.get(path, 302))
            self.send_header("Location", "/page.html" if path == "/moved" else "/circle")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        range_header = self.headers.get("Range")
        if range_header and path.startswith("/ranges"):
            first, _, last = range_header.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(body)), len(body) - 1) + 1
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(body)}")
        else:
            self.send_response(200)
        part = body[start:end]
        self.send_header("Accept-Ranges", "bytes" if path.startswith("/ranges") else "none")
        if path.startswith("/unsized"):
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(part)))
        if path.startswith("/tagged"):
            self.send_header("ETag", '"v1"')
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(part[: len(part) // 2] if path.startswith("/cut") else part)
            self.close_connection |= path.startswith("/cut")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    authority, folder = trustme.CA(), tmp_path_factory.mktemp("tls")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ |= {"SSL_CERT_FILE": str(folder / "ca.pem"), "NO_PROXY": "localhost"}
    yield f"https://localhost:{server.server_port}"
    server.shutdown()


def clean(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner.cli.clean", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize("path", ["page.html", "page", "moved", "unsized", "ranges/page"])
def test_a_page_is_cleaned_and_its_address_is_its_url(path: str, address: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    local = clean("--url", f"{address}/{path}", "-t", "text", str(page))
    done = clean("-t", "text", f"{address}/{path}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == local.stdout
    assert "Advertisement" not in done.stdout


@pytest.mark.parametrize("path", ["a.jsonl", "ranges/a.jsonl", "unsized/a.jsonl"])
def test_a_file_of_records_is_read_whole(path: str, address: str) -> None:
    done = clean("--no-header", f"{address}/{path}")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [*range(20_000)]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "no such file"),
        ("secret", "cannot be read: HTTP 403: check the address, or try curl -sL"),
        ("broken", "cannot be read: HTTP 500: check the address, or try curl -sL"),
        ("circle", "cannot be read: "),
        ("cut.html", "cannot be read: Response payload is not completed"),
        ("cut.jsonl", "cannot be read: Response payload is not completed"),
    ],
)
def test_a_failure_is_reported_and_leaves_no_output(path: str, message: str, address: str, tmp_path: Path) -> None:
    done = clean(f"{address}/{path}", "-o", f"{tmp_path}/out/")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{address}/{path}" in done.stderr
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    if not path.endswith(".jsonl"):
        assert not [*tmp_path.rglob("*.*")]


def test_a_server_without_a_known_certificate_is_not_read(address: str) -> None:
    done = clean(f"{address}/page", SSL_CERT_FILE=os.devnull)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "certificate" in done.stderr.lower()


def test_a_run_resumes_and_cleans_what_failed_again(address: str, tmp_path: Path) -> None:
    names = ("tagged/page.html", "page2.html?sig=hush", "cut.jsonl")
    arguments = (*(f"{address}/{name}" for name in names), "-o", tmp_path / "out", "-q")
    first, second = run(*arguments), run(*arguments)
    assert (first.returncode, second.returncode) == (3, 3)
    assert "1 of 2 shards done before" in second.stdout
    paths = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not [path for path in paths if b"hush" in path.read_bytes()]
