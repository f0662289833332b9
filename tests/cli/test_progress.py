"""The progress of ``cleaner run``: a bar on a terminal, else a line per minute."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from cleaner.batch.job import Step
from cleaner.batch.tally import Tally
from cleaner.cli.toolbox.progress import progress
from tests.batch.runs import CLEANER_RUN


def test_without_a_terminal_progress_is_a_line_per_minute(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = Tally(read=1000, failed=2, characters=500_000, removed=50_000)
    with progress(4_000_000) as count_step:
        count_step(Step(1_000_000, tally))
        assert capsys.readouterr().err == ""
        monkeypatch.setattr("cleaner.cli.toolbox.progress.REPORT_SECONDS", 0)
        count_step(Step(1_000_000, tally))
    line = capsys.readouterr().err
    assert line.startswith("cleaner: 2,000 documents, ")
    assert "MB/s, 10.0% removed, 4 failed, " in line
    assert line.endswith(" left\n")


def test_a_terminal_shows_a_bar(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "The bridge will open in May.\nAdvertisement"}) + "\n")
    terminal_end, process_end = pty.openpty()
    command = [*CLEANER_RUN, str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=process_end, close_fds=True)
    os.close(process_end)
    output = b""
    while True:
        try:
            chunk = os.read(terminal_end, 4096)
        except OSError:  # Linux reports the end of a terminal as an error
            break
        if not chunk:
            break
        output += chunk
    process.wait()
    os.close(terminal_end)
    for part in (b"100%", b"documents", b"MB/s", b"removed", b"failed"):
        assert part in output
