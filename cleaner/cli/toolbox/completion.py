"""``cleaner completion``: what a shell reads to complete both commands."""

import click
from click.shell_completion import get_completion_class

from cleaner.cli.command import command

SHELLS = ("bash", "zsh", "fish")

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
    complete = get_completion_class(shell)
    assert complete
    for program in (command, context.find_root().command):
        name = program.name or ""
        script = complete(program, {}, name, f"_{name.upper()}_COMPLETE")
        click.echo(script.source_template % script.source_vars())
