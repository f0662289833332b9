"""``cleaner run --shard I/N``: parts of a corpus, cleaned by jobs of their own into one folder."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from cleaner.batch.shards import Part, Shard, ShardFile, shards_of_part
from cleaner.batch.store import OutputFolder
from cleaner.io.inputs import Input
from tests.batch.runs import CLEANER_RUN, control_lines, counts, outputs, run

COUNT = 3


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(7):
        rows = [json.dumps({"id": row, "text": "It rained.\nAdvertisement"}) for row in range(3 * number + 1)]
        (folder / f"{number}.jsonl").write_text("\n".join(rows))
        (folder / f"{number}.txt").write_text(f"It rained on day {number}.\nAdvertisement\n")
    (folder / "broken.jsonl").write_text("{broken")
    return folder


def test_parts_together_are_the_whole(corpus: Path, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    run(corpus, "-o", whole)
    statuses = [run(corpus, "-o", out, "--shard", f"{index}/{COUNT}").returncode for index in range(1, COUNT + 1)]
    assert sorted(statuses) == [0, 0, 3], "one part has the broken file"
    assert outputs(out) == outputs(whole)
    control = out / "_cleaner"
    parts = [json.loads((control / f"summary-{index}-of-{COUNT}.json").read_bytes()) for index in range(1, COUNT + 1)]
    for key in ("read", "written", "failed", "bytes_in", "bytes_out", "shards"):
        assert sum(part[key] for part in parts) == counts(whole)[key]
    assert not (control / "summary.json").exists()
    done = run(corpus, "-o", out)
    assert f"{counts(whole)['shards']} of {counts(whole)['shards']} shards done before" in done.stdout
    assert counts(out) == counts(whole)
    assert control_lines(out, "manifest.jsonl")
    assert not list(control.glob("*-of-*.json*"))


def test_parts_run_at_the_same_time_and_exclude_a_run_over_all(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    commands = [[*CLEANER_RUN, str(corpus), "-o", str(out), "-j", "1", "--shard", f"{i}/2"] for i in (1, 2)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for command in commands]
    assert sorted(process.wait(60) for process in processes) == [0, 3]
    for process in processes:
        assert process.communicate()[1] == b""
    assert run(corpus, "-o", out).returncode == 3
    assert len(outputs(out)) == 15


def test_a_part_is_locked_alone(corpus: Path, tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    folder.create()
    with folder.locked(wait=False, part=Part(1, 2)):
        same = run(corpus, "-o", folder.path, "--shard", "1/2")
        whole = run(corpus, "-o", folder.path)
        other = run(corpus, "-o", folder.path, "--shard", "2/2")
    assert (same.returncode, whole.returncode) == (2, 2)
    assert f"locked by process {os.getpid()}" in same.stderr
    assert other.returncode in (0, 3)
    with folder.locked(wait=False):
        assert run(corpus, "-o", folder.path, "--shard", "1/2").returncode == 2


def test_a_part_without_shards_is_fine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    done = run("a.txt", "-o", "out", "--shard", "2/2", cwd=tmp_path)
    assert (done.returncode, outputs(tmp_path / "out")) == (0, {})


@pytest.mark.parametrize("part", ["", "1", "0/4", "5/4", "a/4", "1/0", "-1/4", "1/4/2", "1.5/4"])
def test_what_is_not_a_part_is_refused(part: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    done = run("a.txt", "-o", "out", "--shard", part, cwd=tmp_path)
    assert done.returncode == 2
    assert "--shard" in done.stderr
    assert not (tmp_path / "out").exists()


def _shard(name: str, size: int) -> Shard:
    return Shard(name, (ShardFile(Input(name, name, name), "jsonl", size, name),))


def test_large_shards_are_spread_over_the_parts() -> None:
    shards = [_shard(f"{number:02}", 100 if number < 4 else 1) for number in range(16)]
    parts = [shards_of_part(shards, Part(index, 4)) for index in range(1, 5)]
    assert [sum(shard.size for shard in part) for part in parts] == [103] * 4
    assert sorted(shard.name for part in parts for shard in part) == [shard.name for shard in shards]
