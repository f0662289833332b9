"""What the commands of ``cleaner rules`` share: loading and choosing rules, writing rule files, JSON and watching."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import wraps
from pathlib import Path
from typing import Any

import click

from cleaner.cli.console import Console, escape_controls, escape_rows, print_error, wants_color
from cleaner.errors import CleanerError, ExitStatus, OptionError, RuleProblem, RulesError
from cleaner.rules import load_rules
from cleaner.rules.folders import SUFFIXES, shipped_folder, user_folders, user_places
from cleaner.types import Rule, RuleSet

EXIT_STATUS = "Exit status: 0 fine, 1 findings, 2 broken rules or usage."

PAGE_WIDTH = 100
"""Columns of a paragraph: as wide as help pages."""

WATCH_SECONDS = 0.3
"""Seconds between two checks of watched files: less than it takes to switch from an editor to a terminal."""


def rules_command(
    name: str, epilog: str, watched: Callable[..., Iterable[str]] | None = None
) -> Callable[[Callable[..., int]], click.Command]:
    """Return a decorator that makes a function a command of ``cleaner rules``.

    The command has ``--json``, which also reports mistakes in rule files as JSON. ``watched`` returns the paths that
    ``--watch`` watches, from the command's values; without it there is no ``--watch``.
    """

    def decorate(function: Callable[..., int]) -> click.Command:
        @wraps(function)
        def command(*, as_json: bool, watch: bool = False, **values: Any) -> int:
            def run() -> int:
                try:
                    return function(as_json=as_json, **values)
                except RulesError as error:
                    if not as_json:
                        raise
                    write_problems(error.problems)
                    return ExitStatus.USAGE

            return _run_on_changes(run, watched(**values)) if watch and watched else run()

        options = [click.option("--json", "as_json", is_flag=True, help="Write JSON.")]
        if watched:
            options.append(
                click.option("--watch", is_flag=True, help="Run again whenever a file changes, until Ctrl-C.")
            )
        for option in options:
            command = option(command)
        return click.command(name, epilog=epilog)(command)

    return decorate


def load(paths: Iterable[str] = (), folders: Iterable[Path] | None = None) -> RuleSet:
    """Load the rules that ``clean`` would run here and, above them, those at the paths.

    ``folders`` are the user's own folders to read. Default: all of them.
    """
    user = user_folders() if folders is None else list(folders)
    known = [folder.resolve() for folder in (shipped_folder(), *user)]  # a path may name one of them differently
    new_paths = [path for path in paths if not any(Path(path).resolve().is_relative_to(folder) for folder in known)]
    return load_rules([*user, *new_paths])


def load_for(names: Sequence[str]) -> tuple[RuleSet, list[Rule]]:
    """Load the rules, and return with them those that the arguments name, as paths or ids; without any, all rules."""
    paths = [name for name in names if os.path.exists(name)]
    rule_set = load(paths)
    if not names:
        return rule_set, [*rule_set.rules]
    return rule_set, select_rules(rule_set, [name for name in names if name not in paths], paths)


def select_rules(rule_set: RuleSet, names: Iterable[str], paths: Iterable[str] = ()) -> list[Rule]:
    """Return the named rules (by an id, also with ``*``, or a file's stem) and those at paths, sorted by id.

    A name that is neither may be an id without its file's stem.

    Raises :exc:`OptionError` for a name without a rule.
    """
    rules: dict[str, Rule] = {}
    for name in names:
        named = {rule.id: rule for rule in rule_set.rules if _is_named(rule, name)}
        named = named or {rule.id: rule for rule in rule_set.rules if rule.id.partition("/")[2] == name}
        if not named:
            raise OptionError(f"there is no rule, file or folder '{name}'")
        rules |= named
    for path in paths:
        place = Path(path).resolve()
        rules |= {rule.id: rule for rule in rule_set.rules if Path(rule.path).resolve().is_relative_to(place)}
    return [rules[id] for id in sorted(rules)]


def _is_named(rule: Rule, name: str) -> bool:
    return fnmatchcase(rule.id, name) or rule.id.split("/")[0] == name


def toolbox_console() -> Console:
    """Return the console of ``cleaner``."""
    return Console(color=wants_color("auto", sys.stderr), name="cleaner")


def write_problems(problems: Iterable[RuleProblem]) -> None:
    """Write problems as JSON."""
    write_json([problem.as_dict() for problem in problems])


def write_json(data: Any) -> None:
    """Write plain data as JSON."""
    write_rows([json.dumps(data, ensure_ascii=False, indent=1)])


def write_rows(rows: Iterable[str]) -> None:
    """Write rows in UTF-8 whatever the terminal's encoding. What UTF-8 cannot hold, as in odd names, is escaped."""
    for row in rows:
        click.echo(row.encode("utf-8", "backslashreplace"))


def write_text(text: str) -> None:
    """Write text of several rows, its control characters escaped."""
    click.echo(escape_rows(text))


def warn(rule_set: RuleSet) -> None:
    """Print the warnings about rule files that load."""
    for warning in rule_set.warnings:
        print_error(escape_controls(warning))


def wrapped(text: str, indent: str = "  ") -> str:
    """Return a paragraph in rows that fit a page, indented."""
    return click.wrap_text(text, PAGE_WIDTH, indent, indent)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "rule"), counted(1200, "sample")
    ('1 rule', '1,200 samples')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _run_on_changes(run: Callable[[], int], paths: Iterable[str]) -> int:
    """Run again whenever a rule file, or a file or folder at the paths, changes, until an interrupt."""
    places = [shipped_folder(), *map(Path, (*paths, *user_places()))]
    with suppress(KeyboardInterrupt):
        while True:
            before = _states(places)
            try:
                run()
            except CleanerError as error:  # the user fixes it while we wait
                print_error(escape_rows(str(error)))
            click.echo(f"-- watching {len(before)} files; Ctrl-C ends")
            while _states(places) == before:
                time.sleep(WATCH_SECONDS)
    return ExitStatus.OK


def _states(places: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return when each file was last changed, in nanoseconds, and its size in bytes."""
    states = {}
    for file in _files(places):
        with suppress(OSError):  # the file may be replaced at this moment
            status = file.stat()
            states[file] = (status.st_mtime_ns, status.st_size)
    return states


def _files(places: Iterable[Path]) -> Iterable[Path]:
    """Yield the files at the places, those of a folder only if they are rule files."""
    for place in places:
        if place.is_dir():
            yield from (file for file in place.rglob("*") if file.suffix.lower() in SUFFIXES)
        else:
            yield place
