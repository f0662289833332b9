"""shadowed: a rule whose samples and phrases are all removed without it.

Other rules count only if they apply wherever this one does, are at least as confident, and have no bounds that it
lacks: a rule for another language, or for a text's last three lines, would do its work in the samples only.
"""

from collections.abc import Iterable, Iterator, Sequence

from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.target import LintTarget
from cleaner.authoring.samples import neutral_lines, place_sample, sample_place
from cleaner.matching import Engine
from cleaner.matching.scope import is_language, is_site
from cleaner.types import Block, Document, LineKeys, Matches, Rule, Select

NO_LANGUAGE = "zxx"
"""BCP 47 tag of text without language. It keeps rules for languages from applying; an unknown language would not."""

CONFIDENCE_RANK = {"low": 0, "medium": 1, "high": 2}

_HELP = "show a sample that only this rule removes, or retire the rule with 'replaced_by'"


def shadowed(target: LintTarget) -> Iterator[Finding]:
    """Yield rules that remove only what other rules remove as well."""
    disabled = target.rule_set.disabled
    other_rules = _OtherRules(rule for rule in target.rule_set.rules if rule.id not in disabled)
    for rule in target.rules:
        if rule.keep or rule.remove == "nothing" or rule.likely is not None:
            continue
        is_for_pages = isinstance(rule.matches, Select)
        ids = other_rules.shadowing_on_pages(rule) if is_for_pages else other_rules.shadowing(rule)
        if ids:
            names = ", ".join(f"'{id}'" for id in sorted(ids))
            yield target.finding(rule, "R305", f"everything it removes is also removed by {names}", help=_HELP)


class _OtherRules:
    """All rules, compiled once per level of confidence, and matched without the rule in question."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.likely is None]
        self._engines: dict[str, Engine] = {}

    def _engine(self, confidence: str) -> Engine:
        """Return an engine with the rules for texts that are at least as confident."""
        if confidence not in self._engines:
            rank = CONFIDENCE_RANK[confidence]
            self._engines[confidence] = Engine(
                rule
                for rule in self._rules
                if isinstance(rule.matches, (LineKeys, Block)) and CONFIDENCE_RANK[rule.confidence] >= rank
            )
        return self._engines[confidence]

    def shadowing(self, rule: Rule) -> set[str]:
        """Return the rules that together do all the work of a rule for texts; none if they do not."""
        engine = self._engine(rule.confidence)
        if not _rules_that_remove_all(rule, engine, [rule.id]):  # true of most rules, whatever the others' bounds
            return set()
        narrower = [other.id for other in engine.rules if other.id != rule.id and not covers(other, rule)]
        return _rules_that_remove_all(rule, engine, [rule.id, *narrower])

    def shadowing_on_pages(self, rule: Rule) -> set[str]:
        """Return the rules that together do all the work of a rule for pages; none if they do not."""
        from cleaner.authoring.samples import PageSamples

        rank = CONFIDENCE_RANK[rule.confidence]
        confident = [
            other for other in self._rules if other.id != rule.id and CONFIDENCE_RANK[other.confidence] >= rank
        ]
        pages = PageSamples([other for other in confident if covers(other, rule)], neutral_lines())
        samples = [sample for sample in rule.samples if sample.kind == "removes"]
        ids = [pages.rules_that_remove(rule, sample) for sample in samples]
        return set().union(*ids) if all(ids) else set()


def _rules_that_remove_all(rule: Rule, engine: Engine, skipped: Sequence[str]) -> set[str]:
    """Return the rules, without the skipped ones, that remove all texts that a rule removes; none if a text remains."""
    alone, ids = Engine([rule]), set[str]()
    for text in _texts(rule):
        document = place_sample(text, rule, sample_place(rule)).document
        document = document._replace(language=document.language or NO_LANGUAGE)
        matches = alone.match(document)
        if matches.removals:
            removing_ids = _removing_ids(matches, engine.run_rounds(document, skipped).matches(), document)
            if not removing_ids:
                return set()
            ids |= removing_ids
    return ids


def _texts(rule: Rule) -> Iterator[str]:
    """Yield what a rule should remove: its samples, and each of its phrases as a line."""
    yield from (sample.text for sample in rule.samples if sample.kind != "keeps")
    if isinstance(keys := rule.matches, LineKeys):
        yield from (*keys.line, *keys.starts, *keys.ends, *keys.contains)


def _removing_ids(matches: Matches, other_matches: Matches, document: Document) -> set[str]:
    """Return the other rules that remove and save all that a rule does; none if they do not."""
    missing = _positions(matches) - _positions(other_matches)
    is_text_missing = any(not document.text[position].isspace() for position in missing)
    if is_text_missing or not _saved(matches) <= _saved(other_matches):
        return set()
    lines = {removal.line for removal in matches.removals}
    return {id for removal in other_matches.removals if removal.line in lines for id in (removal.rule, *removal.also)}


def _positions(matches: Matches) -> set[int]:
    return {position for removal in matches.removals for position in range(removal.span.start, removal.span.end)}


def _saved(matches: Matches) -> set[tuple[str, str]]:
    return {(saved.field, value) for removal in matches.removals for saved in removal.saved for value in saved.values}


def covers(other: Rule, rule: Rule) -> bool:
    """Return whether ``other`` may match wherever ``rule`` may, apart from their phrases and patterns."""
    if other.keep or other.remove == "nothing":
        return False
    is_confident = CONFIDENCE_RANK[other.confidence] >= CONFIDENCE_RANK[rule.confidence]
    return is_confident and _has_wider_scope(other, rule) and _has_wider_positions(other, rule) and _allows(other, rule)


def _has_wider_scope(other: Rule, rule: Rule) -> bool:
    in_languages = all(any(is_language(tag, name) for name in other.languages) for tag in rule.languages)
    on_sites = all(any(is_site(host, name) for name in other.sites) for host in rule.sites)
    return (
        (not other.languages or (bool(rule.languages) and in_languages))
        and (not other.sites or (bool(rule.sites) and on_sites))
        and set(other.not_sites) <= set(rule.not_sites)
        and (not other.page_types or (bool(rule.page_types) and set(rule.page_types) <= set(other.page_types)))
    )


def _has_wider_positions(other: Rule, rule: Rule) -> bool:
    return (
        _is_at_least(other.near_end, rule.near_end)
        and _is_at_least(other.near_start, rule.near_start)
        and _is_at_most(other.prose_before, rule.prose_before)
        and _is_at_least(other.max_run, rule.max_run)
        and (rule.prose_only or not other.prose_only)
        and set(other.unless) <= set(rule.unless)
    )


def _allows(other: Rule, rule: Rule) -> bool:
    """Return whether ``other`` allows lines of every length that ``rule`` allows. A block requires more than a line."""
    if isinstance(other.matches, Block):
        return isinstance(rule.matches, Block)
    if not (isinstance(other.matches, LineKeys) and isinstance(rule.matches, LineKeys)):
        return True
    other_keys, keys = other.matches, rule.matches
    if keys.line:  # its phrases are the lines, and each is matched as a text
        return True
    return (
        _is_at_least(other_keys.max_words, keys.max_words)
        and _is_at_most(other_keys.min_words, keys.min_words)
        and other_keys.sentence in (None, keys.sentence)
    )


def _is_at_least(other_bound: int | None, bound: int | None) -> bool:
    return other_bound is None or (bound is not None and other_bound >= bound)


def _is_at_most(other_bound: int | None, bound: int | None) -> bool:
    return other_bound is None or (bound is not None and other_bound <= bound)
