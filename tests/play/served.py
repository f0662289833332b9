"""A playground that runs, as tests ask it: in its own process, by plain HTTP."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.cli.commands import CLEANER

MAX_SECONDS = 60


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Served:
    process: subprocess.Popen[str]
    host: str
    token: str

    @property
    def address(self) -> str:
        return f"http://{self.host}/?token={self.token}"

    @property
    def port(self) -> int:
        return int(self.host.rpartition(":")[2])

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request of the page."""
        return {
            "Cookie": f"cleaner-play-{self.port}={self.token}",
            "Origin": f"http://{self.host}",
            "Content-Type": "application/json",
        }

    def send(self, method: str, path: str, headers: Mapping[str, str], body: Any = None) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=MAX_SECONDS)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str) -> Reply:
        return self.send("GET", path, self.headers)

    def ask(self, kind: str, **fields: Any) -> Reply:
        return self.send("POST", f"/api/{kind}", self.headers, json.dumps(fields))

    def end(self) -> tuple[int, str]:
        """Press Ctrl-C, and return the exit status with what is on standard error."""
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=MAX_SECONDS)
        return self.process.returncode, errors


@contextmanager
def served(*arguments: object, cwd: Path) -> Iterator[Served]:
    """Run ``cleaner play`` until the end of the block."""
    command = [*CLEANER, "play", "--no-browser", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        first = process.stdout.readline()
        match = re.fullmatch(r"cleaner play: http://(127\.0\.0\.1:\d+)/\?token=(\S+)\n", first)
        assert match, first + (process.stderr.read() if process.stderr and process.poll() is not None else "")
        yield Served(process, match[1], match[2])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
