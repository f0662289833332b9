"""``cleaner rules help``: what a key or an error code means."""

import click

from cleaner.authoring import key_help as reading
from cleaner.cli.toolbox.rules.shared import EXIT, FINE, json_option, wrapped, write
from cleaner.errors import OptionError
from cleaner.rules.codes import CODES

_EPILOG = f"""
\b
Examples:
  cleaner rules help              all keys and codes
  cleaner rules help near_end
  cleaner rules help R301

{EXIT}
"""


@click.command("help", epilog=_EPILOG)
@click.argument("name", required=False, metavar="[KEY|CODE]")
@json_option
def rules_help(name: str | None, *, as_json: bool) -> int:
    """Tell what a key of rule files means, with an example, or an error code and what to do."""
    if name is None:
        return _list(as_json=as_json)
    paragraphs = reading.key_help(name)
    if not paragraphs:
        raise OptionError(f"there is no key or code '{name}': {reading.suggestion(name)}")
    if as_json:
        write({"name": name, "paragraphs": paragraphs})
    else:
        click.echo("\n".join(wrapped(paragraph, "") for paragraph in paragraphs))
    return FINE


def _list(*, as_json: bool) -> int:
    if as_json:
        write({"names": reading.key_and_code_names()})
        return FINE
    for where, table in reading.KEY_TABLES.items():
        click.echo(f"keys of {where}:")
        click.echo(wrapped(", ".join(key.name for key in table)))
    click.echo("codes:")
    click.echo(wrapped(", ".join(CODES)))
    return FINE
