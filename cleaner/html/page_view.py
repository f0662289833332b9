"""A page's lines with the counts over all of them that features and signals are computed from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleaner.html.lines import Container, PageLine
from cleaner.html.values import comparison_key
from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words

WORD = lazy_pattern(r"\w+")

Signature = tuple[str, str | None, str | None]
"""A container's tag and class, and the class of its parent: lines made by one template share it."""


@dataclass(slots=True)
class LineCounts:
    """Sums over lines: of words, of words in links, of lines, and of lines with a sentence's length."""

    words: int = 0
    linked: float = 0.0
    lines: int = 0
    long: int = 0


@dataclass(slots=True)
class PageView:
    """A page's lines, the headlines and descriptions of its metadata, and counts.

    Lists have an entry for each line. ``keys`` are the texts by which lines are compared (:func:`comparison_key`), and
    ``copies`` the indexes of the lines of each key. ``below`` has the counts of all lines in each container, with
    containers before their parents and the root last; ``alike`` has those of the lines of each signature. ``features``
    keeps what scorers have computed, by the name of a signal (empty for the lines' own) and the index of a line.
    """

    lines: Sequence[PageLine]
    titles: Sequence[str] = ()
    descriptions: Sequence[str] = ()
    words: list[int] = field(init=False)
    keys: list[str] = field(init=False)
    sentences: list[bool] = field(init=False)
    signatures: list[Signature] = field(init=False)
    copies: dict[str, list[int]] = field(init=False)
    below: dict[Container, LineCounts] = field(init=False)
    alike: dict[Signature, LineCounts] = field(init=False)
    features: dict[str, dict[int, list[float]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Compute the counts."""
        self.words = [count_words(line.text) for line in self.lines]
        self.keys = [comparison_key(line.text) for line in self.lines]
        self.sentences = [is_sentence(line.text) for line in self.lines]
        self.signatures = [_signature(line.container) for line in self.lines]
        self.copies = {}
        for index, key in enumerate(self.keys):
            self.copies.setdefault(key, []).append(index)
        self._add_up()

    def words_in(self, indexes: Iterable[int]) -> int:
        """Return the number of words in the lines at these indexes."""
        return sum([self.words[index] for index in indexes])

    def _add_up(self) -> None:
        self.below = {container: LineCounts() for container in _bottom_up(line.container for line in self.lines)}
        self.alike = {signature: LineCounts() for signature in self.signatures}
        for line, words, signature in zip(self.lines, self.words, self.signatures, strict=True):
            linked, long = words * line.links, words >= PROSE_WORDS
            for counts in (self.alike[signature], self.below[line.container]):
                counts.words += words
                counts.linked += linked
                counts.lines += 1
                counts.long += long
        for container, counts in self.below.items():
            if container.parent:
                parent_counts = self.below[container.parent]
                parent_counts.words += counts.words
                parent_counts.linked += counts.linked
                parent_counts.lines += counts.lines
                parent_counts.long += counts.long


def _bottom_up(containers: Iterable[Container]) -> list[Container]:
    """Return containers and all their ancestors, each before its parent."""
    reached: dict[Container, None] = {}
    for container in containers:
        for ancestor in container.lineage():
            if ancestor in reached:
                break
            reached[ancestor] = None
    return sorted(reached, key=lambda container: -container.depth)


def _signature(container: Container) -> Signature:
    parent = container.parent
    return container.tag, container.class_name, parent.class_name if parent else None
