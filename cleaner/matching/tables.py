"""What the engine must know of all rules before it asks any of them: by what each is found, and where it applies.

A rule is a number here, its place among the rules. All of it is plain data, so that it can be kept: a process that
cleans one short text need not look at a thousand rules, nor at the numbers of those that it does not meet.
"""

from dataclasses import dataclass

from cleaner.matching.rows import LazyTable
from cleaner.matching.scope import Scope


@dataclass(frozen=True, slots=True)
class RuleTables:
    """The rules of a rule set, as numbers.

    They are found by a whole line's core (``lines``), by its first word (``words``), by a literal anywhere in it
    (``literals``), or must be asked of every line (``unbounded``). ``repeats``, ``keeping``, ``rated`` (by the line
    model) and ``noting`` (they remove nothing) are rules of these kinds, ``selecting`` those that prune pages;
    ``alike`` are those whose patterns are so (:mod:`cleaner.matching.regex_syntax`), if they come with the program.
    ``scopes`` are all that rules are bound to, and ``scope`` has the place there of each rule's own. The line that a
    rule opens at has ``least`` to ``most`` words, and is a ``sentence``, none, or either (``None``). ``tiers`` are
    numbers of words and of literals, pairs in order: in lines of so many words, and of more than the pair before says,
    only so many of the first literals tell of a rule.
    """

    lines: LazyTable
    words: LazyTable
    literals: LazyTable
    unbounded: list[int]
    repeats: list[int]
    keeping: list[int]
    rated: list[int]
    noting: list[int]
    selecting: list[int]
    alike: list[int]
    scopes: list[Scope]
    scope: list[int]
    least: list[int]
    most: list[int]
    sentence: list[bool | None]
    tiers: list[list[int]]
