"""Worker processes really die, hang and grow here."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.batch.pool import BATCHES_AHEAD, Failure, Limits, WorkerPool


def work(item: str) -> str:
    if item == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "leave":
        os._exit(3)
    if item == "hang":
        time.sleep(60)
    if item == "grow":
        return str(len(bytearray(1 << 33)))
    if item == "raise":
        raise ValueError("bad item")
    if item.startswith("once:"):
        path = Path(item.removeprefix("once:"))
        if not path.exists():
            path.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return item.upper()


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    batches = [[f"{batch}-{item}" for item in range(batch % 4)] for batch in range(40)]
    with WorkerPool(work, count) as pool:
        assert list(pool.ordered(batches)) == [[item.upper() for item in batch] for batch in batches]
        assert list(pool.ordered([["a"]])) == [["A"]], "a pool can be used again"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("die", "ended its process (SIGKILL)"),
        ("leave", "ended its process (exit status 3)"),
        ("hang", "took more than 0.5 seconds"),
        ("grow", "needs more memory than is allowed"),
        ("raise", "fails with ValueError: bad item"),
    ],
)
def test_a_bad_item_costs_no_other_its_result(item: str, reason: str) -> None:
    batches = [["a", "b", item, "c"], ["d"], [item], ["e", item]]
    with WorkerPool(work, 2, Limits(seconds=0.5, memory=512)) as pool:
        results = list(pool.ordered(batches))
    assert results == [["A", "B", Failure(reason), "C"], ["D"], [Failure(reason)], ["E", Failure(reason)]]


def test_an_item_that_kills_its_worker_once_gets_a_second_try(tmp_path: Path) -> None:
    item = f"once:{tmp_path / 'mark'}"
    with WorkerPool(work, 2) as pool:
        assert list(pool.ordered([["a", item, "b"]])) == [["A", item.upper(), "B"]]


def test_a_worker_that_dies_while_idle_is_replaced() -> None:
    with WorkerPool(work, 1) as pool:
        assert list(pool.ordered([["a"]])) == [["A"]]
        os.kill(pool.pids[0], signal.SIGKILL)
        assert list(pool.ordered([["b"]])) == [["B"]]


def test_reading_is_bounded_to_three_batches_per_worker() -> None:
    read = 0

    def batches() -> Iterator[list[str]]:
        nonlocal read
        for number in range(100):
            read += 1
            yield [str(number)]

    with WorkerPool(work, 2) as pool:
        for taken, _ in enumerate(pool.ordered(batches())):
            assert read - taken <= BATCHES_AHEAD * 2 + 1


def test_finished_results_come_while_the_next_batch_is_not_there_yet() -> None:
    events: list[str] = []

    def batches() -> Iterator[list[str] | None]:
        for item in ("a", "hang", "b"):
            yield [item]
        while "A" not in events:  # the item that hangs does not hold back the first
            time.sleep(0.01)
            yield None
        events.append("end of input")

    with WorkerPool(work, 2, Limits(seconds=1.0)) as pool:
        for (result,) in pool.ordered(batches()):
            events.append(result.reason if isinstance(result, Failure) else result)
    assert events == ["A", "end of input", "took more than 1 seconds", "B"]


def test_closing_ends_the_processes() -> None:
    pool = WorkerPool(work, 2)
    pids = pool.pids
    pool.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
