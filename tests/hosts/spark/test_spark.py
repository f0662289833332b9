"""Shards on a real Spark: the bytes of a local run, also when its workers are killed."""

from pathlib import Path

import pytest

from tests.hosts.runs import corpus, counts, outputs, run, run_and_kill

MASTER = "local[2,4]"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("spark") / "in", shards=8, documents=60)


@pytest.fixture(scope="module")
def local(given: Path) -> Path:
    out = given.parent / "local"
    assert run(given, "-o", out).returncode == 3
    return out


def test_it_gives_the_bytes_and_counts_of_a_local_run(given: Path, local: Path, tmp_path: Path) -> None:
    done = run(given, "-o", tmp_path / "out", "--engine", "spark", "--master", MASTER, "-q")
    assert done.returncode == 3, done.stderr
    assert outputs(tmp_path / "out") == outputs(local)
    assert counts(tmp_path / "out") == counts(local)
    again = run(given, "-o", tmp_path / "out", "-q")
    assert "10 of 10 shards done before" in again.stdout, "whichever engine goes on"


@pytest.mark.parametrize("victim", ["pyspark.worker", "cleaner.batch.task"])
def test_a_killed_worker_costs_nothing(victim: str, given: Path, local: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    how = ("--engine", "spark", "--master", MASTER, "-q")
    status, told = run_and_kill(out, lambda command: victim in command, given, *how)
    assert status == 3, told
    assert outputs(out) == outputs(local)
    assert counts(out) == counts(local)


def test_what_spark_cannot_do_is_told_in_a_line(given: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "0.jsonl").mkdir(parents=True)
    done = run(given, "-o", tmp_path / "out", "--engine", "spark", "--master", MASTER, "-q")
    assert done.returncode == 3
    assert "cleaner: Spark gave up: " in done.stderr
    assert "0.jsonl: cannot be written: Is a directory" in done.stderr
