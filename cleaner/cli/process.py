"""How a command runs as a process: its standard streams, the errors that a user can cause, its exit status."""

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TextIO

from cleaner.cli.console import escape_controls, escape_rows, print_error
from cleaner.errors import CleanerError, ExitStatus, OptionError, RulesError

if TYPE_CHECKING:  # start-up time
    import click

GC_THRESHOLD = 50_000
"""New objects between two garbage collections. An article creates a few thousand and leaves no cycles, so Python's
default of 700 costs a twentieth of the time."""


def run_process(name: str, command: Callable[[], int | None]) -> NoReturn:
    """Run a command and end the process with its exit status: one line per error that a user can cause, no traceback.

    ``name`` is the name of the program, which precedes each message.
    """
    gc.set_threshold(GC_THRESHOLD)
    _replace_closed_streams()
    status = run_guarded(name, command)
    gc.freeze()  # the interpreter need not search what is left for garbage
    sys.exit(status)


def invoke(command: "click.Command") -> int | None:
    """Run a click command with the process's arguments, or complete them for a shell, and return its exit status."""
    import click

    if f"_{(command.name or '').upper()}_COMPLETE" in os.environ:
        from cleaner.cli import completion

        return completion.answer(command)
    try:
        with command.make_context(command.name, sys.argv[1:]) as context:
            status: int | None = command.invoke(context)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return ExitStatus.INTERRUPTED
    return status


def run_guarded(name: str, command: Callable[[], int | None]) -> int:
    """Run a command, print an error that a user can cause, and return the exit status."""
    try:
        status = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:  # the reader has what it wanted, as ``head`` does
        _discard_output()
        return ExitStatus.OK
    except RulesError as error:
        print_error(escape_rows(str(error)))
        return ExitStatus.USAGE
    except CleanerError as error:
        print_error(f"{name}: {escape_controls(str(error))}")
        return ExitStatus.USAGE if isinstance(error, OptionError) else ExitStatus.FAILED
    except OSError as error:
        _discard_output()
        place = error.filename or "cannot write to standard output"  # only an open stream's error names no file
        print_error(f"{name}: {escape_controls(f'{place}: {error.strerror or error}')}")
        return ExitStatus.FAILED
    return int(status or 0)


def _replace_closed_streams() -> None:
    """Open standard streams that the caller closed: reading them yields nothing, and writing to them fails.

    What is written to a closed standard error is lost: there is nowhere to report it.
    """
    sys.stdin = sys.stdin or _open_null_device(os.O_RDONLY, "r")
    sys.stdout = sys.stdout or _open_null_device(os.O_RDONLY, "w")
    sys.stderr = sys.stderr or _open_null_device(os.O_WRONLY, "w")


def _open_null_device(access: int, mode: str) -> TextIO:
    """Open the null device with an access that may contradict the mode: then each write fails with EBADF."""
    return os.fdopen(os.open(os.devnull, access), mode, encoding="utf-8")  # type: ignore[return-value]


def _discard_output() -> None:
    """Point standard output at the null device, so that the interpreter's last flush does not fail as well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
