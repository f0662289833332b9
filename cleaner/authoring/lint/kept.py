"""Lines that are known to stay: samples of what rules keep, the neutral article, and a checkout's seeds and pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner import frontmatter
from cleaner.api import Cleaner
from cleaner.authoring.lint.subject import LintTarget
from cleaner.authoring.samples import SAMPLE_PLACES, place_sample, sample_place
from cleaner.rules.folders import shipped_folder
from cleaner.source import Source
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.text.words import PROSE_WORDS, count_words, is_sentence
from cleaner.types import Document, Rule, Select

SHIPPED = frozenset({"common", "language", "site"})
"""The layers of shipped rules."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of which every line in ``lines`` stays, and where it is from, in words."""

    document: Document
    lines: frozenset[int]
    origin: str


def kept_texts(subject: LintTarget) -> Iterator[Kept]:
    """Find the texts that the rules that are meant should leave as they are, but for their own samples."""
    meant = {rule.id for rule in subject.rules}
    places = sorted({sample_place(rule) for rule in subject.rules})
    for rule in subject.rule_set.rules:
        if rule.id not in meant and not rule.keep and not isinstance(rule.matches, Select):
            yield from _samples(rule, places)
    yield from _seeds(subject)
    yield from _pages()


def kept_rows(rule: Rule) -> Iterator[str]:
    """Find the rows of the samples that a rule keeps."""
    if not isinstance(rule.matches, Select):
        for sample in rule.samples:
            if sample.kind == "keeps":
                yield from sample.text.split("\n")


def _samples(rule: Rule, places: Sequence[str]) -> Iterator[Kept]:
    """Put what a rule keeps where rules look that are meant; what needs the whole text has nowhere else to be."""
    own = ("whole",) if sample_place(rule) == "whole" else SAMPLE_PLACES
    for sample in rule.samples:
        for where in places if sample.kind == "keeps" else ():
            if where in own:
                placed = place_sample(sample.text, rule, where)
                lines = frozenset(line.number for line in placed.document.lines)
                yield Kept(placed.document, lines, f"a sample of '{rule.id}'")


def _seeds(subject: LintTarget) -> Iterator[Kept]:
    """Return the prose of a checkout's seeds that shipped rules leave. Of short lines nobody said that they stay."""
    files = sorted((_checkout() / "seeds").glob("*.txt"))
    shipped = tuple(rule for rule in subject.rule_set.rules if rule.layer in SHIPPED)
    cleaner = Cleaner(rules=subject.rule_set._replace(rules=shipped)) if files else None
    for path in files:
        if cleaner:
            article = cleaner.clean_source(Source(path.read_text("utf-8"), file=True))
            document = segment(article.text)._replace(site=article.document.site, language=article.document.language)
            texts = {line.number: line.span.of(document.text) for line in document.lines}
            prose = (at for at, text in texts.items() if is_sentence(text) and count_words(text) >= PROSE_WORDS)
            yield Kept(document, frozenset(prose), f"seeds/{path.name}")


def _pages() -> Iterator[Kept]:
    """Return the articles that a checkout's pages should become."""
    for path in sorted((_checkout() / "fixtures" / "pages").glob("*/expected.md")):
        body = frontmatter.split_front_matter(path.read_text("utf-8"))[1]
        document = segment(normalize(body, markdown=True), markdown=True)
        lines = frozenset(line.number for line in document.lines)
        yield Kept(document, lines, f"fixtures/pages/{path.parent.name}")


def _checkout() -> Path:
    return shipped_folder().parent
