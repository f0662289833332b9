"""Buttons that open a panel are its title, as ``summary`` is that of ``details``."""

from collections.abc import Iterable, Mapping
from itertools import accumulate

from lxml import etree

from cleaner.html.tree import Node, visible_text, visible_texts
from cleaner.text.words import count_words

MIN_TITLE_WORDS = 2
MIN_PANEL_WORDS = 8
"""Words of a title and of its panel: with fewer, a button opens a menu or names a tab."""

MAX_LEVELS = 3
"""Levels between a button and the node whose next sibling is its panel."""

_OTHER_TAGS = frozenset(("nav", "header", "footer", "form", "p", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Nodes in which a button belongs to a menu, to a sentence or to a heading."""


def title_panels(buttons: Iterable[Node], nodes: Iterable[Node]) -> None:
    """Make a title of each button that opens a panel of text; ``nodes`` are those of the page."""
    titles = [button for button in buttons if button.get("aria-expanded") and _is_title(button)]
    if titles:
        by_id = {node.get("id"): node for node in nodes if node.tag.__class__ is str and node.get("id")}
        for button in titles:
            panel = _panel(button, by_id)
            if panel is not None and _has_words(panel, MIN_PANEL_WORDS):
                button.tag = "summary"


def _is_title(button: Node) -> bool:
    previous, parent = button.getprevious(), button.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    if (before or "").strip() or (button.tail or "").strip() or count_words(visible_text(button)) < MIN_TITLE_WORDS:
        return False
    return _OTHER_TAGS.isdisjoint(node.tag for node in button.iterancestors())


def _panel(button: Node, by_id: Mapping[str | None, Node]) -> Node | None:
    """Return the node that a button opens: the one that it names, or the next beside it or what it stands in."""
    if (name := button.get("aria-controls")) in by_id:
        return by_id[name]
    node: Node | None = button
    for _ in range(MAX_LEVELS):
        if node is None or (sibling := next(node.itersiblings(etree.Element), None)) is not None:
            return None if node is None else sibling
        node = node.getparent()
    return None


def _has_words(node: Node, number: int) -> bool:
    return any(words >= number for words in accumulate(map(count_words, visible_texts(node))))
