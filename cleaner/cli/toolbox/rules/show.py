"""``cleaner rules show``: all that is known of some rules."""

from collections.abc import Iterator
from typing import Any

import click

from cleaner.authoring.describe import describe
from cleaner.cli.console import display_path, escape_controls
from cleaner.cli.toolbox.rules.list import override_fields, told_of
from cleaner.cli.toolbox.rules.shared import (
    EXIT,
    FINE,
    chosen,
    guarded,
    json_option,
    load,
    rules_option,
    wrapped,
    write,
)
from cleaner.rules.profiles import PROFILES
from cleaner.types import Rule, RuleSet, Sample, as_dict

_EPILOG = f"""
\b
Examples:
  cleaner rules show tags/tag-list
  cleaner rules show 'share/*'

{EXIT}
"""

_MARKS = {"removes": "-", "keeps": " ", "saves": ">"}


@click.command("show", epilog=_EPILOG)
@click.argument("names", nargs=-1, required=True, metavar="ID…")
@rules_option
@json_option
def rules_show(names: tuple[str, ...], paths: tuple[str, ...], *, as_json: bool) -> int:
    """Show what rules do, in one sentence each, with their samples and how to switch them off."""
    return guarded(lambda: _run(names, paths, as_json=as_json), as_json=as_json)


def _run(names: tuple[str, ...], paths: tuple[str, ...], *, as_json: bool) -> int:
    rule_set = load(paths)
    rules = chosen(rule_set, names)
    if as_json:
        write([_plain(rule, rule_set) for rule in rules])
    else:
        click.echo("\n\n".join("\n".join(_shown(rule, rule_set)) for rule in rules))
    return FINE


def _shown(rule: Rule, rule_set: RuleSet) -> Iterator[str]:
    yield f"{click.style(rule.id, bold=True)}  {display_path(rule.path, rule.at_line)}  ({rule.layer} layer)"
    if rule.about:
        yield wrapped(escape_controls(rule.about))
    yield wrapped(escape_controls(describe(rule)))
    yield f"  confidence {rule.confidence}: {_runs(rule, rule_set)}"
    for change in rule_set.overrides:
        if change.rule == rule.id:
            yield f"  {told_of(change).removeprefix(f'{escape_controls(rule.id)}: ')}"
    for kind, title in (("removes", "goes"), ("keeps", "stays"), ("saves", "is saved")):
        samples = [sample for sample in rule.samples if sample.kind == kind]
        if samples:
            yield f"  {title}:"
        for sample in samples:
            yield from (f"    {_MARKS[kind]} {escape_controls(row)}" for row in _rows(sample))
    yield f"  to switch it off: 'disable: [{rule.id}]' in a file of your own, or clean --disable {rule.id}"


def _rows(sample: Sample) -> Iterator[str]:
    yield from sample.text.rstrip("\n").split("\n")
    if sample.cut is not None:
        yield f"is left as: {sample.cut}"
    yield from (f"{saved.field}: {', '.join(saved.values)}" for saved in sample.saved)


def _runs(rule: Rule, rule_set: RuleSet) -> str:
    if rule.id in rule_set.disabled:
        return "it does not run, unless it is enabled by name"
    running = [profile for profile, known in PROFILES.items() if rule.confidence in known]
    return f"runs in {' and '.join(running)}" if len(running) < len(PROFILES) else "runs in all profiles"


def _plain(rule: Rule, rule_set: RuleSet) -> dict[str, Any]:
    changes = [override_fields(override) for override in rule_set.overrides if override.rule == rule.id]
    return as_dict(rule) | {"sentence": describe(rule), "disabled": rule.id in rule_set.disabled, "changes": changes}
