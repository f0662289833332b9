"""Worker processes: batches of items go out in order, and their results come back in the same order.

A worker that dies, or takes too long with an item, is replaced, and its batch is done again without that item, which
gets a second try on its own if the worker died. So a bad item never costs another its result, and the results do not
depend on the number of workers. At most :data:`BATCHES_AHEAD` batches per worker are under way, which bounds memory.
"""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from cleaner.system import end_with_parent, limit_memory, release_connections, start_method

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCHES_AHEAD = 3
"""Batches per worker that are read before the first result is taken: enough that no worker waits for another."""

MAX_DEATHS = 2
"""Worker deaths on an item after which it is given up."""

POLLS_PER_LIMIT = 10
MAX_POLL_SECONDS = 1.0
"""Checks of workers per time limit, and the seconds between two checks at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one item: ``seconds`` of wall time, and ``memory`` in MiB on top of what a worker starts with."""

    seconds: float = 30.0
    memory: int = 2048


@dataclass(frozen=True, slots=True)
class Failure:
    """The result of an item that failed, with the reason."""

    reason: str


@dataclass
class _Task(Generic[Item, Result]):
    """A batch under way: the results of its items so far, and how many workers died on each."""

    items: Sequence[Item]
    results: list[Result | Failure | None]
    remaining: int
    deaths: dict[int, int] = field(default_factory=dict)

    def set_result(self, index: int, result: Result | Failure) -> None:
        self.results[index] = result
        self.remaining -= 1


@dataclass(frozen=True, slots=True)
class _Assignment(Generic[Item, Result]):
    """Items of a task, by their indexes in it, that one worker does."""

    task: _Task[Item, Result]
    indexes: Sequence[int]


@dataclass
class _Worker(Generic[Item, Result]):
    """A process, the pipe to it, and its assignment.

    ``progress`` is shared with the process: the position of the current item in the assignment, and when it began.
    """

    process: Any
    pipe: Connection
    progress: Any
    assignment: _Assignment[Item, Result] | None = None

    def is_overdue(self, seconds: float) -> bool:
        return self.assignment is not None and time.monotonic() - self.progress[1] > seconds


class WorkerPool(Generic[Item, Result]):
    """Processes that apply one function to many items. Close the pool, or use it in a ``with`` statement."""

    def __init__(self, work: Callable[[Item], Result], count: int, limits: Limits | None = None) -> None:
        """Start ``count`` processes. ``work`` is called in them, and must be picklable where processes are spawned."""
        self._context: Any = multiprocessing.get_context(start_method())
        self._work, self._limits = work, limits or Limits()
        self._workers: list[_Worker[Item, Result]] = []
        self._queue: deque[_Assignment[Item, Result]] = deque()
        for _ in range(count):
            self._workers.append(self._start())

    def __enter__(self) -> "WorkerPool[Item, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The ids of the running processes."""
        return [worker.process.pid for worker in self._workers]

    def close(self) -> None:
        """Kill all processes, whatever they are doing."""
        for worker in self._workers:
            self._stop(worker)
        self._workers = []

    def ordered(self, batches: Iterable[Sequence[Item] | None]) -> Iterator[list[Result | Failure]]:
        """Yield the results of each batch, in the order of the batches and of their items.

        ``None`` among the batches means that the next one is not there yet, so that the workers are served meanwhile.
        """
        tasks: deque[_Task[Item, Result]] = deque()
        try:
            for items in batches:
                if items is not None:
                    tasks.append(self._submit(items))
                self._serve_workers(0.0)
                max_tasks = BATCHES_AHEAD * len(self._workers)
                while tasks and (not tasks[0].remaining or len(tasks) > max_tasks):
                    yield self._finished_results(tasks.popleft())
            while tasks:
                yield self._finished_results(tasks.popleft())
        finally:  # a caller that takes no more results needs no more work done
            self._queue.clear()

    def _submit(self, items: Sequence[Item]) -> _Task[Item, Result]:
        task: _Task[Item, Result] = _Task(items, [None] * len(items), len(items))
        if items:
            self._queue.append(_Assignment(task, range(len(items))))
        return task

    def _finished_results(self, task: _Task[Item, Result]) -> list[Result | Failure]:
        """Wait until all items of a task are done, and return their results."""
        while task.remaining:
            self._serve_workers(min(self._limits.seconds / POLLS_PER_LIMIT, MAX_POLL_SECONDS))
        return [result for result in task.results if result is not None]

    def _serve_workers(self, timeout: float) -> None:
        """Give assignments to idle workers, and take results, waiting for them at most ``timeout`` seconds."""
        for worker in self._workers:
            if worker.assignment is None and self._queue:
                self._assign(worker, self._queue.popleft())
        busy = {worker.pipe: worker for worker in self._workers if worker.assignment is not None}
        for pipe in wait(list(busy), timeout):
            self._take_results(busy[pipe])  # type: ignore[index]  # only pipes are waited for
        for worker in self._workers:
            if worker.is_overdue(self._limits.seconds):
                self._replace(worker, f"took more than {self._limits.seconds:g} seconds", is_final=True)

    def _assign(self, worker: _Worker[Item, Result], assignment: _Assignment[Item, Result]) -> None:
        worker.assignment = assignment
        worker.progress[0], worker.progress[1] = 0, time.monotonic()
        with suppress(OSError):  # it died while idle: this is noticed when its results are taken
            worker.pipe.send([assignment.task.items[index] for index in assignment.indexes])

    def _take_results(self, worker: _Worker[Item, Result]) -> None:
        """Take the results of a worker's assignment, or notice its death."""
        assignment = worker.assignment
        try:
            results = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(1)
            self._replace(worker, f"ended its process ({_exit_reason(worker.process.exitcode)})", is_final=False)
            return
        worker.assignment = None
        if assignment:
            for index, result in zip(assignment.indexes, results, strict=True):
                assignment.task.set_result(index, result)

    def _replace(self, worker: _Worker[Item, Result], reason: str, *, is_final: bool) -> None:
        """Replace a worker that died or hangs, and queue the rest of its assignment.

        The item that it was working on fails if ``is_final``, or after :data:`MAX_DEATHS` deaths.
        """
        assignment, position = worker.assignment, int(worker.progress[0])
        self._stop(worker)
        self._workers[self._workers.index(worker)] = self._start()
        if not assignment:
            return
        task, indexes = assignment.task, assignment.indexes
        culprit = indexes[position]
        task.deaths[culprit] = task.deaths.get(culprit, 0) + 1
        has_failed = is_final or task.deaths[culprit] >= MAX_DEATHS
        if has_failed:
            task.set_result(culprit, Failure(reason))
        parts = [indexes[:position], () if has_failed else (culprit,), indexes[position + 1 :]]
        self._queue.extendleft(_Assignment(task, part) for part in reversed(parts) if part)

    def _start(self) -> _Worker[Item, Result]:
        parent_end, worker_end = self._context.Pipe()
        progress = self._context.RawArray("d", 2)
        inherited = [parent_end, *(worker.pipe for worker in self._workers if not worker.pipe.closed)]
        process = self._context.Process(
            target=_run_worker, args=(self._work, worker_end, inherited, progress, self._limits.memory), daemon=True
        )
        process.start()
        worker_end.close()
        return _Worker(process, parent_end, progress)

    def _stop(self, worker: _Worker[Item, Result]) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _run_worker(
    work: Callable[[Any], Any], pipe: Connection, inherited: list[Connection], progress: Any, memory: int
) -> None:
    """Serve assignments until the pipe closes: the main function of a worker process. Interrupts go to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a scheduler sends it to all processes
    for connection in inherited:  # while they are open here, no worker notices the end of the parent
        connection.close()
    release_connections()
    end_with_parent()
    limit_memory(memory)
    with suppress(EOFError, OSError):
        while True:
            results = []
            for position, item in enumerate(pipe.recv()):
                progress[0], progress[1] = position, time.monotonic()
                results.append(_result(work, item))
            pipe.send(results)


def _result(work: Callable[[Any], Any], item: Any) -> Any:
    """Return the result of an item; an exception is a failure of the item, and not of the worker."""
    try:
        return work(item)
    except MemoryError:
        return Failure("needs more memory than is allowed")
    except Exception as error:  # noqa: BLE001 - whatever an item raises, the others are still done
        return Failure(f"fails with {type(error).__name__}: {error}")


def _exit_reason(exitcode: int | None) -> str:
    """Return how a process ended, in words.

    >>> _exit_reason(-9), _exit_reason(3)
    ('SIGKILL', 'exit status 3')
    """
    if exitcode is not None and exitcode < 0:
        with suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit status {exitcode}"
