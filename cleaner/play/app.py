"""The playground as an application: the page, its files, and what it asks."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from difflib import unified_diff
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cleaner.authoring.reference import json_schema
from cleaner.authoring.samples import neutral_lines
from cleaner.batch.pool import Failure
from cleaner.errors import CleanerError, InputError
from cleaner.play.documents import MAX_LISTED, OpenFolder
from cleaner.play.page import Page
from cleaner.play.rule_text import RuleText
from cleaner.play.worker import OvertakenError, Worker
from cleaner.version import __version__

SHAPES: dict[str, dict[str, type]] = {
    "check": {"rules": str, "document": dict},
    "samples": {"rules": str},
    "why": {"rules": str, "document": dict, "line": int},
    "draft": {"rules": str, "document": dict},
    "selectors": {"document": dict, "path": str},
}
"""What the page asks of a worker, with the fields that each request has."""

DRAFT_SHAPES: tuple[dict[str, type], ...] = ({"first": int, "last": int}, {"selector": str, "path": str})
"""The fields of a draft: lines, or a selector and the node that it is from."""

EXAMPLE = [
    *neutral_lines()[:4],
    "Advertisement",
    *neutral_lines()[4:9],
    "Subscribe to The Daily Brief, our morning e-mail.",
    "Most Popluar",
    "Share this:",
]
"""The lines of the text that is there if no file is open: rules take two of them, and leave two for one's own."""


class Workers(NamedTuple):
    """One process marks what rules remove, at each keystroke; the other has time for everything else."""

    marks: Worker
    rest: Worker

    def end(self) -> None:
        """Have all requests given up, soon."""
        for worker in self:
            worker.end()

    def close(self) -> None:
        """End, and kill the processes."""
        for worker in self:
            worker.close()


class Playground:
    """What the page asks, by the names of its routes."""

    def __init__(self, folder: OpenFolder, rules: RuleText, workers: Workers) -> None:
        self._folder, self._rules, self._workers = folder, rules, workers

    async def start(self, _: Request) -> Response:
        """Return what the page needs when it opens."""
        names = await run_in_threadpool(self._folder.names)
        answer = {
            "version": __version__,
            "rules": self._rules.read()._asdict(),
            "documents": names[:MAX_LISTED],
            "unlisted": max(0, len(names) - MAX_LISTED),
            "example": "\n\n".join(EXAMPLE),
            "schema": json.loads(json_schema()),
        }
        return JSONResponse(answer)

    async def ask(self, kind: str, request: Request) -> Response:
        """Return a worker's answer to a request of a kind."""
        fields = _fields(await request.body(), SHAPES[kind])
        if kind == "draft" and not any(_has_shape(fields, shape) for shape in DRAFT_SHAPES):
            raise InputError("a draft is of lines, or of a node")
        if "document" in fields:
            fields["document"] = self._folder.located(_document(fields["document"]))
        worker = self._workers.marks if kind == "check" else self._workers.rest
        answer = await asyncio.wrap_future(worker.ask(fields | {"kind": kind}))
        if isinstance(answer, Failure):
            return JSONResponse({"error": f"this {answer.reason}"})
        return JSONResponse(answer)

    async def difference(self, request: Request) -> Response:
        """Return what saving would change in the rule file, and the digest of the file as it is."""
        fields = _fields(await request.body(), {"rules": str})
        saved = self._rules.read()
        rows = unified_diff(saved.text.split("\n"), fields["rules"].split("\n"), saved.name, saved.name, lineterm="")
        return JSONResponse({"rows": [*rows][2:], "digest": saved.digest, "name": saved.name})

    async def save(self, request: Request) -> Response:
        """Write the rule file, unless it is not the one that the difference was shown for."""
        fields = _fields(await request.body(), {"rules": str, "digest": str})
        if not self._rules.write(fields["rules"], fields["digest"]):
            return JSONResponse({"error": "the file has changed meanwhile: look at the changes again"}, 409)
        return JSONResponse(self._rules.read()._asdict())


def application(playground: Playground) -> Starlette:
    """Return the application."""
    page = Page()
    routes = [Route("/", page.show), Route("/static/{name:path}", page.file), Route("/api/start", playground.start)]
    routes += [Route(f"/api/{kind}", _asking(playground, kind), methods=["POST"]) for kind in SHAPES]
    routes += [
        Route("/api/difference", playground.difference, methods=["POST"]),
        Route("/api/save", playground.save, methods=["POST"]),
    ]
    handlers = {InputError: _refused, OvertakenError: _overtaken, CleanerError: _refused}
    return Starlette(routes=routes, exception_handlers=handlers)


def _asking(playground: Playground, kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await playground.ask(kind, request)

    return endpoint


async def _refused(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400)


async def _overtaken(_: Request, __: Exception) -> Response:
    return JSONResponse({"overtaken": True})


def _fields(body: bytes, shape: Mapping[str, type]) -> dict[str, Any]:
    """Return the fields of a request. Raise :exc:`InputError` for one that lacks some, or is not JSON of our kind."""
    try:
        fields = json.loads(body)
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise InputError("the request is not JSON in UTF-8") from None
    if not isinstance(fields, dict) or not _has_shape(fields, shape):
        raise InputError(f"a request has {', '.join(shape)}")
    return fields


def _has_shape(fields: Mapping[str, Any], shape: Mapping[str, type]) -> bool:
    return all(type(fields.get(name)) is kind for name, kind in shape.items())


def _document(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if not any(_has_shape(fields, {name: str}) for name in ("name", "text")):
        raise InputError("a document has a name or a text")
    return fields
