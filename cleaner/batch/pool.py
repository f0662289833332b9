"""Worker processes: batches of items go out in order, and their results come back in the same order.

A worker that dies, or takes too long with an item, is replaced, and the batch is done again without that item, which is
tried once more by itself if the worker died. So one bad item never costs another its result, and what comes back does
not depend on how many workers there are. At most :data:`AHEAD` batches a worker are under way, so memory is bounded.
"""

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 3
"""Batches a worker that are read before the first one's result is taken: enough that none waits for another."""

TRIES = 2
"""Times that an item may kill its worker before it is given up."""

MIB = 1 << 20

_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG in linux/prctl.h."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take: ``seconds`` of wall time, and ``memory`` in MiB beside what a worker starts with."""

    seconds: float = 30.0
    memory: int = 2048


@dataclass(frozen=True, slots=True)
class Failure:
    """Stands for the result of an item that could not be done, and tells why."""

    reason: str


@dataclass
class _Task(Generic[Item, Result]):
    """A batch under way: what each item gave so far, and how often it killed a worker."""

    items: Sequence[Item]
    results: list[Result | Failure | None]
    left: int
    deaths: dict[int, int] = field(default_factory=dict)

    def settle(self, at: int, result: Result | Failure) -> None:
        self.results[at] = result
        self.left -= 1


@dataclass(frozen=True, slots=True)
class _Assignment(Generic[Item, Result]):
    """Some items of a task, by their places in it, that one worker does."""

    task: _Task[Item, Result]
    places: Sequence[int]


@dataclass
class _Worker(Generic[Item, Result]):
    """A process, the pipe to it, and what it is at: ``progress`` is the item's number in its job, and since when."""

    process: Any
    pipe: Connection
    progress: Any
    job: _Assignment[Item, Result] | None = None

    def overdue(self, seconds: float) -> bool:
        return self.job is not None and time.monotonic() - self.progress[1] > seconds


class WorkerPool(Generic[Item, Result]):
    """Processes that do one piece of work on many items; to be closed, or used in a ``with`` statement."""

    def __init__(self, work: Callable[[Item], Result], count: int, limits: Limits | None = None) -> None:
        """Start ``count`` processes. ``work`` is called in them, and must be picklable where processes are spawned."""
        self._context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._work, self._limits = work, limits or Limits()
        self._workers: list[_Worker[Item, Result]] = []
        self._jobs: deque[_Assignment[Item, Result]] = deque()
        for _ in range(count):
            self._workers.append(self._start())

    def __enter__(self) -> "WorkerPool[Item, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The processes that are at work now."""
        return [worker.process.pid for worker in self._workers]

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for worker in self._workers:
            self._end(worker)
        self._workers = []

    def ordered(self, batches: Iterable[Sequence[Item] | None]) -> Iterator[list[Result | Failure]]:
        """Return the results of each batch, in the order of the batches and of their items.

        ``None`` is no batch: it says that the next one is waited for, so that there is time to see to the processes.
        """
        under_way: deque[_Task[Item, Result]] = deque()
        try:
            for items in batches:
                if items is not None:
                    under_way.append(self._submit(items))
                self._step(0.0)
                most = AHEAD * len(self._workers)
                while under_way and (not under_way[0].left or len(under_way) > most):
                    yield self._finished(under_way.popleft())
            while under_way:
                yield self._finished(under_way.popleft())
        finally:  # whoever takes no more results wants no more work done
            self._jobs.clear()

    def _submit(self, items: Sequence[Item]) -> _Task[Item, Result]:
        task: _Task[Item, Result] = _Task(items, [None] * len(items), len(items))
        if items:
            self._jobs.append(_Assignment(task, range(len(items))))
        return task

    def _finished(self, task: _Task[Item, Result]) -> list[Result | Failure]:
        """Wait until all items of a task are done, and return what they gave."""
        while task.left:
            self._step(self._limits.seconds / 10)
        return [result for result in task.results if result is not None]

    def _step(self, seconds: float) -> None:
        """Give jobs to who is idle, and take what is done, waiting so many seconds for it at most."""
        for worker in self._workers:
            if worker.job is None and self._jobs:
                self._give(worker, self._jobs.popleft())
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        for pipe in wait(list(busy), min(seconds, 1.0)):
            self._take(busy[pipe])  # type: ignore[index]  # what is waited for are pipes
        for worker in self._workers:
            if worker.overdue(self._limits.seconds):
                self._replace(worker, f"took more than {self._limits.seconds:g} seconds", final=True)

    def _give(self, worker: _Worker[Item, Result], job: _Assignment[Item, Result]) -> None:
        worker.job = job
        worker.progress[0], worker.progress[1] = 0, time.monotonic()
        with suppress(OSError):  # it died while it was idle: its end is noticed when it is waited for
            worker.pipe.send([job.task.items[at] for at in job.places])

    def _take(self, worker: _Worker[Item, Result]) -> None:
        """Take the results of a worker's job, or notice that it died."""
        job = worker.job
        try:
            results = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(1)
            self._replace(worker, f"ended its process ({_how(worker.process.exitcode)})", final=False)
            return
        worker.job = None
        if job:
            for at, result in zip(job.places, results, strict=True):
                job.task.settle(at, result)

    def _replace(self, worker: _Worker[Item, Result], reason: str, *, final: bool) -> None:
        """Put a new process in the place of one that died or hangs, and see to its job."""
        job, at = worker.job, int(worker.progress[0])
        self._end(worker)
        self._workers[self._workers.index(worker)] = self._start()
        if not job:
            return
        task, culprit = job.task, job.places[at]
        task.deaths[culprit] = task.deaths.get(culprit, 0) + 1
        given_up = final or task.deaths[culprit] >= TRIES
        if given_up:
            task.settle(culprit, Failure(reason))
        again = [job.places[:at], () if given_up else (culprit,), job.places[at + 1 :]]
        self._jobs.extendleft(_Assignment(task, places) for places in reversed(again) if places)

    def _start(self) -> _Worker[Item, Result]:
        ours, theirs = self._context.Pipe()
        progress = self._context.RawArray("d", 2)
        others = [worker.pipe for worker in self._workers if not worker.pipe.closed]
        process = self._context.Process(
            target=_serve, args=(self._work, theirs, [ours, *others], progress, self._limits.memory), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours, progress)

    def _end(self, worker: _Worker[Item, Result]) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _serve(work: Callable[[Any], Any], pipe: Connection, others: list[Connection], progress: Any, memory: int) -> None:
    """Do jobs until the pipe closes: what a worker process runs. Interrupts are the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:  # inherited: while they are open here, no worker notices that the parent is gone
        other.close()
    _end_with_parent()
    _bound(memory)
    with suppress(EOFError, OSError):
        while True:
            results = []
            for at, item in enumerate(pipe.recv()):
                progress[0], progress[1] = at, time.monotonic()
                results.append(_done(work, item))
            pipe.send(results)


def _done(work: Callable[[Any], Any], item: Any) -> Any:
    """Return what the work gives; what it raises is the item's failure, and not the worker's."""
    try:
        return work(item)
    except MemoryError:
        return Failure("needs more memory than is allowed")
    except Exception as error:  # noqa: BLE001 - whatever one item raises, the others go on
        return Failure(f"fails with {type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """Have the system kill this process when its parent dies, even if it hangs then (prctl(2), Linux)."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    except (ImportError, OSError, AttributeError):
        return


def _bound(memory: int) -> None:
    """Bound what this process may allocate beside what it has already, where the system can do that."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as stream:
            pages = int(stream.read().split()[0])
        most = pages * resource.getpagesize() + memory * MIB
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def _how(exitcode: int | None) -> str:
    """Tell how a process ended.

    >>> _how(-9), _how(3)
    ('SIGKILL', 'exit status 3')
    """
    if exitcode is not None and exitcode < 0:
        with suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit status {exitcode}"
