"""Pages that scripts fill: where no script runs, browsers show the content of ``noscript``."""

from collections.abc import Iterable
from itertools import accumulate

from lxml.etree import XPath

from cleaner.html.tree import Node, visible_texts
from cleaner.text.words import count_words

MAX_SHOWN_WORDS = 40
"""Words that a page shows until its scripts run: a headline, a menu, a notice to wait."""

MIN_WORDS = 60
"""Words of ``noscript`` that are the page's content: a notice to enable scripts has fewer."""

_BODIES = XPath("/html/body")
_CONTENT = XPath("/html/body//noscript/*")


def show_noscript(tree: Node) -> None:
    """Show the content of each ``noscript`` of a page that shows next to nothing else."""
    children = _CONTENT(tree)
    if _have_words(children, MIN_WORDS) and not _have_words(_BODIES(tree), MAX_SHOWN_WORDS + 1):
        for parent in {child.getparent(): None for child in children}:
            parent.tag = "div"


def _have_words(nodes: Iterable[Node], number: int) -> bool:
    """Whether nodes show at least a number of words."""
    counts = (count_words(text) for node in nodes for text in visible_texts(node))
    return any(words >= number for words in accumulate(counts))
