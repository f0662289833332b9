"""regex-is-phrase: a pattern that says no more than a phrase does."""

from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.authoring.lint.findings import Finding, Fix
from cleaner.authoring.lint.rule_text import Part, key_of, quoted, texts_of
from cleaner.authoring.lint.subject import LintTarget
from cleaner.authoring.samples import check_samples
from cleaner.errors import RulesError
from cleaner.matching.regex_syntax import LiteralPattern, literal_pattern
from cleaner.rules.load import load_text
from cleaner.types import LineKeys, Rule, RuleSet

_KEYS = {(True, True): "line", (True, False): "starts", (False, True): "ends", (False, False): "contains"}


def regex_is_phrase(subject: LintTarget) -> Iterator[Finding]:
    """Find patterns without metacharacters where a key for phrases would do."""
    for rule in subject.rules:
        for part in subject.text(rule.path).parts(rule):
            meant = [literal_pattern(source) for source in part.keys.regex]
            phrases = [one for one in meant if one]
            key = _key(rule, part.keys, phrases) if len(phrases) == len(meant) else None
            node = key_of(part.node, "regex")
            if key:
                place = node.place if node else None
                help = f"write {key}: {_listed(phrases)}"
                fix = _fix(subject, rule, part, key, phrases)
                message = "the pattern has no metacharacters"
                yield subject.of_rule(rule, "R306", message, help=help, place=place, fix=fix)


def _key(rule: Rule, keys: LineKeys, phrases: Sequence[LiteralPattern]) -> str | None:
    """Return the one key that takes all the phrases; ``None`` if there is none, or it is taken or means otherwise."""
    names = {_KEYS[one.at_start, one.at_end] for one in phrases}
    if len(names) != 1 or rule.save_as:  # what a phrase saves is what stands beside it
        return None
    (name,) = names
    if getattr(keys, name) or (name == "line" and rule.remove == "match"):
        return None
    return name


def _listed(phrases: Sequence[LiteralPattern]) -> str:
    told = [quoted(one.text) for one in phrases]
    return told[0] if len(told) == 1 else f"[{', '.join(told)}]"


def _fix(subject: LintTarget, rule: Rule, part: Part, key: str, phrases: Sequence[LiteralPattern]) -> Fix | None:
    """Return the edits of the key and of each pattern; ``None`` where the file does not show them all."""
    text = subject.text(rule.path)
    node = key_of(part.node, "regex")
    scalars = texts_of(part.node.get("regex")) if part.node else []
    if node is None or len(scalars) != len(phrases):
        return None
    edits = (text.edit(one, quoted(to.text)) for one, to in zip(scalars, phrases, strict=True))
    given: dict[str, Any] = {key: tuple(one.text for one in phrases)}
    keys = part.keys._replace(regex=(), **given)
    told = f"'{rule.id}': regex is now {key}: {_listed(phrases)}"
    return Fix(
        (text.edit(node, key), *edits), told, lambda _, new: _holds(subject.rule_set, rule, part.keys, keys, new)
    )


def _holds(rule_set: RuleSet, rule: Rule, before: LineKeys, after: LineKeys, new: str) -> bool:
    """Tell whether a file's new text has the rule with these keys in place of those, and its samples hold."""
    try:
        rules = load_text(new, name=rule.path, layer=rule.layer).rules
    except RulesError:
        return False
    written = next((one for one in rules if one.id == rule.id), None)
    if written is None or not _same(written, rule, before, after):
        return False
    changed = rule._replace(matches=written.matches)
    others = tuple(changed if one.id == rule.id else one for one in rule_set.rules)
    return not any(check_samples(rule_set._replace(rules=others), [changed]))


def _same(written: Rule, rule: Rule, before: LineKeys, after: LineKeys) -> bool:
    """Tell whether what is written looks for what the rule did, but for one set of line keys."""
    if isinstance(rule.matches, LineKeys):
        return written.matches == after
    parts = {name: after for name in ("opens", "closes") if getattr(rule.matches, name, None) is before}
    return written.matches == rule.matches._replace(**parts)  # type: ignore[arg-type]  # parts of a block
