"""The progress of ``cleaner run`` and ``clean -o``: a bar on a terminal, else a line every 30 seconds."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from cleaner.batch.job import Step
from cleaner.batch.tally import Tally
from cleaner.cli.progress import progress
from tests.batch.runs import CLEANER_RUN
from tests.cli.commands import CLEAN, clean


def test_without_a_terminal_progress_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = Tally(read=1000, failed=2, characters=500_000, removed=50_000)
    with progress(4_000_000) as count_step:
        count_step(Step(1_000_000, tally))
        assert capsys.readouterr().err == ""
        monkeypatch.setattr("cleaner.cli.progress.REPORT_SECONDS", 0)
        count_step(Step(1_000_000, tally))
    line = capsys.readouterr().err
    assert line.startswith("cleaner: 2,000 documents, ")
    assert "MB/s, 10.0% removed, 4 failed, " in line
    assert line.endswith(" left\n")


@pytest.mark.parametrize("program", ["cleaner run", "clean"])
def test_a_terminal_shows_a_bar(tmp_path: Path, program: str) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"text": "The bridge will open in May.\nAdvertisement"}) + "\n")
    (tmp_path / "b.jsonl").write_text('{"text": "Share this article"}\nno record\n')
    terminal_end, process_end = pty.openpty()
    command = [*(CLEANER_RUN if program == "cleaner run" else CLEAN), str(tmp_path), "-o", str(tmp_path / "out")]
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
    for part in (b"100%", b"documents", b"MB/s", b"failed"):
        assert part in output
    assert (b"% removed" in output) == (program == "cleaner run")
    assert (b"\r\x1b[K" in output) == (program == "clean"), "a message replaces the bar"


def test_clean_has_lines_of_progress_where_articles_go_to_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.cli.progress.REPORT_SECONDS", 0)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The mill grinds again.\n")
    lines = clean("-o", tmp_path / "out", tmp_path / "a.txt", tmp_path / "b.txt").err.split("\n")
    assert [line.partition(",")[0] for line in lines[:2]] == ["clean: 1 documents", "clean: 2 documents"]
    for options in (["-q", "-o", tmp_path / "out"], ["-t", "jsonl"], ["--check"]):
        assert "documents" not in clean(*options, tmp_path / "a.txt", tmp_path / "b.txt").err
