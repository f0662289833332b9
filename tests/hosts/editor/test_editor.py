"""Editors know rule files: the real yaml-language-server completes, explains and checks keys by the schema.

Run by ``make test-hosts``, which installs the server with npm.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.rules.schema import RULE_KEYS

ROOT = Path(__file__).resolve().parents[3]
SERVER = ROOT / "build" / "hosts" / "editor" / "node_modules" / ".bin" / "yaml-language-server"

HEAD = "# yaml-language-server: $schema=../schema.json\nabout: Labels.\nrules:\n  - id: label\n    "
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}},
    "http": {"proxy": ""},
}


class Server:
    """A running language server, and messages to it over its standard streams."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process, self._number, self._open = process, 0, 0
        self.request("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}})
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, text: str) -> str:
        """Open a text as a file in ``rules/common/``, and return its address."""
        self._open += 1
        uri = (ROOT / "rules" / "common" / f"opened-{self._open}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def request(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        for message in self._messages():
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
        raise AssertionError("the server ended")

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Wait for the problems that the server finds in a text, and return them."""
        for message in self._messages():
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                diagnostics: list[dict[str, Any]] = message["params"]["diagnostics"]
                return diagnostics
        raise AssertionError("the server ended")

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Yield the messages of the server; its requests to an editor get empty answers."""
        assert self._process.stdout
        while head := self._process.stdout.readline():
            length = int(head.partition(b":")[2])
            while self._process.stdout.readline().strip():
                pass
            message = json.loads(self._process.stdout.read(length))
            if "method" in message and "id" in message:
                items = message["params"].get("items") if message["method"] == "workspace/configuration" else None
                answer = [SETTINGS.get(item.get("section")) for item in items] if items else None
                self._send({"id": message["id"], "result": answer})
            yield message


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with subprocess.Popen(
        [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


def place(text: str) -> dict[str, int]:
    rows = text.split("\n")
    return {"line": len(rows) - 1, "character": len(rows[-1])}


def test_keys_are_completed_with_their_meaning(server: Server) -> None:
    text = f"{HEAD}near"
    answer = server.request(
        "textDocument/completion", {"textDocument": {"uri": server.open(text)}, "position": place(text)}
    )
    items = {item["label"]: item for item in answer["items"]}
    assert {"near_end", "near_start"} <= items.keys()
    assert "remaining lines follow" in str(items["near_end"].get("documentation"))


def test_hovering_over_a_key_shows_its_meaning_and_an_example(server: Server) -> None:
    text = f"{HEAD}near_end: 5\n"
    position = place(f"{HEAD}near")
    answer = server.request("textDocument/hover", {"textDocument": {"uri": server.open(text)}, "position": position})
    key = next(key for key in RULE_KEYS if key.name == "near_end")
    text_shown = str(answer["contents"]).replace("\\", "").replace("&nbsp;", " ")
    assert key.help.rstrip(".") in text_shown
    assert "Example: near" in text_shown


def test_a_wrong_key_is_marked(server: Server) -> None:
    (diagnostic,) = server.diagnostics(server.open(f"{HEAD}lnie: Foo\n"))
    assert "lnie" in diagnostic["message"]
    assert diagnostic["range"]["start"] == place(HEAD)


@pytest.mark.parametrize("name", ["common/tags", "common/comments", "languages/de", "sites/thehill.com"])
def test_shipped_files_have_no_problems(server: Server, name: str) -> None:
    text = (ROOT / "rules" / f"{name}.yaml").read_text("utf-8")
    assert server.diagnostics(server.open(text)) == []
