"""Many documents: exact counts of all, and the documents that a page shows, in bounded memory.

A page shows the documents that look most suspicious, and from the others the same sample each time.
"""

import hashlib
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.report.view import POSITIONS, DocumentView

MAX_LISTED = 1_000
"""Documents in the table of a page: browsers sort as many rows at once."""

MAX_SHOWN = 200
"""Documents that are shown with their texts."""

MAX_CHARACTERS = 3_000_000
"""Characters of all texts that are shown, so that a page stays below some 10 MB."""

UNKNOWN_SITE = "(unknown)"
"""The site under which documents of unknown sites are counted."""

SUSPICIONS = ("failed", "kept-whole", "empty")
"""Verdicts that come first, the most suspicious first; after them comes the largest share removed."""


class NumberedView(NamedTuple):
    """A document, and its number among all that were read (1-based)."""

    number: int
    view: DocumentView


@dataclass
class SiteCounts:
    """The documents of a site, their characters, how many of these were removed, and verdicts."""

    documents: int = 0
    characters: int = 0
    removed: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of all characters that was removed."""
        return self.removed / self.characters if self.characters else 0.0


@dataclass
class RuleCounts:
    """What a rule removed: from how many documents, and how many lines (or nodes of pages) and characters."""

    documents: int = 0
    lines: int = 0
    characters: int = 0


class _Smallest:
    """The entries with the smallest keys, at most ``size`` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: list[tuple[Any, int, DocumentView]] = []

    def add(self, key: object, number: int, make: Callable[[], DocumentView]) -> None:
        """Add an entry, which is made if it is one of the smallest."""
        if len(self._entries) < self._size or (key, number) < self._entries[-1][:2]:
            insort(self._entries, (key, number, make()), key=lambda entry: entry[:2])
            del self._entries[self._size :]

    def __iter__(self) -> Iterator[NumberedView]:
        return (NumberedView(number, view) for _, number, view in self._entries)


class Corpus:
    """Counts over all documents, and those that a page lists and shows."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.characters = self.removed = self.removals = 0
        self.rules: dict[str, RuleCounts] = defaultdict(RuleCounts)
        self.sites: dict[str, SiteCounts] = defaultdict(SiteCounts)
        self.positions = [0] * POSITIONS
        self._suspicious = {size: _Smallest(size) for size in (MAX_LISTED, MAX_SHOWN)}
        self._sample = {size: _Smallest(size) for size in (MAX_LISTED, MAX_SHOWN)}

    def add(self, view: DocumentView) -> None:
        """Add the next document."""
        self._count(view)
        rank = _rank(view)
        chance = hashlib.sha256(f"{view.place}\n{view.id}".encode("utf-8", "surrogatepass")).digest()
        for size in (MAX_LISTED, MAX_SHOWN):
            make = view.without_text if size == MAX_LISTED else lambda: view
            self._suspicious[size].add(rank, self.documents, make)
            self._sample[size].add(chance, self.documents, make)

    def _count(self, view: DocumentView) -> None:
        self.verdicts[view.verdict] += 1
        self.characters += view.characters
        self.removed += view.removed
        self.removals += view.removal_count
        site = self.sites[view.site or UNKNOWN_SITE]
        site.documents += 1
        site.characters += view.characters
        site.removed += view.removed
        site.verdicts[view.verdict] += 1
        for name, lines, characters in view.counts:
            rule = self.rules[name]
            rule.documents += 1
            rule.lines += lines
            rule.characters += characters
        for index, characters in enumerate(view.positions):
            self.positions[index] += characters

    @property
    def documents(self) -> int:
        """The number of documents."""
        return self.verdicts.total()

    @property
    def share(self) -> float:
        """The share of all characters of texts that was removed."""
        return self.removed / self.characters if self.characters else 0.0

    def listed(self) -> list[NumberedView]:
        """Return the documents of the table, the most suspicious first."""
        return self._chosen(MAX_LISTED)

    def shown(self) -> list[NumberedView]:
        """Return the documents that are shown with their texts, the most suspicious first."""
        chosen, characters = list[NumberedView](), 0
        for document in self._chosen(MAX_SHOWN):
            characters += sum(len(row.text) for row in document.view.rows)
            if chosen and characters > MAX_CHARACTERS:
                break
            chosen.append(document)
        return chosen

    def _chosen(self, size: int) -> list[NumberedView]:
        """Return half of the documents by suspicion, and the others by chance."""
        suspicious, sample = [*self._suspicious[size]], [*self._sample[size]]
        if self.documents > size:
            chosen = {document.number: document for document in suspicious[: size // 2]}
            for document in sample:
                if len(chosen) < size:
                    chosen.setdefault(document.number, document)
            suspicious = [*chosen.values()]
        return sorted(suspicious, key=lambda document: (_rank(document.view), document.number))


def _rank(view: DocumentView) -> tuple[int, float]:
    """Return the place of a document by how suspicious it looks: the smallest comes first."""
    verdict = SUSPICIONS.index(view.verdict) if view.verdict in SUSPICIONS else len(SUSPICIONS)
    return verdict, -view.share
