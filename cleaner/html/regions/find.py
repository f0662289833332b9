"""Regions of a page that are not its article: further articles, readers' comments, and what nobody sees.

The scorer judges lines; what belongs together is found here, by the tree and by what repeats in it. A region goes as a
whole. Articles and comments go only where the page's own article is certain: it has the page's headline and prose.
So lists of articles, live blogs, forums and open threads stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from cleaner.html.lines import Container, PageLine
from cleaner.html.page_view import PageView
from cleaner.html.regions.articles import find_next_articles
from cleaner.html.regions.comments import find_comments
from cleaner.html.regions.unseen import find_hidden
from cleaner.html.regions.view import RegionHints, RegionView, containers_above
from cleaner.html.tree import Node, NodePaths, visible_text
from cleaner.text.words import count_words
from cleaner.types import Pruned

NEXT_ARTICLE = "extraction/next-article"
COMMENTS = "extraction/comments"
HIDDEN = "extraction/hidden"
"""Names under which regions are reported."""

MIN_REGION_PROSE = 20
"""Words of prose of a region that is left out as a whole: the scorer is never wrong about those with fewer."""


def find_regions(view: PageView, hints: RegionHints) -> dict[Node, str]:
    """Return the nodes of regions that are not the page's article, in document order, with the name of their kind."""
    found = dict.fromkeys(find_hidden(view), HIDDEN)
    page = RegionView(view, hints)
    headline = page.main_headline() if hints.titles and not hints.is_discussion else None
    if headline is not None:
        found |= _find_others(page, headline)
    return {
        container.node: found[container]
        for container in sorted(found, key=lambda container: page.spans[container][0])
        if container.node is not None and found.keys().isdisjoint(containers_above(container))
    }


def _find_others(page: RegionView, headline: int) -> dict[Container, str]:
    """Return the containers of further articles and of comments; ``headline`` is the line with the page's title."""
    groups: list[tuple[Sequence[Container], str]]
    groups = [((story,), NEXT_ARTICLE) for story in find_next_articles(page, headline)]
    stories = {container for group, _ in groups for container in group}
    groups += [(group, COMMENTS) for group in find_comments(page, headline, stories)]
    around_headline = frozenset(page.view.lines[headline].container.lineage())
    return {
        container: name
        for group, name in groups
        if sum(map(page.prose_in, group)) >= MIN_REGION_PROSE and around_headline.isdisjoint(group)
        for container in group
    }


def share_in_regions(lines: Iterable[PageLine], regions: AbstractSet[Node]) -> float:
    """Return the share of the words of an article's lines that are in regions; 1 if the page does not show them."""
    inside = total = 0
    for line in lines:
        if line.container.node is not None:
            words = count_words(line.text)
            total += words
            inside += words * is_in_regions(line, regions)
    return inside / total if total else 1.0


def is_in_regions(line: PageLine, regions: AbstractSet[Node]) -> bool:
    """Whether a line is in one of the regions with these nodes."""
    return any(container.node in regions for container in line.container.lineage())


def region_records(regions: Mapping[Node, str]) -> tuple[Pruned, ...]:
    """Return what is reported about regions that are left out."""
    paths = NodePaths()
    return tuple(Pruned(name, paths.path_of(node), visible_text(node)) for node, name in regions.items())
