"""The rules that run in a cleaner: the shipped ones, compiled, and a user's own above them, read each time.

Rules that do not run stay in the tables, but in no scope: the compiled set is the same for all profiles.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.matching.rule_index import RuleIndex, with_rules
from cleaner.matching.site_detection import SiteDetector
from cleaner.options import Normalization, Options
from cleaner.rules.compiled import (
    CompiledRules,
    compile_rules,
    digest_of,
    row_hash,
    rule_row,
    rule_set_from_dict,
    site_hash,
    to_dict,
    with_tuples,
)
from cleaner.rules.folders import installed_packs, shipped_path
from cleaner.rules.profiles import RuleIds, running
from cleaner.rules.shipped import shipped_rules
from cleaner.types import Rule, RuleSet

if TYPE_CHECKING:  # start-up time
    from cleaner.rules.rule_file import FileContent


class RuleLayers:
    """Compiled rules, and those above them, which replace rules of the same id.

    ``is_shipped`` says that the compiled ones are the shipped ones, whose paths are below their folder.
    """

    def __init__(self, lower: CompiledRules, upper: RuleSet | None = None, *, is_shipped: bool = False) -> None:
        self.lower, self.upper, self.is_shipped = lower, upper, is_shipped

    @classmethod
    def read(cls, paths: Iterable[str], *, default_rules: bool = True) -> "RuleLayers":
        """Read the shipped rules, those of other packages, and above them rule files and folders.

        Without ``default_rules``, only rule files and folders. Raise :exc:`cleaner.errors.RulesError` with all
        problems of all files.
        """
        lower = shipped_rules() if default_rules else CompiledRules(compile_rules(RuleSet(())))
        paths = list(paths)
        if not paths and not (default_rules and installed_packs()):
            return cls(lower, is_shipped=default_rules)
        from cleaner.rules.load import load_file, pack_files, rule_files

        files = pack_files() if default_rules else []
        files += [file for path in paths for file in rule_files(path, "user")]
        return cls.above(lower, [load_file(file) for file in dict.fromkeys(files)], is_shipped=default_rules)

    @classmethod
    def above(cls, lower: CompiledRules, contents: "Sequence[FileContent]", *, is_shipped: bool) -> "RuleLayers":
        """Put what rule files hold above compiled rules.

        Raise :exc:`cleaner.errors.RulesError` with all problems of all files.
        """
        from cleaner.rules.load import LowerRules, combine

        numbers = {id: number for number, id in enumerate(lower.ids)}
        below = LowerRules(lower.ids, lower.retired, lambda id: lower.rule(numbers[id]))
        return cls(lower, combine(contents, below), is_shipped=is_shipped)

    @cached_property
    def confidences(self) -> dict[str, str]:
        """The confidence of each rule, by id."""
        lower = dict(zip(self.lower.ids, self.lower.confidences, strict=True))
        if self.upper is None:
            return lower
        return dict(sorted({**lower, **{rule.id: rule.confidence for rule in self.upper.rules}}.items()))

    @property
    def recognize(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The phrases that identify sites."""
        if self.upper is None or not self.upper.recognize:
            return self.lower.recognize
        return tuple(sorted({*self.lower.recognize, *self.upper.recognize}))

    @property
    def retired(self) -> dict[str, tuple[str, ...]]:
        """Retired ids with the ids that replaced them."""
        return self.lower.retired if self.upper is None else dict(self.upper.retired)

    @property
    def disabled(self) -> frozenset[str]:
        """The ids of rules that a rule file turns off."""
        return self.lower.disabled if self.upper is None else self.lower.disabled | self.upper.disabled

    @property
    def warnings(self) -> tuple[str, ...]:
        """Messages for users about rules whose files are valid."""
        return self.lower.warnings if self.upper is None else (*self.lower.warnings, *self.upper.warnings)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {id: number for number, id in enumerate(self.lower.ids)}

    @cached_property
    def _upper_rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.upper.rules} if self.upper else {}

    @cached_property
    def _folder(self) -> str:
        return shipped_path() if self.is_shipped else ""

    def rule(self, id: str) -> Rule:
        """Return a rule, with the fields that only people read. Raise :exc:`KeyError` for what is not a rule."""
        rule, number = self._upper_rules.get(id), self._numbers.get(id)
        if number is None:
            return self._upper_rules[id]
        if rule is None or not rule.path:  # a rule that is only adjusted keeps its place
            rule = (rule or self.lower.rule(number))._replace(**self.lower.annotations(number, self._folder))
        return rule

    def rule_set(self) -> RuleSet:
        """Return all rules, with the fields that only people read."""
        return RuleSet(
            tuple(self.rule(id) for id in sorted({*self.lower.ids, *self._upper_rules})),
            self.recognize,
            self.disabled,
            tuple(sorted(self.retired.items())),
            self.warnings,
            (*self.lower.overrides, *(self.upper.overrides if self.upper else ())),
        )


class ActiveRules:
    """The rules that run: those of layers that options choose."""

    def __init__(self, layers: RuleLayers | RuleSet, options: Options) -> None:
        """Raise :exc:`cleaner.errors.OptionError` for a profile or an id that does not exist."""
        if isinstance(layers, RuleSet):
            layers = RuleLayers(CompiledRules(compile_rules(layers)))
        self._layers = layers
        self.options = options
        self._ids = RuleIds(list(layers.confidences), layers.retired)
        confidences = list(layers.confidences.values())
        runs = running(
            self._ids,
            confidences,
            layers.disabled,
            profile=options.profile,
            enable=options.enable,
            disable=options.disable,
        )
        self._running = {id for id, is_running in zip(self._ids.rules, runs, strict=True) if is_running}
        upper = layers.upper.rules if layers.upper else ()
        self._added = [rule for rule in upper if rule.id in self._running]
        upper_ids = {rule.id for rule in upper}
        self._stopped = [
            number for number, id in enumerate(layers.lower.ids) if id not in self._running or id in upper_ids
        ]

    @property
    def rule_set(self) -> RuleSet:
        """The rules that run, with the fields that only people read."""
        rule_set = self._layers.rule_set()
        rules = tuple(rule for rule in rule_set.rules if rule.id in self._running)
        return rule_set._replace(rules=rules, warnings=self.warnings)

    @cached_property
    def digest(self) -> str:
        """A hash of the rules that run, as 12 hexadecimal digits."""
        lower, upper, stopped = self._layers.lower, self._layers.upper, set(self._stopped)
        hashes = [lower.hashes[number] for number in range(len(lower.ids)) if number not in stopped]
        hashes += lower.site_hashes
        hashes += [row_hash(rule_row(rule)) for rule in self._added]
        if upper:
            hashes += [site_hash(*site) for site in upper.recognize if site not in lower.recognize]
        return digest_of(hashes)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Messages for users about rules whose files are valid."""
        return (*self._layers.warnings, *self._ids.warnings)

    @cached_property
    def site_detector(self) -> SiteDetector:
        """The phrases that identify the site of a text without an address."""
        upper = self._layers.upper
        return SiteDetector(self._layers.recognize) if upper and upper.recognize else self._layers.lower.site_detector

    @cached_property
    def rule_index(self) -> RuleIndex:
        """The rules as the engine uses them."""
        tables = self._layers.lower.tables
        if self._added or self._stopped:
            tables = with_rules(tables, self._added, self._stopped)
        return RuleIndex(tables, self._rule)

    def _rule(self, number: int) -> Rule:
        lower = self._layers.lower
        return lower.rule(number) if number < len(lower.ids) else self._added[number - len(lower.ids)]

    def select_rules(self) -> list[Rule]:
        """Return the rules that prune pages, in code-point order of their ids."""
        index = self.rule_index
        numbers = [number for number in index.tables.selecting if index.tables.scope[number] >= 0]
        return sorted(map(index.rule, numbers), key=lambda rule: rule.id)

    def __getstate__(self) -> bytes:
        """Pickle bytes that depend only on the rules and the options, whatever was cleaned before.

        They hold the rules, so that a process on another machine needs no rule files.
        """
        layers = self._layers
        upper = layers.upper and to_dict(layers.upper)
        header = {"options": to_dict(self.options), "upper": upper, "is_shipped": layers.is_shipped}
        return json.dumps(header).encode() + b"\n" + layers.lower.data

    def __setstate__(self, state: bytes) -> None:
        """Restore the rules; their compiled forms are rebuilt."""
        line, _, data = state.partition(b"\n")
        header = json.loads(line)
        upper = rule_set_from_dict(header["upper"]) if header["upper"] else None
        layers = RuleLayers(CompiledRules(data), upper, is_shipped=header["is_shipped"])
        self.__init__(layers, _options(header["options"]))  # type: ignore[misc]  # all that it does follows from these


def _options(fields: dict[str, Any]) -> Options:
    if isinstance(fields.get("normalization"), dict):
        fields["normalization"] = Normalization(**fields["normalization"])
    return Options(**with_tuples(fields))
