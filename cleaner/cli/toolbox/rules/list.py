"""``cleaner rules list``: which rules there are, where they are from, and what your own files do to them."""

from dataclasses import asdict, dataclass
from typing import Any

import click

from cleaner.authoring import inventory
from cleaner.cli.console import display_path, escape_controls
from cleaner.cli.toolbox.rules.shared import (
    EXIT,
    FINE,
    chosen,
    counted,
    guarded,
    json_option,
    load,
    profile_option,
    rules_option,
    warn,
    wrapped,
    write,
)
from cleaner.rules import choose
from cleaner.types import Override, Profile, Rule, RuleSet

_EPILOG = f"""
\b
Examples:
  cleaner rules list                      all files, where was looked, what yours change
  cleaner rules list comments             the rules of one file, with what each removes
  cleaner rules list --site thehill.com --lang en

{EXIT}
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    names: tuple[str, ...]
    paths: tuple[str, ...]
    site: str | None
    language: str | None
    profile: Profile


@click.command("list", epilog=_EPILOG)
@click.argument("names", nargs=-1, metavar="[ID|FILE]…")
@click.option("--site", metavar="HOST", help="Only rules that apply to texts of this site.")
@click.option("--lang", "language", metavar="TAG", help="Only rules that apply to texts of this language (BCP 47).")
@profile_option
@rules_option
@json_option
def rules_list(*, as_json: bool, **given: Any) -> int:
    """List rule files with their layers and counts, or the rules of some files with what they remove.

    A file is named by its stem, as in rules' ids: 'comments' for comments.yaml.
    """
    return guarded(lambda: _run(_Asked(**given), as_json=as_json), as_json=as_json)


def _run(asked: _Asked, *, as_json: bool) -> int:
    rule_set = load(asked.paths)
    rules = inventory.applicable_rules(rule_set, asked.site, asked.language)
    if asked.names:
        named = {rule.id for rule in chosen(rule_set, asked.names)}
        rules = [rule for rule in rules if rule.id in named]
    running = choose(rule_set, asked.profile).rules
    if as_json:
        write(_plain(rule_set, rules, running, asked))
    elif asked.names:
        _show_rules(rules, running, asked.profile)
    else:
        _show_files(rule_set, rules, running, asked)
        warn(rule_set)
    return FINE


def _show_rules(rules: list[Rule], running: tuple[Rule, ...], profile: str) -> None:
    on = {rule.id for rule in running}
    for rule in rules:
        off = "" if rule.id in on else f"  (off in {profile})"
        click.echo(f"{click.style(rule.id, bold=True)}  {display_path(rule.path, rule.at_line)}{off}")
        if rule.about:
            click.echo(wrapped(escape_controls(rule.about)))
    click.echo(counted(len(rules), "rule"))


def _show_files(rule_set: RuleSet, rules: list[Rule], running: tuple[Rule, ...], asked: _Asked) -> None:
    files = inventory.rule_file_summaries(rules, running)
    click.echo("layer     rules    run  file")
    for row in files:
        bound = "  ".join(", ".join(names[:3]) + (" …" if names[3:] else "") for names in (row.sites, row.languages))
        file = f"{display_path(row.path)}  {escape_controls(bound).strip()}".rstrip()
        click.echo(f"{row.layer:8} {row.rules:6} {row.run:6}  {file}")
    told = f"{counted(len(rules), 'rule')} in {counted(len(files), 'file')}"
    click.echo(f"{told}; {sum(row.run for row in files):,} run under the profile {asked.profile}")
    click.echo("\nwhere was looked, from the lowest layer up:")
    for place in inventory.searched_places(rule_set, asked.paths):
        click.echo(f"  {escape_controls(place.name)}: {display_path(place.path)}: {counted(place.files, 'file')}")
    if rule_set.overrides:
        click.echo("\nwhat files do to rules of lower layers:")
    for change in rule_set.overrides:
        click.echo(f"  {told_of(change)}")


def told_of(change: Override) -> str:
    """Return what a file does to a rule, in words."""
    how = {"disabled": "turned off", "adjusted": "adjusted", "replaced": "replaced"}[change.kind]
    keys = f" ({', '.join(change.keys)})" if change.keys else ""
    return f"{escape_controls(change.rule)}: {how}{keys} by {display_path(change.path, change.at_line)}"


def override_fields(override: Override) -> dict[str, Any]:
    """Return an override as JSON output has it, its kind under ``how``."""
    fields = override._asdict()
    return {"rule": fields.pop("rule"), "how": fields.pop("kind")} | fields


def _plain(rule_set: RuleSet, rules: list[Rule], running: tuple[Rule, ...], asked: _Asked) -> dict[str, Any]:
    on = {rule.id for rule in running}
    return {
        "files": [asdict(row) for row in inventory.rule_file_summaries(rules, running)],
        "rules": [
            {"id": rule.id, "about": rule.about, "path": rule.path, "line": rule.at_line, "runs": rule.id in on}
            for rule in rules
        ],
        "looked": [
            {"name": place.name, "path": str(place.path), "files": place.files}
            for place in inventory.searched_places(rule_set, asked.paths)
        ],
        "changes": [override_fields(override) for override in rule_set.overrides],
        "warnings": list(rule_set.warnings),
    }
