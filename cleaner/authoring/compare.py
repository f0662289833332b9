"""What a change of rules changes in an article: what goes that stood before, and what stands that went before.

Lines are compared by their text, and equal ones in their order, not by their numbers: of a page the lines themselves
may be others, since ``select`` rules prune it before its text is extracted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cleaner.authoring.stats import RuleStats, Stats
from cleaner.model import Article, Line, Pruned, Removal
from cleaner.normalize import normalize
from cleaner.words import is_prose

Way = Literal["removed", "kept"]

EXTRACTION = "extraction"
"""Names what left a line of a page out if no rule and no step did: what is pruned moves how other lines are judged."""

BETWEEN = " … "
"""Stands between the pieces of one line that one rule takes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is newly removed from one line or node, or newly kept of it.

    ``name`` is the input's. ``at`` is the line's number, or of a page the path of a node that had no line of the
    article. ``rule`` is what takes it now, or took it. ``prose``: what goes or comes back is prose, or what stands of
    its line is prose no more, or again.
    """

    way: Way
    name: str
    at: int | str
    rule: str
    text: str
    prose: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as ``input:line``."""
        return f"{self.name}:{self.at}"


def compare(name: str, old: Article, new: Article) -> list[Difference]:
    """Return all that differs between two articles of one input: first what is newly removed, in text order."""
    if (old.document.text, old.removals, old.pruned) == (new.document.text, new.removals, new.pruned):
        return []
    sides = _Side(old), _Side(new)
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
        self.changed += bool(found)
        self._found += found

    def differences(self, way: Way) -> list[Difference]:
        """Return what is newly removed or newly kept, the longest first, equally long ones in the inputs' order."""
        return sorted((one for one in self._found if one.way == way), key=lambda one: -len(one.text))

    def rules(self) -> list[tuple[str, RuleStats, RuleStats]]:
        """Return the rules that take more or less than before, by name: what each took, and takes."""
        nothing = RuleStats()
        names = sorted(self.old.rules.keys() | self.new.rules.keys())
        both = ((name, self.old.rules.get(name, nothing), self.new.rules.get(name, nothing)) for name in names)
        return [(name, old, new) for name, old, new in both if _counts(old) != _counts(new)]


def _counts(of: RuleStats) -> tuple[int, int, int]:
    return of.documents, of.lines, of.characters


class _Side:
    """An article under one of the two rule sets."""

    def __init__(self, article: Article) -> None:
        self.article = article
        taken = defaultdict[int, list[Removal]](list)
        for removal in article.removals:
            taken[removal.line].append(removal)
        seen = Counter[str]()
        self.lines: dict[tuple[str, int], _Taken] = {}
        for line in article.document.lines:
            text = line.span.of(article.document.text)
            self.lines[text, seen[text]] = _Taken(line, text, taken.get(line.number, ()))
            seen[text] += 1

    @cached_property
    def nodes(self) -> dict[str, Pruned]:
        """The nodes that ``select`` rules took, by their paths."""
        return {one.path: one for one in self.article.pruned if not _is_step(one)}

    @cached_property
    def steps(self) -> Mapping[str, str]:
        """The steps of extraction that left lines out, by what those say."""
        return {_plain(one.text): one.rule for one in self.article.pruned if _is_step(one)}

    def new_nodes(self, before: "_Side") -> list[tuple[Pruned, str]]:
        """Return the nodes taken here and not there (nor any around them), and their words."""
        return [(one, _plain(one.text)) for path, one in self.nodes.items() if not _is_gone(path, before.nodes)]


class _Taken:
    """A line, and what rules take of it."""

    def __init__(self, line: Line, text: str, removals: Iterable[Removal]) -> None:
        self.line, self.text, self.removals = line, text, removals

    @cached_property
    def mask(self) -> bytearray:
        """One byte a character: 1 for those that go, and for the form before the line's words."""
        mask = bytearray(len(self.text))
        mask[: self.line.lead] = b"\1" * self.line.lead
        for start, end, _ in self.places():
            mask[start:end] = b"\1" * (end - start)
        return mask

    def places(self) -> Iterator[tuple[int, int, str]]:
        """Return what goes, as places in the line, and the rule that takes it."""
        first = self.line.span.start
        for removal in self.removals:
            start, end = max(removal.span.start - first, 0), min(removal.span.end - first, len(self.text))
            yield start, end, removal.rule

    def standing(self) -> str:
        """Return what stands of the line's words."""
        return "".join(char for char, gone in zip(self.text, self.mask, strict=True) if not gone)

    def is_prose(self, text: str) -> bool:
        """Tell whether a part of the line is prose; code is none."""
        return self.line.kind != "code" and is_prose(text)


def _lost(way: Way, name: str, before: _Side, after: _Side) -> Iterator[Difference]:
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


def _newly_taken(before: _Taken, after: _Taken) -> Iterator[tuple[str, str]]:
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
    line: _Taken, nodes: Iterable[tuple[Pruned, str]], steps: Mapping[str, str], told: set[str]
) -> list[tuple[str, str]]:
    """Return what stood of a line that the other article never had, and what left it out; note the node it was in."""
    text = line.standing().strip()
    if not text:
        return []
    words = _plain(line.text)
    around = next((one for one, of_node in nodes if words in of_node), None)
    if around:
        told.add(around.path)
    return [(around.rule if around else steps.get(words, EXTRACTION), text)]


def _is_step(pruned: Pruned) -> bool:
    return pruned.rule.startswith(f"{EXTRACTION}/")


def _is_gone(path: str, nodes: Mapping[str, Pruned]) -> bool:
    """Tell whether a node was taken, or one around it."""
    while path not in nodes:
        path = path.rpartition("/")[0]
        if not path:
            return False
    return True


def _plain(text: str) -> str:
    """Return text as its words stand in a document, whatever blanks are between."""
    return " ".join(normalize(text).split())
