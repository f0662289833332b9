"""Bounds of rules compared: where and of what a rule may be asked."""

from cleaner.matching.scope import is_language, is_site
from cleaner.types import Block, LineKeys, Rule

SURENESS = {"low": 0, "medium": 1, "high": 2}
"""How sure a rule is, by its confidence."""


def covers(other: Rule, rule: Rule) -> bool:
    """Tell whether one rule may be asked wherever another is: what they look for aside."""
    if other.keep or other.remove == "nothing" or SURENESS[other.confidence] < SURENESS[rule.confidence]:
        return False
    return _applies(other, rule) and _stands(other, rule) and _fits(other, rule)


def _applies(other: Rule, rule: Rule) -> bool:
    """Tell whether a rule's scope is as wide as another's: all its sites and languages."""
    in_languages = all(any(is_language(tag, name) for name in other.languages) for tag in rule.languages)
    on_sites = all(any(is_site(host, name) for name in other.sites) for host in rule.sites)
    return (
        (not other.languages or (bool(rule.languages) and in_languages))
        and (not other.sites or (bool(rule.sites) and on_sites))
        and set(other.not_sites) <= set(rule.not_sites)
    )


def _stands(other: Rule, rule: Rule) -> bool:
    """Tell whether a rule's positions and exceptions are as wide as another's."""
    return (
        _as_much(other.near_end, rule.near_end)
        and _as_much(other.near_start, rule.near_start)
        and _as_little(other.prose_before, rule.prose_before)
        and _as_much(other.max_run, rule.max_run)
        and (rule.prose_only or not other.prose_only)
        and set(other.unless) <= set(rule.unless)
    )


def _fits(other: Rule, rule: Rule) -> bool:
    """Tell whether a rule's lines may be as long as another's. A block asks for more than a line."""
    if isinstance(other.matches, Block):
        return isinstance(rule.matches, Block)
    if not (isinstance(other.matches, LineKeys) and isinstance(rule.matches, LineKeys)):
        return True
    theirs, own = other.matches, rule.matches
    if own.line:  # the phrases are the lines, and each is asked
        return True
    return (
        _as_much(theirs.max_words, own.max_words)
        and _as_little(theirs.min_words, own.min_words)
        and theirs.sentence in (None, own.sentence)
    )


def _as_much(theirs: int | None, own: int | None) -> bool:
    return theirs is None or (own is not None and theirs >= own)


def _as_little(theirs: int | None, own: int | None) -> bool:
    return theirs is None or (own is not None and theirs <= own)
