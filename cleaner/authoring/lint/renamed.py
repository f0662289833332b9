"""renamed-id: files that disable or adjust a rule by an id that is retired."""

from collections.abc import Collection, Iterator, Mapping

from cleaner.authoring.lint.findings import Finding, Fix
from cleaner.authoring.lint.rule_text import RuleText, texts_of
from cleaner.authoring.lint.subject import LintTarget, named
from cleaner.errors import RulesError
from cleaner.rules import yaml_nodes as nodes
from cleaner.rules.load import load_text
from cleaner.rules.yaml_nodes import Scalar


def renamed_id(subject: LintTarget) -> Iterator[Finding]:
    """Find retired ids under ``disable`` and ``adjust`` in the files that are looked through."""
    retired = dict(subject.rule_set.retired)
    live = {rule.id for rule in subject.rule_set.rules}
    for path in subject.files:
        text = subject.text(path)
        for scalar in _named(text.node):
            if scalar.text in retired:
                new = heir(scalar.text, retired, live)
                help = f"write '{new}'" if new else _choices(retired[scalar.text])
                fix = _fix(text, scalar, new) if new else None
                problem = text.problem("R310", f"'{scalar.text}' is retired", scalar.place, help)
                yield named(Finding(problem, fix))


def heir(old: str, retired: Mapping[str, tuple[str, ...]], live: Collection[str]) -> str | None:
    """Return the one rule that replaced a retired one, through others retired in turn; ``None`` for none or more.

    >>> heir("a/x", {"a/x": ("a/y",), "a/y": ("a/z",)}, ["a/z"])
    'a/z'
    """
    seen = {old}
    while True:
        following = retired.get(old, ())
        if len(following) != 1 or following[0] in seen:
            return None
        (old,) = following
        if old in live:
            return old
        seen.add(old)


def _named(node: nodes.Node | None) -> list[Scalar]:
    """Return the ids that a file disables, and those that it adjusts."""
    if not isinstance(node, nodes.Mapping):
        return []
    adjust = node.get("adjust")
    adjusted = [key for key, _ in adjust.pairs] if isinstance(adjust, nodes.Mapping) else []
    return [*texts_of(node.get("disable")), *adjusted]


def _choices(new: tuple[str, ...]) -> str:
    return f"choose from {', '.join(repr(id) for id in new)}" if new else "leave it out: nothing replaced it"


def _fix(text: RuleText, scalar: Scalar, new: str) -> Fix:
    told = f"'{scalar.text}' is now '{new}'"
    return Fix(
        (text.edit(scalar, new),), told, lambda before, after: _holds(before, after, (scalar.text, new), text.path)
    )


def _holds(before: str, after: str, renamed: tuple[str, str], path: str) -> bool:
    """Tell whether a file's new text loads, is the old one but for one id, and names the new id once."""
    try:
        load_text(after, name=path)
        trees = [nodes.read_nodes(text) for text in (before, after)]
    except (RulesError, nodes.UnreadableRuleFileError):
        return False
    flat = [list(_flat(tree)) for tree in trees]
    changed = [pair for pair in zip(*flat, strict=False) if pair[0] != pair[1]]
    once = [one.text for one in _named(trees[1])].count(renamed[1]) == 1
    return len(flat[0]) == len(flat[1]) and changed == [renamed] and once


def _flat(node: nodes.Node | None) -> Iterator[str]:
    """Find all texts of a node in their order, with what holds them."""
    if isinstance(node, Scalar):
        yield node.text
        return
    pairs = node.pairs if isinstance(node, nodes.Mapping) else ()
    parts = node.items if isinstance(node, nodes.Sequence) else [one for pair in pairs for one in pair]
    yield f"{type(node).__name__} of {len(parts)}"
    for part in parts:
        yield from _flat(part)
