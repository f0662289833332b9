"""What lint looks at: rules, the rule set that they run in, files of a user's own, and a corpus."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cleaner.authoring.lint.findings import Finding, Fix
from cleaner.authoring.lint.rule_text import RuleText, place_of
from cleaner.rules.codes import CODES
from cleaner.rules.yaml_nodes import Place
from cleaner.source import Source
from cleaner.types import Rule, RuleSet


@dataclass(frozen=True)
class LintTarget:
    """The ``rules`` that are meant, all that are loaded, the rule files to look through, and inputs as a corpus.

    Without a ``corpus`` what needs one is not asked.
    """

    rule_set: RuleSet
    rules: Sequence[Rule]
    files: Sequence[str] = ()
    corpus: Iterable[Source] | None = None
    _texts: dict[Path, RuleText] = field(default_factory=dict)

    def text(self, path: str) -> RuleText:
        """Return a rule file as it stands; each is read once, by whatever name."""
        place = Path(path).resolve()
        if place not in self._texts:
            self._texts[place] = RuleText(path)
        return self._texts[place]

    def without(self, ids: Collection[str]) -> "LintTarget":
        """Return what there is to look at when some rules are left out."""
        loaded, meant = ([rule for rule in rules if rule.id not in ids] for rules in (self.rule_set.rules, self.rules))
        return replace(self, rule_set=self.rule_set._replace(rules=tuple(loaded)), rules=meant)

    def of_rule(
        self, rule: Rule, code: str, message: str, *, help: str, place: Place | None = None, fix: Fix | None = None
    ) -> Finding:
        """Return a finding at a place of a rule's entry: at its id where none is given."""
        text = self.text(rule.path)
        place = place or place_of(text.entry(rule), "id", rule.id.rpartition("/")[2]) or Place(rule.at_line, 1)
        return named(Finding(text.problem(code, message, place, help), fix, rule.id))


def named(finding: Finding) -> Finding:
    """Return a finding with the name and the level of its code."""
    code = CODES[finding.problem.code]
    return replace(finding, problem=replace(finding.problem, name=code.name, level=code.level))
