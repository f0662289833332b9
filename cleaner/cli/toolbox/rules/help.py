"""``cleaner rules help``: what a key or an error code means."""

import click

from cleaner.authoring.reference import KEY_TABLES, key_and_code_names, key_help, suggestion
from cleaner.cli.toolbox.rules.shared import EXIT_STATUS, rules_command, wrapped, write_json
from cleaner.errors import ExitStatus, OptionError
from cleaner.rules.codes import CODES

_EPILOG = f"""
\b
Examples:
  cleaner rules help              all keys and codes
  cleaner rules help near_end
  cleaner rules help R301

{EXIT_STATUS}
"""


@rules_command("help", _EPILOG)
@click.argument("name", required=False, metavar="[KEY|CODE]")
def rules_help(name: str | None, *, as_json: bool) -> int:
    """Explain a key of rule files, with an example, or an error code and what to do."""
    if name is None:
        _write_names(as_json=as_json)
        return ExitStatus.OK
    paragraphs = key_help(name)
    if not paragraphs:
        raise OptionError(f"there is no key or code '{name}': {suggestion(name)}")
    if as_json:
        write_json({"name": name, "paragraphs": paragraphs})
    else:
        click.echo("\n".join(wrapped(paragraph, "") for paragraph in paragraphs))
    return ExitStatus.OK


def _write_names(*, as_json: bool) -> None:
    if as_json:
        write_json({"names": key_and_code_names()})
        return
    for place, keys in KEY_TABLES.items():
        click.echo(f"keys of {place}:")
        click.echo(wrapped(", ".join(key.name for key in keys)))
    click.echo("codes:")
    click.echo(wrapped(", ".join(CODES)))
