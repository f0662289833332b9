"""HTTP as the server speaks it: a connection that says nothing is closed."""

from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SILENCE_SECONDS = 10.0
"""Seconds in which a client that has connected sends the head of a request."""


class PromptProtocol(H11Protocol):
    """A connection that is closed if no whole head of a request has come in time."""

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        self.loop.call_later(SILENCE_SECONDS, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and self.transport and not self.transport.is_closing():
            self.transport.close()
