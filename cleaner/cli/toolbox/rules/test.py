"""``cleaner rules test``: run the samples of rules, each rule alone and all together."""

import json
from fnmatch import fnmatchcase
from pathlib import Path

import click

from cleaner.authoring.samples import check_samples
from cleaner.cli.terminal import shown
from cleaner.errors import OptionError, RuleProblem, RulesError
from cleaner.model import Rule, RuleSet
from cleaner.ruleset import load_rules
from cleaner.ruleset.find import shipped_folder, user_folders

USAGE = 2

_EPILOG = """
\b
Examples:
  cleaner rules test                      all shipped rules
  cleaner rules test my-rules/            your own, beside the shipped ones
  cleaner rules test comments/comment-policy 'tags/*'

Exit status: 0 all samples hold, 1 some do not, 2 broken rules or usage.
"""


@click.command("test", epilog=_EPILOG)
@click.argument("what", nargs=-1, metavar="[PATH|ID]…")
@click.option("--json", "as_json", is_flag=True, help="Write what does not hold, and mistakes of rule files, as JSON.")
def rules_test(what: tuple[str, ...], *, as_json: bool) -> int:
    """Run the samples of rules: what they remove must go, what they keep must stay."""
    try:
        return _run(what, as_json=as_json)
    except RulesError as error:
        if not as_json:
            raise
        _write(error.problems)
        return USAGE


def _run(what: tuple[str, ...], *, as_json: bool) -> int:
    paths = [name for name in what if Path(name).exists()]
    own = [path for path in paths if not Path(path).resolve().is_relative_to(shipped_folder())]
    rule_set = load_rules([*user_folders(), *own])
    chosen = _chosen(rule_set, [name for name in what if name not in paths], paths) if what else list(rule_set.rules)
    problems = list(check_samples(rule_set, chosen))
    if as_json:
        _write(problems)
        return int(bool(problems))
    for warning in rule_set.warnings:
        click.echo(shown(warning), err=True)
    for problem in problems:
        click.echo("\n".join(shown(row) for row in str(problem).split("\n")))
    samples = sum(len(rule.samples) for rule in chosen)
    told = f"{len(chosen)} rule{'s'[: len(chosen) != 1]}, {samples} sample{'s'[: samples != 1]}"
    click.echo(f"{told}: {len(problems)} do not hold" if problems else f"{told}: all hold")
    return 1 if problems else 0


def _write(problems: list[RuleProblem]) -> None:
    click.echo(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=1))


def _chosen(rule_set: RuleSet, names: list[str], paths: list[str]) -> list[Rule]:
    chosen: dict[str, Rule] = {}
    for name in names:
        found = {
            rule.id: rule for rule in rule_set.rules if fnmatchcase(rule.id, name) or rule.id.split("/")[0] == name
        }
        if not found:
            raise OptionError(f"there is no rule, file or folder '{name}'")
        chosen |= found
    for path in paths:
        inside = Path(path).resolve()
        chosen |= {rule.id: rule for rule in rule_set.rules if Path(rule.path).resolve().is_relative_to(inside)}
    return [chosen[id] for id in sorted(chosen)]
