"""All commands and their options as Markdown, from click's own objects."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import click

from cleaner.cli.command import command as clean
from cleaner.cli.toolbox import cleaner


def commands() -> str:
    """Return a section for ``clean``, and one for each command of ``cleaner``."""
    sections = [*_section("clean", clean), *_group("cleaner", cleaner)]
    return "\n".join(sections).rstrip("\n")


def _group(name: str, group: click.Group) -> Iterator[str]:
    for subcommand, command in group.commands.items():
        if command is clean:  # it has a section
            continue
        if isinstance(command, click.Group):
            yield from _group(f"{name} {subcommand}", command)
        else:
            yield from _section(f"{name} {subcommand}", command)


def _section(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    usage = " ".join(piece for piece in command.collect_usage_pieces(context))
    yield from (f"### `{name}`", "", "```", f"{name} {usage}", "```", "", *_prose(command.help or ""), "")
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    if options:
        yield from (
            "| option | default | meaning |",
            "|---|---|---|",
            *(_row(option, context) for option in options),
            "",
        )
    if command.epilog:
        yield from (*_prose(command.epilog), "")


def _row(option: click.Option, context: click.Context) -> str:
    flags = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" {_value(option, context)}"
    return f"| {flags}{value} | {_default(option)} | {' '.join((option.help or '').split())} |"


def _value(option: click.Option, context: click.Context) -> str:
    if isinstance(option.type, click.Choice):
        return " \\| ".join(f"`{choice}`" for choice in option.type.choices)
    return f"*{option.make_metavar(context)}*"


def _default(option: click.Option) -> str:
    value: Any = option.default
    if option.is_flag or option.multiple or value in (None, "", ()) or "UNSET" in repr(value).upper():
        return ""
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _prose(text: str) -> list[str]:
    """Return help as Markdown: blocks whose lines must not be filled become code."""
    rows: list[str] = []
    for block in cleandoc(text).split("\n\n"):
        rows += ["```", *block.split("\n")[1:], "```", ""] if block.startswith("\b") else [*block.split("\n"), ""]
    return rows[:-1]
