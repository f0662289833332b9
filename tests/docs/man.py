"""Man pages of both commands, from click's own objects, in the macros of man(7)."""

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from cleaner.cli.command import command as clean
from cleaner.cli.toolbox import cleaner
from cleaner.version import __version__

_ESCAPES = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga"}


def clean_page() -> str:
    """Return the page of ``clean``."""
    rows = [*_head("clean", "remove boilerplate from articles", "cleaner(1)"), *_synopsis("clean", clean)]
    rows += [".SH DESCRIPTION", *_prose(clean.help or ""), *_options("OPTIONS", clean, "clean")]
    return "\n".join([*rows, *_epilog(clean), *_files(), ".SH SEE ALSO", ".BR cleaner (1)", ""])


def cleaner_page() -> str:
    """Return the page of ``cleaner`` with all its commands."""
    rows = _head("cleaner", "clean corpora, and maintain rules", "clean(1)")
    commands = [*_commands("cleaner", cleaner)]
    for name, command in commands:
        rows += _synopsis(name, command) if name == commands[0][0] else _usage(name, command)
    rows += [".SH DESCRIPTION", *_prose(cleaner.help or ""), ".SH COMMANDS"]
    for name, command in commands:
        rows += [f".SS {_text(name)}", *_prose(command.help or ""), *_options("", command, name)]
        rows += _epilog(command, heading=".PP")
    return "\n".join([*rows, *_files(), ".SH SEE ALSO", ".BR clean (1)", ""])


def _commands(name: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for child, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(f"{name} {child}", command)
        elif command is not clean:
            yield f"{name} {child}", command


def _head(name: str, about: str, related: str) -> list[str]:
    version = f"article-cleaner {__version__}"
    return [
        f'.\\" Written by "make docs" from the table of options; see also {related}.',
        f'.TH {name.upper()} 1 "" "{version}" "User Commands"',
        ".SH NAME",
        f"{_text(name)} \\- {_text(about)}",
    ]


def _synopsis(name: str, command: click.Command) -> list[str]:
    return [".SH SYNOPSIS", *_usage(name, command)]


def _usage(name: str, command: click.Command) -> list[str]:
    pieces = command.collect_usage_pieces(click.Context(command, info_name=name))
    return [f".B {_text(name)}", _text(" ".join(pieces)), ".br"]


def _options(heading: str, command: click.Command, name: str) -> list[str]:
    context = click.Context(command, info_name=name)
    rows = [f".SH {heading}"] if heading else []
    for param in command.params:
        record = param.get_help_record(context) if isinstance(param, click.Option) else None
        if record:
            flags, help = record
            rows += [".TP", f".B {_text(flags)}", _text(" ".join(help.split()))]
    return rows


def _epilog(command: click.Command, heading: str = ".SH EXAMPLES AND EXIT STATUS") -> list[str]:
    return [heading, *_prose(command.epilog)] if command.epilog else []


def _files() -> list[str]:
    return [
        *(".SH FILES", ".TP", ".I clean.toml\\fR, \\fIpyproject.toml\\fR, \\fI~/.config/cleaner/config.toml"),
        'Options; "cleaner config show" tells which counts',
        *(".TP", ".I .clean/\\fR, \\fI~/.config/cleaner/rules/", "Rules of your own"),
        *(".TP", ".I .cleanignore", "Patterns of files that are left out of folders"),
        *(".SH ENVIRONMENT", ".TP", ".B CLEANER_*", "Options, such as CLEANER_PROFILE"),
    ]


def _prose(text: str) -> list[str]:
    """Return help as paragraphs; blocks whose lines must not be filled stay as they are."""
    rows: list[str] = []
    for block in cleandoc(text).split("\n\n"):
        lines = block.split("\n")
        if block.startswith("\b"):
            rows += [".PP", ".nf", *map(_text, lines[1:]), ".fi"]
        else:
            rows += [".PP", *map(_text, lines)]
    return rows


def _text(text: str) -> str:
    """Return text that man(7) shows as it is: a line must not begin with a control character."""
    escaped = re.sub(r"[\\\-'^~`]", lambda match: _ESCAPES[match[0]], text)
    escaped = re.sub(r"[^\x00-\x7f]", lambda match: f"\\[u{ord(match[0]):04X}]", escaped)
    return f"\\&{escaped}" if escaped.startswith((".", "\\(aq")) else escaped
