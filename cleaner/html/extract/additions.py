"""Lines that belong to an article whatever the scorer says.

They are notes, formulas, captions, paragraphs that are a link, the last paragraphs, lists and tables among paragraphs,
and what is left of lists and of blocks with a heading.
On a page with few words, all of its text belongs to it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, takewhile

from lxml import etree

from cleaner.html.lines import Container, PageLine
from cleaner.html.page_view import PageView
from cleaner.html.regions.view import containers_above
from cleaner.lazy import lazy_pattern

MAX_BELOW_SHARE = 0.5
"""Share of the article's words that its notes may have: longer lists of sources do not belong to the text."""

MIN_NOTE_WORDS = 3
"""Words of a note: numbers of pictures and of parts are linked as notes are."""

MAX_NOTE_LEVELS = 3
"""Containers, the line's own included, that may bear the name that a reference leads to."""

MAX_NOTE_NODES = 50
"""Nodes of a note that are searched for that name."""

MIN_LINKED_WORDS = 15
WHOLE_LINK = 0.9
"""Words of a paragraph that is one link in bold, and the share of its characters in both: shorter ones are teasers, and
what is not in bold is promotion (three of three on 763 labeled pages)."""

MIN_LINKED_BESIDE, MIN_LINKED_LINES = 3, 2
"""Chosen paragraphs beside which a list of links that stands between two of them is the article's, and its lines: of
such lists that the scorers left out, 48 with 1,363 words were the article's and 13 with 188 were not."""

MAX_SHORT_BLOCK = 100
"""Words of a list or table right below the article from which it must not be longer than half of it."""

MAX_LAST_PARAGRAPHS, MAX_LAST_WORDS = 3, 20
"""Paragraphs below the last chosen one, and their words, that belong to the article. On 1,770 labeled pages, 33 such
lines stand below those that scorers chose that had not learned from the page: 17 are the article's."""

MAX_BLOCK_LINKS = 0.3
"""Share of words in links of a list or table without a class that is the article's if it stands beside a chosen
paragraph. Of such blocks that the scorers left out on 1,770 labeled pages that they had not learned from, 126 were the
article's and 13 were not; ``fast`` left out 95 and 6."""

MAX_SHARED_LEVELS = 3
"""Levels above two lines at which they have a common container."""

MIN_CHOSEN_SHARE = 0.5
"""Share of the items of a list that the scorer must choose for all to belong to the article."""

SHORT_PAGE_WORDS = 50
"""Visible words of a page all of whose text is the article: the scorer knows no pages that are as short."""

MIN_SHORT_LINES = 2
"""Lines other than headings that a short page must have if the scorer chooses none of it."""

MAX_LINKED = 0.5
"""Share of a line in links from which it is a link, and not text of the article."""

_BOTH = 2
_MIN_FORMULA = 4
"""Characters of a displayed formula without TeX."""

_MARK = lazy_pattern(r"^\W*(?:\d{1,3}|[*†‡§]{1,3}|[ivxlc]{1,5}|[a-z])\W*$", re.IGNORECASE)
_LISTS = frozenset(("ol", "ul", "dl", "table"))
_BLOCKS = _LISTS | {"address"}
_CAPTIONS = frozenset(("caption", "figcaption"))
_CAPTIONED = frozenset(("table", "figure"))
_AROUND_TEXT = frozenset(("nav", "footer", "header", "aside", "form", "button"))


def with_additions(view: PageView, chosen: Sequence[int], *, is_article: bool = True) -> list[int]:
    """Return the chosen lines, and with them those that belong to the same article.

    ``is_article``: the page is an article by its type, in which headings that are links, or of which no text is above,
    may be those of others.
    """
    if sum(view.words) < SHORT_PAGE_WORDS:
        chosen = _with_short_text(view, chosen)
    if not chosen:
        return []
    finders = (_notes, _linked_paragraphs, _last_paragraphs, _formulas, _captions, _blocks, _items)
    others = (finder(view, chosen) for finder in finders)
    headings = _headings(view, chosen, is_article=is_article)
    return sorted({*chosen, *chain.from_iterable(others), *headings})


def _with_short_text(view: PageView, chosen: Sequence[int]) -> Sequence[int]:
    """Return all text of a short page; where nothing is chosen, it must have lines other than headings."""
    lines = [
        index
        for index, line in enumerate(view.lines)
        if _may_be_text(line) and _AROUND_TEXT.isdisjoint(_tags_above(line))
    ]
    others = sum(view.lines[index].container.kind != "heading" for index in lines)
    return sorted({*chosen, *lines}) if chosen or others >= MIN_SHORT_LINES else chosen


def _may_be_text(line: PageLine) -> bool:
    return line.links < MAX_LINKED and not line.container.hidden


def _tags_above(line: PageLine) -> frozenset[str]:
    return frozenset(container.tag for container in line.container.lineage())


def _notes(view: PageView, chosen: Sequence[int]) -> list[int]:
    """Return the lines to which references in the chosen lines lead: footnotes and endnotes."""
    names = frozenset(_noted_names(view.lines[index] for index in chosen))
    if not names:
        return []
    kept, around = frozenset(chosen), _containers_above(view, chosen)
    notes = [
        index
        for index in range(chosen[0] + 1, len(view.lines))
        if index not in kept
        and view.words[index] >= MIN_NOTE_WORDS
        and not names.isdisjoint(_names_of(view.lines[index].container, around))
    ]
    lists = {block for index in notes if (block := _list_of(view.lines[index].container)) and block not in around}
    notes += [
        index
        for index, line in enumerate(view.lines)
        if lists and index not in kept and not lists.isdisjoint(line.container.lineage())
    ]
    return notes if view.words_in({*notes}) <= MAX_BELOW_SHARE * view.words_in(chosen) else []


def _list_of(container: Container) -> Container | None:
    """Return the list that a note is an item of: the notes beside it belong to the article as well."""
    return next((block for block in container.lineage() if block.tag in _LISTS), None)


def _containers_above(view: PageView, chosen: Iterable[int]) -> frozenset[Container]:
    return frozenset(container for index in chosen for container in containers_above(view.lines[index].container))


def _noted_names(lines: Iterable[PageLine]) -> Iterator[str]:
    """Yield the names to which numbers and marks in the lines lead."""
    for node in dict.fromkeys(line.container.node for line in lines):
        for link in node.iter("a") if node is not None else ():
            address = link.get("href") or ""
            if address.startswith("#") and _MARK.match("".join(link.itertext())):
                yield address[1:]


def _names_of(container: Container, around: frozenset[Container]) -> Iterator[str]:
    """Yield the ids of a line's innermost containers and of the nodes within; ``around`` hold the article itself."""
    for block in islice(container.lineage(), MAX_NOTE_LEVELS):
        if block not in around and "id" in block.attributes:
            yield block.attributes["id"]
    if container.node is not None and container not in around:
        for node in islice(container.node.iter(etree.Element), MAX_NOTE_NODES):
            yield from (name for key in ("id", "name") if (name := node.get(key)))


def _linked_paragraphs(view: PageView, chosen: Sequence[int]) -> Iterator[int]:
    """Yield the sentences that are one link, between two chosen lines of the same text."""
    kept = frozenset(chosen)
    for index in range(chosen[0] + 1, chosen[-1]):
        line = view.lines[index]
        if index in kept or min(line.links, line.bold) < WHOLE_LINK or not {index - 1, index + 1} <= kept:
            continue
        if view.words[index] >= MIN_LINKED_WORDS and view.sentences[index]:
            above, below = view.lines[index - 1].container, view.lines[index + 1].container
            if _are_together(line.container, above) and _are_together(line.container, below):
                yield index


def _last_paragraphs(view: PageView, chosen: Sequence[int]) -> Sequence[int]:
    """Return the few paragraphs below the last chosen line that stand beside it in the same node, of the same class."""
    name = _paragraph_name(view, chosen[-1])
    if name[1] != "p":
        return ()
    indexes = range(chosen[-1] + 1, len(view.lines))
    last = list(islice(takewhile(lambda index: _paragraph_name(view, index) == name, indexes), MAX_LAST_PARAGRAPHS + 1))
    are_text = all(_may_be_text(view.lines[index]) and view.words[index] < MAX_LAST_WORDS for index in last)
    return last if are_text and len(last) <= MAX_LAST_PARAGRAPHS else ()


def _paragraph_name(view: PageView, index: int) -> tuple[Container | None, str, str | None]:
    container = view.lines[index].container
    return container.parent, container.tag, container.class_name


def _formulas(view: PageView, chosen: Sequence[int]) -> Iterator[int]:
    """Yield the displayed formulas right after or before a chosen line of the same text."""
    kept = frozenset(chosen)
    formulas = [index for index, line in enumerate(view.lines) if index not in kept and _is_formula(line.text)]
    places = frozenset(formulas)
    above: dict[int, int] = {}
    for index in formulas:
        above[index] = above.get(index - 1, index - 1) if index - 1 in places else index - 1
    below: dict[int, int] = {}
    for index in reversed(formulas):
        below[index] = below.get(index + 1, index + 1) if index + 1 in places else index + 1
    for index in formulas:
        beside = [place for place in (above[index], below[index]) if place in kept]
        container = view.lines[index].container
        if len(beside) == _BOTH or any(_are_together(container, view.lines[place].container) for place in beside):
            yield index


def _is_formula(text: str) -> bool:
    return text.startswith("$$") and text.endswith("$$") and len(text) > _MIN_FORMULA


def _captions(view: PageView, chosen: Sequence[int]) -> Iterator[int]:
    """Yield the captions of the tables and blocks of code in the chosen lines."""
    kinds = ("row", "code")
    rows = (view.lines[index].container for index in chosen if view.lines[index].container.kind in kinds)
    captioned = {block for row in rows for block in row.lineage() if block.tag in _CAPTIONED}
    if not captioned:
        return
    for index, line in enumerate(view.lines):
        lineage = list(line.container.lineage())
        if any(block.tag in _CAPTIONS for block in lineage) and not captioned.isdisjoint(lineage):
            yield index


def _blocks(view: PageView, chosen: Sequence[int]) -> Iterator[int]:
    """Yield the lines of lists, tables and addresses among the paragraphs of the article, or right below them.

    Below them, a block may have a heading.
    """
    containers = (view.lines[index].container for index in chosen)
    beside = Counter(container.parent for container in containers if container.tag == "p")
    blocks: dict[Container, list[int]] = {}
    for index in range(chosen[0] + 1, len(view.lines)):
        if block := _block_beside(view.lines[index].container, beside):
            blocks.setdefault(block, []).append(index)
    last, max_words = chosen[-1], max(MAX_SHORT_BLOCK, MAX_BELOW_SHARE * view.words_in(chosen))
    for block, indexes in blocks.items():
        words, links = view.words_in(indexes), sum(view.words[index] * view.lines[index].links for index in indexes)
        are_shown = not any(view.lines[index].container.hidden for index in indexes)
        headings = range(last + 1, indexes[0])
        is_placed = len(headings) <= 1 and all(_is_heading_of(block, view.lines[index]) for index in headings)
        is_between = indexes[-1] < last
        may_be_links = is_between and beside[block.parent] >= MIN_LINKED_BESIDE and len(indexes) >= MIN_LINKED_LINES
        are_own = may_be_links or links < MAX_BLOCK_LINKS * words
        if are_shown and is_placed and are_own and (is_between or words <= max_words):
            yield from (*headings, *indexes)
            last = max(last, indexes[-1])


def _is_heading_of(block: Container, line: PageLine) -> bool:
    return line.container.kind == "heading" and line.container.parent is block.parent and _may_be_text(line)


def _block_beside(container: Container, beside: Counter[Container | None]) -> Container | None:
    """Return the list, table or address without a class that holds a line and stands beside paragraphs."""
    return next(
        (
            block
            for block in container.lineage()
            if block.tag in _BLOCKS and not block.class_name and block.parent in beside
        ),
        None,
    )


def _items(view: PageView, chosen: Sequence[int]) -> Iterator[int]:
    """Yield the other items of lists, and rows of tables, of which most are chosen."""
    kept = frozenset(chosen)
    blocks: dict[Container, list[int]] = {}
    for index, line in enumerate(view.lines):
        if line.container.kind in ("item", "row") and (block := _list_of(line.container)):
            blocks.setdefault(block, []).append(index)
    for items in blocks.values():
        if MIN_CHOSEN_SHARE * len(items) < sum(index in kept for index in items) < len(items):
            yield from (index for index in items if _may_be_text(view.lines[index]))


def _headings(view: PageView, chosen: Sequence[int], *, is_article: bool) -> Iterator[int]:
    """Yield the headings right above chosen lines in the same block, which is not the whole article's."""
    kept, lines = frozenset(chosen), view.lines
    for index in chosen:
        above = lines[index - 1] if index else None
        if above is None or index - 1 in kept or above.container.hidden:
            continue
        block = _block_of(above.container, lines[index].container)
        if block and above.container.tag == "summary":
            yield index - 1
        elif block and above.container.kind == "heading":
            may_be_others = is_article and (above.links >= MAX_LINKED or index - 2 not in kept)
            if not may_be_others and (index > chosen[0] or 2 * view.below[block].lines < len(chosen)):
                yield index - 1


def _are_together(container: Container, other: Container) -> bool:
    return _block_of(container, other) is not None


def _block_of(container: Container, other: Container) -> Container | None:
    """Return the innermost container of both, if it is close above."""
    around = frozenset(islice(other.lineage(), 1, MAX_SHARED_LEVELS))
    return next((block for block in islice(container.lineage(), 1, MAX_SHARED_LEVELS) if block in around), None)
