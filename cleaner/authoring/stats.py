"""What each rule takes from a set of articles: the counts that ``clean --stats`` and ``cleaner rules stats`` show."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cleaner.types import Article, Rule

StatsOrder = Literal["lines", "documents", "characters", "rule"]


@dataclass(frozen=True, slots=True)
class RemovedPiece:
    """What a rule, or a step of extraction, took of one line or node.

    ``at`` is the line's number, or of a page the path of the node.
    """

    rule: str
    at: int | str
    text: str


@dataclass(frozen=True, slots=True)
class RuleStats:
    """What one rule took: from how many documents, lines (or nodes) and characters.

    ``longest`` is the first of the longest pieces, ``place`` the document that it is from.
    """

    documents: int = 0
    lines: int = 0
    characters: int = 0
    longest: RemovedPiece | None = None
    place: str = ""

    def with_document(self, place: str, pieces: Iterable[RemovedPiece]) -> "RuleStats":
        """Count what the rule took from one more document."""
        found = list(pieces)
        counted = replace(
            self,
            documents=self.documents + 1,
            lines=self.lines + len(found),
            characters=self.characters + sum(len(piece.text) for piece in found),
        )
        longest = max(found, key=lambda piece: len(piece.text))
        if self.longest and len(self.longest.text) >= len(longest.text):
            return counted
        return replace(counted, longest=longest, place=place)

    def with_later(self, other: "RuleStats") -> "RuleStats":
        """Add what the rule took from later documents."""
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
    """Counts over many articles: what became of them, and what each rule took."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.characters = 0
        self.rules: dict[str, RuleStats] = {}
        self.fired: set[str] = set()

    def add(self, article: Article, place: str = "") -> None:
        """Count one article; ``place`` names its input."""
        self.verdicts[article.verdict] += 1
        self.characters += len(article.document.text)
        self.fired.update(_fired(article))
        found = defaultdict[str, list[RemovedPiece]](list)
        for piece in removed_pieces(article):
            found[piece.rule].append(piece)
        for rule, taken in found.items():
            self.rules[rule] = self.rules.get(rule, RuleStats()).with_document(place, taken)

    def merge(self, other: "Stats") -> None:
        """Add counts of later articles."""
        self.verdicts += other.verdicts
        self.characters += other.characters
        self.fired |= other.fired
        for rule, counted in other.rules.items():
            self.rules[rule] = self.rules.get(rule, RuleStats()).with_later(counted)

    @property
    def documents(self) -> int:
        """How many articles were counted."""
        return sum(self.verdicts.values())

    @property
    def removed(self) -> int:
        """The characters that all rules and steps took together."""
        return sum(of.characters for of in self.rules.values())

    def share(self, rule: str) -> float:
        """Return a rule's share of all characters that were taken."""
        return self.rules[rule].characters / self.removed if self.removed else 0.0

    def sorted_by(self, order: StatsOrder = "lines") -> list[tuple[str, RuleStats]]:
        """Return the rules that took something: the largest count first, equal ones by name."""
        if order == "rule":
            return sorted(self.rules.items())
        return sorted(self.rules.items(), key=lambda item: (-int(getattr(item[1], order)), item[0]))

    def never_matched(self, rules: Iterable[Rule]) -> list[Rule]:
        """Return which of these rules never found anything.

        One that found what another took or that only saves did find something. Rules with ``keep`` are left out,
        since what they protect is not recorded.
        """
        return [rule for rule in rules if not rule.keep and rule.id not in self.fired]


def removed_pieces(article: Article) -> Iterator[RemovedPiece]:
    """Return what was taken of an article, each line once for a rule: nodes that never became lines come first."""
    for pruned in article.pruned:
        yield RemovedPiece(pruned.rule, pruned.path, pruned.text)
    lines = defaultdict[tuple[str, int], list[str]](list)
    for removal in article.removals:
        lines[removal.rule, removal.line].append(removal.span.of(article.document.text))
    for (rule, line), texts in lines.items():
        yield RemovedPiece(rule, line, "".join(texts))


def _fired(article: Article) -> Iterator[str]:
    """Name the rules that found something in an article, whether or not it went."""
    for removal in article.removals:
        yield removal.rule
        yield from removal.also
    yield from (saved.rule for saved in article.saved)
    yield from (pruned.rule for pruned in article.pruned)
    if article.extracted:
        yield from article.extracted.stopped
