"""``cleaner rules show``: everything about the named rules."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from cleaner.authoring.describe import describe
from cleaner.cli.command import with_options
from cleaner.cli.console import display_path, escape_controls
from cleaner.cli.toolbox.rules.list import override_record, override_row
from cleaner.cli.toolbox.rules.shared import EXIT_STATUS, load, rules_command, select_rules, wrapped, write_json
from cleaner.errors import ExitStatus
from cleaner.rules.profiles import PROFILES
from cleaner.types import Rule, RuleSet, Sample

_EPILOG = f"""
\b
Examples:
  cleaner rules show tags/tag-list
  cleaner rules show 'share/*'

{EXIT_STATUS}
"""

_SAMPLES = {"removes": ("goes", "-"), "keeps": ("stays", " "), "saves": ("is saved", ">")}
"""The title of each kind of sample, and the mark of its rows."""


@rules_command("show", _EPILOG)
@click.argument("names", nargs=-1, required=True, metavar="ID…")
@with_options("rules")
def rules_show(names: tuple[str, ...], rules: tuple[str, ...], *, as_json: bool) -> int:
    """Show what rules do, in one sentence each, with their samples and how to turn them off."""
    rule_set = load(rules)
    selected = select_rules(rule_set, names)
    if as_json:
        write_json([_record(rule, rule_set) for rule in selected])
    else:
        click.echo("\n\n".join("\n".join(_rows(rule, rule_set)) for rule in selected))
    return ExitStatus.OK


def _rows(rule: Rule, rule_set: RuleSet) -> Iterator[str]:
    """Yield all rows about one rule."""
    yield f"{click.style(rule.id, bold=True)}  {display_path(rule.path, rule.at_line)}  ({rule.layer} layer)"
    if rule.about:
        yield wrapped(escape_controls(rule.about))
    yield wrapped(escape_controls(describe(rule)))
    yield f"  confidence {rule.confidence}: {_when_it_runs(rule, rule_set)}"
    for override in rule_set.overrides:
        if override.rule == rule.id:
            yield f"  {override_row(override)}"
    for kind, (title, mark) in _SAMPLES.items():
        samples = [sample for sample in rule.samples if sample.kind == kind]
        if samples:
            yield f"  {title}:"
        for sample in samples:
            yield from (f"    {mark} {escape_controls(row)}" for row in _sample_rows(sample))
    yield f"  to turn it off: 'disable: [{rule.id}]' in a file of your own, or clean --disable {rule.id}"


def _sample_rows(sample: Sample) -> Iterator[str]:
    yield from sample.text.rstrip("\n").split("\n")
    if sample.cut is not None:
        yield f"is left as: {sample.cut}"
    yield from (f"{saved.field}: {', '.join(saved.values)}" for saved in sample.saved)


def _when_it_runs(rule: Rule, rule_set: RuleSet) -> str:
    if rule.id in rule_set.disabled:
        return "does not run, unless it is enabled by name"
    profiles = [profile for profile, confidences in PROFILES.items() if rule.confidence in confidences]
    return f"runs in {' and '.join(profiles)}" if len(profiles) < len(PROFILES) else "runs in all profiles"


def _record(rule: Rule, rule_set: RuleSet) -> dict[str, Any]:
    overrides = [override_record(override) for override in rule_set.overrides if override.rule == rule.id]
    return _as_dict(rule) | {
        "sentence": describe(rule),
        "disabled": rule.id in rule_set.disabled,
        "changes": overrides,
    }


def _as_dict(value: NamedTuple) -> dict[str, Any]:
    """Return the fields of a value by name; nested values become dicts as well."""
    return {name: _plain(part) for name, part in value._asdict().items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "_fields"):
        return _as_dict(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
