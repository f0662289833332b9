"""What a change of rules changes in an article: what goes that stood before, and what stands that went before.

Lines are compared by their text, and equal ones in their order, not by their numbers: of a page the lines themselves
may be others, since ``select`` rules prune it before its text is extracted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cleaner.authoring.sides import EXTRACTION, ComparedArticle, ComparedLine, joined_words
from cleaner.authoring.stats import RuleStats, Stats
from cleaner.types import Article, Pruned

Effect = Literal["removed", "kept"]

BETWEEN = " … "
"""Stands between the pieces of one line that one rule takes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is newly removed from one line or node, or newly kept of it.

    ``name`` is the input's. ``at`` is the line's number, or of a page the path of a node that had no line of the
    article. ``rule`` is what takes it now, or took it. ``prose``: what goes or comes back is prose, or what stands of
    its line is prose no more, or again.
    """

    effect: Effect
    name: str
    at: int | str
    rule: str
    text: str
    is_prose: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as ``input:line``."""
        return f"{self.name}:{self.at}"

    @property
    def is_outside(self) -> bool:
        """Whether it is a node of which the article has nothing, with or without the rule."""
        return isinstance(self.at, str)


def compare(name: str, old: Article, new: Article) -> list[Difference]:
    """Return all that differs between two articles of one input: first what is newly removed, in text order."""
    if (old.document.text, old.removals, old.pruned) == (new.document.text, new.removals, new.pruned):
        return []
    sides = ComparedArticle(old), ComparedArticle(new)
    return [*_lost("removed", name, *sides), *_lost("kept", name, *reversed(sides))]


class Comparison:
    """What differs between the articles that two rule sets make of many inputs."""

    def __init__(self) -> None:
        self.old, self.new = Stats(), Stats()
        self.changed = 0
        self._found: list[Difference] = []

    def add(self, name: str, old: Article, new: Article) -> None:
        """Compare the two articles of one input."""
        self.old.add(old, name)
        self.new.add(new, name)
        found = compare(name, old, new)
        self.changed += any(not one.is_outside for one in found)
        self._found += found

    def differences(self, way: Effect) -> list[Difference]:
        """Return what is newly removed or newly kept: the longest first, equally long ones in the inputs' order.

        Nodes outside of articles come last: they are long, and no reader misses them.
        """
        found = (one for one in self._found if one.effect == way)
        return sorted(found, key=lambda one: (one.is_outside, -len(one.text)))

    def rules(self) -> list[tuple[str, RuleStats, RuleStats]]:
        """Return the rules that take more or less than before, by name: what each took, and takes."""
        nothing = RuleStats()
        names = sorted(self.old.rules.keys() | self.new.rules.keys())
        both = ((name, self.old.rules.get(name, nothing), self.new.rules.get(name, nothing)) for name in names)
        return [(name, old, new) for name, old, new in both if _counts(old) != _counts(new)]


def _counts(of: RuleStats) -> tuple[int, int, int]:
    return of.documents, of.lines, of.characters


def _lost(way: Effect, name: str, before: ComparedArticle, after: ComparedArticle) -> Iterator[Difference]:
    """Return what stands before and not after, with the rule that takes it after."""
    nodes = after.new_nodes(before)
    told: set[str] = set()
    for key, line in before.lines.items():
        there = after.lines.get(key)
        if there:
            taken = list(_newly_taken(line, there))
            less = bool(taken) and line.is_prose(line.standing()) and not line.is_prose(there.standing())
        else:
            taken = _left_out(line, nodes, after.steps, told)
            less = False
        for rule, text in taken:
            yield Difference(way, name, line.line.number, rule, text, less or line.is_prose(text))
    for one, _ in nodes:
        if one.path not in told:
            yield Difference(way, name, one.path, one.rule, one.text)


def _newly_taken(before: ComparedLine, after: ComparedLine) -> Iterator[tuple[str, str]]:
    """Return what rules take of a line that stood before: each rule once, with its pieces."""
    if not after.removals:
        return
    gone = bytearray(before.mask)
    found = defaultdict[str, list[str]](list)
    for start, end, rule in after.places():
        at = start
        while (begin := gone.find(0, at, end)) >= 0:
            stop = gone.find(1, begin, end)
            at = end if stop < 0 else stop
            gone[begin:at] = b"\1" * (at - begin)
            found[rule].append(after.text[begin:at].strip())
    for rule, texts in found.items():
        text = BETWEEN.join(filter(None, texts))
        if text:
            yield rule, text


def _left_out(
    line: ComparedLine, nodes: Iterable[tuple[Pruned, str]], steps: Mapping[str, str], told: set[str]
) -> list[tuple[str, str]]:
    """Return what stood of a line that the other article never had, and what left it out; note the node it was in."""
    text = line.standing().strip()
    if not text:
        return []
    words = joined_words(line.text)
    around = next((one for one, of_node in nodes if words in of_node), None)
    if around:
        told.add(around.path)
    return [(around.rule if around else steps.get(words, EXTRACTION), text)]
