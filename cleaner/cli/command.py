"""``clean`` as click knows it, made from the table of options: for help, completion and rare spellings of options."""

import sys
from collections.abc import Callable, Collection
from functools import partial, wraps
from itertools import groupby
from typing import Any, TypeVar, cast

import click
import click.shell_completion
from click.core import ParameterSource

from cleaner.cli.config import COMMAND_LINE, DEFAULT, configure
from cleaner.cli.option import Option
from cleaner.cli.options import OPTIONS
from cleaner.cli.run import clean
from cleaner.errors import ExitStatus
from cleaner.version import __version__

Command = TypeVar("Command", bound=Callable[..., object])

_EPILOG = """
\b
Examples:
  clean article.txt                 clean one article to standard output
  clean -o cleaned/ articles/       clean a folder into another one
  clean -i *.md                     clean files in place
  clean --explain article.txt       see which rule removed which line, and why
  clean < in.jsonl > out.jsonl      records with "text" or "html", one per line
  curl -s URL | clean -t md         the article of a page, as Markdown

\b
Exit status: 0 fine, 1 --check would change something, 2 usage or broken rules,
3 some inputs failed (the others are written), 130 interrupted.
"""


class _ListOfChoices(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4
    """Values of an option that takes several of its choices, separated by commas."""

    name = "list"

    def __init__(self, option: Option) -> None:
        self._option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the choices as a tuple."""
        if isinstance(value, tuple):
            return value
        try:
            return self._option.convert(value)
        except ValueError:
            self.fail(f"{value!r} is not a list of {', '.join(self._option.choices)}", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """Return the choices, for help."""
        return f"[{'|'.join(self._option.choices)}],…"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[click.shell_completion.CompletionItem[str]]:
        """Return the choices that may come next."""
        before, comma, last = incomplete.rpartition(",")
        names = [choice for choice in self._option.choices if choice.startswith(last)]
        return [click.shell_completion.CompletionItem(f"{before}{comma}{name}") for name in names]


def click_option(option: Option) -> click.Option:
    """Return click's counterpart of an option of the table."""
    kind: Any = click.Choice(option.choices) if option.choices else option.kind
    if option.is_path:
        kind = click.Path()  # shells complete it
    if option.is_list:
        kind = _ListOfChoices(option)
    if option.above is not None:
        range_type: Any = click.IntRange if option.kind is int else click.FloatRange
        kind = range_type(min=option.above, min_open=True)
    return click.Option(
        [option.name, *option.flags],
        type=None if option.is_flag else kind,
        is_flag=option.is_flag,
        default=option.default,
        show_default=not option.is_flag and option.default not in (None, "", ()),
        multiple=option.repeatable,
        metavar=option.metavar,
        help=option.help,
    )


def with_options(*names: str) -> Callable[[Command], Command]:
    """Return a decorator that gives a click command the named options of the table, in the order of the table.

    Options that the command line does not give are as configured, also others of the command that have their names. A
    command with ``--no-config`` gets what is configured for some paths as ``overrides``, and the names of
    the options that the command line gives as ``given``.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def configured(*arguments: Any, **values: Any) -> object:
            given = given_options(click.get_current_context())
            configuration = configure(given)
            unset = (DEFAULT, COMMAND_LINE)
            values |= {
                name: value
                for name, value in configuration.values.items()
                if name in values and configuration.sources[name] not in unset
            }
            if "no_config" in names:
                values |= {"overrides": configuration.overrides, "given": frozenset(given)}
            return command(*arguments, **values)

        return cast("Command", _with_click_options(configured, names))

    return decorate


def _with_click_options(command: Command, names: Collection[str]) -> Command:
    for option in reversed(OPTIONS):
        if option.name in names:
            command.__dict__.setdefault("__click_params__", []).append(click_option(option))
    return command


def given_options(context: click.Context) -> dict[str, Any]:
    """Return the values of the options that the command line gives."""
    names = {option.name for option in OPTIONS}
    return {
        name: value
        for name, value in context.params.items()
        if name in names and context.get_parameter_source(name) == ParameterSource.COMMANDLINE
    }


class _GroupedCommand(click.Command):
    """A command whose help lists its options by group."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section per group of the table, and one for click's own options."""
        params = {param.name: param for param in self.get_params(context) if isinstance(param, click.Option)}
        for group, options in groupby(OPTIONS, lambda option: option.group):
            _write_section(group, [params.pop(option.name) for option in options], context, formatter)
        _write_section("Other", [*params.values()], context, formatter)


def _write_section(
    title: str, params: list[click.Option], context: click.Context, formatter: click.HelpFormatter
) -> None:
    rows = [row for param in params if (row := param.get_help_record(context))]
    with formatter.section(title):
        formatter.write_dl(rows)


@click.command(
    "clean",
    cls=_GroupedCommand,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.argument("paths", nargs=-1, metavar="[PATH…|-]", type=click.Path())
@partial(_with_click_options, names={option.name for option in OPTIONS})
@click.version_option(__version__, "-V", "--version", message="clean %(version)s")
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **_: Any) -> int:
    """Clean articles: remove boilerplate, normalize text, and put metadata on top.

    Without PATH, or with -, articles are read from standard input. Folders are walked.
    """
    if not paths and context.params["files_from"] is None and sys.stdin.isatty():
        click.echo(
            f"{context.get_usage()}\n\nName files, or pipe an article in. 'clean --help' lists all options.", err=True
        )
        return ExitStatus.USAGE
    return clean(paths, given_options(context))
