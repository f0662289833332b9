"""Learned rules as a rule file: their samples hold, and lint finds nothing in them."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.authoring.draft import LOOK_ALIKES, phrase, yaml_scalar
from cleaner.authoring.lint import LintTarget, lint
from cleaner.authoring.selectors import selected_markup
from cleaner.errors import OptionError
from cleaner.learning.proposals import Proposal
from cleaner.rules.edit import append_rule
from cleaner.rules.load import load_text
from cleaner.types import Rule, RuleSet


@dataclass(frozen=True, slots=True)
class LearnedFile:
    """The text of a rule file with learned rules, the ids of these, and why others were left out, by their ids."""

    text: str
    ids: tuple[str, ...]
    left_out: Mapping[str, str]


def learned_files(proposals: Mapping[Path, Sequence[Proposal]], rule_set: RuleSet) -> dict[Path, LearnedFile]:
    """Return the rule files at some paths with proposals added.

    One that lint objects to is tried with other look-alikes, or left out. ``rule_set`` has the rules that run beside
    the files. Raises :exc:`OptionError` for a file in a form that rules cannot be added to.
    """
    files = [_Draft.at(path, added) for path, added in proposals.items()]
    places = {file.path.resolve() for file in files}
    below = RuleSet(tuple(rule for rule in rule_set.rules if Path(rule.path).resolve() not in places))
    while True:
        texts = {file.path: file.text() for file in files}
        findings = _findings(texts, below, {id for file in files for id in file.known})
        if not findings:
            return {file.path: LearnedFile(texts[file.path], (*file.keeps,), file.left_out) for file in files}
        for file in files:
            file.settle(findings)


def rule_rows(proposal: Proposal, look_alike: str) -> Iterator[str]:
    """Yield the rows of a proposed rule's YAML, without indentation, with a sample to keep."""
    texts, examples, selector = proposal.texts, proposal.examples, proposal.selector
    yield f"- id: {proposal.id}"
    yield f"  about: {yaml_scalar(proposal.about)}"
    yield f"  sites: [{proposal.site}]"
    yield from _matcher_rows(proposal)
    for name, value in (("near_end", proposal.near_end), ("near_start", proposal.near_start)):
        if value is not None:
            yield f"  {name}: {value}"
    if not selector:
        yield "  prose_only: true"
    yield f"  confidence: {proposal.level}"
    yield "  removes:"
    if proposal.kind == "block":
        yield "    - |"
        yield from (f"      {text}" for text in (texts[0], *examples[:1], texts[1]))
    else:
        samples = [selected_markup(selector, text, *examples[:1]) for text in texts] if selector else texts
        yield from (f"    - {yaml_scalar(text)}" for text in (examples if proposal.kind == "starts" else samples))
    yield f"  keeps: [{yaml_scalar(selected_markup(selector, look_alike) if selector else look_alike)}]"


def _matcher_rows(proposal: Proposal) -> Iterator[str]:
    texts, key = proposal.texts, "starts" if proposal.kind == "select" else proposal.kind
    if proposal.kind == "block":
        yield "  block:"
        yield f"    from: {yaml_scalar(texts[0])}"
        yield f"    through: {yaml_scalar(texts[1])}"
        yield f"    max_lines: {proposal.max_lines}"
        return
    if proposal.selector:
        yield f"  select: {yaml_scalar(proposal.selector)}"
    if len(texts) == 1:
        yield f"  {key}: {yaml_scalar(texts[0])}"
    else:
        yield f"  {key}:"
        yield from (f"    - {yaml_scalar(text)}" for text in texts)
    if proposal.kind == "starts":
        yield "  sentence: false"


@dataclass(slots=True)
class _Draft:
    """A rule file while look-alikes of its new rules are tried, of which each rule's first is its sample to keep."""

    path: Path
    source: str
    known: set[str]
    proposals: dict[str, Proposal]
    keeps: dict[str, list[str]]
    left_out: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path, added: Sequence[Proposal]) -> "_Draft":
        source = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        known = {rule.id for rule in load_text(source, name=str(path)).rules} if source.strip() else set()
        new = {proposal.id: proposal for proposal in added if f"{path.stem}/{proposal.id}" not in known}
        keeps = {
            id: [*proposal.look_alikes, *(template.format(phrase(proposal.texts[0])) for template in LOOK_ALIKES)]
            for id, proposal in new.items()
        }
        return cls(path, source, known, new, keeps)

    def text(self) -> str:
        """Return the text of the file with its new rules."""
        rules = [rule_rows(self.proposals[id], samples[0]) for id, samples in self.keeps.items()]
        rows = [row for rule in rules for row in (*rule, "")][:-1]
        text = append_rule(self.source, rows) if rows else self.source
        if text is None:
            hint = "a rule can be added to a list with dashes only: write 'rules' in that form"
            raise OptionError(f"{self.path}: {hint}")
        return text

    def settle(self, findings: Mapping[str, str]) -> None:
        """Take the next look-alike of each rule with a finding, or leave the rule out."""
        for id, samples in [*self.keeps.items()]:
            reason = findings.get(f"{self.path.stem}/{id}")
            if reason and len(samples) > 1:
                samples.pop(0)
            elif reason:
                self.left_out[id] = reason
                del self.keeps[id]


def _findings(texts: Mapping[Path, str], below: RuleSet, known: Collection[str]) -> dict[str, str]:
    """Return the first finding of each new rule of files' texts, by its id."""
    loaded = list[Rule]()
    with TemporaryDirectory(prefix="cleaner-learned-") as folder:  # findings have places in files
        for number, (path, text) in enumerate(texts.items()):
            file = Path(folder, str(number), path.name)
            file.parent.mkdir()
            file.write_text(text, "utf-8")
            loaded += load_text(text, name=str(file)).rules if text.strip() else ()
        rules = sorted((*below.rules, *loaded), key=lambda rule: rule.id)
        found = lint(LintTarget(below._replace(rules=tuple(rules)), [rule for rule in loaded if rule.id not in known]))
    starts = sorted((rule.path, rule.at_line, rule.id) for rule in loaded)
    messages = dict[str, str]()
    for finding in found:
        problem = finding.problem
        at = bisect_right(starts, (problem.path, problem.line), key=itemgetter(0, 1)) - 1
        messages.setdefault(finding.rule or starts[at][2], problem.message)
    return messages
