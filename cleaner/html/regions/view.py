"""The view of a page by which its regions are found: its prose, and the line that has its title."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from cleaner.html.lines import Container
from cleaner.html.metadata.agreement import is_same_title
from cleaner.html.page_view import PageView
from cleaner.html.values import comparison_key

MAX_HEADLINES = 200
"""Headings of a page that are compared."""

MIN_PROSE_WORDS = 8
"""Words of a sentence that counts as prose here: comments are written in short ones."""

MAX_LINKED = 0.3
"""Share of a line's characters in links from which it is not prose."""

HEADLINE_TAGS = ("h1", "h2", "h3", "h4")
"""Tags of headings that may be the headline of an article."""


@dataclass(frozen=True, slots=True)
class RegionHints:
    """What distinguishes the page's article from others: its titles, and its addresses as by ``address_path``.

    ``is_discussion``: what readers write is the page's content.
    """

    titles: tuple[str, ...] = ()
    paths: frozenset[str] = frozenset()
    is_discussion: bool = False


@dataclass(frozen=True)
class RegionView:
    """A page's lines, and what regions are found by."""

    view: PageView
    hints: RegionHints

    @cached_property
    def prose(self) -> list[int]:
        """The words of each line that reads like prose; 0 for any other."""
        view = self.view
        return [
            words * (sentence and words >= MIN_PROSE_WORDS and line.links < MAX_LINKED)
            for line, words, sentence in zip(view.lines, view.words, view.sentences, strict=True)
        ]

    @cached_property
    def prose_before(self) -> list[int]:
        """The words of prose above each line, and those of the page."""
        return [0, *accumulate(self.prose)]

    @cached_property
    def spans(self) -> dict[Container, tuple[int, int]]:
        """The first and the last line of each container."""
        view = self.view
        spans: dict[Container, tuple[int, int]] = {}
        for index, line in enumerate(view.lines):
            for container in line.container.lineage():
                first = spans[container][0] if container in spans else index
                spans[container] = (first, index)
        return spans

    def prose_in(self, container: Container) -> int:
        """Return the words of prose in a container."""
        first, last = self.spans[container]
        return self.prose_before[last + 1] - self.prose_before[first]

    def main_headline(self) -> int | None:
        """Return the line that has the page's title: the same words if any has, else a similar heading."""
        keys = {comparison_key(title) for title in self.hints.titles}
        headings = list(self.headlines())
        exact = [index for index in headings if self.view.keys[index] in keys]
        alike = (index for index in headings if self.is_title(index))
        return next(iter(exact), None) if exact else next(alike, None)

    def is_title(self, index: int) -> bool:
        """Whether a line is a title of the page."""
        text = self.view.lines[index].text
        return any(is_same_title(text, title) for title in self.hints.titles)

    def headlines(self) -> Iterator[int]:
        """Yield the lines that may be headlines of articles."""
        count = 0
        for index, line in enumerate(self.view.lines):
            if line.container.tag in HEADLINE_TAGS or (line.container.parent and line.container.parent.tag == "h1"):
                count += 1
                if count > MAX_HEADLINES:
                    return
                yield index


def names_of(container: Container) -> str:
    """Return what a container is called: its classes, its id and its property in microdata."""
    keys = ("class", "id", "itemprop")
    return " ".join([container.attributes[key] for key in keys if key in container.attributes])


def containers_above(container: Container) -> Iterator[Container]:
    """Yield the containers above one, the root last."""
    lineage = container.lineage()
    next(lineage)
    return lineage
