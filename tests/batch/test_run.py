"""``cleaner run``: what it writes, what it notes, and that nothing is lost when things break."""

import gzip
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cleaner import OptionError
from cleaner.authoring.samples import neutral_lines
from cleaner.batch.job import Step
from cleaner.batch.shard import clean_shard
from cleaner.batch.store import TEMPORARY, OutputFolder
from cleaner.batch.tally import Tally
from cleaner.cli.toolbox.progress import progress

CLEANER = [sys.executable, "-m", "cleaner"]
PAGE = (
    "<html><body><article><h1>Bridge opens</h1>" + "".join(f"<p>{line}</p>" for line in neutral_lines()) + "</article>"
)


def text(number: int) -> str:
    return "\n".join([*neutral_lines()[number % 20 :], "Advertisement", neutral_lines()[number % 7]])


def lines(first: int, count: int) -> bytes:
    rows = [json.dumps({"id": number, "text": text(number), "kept": number}) for number in range(first, first + count)]
    return "\n".join(rows).encode() + b"\n"


def run(*arguments: object, **how: Any) -> subprocess.CompletedProcess[str]:
    command = [*CLEANER, "run", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    assert "Traceback" not in done.stderr
    return done


def outputs(folder: Path) -> dict[str, bytes]:
    """Return all that a run wrote but for its notes, which tell seconds."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in found.items() if name.parts[0] != "_cleaner"}


def summary(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "_cleaner" / "summary.json").read_bytes())
    return {key: value for key, value in told.items() if key not in ("seconds", "done_before", "slowest")}


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "_cleaner" / name).read_bytes().splitlines()]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files of all kinds of text, some of them broken."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a" / "b").mkdir(parents=True)
    for number in range(3):
        (folder / f"{number}.jsonl").write_bytes(lines(number * 100, 60))
    (folder / "a" / "packed.jsonl.gz").write_bytes(gzip.compress(lines(500, 40) + b"{broken\n" + lines(600, 2)))
    for number in range(30):
        (folder / "a" / "b" / f"{number}.txt").write_text(text(number), "utf-8")
    (folder / "a" / "page.html").write_text(PAGE, "utf-8")
    (folder / "a" / "page.md").write_text("# Bridge opens\n\n" + text(3), "utf-8")
    (folder / "a" / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what a run that nothing disturbs makes of the corpus."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    assert run(corpus, "-o", folder, "-j", 2).returncode == 3, "one file is empty, one line is no JSON"
    return folder


def test_outputs_lie_as_inputs_do_and_are_what_clean_gives(corpus: Path, whole: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cleaner.cli.clean", "-q", "-o", str(tmp_path / "out"), str(corpus)]
    subprocess.run(command, capture_output=True, check=False)
    assert outputs(tmp_path / "out") == outputs(whole)
    assert "a/packed.jsonl.gz" in outputs(whole)


def test_the_sum_adds_up_and_what_failed_is_told(whole: Path) -> None:
    told = summary(whole)
    assert told["read"] == told["written"] + told["empty"] + told["failed"] == 256
    assert told["failed"] == 2
    assert sorted(failure["reason"][:10] for failure in records(whole, "failed.jsonl")) == ["is empty", "is no JSON"]
    written = sum(len(gzip.decompress(c) if n.endswith("gz") else c) for n, c in outputs(whole).items())
    assert written > 0
    assert told["rules"]["ads/ad-label"]["documents"] == told["rules"]["ads/ad-label"]["lines"] > 200
    assert list(told["sites"]) == ["(unknown)"]
    assert told["removed"] == sum(of["characters"] for of in told["rules"].values())


def test_the_manifest_has_each_input_with_its_hash_and_output(corpus: Path, whole: Path) -> None:
    files = {file["input"]: file for note in records(whole, "manifest.jsonl") for file in note["files"]}
    assert sorted(files) == sorted(str(path) for path in corpus.rglob("*") if path.is_file())
    made = [file["output"] for file in files.values() if file["output"]]
    assert sorted(made) == sorted(outputs(whole))
    assert files[str(corpus / "a" / "empty.txt")]["error"] == "is empty"


def test_any_number_of_processes_gives_the_same(corpus: Path, whole: Path, tmp_path: Path) -> None:
    run(corpus, "-o", tmp_path / "one", "-j", 1)
    assert outputs(tmp_path / "one") == outputs(whole)
    assert summary(tmp_path / "one") == summary(whole)


def test_what_is_done_is_not_done_again(corpus: Path, whole: Path) -> None:
    before = outputs(whole), {path: path.stat().st_mtime_ns for path in whole.rglob("*.txt")}
    done = run(corpus, "-o", whole)
    shards = summary(whole)["shards"]
    assert f"{shards} of {shards} shards done before" in done.stdout
    assert before == (outputs(whole), {path: path.stat().st_mtime_ns for path in whole.rglob("*.txt")})
    assert done.returncode == 3, "what failed before is told again"


def test_what_changed_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(ord(name), 3))
    out = tmp_path / "out"
    run(tmp_path / "in", "-o", out)
    changed = tmp_path / "in" / "b.jsonl"
    stamp = changed.stat()
    changed.write_bytes(lines(ord("b"), 3).replace(b"kept", b"KEPT"))
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert "2 of 3 shards done before" in run(tmp_path / "in", "-o", out).stdout, "size and time are those of before"
    assert b"KEPT" in (out / "b.jsonl").read_bytes()
    (out / "a.jsonl").write_bytes(b"{}\n")
    (out / "c.jsonl").unlink()
    assert "1 of 3 shards done before" in run(tmp_path / "in", "-o", out).stdout, "outputs are not what was written"
    assert "done before" not in run(tmp_path / "in", "-o", out, "--profile", "careful").stdout, "another order"
    assert "done before" not in run(tmp_path / "in", "-o", out, "--profile", "careful", "--fresh").stdout
    whole = outputs(out)
    next((out / "_cleaner" / "done").iterdir()).write_text("{half")
    assert "2 of 3 shards done before" in run(tmp_path / "in", "-o", out, "--profile", "careful").stdout
    assert outputs(out) == whole


def test_a_new_file_is_done_and_the_others_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(200):
        (tmp_path / "in" / f"{number:03}.txt").write_text(neutral_lines()[number % 9], "utf-8")
    run(tmp_path / "in", "-o", tmp_path / "out")
    (tmp_path / "in" / "000a.txt").write_text(neutral_lines()[0], "utf-8")
    done = run(tmp_path / "in", "-o", tmp_path / "out")
    assert "shards done before" in done.stdout
    inputs = [file["input"] for note in records(tmp_path / "out", "manifest.jsonl") for file in note["files"]]
    assert len(inputs) == len(set(inputs)) == 201


def test_killed_at_any_moment_it_can_be_gone_on_with(corpus: Path, whole: Path, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(4)  # noqa: S311 - moments, no secrets
    command = [*CLEANER, "run", str(corpus), "-o", str(out), "-j", "2", "-q"]
    for _ in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.2))
        process.kill()
        process.wait()
        for name, content in outputs(out).items() if out.exists() else ():
            assert Path(name).name.startswith(".cleaner-") or content == outputs(whole)[name], "whole or not there"
    assert run(corpus, "-o", out).returncode == 3
    assert outputs(out) == outputs(whole)
    assert summary(out) == summary(whole)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_ends_cleanly_and_can_be_gone_on_with(
    sent: int, corpus: Path, whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [*CLEANER, "run", str(corpus), "-o", str(out), "-j", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not any((out / "_cleaner" / "done").glob("*")):
        time.sleep(0.01)
    process.send_signal(sent)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "the same command goes on" in told
    assert told.count("\n") == 1
    assert not [name for name in outputs(out) if ".cleaner-" in name], "no temporary file is left"
    run(corpus, "-o", out)
    assert outputs(out) == outputs(whole)


def test_a_second_run_is_refused_and_can_wait(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen([*CLEANER, "run", str(corpus), "-o", str(out), "-q"], stdout=subprocess.PIPE)
    while not (out / "_cleaner" / "lock").exists() or not (out / "_cleaner" / "lock").read_bytes():
        time.sleep(0.01)
    second = run(corpus, "-o", out)
    assert second.returncode == 2
    assert f"process {first.pid} on {socket.gethostname()}" in second.stderr
    third = run(corpus, "-o", out, "--wait")
    assert first.wait() == 3
    assert "done before" in third.stdout
    first.communicate()


def test_temporary_files_of_dead_runs_go(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(0, 1))
    (tmp_path / "out" / "deep").mkdir(parents=True)
    dead = tmp_path / "out" / "deep" / f".cleaner-{socket.gethostname()}-{2**22 + 1}-abc"
    alive = tmp_path / "out" / "deep" / f".cleaner-{socket.gethostname()}-{os.getpid()}-abc"
    dead.write_bytes(b"half")
    alive.write_bytes(b"half")
    assert run(tmp_path / "a.jsonl", "-o", tmp_path / "out").returncode == 0
    assert (dead.exists(), alive.exists()) == (False, True)


def test_a_full_disk_ends_the_run_in_one_line_and_it_can_be_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, count in (("a", 2), ("b", 400), ("c", 2)):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(0, count))

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, 1 << 19))

    done = run(tmp_path / "in", "-o", tmp_path / "out", preexec_fn=small)
    assert done.returncode == 3
    assert "b.jsonl: cannot be written: File too large" in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(outputs(tmp_path / "out")) == ["a.jsonl"]
    assert "1 of 3 shards done before" in run(tmp_path / "in", "-o", tmp_path / "out").stdout


def test_a_folder_in_the_place_of_a_failed_inputs_output_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    done = run("a.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.endswith("a.txt: cannot be written: Is a directory\n")


@pytest.mark.parametrize("out", ["/proc/out", "/dev/null/out", "file"])
def test_a_folder_that_cannot_be_written_is_told_in_one_line(out: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a.jsonl").write_bytes(lines(0, 1))
    done = run("a.jsonl", "-o", out, cwd=tmp_path)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def test_inputs_that_vanish_or_cannot_be_read_fail_alone_and_are_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(0, 2))
    (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
    (tmp_path / "c.txt").write_text(neutral_lines()[0], "utf-8")
    os.mkfifo(tmp_path / "pipe")
    names = ("a.jsonl", "gone.jsonl", "loop.jsonl", "gone.txt", "pipe", "c.txt")
    done = run(*names, "-o", "out", cwd=tmp_path, timeout=60)
    assert done.returncode == 3
    reasons = {failure["place"]: failure["reason"] for failure in records(tmp_path / "out", "failed.jsonl")}
    assert [*reasons] == ["gone.jsonl", "loop.jsonl", "gone.txt", "pipe"]
    assert reasons["gone.jsonl"] == "no such file"
    assert reasons["pipe"] == "is no regular file, which can be read again"
    assert sorted(outputs(tmp_path / "out")) == ["a.jsonl", "c.txt"]
    (tmp_path / "gone.jsonl").write_bytes(lines(5, 2))
    (tmp_path / "gone.txt").write_text(neutral_lines()[1], "utf-8")
    run(*names, "-o", "out", cwd=tmp_path)
    assert sorted(outputs(tmp_path / "out")) == ["a.jsonl", "c.txt", "gone.jsonl", "gone.txt"]


def test_a_document_that_kills_or_hangs_is_passed_on_with_its_reason(tmp_path: Path) -> None:
    deep = "<div>" * 3_000_000
    rows = [{"id": 1, "text": text(1)}, {"id": 2, "html": deep}, {"id": 3, "text": text(3)}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run(tmp_path / "a.jsonl", "-o", tmp_path / "out", "--time-limit", 0.3)
    assert done.returncode == 3
    written = [json.loads(line) for line in outputs(tmp_path / "out")["a.jsonl"].splitlines()]
    assert [one["id"] for one in written] == [1, 2, 3]
    (failure,) = records(tmp_path / "out", "failed.jsonl")
    assert failure == {"place": f"{tmp_path / 'a.jsonl'}:2", "reason": written[1]["metadata"]["cleaner"]["error"]}
    assert "took more than 0.3 seconds" in failure["reason"]
    assert "done before" not in run(tmp_path / "a.jsonl", "-o", tmp_path / "out").stdout, "it may not hang again"


ODD = [
    "new\nline.txt",
    "-leading.txt",
    os.fsdecode(b"not-\xff-utf8.txt"),
    "n" * 251 + ".htm",
    "ü" * 124 + ".jsonl",
    " .txt",
]


def test_odd_names_are_kept_and_told_apart(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ODD:
        content = lines(0, 1) if name.endswith("jsonl") else (PAGE if name.endswith("htm") else text(1)).encode()
        (tmp_path / "in" / name).write_bytes(content)
    done = run("in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = outputs(tmp_path / "out")
    assert len(made) == len(ODD)
    assert {name for name in ODD if not name.endswith("htm")} <= set(made)
    files = [file["output"] for note in records(tmp_path / "out", "manifest.jsonl") for file in note["files"]]
    assert sorted(files) == sorted(made)
    assert "done before" in run("in", "-o", "out", cwd=tmp_path).stdout
    assert run("-o", "out2", "--", "-leading.txt", cwd=tmp_path / "in").returncode == 0


def test_two_inputs_with_one_name_are_told_apart_or_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(text(1))
    (tmp_path / "a" / "x.html").write_text(PAGE)
    (tmp_path / "a" / "x.htm").write_text(PAGE)
    assert run("a", "-o", "out", cwd=tmp_path).returncode == 0
    assert sorted(outputs(tmp_path / "out")) == ["x.htm.txt", "x.html.txt", "x.txt"]
    done = run("a", "b", "-o", "both", cwd=tmp_path)
    assert done.returncode == 2
    assert "a/x.txt and b/x.txt both go to x.txt" in done.stderr
    assert not (tmp_path / "both").exists(), "before any work"


def test_shards_that_other_schedulers_did_count_as_done(corpus: Path, whole: Path, tmp_path: Path) -> None:
    out, done = tmp_path / "out", None
    for _ in range(2):
        done = clean_shard(corpus / "a" / "packed.jsonl.gz", out / "a" / "packed.jsonl.gz", folder=out)
    assert done
    assert (done["read"], done["written"], done["failed"]) == (43, 42, 1)
    assert outputs(out) == {"a/packed.jsonl.gz": outputs(whole)["a/packed.jsonl.gz"]}
    assert "1 of " in run(corpus, "-o", out).stdout.rpartition("removed; ")[2]
    assert outputs(out) == outputs(whole)


def test_a_shard_is_written_in_the_format_that_its_name_tells(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(0, 2))
    clean_shard(tmp_path / "a.jsonl", tmp_path / "out" / "b.parquet")
    assert run(tmp_path / "out" / "b.parquet", "-o", tmp_path / "again").returncode == 0
    with pytest.raises(OptionError, match=r"b\.csv tells no format"):
        clean_shard(tmp_path / "a.jsonl", tmp_path / "out" / "b.csv")
    with pytest.raises(OptionError, match="tells no format that holds many articles"):
        clean_shard(tmp_path / "a.jsonl", tmp_path / "out" / "b.txt")


def test_where_there_is_no_terminal_progress_is_a_line_a_minute(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Tally(read=1000, failed=2, characters=500_000, removed=50_000)
    with progress(4_000_000) as watch:
        watch(Step(1_000_000, counted))
        assert capsys.readouterr().err == ""
        monkeypatch.setattr("cleaner.cli.toolbox.progress.REPORT_SECONDS", 0)
        watch(Step(1_000_000, counted))
    told = capsys.readouterr().err
    assert told.startswith("cleaner: 2,000 documents, ")
    assert "MB/s, 10.0% removed, 4 failed, 00:00:0" in told
    assert told.endswith(" left\n")


def test_what_a_run_wrote_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1))
    for _ in range(2):
        done = run(".", "-o", "out", cwd=tmp_path)
        assert done.returncode == 0
        assert "read 1 " in done.stdout
    assert "is not read" in done.stderr
    assert run("out", "-o", "out", cwd=tmp_path).returncode == 2
    assert "read 1 " in run("out", "-o", "again", cwd=tmp_path).stdout, "notes are no articles"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-",), "cleaned by 'clean'"),
        (("a.jsonl", "-t", "text"), "has many articles"),
        (("a.jsonl", "--master", "local"), "--engine"),
        (("nothing",), "nothing to clean"),
        (("a.jsonl", "-o", ""), "names no folder"),
        (("a.jsonl", "--max-removed", "7"), "max_removed"),
    ],
)
def test_wrong_usage_ends_with_2_before_any_work(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(0, 1))
    (tmp_path / "nothing").mkdir()
    done = run("-o", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_terminal_shows_a_bar(corpus: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [*CLEANER, "run", str(corpus), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, close_fds=True)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    process.wait()
    os.close(ours)
    for part in (b"100%", b"documents", b"MB/s", b"removed", b"failed"):
        assert part in shown


def test_temporary_files_of_who_ends_soon_are_waited_for(tmp_path: Path) -> None:
    folder = OutputFolder(str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        name = f"{TEMPORARY}{socket.gethostname()}-{other.pid}-x"
        (tmp_path / name).touch()
        assert folder.remove_stale() == 0
        assert (tmp_path / name).exists(), "it may still be written"
        assert other.stdin
        other.stdin.close()  # it ends, and nobody asks how
        assert folder.remove_stale(30.0) == 1
    assert list(tmp_path.iterdir()) == []
