"""The figures of an article: pictures in its region of the page, each with its caption below it.

A picture belongs to the article if the smallest node around it that has text besides captions has lines of the article:
around a picture in a teaser, a list or a card of the author, that node has other lines only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cleaner.html.lines import Container, PageLine, PagePicture
from cleaner.html.pictures import Picture, has_other_purpose, is_without_sight, picture_of
from cleaner.html.runs import Mark, Run, plain_runs
from cleaner.lazy import lazy_pattern

MAX_LEVELS = 12
"""Containers around a picture that are searched for text."""

MAX_LEVELS_OUTSIDE = 3
"""Containers around a picture above or below all lines of the article that may separate it from them."""

MAX_PICTURES = 300
"""Pictures of an article."""

MAX_CAPTION_LINES = 6
"""Lines of a caption."""

_CAPTION_NAME = lazy_pattern(r"caption|bildunterschrift|legend[ea]|credit|cutline", re.IGNORECASE)
_OTHER_TAGS = frozenset(("aside", "dialog", "footer", "form", "nav"))
_SIZE = lazy_pattern(r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)")
_EMPHASIS = Mark("em")


@dataclass(slots=True)
class _Region:
    """Which containers have lines, and lines of the article, which are at the places ``kept``."""

    lines: Sequence[PageLine]
    kept: frozenset[int]
    has_text: set[Container] = field(default_factory=set)
    has_article: set[Container] = field(default_factory=set)
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        """Find the containers."""
        self.first, self.last = min(self.kept), max(self.kept)
        for index, line in enumerate(self.lines):
            if not is_caption(line):
                _add_lineage(self.has_text, line.container)
                if index in self.kept:
                    _add_lineage(self.has_article, line.container)

    def has(self, picture: PagePicture) -> bool:
        """Whether a picture is in the article."""
        for levels, container in enumerate(islice(picture.container.lineage(), MAX_LEVELS)):
            if container in self.has_text:
                is_between = self.first < picture.line <= self.last
                return container in self.has_article and (is_between or levels <= MAX_LEVELS_OUTSIDE)
            if container.tag in _OTHER_TAGS or container.hidden:
                return False
            if container.node is not None and (has_other_purpose(container.node) or is_without_sight(container.node)):
                return False
        return False

    def caption(self, picture: PagePicture, end: int) -> list[int]:
        """Return the places of the lines of a picture's caption; those from ``end`` on are below the next picture."""
        around = None
        for container in islice(picture.container.lineage(), MAX_LEVELS):
            if container in self.has_text:
                break
            around = container
            if container.tag == "figure":
                break
        if around is None:
            return []
        first = picture.line if around.tag != "figure" else max(0, picture.line - 1)
        places = range(first, min(end, picture.line + MAX_CAPTION_LINES, len(self.lines)))
        return [place for place in places if around in islice(self.lines[place].container.lineage(), MAX_LEVELS)]


def _add_lineage(containers: set[Container], container: Container) -> None:
    """Add a container and those above it, each once."""
    for ancestor in container.lineage():
        if ancestor in containers:
            break
        containers.add(ancestor)


def is_caption(line: PageLine) -> bool:
    """Whether a line is in a figure, or in a node that is named after captions."""
    return any(
        container.tag in ("figure", "figcaption") or _CAPTION_NAME.search(container.class_name or "") is not None
        for container in islice(line.container.lineage(), MAX_LEVELS_OUTSIDE)
    )


def with_figures(
    lines: Sequence[PageLine], page_lines: Sequence[PageLine], pictures: Sequence[PagePicture], base: str
) -> tuple[PageLine, ...]:
    """Return the lines of an article with its figures at their places.

    ``page_lines`` are all lines of the page, ``pictures`` all of its pictures, and ``base`` is the address by which
    theirs are made absolute. Lines of captions move below their pictures.
    """
    chosen = {id(line) for line in lines}
    kept = frozenset(index for index, line in enumerate(page_lines) if id(line) in chosen or line.container.tag == "h1")
    if not kept or chosen.isdisjoint(map(id, page_lines)):
        return tuple(lines)
    region = _Region(page_lines, kept)
    figures: dict[int, list[PageLine]] = {}
    moved: set[int] = set()
    for place, picture, caption in _figures(region, pictures, base):
        moved.update(id(page_lines[index]) for index in caption)
        figures.setdefault(place, []).extend(_figure_lines(picture, [page_lines[index] for index in caption]))
    return tuple(_merged(lines, page_lines, figures, moved))


@dataclass(slots=True)
class _Shown:
    """A picture of an article with its container."""

    picture: Picture
    container: Container


def _figures(region: _Region, pictures: Sequence[PagePicture], base: str) -> Iterator[tuple[int, _Shown, list[int]]]:
    """Yield the pictures of an article, each once: before which line it stands, and the places of its caption."""
    kept_keys: set[str] = set()
    taken: set[int] = set()
    for index, found in enumerate(pictures):
        levels = islice(found.container.lineage(), MAX_LEVELS_OUTSIDE)
        in_figure = any(container.tag == "figure" for container in levels)
        picture = picture_of(found.node, base, in_figure=in_figure) if region.has(found) else None
        key = _SIZE.sub("", picture.address.partition("?")[0]) if picture else ""
        if not picture or key in kept_keys:
            continue
        kept_keys.add(key)
        following = (other.line for other in pictures[index + 1 :][:1])
        end = next((line for line in following if line > found.line), len(region.lines))
        caption = [place for place in region.caption(found, end) if place not in taken]
        taken.update(caption)
        yield found.line, _Shown(picture, found.container), caption
        if len(kept_keys) == MAX_PICTURES:
            return


def _figure_lines(shown: _Shown, caption: Sequence[PageLine]) -> Iterator[PageLine]:
    """Yield the lines of a figure: the picture, and its caption in emphasis."""
    outer = shown.container
    container = Container(None, "figure", outer, outer.depth + 1, "caption")
    yield PageLine("", container, picture=shown.picture)
    runs: list[Run] = []
    for line in caption:
        parts = line.runs or plain_runs(line.text)
        runs += [parts[0]._replace(has_blank=bool(runs)), *parts[1:]]
    if runs:
        text = " ".join(line.text for line in caption)
        yield PageLine(text, container, runs=tuple(_emphasized(runs)))


def _emphasized(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        yield run._replace(marks=(_EMPHASIS, *(mark for mark in run.marks if mark != _EMPHASIS)))


def _merged(
    lines: Sequence[PageLine],
    page_lines: Sequence[PageLine],
    figures: dict[int, list[PageLine]],
    moved: set[int],
) -> Iterator[PageLine]:
    """Yield the lines of an article, each after the figures that stand before it on the page."""
    places = {id(line): index for index, line in enumerate(page_lines)}
    pending = sorted(figures)
    for line in lines:
        place = places.get(id(line), -1)
        while pending and pending[0] <= place:
            yield from figures[pending.pop(0)]
        if id(line) not in moved:
            yield line
    for place in pending:
        yield from figures[place]
