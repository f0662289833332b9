"""``cleaner run``: what it writes and records, and that nothing is lost whatever breaks."""

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

from cleaner.authoring.samples import neutral_lines
from tests.batch import runs
from tests.batch.runs import CLEANER_RUN, control_lines, counts, outputs

PAGE = (
    "<html><body><article><h1>Bridge opens</h1>" + "".join(f"<p>{line}</p>" for line in neutral_lines()) + "</article>"
)


def text(number: int) -> str:
    return "\n".join([*neutral_lines()[number % 20 :], "Advertisement", neutral_lines()[number % 7]])


def lines(first: int, count: int) -> bytes:
    rows = [json.dumps({"id": number, "text": text(number), "kept": number}) for number in range(first, first + count)]
    return "\n".join(rows).encode() + b"\n"


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    done = runs.run(*arguments, **options)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files of all kinds, some of them broken."""
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
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a run over the corpus that nothing disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    assert run(corpus, "-o", folder, "-j", 2).returncode == 3, "one file is empty, one line is not JSON"
    return folder


def test_outputs_lie_as_inputs_do_and_equal_those_of_clean(corpus: Path, undisturbed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cleaner.cli.clean", "-q", "-o", str(tmp_path / "out"), str(corpus)]
    subprocess.run(command, capture_output=True, check=False)
    assert outputs(tmp_path / "out") == outputs(undisturbed)
    assert "a/packed.jsonl.gz" in outputs(undisturbed)


def test_the_totals_add_up_and_failures_are_listed(corpus: Path, undisturbed: Path) -> None:
    summary = counts(undisturbed)
    assert summary["read"] == summary["written"] + summary["empty"] + summary["failed"] == 256
    assert summary["failed"] == 2
    failures = control_lines(undisturbed, "failed.jsonl")
    assert {failure["place"] for failure in failures} == {f"{corpus}/a/empty.txt", f"{corpus}/a/packed.jsonl.gz:41"}
    assert all(failure["reason"] for failure in failures)
    assert summary["rules"]["ads/ad-label"]["documents"] == summary["rules"]["ads/ad-label"]["lines"] > 200
    assert list(summary["sites"]) == ["(unknown)"]
    assert summary["removed"] == sum(rule["characters"] for rule in summary["rules"].values())


def test_the_manifest_lists_each_input_with_its_hash_and_output(corpus: Path, undisturbed: Path) -> None:
    manifest = control_lines(undisturbed, "manifest.jsonl")
    files = {file["input"]: file for record in manifest for file in record["files"]}
    assert sorted(files) == sorted(str(path) for path in corpus.rglob("*") if path.is_file())
    assert sorted(file["output"] for file in files.values() if file["output"]) == sorted(outputs(undisturbed))
    assert all(len(file["hash"]) == 64 for file in files.values())
    assert files[str(corpus / "a" / "empty.txt")]["error"]


def test_any_number_of_processes_gives_the_same(corpus: Path, undisturbed: Path, tmp_path: Path) -> None:
    run(corpus, "-o", tmp_path / "alone", "-j", 1)
    assert outputs(tmp_path / "alone") == outputs(undisturbed)
    assert counts(tmp_path / "alone") == counts(undisturbed)


def test_finished_shards_are_not_cleaned_again(corpus: Path, undisturbed: Path) -> None:
    before = outputs(undisturbed), {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*.txt")}
    done = run(corpus, "-o", undisturbed)
    shards = counts(undisturbed)["shards"]
    assert f"{shards} of {shards} shards done before" in done.stdout
    after = outputs(undisturbed), {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*.txt")}
    assert after == before
    assert done.returncode == 3, "earlier failures are reported again"


def test_changed_shards_are_cleaned_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(ord(name), 3))
    out = tmp_path / "out"
    run(tmp_path / "in", "-o", out)
    changed = tmp_path / "in" / "b.jsonl"
    stamp = changed.stat()
    changed.write_bytes(lines(ord("b"), 3).replace(b"kept", b"KEPT"))
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert "2 of 3 shards done before" in run(tmp_path / "in", "-o", out).stdout, "a change that keeps size and time"
    assert b"KEPT" in (out / "b.jsonl").read_bytes()
    (out / "a.jsonl").write_bytes(b"{}\n")
    (out / "c.jsonl").unlink()
    assert "1 of 3 shards done before" in run(tmp_path / "in", "-o", out).stdout, "outputs that were changed"
    assert "done before" not in run(tmp_path / "in", "-o", out, "--profile", "careful").stdout, "other options"
    assert "done before" not in run(tmp_path / "in", "-o", out, "--profile", "careful", "--fresh").stdout
    expected = outputs(out)
    next((out / "_cleaner" / "done").iterdir()).write_text("{half")
    assert "2 of 3 shards done before" in run(tmp_path / "in", "-o", out, "--profile", "careful").stdout
    assert outputs(out) == expected


def test_a_run_that_was_killed_at_any_moment_can_be_resumed(corpus: Path, undisturbed: Path, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(4)  # noqa: S311 - moments, no secrets
    command = [*CLEANER_RUN, str(corpus), "-o", str(out), "-j", "2", "-q"]
    expected = outputs(undisturbed)
    for _ in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.2))
        process.kill()
        process.wait()
        for name, content in outputs(out).items() if out.exists() else ():
            assert Path(name).name.startswith(".cleaner-") or content == expected[name], "complete or missing"
    assert run(corpus, "-o", out).returncode == 3
    assert outputs(out) == expected
    assert counts(out) == counts(undisturbed)


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_cleanly_and_can_be_resumed(
    interrupt: int, corpus: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [*CLEANER_RUN, str(corpus), "-o", str(out), "-j", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not any((out / "_cleaner" / "done").glob("*")):
        time.sleep(0.01)
    os.killpg(process.pid, interrupt)  # as terminals and schedulers do: its workers get it as well
    _, message = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted, " in message
    assert "Traceback" not in message
    assert message.count("\n") == 1
    assert not [name for name in outputs(out) if ".cleaner-" in name], "temporary files are removed"
    run(corpus, "-o", out)
    assert outputs(out) == outputs(undisturbed)


def test_a_second_run_is_refused_or_waits(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen([*CLEANER_RUN, str(corpus), "-o", str(out), "-q"], stdout=subprocess.PIPE)
    while not (out / "_cleaner" / "lock").exists() or not (out / "_cleaner" / "lock").read_bytes():
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)  # it still has the lock when the others ask for it, however busy the machine is
    second = run(corpus, "-o", out)
    third = subprocess.Popen([*CLEANER_RUN, str(corpus), "-o", str(out), "--wait"], stdout=subprocess.PIPE, text=True)
    first.send_signal(signal.SIGCONT)
    shown, _ = third.communicate(timeout=120)
    first.communicate()
    assert second.returncode == 2
    assert f"locked by process {first.pid} on {socket.gethostname()}" in second.stderr
    assert first.returncode == 3
    assert "done before" in shown


def test_a_full_disk_ends_the_run_with_a_line_and_it_can_be_resumed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, count in (("a", 2), ("b", 400), ("c", 2)):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(0, count))

    def limit_file_size() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, 1 << 19))

    done = run(tmp_path / "in", "-o", tmp_path / "out", preexec_fn=limit_file_size)
    assert done.returncode == 3
    assert "b.jsonl: cannot be written: File too large" in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(outputs(tmp_path / "out")) == ["a.jsonl"]
    assert "1 of 3 shards done before" in run(tmp_path / "in", "-o", tmp_path / "out").stdout


def test_a_folder_at_the_path_of_a_failed_inputs_output_is_reported_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    done = run("a.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.endswith("a.txt: cannot be written: Is a directory\n")


@pytest.mark.parametrize("out", ["/proc/out", "/dev/null/out", "file"])
def test_a_folder_that_cannot_be_written_is_reported_in_a_line(out: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a.jsonl").write_bytes(lines(0, 1))
    done = run("a.jsonl", "-o", out, cwd=tmp_path)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def test_missing_and_unreadable_inputs_fail_alone_and_are_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(0, 2))
    (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
    (tmp_path / "c.txt").write_text(neutral_lines()[0], "utf-8")
    os.mkfifo(tmp_path / "pipe")
    names = ("a.jsonl", "gone.jsonl", "loop.jsonl", "gone.txt", "pipe", "c.txt")
    done = run(*names, "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    reasons = {failure["place"]: failure["reason"] for failure in control_lines(tmp_path / "out", "failed.jsonl")}
    assert [*reasons] == ["gone.jsonl", "loop.jsonl", "gone.txt", "pipe"]
    assert reasons["gone.jsonl"] == "no such file"
    assert reasons["pipe"] == "is not a regular file, so it cannot be read again"
    assert sorted(outputs(tmp_path / "out")) == ["a.jsonl", "c.txt"]
    (tmp_path / "gone.jsonl").write_bytes(lines(5, 2))
    (tmp_path / "gone.txt").write_text(neutral_lines()[1], "utf-8")
    run(*names, "-o", "out", cwd=tmp_path)
    assert sorted(outputs(tmp_path / "out")) == ["a.jsonl", "c.txt", "gone.jsonl", "gone.txt"]


def test_a_document_that_hangs_is_passed_on_with_the_reason(tmp_path: Path) -> None:
    endless = "<p>word word<b>" * 900_000  # minutes
    rows = [{"id": 1, "text": text(1)}, {"id": 2, "html": endless}, {"id": 3, "text": text(3)}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    arguments = (tmp_path / "a.jsonl", "-o", tmp_path / "out", "--time-limit", 3)
    assert run(*arguments).returncode == 3
    written = [json.loads(line) for line in outputs(tmp_path / "out")["a.jsonl"].splitlines()]
    assert [record["id"] for record in written] == [1, 2, 3]
    (failure,) = control_lines(tmp_path / "out", "failed.jsonl")
    assert failure == {"place": f"{tmp_path / 'a.jsonl'}:2", "reason": written[1]["metadata"]["cleaner"]["error"]}
    assert "took more than 3 seconds" in failure["reason"]
    assert "done before" not in run(*arguments).stdout, "another time it may not hang"


def test_the_outputs_of_a_run_are_not_its_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1))
    for _ in range(2):
        done = run(".", "-o", "out", cwd=tmp_path)
        assert done.returncode == 0
        assert "read 1 " in done.stdout
    assert "out" in done.stderr
    assert run("out", "-o", "out", cwd=tmp_path).returncode == 2
    assert "read 1 " in run("out", "-o", "again", cwd=tmp_path).stdout, "records are not articles"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.jsonl", "--master", "local"), "--engine"),
        (("nothing",), "nothing to clean"),
        (("a.jsonl", "-o", ""), "folder"),
        (("a.jsonl", "--max-removed", "7"), "max_removed"),
    ],
)
def test_wrong_usage_ends_with_2_before_any_work(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(0, 1))
    (tmp_path / "nothing").mkdir()
    done = run("-o", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


def test_foreign_files_fail_alone_and_files_that_are_not_read_are_counted(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The bridge opens in May.\n")
    (tmp_path / "in" / "t.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "list.json").write_text(json.dumps([{"id": 1, "text": "It opens."}, {"id": 2}]))
    (tmp_path / "p.pdf").write_text("%PDF-1.4\n1 0 obj\n")
    process = run("in", "list.json", "p.pdf", "-o", "out", "-j", "1", cwd=tmp_path)
    assert process.returncode == 3
    assert "cleaner: not read: 1 file (1 .csv)" in process.stderr
    assert "failed: p.pdf: is a PDF, not an article: pdftotext p.pdf - | clean" in process.stdout
    records = [json.loads(line) for line in (tmp_path / "out" / "list.jsonl").read_text().splitlines()]
    assert [record["id"] for record in records] == [1, 2]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["_cleaner", "a.txt", "list.jsonl"]


def test_an_address_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge opens in May.\n")
    process = run("a.txt", "-o", "s3://bucket/out", cwd=tmp_path)
    assert process.returncode == 2
    assert "s3://bucket/out is an address, not a path: pip install 'article-cleaner[remote]'" in process.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
