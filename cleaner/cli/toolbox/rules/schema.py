"""``cleaner rules schema``: the JSON Schema of rule files, for editors."""

import click

from cleaner.authoring.reference import json_schema
from cleaner.errors import ExitStatus

_EPILOG = """
\b
Examples:
  cleaner rules schema > .clean/schema.json
  and as the first line of each rule file in that folder:
  # yaml-language-server: $schema=schema.json

\b
Exit status: 0 fine, 2 usage.
"""


@click.command("schema", epilog=_EPILOG)
def rules_schema() -> int:
    """Write the JSON Schema (draft-07) of rule files, with a description of every key.

    Editors that read it complete keys, show what they mean, and mark mistakes.
    """
    click.echo(json_schema(), nl=False)
    return ExitStatus.OK
