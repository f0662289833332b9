"""What lint checks: rules, the rule set they run in, the text of their files, and a corpus."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from cleaner.authoring.lint.findings import Edit, Finding, Fix
from cleaner.errors import RuleProblem
from cleaner.rules.codes import CODES
from cleaner.rules.yaml_nodes import (
    Mapping,
    Node,
    Place,
    Problems,
    Scalar,
    UnreadableRuleFileError,
    read_nodes,
    start_of,
)
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.source import Source
from cleaner.types import Block, LineKeys, Rule, RuleSet


class KeysNode(NamedTuple):
    """Line keys of a rule, or of one part of its block, and the YAML mapping that holds them."""

    keys: LineKeys
    node: Mapping | None


class RuleFileText:
    """The text of one rule file and its YAML nodes, read once.

    A file that cannot be read any more counts as empty, so that a finding still has a path and a line.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self.text = Path(path).read_bytes().decode("utf-8-sig")
            self.node = read_nodes(self.text)
        except (OSError, UnicodeDecodeError, UnreadableRuleFileError):
            self.text, self.node = "", None
        self._problems = Problems(path, self.text)

    def problem(self, code: str, message: str, place: Place, help: str) -> RuleProblem:
        """Return a problem at a place in the file, with its excerpt."""
        return self._problems.problem(code, message, place, help)

    def entry(self, rule: Rule) -> Mapping | None:
        """Return the YAML entry of a rule; ``None`` if the file has no such entry."""
        entries = self.node.get("rules") if isinstance(self.node, Mapping) else None
        name = rule.id.rpartition("/")[2]
        for entry in entries.items if isinstance(entries, Items) else ():
            if isinstance(entry, Mapping) and isinstance(id := entry.get("id"), Scalar) and id.text.strip() == name:
                return entry
        return None

    def line_keys(self, rule: Rule) -> Iterator[KeysNode]:
        """Yield the line keys of a rule, or those of each part of its block."""
        entry, matches = self.entry(rule), rule.matches
        if isinstance(matches, LineKeys):
            yield KeysNode(matches, entry)
        elif isinstance(matches, Block):
            block = entry.get("block") if entry else None
            for name, keys in (("from", matches.opens), (matches.closing, matches.closes)):
                node = block.get(name) if isinstance(block, Mapping) else None
                if keys:
                    yield KeysNode(keys, node if isinstance(node, Mapping) else None)

    def edit(self, scalar: Scalar, text: str) -> Edit:
        """Return the edit that replaces a scalar, which must be on a single row."""
        start = start_of(self.text, scalar.place)
        return Edit(start, start + scalar.place.width, text)


@dataclass(frozen=True)
class LintTarget:
    """The ``rules`` to check, the rule set they run in, the rule files to check for ids, and a corpus of inputs.

    Without a ``corpus``, checks that need one find nothing.
    """

    rule_set: RuleSet
    rules: Sequence[Rule]
    files: Sequence[str] = ()
    corpus: Iterable[Source] | None = None
    _texts: dict[Path, RuleFileText] = field(default_factory=dict)

    def text(self, path: str) -> RuleFileText:
        """Return the text of a rule file; a file is read once, even if it has several paths."""
        place = Path(path).resolve()
        if place not in self._texts:
            self._texts[place] = RuleFileText(path)
        return self._texts[place]

    def without(self, ids: Collection[str]) -> "LintTarget":
        """Return the same target without the rules that have one of these ids."""
        loaded, checked = (
            [rule for rule in rules if rule.id not in ids] for rules in (self.rule_set.rules, self.rules)
        )
        return replace(self, rule_set=self.rule_set._replace(rules=tuple(loaded)), rules=checked)

    def finding(
        self, rule: Rule, code: str, message: str, *, help: str, place: Place | None = None, fix: Fix | None = None
    ) -> Finding:
        """Return a finding about a rule, at its id unless a place is given."""
        text = self.text(rule.path)
        place = place or place_of(text.entry(rule), "id", rule.id.rpartition("/")[2]) or Place(rule.at_line, 1)
        return with_level(Finding(text.problem(code, message, place, help), fix, rule.id))


def with_level(finding: Finding) -> Finding:
    """Return a finding with the name and the level of its code."""
    code = CODES[finding.problem.code]
    return replace(finding, problem=finding.problem._replace(name=code.name, level=code.level))


def key_of(node: Mapping | None, name: str) -> Scalar | None:
    """Return the node of a mapping's key; ``None`` if it has no such key."""
    return next((key for key, _ in node.pairs if key.text == name), None) if node else None


def scalars_of(node: Node | None) -> list[Scalar]:
    """Return the scalars of a value that is a text or a list of texts."""
    values = node.items if isinstance(node, Items) else (node,)
    return [value for value in values if isinstance(value, Scalar)]


def place_of(node: Mapping | None, name: str, text: str = "") -> Place | None:
    """Return the place of a text under a key, or of the key itself; ``None`` if there is no such key."""
    if node is None:
        return None
    for scalar in scalars_of(node.get(name)):
        if text and unicodedata.normalize("NFC", scalar.text.strip()) == text.strip():
            return scalar.place
    key = key_of(node, name)
    return key.place if key else None
