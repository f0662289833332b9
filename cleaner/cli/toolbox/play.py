"""``cleaner play``: rules and an article side by side in a browser."""

import os

import click

from cleaner.errors import ExitStatus
from cleaner.rules.folders import user_folders, user_places

_EPILOG = """
\b
Examples:
  cleaner play article.txt                       your rules, and what they remove from it
  cleaner play page.html --rules my-rules/paper.yaml
  cleaner play articles/                         a folder to browse

\b
On the left is a rule file, on the right an article with what each rule removes, at each keystroke. A click on a
line says why it stays or goes; lines and nodes of pages become rules. Nothing is written but the rule file, when
you save it. The page is for this machine only, and asks nothing of any other. Ctrl-C ends it.

\b
Exit status: 0 fine, 2 usage, 3 the rule file cannot be read.
"""


@click.command("play", epilog=_EPILOG)
@click.argument("path", required=False, metavar="[FILE|FOLDER]")
@click.option(
    "--rules",
    "rule_file",
    metavar="FILE",
    help="The rule file to edit, which need not exist. Default: mine.yaml in the project's .clean folder.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Default: one that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def play(path: str | None, *, rule_file: str | None, port: int, no_browser: bool) -> int:
    """Write rules in a browser, and see at once what they remove from a text, a page or a folder of them.

    Needs article-cleaner[play].
    """
    from cleaner.play.documents import OpenFolder  # start-up time
    from cleaner.play.rule_text import RuleText
    from cleaner.play.server import bound_socket, require_packages, serve

    require_packages()
    folder = OpenFolder.at(path)
    rules = RuleText(rule_file or os.path.join(user_places()[0], "mine.yaml"))
    with bound_socket(port) as listening:
        serve(
            listening,
            folder,
            rules,
            [os.fspath(place) for place in user_folders()],
            announce=lambda address: click.echo(f"cleaner play: {address}\nCtrl-C ends it."),
            opens_browser=not no_browser,
        )
    return ExitStatus.OK
