"""Shards on a real Dask cluster of this machine: the bytes of a local run, also when its workers are killed."""

from pathlib import Path

import pytest
from distributed import LocalCluster

from tests.hosts.runs import corpus, counts, outputs, run, run_and_kill


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("dask") / "in", shards=8, documents=60)


@pytest.fixture(scope="module")
def local(given: Path) -> Path:
    out = given.parent / "local"
    assert run(given, "-o", out).returncode == 3
    return out


def test_it_gives_the_bytes_and_counts_of_a_local_run(given: Path, local: Path, tmp_path: Path) -> None:
    done = run(given, "-o", tmp_path / "out", "--engine", "dask", "-j", 2, "-q")
    assert done.returncode == 3, done.stderr
    assert outputs(tmp_path / "out") == outputs(local)
    assert counts(tmp_path / "out") == counts(local)


def test_a_cluster_that_runs_already_is_used(given: Path, local: Path, tmp_path: Path) -> None:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        how = ("--engine", "dask", "--master", cluster.scheduler_address, "-q")
        assert run(given, "-o", tmp_path / "out", *how).returncode == 3
    assert outputs(tmp_path / "out") == outputs(local)


@pytest.mark.parametrize("victim", ["--multiprocessing-fork", "cleaner.batch.task"])
def test_a_killed_worker_costs_nothing(victim: str, given: Path, local: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, told = run_and_kill(out, lambda command: victim in command, given, "--engine", "dask", "-j", 2, "-q")
    assert status == 3, told
    assert outputs(out) == outputs(local)
    assert counts(out) == counts(local)


def test_an_address_where_nobody_answers_is_told(given: Path, tmp_path: Path) -> None:
    done = run(given, "-o", tmp_path / "out", "--engine", "dask", "--master", "tcp://127.0.0.1:9", "-q")
    assert done.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
