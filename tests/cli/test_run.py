"""``clean -j``: the same as one process gives, in the same order, whatever happens to the processes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.authoring.samples import neutral_lines

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
PAGE = (
    "<html><body><article><h1>Bridge opens</h1>" + "".join(f"<p>{line}</p>" for line in neutral_lines()) + "</article>"
)


def clean(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    process = subprocess.run([*CLEAN, *map(str, arguments)], input=stdin, capture_output=True, check=False, cwd=cwd)
    assert b"Traceback" not in process.stderr
    return process


def records(count: int) -> bytes:
    rows = []
    for number in range(count):
        text = "\n".join([*neutral_lines()[number % 20 :], "Advertisement", neutral_lines()[number % 7]])
        rows.append(json.dumps({"id": number, "text": text, "kept": number}))
        if number % 50 == 7:
            rows += ["{broken", '{"no": "text"}', "", json.dumps({"id": f"p{number}", "html": PAGE})]
    return "\n".join(rows).encode()


@pytest.fixture(scope="module")
def stream() -> bytes:
    return records(30)


@pytest.mark.parametrize(
    "options", [(), ("--stats",), ("--explain",), ("--diff",), ("-t", "md", "-o", "out/"), ("-v",)]
)
def test_records_come_out_as_from_a_single_process(stream: bytes, options: tuple[str, ...], tmp_path: Path) -> None:
    results = []
    for jobs in (1, 3):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        process = clean("-f", "jsonl", "-j", jobs, "--removed", "removed.jsonl", *options, stdin=stream, cwd=folder)
        files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        results.append((process.returncode, process.stdout, process.stderr, files))
    assert results[0] == results[1]
    assert results[0][0] == 3, "some records are broken"


def test_files_come_out_as_from_a_single_process(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"in/{number % 3}").mkdir(parents=True, exist_ok=True)
        text = "\n".join([*neutral_lines()[number:], "Advertisement"])
        (tmp_path / f"in/{number % 3}/{number}.txt").write_text(text if number != 5 else "", "utf-8")
    (tmp_path / "in" / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "in" / "records.jsonl").write_bytes(records(60))
    results = []
    for jobs in (1, 2):
        process = clean("-j", jobs, "-o", f"out{jobs}", "in", cwd=tmp_path)
        out = tmp_path / f"out{jobs}"
        files = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        results.append((process.returncode, process.stdout, process.stderr, files))
    assert results[0] == results[1]
    assert len(results[0][3]) == 13


def test_what_is_done_is_written_while_reading_waits() -> None:
    command = [*CLEAN, "-f", "jsonl", "-j", "2", "--no-header"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        for number in range(3):
            running.stdin.write(json.dumps({"id": number, "text": "It rained.\nAdvertisement"}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline()) == {"id": number, "text": "It rained."}
        running.stdin.close()
        assert running.wait(timeout=60) == 0


def test_an_input_that_takes_too_long_fails_alone() -> None:
    """The slow input takes far more than the limit on any machine, and the others far less, even on a busy one."""
    slow = {"id": "slow", "text": "\n".join(f"A line of no prose {number}" for number in range(400_000))}
    rows = [{"id": 1, "text": "It rained."}, slow, {"id": 2, "text": "It rained."}]
    stdin = "\n".join(map(json.dumps, rows)).encode()
    process = clean("-f", "jsonl", "-j", 2, "--time-limit", 3, stdin=stdin)
    written = [json.loads(row) for row in process.stdout.split(b"\n") if row]
    assert process.returncode == 3
    assert [row["id"] for row in written] == [1, "slow", 2]
    assert written[1]["text"] == slow["text"]
    assert written[1]["metadata"]["cleaner"]["error"] == "took more than 3 seconds"
    assert b"standard input:2: took more than 3 seconds" in process.stderr


def test_a_page_that_takes_too_long_fails_without_j_as_well(tmp_path: Path) -> None:
    (tmp_path / "slow.html").write_text(PAGE * 6000, "utf-8")
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    process = clean("-o", "out", "--time-limit", 4, "page.html", "slow.html", cwd=tmp_path)
    assert process.returncode == 3
    assert b"slow.html: took more than 4 seconds" in process.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["page.txt"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes in /proc")
def test_a_process_that_is_killed_costs_nothing(stream: bytes, tmp_path: Path) -> None:
    whole = clean("-f", "jsonl", "-j", 2, stdin=stream)
    (tmp_path / "in.jsonl").write_bytes(stream)
    command = [*CLEAN, "-j", "2", str(tmp_path / "in.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout
        killed = False
        while not killed and running.poll() is None:
            for pid in children(running.pid)[:1]:
                os.kill(pid, signal.SIGKILL)
                killed = True
        out = running.stdout.read()
    assert killed
    assert out == whole.stdout


def children(pid: int) -> list[int]:
    pids = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                pids.append(int(entry.name))
        except OSError:
            continue
    return sorted(pids)
