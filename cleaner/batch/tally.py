"""What a run counts: documents and what became of them, what each rule took, sites, failures, the slowest."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.authoring.stats import removed_pieces
from cleaner.io.clean_record import ArticleReport, Outcome

SLOWEST = 10
"""Documents that are named as the slowest."""

NO_SITE = "(unknown)"
"""What stands for the site of documents that do not tell theirs."""


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """What is counted of an article: ``characters`` before anything went, and by rule the lines and characters gone."""

    verdict: str
    site: str
    characters: int
    rules: Mapping[str, tuple[int, int]]


def count_article(seen: ArticleReport) -> ArticleCounts:
    """Look at one article; nodes that were pruned from a page count as lines."""
    article = seen.article
    rules = defaultdict[str, list[int]](lambda: [0, 0])
    for piece in removed_pieces(article):
        rules[piece.rule][0] += 1
        rules[piece.rule][1] += len(piece.text)
    counted = {rule: (lines, characters) for rule, (lines, characters) in rules.items()}
    pruned = sum(len(one.text) for one in article.pruned)
    return ArticleCounts(
        article.verdict, article.document.site or NO_SITE, len(article.document.text) + pruned, counted
    )


@dataclass
class Tally:
    """Counts over documents: each one ``read`` was ``written``, is ``empty`` (and written as such), or ``failed``.

    ``rules`` have documents, lines and characters, ``sites`` documents, characters and those removed, ``slowest``
    seconds and places; ``remarks`` tell what a user should know though nothing failed; ``again`` says that something
    failed that may not fail another time.
    """

    read: int = 0
    written: int = 0
    empty: int = 0
    failed: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    removed: int = 0
    rules: dict[str, list[int]] = field(default_factory=dict)
    sites: dict[str, list[int]] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, str]] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    again: bool = False

    def add(self, made: Outcome) -> None:
        """Count one document."""
        self.remarks += [{"place": place, "remark": text} for level, place, text in made.messages if level == "note"]
        if made.failure:
            self.fail(made.place, made.failure, made.id)
            return
        seen: ArticleCounts = made.report
        self.read += 1
        self.written += seen.verdict != "empty"
        if seen.verdict == "empty":
            self.empty += 1
            self.remarks.append({"place": made.place, "remark": "is empty: all of it went"})
        self.verdicts[seen.verdict] += 1
        gone = sum(characters for _, characters in seen.rules.values())
        self.characters += seen.characters
        self.removed += gone
        for rule, (lines, characters) in seen.rules.items():
            _add(self.rules, rule, (1, lines, characters))
        _add(self.sites, seen.site, (1, seen.characters, gone))
        self.slowest = heapq.nlargest(SLOWEST, [*self.slowest, (round(made.seconds, 3), made.place)])

    def fail(self, place: str, reason: str, id: object = None) -> None:
        """Count a document, or the rest of an input, that failed."""
        self.read += 1
        self.failed += 1
        self.failures.append({"place": place, **({} if id is None else {"id": id}), "reason": reason})

    def merge(self, other: "Tally") -> None:
        """Add the counts of other documents."""
        for name in ("read", "written", "empty", "failed", "characters", "removed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.verdicts += other.verdicts
        for own, others in ((self.rules, other.rules), (self.sites, other.sites)):
            for key, counts in others.items():
                _add(own, key, counts)
        self.failures += other.failures
        self.remarks += other.remarks
        self.slowest = heapq.nlargest(SLOWEST, [*self.slowest, *other.slowest])
        self.again |= other.again

    @property
    def share(self) -> float:
        """The share of all characters that rules took."""
        return self.removed / self.characters if self.characters else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the counts, ready for JSON."""
        return {**vars(self), "verdicts": dict(self.verdicts)}

    @classmethod
    def of_record(cls, note: Mapping[str, Any]) -> "Tally":
        """Return the counts that a shard's note has."""
        counts = {name: note[name] for name in cls.__dataclass_fields__}
        slowest = [(seconds, place) for seconds, place in note["slowest"]]
        return cls(**{**counts, "verdicts": Counter(note["verdicts"]), "slowest": slowest})


def _add(counts: dict[str, list[int]], key: str, more: Iterable[int]) -> None:
    counts[key] = [a + b for a, b in zip(counts.get(key, (0, 0, 0)), more, strict=True)]
