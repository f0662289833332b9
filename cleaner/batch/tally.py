"""The counts of a run: documents by outcome, removals by rule, sites, failures, and the slowest documents."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.authoring.stats import removed_pieces
from cleaner.io.clean_record import ArticleReport, Job, Outcome
from cleaner.io.removals import removal_records

MAX_SLOWEST = 10
"""Documents that are listed as the slowest."""

UNKNOWN_SITE = "(unknown)"
"""The site under which documents of unknown sites are counted."""


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """The counts of one article: its ``characters`` before cleaning, and removed lines and characters by rule.

    ``removals`` are records of its removals, if they are kept.
    """

    verdict: str
    site: str
    characters: int
    rules: Mapping[str, tuple[int, int]]
    removals: tuple[str, ...] = ()


def count_article(_: Job, report: ArticleReport, *, keeps_removed: bool = False) -> ArticleCounts:
    """Return the counts of one article, whatever its job, with records of its removals if ``keeps_removed``.

    Nodes that were pruned from a page count as lines.
    """
    article = report.article
    rules = defaultdict[str, list[int]](lambda: [0, 0])
    for piece in removed_pieces(article):
        rules[piece.rule][0] += 1
        rules[piece.rule][1] += len(piece.text)
    pruned = sum(len(node.text) for node in article.pruned)
    return ArticleCounts(
        verdict=article.verdict,
        site=article.document.site or UNKNOWN_SITE,
        characters=len(article.document.text) + pruned,
        rules={rule: (lines, characters) for rule, (lines, characters) in rules.items()},
        removals=tuple(removal_records(report.place, report.id, article)) if keeps_removed else (),
    )


@dataclass
class Tally:
    """Counts over documents: each that is ``read`` was ``written``, was ``empty`` (and written as such), or ``failed``.

    ``rules`` counts documents, lines and characters, ``sites`` documents, characters and removed characters;
    ``slowest`` has seconds and places. ``remarks`` are what a user should know though nothing failed; ``again``:
    something failed that may succeed another time.
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

    def add(self, outcome: Outcome, seconds: float) -> None:
        """Count one document that took some seconds to clean."""
        for level, place, message in outcome.messages:
            if level == "note":
                self.remark(place, message)
        if outcome.failure:
            self.fail(outcome.place, outcome.failure, outcome.id)
            return
        counts: ArticleCounts = outcome.report
        self.read += 1
        self.written += counts.verdict != "empty"
        self.empty += counts.verdict == "empty"
        self.verdicts[counts.verdict] += 1
        removed = sum(characters for _, characters in counts.rules.values())
        self.characters += counts.characters
        self.removed += removed
        for rule, (lines, characters) in counts.rules.items():
            _add(self.rules, rule, (1, lines, characters))
        _add(self.sites, counts.site, (1, counts.characters, removed))
        self.slowest = heapq.nlargest(MAX_SLOWEST, [*self.slowest, (round(seconds, 3), outcome.place)])

    def fail(self, place: str, reason: str, id: object = None) -> None:
        """Count a document, or the rest of an input, that failed."""
        self.read += 1
        self.failed += 1
        self.failures.append({"place": place, **({} if id is None else {"id": id}), "reason": reason})

    def remark(self, place: str, remark: str) -> None:
        """Keep a remark on a document or an input."""
        self.remarks.append({"place": place, "remark": remark})

    def merge(self, other: "Tally") -> None:
        """Add the counts of other documents."""
        for name in ("read", "written", "empty", "failed", "characters", "removed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.verdicts += other.verdicts
        for totals, additions in ((self.rules, other.rules), (self.sites, other.sites)):
            for key, counts in additions.items():
                _add(totals, key, counts)
        self.failures += other.failures
        self.remarks += other.remarks
        self.slowest = heapq.nlargest(MAX_SLOWEST, [*self.slowest, *other.slowest])
        self.again |= other.again

    @property
    def share(self) -> float:
        """The share of all characters that rules removed."""
        return self.removed / self.characters if self.characters else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as values for JSON."""
        return {**vars(self), "verdicts": dict(self.verdicts)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Tally":
        """Return the counts in a shard record."""
        counts = {name: record[name] for name in cls.__dataclass_fields__}
        slowest = [(seconds, place) for seconds, place in record["slowest"]]
        return cls(**{**counts, "verdicts": Counter(record["verdicts"]), "slowest": slowest})


def _add(counts: dict[str, list[int]], key: str, numbers: Iterable[int]) -> None:
    counts[key] = [a + b for a, b in zip(counts.get(key, (0, 0, 0)), numbers, strict=True)]
