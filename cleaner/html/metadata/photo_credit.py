"""Who took the picture of an article."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.jsonld import resolve_reference
from cleaner.html.metadata.page import Page, node_text
from cleaner.html.metadata.values import iter_values, name_of
from cleaner.metadata import FoundField

MAX_CREDIT = 120
"""Characters of a photo credit."""

MAX_CREDITS = 30
"""Nodes that may be a photo credit that are read."""

CREDIT_KEYS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
"""Keys of an image in JSON-LD that hold its credit, in order of trust."""

_CREDITS = etree.XPath("descendant::*/@class[contains(.,'redit')]/..")
_OTHER_CLASS = re.compile(
    r"comment|related|sidebar|footer|recommend|teaser|widget|promo|\bmore\b|popular|card|bio\b", re.IGNORECASE
)
_CREDIT_CLASS = re.compile(
    r"(?:^|[-_\s])(?:(?:photo|image|media|picture|img|caption)[-_]*)?credits?(?:$|[-_\s])", re.IGNORECASE
)
_CREDIT_LABEL = re.compile(
    r"^\W*(?:(?:photo(?:graph)?|image|picture|credits?|bild|foto|quelle|by|courtesy of)\b[\s:/]*)+|^\W*[©]\s*",
    re.IGNORECASE,
)


def find_photo_credit(page: Page) -> FoundField | None:
    """Return who is credited for the first picture."""
    for reference in (entry for value in page.fact_values("image") for entry in iter_values(value)):
        image = resolve_reference(reference, page.nodes)
        for key in CREDIT_KEYS if isinstance(image, dict) else ():
            if credit := _first_credit(map(name_of, iter_values(image.get(key)))):
                return "photo_credit", credit, f"JSON-LD image {key}"
    nodes = (node for figure in page.head.figures for node in _CREDITS(figure))
    credit_nodes = (node for node in nodes if _CREDIT_CLASS.search(node.get("class")))
    credit = _first_credit(map(node_text, _outside_other_parts(islice(credit_nodes, MAX_CREDITS))))
    return ("photo_credit", credit, "credit") if credit else None


def _outside_other_parts(nodes: Iterable[Any]) -> Iterator[Any]:
    """Yield the nodes that are not inside comments, teasers or a footer."""
    return (node for node in nodes if not any(map(_is_other_part, (node, *node.iterancestors()))))


def _is_other_part(node: Any) -> bool:
    """Whether a node holds comments, teasers or a footer."""
    if not isinstance(node.tag, str) or node.tag in ("html", "body"):
        return False
    is_tagged = node.tag in ("footer", "aside", "nav")
    return is_tagged or bool(_OTHER_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def _first_credit(texts: Iterable[str]) -> str | None:
    """Return the first text that may be a credit, without its label."""
    for text in texts:
        credit = _CREDIT_LABEL.sub("", text).strip(" \t()[]|:")
        if 1 < len(credit) <= MAX_CREDIT and not credit.startswith(("http:", "https:")):
            return credit
    return None
