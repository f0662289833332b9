"""The options of ``clean``, each in one place: flags, kind of value, default, group and help.

:func:`parse` reads arguments by this table without click, which takes as long to import as a short article to clean.
click's options, for help, completion and the commands of the toolbox that share some of them, are made from it in
:mod:`cleaner.cli.command`, and the reference is generated from it.
"""

from collections.abc import Sequence
from typing import Any, get_args

from cleaner.cli.option import Option
from cleaner.io.formats import Format, Kind
from cleaner.options import Options, Title
from cleaner.types import Effort, Profile, TextFormat

_OPTIONS = Options()


OPTIONS: tuple[Option, ...] = (
    Option(
        "input_format",
        ("-f", "--input-format"),
        "Input",
        "Input format. Detected from the file name, then from the content.",
        default="auto",
        choices=("auto", *get_args(Kind)),
    ),
    Option(
        "files_from",
        ("--files-from",),
        "Input",
        "Clean the files that this file names, or - for standard input: one a line, or separated by NUL.",
        metavar="FILE",
    ),
    Option(
        "include",
        ("--include",),
        "Input",
        "Read only files whose paths match this pattern, as in .gitignore. Repeatable.",
        default=(),
        metavar="GLOB",
        repeatable=True,
    ),
    Option(
        "exclude",
        ("--exclude",),
        "Input",
        "Leave files out whose paths match this pattern. Repeatable. In folders, so do patterns in .cleanignore files.",
        default=(),
        metavar="GLOB",
        repeatable=True,
    ),
    Option("limit", ("--limit",), "Input", "Clean the first N articles only.", metavar="N", kind=int, above=0),
    Option(
        "sample",
        ("--sample",),
        "Input",
        "Clean N articles from everywhere in the inputs, the same each time.",
        metavar="N",
        kind=int,
        above=0,
    ),
    Option(
        "text_key",
        ("--text-key",),
        "Input",
        "Key of a record's text. A value inside others has a key with dots, as data.text, or a JSON pointer.",
        default="text",
        metavar="KEY",
    ),
    Option(
        "html_key",
        ("--html-key",),
        "Input",
        "Key of a record's page. In a record with both, the text is cleaned, unless -f html.",
        default="html",
        metavar="KEY",
    ),
    Option("id_key", ("--id-key",), "Input", "Key of a record's id.", default="id", metavar="KEY"),
    Option("url_key", ("--url-key",), "Input", "Key of a record's address.", default="url", metavar="KEY"),
    Option(
        "lang_key",
        ("--lang-key",),
        "Input",
        "Key of a record's language. Default: lang or language, or in its metadata.",
        metavar="KEY",
    ),
    Option("url", ("--url",), "Input", "Address of the article. Rules for its site apply.", metavar="URL"),
    Option(
        "lang",
        ("--lang",),
        "Input",
        "Language tag (BCP 47). Rules for other languages are skipped.",
        metavar="TAG",
    ),
    Option(
        "site_from_path",
        ("--site-from-path",),
        "Input",
        "Where nothing says the site, it is the nearest folder with the name of a host, or a file of records "
        "with such a name.",
        default=False,
    ),
    Option(
        "detect_language",
        ("--detect-language",),
        "Input",
        "Detect the language of texts of which nobody says it. Needs article-cleaner[detect].",
        default=False,
    ),
    Option(
        "max_size",
        ("--max-size",),
        "Input",
        "Largest text that is cleaned. A larger input fails.",
        default=_OPTIONS.max_size,
        metavar="MIB",
        kind=float,
    ),
    Option(
        "form",
        ("-t", "--format"),
        "Output",
        "Output format. Default: that of the input, as text for a page. "
        "spans: where removals are in each record's own text.",
        choices=get_args(Format),
    ),
    Option(
        "output",
        ("-o", "--output"),
        "Output",
        "Write to this file, or into this folder under the names of the inputs.",
        metavar="PATH",
    ),
    Option("in_place", ("-i", "--in-place"), "Output", "Overwrite the input files.", default=False),
    Option(
        "backup",
        ("--backup",),
        "Output",
        "With -i: keep each original under its name with this suffix.",
        default="",
        metavar="SUFFIX",
    ),
    Option(
        "dry_run",
        ("--dry-run",),
        "Output",
        "With -i or -o: write nothing, and say which files would be written.",
        default=False,
    ),
    Option(
        "header",
        ("--header/--no-header",),
        "Output",
        "Write the metadata above the text (in records: under 'metadata'). Markdown keeps its own; -i adds none to it.",
        default=None,
    ),
    Option(
        "sources",
        ("--sources",),
        "Output",
        "In records, write where each metadata field is from, under 'metadata.cleaner.sources'.",
        default=False,
    ),
    Option(
        "sections",
        ("--sections",),
        "Output",
        "In records, write the span of each paragraph and the headings above it, under 'sections'.",
        default=False,
    ),
    Option(
        "title",
        ("--title",),
        "Output",
        "Keep the title in the text as well, or move it to the header. "
        "Default: a text keeps its title, a page's headline is only in the header.",
        default=_OPTIONS.title,
        choices=get_args(Title),
    ),
    Option(
        "links",
        ("--links/--no-links",),
        "Output",
        "Keep the links of a page in Markdown and HTML. Default: keep them. Markdown itself keeps what it has.",
        default=None,
    ),
    Option(
        "images",
        ("--images",),
        "Output",
        "Keep the images of a page in Markdown and HTML, with their captions. Markdown itself keeps what it has.",
        default=False,
    ),
    Option(
        "text_format",
        ("--text-format",),
        "Output",
        "Form of the text in records. Default: plain text. Texts stay as they stand unless it is html.",
        choices=get_args(TextFormat),
    ),
    Option(
        "normalize",
        ("--normalize/--no-normalize",),
        "Output",
        "Normalize Unicode, whitespace and entities left in plain text, or only remove boilerplate.",
        default=_OPTIONS.normalization is not None,
    ),
    Option(
        "inline",
        ("--inline/--no-inline",),
        "Rules",
        "Keep what stands between <!-- clean: keep --> and <!-- clean: end --> in files of text and Markdown.",
        default=True,
    ),
    Option(
        "rules",
        ("-r", "--rules"),
        "Rules",
        "Rule file or folder that takes precedence over the shipped rules. Repeatable.",
        default=(),
        metavar="PATH",
        repeatable=True,
    ),
    Option(
        "learn",
        ("--learn",),
        "Rules",
        "Read the inputs twice: learn the boilerplate of each site from its pages first, and remove it as well. With "
        "--limit or --sample, from the articles that these choose.",
        default=False,
    ),
    Option("no_default_rules", ("--no-default-rules",), "Rules", "Do not use the shipped rules.", default=False),
    Option(
        "enable",
        ("--enable",),
        "Rules",
        "Run this rule in any profile. Repeatable, also as STEM/*.",
        default=_OPTIONS.enable,
        metavar="ID",
        repeatable=True,
    ),
    Option(
        "disable",
        ("--disable",),
        "Rules",
        "Never run this rule. Repeatable, also as STEM/*.",
        default=_OPTIONS.disable,
        metavar="ID",
        repeatable=True,
    ),
    Option(
        "profile",
        ("--profile",),
        "Rules",
        "Which rules run, by their confidence.",
        default=_OPTIONS.profile,
        choices=get_args(Profile),
    ),
    Option(
        "effort",
        ("--effort",),
        "Rules",
        "How much time the extraction of a page may take; best is the same as standard.",
        default=_OPTIONS.effort,
        choices=get_args(Effort),
    ),
    Option(
        "max_removed",
        ("--max-removed",),
        "Rules",
        "Leave a text unchanged if rules would remove more than this share of its words.",
        default=_OPTIONS.max_removed,
        metavar="SHARE",
        kind=float,
    ),
    Option(
        "check",
        ("--check",),
        "Reports",
        "Write nothing; exit with 1 if a text would change. Together with --diff, --explain or --stats, these show it.",
        default=False,
    ),
    Option("diff", ("--diff",), "Reports", "Show what would change.", default=False),
    Option(
        "explain",
        ("--explain",),
        "Reports",
        "Show which rule removed which line, near misses, and the source of each metadata field.",
        default=False,
    ),
    Option("stats", ("--stats",), "Reports", "Show counts by rule, after all inputs.", default=False),
    Option(
        "message_format",
        ("--message-format",),
        "Reports",
        "Format of --check, --diff, --explain and --stats. json: one object a line. github and sarif: with --check.",
        default="text",
        choices=("text", "json", "github", "sarif"),
    ),
    Option(
        "fail_on",
        ("--fail-on",),
        "Reports",
        "Exit with 3 if an article is left empty, is kept whole, or is remarked on; it is written all the same. "
        "Several with commas.",
        default=(),
        choices=("empty", "kept-whole", "remarks"),
        is_list=True,
    ),
    Option(
        "removed",
        ("--removed",),
        "Reports",
        "Write the removed text to this file, or - for standard output, one JSON record per removal.",
        metavar="FILE",
    ),
    Option(
        "report",
        ("--report",),
        "Reports",
        "Write a page for a browser to this file: removals in their texts, tables and plots, and a verdict on each to "
        "give. Needs article-cleaner[report].",
        metavar="FILE",
    ),
    Option(
        "jobs",
        ("-j", "--jobs"),
        "Process",
        "Number of worker processes. Output order is preserved.",
        default=1,
        metavar="N",
        kind=int,
        above=0,
    ),
    Option(
        "time_limit",
        ("--time-limit",),
        "Process",
        "Time limit per page (with -j, per input). An input that exceeds it fails.",
        default=30.0,
        metavar="SECONDS",
        kind=float,
        above=0,
    ),
    Option(
        "no_config", ("--no-config",), "Process", "Read no configuration: no files and no variables.", default=False
    ),
    Option("quiet", ("-q", "--quiet"), "Process", "Only report failures.", default=False),
    Option("verbose", ("-v", "--verbose"), "Process", "Report the outcome of every input.", default=False),
    Option(
        "color",
        ("--color",),
        "Process",
        "Color messages, --diff and --explain.",
        default="auto",
        choices=("auto", "always", "never"),
    ),
)
"""All options, in the order of ``clean --help``."""

READING = ("input_format", "text_key", "html_key", "url", "lang", "profile", "effort")
"""Options that the toolbox's commands on articles share with ``clean``."""

CLEANING = (
    *("input_format", "form", "header", "sources", "sections", "title", "links", "images", "text_format", "normalize"),
    *("inline", "text_key", "html_key", "id_key", "url_key", "lang_key", "lang", "site_from_path", "detect_language"),
    *("rules", "learn", "no_default_rules", "enable", "disable", "profile", "effort", "max_removed", "max_size"),
    *("time_limit", "files_from", "include", "exclude", "limit", "sample", "dry_run", "fail_on", "no_config"),
)
"""Options that ``cleaner run`` shares with ``clean``: all but those of reports, of one process and of one article."""


def parse(arguments: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """Return the paths among the arguments of ``clean``, and the value of each option that they give.

    ``None`` means that click has to read them: help, mistakes, and rare spellings such as ``-qv``. click reads whatever
    is read here in the same way.
    """
    options = {flag: option for option in OPTIONS for flag in option.spellings}
    values: dict[str, Any] = {}
    paths: list[str] = []
    queue = iter(arguments)
    for argument in queue:
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
            continue
        flag, equals, text = argument.partition("=") if argument.startswith("--") else (argument, "", "")
        option = options.get(flag)
        if option is None or (option.is_flag and equals):
            return None
        try:
            value = option.switch(flag) if option.is_flag else option.convert(text if equals else next(queue))
        except (StopIteration, ValueError):
            return None
        values[option.name] = (*values.get(option.name, ()), value) if option.repeatable else value
    return tuple(paths), values
