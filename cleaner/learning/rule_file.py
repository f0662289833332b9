"""Learned rules as a rule file: their samples hold, and lint finds nothing in them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.authoring.draft import LOOK_ALIKES, phrase
from cleaner.authoring.lint import LintTarget, lint
from cleaner.errors import OptionError
from cleaner.learning.proposals import Proposal
from cleaner.rules.edit import append_rule
from cleaner.rules.load import load_text
from cleaner.types import RuleSet


@dataclass(frozen=True, slots=True)
class LearnedFile:
    """The text of a rule file with learned rules, the ids of these, and why others were left out, by their ids."""

    text: str
    ids: tuple[str, ...]
    left_out: Mapping[str, str]


def learned_file(proposals: Sequence[Proposal], path: Path, source: str, rule_set: RuleSet) -> LearnedFile:
    """Add proposals to the text of a rule file. One that lint objects to is tried with other look-alikes, or left out.

    ``rule_set`` has the rules that run beside the file. Raises :exc:`OptionError` for a file in a form that rules
    cannot be added to.
    """
    below = RuleSet(tuple(rule for rule in rule_set.rules if Path(rule.path).resolve() != path.resolve()))
    known = {rule.id for rule in load_text(source, name=str(path)).rules} if source.strip() else set()
    keeps = {
        proposal: [*proposal.look_alikes, *(template.format(phrase(proposal.texts[0])) for template in LOOK_ALIKES)]
        for proposal in proposals
        if f"{path.stem}/{proposal.id}" not in known
    }
    left_out = dict[str, str]()
    while True:
        text = _with_rules(source, [[*proposal.rows(samples[0])] for proposal, samples in keeps.items()], path)
        findings = _findings(text, path, below, known)
        if not findings:
            return LearnedFile(text, tuple(proposal.id for proposal in keeps), left_out)
        for proposal, samples in [*keeps.items()]:
            reason = findings.get(f"{path.stem}/{proposal.id}")
            if reason and len(samples) > 1:
                samples.pop(0)
            elif reason:
                left_out[proposal.id] = reason
                del keeps[proposal]


def _with_rules(source: str, rules: Sequence[Sequence[str]], path: Path) -> str:
    if not rules:
        return source
    rows = [row for rule in rules for row in (*rule, "")][:-1]
    text = append_rule(source, rows)
    if text is None:
        raise OptionError(f"{path}: a rule can be added to a list with dashes only: write 'rules' in that form")
    return text


def _findings(text: str, path: Path, below: RuleSet, known: set[str]) -> dict[str, str]:
    """Return the first finding of each new rule of a file's text, by its id."""
    if not text.strip():
        return {}
    with TemporaryDirectory(prefix="cleaner-learned-") as folder:  # findings have places in a file
        file = Path(folder, path.name)
        file.write_text(text, "utf-8")
        loaded = load_text(text, name=str(file)).rules
        new = [rule for rule in loaded if rule.id not in known]
        everything = below._replace(rules=tuple(sorted((*below.rules, *loaded), key=lambda rule: rule.id)))
        found = lint(LintTarget(everything, new))
    starts = sorted((rule.at_line, rule.id) for rule in loaded)
    messages = dict[str, str]()
    for finding in found:
        at = bisect_right(starts, finding.problem.line, key=itemgetter(0)) - 1
        messages.setdefault(finding.rule or starts[at][1], finding.problem.message)
    return messages
