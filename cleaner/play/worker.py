"""A killable process that answers one request at a time, the newest of each kind.

A rule may be slow, and a page hostile: what a request runs is bounded by the time and memory of any other document, and
never by the patience of who types. A request that a newer one of its kind overtakes is given up; if it has been running
for long, its process is killed, and a new one takes its place.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from cleaner.batch.pool import Failure, Limits, WorkerPool
from cleaner.errors import CleanerError

POLL_SECONDS = 0.002
"""Seconds between two looks for an answer: few beside the 100 ms in which one should come."""

PATIENCE_SECONDS = 0.3
"""Seconds for which a request that is overtaken may go on: longer than starting another process takes."""

Request = Mapping[str, Any]
Answer = dict[str, Any]


class OvertakenError(CleanerError):
    """A request that a newer one of its kind has overtaken, or that came when the program was ending."""


class Worker:
    """A process that answers requests, and a thread that waits for its answers.

    All processes are started by the one thread: the system ends a process with the thread that has started it.
    """

    def __init__(self, answer: Callable[[Request], Answer], limits: Limits | None = None) -> None:
        """Start the process. ``answer`` is called in it, with requests whose ``kind`` says what they want."""
        self._answer, self._limits = answer, limits or Limits()
        self._newest = Counter[str]()
        self._is_ending = False
        self._thread = ThreadPoolExecutor(1)
        self._pool = self._thread.submit(self._started).result()

    def _started(self) -> WorkerPool[Request, Answer]:
        return WorkerPool(self._answer, 1, self._limits)

    def ask(self, request: Request) -> Future[Answer | Failure]:
        """Return what will be the answer to a request, or why it failed; :exc:`OvertakenError` if it is given up."""
        self._newest[request["kind"]] += 1
        return self._thread.submit(self._answer_to, request, self._newest[request["kind"]])

    def _answer_to(self, request: Request, number: int) -> Answer | Failure:
        if self._is_ending or number != self._newest[request["kind"]]:
            raise OvertakenError
        try:
            answers = next(self._pool.ordered(self._batches(request, number)))
        except OvertakenError:
            self._pool.close()
            if not self._is_ending:
                self._pool = self._started()
            raise
        return answers[0]

    def _batches(self, request: Request, number: int) -> Iterator[Sequence[Request] | None]:
        """Yield a request as a batch, and then nothing as long as somebody waits for its answer."""
        yield [request]
        begin = time.monotonic()
        while not self._is_ending:
            if number != self._newest[request["kind"]] and time.monotonic() - begin > PATIENCE_SECONDS:
                break
            time.sleep(POLL_SECONDS)
            yield None
        raise OvertakenError

    @property
    def pids(self) -> list[int]:
        """The id of the process, in a list."""
        return self._pool.pids

    def end(self) -> None:
        """Have all requests given up, soon. A signal's handler may call it."""
        self._is_ending = True

    def close(self) -> None:
        """End, and kill the process."""
        self.end()
        self._thread.submit(self._pool.close).result()
        self._thread.shutdown()
