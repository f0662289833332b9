"""``cleaner rules list``: which rules there are, where they come from, and what your own files do to them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from cleaner.authoring.describe import applicable_rules, rule_file_summaries, searched_places
from cleaner.cli.command import with_options
from cleaner.cli.console import display_path, escape_controls
from cleaner.cli.plan import language_of
from cleaner.cli.toolbox.rules.shared import (
    EXIT_STATUS,
    counted,
    load,
    rules_command,
    select_rules,
    warn,
    wrapped,
    write_json,
)
from cleaner.errors import ExitStatus
from cleaner.rules import choose
from cleaner.types import Override, Profile, Rule, RuleSet

_EPILOG = f"""
\b
Examples:
  cleaner rules list                      all files, the places searched, your overrides
  cleaner rules list comments             the rules of one file, with what each removes
  cleaner rules list --site thehill.com --lang en

{EXIT_STATUS}
"""

_NAMES_SHOWN = 3
"""Sites and languages that are shown of a file."""

_OVERRIDES = {"disabled": "turned off", "adjusted": "adjusted", "replaced": "replaced"}


@rules_command("list", _EPILOG)
@click.argument("names", nargs=-1, metavar="[ID|FILE]…")
@click.option("--site", metavar="HOST", help="Only rules that apply to texts of this site.")
@click.option("--lang", metavar="TAG", help="Only rules that apply to texts of this language (BCP 47).")
@with_options("profile", "rules")
def rules_list(
    names: tuple[str, ...],
    site: str | None,
    lang: str | None,
    profile: Profile,
    rules: tuple[str, ...],
    *,
    as_json: bool,
) -> int:
    """List rule files with their layers and counts, or the rules of some files with what they remove.

    A file is named by its stem, as in rules' ids: 'comments' for comments.yaml.
    """
    rule_set = load(rules)
    selected = applicable_rules(rule_set, site, language_of(lang))
    if names:
        named = {rule.id for rule in select_rules(rule_set, names)}
        selected = [rule for rule in selected if rule.id in named]
    running = choose(rule_set, profile).rules
    if as_json:
        write_json(_record(rule_set, selected, running, rules))
    elif names:
        _write_rules(selected, running, profile)
    else:
        _write_files(selected, running, profile)
        _write_places(rule_set, rules)
        warn(rule_set)
    return ExitStatus.OK


def _write_rules(rules: Sequence[Rule], running: Sequence[Rule], profile: str) -> None:
    """Write each rule with its place and what it removes."""
    ids = {rule.id for rule in running}
    for rule in rules:
        state = "" if rule.id in ids else f"  (off in {profile})"
        click.echo(f"{click.style(rule.id, bold=True)}  {display_path(rule.path, rule.at_line)}{state}")
        if rule.about:
            click.echo(wrapped(escape_controls(rule.about)))
    click.echo(counted(len(rules), "rule"))


def _write_files(rules: Sequence[Rule], running: Sequence[Rule], profile: str) -> None:
    """Write a table of rule files."""
    files = rule_file_summaries(rules, running)
    click.echo("layer     rules    run  file")
    for file in files:
        scope = "  ".join(
            ", ".join(names[:_NAMES_SHOWN]) + (" …" if len(names) > _NAMES_SHOWN else "")
            for names in (file.sites, file.languages)
        )
        place = f"{display_path(file.path)}  {escape_controls(scope).strip()}".rstrip()
        click.echo(f"{file.layer:8} {file.rules:6} {file.run:6}  {place}")
    total = f"{counted(len(rules), 'rule')} in {counted(len(files), 'file')}"
    click.echo(f"{total}; {sum(file.run for file in files):,} run under the profile {profile}")


def _write_places(rule_set: RuleSet, paths: Sequence[str]) -> None:
    """Write where rules were searched for, and what files do to rules of lower layers."""
    click.echo("\nplaces searched, from the lowest layer up:")
    for place in searched_places(rule_set, paths):
        click.echo(f"  {escape_controls(place.name)}: {display_path(place.path)}: {counted(place.files, 'file')}")
    if rule_set.overrides:
        click.echo("\nwhat files do to rules of lower layers:")
    for override in rule_set.overrides:
        click.echo(f"  {escape_controls(override.rule)}: {override_row(override)}")


def override_row(override: Override) -> str:
    """Return what a file does to a rule, in words."""
    keys = f" ({', '.join(override.keys)})" if override.keys else ""
    return f"{_OVERRIDES[override.kind]}{keys} by {display_path(override.path, override.at_line)}"


def override_record(override: Override) -> dict[str, Any]:
    """Return an override for JSON, its kind under ``how``."""
    fields = override._asdict()
    return {"rule": fields.pop("rule"), "how": fields.pop("kind")} | fields


def _record(rule_set: RuleSet, rules: Sequence[Rule], running: Sequence[Rule], paths: Sequence[str]) -> dict[str, Any]:
    ids = {rule.id for rule in running}
    return {
        "files": [asdict(file) for file in rule_file_summaries(rules, running)],
        "rules": [
            {"id": rule.id, "about": rule.about, "path": rule.path, "line": rule.at_line, "runs": rule.id in ids}
            for rule in rules
        ],
        "looked": [
            {"name": place.name, "path": str(place.path), "files": place.files}
            for place in searched_places(rule_set, paths)
        ],
        "changes": [override_record(override) for override in rule_set.overrides],
        "warnings": list(rule_set.warnings),
    }
