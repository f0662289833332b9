"""What rules there are: by file, with its layer and where it is from, and where else was looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.matching.scope import applies, is_site
from cleaner.rules.folders import InstalledPack, installed_packs, shipped_folder, user_places
from cleaner.types import LAYERS, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class RuleFileSummary:
    """One rule file: how many ``rules`` it has, how many of them ``run``, and the sites and languages they are for."""

    path: str
    layer: str
    rules: int
    run: int
    sites: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchedPlace:
    """A place where rules were looked for, and the files that were found there."""

    name: str
    path: Path
    files: int


def rule_file_summaries(rules: Iterable[Rule], running: Iterable[Rule]) -> list[RuleFileSummary]:
    """Return the files of rules, lowest layer first, then by path."""
    ids = {rule.id for rule in running}
    by_file: dict[tuple[str, str], list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (LAYERS.index(rule.layer), rule.path)):
        by_file.setdefault((rule.layer, rule.path), []).append(rule)
    return [
        RuleFileSummary(
            path,
            layer,
            len(some),
            sum(rule.id in ids for rule in some),
            _united(rule.sites for rule in some),
            _united(rule.languages for rule in some),
        )
        for (layer, path), some in by_file.items()
    ]


def _united(values: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({value for some in values for value in some}))


def applicable_rules(rule_set: RuleSet, site: str | None, language: str | None) -> list[Rule]:
    """Return the rules that apply to texts of a site and a language; an unknown one (``None``) narrows nothing down."""
    return [
        rule
        for rule in rule_set.rules
        if (site is None or (not rule.sites or any(is_site(site, name) for name in rule.sites)))
        and applies(rule, site or next(iter(rule.sites), None), language)
    ]


def searched_places(rule_set: RuleSet, given: Iterable[str]) -> list[SearchedPlace]:
    """Return where rules were looked for, from the lowest layer up."""
    files = {Path(rule.path).resolve() for rule in rule_set.rules}
    looked = [("shipped", shipped_folder())]
    looked += [(_pack_name(pack), folder) for pack in installed_packs() for folder in pack.folders]
    looked += [("yours", Path(place)) for place in user_places()]
    looked += [("--rules", Path(path)) for path in given]
    return [
        SearchedPlace(name, path, sum(file.is_relative_to(path.resolve()) for file in files)) for name, path in looked
    ]


def _pack_name(pack: InstalledPack) -> str:
    return f"package {pack.name} {pack.version}".rstrip()
