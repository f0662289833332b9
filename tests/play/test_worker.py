"""A worker: the newest request of each kind is answered, within the limits, and whatever hangs is killed."""

import threading
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
    assert worker.ask({"kind": "a", "do": "it"}) == {"done": "it"}


@pytest.mark.parametrize(("do", "reason"), [("hang", "took more than 2 seconds"), ("fail", "ValueError: no")])
def test_what_hangs_or_fails_says_so_and_the_next_is_answered(do: str, reason: str, worker: Worker) -> None:
    failure = worker.ask({"kind": "a", "do": do})
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert worker.ask({"kind": "a", "do": "it"}) == {"done": "it"}


def test_memory_has_a_limit(worker: Worker) -> None:
    failure = worker.ask({"kind": "a", "do": "grow"})
    assert isinstance(failure, Failure)
    assert "memory" in failure.reason


def in_thread(worker: Worker, request: Mapping[str, Any]) -> tuple[threading.Thread, list[Any]]:
    """Ask in a thread; return it with the list that gets the answer."""
    answers = list[Any]()

    def ask() -> None:
        try:
            answers.append(worker.ask(request))
        except OvertakenError as error:
            answers.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, answers


def test_a_request_that_hangs_is_killed_by_a_newer_of_its_kind() -> None:
    worker = Worker(answered, Limits(seconds=600.0))
    (pid,) = worker.pids
    thread, answers = in_thread(worker, {"kind": "a", "do": "hang"})
    time.sleep(0.1)
    assert worker.ask({"kind": "a", "do": "it"}) == {"done": "it"}
    thread.join(10)
    assert isinstance(answers[0], OvertakenError)
    assert worker.pids != [pid]
    worker.close()


def test_another_kind_waits_for_its_turn() -> None:
    worker = Worker(answered, Limits(seconds=1.0))
    thread, answers = in_thread(worker, {"kind": "a", "do": "hang"})
    time.sleep(0.1)
    assert worker.ask({"kind": "b", "do": "it"}) == {"done": "it"}
    thread.join(10)
    assert isinstance(answers[0], Failure)
    worker.close()


def test_the_end_gives_up_what_is_under_way() -> None:
    worker = Worker(answered, Limits(seconds=600.0))
    thread, answers = in_thread(worker, {"kind": "a", "do": "hang"})
    time.sleep(0.1)
    worker.end()
    thread.join(10)
    assert isinstance(answers[0], OvertakenError)
    worker.close()
    with pytest.raises(OvertakenError):
        worker.ask({"kind": "a", "do": "it"})
