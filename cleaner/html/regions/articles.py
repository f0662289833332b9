"""Further articles on a page: stories that follow the page's own, and teasers of others."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice, takewhile

from lxml import etree

from cleaner.html.lines import Container
from cleaner.html.metadata.jsonld import address_path
from cleaner.html.regions.view import HEADLINE_TAGS, RegionView, names_of
from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern

MIN_ARTICLE_PROSE = 50
"""Words of prose that the page's article must have for another article to go."""

WHOLE_LINK = 0.9
"""Share of a headline's characters in links from which it is a link."""

MAX_SIGN_NODES = 200
"""Nodes at the start of an article among which its date and its byline are looked for."""

_ARTICLE_TYPE = lazy_pattern(r"/(?:[A-Za-z]*Article|BlogPosting)$")
_ADDRESS_KEYS = ("data-url", "data-href", "data-permalink", "data-article-url", "data-canonical-url", "itemid", "about")
_BYLINE = lazy_pattern(r"\b(?:by-?line|author)", re.IGNORECASE)
_NEXT = lazy_pattern(
    r"(?<![^\W_])(?:(?:up|read)[-_]?next|next[-_]?(?:up|articles?|story|stories|posts?)|(?:article|story|post)[-_]next)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
"""Names of nodes that hold the article to be read after the page's."""

_LIVE = lazy_pattern(r"live-?(?:blog|post|update|ticker|entry)|ticker|liveblog|timeline", re.IGNORECASE)


def find_next_articles(page: RegionView, headline: int) -> Iterator[Container]:
    """Yield the containers of other articles on a page, each with a headline of its own."""
    lines = page.view.lines
    main_above = list(lines[headline].container.lineage())
    main = next(filter(_is_article, main_above), None)
    level = _level(lines[headline].container)
    if any(_LIVE.search(names_of(container)) for container in main_above):
        return
    inside = frozenset(main_above)
    for index in page.headlines():
        container = lines[index].container
        story = next(filter(_is_article, container.lineage()), None)
        if index > headline and (named := _named_next(container, inside)):
            if _prose_between(page, headline, named) >= MIN_ARTICLE_PROSE:
                yield named
            continue
        if index == headline or story in inside:
            continue
        if story is None or main is None:
            if _level(container) == level == 1 and index > headline and not page.is_title(index):
                yield from _story_without_article(page, main_above, index, headline)
        elif (
            main not in story.lineage()
            and page.prose_in(main) >= MIN_ARTICLE_PROSE
            and not _LIVE.search(names_of(story))
        ):
            is_equal = level == _level(container) == 1 and index > headline
            if (is_equal or _is_elsewhere(page, story, index)) and not page.is_title(index):
                yield story


def _named_next(container: Container, inside: AbstractSet[Container]) -> Container | None:
    """Return the outermost container around a headline that is called the next article and holds no part of this."""
    outside = takewhile(lambda above: above not in inside, container.lineage())
    return next((above for above in reversed(list(outside)) if _NEXT.search(names_of(above))), None)


def _story_without_article(
    page: RegionView, main_above: Sequence[Container], index: int, headline: int
) -> Iterator[Container]:
    """Yield the container of a story below the page's that is signed elsewhere, or made like the page's own."""
    above = set(main_above)
    container = story = page.view.lines[index].container
    while story.parent and story.parent not in above:
        story = story.parent
    main = next((container for container in main_above if container.parent is story.parent), None)
    is_alike = main is not None and story is not container and _is_alike(page, story, main, index)
    if is_alike or _is_signed_elsewhere(page, story, index, headline):
        yield story


def _is_alike(page: RegionView, story: Container, main: Container, index: int) -> bool:
    """Whether a story is made like the page's article, and shows when or by whom it was written as that does."""
    classes, main_classes = (set((container.class_name or "").split()) for container in (story, main))
    if story.tag != main.tag or not classes & main_classes or page.prose_in(main) < MIN_ARTICLE_PROSE:
        return False
    signs = (_has_date(story), _has_byline(story), _is_elsewhere(page, story, index))
    main_signs = (_has_date(main), _has_byline(main), True)
    return any(shown and wanted for shown, wanted in zip(signs, main_signs, strict=True))


def _is_signed_elsewhere(page: RegionView, story: Container, index: int, headline: int) -> bool:
    """Whether a story has a byline, and an address that is not known to be the page's, below enough prose."""
    if _prose_between(page, headline, story) < MIN_ARTICLE_PROSE or not _has_byline(story):
        return False
    return _is_elsewhere(page, story, index) if page.hints.paths else bool(_addresses(page, story, index))


def _prose_between(page: RegionView, headline: int, story: Container) -> int:
    """Return the words of prose from the page's headline to a container below it."""
    return page.prose_before[page.spans[story][0]] - page.prose_before[headline]


def _is_article(container: Container) -> bool:
    return container.tag == "article" or bool(_ARTICLE_TYPE.search(container.attributes.get("itemtype", "")))


def _level(container: Container) -> int:
    tags = (node.tag for node in container.lineage() if node.tag in HEADLINE_TAGS)
    return int(next(tags, "h9")[1])


def _has_date(container: Container) -> bool:
    return any(node.tag == "time" for node in _first_nodes(container))


def _has_byline(container: Container) -> bool:
    return any(
        _BYLINE.search(node.get("class") or "") or node.get("rel") == "author" or node.get("itemprop") == "author"
        for node in _first_nodes(container)
    )


def _first_nodes(container: Container) -> Iterator[Node]:
    return islice(container.node.iter(etree.Element), MAX_SIGN_NODES) if container.node is not None else iter(())


def _is_elsewhere(page: RegionView, story: Container, index: int) -> bool:
    """Whether an article has an address that is not the page's: its headline links to it, or its node names it."""
    if not page.hints.paths:
        return False
    hosts = {path.split("/")[0] for path in page.hints.paths}
    return any(_is_other(address, page.hints.paths, hosts) for address in _addresses(page, story, index))


def _addresses(page: RegionView, story: Container, index: int) -> list[str]:
    """Return the addresses in the attributes of an article's node, and that to which its headline links."""
    addresses = [story.attributes[key] for key in _ADDRESS_KEYS if key in story.attributes]
    heading = page.view.lines[index]
    if heading.links >= WHOLE_LINK and heading.container.node is not None:
        links = [*heading.container.node.iter("a"), *heading.container.node.iterancestors("a")]
        addresses += [link.get("href") or "" for link in links]
    return addresses


def _is_other(address: str, paths: Iterable[str], hosts: Iterable[str]) -> bool:
    if address.startswith("//"):
        address = f"https:{address}"
    if address.startswith("/"):
        others = [address_path(host + address) for host in hosts]
    elif address.startswith(("http://", "https://")):
        others = [address_path(address)]
    else:
        return False
    return all(
        "/" in address and not address.startswith(path) and not path.startswith(f"{address}/")
        for path in paths
        for address in others
    )
