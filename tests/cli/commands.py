"""The commands as tests run them: in a process of their own, or, where only the outcome counts, in this one."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cleaner.cli.options import parse
from cleaner.cli.run import clean as clean_paths
from cleaner.errors import OptionError

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
    data = stdin.encode() if isinstance(stdin, str) else stdin
    process = subprocess.run([*CLEAN, *map(str, arguments)], input=data, capture_output=True, cwd=cwd, check=False)
    assert b"Traceback" not in process.stderr, process.stderr.decode()
    return Result(process.returncode, process.stdout.decode(), process.stderr.decode())


def clean_here(capture: pytest.CaptureFixture[bytes], *arguments: object) -> Result:
    """Run ``clean`` on files in this process, as often as a test likes."""
    parsed = parse([*map(str, arguments)])
    assert parsed, "click reads these arguments"
    try:
        status = clean_paths(*parsed)
    except OptionError as error:
        return Result(2, "", str(error))
    captured = capture.readouterr()
    return Result(status, captured.out.decode(), captured.err.decode())
