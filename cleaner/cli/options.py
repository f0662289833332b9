"""The options of ``clean``, each in one place: its names, its values, its help."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])

# fmt: off
INPUT_FORMAT = click.option("-f", "--input-format", type=click.Choice(["auto", "text", "md", "html", "jsonl", "parquet", "warc"]), default="auto", show_default=True, help="What the input is; told by name, else by content.")
TEXT_KEY = click.option("--text-key", metavar="KEY", default="text", show_default=True, help="The key of a record's text.")
HTML_KEY = click.option("--html-key", metavar="KEY", default="html", show_default=True, help="The key of a record's page; a record with both is a text, unless -f html.")
URL = click.option("--url", metavar="URL", help="Where the article is from: rules of its site apply.")
LANG = click.option("--lang", metavar="TAG", help="Its language (BCP 47): rules of other languages rest.")
PROFILE = click.option("--profile", type=click.Choice(["careful", "standard", "aggressive"]), default="standard", show_default=True, help="How sure a rule must be to run.")
EFFORT = click.option("--effort", type=click.Choice(["fast", "standard", "best"]), default="standard", show_default=True, help="What the extraction of a page may cost.")
FORM = click.option("-t", "--format", "form", type=click.Choice(["text", "md", "jsonl", "parquet", "spans"]), help="What to write; as the input, unless given. spans: where removals are in each record's own text.")
HEADER = click.option("--header/--no-header", default=True, help="Write the metadata above the text (in JSON lines: under 'metadata').")
TITLE = click.option("--title", type=click.Choice(["keep", "move"]), default="keep", show_default=True, help="Leave the title in the text as well, or move it to the header.")
NORMALIZE = click.option("--normalize/--no-normalize", default=True, help="Mend characters and blanks, or only remove.")
ID_KEY = click.option("--id-key", metavar="KEY", default="id", show_default=True, help="The key of a record's id.")
RULES = click.option("-r", "--rules", metavar="PATH", multiple=True, help="A rule file or folder above the shipped rules; repeatable.")
NO_DEFAULT_RULES = click.option("--no-default-rules", is_flag=True, help="Leave the shipped rules out.")
ENABLE = click.option("--enable", metavar="ID", multiple=True, help="Run this rule whatever the profile; repeatable, also STEM/*.")
DISABLE = click.option("--disable", metavar="ID", multiple=True, help="Never run this rule; repeatable, also STEM/*.")
MAX_REMOVED = click.option("--max-removed", type=float, metavar="SHARE", default=0.8, show_default=True, help="Keep a text whole if more of its words would go.")
MAX_SIZE = click.option("--max-size", type=float, metavar="MIB", default=32.0, show_default=True, help="The largest text that is cleaned.")
TIME_LIMIT = click.option("--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS", default=30.0, show_default=True, help="What a page may take, and with -j anything; beyond it, it fails.")

OPTIONS = (
    INPUT_FORMAT,
    FORM,
    click.option("-o", "--output", metavar="PATH", help="Write to this file, or into this folder under the inputs' names."),
    click.option("-i", "--in-place", is_flag=True, help="Change the files where they are."),
    click.option("--backup", metavar="SUFFIX", default="", help="With -i: keep the old file under its name with this suffix."),
    HEADER,
    TITLE,
    NORMALIZE,
    TEXT_KEY,
    HTML_KEY,
    ID_KEY,
    URL,
    LANG,
    RULES,
    NO_DEFAULT_RULES,
    ENABLE,
    DISABLE,
    PROFILE,
    EFFORT,
    click.option("--diff", "view", flag_value="diff", help="Show what would change."),
    click.option("--check", "view", flag_value="check", help="Write nothing; exit 1 if a text would change."),
    click.option("--explain", "view", flag_value="explain", help="Show which rule took which line, what nearly went, and where fields come from."),
    click.option("--stats", "view", flag_value="stats", help="Show counts by rule."),
    click.option("--stats-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How --stats shows them."),
    click.option("--removed", metavar="FILE", help="Write what was removed to this file, one JSON record a removal."),
    MAX_REMOVED,
    MAX_SIZE,
    click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", default=1, show_default=True, help="Clean in so many processes; what is written stays in order."),
    TIME_LIMIT,
    click.option("-q", "--quiet", is_flag=True, help="Say only what failed."),
    click.option("-v", "--verbose", is_flag=True, help="Say what became of each input."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Color what --diff and --explain show."),
)
# fmt: on

READING = (INPUT_FORMAT, TEXT_KEY, HTML_KEY, URL, LANG, PROFILE, EFFORT)
"""The options that other commands which clean inputs share with ``clean``."""

ORDERING = (
    *(INPUT_FORMAT, FORM, HEADER, TITLE, NORMALIZE, TEXT_KEY, HTML_KEY, ID_KEY, LANG, RULES, NO_DEFAULT_RULES),
    *(ENABLE, DISABLE, PROFILE, EFFORT, MAX_REMOVED, MAX_SIZE, TIME_LIMIT),
)
"""The options that say what a run does with each input: those of ``clean`` but for views, and for one input's url."""


def with_options(command: Command) -> Command:
    """Give a command all options, in the order of the table."""
    return _with(command, OPTIONS)


def with_reading_options(command: Command) -> Command:
    """Give a command the options that say how inputs are read and cleaned."""
    return _with(command, READING)


def with_ordering_options(command: Command) -> Command:
    """Give a command the options that say what is done with each input."""
    return _with(command, ORDERING)


def _with(command: Command, options: Iterable[Callable[[Command], Command]]) -> Command:
    for option in reversed([*options]):
        command = option(command)
    return command
