"""Which keys of a rule exclude each other, and why."""

from collections.abc import Sequence
from functools import cache

from cleaner.rules.schema import KINDS, RULE_KEYS

APART = {
    frozenset({"keep", "remove"}): "a rule that protects removes nothing",
    frozenset({"keep", "save_as"}): "a rule that protects saves nothing",
    frozenset({"keep", "removes"}): "a rule that protects has only samples that stay",
    frozenset({"keep", "saves"}): "a rule that protects has only samples that stay",
    frozenset({"keep", "marks_list"}): "a rule that protects removes nothing, and so marks no list",
    frozenset({"keep", "likely"}): "a line is not protected for being likely boilerplate",
    frozenset({"remove", "likely"}): "a line that is only likely boilerplate goes whole",
    frozenset({"prose_only", "likely"}): "the line model is used only in documents that are mostly prose anyway",
    frozenset({"sites", "not_sites"}): "'sites' excludes all other sites already",
}
"""Pairs of keys that exclude each other although some kind of rule has both, and why."""

_KINDS_OF = {key.name: key.of for key in RULE_KEYS}


@cache  # of two keys of some thirty
def why_apart(first: str, second: str) -> str | None:
    """Return why two keys of a rule exclude each other; ``None`` if they do not.

    >>> why_apart("starts", "max_words")
    >>> why_apart("block", "starts")
    "'starts' belongs to rules with line keys or 'select', 'block' to rules with 'block'"
    """
    reason = APART.get(frozenset({first, second}))
    if reason or _KINDS_OF[first] & _KINDS_OF[second]:
        return reason
    names = [
        f"'{name}' belongs to rules with {' or '.join(KINDS[k] for k in KINDS if k in _KINDS_OF[name])}"
        for name in sorted((first, second), key=lambda name: name in KINDS)
    ]
    return f"{names[0]}, {names[1].replace(' belongs', '')}"


def apart(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return each key of a rule that an earlier one excludes, as ``(earlier, key, why)``."""
    pairs = []
    for index, second in enumerate(names):
        reasons = ((first, why_apart(first, second)) for first in names[:index])
        pairs += [(first, second, reason) for first, reason in reasons if reason][:1]
    return pairs
