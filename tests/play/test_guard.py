"""Who may ask the playground: its own page, with its token, and nobody else; and no client holds up another."""

import asyncio
import hashlib
import re
import socket
import time
from base64 import b64encode
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from cleaner.play.guard import MAX_BODY, Guard, Tokens
from tests.play.served import Served, served

PASTED = {"rules": "", "document": {"text": "The bridge opens in May.\n\nAdvertisement"}}


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(cwd=tmp_path_factory.mktemp("play")) as running:
        yield running


def test_the_token_is_in_the_address_once_and_then_in_a_cookie(play: Served) -> None:
    answer = play.send("GET", f"/?token={play.token}", {})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"cleaner-play-{play.port}={play.token};")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert play.send("GET", "/", {"Cookie": cookie.partition(";")[0]}).status == 200


def test_the_browsers_command_line_has_a_token_that_opens_the_page_once() -> None:
    guard = Guard(PlainTextResponse("the page"), host="testserver", tokens=Tokens("a", "b"))
    first, second = (answer_of(guard, "/?token=b") for _ in range(2))
    assert (first["status"], second["status"]) == (303, 403)
    assert b"cleaner-play-testserver=a" in dict(first["headers"])[b"set-cookie"]
    without_browser = Guard(PlainTextResponse("the page"), host="testserver", tokens=Tokens("a"))
    assert answer_of(without_browser, "/?token=")["status"] == 403


def answer_of(guard: Guard, path: str) -> MutableMapping[str, Any]:
    """Return the start of the answer to a request that has nothing but a host."""
    sent = list[MutableMapping[str, Any]]()

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    path, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    asyncio.run(guard(scope | {"headers": [(b"host", b"testserver")]}, receive, send))
    return sent[0]


@pytest.mark.parametrize("path", ["/", "/api/start", "/static/main.js", "/nowhere"])
@pytest.mark.parametrize("headers", [{}, {"Cookie": "cleaner-play-{port}=guess"}, {"Cookie": "cleaner-play-1={token}"}])
def test_without_the_token_nothing_is_served(path: str, headers: dict[str, str], play: Served) -> None:
    given = {name: value.format(port=play.port, token=play.token) for name, value in headers.items()}
    assert play.send("GET", path, given).status == 403
    assert play.send("GET", "/?token=guess", {}).status == 403
    assert play.send("GET", "/?token=%ED%A0%80", {}).status == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}."])
def test_other_hosts_are_refused(host: str, play: Served) -> None:
    answer = play.send("GET", "/", {**play.headers, "Host": host.format(port=play.port)})
    assert answer.status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://{host}", "http://localhost:{port}", None])
def test_only_the_pages_own_origin_may_post(origin: str | None, play: Served) -> None:
    headers = {name: value for name, value in play.headers.items() if name != "Origin"}
    if origin is not None:
        headers["Origin"] = origin.format(host=play.host, port=play.port)
        assert play.send("GET", "/api/start", headers).status == 403
    assert play.send("POST", "/api/samples", headers, '{"rules": ""}').status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_requests_that_pages_of_other_sites_cause_are_refused(site: str, play: Served) -> None:
    headers = {**play.headers, "Sec-Fetch-Site": site}
    assert play.send("GET", f"/?token={play.token}", headers).status == 403
    assert play.send("POST", "/api/samples", headers, '{"rules": ""}').status == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_only_json_is_taken(kind: str, play: Served) -> None:
    headers = {**play.headers, "Content-Type": kind}
    assert play.send("POST", "/api/samples", headers, '{"rules": ""}').status == 415


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '"rules"', '{"rules": 1}', '{"rules": null}', '{"rules": "\\ud800"}', "[" * 100_000, b"\xff"],
)
def test_what_is_not_a_request_of_the_page_is_refused(body: str | bytes, play: Served) -> None:
    answer = play.send("POST", "/api/samples", play.headers, body)
    assert (answer.status, [*answer.json()]) == (400, ["error"])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])
def test_other_methods_are_refused(method: str, play: Served) -> None:
    assert play.send(method, "/api/samples", play.headers).status == 405


def test_a_body_has_a_limit(play: Served) -> None:
    large = b"x" * (MAX_BODY + 1)
    assert play.send("POST", "/api/samples", play.headers, large).status == 413
    parts = (large[start : start + (1 << 20)] for start in range(0, len(large), 1 << 20))
    assert play.send("POST", "/api/samples", play.headers, parts).status == 413


def test_every_answer_forbids_what_the_page_does_not_need(play: Served) -> None:
    for answer in (play.get("/"), play.get("/api/start"), play.get("/nowhere"), play.send("GET", "/", {})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers


def test_the_only_inline_script_is_the_import_map(play: Served) -> None:
    answer = play.get("/")
    page, policy = answer.body.decode(), answer.headers["content-security-policy"]
    inline = re.findall(r"<script(?![^>]*src=)[^>]*>(.*?)</script>", page, re.DOTALL)
    assert len(inline) == 1
    assert f"'sha256-{b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    nonces = {re.search(r"'nonce-([^']+)'", play.get("/").headers["content-security-policy"]) for _ in range(3)}
    assert len({match[1] for match in nonces if match}) == 3


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static//etc/passwd", "/static/%2e%2e/app.py", "/static/index.html"]
)
def test_only_files_of_the_page_are_served(path: str, play: Served) -> None:
    assert play.get(path).status == 404


def test_slow_and_malformed_clients_do_not_hold_up_others(play: Served) -> None:
    clients = []
    for number in range(60):
        client = socket.create_connection(("127.0.0.1", play.port))
        head = f"POST /api/check HTTP/1.1\r\nHost: {play.host}\r\nContent-Length: 99\r\n"
        client.sendall([b"", b"GET / HT", head.encode(), b"\x16\x03\x01\x00" * 99][number % 4])
        clients.append(client)
    answer = play.ask("check", **PASTED)
    assert (answer.status, answer.json()["view"]["removals"][0]["rule"]) == (200, "ads/ad-label")
    for client in clients:
        client.close()
    with socket.create_connection(("127.0.0.1", play.port), timeout=30) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"x" * (1 << 20))
        assert b" 400 " in client.recv(100)
    assert play.ask("check", **PASTED).status == 200


def test_a_silent_client_is_sent_away(play: Served) -> None:
    with socket.create_connection(("127.0.0.1", play.port), timeout=30) as client:
        begin = time.monotonic()
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert client.recv(1) == b""
        assert time.monotonic() - begin < 30


def test_a_new_worker_keeps_no_connection_open(tmp_path: Path) -> None:
    rules = "rules:\n  - id: slow\n    regex: '^(\\w|\\w\\w| )*\\d$'\n"
    slow = {"rules": rules, "document": {"text": "\n\n".join(["word " * 20 + "end"] * 20)}}
    with served(cwd=tmp_path) as running, ThreadPoolExecutor(1) as thread:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
        with closing(connection):
            connection.request("GET", "/", headers=running.headers)
            connection.getresponse().read()
            overtaken = thread.submit(running.ask, "check", **slow)
            time.sleep(0.5)
            assert running.ask("check", **PASTED).status == 200
            assert overtaken.result().json() == {"overtaken": True}
            assert connection.sock.recv(1) == b""  # the server closes what is idle


def test_ctrl_c_ends_it_with_nothing_to_say(tmp_path: Path) -> None:
    with served(cwd=tmp_path) as running, socket.create_connection(("127.0.0.1", running.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert running.ask("check", **PASTED).status == 200
        assert running.end() == (0, "")
