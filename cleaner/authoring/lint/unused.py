"""unused-exception: phrases of ``unless`` that stopped nothing in a corpus."""

from collections.abc import Iterator, Sequence

from cleaner.api import Cleaner
from cleaner.authoring.exceptions import Exceptions
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.rule_text import place_of
from cleaner.authoring.lint.subject import LintTarget
from cleaner.authoring.samples import SAMPLE_PLACES, place_sample, sample_place
from cleaner.matching import Engine
from cleaner.types import Rule

_HELP = "leave them out, or show under 'keeps' what they are for"


def unused_exception(subject: LintTarget) -> Iterator[Finding]:
    """Find exceptions of rules that lines of the corpus look like, and that neither they nor samples needed."""
    rules = [rule for rule in subject.rules if rule.unless]
    if subject.corpus is None or not rules:
        return
    asked = Exceptions(rules)
    articles = _read_corpus(subject, asked)
    for rule in rules:
        if rule.id not in asked.seen:  # the corpus says nothing about it
            continue
        used = asked.used.get(rule.id, set()) | _needed(rule)
        idle = [phrase for phrase in rule.unless if phrase not in used]
        if idle:
            told = ", ".join(f"'{phrase}'" for phrase in idle)
            message = f"stopped nothing in {articles:,} article{'' if articles == 1 else 's'}: {told}"
            place = place_of(subject.text(rule.path).entry(rule), "unless", idle[0])
            yield subject.of_rule(rule, "R308", message, help=_HELP, place=place)


def _read_corpus(subject: LintTarget, asked: Exceptions) -> int:
    """Clean the corpus with all rules, note what stopped rules there, and return how many articles it has."""
    ids = [rule.id for rule in subject.rules if rule.id not in subject.rule_set.disabled]
    cleaner = Cleaner(rules=subject.rule_set, enable=ids)
    articles = 0
    for source in subject.corpus or ():
        article = cleaner.clean_source(source)
        if not article.error:
            articles += 1
            asked.read(cleaner.engine.run_rounds(article.document, article.timed_out))
    return articles


def _needed(rule: Rule) -> set[str]:
    """Return the phrases that a rule's own samples of what stays need."""
    asked, engine = Exceptions([rule]), Engine([rule])
    places: Sequence[str] = ("whole",) if sample_place(rule) == "whole" else SAMPLE_PLACES
    for sample in rule.samples:
        for where in places if sample.kind == "keeps" else ():
            document = place_sample(sample.text, rule, where).document
            asked.read(engine.run_rounds(document))
    return asked.used.get(rule.id, set())
