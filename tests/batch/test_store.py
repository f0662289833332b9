"""The output folder: its lock, and temporary files of processes that ended, still run, or run on other hosts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import OptionError
from cleaner.batch.store import TEMPORARY_PREFIX, OutputFolder, digest
from tests.batch.runs import control_lines, run

HOST = socket.gethostname()
DEAD_PID = 2**22 + 1  # larger than any on Linux


def temporary_file(folder: Path, host: str, pid: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{TEMPORARY_PREFIX}{host}-{pid}-abc"
    path.write_bytes(b"half")
    return path


def test_a_run_removes_temporary_files_of_processes_that_ended_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge will open in May.")
    deep = tmp_path / "out" / "deep"
    dead = temporary_file(deep, HOST, DEAD_PID)
    alive = temporary_file(deep, HOST, os.getpid())
    foreign = temporary_file(deep, "another-host.example", DEAD_PID)
    unrelated = deep / f"{TEMPORARY_PREFIX}notes"
    unrelated.touch()
    assert run(tmp_path / "a.txt", "-o", tmp_path / "out").returncode == 0
    assert [path.exists() for path in (dead, alive, foreign, unrelated)] == [False, True, True, True]
    (remark,) = control_lines(tmp_path / "out", "remarks.jsonl")
    assert remark["place"] == str(foreign)
    assert "another-host.example" in remark["remark"], "it is kept, and the user is informed"


def test_temporary_files_of_a_process_that_is_about_to_end_are_waited_for(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        path = temporary_file(tmp_path, HOST, other.pid)
        assert folder.remove_stale() == 0
        assert path.exists(), "it may still be written"
        assert other.stdin
        other.stdin.close()  # the process ends, and nobody takes its exit status
        assert folder.remove_stale(timeout=30.0) == 1
    assert list(tmp_path.iterdir()) == []


def test_files_of_other_hosts_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: float) -> None:
        raise AssertionError("nothing to wait for")

    monkeypatch.setattr("time.sleep", refuse)
    temporary_file(tmp_path, "another-host", DEAD_PID)
    assert OutputFolder(tmp_path).remove_stale(timeout=30.0) == 0


def test_a_lock_names_its_owner_and_ends_with_it(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.create()
    code = "import sys; from cleaner.batch.store import OutputFolder\n"
    code += "with OutputFolder(sys.argv[1]).locked(wait=False): print('locked', flush=True); input()"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(OptionError, match=f"locked by process {other.pid} on {HOST}"), folder.locked(wait=False):
            pass
        other.kill()
    with folder.locked(wait=False):
        pass


def test_a_record_that_is_not_readable_is_missing(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.create()
    folder.write_file(folder.record_path("whole"), '{"shard": "whole"}')
    Path(str(folder.record_path("half"))).write_text('{"shard": "ha')
    Path(str(folder.record_path("list"))).write_text("[]")
    assert [folder.record(name) for name in ("whole", "half", "list", "none")] == [{"shard": "whole"}, None, None, None]
    assert list(folder.records()) == [folder.record_path("whole")]


def test_only_regular_files_have_a_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"abc")
    assert digest(tmp_path / "file").startswith("ba7816bf")
    assert [digest(tmp_path / name) for name in ("pipe", "missing", "nul\0")] == ["", "", ""]
