"""The server of the playground: on this machine only, until Ctrl-C."""

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec

from cleaner.errors import OptionError
from cleaner.play.documents import OpenFolder
from cleaner.play.rule_text import RuleText

HOST = "127.0.0.1"


def require_packages() -> None:
    """Raise :exc:`OptionError` if a package that the playground needs is missing."""
    if not (find_spec("starlette") and find_spec("uvicorn")):
        raise OptionError("the playground needs packages: pip install 'article-cleaner[play]'")


def bound_socket(port: int) -> socket.socket:
    """Return a socket that listens on this machine; with port 0, on one that is free.

    Raise :exc:`OptionError` if the port cannot be had.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = (error.strerror or str(error)).lower()
        raise OptionError(f"port {port} cannot be used ({reason}): name another with --port, or none") from None
    return listening


def serve(
    listening: socket.socket,
    folder: OpenFolder,
    rules: RuleText,
    rule_folders: Sequence[str],
    *,
    announce: Callable[[str], None],
    opens_browser: bool,
) -> None:
    """Serve the playground until an interrupt. ``announce`` is called with its address when it can be opened."""
    from cleaner.play.app import Playground, Workers, application  # start-up time
    from cleaner.play.guard import Guard, Tokens
    from cleaner.play.protocol import PromptServer
    from cleaner.play.workbench import Workbench
    from cleaner.play.worker import Worker

    tokens = Tokens(secrets.token_urlsafe(), secrets.token_urlsafe() if opens_browser else "")
    host = f"{HOST}:{listening.getsockname()[1]}"
    workbench = Workbench(str(rules.path), rule_folders)
    workbench.warm_up()
    workers = Workers(Worker(workbench), Worker(workbench))

    guard = Guard(application(Playground(folder, rules, workers)), host=host, tokens=tokens)
    announce(f"http://{host}/?token={tokens.lasting}")
    if opens_browser:
        address = f"http://{host}/?token={tokens.single}"
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        with suppress(KeyboardInterrupt):  # which the server raises again when it has ended
            PromptServer(guard, workers.end).run(sockets=[listening])
    finally:
        workers.close()
