"""Rule files to rules. All problems of all files are collected, and reported at once."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.errors import RuleProblem, RulesError
from cleaner.rules import yaml_nodes as nodes
from cleaner.rules.adjust import Adjusting, disabled
from cleaner.rules.build import Retired, build_rule
from cleaner.rules.folders import SUFFIXES, installed_packs, rule_file_paths, shipped_folder
from cleaner.rules.profiles import RuleIds
from cleaner.rules.readers import ValueReader, is_site_name
from cleaner.rules.rule_file import FileContent, RuleFile
from cleaner.rules.schema import FILE_KEYS
from cleaner.rules.yaml_nodes import Place, Problems, Scalar, UnreadableRuleFileError, read_nodes
from cleaner.types import LAYERS, Override, Rule, RuleSet

MAX_FILE = 1 << 20
"""Bytes of a rule file: 1 MiB holds some 1,400 rules of the shipped ones' size, and no person edits more in one."""

_SUBSTANCE = frozenset({"rules", "recognize", "disable", "adjust"})


def rule_files(path: str | os.PathLike[str], layer: str, *, trusted: bool = False) -> list[RuleFile]:
    """Return the rule files at a path: the file itself, or all below a folder, in code-point order.

    Raise :exc:`RulesError` if there are none, or the path cannot be read.
    """
    name = os.fspath(path)
    help = "name a rule file, or a folder of them"
    try:
        os.stat(name)
    except FileNotFoundError:
        message = "there is no such file or folder"
    except (OSError, ValueError) as error:
        message = f"cannot read it: {getattr(error, 'strerror', None) or error}"
    else:
        paths = (
            rule_file_paths(name) if os.path.isdir(name) else [name] * (os.path.splitext(name)[1].lower() in SUFFIXES)
        )
        if paths:
            return [RuleFile(Path(file), layer, trusted) for file in paths]
        message = "is not a rule file: its name ends with .yaml or .yml"
        if os.path.isdir(name):
            message = "there is no rule file in this folder: their names end with .yaml or .yml"
    raise RulesError([RuleProblem("R001", message, name, help=help)])


def shipped_files() -> list[RuleFile]:
    """Return the shipped rule files. The layer of each follows from its sites and languages."""
    return rule_files(shipped_folder(), "common", trusted=True)


def pack_files() -> list[RuleFile]:
    """Return the rule files of the packs that other installed packages have."""
    return [file for pack in installed_packs() for folder in pack.folders for file in rule_files(folder, "pack")]


def load_files(files: Iterable[RuleFile]) -> RuleSet:
    """Load rule files as one rule set. A rule of a higher layer replaces one of the same id in a lower one.

    Raise :exc:`RulesError` with all problems of all files.
    """
    return combine([load_file(file) for file in dict.fromkeys(files)])


def load_text(source: str, *, name: str = "rules.yaml", layer: str = "user") -> RuleSet:
    """Load the text of one rule file, as if it were in a file of that name.

    >>> [rule.id for rule in load_text("rules: [{ id: label, line: Advertisement }]", name="ads.yaml").rules]
    ['ads/label']
    """
    return combine([read_source(RuleFile(Path(name), layer), source)])


@dataclass(frozen=True, slots=True)
class LowerRules:
    """Rules of lower layers that are loaded already: their ids, retired ids, and a function that returns a rule."""

    ids: Sequence[str] = ()
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule: Callable[[str], Rule] | None = None


def combine(contents: Sequence[FileContent], lower: LowerRules = LowerRules()) -> RuleSet:
    """Return the rule set of files above ``lower`` rules; of these it has only the rules that the files adjust.

    Raise :exc:`RulesError` with all problems of all files.
    """
    rules: dict[tuple[str, str], Rule] = {}
    for content in contents:
        for rule in content.rules:
            before = rules.setdefault((rule.layer, rule.id), rule)
            if before is not rule:
                message = f"the id '{rule.id}' is given twice: it is also at {before.path}:{before.at_line}"
                content.problems.add("R203", message, content.ids[rule.id], "give one of them another id")
    highest = {rule.id: rule for rule in sorted(rules.values(), key=lambda rule: LAYERS.index(rule.layer))}
    retired = dict(lower.retired) | {old: new for content in contents for old, new in content.retired.items()}
    ids = RuleIds(sorted({*lower.ids, *highest}), {old: retired[old] for old in retired if old not in highest})
    overrides = _replaced(rules.values(), highest, lower.ids)
    adjusting = Adjusting(highest, ids, lower.rule)
    for content in contents:
        overrides += disabled(ids, content.disable, content.problems)
        overrides += adjusting.apply(content.adjust, content.problems)
    problems = [problem for content in contents for problem in content.problems.found]
    if problems:
        raise RulesError(problems)
    return RuleSet(
        tuple(highest[id] for id in sorted(highest)),
        tuple(sorted({site for content in contents for site in content.recognize})),
        frozenset(change.rule for change in overrides if change.kind == "disabled"),
        tuple(sorted(ids.retired.items())),
        tuple(ids.warnings),
        tuple(overrides),
    )


def _replaced(rules: Iterable[Rule], highest: Mapping[str, Rule], lower: Iterable[str]) -> list[Override]:
    """Return the rules of lower layers that rules of higher layers replace."""
    replaced = {rule.id for rule in rules if highest[rule.id] is not rule} | (highest.keys() & set(lower))
    return [Override(id, "replaced", highest[id].path, highest[id].at_line) for id in sorted(replaced)]


def load_file(file: RuleFile) -> FileContent:
    """Load one rule file: what it holds, or its problems."""
    source, problems = _read(file.path)
    return FileContent(problems) if source is None else read_source(file, source)


def read_source(file: RuleFile, source: str) -> FileContent:
    """Read the text of a rule file, whatever is on the disk: what it holds, or its problems."""
    problems = Problems(str(file.path), source)
    try:
        node = read_nodes(source)
        if node is not None:
            return _content(file, node, ValueReader(problems, patterns=not file.trusted))
    except UnreadableRuleFileError as error:
        problems.add_last(error)
    return FileContent(problems)


def _read(path: Path) -> tuple[str | None, Problems]:
    """Return a file's text, or ``None`` if it cannot be read or is too large, and its problems."""
    nowhere = Place(0, 0)
    problems = Problems(str(path), "")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) <= MAX_FILE:
            return data.decode("utf-8-sig"), problems
        problems.add("R003", f"is larger than {MAX_FILE >> 20} MiB", nowhere, "split the file")
    except OSError as error:
        problems.add("R001", f"cannot read it: {error.strerror}", nowhere, "check the path and the file's permissions")
    except UnicodeDecodeError as error:
        problems = Problems(str(path), data.decode("utf-8", "replace"))
        before = data[: error.start].decode("utf-8", "replace").split("\n")
        problems.add("R002", "is not UTF-8", Place(len(before), len(before[-1]) + 1), "save the file as UTF-8")
    return None, problems


def _content(file: RuleFile, node: Any, values: ValueReader) -> FileContent:
    problems = values.problems
    if not isinstance(node, nodes.Mapping):
        message = "the file is not keys with values"
        problems.add("R101", message, node.place, "it begins with 'rules:', and the list of rules is below")
        return FileContent(problems)
    top = values.keys(node, FILE_KEYS, "the file")
    if not _SUBSTANCE & {key.text for key, _ in node.pairs}:
        problems.add("R102", "the file has no rules", node.place, "they are below 'rules:'")
    sites = _value(top, "sites") or _site_of_name(file, node, problems)
    shared = {"sites": sites} | {name: _value(top, name) for name in ("languages", "page_types")}
    entries = _value(top, "rules")
    stem, path = file.path.stem, str(file.path)
    ids = _ids(entries, stem, problems)
    built = [build_rule(entry, stem, values, shared) for entry in entries]
    first = {rule.id: rule for rule in reversed(built) if isinstance(rule, Rule)}
    layer = _layer(file, shared)
    rules = (first[id]._replace(layer=layer, path=path) for id in sorted(first))
    phrases = _value(top, "recognize")
    if phrases and not sites:
        problems.add("R102", "'recognize' needs a site", top["recognize"][0].place, "add 'sites' to the file")
    for name in ("disable", "adjust"):
        if name in top and file.layer != "user":
            problems.add(
                "R104", f"'{name}' belongs to a user's own file", top[name][0].place, "remove it from the pack"
            )
        elif name in top and (bounds := [key for key, values in shared.items() if values]):
            message = f"'{name}' changes rules for all texts, and '{bounds[0]}' does not limit it"
            help = f"move it to a file without '{bounds[0]}'"
            if bounds[0] == "sites" and name == "disable" and (disabled := _value(top, name)):
                help += (
                    f", as 'adjust: {{ {disabled[0].text}: {{ not_sites: [{sites[0]}] }} }}' to turn it off on a site"
                )
            problems.add("R104", message, top[name][0].place, help)
    return FileContent(
        problems,
        tuple(rules),
        ids,
        tuple((site, phrases) for site in sites[:1] if phrases),
        {entry.id: entry.by for entry in built if isinstance(entry, Retired)},
        _value(top, "disable"),
        _value(top, "adjust"),
    )


def _value(top: dict[str, tuple[Scalar, Any]], name: str) -> Any:
    return top[name][1] if name in top else ()


def _site_of_name(file: RuleFile, node: Any, problems: Problems) -> tuple[str, ...]:
    """Return the site that the file is named after, as in ``sites/thehill.com.yaml``."""
    if file.path.absolute().parent.name != "sites":
        return ()
    if not is_site_name(file.path.stem):
        help = "name it thehill.com.yaml, or give it 'sites'"
        problems.add("R204", f"a file in sites/ is named after its site, not '{file.path.stem}'", node.place, help)
    return (file.path.stem.lower(),)


def _layer(file: RuleFile, shared: dict[str, tuple[str, ...]]) -> str:
    """Return a file's layer. That of a shipped file follows from its sites and languages."""
    if file.layer != "common":
        return file.layer
    return "site" if shared["sites"] else "language" if shared["languages"] else "common"


def _ids(entries: Iterable[nodes.Mapping], stem: str, problems: Problems) -> dict[str, Place]:
    """Return where each id is, and report those that are given twice."""
    places: dict[str, Place] = {}
    for name in (entry.get("id") for entry in entries):
        if not isinstance(name, Scalar):
            continue
        before = places.setdefault(f"{stem}/{name.text.strip()}", name.place)
        if before is not name.place:
            message = f"the id '{name.text}' is given twice in this file, first in line {before.line}"
            problems.add("R203", message, name.place, "give one of them another id")
    return places
