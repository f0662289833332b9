"""What each rule removes from a set of articles: the counts of ``clean --stats`` and ``cleaner rules stats``."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cleaner.article import Article
from cleaner.types import Rule

StatsOrder = Literal["lines", "documents", "characters", "rule"]


@dataclass(frozen=True, slots=True)
class RemovedPiece:
    """The text that a rule, or a step of extraction, removed from one line or node.

    ``at`` is the number of the line, or the path of the node.
    """

    rule: str
    at: int | str
    text: str


@dataclass(frozen=True, slots=True)
class RuleStats:
    """What one rule removed: the number of documents, of lines (or nodes), and of characters.

    ``longest`` is the first of the longest pieces, ``place`` the document that it comes from.
    """

    documents: int = 0
    lines: int = 0
    characters: int = 0
    longest: RemovedPiece | None = None
    place: str = ""

    def with_document(self, place: str, pieces: Iterable[RemovedPiece]) -> "RuleStats":
        """Return the counts with those of one more document added."""
        pieces = list(pieces)
        stats = replace(
            self,
            documents=self.documents + 1,
            lines=self.lines + len(pieces),
            characters=self.characters + sum(len(piece.text) for piece in pieces),
        )
        longest = max(pieces, key=lambda piece: len(piece.text))
        if self.longest and len(self.longest.text) >= len(longest.text):
            return stats
        return replace(stats, longest=longest, place=place)

    def with_later(self, other: "RuleStats") -> "RuleStats":
        """Return the counts with those of later documents added."""
        is_longer = other.longest and (not self.longest or len(other.longest.text) > len(self.longest.text))
        longest = other if is_longer else self
        return RuleStats(
            self.documents + other.documents,
            self.lines + other.lines,
            self.characters + other.characters,
            longest.longest,
            longest.place,
        )


class Stats:
    """Counts over many articles: their verdicts, and what each rule removed."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.characters = 0
        self.rules: dict[str, RuleStats] = {}
        self.matched: set[str] = set()

    def add(self, article: Article, place: str = "") -> None:
        """Add one article; ``place`` names its input."""
        self.verdicts[article.verdict] += 1
        self.characters += len(article.document.text)
        self.matched.update(_matched_rules(article))
        pieces = defaultdict[str, list[RemovedPiece]](list)
        for piece in removed_pieces(article):
            pieces[piece.rule].append(piece)
        for rule, pieces_of_rule in pieces.items():
            self.rules[rule] = self.rules.get(rule, RuleStats()).with_document(place, pieces_of_rule)

    def merge(self, other: "Stats") -> None:
        """Add the counts of later articles."""
        self.verdicts += other.verdicts
        self.characters += other.characters
        self.matched |= other.matched
        for rule, stats in other.rules.items():
            self.rules[rule] = self.rules.get(rule, RuleStats()).with_later(stats)

    @property
    def documents(self) -> int:
        """The number of articles."""
        return sum(self.verdicts.values())

    @property
    def removed(self) -> int:
        """The number of characters that all rules and steps removed."""
        return sum(stats.characters for stats in self.rules.values())

    def share(self, rule: str) -> float:
        """Return a rule's share of all removed characters."""
        return self.rules[rule].characters / self.removed if self.removed else 0.0

    def sorted_by(self, order: StatsOrder = "lines") -> list[tuple[str, RuleStats]]:
        """Return the rules that removed something: the largest count first, equal ones by name."""
        if order == "rule":
            return sorted(self.rules.items())
        return sorted(self.rules.items(), key=lambda item: (-int(getattr(item[1], order)), item[0]))

    def never_matched(self, rules: Iterable[Rule]) -> list[Rule]:
        """Return the rules that never matched.

        A rule whose match another rule removed, or which only saves, did match. Rules with ``keep`` are left out, since
        what they protect is not recorded.
        """
        return [rule for rule in rules if not rule.keep and rule.id not in self.matched]


def removed_pieces(article: Article) -> Iterator[RemovedPiece]:
    """Yield what was removed from an article, once per rule and line; nodes that never became lines come first."""
    for pruned in article.pruned:
        yield RemovedPiece(pruned.rule, pruned.path, pruned.text)
    lines = defaultdict[tuple[str, int], list[str]](list)
    for removal in article.removals:
        lines[removal.rule, removal.line].append(removal.text)
    for (rule, line), texts in lines.items():
        yield RemovedPiece(rule, line, "".join(texts))


def _matched_rules(article: Article) -> Iterator[str]:
    """Yield the rules that matched in an article, whether or not they removed anything."""
    for removal in article.removals:
        yield removal.rule
        yield from removal.also
    yield from (saved.rule for saved in article.saved)
    yield from (pruned.rule for pruned in article.pruned)
    if article.extracted:
        yield from article.extracted.stopped
