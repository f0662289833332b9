"""Who may ask, and what: everything that comes to the server passes here first.

Pages of other sites run on this machine as well. They cannot read the random token that the address has once and a
cookie has from then on; a name of theirs that leads to this machine is not the host; and what a form of theirs could
send is neither of this origin nor JSON. Answers allow the page nothing but its own scripts, styles and requests.
"""

import asyncio
from collections.abc import Iterator, MutableMapping
from hmac import compare_digest
from typing import Any, NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 4 << 20
"""Bytes of a request: a rule file of 1 MiB and a pasted text of some 500 pages."""

BODY_SECONDS = 10.0
"""Seconds in which a body must be there: it comes from this machine."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer has; the page has a policy of its own."""

ASK_AGAIN = "open the whole address that 'cleaner play' has printed\n"


class Tokens(NamedTuple):
    """What opens the page: ``single`` only once, since the browser's command line has it, which other users can read.

    Without a browser to open, there is none.
    """

    lasting: str
    single: str = ""


class Guard:
    """Lets through what the page itself asks, and answers everything else."""

    def __init__(self, app: ASGIApp, *, host: str, tokens: Tokens) -> None:
        """``host`` is the one name, with its port, under which the server is there."""
        self._app, self._host, self._tokens = app, host, tokens
        self._origin = f"http://{host}"
        self._cookie = f"cleaner-play-{host.rpartition(':')[2]}"  # cookies do not tell ports apart

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with its whole body."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = b""
        answer = next(self._objections(request), None)
        if answer is None and request.method != "GET":
            body, answer = await _body_of(request)
        if answer is None:
            await self._app(scope, _replay(body), _with_headers(send))
        else:
            await answer(scope, receive, _with_headers(send))

    def _objections(self, request: Request) -> Iterator[Response]:
        """Yield answers to a request that is not passed on."""
        headers = request.headers
        if headers.getlist("host") != [self._host]:
            yield PlainTextResponse(f"this is not {self._origin}\n", 421)
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            yield PlainTextResponse("not for pages of other sites\n", 403)
        if headers.get("origin", self._origin if request.method == "GET" else "") != self._origin:
            yield PlainTextResponse("not for pages of other origins\n", 403)
        if request.method == "GET" and request.url.path == "/" and "token" in request.query_params:
            yield self._with_cookie(request.query_params["token"])
        if not _is_equal(request.cookies.get(self._cookie, ""), self._tokens.lasting):
            yield PlainTextResponse(ASK_AGAIN, 403)
        if request.method not in ("GET", "POST"):
            yield PlainTextResponse("GET or POST\n", 405)
        if request.method == "POST" and headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            yield JSONResponse({"error": "the body of a request is application/json"}, 415)

    def _with_cookie(self, token: str) -> Response:
        """Take the token out of the address, where the history would keep it."""
        if self._tokens.single and _is_equal(token, self._tokens.single):
            self._tokens = Tokens(self._tokens.lasting)
        elif not _is_equal(token, self._tokens.lasting):
            return PlainTextResponse(ASK_AGAIN, 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._tokens.lasting, httponly=True, samesite="strict")
        return answer


def _is_equal(given: str, token: str) -> bool:
    """Whether two tokens are equal, in the same time wherever they differ."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())


async def _body_of(request: Request) -> tuple[bytes, Response | None]:
    """Return the body of a request, or the answer to one that is too large or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if max(len(body), _length(request.headers)) > MAX_BODY:
                    return b"", JSONResponse({"error": f"a request has at most {MAX_BODY >> 20} MiB"}, 413)
    except TimeoutError:
        return b"", JSONResponse({"error": f"a request comes within {BODY_SECONDS:g} seconds"}, 408)
    return bytes(body), None


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _replay(body: bytes) -> Receive:
    """Return what gives a body that is there, and then nothing more."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
