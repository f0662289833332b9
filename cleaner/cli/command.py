"""``clean`` with its options, as click reads them."""

import sys
from typing import Any

import click

from cleaner.cli.options import with_options
from cleaner.cli.plan import clean
from cleaner.version import __version__

USAGE = 2

_EPILOG = """
\b
Examples:
  clean article.txt                 clean one article to standard output
  clean -o cleaned/ articles/       clean a folder into another one
  clean -i *.md                     clean files where they are
  clean --explain article.txt       see which rule took which line, and why
  clean < in.jsonl > out.jsonl      records with "text" or "html", one a line
  curl -s URL | clean -t md         the article of a page, as Markdown

\b
Exit status: 0 fine, 1 --check would change something, 2 usage or broken rules,
3 some inputs failed (the others are written), 130 interrupted.
"""


@click.command(
    "clean", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EPILOG
)
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@with_options
@click.version_option(__version__, "--version", message="clean %(version)s")
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **given: Any) -> int:
    """Clean articles: boilerplate goes, text is normalized, metadata comes on top.

    Without PATH, or with -, articles are read from standard input. Folders are walked.
    """
    if not paths and sys.stdin.isatty():
        click.echo(
            f"{context.get_usage()}\n\nGive files, or pipe an article in. 'clean --help' has all options.", err=True
        )
        return USAGE
    return clean(paths, given)
