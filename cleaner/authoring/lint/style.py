"""Rules that work and could be written better: regex-is-phrase, hashed-class and renamed-id."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cleaner.authoring.draft import yaml_scalar
from cleaner.authoring.lint.findings import Finding, Fix
from cleaner.authoring.lint.target import KeysNode, LintTarget, RuleFileText, key_of, place_of, scalars_of, with_level
from cleaner.authoring.samples import check_samples
from cleaner.errors import RulesError
from cleaner.matching.regex_syntax import LiteralPattern, literal_pattern
from cleaner.rules import yaml_nodes as nodes
from cleaner.rules.load import load_text
from cleaner.rules.profiles import RuleIds
from cleaner.rules.selectors import Compound, parse_selectors
from cleaner.rules.yaml_nodes import Scalar, UnreadableRuleFileError
from cleaner.types import LineKeys, Rule, RuleSet, Select

_KEYS_BY_ANCHORS = {
    (True, True): "line",
    (True, False): "starts",
    (False, True): "ends",
    (False, False): "contains",
}
"""The phrase key that is equivalent to a pattern of literals with or without ``^`` and ``$``."""

HASH_LENGTH = 5
"""Characters from which a part of a class name may be a hash; shorter ones are words and numbers (`h264`, `2x1`)."""

HASH_TURNS = 3
"""Changes from letter to digit or back in a hash. Names that people write have two at most (`item12`, `mc4wp`)."""

_GENERATED = re.compile(r"(?:sc|css|jsx|emotion|styled)-(?:\w+-)*(?P<hash>\w+)|.*__(?P<module>[a-zA-Z0-9]+)")
"""Styled components and emotion write their name before a hash, CSS modules write two underscores."""

_PARTS = re.compile(r"[-_]+")
_INNER_CAPITAL = re.compile(r"[a-z0-9][A-Z]")
_CLASS_HELP = 'name the node by an id, a role, another class, or how the class begins: [class^="Teaser_"]'


def regex_is_phrase(target: LintTarget) -> Iterator[Finding]:
    """Yield patterns without metacharacters, which a key for phrases could replace."""
    for rule in target.rules:
        for keys_node in target.text(rule.path).line_keys(rule):
            patterns = [literal_pattern(source) for source in keys_node.keys.regex]
            phrases = [pattern for pattern in patterns if pattern]
            key = _phrase_key(rule, keys_node.keys, phrases) if len(phrases) == len(patterns) else None
            if key:
                node = key_of(keys_node.node, "regex")
                yield target.finding(
                    rule,
                    "R306",
                    "the pattern has no metacharacters",
                    help=f"write {key}: {_yaml_value(phrases)}",
                    place=node.place if node else None,
                    fix=_phrase_fix(target, rule, keys_node, key, phrases),
                )


def _phrase_key(rule: Rule, keys: LineKeys, phrases: Sequence[LiteralPattern]) -> str | None:
    """Return the one key that fits all phrases; ``None`` if there is none, or it is used or means something else."""
    names = {_KEYS_BY_ANCHORS[phrase.at_start, phrase.at_end] for phrase in phrases}
    if len(names) != 1 or rule.save_as:  # beside a phrase, what is saved is the rest of the line
        return None
    (name,) = names
    is_in_use = getattr(keys, name)
    return None if is_in_use or (name == "line" and rule.remove == "match") else name


def _yaml_value(phrases: Sequence[LiteralPattern]) -> str:
    scalars = [yaml_scalar(phrase.text) for phrase in phrases]
    return scalars[0] if len(scalars) == 1 else f"[{', '.join(scalars)}]"


def _phrase_fix(
    target: LintTarget, rule: Rule, keys_node: KeysNode, key: str, phrases: Sequence[LiteralPattern]
) -> Fix | None:
    """Return edits of the key and of each pattern; ``None`` if the file does not show all of them."""
    text = target.text(rule.path)
    node = key_of(keys_node.node, "regex")
    scalars = scalars_of(keys_node.node.get("regex")) if keys_node.node else []
    if node is None or len(scalars) != len(phrases):
        return None
    edits = [text.edit(scalar, yaml_scalar(phrase.text)) for scalar, phrase in zip(scalars, phrases, strict=True)]
    new_value: dict[str, Any] = {key: tuple(phrase.text for phrase in phrases)}
    new_keys = keys_node.keys._replace(regex=(), **new_value)

    def is_safe(_: str, after: str) -> bool:
        return _keeps_samples(target.rule_set, rule, (keys_node.keys, new_keys), after)

    return Fix((text.edit(node, key), *edits), f"'{rule.id}': regex is now {key}: {_yaml_value(phrases)}", is_safe)


def _keeps_samples(rule_set: RuleSet, rule: Rule, change: tuple[LineKeys, LineKeys], text: str) -> bool:
    """Return whether a file's new text changes one set of line keys of a rule, and the rule's samples still pass."""
    try:
        file_rules = load_text(text, name=rule.path, layer=rule.layer).rules
    except RulesError:
        return False
    matches = next((file_rule.matches for file_rule in file_rules if file_rule.id == rule.id), None)
    before, after = change
    if isinstance(rule.matches, LineKeys):
        expected: Any = after
    else:
        parts = {name: after for name in ("opens", "closes") if getattr(rule.matches, name, None) is before}
        expected = rule.matches._replace(**parts)  # type: ignore[arg-type]  # parts of a block
    if matches is None or matches != expected:
        return False
    changed_rule = rule._replace(matches=matches)
    rules = tuple(changed_rule if other.id == rule.id else other for other in rule_set.rules)
    return not any(check_samples(rule_set._replace(rules=rules), [changed_rule]))


def hashed_class(target: LintTarget) -> Iterator[Finding]:
    """Yield selectors with a class that will not survive the site's next build."""
    for rule in target.rules:
        if not isinstance(rule.matches, Select):
            continue
        entry = target.text(rule.path).entry(rule)
        for source in rule.matches.selectors:
            compounds = (part for selector in parse_selectors(source) for part in selector.parts)
            hashed = [name for compound in compounds for name in _classes(compound) if is_hashed(name)]
            if hashed:
                message = f"'.{hashed[0]}' is a generated class name"
                yield target.finding(rule, "R309", message, help=_CLASS_HELP, place=place_of(entry, "select", source))


def is_hashed(name: str) -> bool:
    """Return whether the name of a class contains a hash.

    >>> [name for name in ("sc-1a2b3c", "css-1x2y3z", "Foo_bar__3xYz9", "col-2", "card__title") if is_hashed(name)]
    ['sc-1a2b3c', 'css-1x2y3z', 'Foo_bar__3xYz9']
    """
    generated = _GENERATED.fullmatch(name)
    suffix, module = (generated["hash"] or "", generated["module"] or "") if generated else ("", "")
    if len(suffix) >= HASH_LENGTH:
        return any(map(str.isdigit, suffix)) or _INNER_CAPITAL.search(suffix) is not None
    if len(module) >= HASH_LENGTH:  # `card__titleText` and `grid__item2` are names
        return _turns(module) > 1 or (module[0].isdigit() and not module.isdigit())
    return any(len(part) >= HASH_LENGTH and _turns(part) >= HASH_TURNS for part in _PARTS.split(name))


def _classes(compound: Compound) -> Iterator[str]:
    yield from compound.classes
    yield from (attribute.value for attribute in compound.attributes if attribute.name == "class")
    for excluded in compound.excluded:
        yield from _classes(excluded)


def _turns(text: str) -> int:
    """Return how often digits and other characters alternate."""
    return sum(before.isdigit() is not after.isdigit() for before, after in pairwise(text))


def renamed_id(target: LintTarget) -> Iterator[Finding]:
    """Yield retired ids under ``disable`` and ``adjust`` of the target's files."""
    retired = dict(target.rule_set.retired)
    rule_ids = RuleIds({rule.id for rule in target.rule_set.rules}, retired)
    for path in target.files:
        text = target.text(path)
        for scalar in _ids(text.node):
            if scalar.text in retired:
                ids = sorted(set(rule_ids.replacements(scalar.text)))
                fix = _id_fix(text, scalar, ids[0]) if len(ids) == 1 else None
                help = f"write '{ids[0]}'" if len(ids) == 1 else _choices(scalar.text, retired)
                problem = text.problem("R310", f"'{scalar.text}' is retired", scalar.place, help)
                yield with_level(Finding(problem, fix))


def _ids(node: nodes.Node | None) -> list[Scalar]:
    """Return the ids that a rule file disables or adjusts."""
    if not isinstance(node, nodes.Mapping):
        return []
    adjust = node.get("adjust")
    adjusted = [key for key, _ in adjust.pairs] if isinstance(adjust, nodes.Mapping) else []
    return [*scalars_of(node.get("disable")), *adjusted]


def _choices(id: str, retired: Mapping[str, tuple[str, ...]]) -> str:
    ids = retired[id]
    return f"choose from {', '.join(map(repr, ids))}" if ids else "leave it out: nothing replaced it"


def _id_fix(text: RuleFileText, scalar: Scalar, new: str) -> Fix:
    def is_safe(before: str, after: str) -> bool:
        return _changes_only_the_id(before, after, (scalar.text, new), text.path)

    return Fix((text.edit(scalar, new),), f"'{scalar.text}' is now '{new}'", is_safe)


def _changes_only_the_id(before: str, after: str, change: tuple[str, str], path: str) -> bool:
    """Return whether a file's new text loads, differs in one id only, and has the new id once."""
    try:
        load_text(after, name=path)
        trees = [nodes.read_nodes(text) for text in (before, after)]
    except (RulesError, UnreadableRuleFileError):
        return False
    texts = [list(_flat_texts(tree)) for tree in trees]
    changes = [pair for pair in zip(*texts, strict=False) if pair[0] != pair[1]]
    is_unique = [scalar.text for scalar in _ids(trees[1])].count(change[1]) == 1
    return len(texts[0]) == len(texts[1]) and changes == [change] and is_unique


def _flat_texts(node: nodes.Node | None) -> Iterator[str]:
    """Yield all texts of a node in order, each collection preceded by its type and size."""
    if isinstance(node, Scalar):
        yield node.text
        return
    pairs = node.pairs if isinstance(node, nodes.Mapping) else ()
    parts = node.items if isinstance(node, nodes.Sequence) else [part for pair in pairs for part in pair]
    yield f"{type(node).__name__} of {len(parts)}"
    for part in parts:
        yield from _flat_texts(part)
