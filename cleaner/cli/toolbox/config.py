"""``cleaner config``: what options are set to here, and where each value is from."""

import json
import os
from typing import Any

import click

from cleaner.cli.config import Configuration, configure, key_of, settings, variants_of
from cleaner.cli.console import escape_controls
from cleaner.errors import ExitStatus
from cleaner.io.inputs import Input
from cleaner.rules.folders import user_folders

_EPILOG = """
\b
Examples:
  cleaner config show                 what every command does here by default
  cleaner config show blog/a.txt      with what is configured for this path
  cleaner config show --json
"""


@click.group()
def config() -> None:
    """Show how options are configured."""


@config.command("show", epilog=_EPILOG)
@click.argument("path", required=False, metavar="[PATH]", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def config_show(path: str | None, *, as_json: bool) -> int:
    """Show each option that can be configured with its value and where that is from.

    From: the default, a variable of the environment, or a file. For a PATH, also what [[overrides]] set for it.
    """
    configuration = configure({})
    values, sources = _values(configuration, path)
    rows = [(key_of(option), values[option.name], sources[option.name]) for option in settings().values()]
    if as_json:
        record = {
            "settings": {key: {"value": value, "source": source} for key, value, source in rows},
            "overrides": [
                {"paths": override.patterns, "settings": _by_key(override.values), "source": override.source}
                for override in configuration.overrides
            ],
            "rules": [os.fspath(folder) for folder in user_folders()],
        }
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return ExitStatus.OK
    width = max(len(key) for key, _, _ in rows)
    column = max(len(_text(value)) for _, value, _ in rows)
    for key, value, source in rows:
        click.echo(escape_controls(f"{key:{width}}  {_text(value):{column}}  {source}"))
    for override in configuration.overrides if path is None else ():
        own = ", ".join(f"{key} = {_text(value)}" for key, value in _by_key(override.values).items())
        click.echo(escape_controls(f"for {', '.join(override.patterns)}: {own}  {override.source}"))
    for folder in user_folders():
        click.echo(escape_controls(f"your own rules: {folder}"))
    return ExitStatus.OK


def _values(configuration: Configuration, path: str | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of all options and their sources, for a path if there is one."""
    values, sources = dict(configuration.values), dict(configuration.sources)
    for override in configuration.overrides if path is not None else ():
        if [*variants_of([override], [Input(path or "", path, "")])]:
            values.update(override.values)
            sources |= dict.fromkeys(override.values, f"{override.source}, {', '.join(override.patterns)}")
    return values, sources


def _by_key(values: Any) -> dict[str, Any]:
    return {key: values[option.name] for key, option in settings().items() if option.name in values}


def _text(value: Any) -> str:
    """Return a value as TOML has it; a dash for an option without one.

    >>> _text(("a", "b")), _text(True), _text(None)
    ('["a", "b"]', 'true', '-')
    """
    return "-" if value is None else json.dumps(value, ensure_ascii=False)
