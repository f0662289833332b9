"""Blocks that nobody sees, such as summaries for other programs. What readers can open is none of them."""

import re
from collections import Counter
from itertools import islice

from lxml import etree

from cleaner.html.hidden import is_for_screen_readers, is_unseen
from cleaner.html.lines import Container
from cleaner.html.page_view import PageView
from cleaner.html.regions.view import containers_above, names_of
from cleaner.lazy import lazy_pattern

MAX_HIDDEN_WORDS = 100
"""Words of a block that is left out for being hidden: a longer one may be the article, which a script shows."""

_NO_SIZE = lazy_pattern(r"font-size\s*:\s*0[^;1-9]*(?:;|$)", re.IGNORECASE)

_CONTROL_KEYS = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target", "href", "for")
"""Attributes by which a button, a link or a checkbox names what it opens."""

_OPENED_KEYS = ("aria-labelledby", "data-parent", "data-bs-parent", "aria-expanded")
_OPENED = lazy_pattern(
    r"""accordion | collaps | toggle | (?:^|[-_\s])tabs?(?:$|[-_\s]) | tab-?pane | panel | expand | spoiler | faq
    | answer | more | reveal | disclosure | drawer | fold | slide | carousel | truncat | paywall | premium | gated""",
    re.VERBOSE | re.IGNORECASE,
)
_OWN_NAME = lazy_pattern("content|article|body|story|text|full|lazy|load", re.IGNORECASE)
"""Names of what readers open, and of bodies that scripts show."""


_CONTROLLED = [etree.XPath(f"descendant::*/@{key}", smart_strings=False) for key in _CONTROL_KEYS]
"""A search for each attribute takes a third of the time of one for all of them, whose results are sorted."""
_MAX_NAMED_ABOVE = 3
"""Containers, the block included, whose names say that readers open it."""

_MAX_CONTROL_NODES = 20
"""Nodes of a heading or button above a block that are searched for the sign of a control."""


def find_hidden(view: PageView) -> list[Container]:
    """Return the containers of short blocks that nobody sees, in document order and none within another."""
    unseen = {container for container in view.below if container.attributes and _is_unseen(container)}
    blocks = [
        container
        for container in unseen
        if view.below[container].words <= MAX_HIDDEN_WORDS and unseen.isdisjoint(containers_above(container))
    ]
    if not blocks:
        return []
    hidden_children = Counter(container.parent for container in blocks)
    alone = [container for container in blocks if hidden_children[container.parent] == 1]
    has_ids = any("id" in block.attributes for container in alone for block in container.lineage())
    opened = _opened_ids(view) if has_ids else frozenset()
    return [container for container in alone if not _is_opened(container, opened)]


def _is_unseen(container: Container) -> bool:
    """Whether nobody sees a block. Newsletters give cells no font size, and what is in them a size of its own."""
    attributes = container.attributes
    if not is_unseen(attributes):
        return False
    style = attributes.get("style", "")
    sized = _NO_SIZE.sub("", style)
    if sized == style or container.node is None or is_unseen({**attributes, "style": sized}):
        return True
    styles = (node.get("style") or "" for node in container.node.iterdescendants(etree.Element))
    return not any("font-size" in style and not _NO_SIZE.search(style) for style in styles)


def _opened_ids(view: PageView) -> frozenset[str]:
    """Return the ids of all nodes that a button, a link or a checkbox opens, or that it leads to."""
    *_, root = view.lines[0].container.lineage()
    node = root.node
    if node is None:
        return frozenset()
    return frozenset(value.lstrip("#") for values_in in _CONTROLLED for value in values_in(node) if value)


def _is_opened(container: Container, opened: frozenset[str]) -> bool:
    """Whether readers may open a block: by a control, by its place, or by what it is called."""
    around = list(islice(container.lineage(), _MAX_NAMED_ABOVE))
    is_named = _OWN_NAME.search(names_of(container)) and not is_for_screen_readers(container.class_name)
    if is_named or any(_OPENED.search(names_of(block)) for block in around):
        return True
    for block in container.lineage():
        if block.attributes.get("id") in opened or block.attributes.get("role") == "tabpanel" or block.tag == "details":
            return True
    return any(key in container.attributes for key in _OPENED_KEYS) or _has_control_above(container)


def _has_control_above(container: Container) -> bool:
    """Whether what precedes a block is a button, or has one."""
    above = container.node.getprevious() if container.node is not None else None
    if above is None:
        return False
    nodes = islice(above.iter(etree.Element), _MAX_CONTROL_NODES)
    return any(
        node.tag in ("button", "summary", "input") or node.get("role") == "button" or node.get("aria-expanded")
        for node in nodes
    )
