"""``cleaner completion``: what a shell reads to complete both commands."""

import click

from cleaner.cli.command import command
from cleaner.cli.completion import SHELLS, script

_EPILOG = """
\b
Examples:
  cleaner completion bash >> ~/.bashrc
  cleaner completion zsh >> ~/.zshrc
  cleaner completion fish > ~/.config/fish/completions/cleaner.fish
"""


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write what a shell reads to complete options and files of 'clean' and 'cleaner'."""
    for program in (command, context.find_root().command):
        click.echo(script(program, shell))
