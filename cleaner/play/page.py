"""The page and its files, all of this package: no request of it leaves the machine.

Modules of CodeMirror are as npm has them. An import map says where each is; the policy allows it by its hash.
"""

import hashlib
import json
import secrets
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

TYPES = {".js": "text/javascript", ".css": "text/css"}
"""What files of the page are, by their suffixes. No others are served."""

POLICY = (
    "default-src 'none'; script-src 'self' '{import_map}'; style-src 'self' 'nonce-{nonce}'; img-src data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Scripts are files of this server only, and nothing becomes markup. The editor adds its styles with the nonce; the
pictures are the editor's, which are in its styles."""


class Page:
    """The page with what it loads, by the names that follow ``/static/``."""

    def __init__(self) -> None:
        folder = files("cleaner.play").joinpath("static")
        self._template = folder.joinpath("index.html").read_text("utf-8")
        self._files = dict(_files_below(folder))
        self._files["report.css"] = files("cleaner.report").joinpath("page.css")
        packages = json.loads(folder.joinpath("vendor", "packages.json").read_text("utf-8"))
        places = {name: f"/static/vendor/{name}/{package['file']}" for name, package in packages.items()}
        self._import_map = json.dumps({"imports": places})
        modules = [*places.values(), *(f"/static/{name}" for name in self._files if name.count("/") == 0)]
        self._preloads = [name for name in modules if name.endswith(".js")]

    async def show(self, _: Request) -> Response:
        """Return the page."""
        nonce = secrets.token_urlsafe()
        preloads = "\n".join(f'<link rel="modulepreload" href="{place}">' for place in self._preloads)
        page = self._template.replace("{{ import_map }}", self._import_map).replace("{{ preloads }}", preloads)
        digest = b64encode(hashlib.sha256(self._import_map.encode()).digest()).decode()
        policy = POLICY.format(import_map=f"sha256-{digest}", nonce=nonce)
        return HTMLResponse(page.replace("{{ nonce }}", nonce), headers={"Content-Security-Policy": policy})

    async def file(self, request: Request) -> Response:
        """Return a file of the page: one of those that are known, whatever the path says."""
        name = request.path_params["name"]
        if name not in self._files:
            return PlainTextResponse("not here\n", 404)
        return Response(self._files[name].read_bytes(), media_type=TYPES[name[name.rindex(".") :]])


def _files_below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files_below(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(tuple(TYPES)):
            yield f"{prefix}{entry.name}", entry
