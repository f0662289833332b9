"""``clean``: a filter that takes articles and gives them back without boilerplate."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError, OptionError, RulesError

if TYPE_CHECKING:  # start-up time: see main
    import click

USAGE, FAILED, INTERRUPTED = 2, 3, 130

GC_THRESHOLD = 50_000
"""Objects that are made before garbage is looked for: an article makes some thousand and leaves none in circles, so
Python's own 700 cost a twentieth of the time."""


def main() -> None:
    """Run ``clean`` and leave with its exit status; whatever a user can cause ends in one line, not in a traceback.

    click is imported where there are options to read: to import it takes as long as to clean a short article.
    """
    gc.set_threshold(GC_THRESHOLD)
    _open_what_is_closed()
    if _is_plain(sys.argv[1:]):
        status = _guarded("clean", _plain)
        gc.freeze()  # what is left is not searched for garbage once more when the process ends
        sys.exit(status)
    from cleaner.cli.command import command

    sys.exit(guarded(command))


def _is_plain(arguments: Sequence[str]) -> bool:
    """Tell whether nothing but inputs are given, and click is not asked for completions."""
    if any(one.startswith("-") and one != "-" for one in arguments) or "_CLEAN_COMPLETE" in os.environ:
        return False
    return bool(arguments) or not sys.stdin.isatty()


def _plain() -> int:
    from cleaner.cli.plan import clean

    return clean(tuple(sys.argv[1:]))


def guarded(program: "click.Command") -> int:
    """Run a command and return its exit status."""
    import click

    _open_what_is_closed()

    def run() -> int | None:
        try:
            with program.make_context(program.name, sys.argv[1:]) as context:
                status: int | None = program.invoke(context)
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except click.exceptions.Exit as leave:
            return leave.exit_code
        except click.Abort:
            return INTERRUPTED
        return status

    return _guarded(program.name or "", run)


def _guarded(name: str, run: Callable[[], int | None]) -> int:
    """Run what may fail for a user's reasons, and return the exit status."""
    try:
        status = run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return 0
    except RulesError as error:
        return _say(str(error), USAGE)
    except OptionError as error:
        return _say(_line(name, error), USAGE)
    except CleanerError as error:
        return _say(_line(name, error), FAILED)
    except OSError as error:
        _silence()
        return _say(f"{name}: cannot write: {error.strerror or error}", FAILED)
    return int(status or 0)


def _line(name: str, error: CleanerError) -> str:
    from cleaner.cli.console import escape_controls

    return f"{name}: {escape_controls(str(error))}"


def _say(message: str, status: int) -> int:
    import click

    click.echo(message, err=True)
    return status


def _open_what_is_closed() -> None:
    """Point standard streams that the caller closed nowhere: reading gives nothing, and what is written is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _silence() -> None:
    """Point standard output nowhere, so that nothing is written to a closed pipe when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    main()
