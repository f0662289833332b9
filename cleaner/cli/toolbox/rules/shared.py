"""What the commands of ``cleaner rules`` share: which rules are loaded and meant, and mistakes as text or JSON."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from cleaner.cli.console import Console, escape_controls, wants_color
from cleaner.errors import OptionError, RuleProblem, RulesError
from cleaner.io.records import ReadOptions
from cleaner.options import Options
from cleaner.rules import load_rules
from cleaner.rules.folders import shipped_folder, user_folders
from cleaner.rules.profiles import PROFILES
from cleaner.source import RecordKeys
from cleaner.types import Rule, RuleSet

FINE, FINDINGS, USAGE = 0, 1, 2
"""The exit statuses of all commands here."""

EXIT = "Exit status: 0 fine, 1 findings, 2 broken rules or usage."

WIDTH = 100
"""Columns of a paragraph: as wide as help pages."""

json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
rules_option = click.option(
    "-r", "--rules", "paths", metavar="PATH", multiple=True, help="A rule file or folder above the others; repeatable."
)
profile_option = click.option(
    "--profile",
    type=click.Choice([*PROFILES]),
    default="standard",
    show_default=True,
    help="How sure a rule must be to run.",
)


def load(paths: Iterable[str] = (), folders: Iterable[Path] | None = None) -> RuleSet:
    """Load the rules that ``clean`` would run here, and those at the paths above them.

    ``folders`` are the user's own ones, where not all of them are to be read.
    """
    users = user_folders() if folders is None else list(folders)
    read = [folder.resolve() for folder in (shipped_folder(), *users)]  # whatever name a path has for them
    own = [path for path in paths if not any(Path(path).resolve().is_relative_to(folder) for folder in read)]
    return load_rules([*users, *own])


def asked_of(given: Mapping[str, Any]) -> ReadOptions:
    """Return how inputs are to be read, by the options that ``clean`` has for it."""
    return ReadOptions(
        given["input_format"], RecordKeys(given["text_key"], html=given["html_key"]), given["url"], given["lang"]
    )


def options_of(given: Mapping[str, Any]) -> Options:
    """Return how inputs are to be cleaned, by the options that ``clean`` has for it."""
    return Options(profile=given["profile"], effort=given["effort"])


def toolbox_console() -> Console:
    """Return what says on standard error what failed."""
    return Console(color=wants_color("auto", sys.stderr), name="cleaner")


def load_for(what: Sequence[str]) -> tuple[RuleSet, list[Rule]]:
    """Load rules for arguments that are paths or ids, and return with them the rules that are meant: all for none."""
    paths = [name for name in what if Path(name).exists()]
    rule_set = load(paths)
    return rule_set, chosen(rule_set, [name for name in what if name not in paths], paths) if what else [
        *rule_set.rules
    ]


def chosen(rule_set: RuleSet, names: Iterable[str], paths: Iterable[str] = ()) -> list[Rule]:
    """Return the rules that names mean (an id, with ``*``, or a file's stem), and those at paths, by their ids."""
    found: dict[str, Rule] = {}
    for name in names:
        named = {rule.id: rule for rule in rule_set.rules if _is_named(rule, name)}
        if not named:
            raise OptionError(f"there is no rule, file or folder '{name}'")
        found |= named
    for path in paths:
        inside = Path(path).resolve()
        found |= {rule.id: rule for rule in rule_set.rules if Path(rule.path).resolve().is_relative_to(inside)}
    return [found[id] for id in sorted(found)]


def _is_named(rule: Rule, name: str) -> bool:
    return fnmatchcase(rule.id, name) or rule.id.split("/")[0] == name


def guarded(run: Callable[[], int], *, as_json: bool) -> int:
    """Run a command; mistakes of rule files are written as JSON where that is asked for."""
    try:
        return run()
    except RulesError as error:
        if not as_json:
            raise
        write_problems(error.problems)
        return USAGE


def write_problems(problems: Iterable[RuleProblem]) -> None:
    """Write problems as JSON."""
    write([problem.as_dict() for problem in problems])


def write(data: Any) -> None:
    """Write plain data as JSON."""
    show([json.dumps(data, ensure_ascii=False, indent=1)])


def show(rows: Iterable[str]) -> None:
    """Print rows in UTF-8 whatever the terminal's encoding; what no encoding can hold, as in odd names, is escaped."""
    for row in rows:
        click.echo(row.encode("utf-8", "backslashreplace"))


def say(text: str) -> None:
    """Print text of more rows; nothing of it can steer the terminal."""
    click.echo("\n".join(escape_controls(row) for row in text.split("\n")))


def warn(rule_set: RuleSet) -> None:
    """Print what a user should know of rule files that are right."""
    for warning in rule_set.warnings:
        click.echo(escape_controls(warning), err=True)


def wrapped(text: str, indent: str = "  ") -> str:
    """Return a paragraph in rows that fit a page, indented."""
    return click.wrap_text(text, WIDTH, indent, indent)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "rule"), counted(1200, "sample")
    ('1 rule', '1,200 samples')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
