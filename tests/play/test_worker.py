"""A worker: the newest request of each kind is answered, within the limits, and whatever hangs is killed."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cleaner.batch.pool import Failure, Limits
from cleaner.play.worker import OvertakenError, Worker


def answered(request: Mapping[str, Any]) -> dict[str, Any]:
    """Do what a request says."""
    if request["do"] == "hang":
        time.sleep(600)
    if request["do"] == "grow":
        return {"size": len(bytearray(1 << 32))}
    if request["do"] == "fail":
        raise ValueError("no")
    return {"done": request["do"]}


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(answered, Limits(seconds=2.0, memory=512))
    yield worker
    worker.close()


def test_a_request_is_answered(worker: Worker) -> None:
    assert worker.ask({"kind": "a", "do": "it"}).result() == {"done": "it"}


@pytest.mark.parametrize(("do", "reason"), [("hang", "took more than 2 seconds"), ("fail", "ValueError: no")])
def test_what_hangs_or_fails_says_so_and_the_next_is_answered(do: str, reason: str, worker: Worker) -> None:
    failure = worker.ask({"kind": "a", "do": do}).result()
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert worker.ask({"kind": "a", "do": "it"}).result() == {"done": "it"}


def test_memory_has_a_limit(worker: Worker) -> None:
    failure = worker.ask({"kind": "a", "do": "grow"}).result()
    assert isinstance(failure, Failure)
    assert "memory" in failure.reason


def test_a_request_that_hangs_is_killed_by_a_newer_of_its_kind() -> None:
    worker = Worker(answered, Limits(seconds=600.0))
    (pid,) = worker.pids
    hanging = worker.ask({"kind": "a", "do": "hang"})
    time.sleep(0.1)
    assert worker.ask({"kind": "a", "do": "it"}).result() == {"done": "it"}
    assert isinstance(hanging.exception(10), OvertakenError)
    assert worker.pids != [pid]
    worker.close()


def test_another_kind_waits_for_its_turn() -> None:
    worker = Worker(answered, Limits(seconds=1.0))
    hanging = worker.ask({"kind": "a", "do": "hang"})
    time.sleep(0.1)
    assert worker.ask({"kind": "b", "do": "it"}).result() == {"done": "it"}
    assert isinstance(hanging.result(10), Failure)
    worker.close()


def test_the_end_gives_up_what_is_under_way() -> None:
    worker = Worker(answered, Limits(seconds=600.0))
    hanging = worker.ask({"kind": "a", "do": "hang"})
    time.sleep(0.1)
    worker.end()
    assert isinstance(hanging.exception(10), OvertakenError)
    worker.close()


def test_an_ended_worker_answers_nothing(worker: Worker) -> None:
    worker.end()
    with pytest.raises(OvertakenError):
        worker.ask({"kind": "a", "do": "it"}).result()
