"""``cleaner rules schema``: the JSON Schema of rule files, for editors."""

import click

from cleaner.authoring.schema import json_schema
from cleaner.cli.toolbox.rules.shared import EXIT, FINE, json_option

_EPILOG = f"""
\b
Examples:
  cleaner rules schema > .clean/schema.json
  and as the first line of each rule file in that folder:
  # yaml-language-server: $schema=schema.json

{EXIT}
"""


@click.command("schema", epilog=_EPILOG)
@json_option
def rules_schema(*, as_json: bool) -> int:  # noqa: ARG001 - the schema is JSON as it is
    """Write the JSON Schema (draft-07) of rule files, with a description for every key.

    Editors that know it complete keys, show what they mean, and mark wrong ones.
    """
    click.echo(json_schema(), nl=False)
    return FINE
