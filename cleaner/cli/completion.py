"""Completion by shells: click answers them, and this writes the scripts that make them ask."""

import os

import click
from click.shell_completion import get_completion_class, shell_complete

SHELLS = ("bash", "zsh", "fish")


def script(program: click.Command, shell: str) -> str:
    """Return what a shell reads to complete a program. Without any test of the shell's version, which starts it."""
    name, complete = program.name or "", get_completion_class(shell)
    assert complete
    completion = complete(program, {}, name, _variable(program))
    source = completion.source_template % completion.source_vars()
    if shell == "bash":  # a plain row in place of a function that has it, so that it can be read and changed
        function, _, _ = source.partition(f"{completion.func_name}_setup()")
        source = f"{function.rstrip()}\n\ncomplete -o nosort -F {completion.func_name} {name}\n"
    return source.strip("\n")


def answer(program: click.Command) -> int:
    """Write what a shell requests by its variable, the script or words, and return the exit status."""
    instruction = os.environ[_variable(program)]
    shell, _, request = instruction.partition("_")
    if request == "source" and shell in SHELLS:
        click.echo(script(program, shell))
        return 0
    return shell_complete(program, {}, program.name or "", _variable(program), instruction)


def _variable(program: click.Command) -> str:
    return f"_{(program.name or '').upper()}_COMPLETE"
