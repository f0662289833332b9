"""What the command line asks for, made into a plan and run. click is not needed for it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cleaner.api import Cleaner
from cleaner.cli.console import Console, wants_color
from cleaner.cli.destination import Destination, refuse_clashes, settle
from cleaner.cli.run import Plan, Run
from cleaner.cli.sources import own_rules
from cleaner.errors import OptionError
from cleaner.io.clean_record import Job
from cleaner.io.files import DEFAULT_FORMAT, RECORD_FORMATS, Format
from cleaner.io.inputs import KIND_BY_SUFFIX, Input, find_inputs
from cleaner.io.records import ReadOptions
from cleaner.options import Normalization, Options
from cleaner.source import RecordKeys

FAILED = 3

DEFAULTS: Mapping[str, Any] = {
    "input_format": "auto",
    "form": None,
    "output": None,
    "in_place": False,
    "backup": "",
    "header": True,
    "title": "keep",
    "normalize": True,
    "text_key": "text",
    "html_key": "html",
    "id_key": "id",
    "url": None,
    "lang": None,
    "rules": (),
    "no_default_rules": False,
    "enable": (),
    "disable": (),
    "profile": "standard",
    "effort": "standard",
    "view": None,
    "stats_format": "text",
    "removed": None,
    "max_removed": 0.8,
    "max_size": 32.0,
    "jobs": 1,
    "time_limit": 30.0,
    "quiet": False,
    "verbose": False,
    "color": "auto",
}
"""What the options say when none is given, as in :mod:`cleaner.cli.options` (a test holds them equal)."""


def clean(paths: tuple[str, ...], given: Mapping[str, Any] = DEFAULTS) -> int:
    """Clean what is at the paths, as the options say, and return the exit status."""
    console = Console((given["verbose"] or 0) - (2 if given["quiet"] else 0), wants_color(given["color"], sys.stderr))
    inputs = find_inputs(paths or ("-",))
    plan = _plan(inputs, paths, given, console)
    for warning in plan.order.cleaner.warnings:
        console.note(warning)
    run = Run(plan, console, sys.stdin.buffer, sys.stdout.buffer)
    run.all(inputs)
    if console.failed:
        return FAILED
    return int(plan.view == "check" and run.changed)


def _plan(inputs: list[Input], paths: tuple[str, ...], given: Mapping[str, Any], console: Console) -> Plan:
    view, form = given["view"], given["form"]
    many = len(inputs) != 1 or any(os.path.isdir(path) for path in paths)
    _refuse_contradictions(given, inputs)
    destination = settle(given["output"], in_place=given["in_place"], backup=given["backup"], many=many, form=form)
    if many and destination == Destination() and not view and not _all_records(inputs, form, given["input_format"]):
        raise OptionError("several inputs need a place to go: -o FOLDER, -t jsonl, or -i to change them where they are")
    refuse_clashes(inputs, destination, [form or _form(source, given["input_format"]) for source in inputs])
    order = order_of(given, paths, console)
    order = replace(order, writes=view is None or (view != "check" and destination != Destination()))
    return Plan(
        order=order,
        destination=destination,
        view=view,
        stats_format=given["stats_format"],
        removed=given["removed"],
        color=wants_color(given["color"], sys.stdout),
        jobs=given["jobs"],
        time_limit=given["time_limit"],
    )


def order_of(given: Mapping[str, Any], paths: tuple[str, ...], console: Console) -> Job:
    """Return what is to be done with each input, as the options say; rules inside of an input are not read."""
    options = Options(
        profile=given["profile"],
        enable=given["enable"],
        disable=given["disable"],
        normalization=Normalization() if given["normalize"] else None,
        title=given["title"],
        max_removed=given["max_removed"],
        max_size=given["max_size"],
        effort=given["effort"],
    )
    cleaner = Cleaner(
        options, rules=[*own_rules(paths, console), *given["rules"]], default_rules=not given["no_default_rules"]
    )
    return Job(
        cleaner=cleaner,
        read_options=ReadOptions(
            kind=given["input_format"],
            keys=RecordKeys(given["text_key"], given["id_key"], given["html_key"]),
            url=given.get("url"),
            language=given["lang"],
        ),
        output_format=given["form"],
        header=given["header"],
        keeps_lines=given.get("in_place", False),
    )


def _refuse_contradictions(given: Mapping[str, Any], inputs: list[Input]) -> None:
    """Raise :exc:`OptionError` for options that do not fit together."""
    if given["in_place"] and given["output"]:
        raise OptionError("-i changes files where they are, and -o writes others: choose one")
    if given["in_place"] and any(source.path is None for source in inputs):
        raise OptionError("-i changes files, and standard input is none: leave -i out")
    if given["in_place"] and given["form"] and any(_form(s, given["input_format"]) != given["form"] for s in inputs):
        raise OptionError("-i keeps each file's format: leave -t out, or write elsewhere with -o")
    if given["in_place"] and any(KIND_BY_SUFFIX.get(source.suffix) in ("html", "warc") for source in inputs):
        raise OptionError("-i would write articles over the pages that they are from: write elsewhere with -o")
    if given["form"] == "spans" and given["title"] == "move":
        raise OptionError("-t spans tells what rules remove, and a title that moves is not removed: choose one")
    if given["backup"] and not given["in_place"]:
        raise OptionError("--backup keeps what -i changes: add -i")
    if given["view"] == "check" and (given["in_place"] or given["output"]):
        raise OptionError("--check writes nothing: leave -i and -o out")
    if given["title"] == "move" and not given["header"]:
        raise OptionError("--title move puts the title into the header, and --no-header writes none: choose one")


def _form(source: Input, chosen: str) -> Format:
    """Return the format that an input is written in, as far as its name tells."""
    return DEFAULT_FORMAT[KIND_BY_SUFFIX.get(source.suffix, "text") if chosen in ("auto", "html") else chosen]  # type: ignore[index]


def _all_records(inputs: list[Input], form: str | None, chosen: str) -> bool:
    """Tell whether all inputs are written as lines of JSON, which may stand behind each other, or as one table."""
    return form in RECORD_FORMATS or (form is None and all(_form(source, chosen) == "jsonl" for source in inputs))
