"""Shards on a real Spark: the bytes of a local run, even if its workers are killed."""

from pathlib import Path

import pytest

from tests.batch.runs import counts, outputs, run
from tests.hosts.runs import corpus, crawl, learned_rules, run_and_kill

MASTER = "local[2,4]"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("spark") / "in", shards=8, documents=60)


@pytest.fixture(scope="module")
def local(inputs: Path) -> Path:
    out = inputs.parent / "local"
    assert run(inputs, "-o", out).returncode == 3
    return out


def test_spark_gives_the_bytes_and_counts_of_a_local_run(inputs: Path, local: Path, tmp_path: Path) -> None:
    process = run(inputs, "-o", tmp_path / "out", "--engine", "spark", "--master", MASTER, "-q")
    assert process.returncode == 3, process.stderr
    assert outputs(tmp_path / "out") == outputs(local)
    assert counts(tmp_path / "out") == counts(local)
    again = run(inputs, "-o", tmp_path / "out", "-q")
    assert "10 of 10 shards done before" in again.stdout, "any engine resumes a run"


@pytest.mark.parametrize("victim", ["pyspark.worker", "cleaner.batch.task"])
def test_a_killed_worker_costs_nothing(victim: str, inputs: Path, local: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--engine", "spark", "--master", MASTER, "-q")
    status, output = run_and_kill(out, lambda command: victim in command, inputs, *options)
    assert status == 3, output
    assert outputs(out) == outputs(local)
    assert counts(out) == counts(local)


def test_an_error_of_spark_is_reported_in_a_line(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "0.jsonl").mkdir(parents=True)
    process = run(inputs, "-o", tmp_path / "out", "--engine", "spark", "--master", MASTER, "-q")
    assert process.returncode == 3
    assert "cleaner: Spark gave up: " in process.stderr
    assert "0.jsonl: cannot be written: Is a directory" in process.stderr


def test_rules_are_learned_as_by_a_local_run(tmp_path: Path) -> None:
    pages = crawl(tmp_path / "crawl", sites=3, pages=20)
    assert run(pages, "-o", tmp_path / "local", "--learn", "-q").returncode == 0
    process = run(pages, "-o", tmp_path / "out", "--learn", "--engine", "spark", "--master", MASTER, "-q")
    assert process.returncode == 0, process.stderr
    learned = learned_rules(tmp_path / "local")
    assert len([name for name in learned if name.endswith(".yaml")]) == 3
    assert learned_rules(tmp_path / "out") == learned
    assert outputs(tmp_path / "out") == outputs(tmp_path / "local")
