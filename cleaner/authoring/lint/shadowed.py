"""shadowed: a rule whose samples and phrases all go without it.

Only rules count that apply wherever the rule does, are as sure of it, and stand under no bounds that it lacks: one of
another language, or one that asks for the text's last three lines, would do its work here and not elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from cleaner.authoring.lint.bounds import SURENESS, covers
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.subject import LintTarget
from cleaner.authoring.samples import neutral_lines, place_sample, sample_place
from cleaner.matching import Engine
from cleaner.types import Block, Document, LineKeys, Matches, Rule, Select

NO_LANGUAGE = "zxx"
"""The tag of what is in no language (BCP 47): rules of languages rest, where unknown would let all of them apply."""

_HELP = "show a sample that only this rule takes, or retire the rule with 'replaced_by'"


def shadowed(subject: LintTarget) -> Iterator[Finding]:
    """Find rules that take nothing which others would not take."""
    disabled = subject.rule_set.disabled
    others = _Others(rule for rule in subject.rule_set.rules if rule.id not in disabled)
    for rule in subject.rules:
        if rule.keep or rule.remove == "nothing" or rule.likely is not None:
            continue
        by = others.of_pages(rule) if isinstance(rule.matches, Select) else others.of_texts(rule)
        if by:
            told = ", ".join(f"'{id}'" for id in sorted(by))
            yield subject.of_rule(rule, "R305", f"all that it takes also goes by {told}", help=_HELP)


class _Others:
    """All rules, compiled once for each sureness, to be asked without one of them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.likely is None]

    @cached_property
    def _engines(self) -> dict[str, Engine]:
        texts = [rule for rule in self._rules if isinstance(rule.matches, (LineKeys, Block))]
        return {
            name: Engine(rule for rule in texts if SURENESS[rule.confidence] >= least)
            for name, least in SURENESS.items()
        }

    def of_texts(self, rule: Rule) -> set[str]:
        """Return the rules that do the work of a rule for texts; none if there is work left."""
        engine = self._engines[rule.confidence]
        if not _all_takers(rule, engine, [rule.id]):  # most rules have work left, whatever bounds others have
            return set()
        narrower = [other.id for other in engine.rules if other.id != rule.id and not covers(other, rule)]
        return _all_takers(rule, engine, [rule.id, *narrower])

    def of_pages(self, rule: Rule) -> set[str]:
        """Return the rules that do the work of a rule for pages; none if there is work left."""
        from cleaner.authoring.page_samples import PageSamples

        least = SURENESS[rule.confidence]
        others = [one for one in self._rules if one.id != rule.id and SURENESS[one.confidence] >= least]
        pages = PageSamples([one for one in others if covers(one, rule)], neutral_lines())
        samples = [sample for sample in rule.samples if sample.kind == "removes"]
        takers = [pages.takers(rule, sample) for sample in samples]
        return set().union(*takers) if all(takers) else set()


def _all_takers(rule: Rule, engine: Engine, timed_out: Sequence[str]) -> set[str]:
    """Return which rules take all texts that a rule takes when some are at rest; none if one text is left."""
    alone, by = Engine([rule]), set[str]()
    for text in _texts(rule):
        document = place_sample(text, rule, sample_place(rule)).document
        document = document._replace(language=document.language or NO_LANGUAGE)
        own = alone.match(document)
        if own.removals:
            found = _takers(own, engine.run_rounds(document, timed_out).matches(), document)
            if not found:
                return set()
            by |= found
    return by


def _texts(rule: Rule) -> Iterator[str]:
    """Find what a rule should take: its samples, and its phrases, each as a line of its own."""
    yield from (sample.text for sample in rule.samples if sample.kind != "keeps")
    if isinstance(keys := rule.matches, LineKeys):
        yield from (*keys.line, *keys.starts, *keys.ends, *keys.contains)


def _takers(own: Matches, others: Matches, document: Document) -> set[str]:
    """Return which rules take all that one rule takes, and save all that it saves; none if something is left."""
    taken = {at for removal in others.removals for at in range(removal.span.start, removal.span.end)}
    due = {at for removal in own.removals for at in range(removal.span.start, removal.span.end)}
    if any(not document.text[at].isspace() for at in due - taken) or not _saved(own) <= _saved(others):
        return set()
    lines = {removal.line for removal in own.removals}
    return {id for one in others.removals if one.line in lines for id in (one.rule, *one.also)}


def _saved(matches: Matches) -> set[tuple[str, str]]:
    return {(saved.field, value) for removal in matches.removals for saved in removal.saved for value in saved.values}
