"""Readers' comments on a page, by the names of nodes or by a heading with buttons for replies below it."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from cleaner.html.comment_words import has_reply_button, is_comment_heading, is_sort_control
from cleaner.html.lines import Container
from cleaner.html.page_view import PageView
from cleaner.html.regions.view import RegionView, names_of
from cleaner.lazy import lazy_pattern

MIN_PROSE_ABOVE_COMMENTS = 100
"""Words of prose that a page must have above comments for them to go: a shorter text may be what they are all about."""

MIN_REPLIES = 2
"""Buttons for replies that must follow a heading of comments where no name of a node speaks for them."""

MAX_TRIES = 40
"""Places of a page at which comments are looked for, to bound time."""

MAX_MARK = 80
"""Characters of a heading of comments."""

MAX_NAME = 200
"""Characters of a node's names that are read."""

_COMMENT_NOUNS = (
    "(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties|komentarze|yorumlar|disqus_thread)"
)
_COMMENT_SUFFIXES = (
    "(?:[-_]{0,2}(?:list|section|area|container|wrapper|thread|block|box|holder|content|main|feed|app|root))*"
)
_COMMENT_ID = lazy_pattern(
    rf"(?:user|reader|article|post|news|view|the)?[-_]?{_COMMENT_NOUNS}{_COMMENT_SUFFIXES}", re.IGNORECASE
)
_COMMENT_CLASS = lazy_pattern(rf"(?:[\w-]{{1,30}}[-_])?{_COMMENT_NOUNS}{_COMMENT_SUFFIXES}", re.IGNORECASE)
"""Names of comments. A class may begin with other words, but not an id: ids of headings do."""

_COMMENT_HINT = lazy_pattern("om+ent|reacties|yorum|disqus", re.IGNORECASE)
_COMMENT_TAGS = frozenset(("div", "section", "ol", "ul", "aside", "article", "details", "table"))


def find_comments(page: RegionView, headline: int, stories: AbstractSet[Container]) -> Iterator[Sequence[Container]]:
    """Yield the containers of readers' comments below the article, as groups of neighbors."""
    view, words, end, tries = page.view, 0, headline, MAX_TRIES
    starts = _comment_starts(view, headline)
    if not starts:
        return
    for index in range(headline + 1, len(view.lines)):
        if index <= end:
            continue
        if words >= MIN_PROSE_ABOVE_COMMENTS and index in starts and (tries := tries - 1) >= 0:
            group = _named_comments(page, index) or _marked_comments(page, index)
            if group:
                end = page.spans[group[-1]][1]
                yield group
        if index > end and stories.isdisjoint(view.lines[index].container.lineage()):
            words += page.prose[index]


def _comment_starts(view: PageView, headline: int) -> set[int]:
    """Return the lines at which comments may begin: their heading, or the first line of a node with their name.

    Headings count below the line with the page's title alone.
    """
    starts = {
        index
        for index, (line, key) in enumerate(zip(view.lines[headline:], view.keys[headline:], strict=True), headline)
        if len(line.text) <= MAX_MARK and (is_comment_heading(key, line.text) or is_sort_control(key))
    }
    named = {container for container in view.below if _is_named_after_comments(container)}
    if named:
        named_above: set[Container] = set()
        for index, line in enumerate(view.lines):
            first = named.intersection(line.container.lineage()) - named_above
            named_above |= first
            starts.update([index] * bool(first))
    return starts


def _named_comments(page: RegionView, index: int) -> list[Container]:
    """Return the outermost container that begins at a line and is named after comments."""
    named: list[Container] = []
    for container in page.view.lines[index].container.lineage():
        if page.spans[container][0] != index or container.tag == "body":
            break
        if _is_named_after_comments(container):
            named = [container]
    return named


def _is_named_after_comments(container: Container) -> bool:
    if container.tag not in _COMMENT_TAGS or not container.attributes:
        return False
    if not _COMMENT_HINT.search(names_of(container)):
        return False
    return bool(_COMMENT_ID.fullmatch(container.attributes.get("id", "")[:MAX_NAME])) or any(
        _COMMENT_CLASS.fullmatch(name) for name in (container.class_name or "")[:MAX_NAME].split()
    )


def _marked_comments(page: RegionView, index: int) -> list[Container]:
    """Return the containers from a line that is a heading of comments, if comments follow it."""
    block = page.view.lines[index].container
    while block.parent and page.spans[block.parent][0] == index:
        block = block.parent
    if _count_replies(page, page.spans[block]) >= MIN_REPLIES:
        return [block]
    siblings = [sibling for sibling in page.spans if sibling.parent is block.parent and page.spans[sibling][0] > index]
    replies = {sibling: _count_replies(page, page.spans[sibling]) for sibling in siblings}
    if sum(replies.values()) < MIN_REPLIES:
        return []
    last = max(page.spans[sibling][1] for sibling in siblings if replies[sibling])
    return [sibling for sibling in (block, *siblings) if page.spans[sibling][1] <= last]


def _count_replies(page: RegionView, span: tuple[int, int]) -> int:
    """Return the number of buttons for replies in a range of lines, its ends included."""
    first, last = span
    return sum(has_reply_button(line.text) for line in page.view.lines[first : last + 1])
