"""Whether a JSON-LD article is the page's own: pages also carry those of other stories, copied or left over."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from cleaner.html.metadata.jsonld import JsonLdNode, address_path, is_article, node_paths
from cleaner.html.tree import visible_text
from cleaner.html.values import comparison_key, iter_values, plain_text, starts_alike

MIN_COMMON_START = 9
"""Minimum letters and digits of a title that counts as the start of another."""

MIN_WORDS_TO_COMPARE = 3
"""Minimum words of titles that are compared by their words."""

MIN_COMMON_WORDS = 0.6
"""Share of the longer title's words that the shorter must have to be the same title."""

MIN_DESCRIPTION = 40
"""Minimum letters and digits of a description that tells articles apart."""

PROBE_LENGTH = 60
"""Letters and digits of a piece of a body that is looked for on the page."""

PROBES = 3
"""Pieces of a body that are looked for: two of them must be there, since pages change a word here and there."""

MIN_FOUND = 2

NAME_KEYS = ("headline", "name", "alternativeHeadline")
"""Keys that hold what an article is called."""


def is_same_title(headline: str, title: str) -> bool:
    """Whether a headline and a title are the same: one begins with the other, or they share most of their words."""
    headline_key, title_key = comparison_key(headline), comparison_key(title)
    if not headline_key or not title_key:
        return False
    if headline_key == title_key:
        return True
    if min(len(headline_key), len(title_key)) >= MIN_COMMON_START and (
        headline_key.startswith(title_key) or title_key.startswith(headline_key)
    ):
        return True
    words, title_words = (set(re.findall(r"\w+", text.casefold())) for text in (headline, title))
    shorter, longer = sorted((len(words), len(title_words)))
    return len(words & title_words) >= MIN_COMMON_WORDS * longer and shorter >= MIN_WORDS_TO_COMPARE


def has_own_name(node: JsonLdNode, titles: Sequence[str]) -> bool:
    """Whether the page is titled by a node's ``name`` and not by its ``headline``: encyclopedias describe there.

    ``titles`` are those that the page shows.
    """
    headline, name = plain_text(node.get("headline")), plain_text(node.get("name"))
    return _is_any(name, titles) and not _is_any(headline, titles)


@dataclass(frozen=True)
class PageIdentity:
    """What a page says of its article outside JSON-LD. ``titles`` has those of its head and those of its headlines."""

    tree: Any
    addresses: Sequence[str]
    titles: tuple[Sequence[str], ...]
    descriptions: Sequence[str]

    @cached_property
    def paths(self) -> frozenset[str]:
        """The addresses as they are compared."""
        return frozenset(map(address_path, self.addresses)) - {""}


def foreign_articles(nodes: Iterable[JsonLdNode], identity: PageIdentity) -> list[JsonLdNode]:
    """Return the articles that are called otherwise than the page.

    Nothing else speaks for them either: no address, no description, and no text that the page shows.
    """
    return [node for node in nodes if is_article(node) and not _is_own(node, identity)]


def _is_own(node: JsonLdNode, identity: PageIdentity) -> bool:
    names = [name for key in NAME_KEYS if (name := plain_text(node.get(key)))]
    titles = [title for place in identity.titles for title in place]
    if not names or any(_is_any(name, titles) for name in names):
        return True
    paths = node_paths(node)
    description = comparison_key(plain_text(node.get("description")))
    return (
        bool(paths & identity.paths)
        or (len(description) >= MIN_DESCRIPTION and description in map(comparison_key, identity.descriptions))
        or (not paths and _is_shown(node, identity.tree))
    )


def have_common_title(places: Iterable[Sequence[str]], site_keys: AbstractSet[str]) -> bool:
    """Whether two places of a page have the same title, other than the site's name."""
    titles = [[title for title in place if comparison_key(title) not in site_keys] for place in places]
    return any(
        is_same_title(title, other) for first, second in combinations(titles, 2) for title in first for other in second
    )


def _is_any(name: str, titles: Iterable[str]) -> bool:
    return any(is_same_title(name, title) or starts_alike(name, title) for title in titles)


def _is_shown(node: JsonLdNode, tree: Any) -> bool:
    """Whether the page shows pieces of the article's body."""
    bodies = [comparison_key(body) for body in iter_values(node.get("articleBody")) if isinstance(body, str)]
    bodies = [body for body in bodies if len(body) >= PROBES * PROBE_LENGTH]
    if not bodies:
        return False
    page = comparison_key(visible_text(tree))
    for body in bodies:
        starts = range(0, len(body) - PROBE_LENGTH + 1, max(1, (len(body) - PROBE_LENGTH) // (PROBES - 1)))
        if sum(body[start : start + PROBE_LENGTH] in page for start in starts) >= MIN_FOUND:
            return True
    return False
