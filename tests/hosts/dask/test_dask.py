"""Shards on a real Dask cluster on this machine: the bytes of a local run, even if its workers are killed."""

from pathlib import Path

import pytest
from distributed import LocalCluster

from tests.batch.runs import counts, outputs, run
from tests.hosts.runs import corpus, crawl, learned_rules, run_and_kill


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("dask") / "in", shards=8, documents=60)


@pytest.fixture(scope="module")
def local(inputs: Path) -> Path:
    out = inputs.parent / "local"
    assert run(inputs, "-o", out).returncode == 3
    return out


def test_dask_gives_the_bytes_and_counts_of_a_local_run(inputs: Path, local: Path, tmp_path: Path) -> None:
    process = run(inputs, "-o", tmp_path / "out", "--engine", "dask", "-j", 2, "-q")
    assert process.returncode == 3, process.stderr
    assert outputs(tmp_path / "out") == outputs(local)
    assert counts(tmp_path / "out") == counts(local)


def test_a_running_cluster_is_used(inputs: Path, local: Path, tmp_path: Path) -> None:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        options = ("--engine", "dask", "--master", cluster.scheduler_address, "-q")
        assert run(inputs, "-o", tmp_path / "out", *options).returncode == 3
    assert outputs(tmp_path / "out") == outputs(local)


@pytest.mark.parametrize("victim", ["--multiprocessing-fork", "cleaner.batch.task"])
def test_a_killed_worker_costs_nothing(victim: str, inputs: Path, local: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, output = run_and_kill(out, lambda command: victim in command, inputs, "--engine", "dask", "-j", 2, "-q")
    assert status == 3, output
    assert outputs(out) == outputs(local)
    assert counts(out) == counts(local)


def test_an_address_without_a_scheduler_is_reported(inputs: Path, tmp_path: Path) -> None:
    process = run(inputs, "-o", tmp_path / "out", "--engine", "dask", "--master", "tcp://127.0.0.1:9", "-q")
    assert process.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in process.stderr


def test_rules_are_learned_as_by_a_local_run(tmp_path: Path) -> None:
    pages = crawl(tmp_path / "crawl", sites=3, pages=20)
    assert run(pages, "-o", tmp_path / "local", "--learn", "-q").returncode == 0
    process = run(pages, "-o", tmp_path / "out", "--learn", "--engine", "dask", "-j", 2, "-q")
    assert process.returncode == 0, process.stderr
    learned = learned_rules(tmp_path / "local")
    assert len([name for name in learned if name.endswith(".yaml")]) == 3
    assert learned_rules(tmp_path / "out") == learned
    assert outputs(tmp_path / "out") == outputs(tmp_path / "local")
