"""``clean``: a filter that takes articles and gives them back without boilerplate."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from cleaner.cli.inputs import KINDS, Input, collect
from cleaner.cli.options import with_options
from cleaner.cli.outputs import Destination, Format, refuse_clashes, settle
from cleaner.cli.records import Keys
from cleaner.cli.run import Plan, Run
from cleaner.cli.terminal import Voice, wants_color
from cleaner.errors import CleanerError, InputError, OptionError, RulesError
from cleaner.model import Normalization, Options
from cleaner.pipeline import Cleaner
from cleaner.ruleset.folders import user_folders
from cleaner.version import __version__

USAGE, FAILED, INTERRUPTED = 2, 3, 130
VIEWS = ("diff", "check", "explain", "stats")

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
    voice = Voice((given["verbose"] or 0) - (2 if given["quiet"] else 0), wants_color(given["color"], sys.stderr))
    inputs = collect(paths or ("-",))
    plan = _plan(inputs, paths, given, voice)
    for warning in plan.cleaner.warnings:
        voice.note(warning)
    run = Run(plan, voice, sys.stdin.buffer, sys.stdout.buffer)
    run.all(inputs)
    if voice.failed:
        return FAILED
    return int(plan.view == "check" and run.changed)


def _plan(inputs: list[Input], paths: tuple[str, ...], given: dict[str, Any], voice: Voice) -> Plan:
    view, form = given["view"], given["form"]
    many = len(inputs) != 1 or any(os.path.isdir(path) for path in paths)  # noqa: PTH112 - a path given as text
    _refuse_contradictions(given, inputs)
    destination = settle(given["output"], in_place=given["in_place"], backup=given["backup"], many=many, form=form)
    if many and destination == Destination() and not view and not _all_records(inputs, form):
        raise OptionError("several inputs need a place to go: -o FOLDER, -t jsonl, or -i to change them where they are")
    refuse_clashes(inputs, destination, [form or _form(source, given["input_format"]) for source in inputs])
    options = Options(
        profile=given["profile"],
        enable=given["enable"],
        disable=given["disable"],
        normalization=Normalization() if given["normalize"] else None,
        title=given["title"],
        brake=given["brake"],
        max_size=given["max_size"],
        effort=given["effort"],
    )
    return Plan(
        cleaner=Cleaner(
            options, rules=[*_own_rules(paths, voice), *given["rules"]], default_rules=not given["no_default_rules"]
        ),
        destination=destination,
        input_kind=given["input_format"],
        form=form,
        header=given["header"],
        keys=Keys(given["text_key"], given["id_key"], given["html_key"]),
        url=given["url"],
        language=given["lang"],
        view=view,
        stats_format=given["stats_format"],
        removed=given["removed"],
        color=wants_color(given["color"], sys.stdout),
    )


def _own_rules(paths: tuple[str, ...], voice: Voice) -> list[Path]:
    """Return the folders of the user's own rules, but for one inside a folder that is an input: it may be hostile."""
    given = [Path(path).resolve() for path in paths if Path(path).is_dir()]
    own = user_folders()
    inside = [folder for folder in own if any(folder.resolve().is_relative_to(path) for path in given)]
    for path in given:
        if (path / ".clean").is_dir():
            voice.note(f"{path / '.clean'}: rules inside an input are not read; give them with --rules")
    return [folder for folder in own if folder not in inside]


def _refuse_contradictions(given: dict[str, Any], inputs: list[Input]) -> None:
    """Raise :exc:`OptionError` for options that do not fit together."""
    if given["in_place"] and given["output"]:
        raise OptionError("-i changes files where they are, and -o writes others: choose one")
    if given["in_place"] and any(source.path is None for source in inputs):
        raise OptionError("-i changes files, and standard input is none: leave -i out")
    if given["in_place"] and given["form"] and any(_form(s, given["input_format"]) != given["form"] for s in inputs):
        raise OptionError("-i keeps each file's format: leave -t out, or write elsewhere with -o")
    if given["in_place"] and any(KINDS.get(source.relative.suffix.lower()) == "html" for source in inputs):
        raise OptionError("-i would write articles over the pages that they are from: write elsewhere with -o")
    if given["backup"] and not given["in_place"]:
        raise OptionError("--backup keeps what -i changes: add -i")
    if given["view"] == "check" and (given["in_place"] or given["output"]):
        raise OptionError("--check writes nothing: leave -i and -o out")
    if given["title"] == "move" and not given["header"]:
        raise OptionError("--title move puts the title into the header, and --no-header writes none: choose one")


def _form(source: Input, chosen: str) -> Format:
    """Return the format that an input is written in, as far as its name tells."""
    kind = KINDS.get(source.relative.suffix.lower(), "text") if chosen in ("auto", "html") else chosen
    return kind if kind in ("md", "jsonl") else "text"  # type: ignore[return-value]  # the two are formats


def _all_records(inputs: list[Input], form: str | None) -> bool:
    return form == "jsonl" or (form is None and all(_form(source, "auto") == "jsonl" for source in inputs))


def main() -> None:
    """Run ``clean`` and leave with its exit status; whatever a user can cause ends in one line, not in a traceback."""
    sys.exit(guarded(command))


def guarded(program: click.Command) -> int:
    """Run a command and return its exit status."""
    _open_what_is_closed()
    try:
        with program.make_context(program.name, sys.argv[1:]) as context:
            status = program.invoke(context)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return 0
    except RulesError as error:
        click.echo(str(error), err=True)
        return USAGE
    except OptionError as error:
        click.echo(f"{program.name}: {error}", err=True)
        return USAGE
    except (InputError, CleanerError) as error:
        click.echo(f"{program.name}: {error}", err=True)
        return FAILED
    except OSError as error:
        _silence()
        click.echo(f"{program.name}: cannot write: {error.strerror or error}", err=True)
        return FAILED
    return int(status or 0)


def _open_what_is_closed() -> None:
    """Point standard streams that the caller closed nowhere: reading gives nothing, and what is written is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _silence() -> None:
    """Point standard output nowhere, so that nothing is written to a closed pipe when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    main()
