"""Pieces of HTML in a page of their own: how the samples of ``select`` rules are pruned."""

from collections.abc import Iterable

from lxml import html

from cleaner.html.select import SelectRules, prune
from cleaner.html.tree import visible_texts
from cleaner.types import Pruning


def prune_fragment(
    piece: str,
    rules: SelectRules,
    *,
    around: tuple[Iterable[str], Iterable[str]],
    site: str | None = None,
    language: str | None = None,
) -> tuple[Pruning, str]:
    """Prune a piece of HTML in the middle of a page's ``<article>``, and return with it the page's text that is left.

    ``around`` are the paragraphs above and below the piece. The guard is off.
    """
    above, below = ("".join(f"<p>{text}</p>" for text in texts) for texts in around)
    page = f"<html><head><title>A page</title></head><body><article>{above}\n{piece}\n{below}</article></body></html>"
    tree = html.document_fromstring(page, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    pruning = prune(tree, rules, site=site, language=language, guard=1.0)
    return pruning, " ".join(" ".join(visible_texts(tree)).split())
