"""The server's HTTP: a connection that says nothing is closed, and an interrupt ends what is under way."""

from collections.abc import Callable
from types import FrameType
from typing import Any

from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

SILENCE_SECONDS = 10.0
"""Seconds in which a client that has connected sends the head of a request."""

END_SECONDS = 1
"""Seconds that an interrupt leaves to answers under way."""


class PromptProtocol(H11Protocol):
    """A connection that is closed if no whole head of a request has come in time."""

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        self.loop.call_later(SILENCE_SECONDS, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and self.transport and not self.transport.is_closing():
            self.transport.close()


class PromptServer(Server):
    """A server of an application that calls ``end`` when an interrupt comes."""

    def __init__(self, application: ASGIApp, end: Callable[[], None]) -> None:
        config = Config(
            application,
            http=PromptProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=END_SECONDS,
        )
        super().__init__(config)
        self._end = end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Have what is under way given up, and end."""
        self._end()
        super().handle_exit(sig, frame)
