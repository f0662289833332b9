"""The commands as tests run them: in this process, which is fast, or as ``CLEAN`` and ``CLEANER`` in their own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cleaner.cli.clean import run as run_clean
from cleaner.cli.process import invoke, run_guarded
from cleaner.cli.toolbox import cleaner

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
CLEANER = [sys.executable, "-m", "cleaner"]

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river.\n"
LONGER = STORY + "Work is expected to begin in the spring, once the water has gone down far enough.\n"


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.split("\n") if line]


def clean(*arguments: object, stdin: str | bytes = b"", cwd: Path | None = None) -> Result:
    """Run ``clean`` in this process."""
    process = clean_here(*arguments, stdin=stdin.encode() if isinstance(stdin, str) else stdin, cwd=cwd)
    return Result(process.returncode, process.stdout.decode(), process.stderr.decode())


def clean_here(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run ``clean`` in this process, and return what it wrote as bytes."""
    return _run_here(["clean", *map(str, arguments)], run_clean, stdin, cwd)


def cleaner_here(
    *arguments: object, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run ``cleaner`` in this process, where much of the rules is compiled already."""
    argv = ["cleaner", *(os.fsdecode(str(argument)) for argument in arguments)]
    with patch.dict(os.environ, environment):
        return _run_here(argv, lambda: invoke(cleaner), stdin, cwd)


def cleaner_text(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``cleaner`` as :func:`cleaner_here` does, and return its output as text."""
    process = cleaner_here(*arguments, stdin=b"", cwd=cwd, **environment)
    out, err = process.stdout.decode(), process.stderr.decode()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _run_here(
    argv: list[str], command: Callable[[], int | None], stdin: bytes, cwd: Path | None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as its process does, without starting one: standard streams, errors and exit status are its own."""
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace") for _ in range(2))
    given = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)), encoding="utf-8")
    with (
        patch.object(sys, "argv", argv),
        patch.object(sys, "stdin", given),
        redirect_stdout(stdout),
        redirect_stderr(stderr),
        chdir(cwd or Path.cwd()),
    ):
        status = run_guarded(argv[0], command)
    return subprocess.CompletedProcess(argv, status, _written(stdout), _written(stderr))


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    stream.seek(0)
    return bytes(stream.buffer.read())
