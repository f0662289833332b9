"""What a change of rules changes in an article: what is newly removed, and what is newly kept.

Lines are compared by their text, and equal ones in their order, not by their numbers: ``select`` rules prune a page
before its text is extracted, so the lines themselves may differ.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cleaner.article import Article
from cleaner.authoring.stats import RuleStats, Stats
from cleaner.text.normalize import normalize
from cleaner.text.sentences import is_prose
from cleaner.types import Line, Pruned, Removal

Effect = Literal["removed", "kept"]

GAP = " … "
"""Separates the pieces that one rule removes from one line."""

EXTRACTION = "extraction"
"""The cause of a line missing from a page that no rule or step removed: pruning changes how other lines are scored."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that is newly removed from one line or node, or newly kept.

    ``name`` is the input's. ``at`` is the number of the line, or the path of a node that has no line in the article.
    ``rule`` is what removes the text now, or did so before. ``is_prose`` is true if the text is prose, or if the rest
    of its line stops, or starts, being prose.
    """

    effect: Effect
    name: str
    at: int | str
    rule: str
    text: str
    is_prose: bool = False

    @property
    def place(self) -> str:
        """The place of the text, as ``input:line``."""
        return f"{self.name}:{self.at}"

    @property
    def is_outside(self) -> bool:
        """Whether this is a node without a line in the article under either rule set."""
        return isinstance(self.at, str)


def compare(name: str, old: Article, new: Article) -> list[Difference]:
    """Return the differences of two articles of one input, in text order, newly removed texts first."""
    if (old.document.text, old.removals, old.pruned) == (new.document.text, new.removals, new.pruned):
        return []
    before, after = ComparedArticle(old), ComparedArticle(new)
    return [*_losses("removed", name, before, after), *_losses("kept", name, after, before)]


class Comparison:
    """The differences of the articles of many inputs under two rule sets."""

    def __init__(self) -> None:
        self.old, self.new = Stats(), Stats()
        self.changed = 0
        self._differences: list[Difference] = []

    def add(self, name: str, old: Article, new: Article) -> None:
        """Compare the two articles of one input."""
        self.old.add(old, name)
        self.new.add(new, name)
        differences = compare(name, old, new)
        self.changed += any(not difference.is_outside for difference in differences)
        self._differences += differences

    def differences(self, effect: Effect) -> list[Difference]:
        """Return what is newly removed or newly kept: the longest first, equally long ones in the inputs' order.

        Nodes outside of articles come last: they are long, and no reader misses them.
        """
        differences = (difference for difference in self._differences if difference.effect == effect)
        return sorted(differences, key=lambda difference: (difference.is_outside, -len(difference.text)))

    def rules(self) -> list[tuple[str, RuleStats, RuleStats]]:
        """Return the rules that remove more or less than before, by name, with their counts before and after."""
        nothing = RuleStats()
        names = sorted(self.old.rules.keys() | self.new.rules.keys())
        counts = [(name, self.old.rules.get(name, nothing), self.new.rules.get(name, nothing)) for name in names]
        return [(name, old, new) for name, old, new in counts if _totals(old) != _totals(new)]


def _totals(stats: RuleStats) -> tuple[int, int, int]:
    return stats.documents, stats.lines, stats.characters


class ComparedLine:
    """A line and its removals."""

    def __init__(self, line: Line, text: str, removals: Iterable[Removal]) -> None:
        self.line, self.text, self.removals = line, text, removals

    @cached_property
    def mask(self) -> bytearray:
        """One byte per character: 1 if it is removed, or is form and not a word."""
        mask = bytearray(len(self.text))
        for part in self.line.form:
            first = part.start - self.line.span.start
            mask[first : first + part.end - part.start] = b"\1" * (part.end - part.start)
        for start, end, _ in self.pieces():
            mask[start:end] = b"\1" * (end - start)
        return mask

    def pieces(self) -> Iterator[tuple[int, int, str]]:
        """Yield the start and end in the line of each removal, and its rule."""
        first = self.line.span.start
        for removal in self.removals:
            start, end = max(removal.span.start - first, 0), min(removal.span.end - first, len(self.text))
            yield start, end, removal.rule

    def remaining(self) -> str:
        """Return what remains of the line's words."""
        return "".join(char for char, is_removed in zip(self.text, self.mask, strict=True) if not is_removed)

    def is_prose(self, text: str) -> bool:
        """Return whether a part of the line is prose; code never is."""
        return self.line.kind != "code" and is_prose(text)


class ComparedArticle:
    """An article under one of the two rule sets. Its lines are keyed by their text and their rank among equal ones."""

    def __init__(self, article: Article) -> None:
        self.article = article
        removals = defaultdict[int, list[Removal]](list)
        for removal in article.removals:
            removals[removal.line].append(removal)
        ranks = Counter[str]()
        self.lines: dict[tuple[str, int], ComparedLine] = {}
        for line in article.document.lines:
            text = line.span.of(article.document.text)
            self.lines[text, ranks[text]] = ComparedLine(line, text, removals.get(line.number, ()))
            ranks[text] += 1

    @cached_property
    def nodes(self) -> dict[str, Pruned]:
        """The nodes that ``select`` rules removed, by their paths."""
        return {pruned.path: pruned for pruned in self.article.pruned if not _is_extraction(pruned)}

    @cached_property
    def extraction_steps(self) -> Mapping[str, str]:
        """The steps of extraction that left lines out, by the words of those lines."""
        return {joined_words(pruned.text): pruned.rule for pruned in self.article.pruned if _is_extraction(pruned)}

    def nodes_missing_in(self, other: "ComparedArticle") -> list[tuple[Pruned, str]]:
        """Return the nodes that are removed here but not in the other article, alone or inside another, with words."""
        return [
            (pruned, joined_words(pruned.text))
            for path, pruned in self.nodes.items()
            if not _is_removed(path, other.nodes)
        ]


def _is_extraction(pruned: Pruned) -> bool:
    return pruned.rule.startswith(f"{EXTRACTION}/")


def _is_removed(path: str, nodes: Mapping[str, Pruned]) -> bool:
    """Return whether a node, or a node around it, was removed."""
    while path not in nodes:
        path = path.rpartition("/")[0]
        if not path:
            return False
    return True


def joined_words(text: str) -> str:
    """Return the words of a text, normalized as in a document and joined by single spaces."""
    return " ".join(normalize(text).split())


def _losses(effect: Effect, name: str, before: ComparedArticle, after: ComparedArticle) -> Iterator[Difference]:
    """Yield what remains in one article and not in the other, with the rule that removes it there."""
    nodes = after.nodes_missing_in(before)
    reported: set[str] = set()
    for key, line in before.lines.items():
        counterpart = after.lines.get(key)
        if counterpart:
            pieces = list(_newly_removed(line, counterpart))
            was_prose = line.is_prose(line.remaining())
            loses_prose = bool(pieces) and was_prose and not line.is_prose(counterpart.remaining())
        else:
            pieces = _left_out(line, nodes, after.extraction_steps, reported)
            loses_prose = False
        for rule, text in pieces:
            yield Difference(effect, name, line.line.number, rule, text, loses_prose or line.is_prose(text))
    for pruned, _ in nodes:
        if pruned.path not in reported:
            yield Difference(effect, name, pruned.path, pruned.rule, pruned.text)


def _newly_removed(before: ComparedLine, after: ComparedLine) -> Iterator[tuple[str, str]]:
    """Yield each rule that removes part of a line that remained before, with the pieces."""
    if not after.removals:
        return
    removed = bytearray(before.mask)
    pieces = defaultdict[str, list[str]](list)
    for start, end, rule in after.pieces():
        position = start
        while (first := removed.find(0, position, end)) >= 0:
            stop = removed.find(1, first, end)
            position = end if stop < 0 else stop
            removed[first:position] = b"\1" * (position - first)
            pieces[rule].append(after.text[first:position].strip())
    for rule, texts in pieces.items():
        text = GAP.join(filter(None, texts))
        if text:
            yield rule, text


def _left_out(
    line: ComparedLine, nodes: Iterable[tuple[Pruned, str]], steps: Mapping[str, str], reported: set[str]
) -> list[tuple[str, str]]:
    """Return the remaining text of a line that the other article lacks, with its cause.

    The path of the node that the line was in is added to ``reported``.
    """
    text = line.remaining().strip()
    if not text:
        return []
    words = joined_words(line.text)
    node = next((pruned for pruned, node_words in nodes if words in node_words), None)
    if node:
        reported.add(node.path)
    return [(node.rule if node else steps.get(words, EXTRACTION), text)]
