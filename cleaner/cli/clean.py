"""``clean``: a filter that removes boilerplate from articles."""

import os
import sys

from cleaner.cli.options import parse
from cleaner.cli.process import invoke, run_process


def main() -> None:
    """Run ``clean`` and end the process with its exit status."""
    run_process("clean", run)


def run() -> int | None:
    """Clean as the process's arguments say, and return the exit status.

    click is imported for help, completion and mistakes only: see :func:`parse`.
    """
    parsed = None if "_CLEAN_COMPLETE" in os.environ else parse(sys.argv[1:])
    if parsed is None or (not parsed[0] and "files_from" not in parsed[1] and sys.stdin.isatty()):
        from cleaner.cli.command import command

        return invoke(command)
    from cleaner.cli.run import clean

    return clean(*parsed)


if __name__ == "__main__":
    main()
