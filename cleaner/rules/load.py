"""Rule files to rules. All mistakes of all files are gathered, and reported at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner.errors import RuleProblem, RulesError
from cleaner.rules import yaml_nodes as nodes
from cleaner.rules.adjust import Adjusting, RuleIds, disabled
from cleaner.rules.build import Retired, build_rule
from cleaner.rules.cache import cache_file, read_packs, write_packs
from cleaner.rules.readers import ValueReader, is_site_name
from cleaner.rules.rule_file import FileContent, RuleFile
from cleaner.rules.schema import FILE_KEYS
from cleaner.rules.yaml_nodes import Place, Problems, Scalar, UnreadableRuleFileError, read_nodes
from cleaner.types import LAYERS, Override, Rule, RuleSet

MAX_FILE = 1 << 20
"""Bytes of a rule file: 1 MiB holds some 1,400 rules of the shipped ones' size, and no person edits more in one."""

_SUBSTANCE = frozenset({"rules", "recognize", "disable", "adjust"})

SUFFIXES = (".yaml", ".yml")


def rule_files(path: Path, layer: str, *, trusted: bool = False) -> list[RuleFile]:
    """Return the rule files at a path: the file itself, or all below a folder, in code-point order.

    Raises :exc:`RulesError` if there is nothing there.
    """
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if found:
            return [RuleFile(file, layer, trusted) for file in found]
        message = "there is no rule file in this folder: their names end with .yaml or .yml"
    elif path.exists():
        if path.suffix.lower() in SUFFIXES:
            return [RuleFile(path, layer, trusted)]
        message = "is no rule file: its name ends with .yaml or .yml"
    else:
        message = "there is no such file or folder"
    raise RulesError([RuleProblem("R001", message, str(path), help="name a rule file, or a folder of them")])


def load_files(files: Iterable[RuleFile]) -> RuleSet:
    """Load rule files as one rule set. A rule of a higher layer replaces one of the same id in a lower one.

    What trusted files hold is kept in a cache. Raises :exc:`RulesError` with all mistakes of all files.
    """
    files = list(dict.fromkeys(files))
    trusted = [file for file in files if file.trusted]
    cache = cache_file(trusted) if trusted else None
    cached = read_packs(cache, trusted) if cache else None
    known = dict(zip(trusted, cached or [load_file(file) for file in trusted], strict=True))
    rule_set = _united([known.get(file) or load_file(file) for file in files])
    if cache and not cached:
        write_packs(cache, known.values())
    return rule_set


def load_text(source: str, *, name: str = "rules.yaml", layer: str = "user") -> RuleSet:
    """Load the text of one rule file, as if it stood in a file of that name.

    >>> [rule.id for rule in load_text("rules: [{ id: label, line: Advertisement }]", name="ads.yaml").rules]
    ['ads/label']
    """
    return _united([_load(RuleFile(Path(name), layer), source, Problems(name, source))])


def _united(packs: Sequence[FileContent]) -> RuleSet:
    """Make one rule set of packs. Raises :exc:`RulesError` with all their mistakes."""
    rules: dict[tuple[str, str], Rule] = {}
    for pack in packs:
        for rule in pack.rules:
            before = rules.setdefault((rule.layer, rule.id), rule)
            if before is not rule:
                message = f"the id '{rule.id}' is given twice: it also stands at {before.path}:{before.at_line}"
                pack.problems.add("R203", message, pack.ids[rule.id], "give one of them another id")
    highest = {rule.id: rule for rule in sorted(rules.values(), key=_rank)}
    retired = {old: new for pack in packs for old, new in pack.retired.items() if old not in highest}
    names = RuleIds(sorted(highest), retired)
    adjusting = Adjusting(highest, names)
    changes = _replaced(rules.values(), highest)
    for pack in packs:
        changes += disabled(names, pack.disable, pack.problems)
        changes += adjusting.apply(pack.adjust, pack.problems)
    problems = [problem for pack in packs for problem in pack.problems.found]
    if problems:
        raise RulesError(problems)
    return RuleSet(
        tuple(highest[id] for id in names.rules),
        tuple(sorted({mark for pack in packs for mark in pack.recognize})),
        frozenset(change.rule for change in changes if change.kind == "disabled"),
        tuple(sorted(retired.items())),
        tuple(names.warnings),
        tuple(changes),
    )


def _replaced(rules: Iterable[Rule], highest: Mapping[str, Rule]) -> list[Override]:
    """Return which rules of lower layers others replace."""
    lower = sorted({rule.id for rule in rules if highest[rule.id] is not rule})
    return [Override(id, "replaced", highest[id].path, highest[id].at_line) for id in lower]


def load_file(file: RuleFile) -> FileContent:
    """Load one rule file, with its mistakes."""
    source, mistakes = _read(file.path)
    return FileContent(mistakes) if source is None else _load(file, source, mistakes)


def _load(file: RuleFile, source: str, mistakes: Problems) -> FileContent:
    try:
        node = read_nodes(source)
        if node is not None:
            return _pack(file, node, ValueReader(mistakes, patterns=not file.trusted))
    except UnreadableRuleFileError as refused:
        mistakes.add_last(refused)
    return FileContent(mistakes)


def _read(path: Path) -> tuple[str | None, Problems]:
    """Return a file's text; ``None`` with the mistake if it cannot be read. One that is too large is not read."""
    nowhere = Place(0, 0)
    mistakes = Problems(str(path), "")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) <= MAX_FILE:
            text = data.decode("utf-8-sig")
            return text, Problems(str(path), text)
        mistakes.add("R003", f"is larger than {MAX_FILE >> 20} MiB", nowhere, "split the file")
    except OSError as error:
        mistakes.add("R001", f"cannot be read: {error.strerror}", nowhere, "look at the file and its permissions")
    except UnicodeDecodeError as error:
        mistakes = Problems(str(path), data.decode("utf-8", "replace"))
        before = data[: error.start].decode("utf-8", "replace").split("\n")
        mistakes.add("R002", "is not UTF-8", Place(len(before), len(before[-1]) + 1), "save the file as UTF-8")
    return None, mistakes


def _pack(file: RuleFile, node: Any, values: ValueReader) -> FileContent:
    mistakes = values.problems
    if not isinstance(node, nodes.Mapping):
        message = "the file is no keys with values"
        mistakes.add("R101", message, node.place, "it begins with 'rules:', and the list of rules stands below")
        return FileContent(mistakes)
    top = values.keys(node, FILE_KEYS, "the file")
    if not _SUBSTANCE & {key.text for key, _ in node.pairs}:
        mistakes.add("R102", "the file has no rules", node.place, "they stand below 'rules:'")
    sites = _of_file(top, "sites") or _site_of_name(file, node, mistakes)
    shared = {"sites": sites, "languages": _of_file(top, "languages")}
    entries = _of_file(top, "rules")
    ids = _ids(entries, file.path.stem, mistakes)
    built = [build_rule(entry, file.path.stem, values, shared) for entry in entries]
    first = {rule.id: rule for rule in reversed(built) if isinstance(rule, Rule)}
    layer = _layer(file, shared)
    placed = (replace(first[id], layer=layer, path=str(file.path)) for id in sorted(first))
    phrases = _of_file(top, "recognize")
    if phrases and not sites:
        mistakes.add("R102", "'recognize' needs a site", top["recognize"][0].place, "add 'sites' to the file")
    for name in ("disable", "adjust"):
        if name in top and file.layer != "user":
            mistakes.add("R104", f"'{name}' belongs to a user's own file", top[name][0].place, "leave it out of a pack")
    return FileContent(
        mistakes,
        tuple(placed),
        ids,
        tuple((site, phrases) for site in sites[:1] if phrases),
        {one.id: one.by for one in built if isinstance(one, Retired)},
        _of_file(top, "disable"),
        _of_file(top, "adjust"),
    )


def _of_file(top: dict[str, tuple[Scalar, Any]], name: str) -> Any:
    return top[name][1] if name in top else ()


def _site_of_name(file: RuleFile, node: Any, mistakes: Problems) -> tuple[str, ...]:
    """Return the site that the file's name is, as in ``sites/thehill.com.yaml``."""
    if file.path.absolute().parent.name != "sites":
        return ()
    if not is_site_name(file.path.stem):
        help = "name it thehill.com.yaml, or give it 'sites'"
        mistakes.add("R204", f"a file in sites/ is named after its site, not '{file.path.stem}'", node.place, help)
    return (file.path.stem.lower(),)


def _layer(file: RuleFile, shared: dict[str, tuple[str, ...]]) -> str:
    """Return a shipped file's own layer: that of its site, of its languages, or the common one."""
    if file.layer != "common":
        return file.layer
    return "site" if shared["sites"] else "language" if shared["languages"] else "common"


def _ids(entries: Iterable[nodes.Mapping], stem: str, mistakes: Problems) -> dict[str, Place]:
    """Return where each id stands, and note those that are given twice."""
    places: dict[str, Place] = {}
    for name in (entry.get("id") for entry in entries):
        if not isinstance(name, Scalar):
            continue
        before = places.setdefault(f"{stem}/{name.text.strip()}", name.place)
        if before is not name.place:
            message = f"the id '{name.text}' is given twice in this file, first in line {before.line}"
            mistakes.add("R203", message, name.place, "give one of them another id")
    return places


def _rank(rule: Rule) -> int:
    return LAYERS.index(rule.layer)
