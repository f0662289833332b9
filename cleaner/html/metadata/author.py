"""Who wrote an article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.byline import AT_HEADLINE, BESIDE_DATE, BYLINE_CLASS, visible_names
from cleaner.html.metadata.jsonld import node_types, resolve_reference
from cleaner.html.metadata.names import MAX_AUTHORS, is_group, is_plain_name, split_all
from cleaner.html.metadata.page import Page, node_text
from cleaner.html.values import comparison_key, iter_values, name_of, names_of_value, starts_alike
from cleaner.lazy import lazy_pattern
from cleaner.metadata import FoundField

MAX_CREDIT = 120
"""Characters of a photo credit."""

MAX_CREDITS = 30
"""Nodes that may be a photo credit that are read."""

CREDIT_KEYS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
"""Keys of an image in JSON-LD that hold its credit, in order of trust."""

_CREDITS = etree.XPath("descendant::*/@class[contains(.,'redit')]/..")
_OTHER_CLASS = lazy_pattern(
    r"comment|related|sidebar|footer|recommend|teaser|widget|promo|\bmore\b|popular|card|bio\b", re.IGNORECASE
)
_CREDIT_CLASS = lazy_pattern(
    r"(?:^|[-_\s])(?:(?:photo|image|media|picture|img|caption)[-_]*)?credits?(?:$|[-_\s])", re.IGNORECASE
)
_CREDIT_LABEL = lazy_pattern(
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


AUTHOR_METAS = (
    "article:author_name", "author", "authors", "parsely-author", "sailthru.author", "dc.creator", "dc:creator",
    "dcterms.creator", "dc.author", "dc.creator.name", "byl", "cxenseparse:author", "dc.contributor",
    "citation_author", "citation_authors", "byline", "article:byline", "article_author", "articleauthor",
    "article.author", "author_name", "shareaholic:article_author_name", "dcsext.author", "dable:author",
    "bc:authors", "fp:authors", "lp.article:author", "nar_author", "its_author", "creator", "article:author",
    "og:article:author", "og:author", "twitter:misc:written by", "#author",
)  # fmt: skip
"""Meta nodes that hold an author, in order of trust; ``article:author`` is an address more often than a name."""

MIN_NAMES = 0.7
"""Share of a value's characters that are names, if it is a list of nothing else: the rest may be roles."""

_TITLE_ENDING = lazy_pattern(r"\s[|–—·•-]\s+((?:[^\s|–—·•-]++\s?+){1,4}+)$")
_WRITTEN_BY = lazy_pattern(
    r"""written | author | verfasst | autor | écrit | auteur | publié\ par | escrit | scritto | geschreven | skrevet
    | skriven | napis
        | напис | автор | yaz | 作者 | 執筆 | 撰文 | 글쓴이 | 작성자 | كُ?تب | כתב | penulis | ditulis
        | kirjoittanut | szerz | γράφ | συντάκ | viết
        | scris | napsal | ^(?:by|von|par|por|di|da|door)$""",
    re.VERBOSE | re.IGNORECASE,
)


def find_author(page: Page) -> FoundField | None:
    """Return the people of the first source that names any, else the first agency, desk or site that is named."""
    group: FoundField | None = None
    group_keys = page.site_keys | _group_keys(page)
    for names, source in _declared_names(page, group_keys):
        people = [name for name in names if not is_group(name, group_keys)]
        if len(people) < len(names) and is_group(names[0], group_keys):  # single words after it are its place
            people = [name for name in people if " " in name or not name.isascii()]
        if group and source in (BYLINE_CLASS, BESIDE_DATE):  # the page names a desk, so this may be anything else
            people = [name for name in people if source == BYLINE_CLASS and is_plain_name(name, is_explicit=False)]
            people = [name for name in people if not any(starts_alike(name, other) for other in group[1])]
        if people:
            authors, place = _better_names(page, people, source, group_keys)
            return "author", authors[:MAX_AUTHORS], place
        if names and group is None:
            group = ("author", names[:MAX_AUTHORS], source)
    return group


def _better_names(page: Page, people: list[str], source: str, group_keys: frozenset[str]) -> tuple[list[str], str]:
    """Return the names of another source if that is certain to be better.

    A meta node may name all writers of whom JSON-LD has some, and instead of one word, which is the name of an account,
    a line at the headline may have that of a person; so may a byline, where the word has no capital.
    """
    if source.startswith("JSON-LD"):
        keys = set(map(comparison_key, people))
        for name in AUTHOR_METAS:
            values = page.head.meta_values(name)
            names = split_all(values)
            is_longer = len(names) > len(people) and keys.issubset(map(comparison_key, names))
            is_list = sum(map(len, names)) >= MIN_NAMES * sum(map(len, values))
            if is_longer and is_list and _are_people(names, group_keys):
                return names, name
    elif source in AUTHOR_METAS and len(people) == 1 and people[0].isascii() and " " not in people[0]:
        places = (AT_HEADLINE, BYLINE_CLASS) if people[0].islower() else (AT_HEADLINE,)
        for names, place in visible_names(page, group_keys):
            if place in places and _are_people(names, group_keys):
                return names, place
    return people, source


def _are_people(names: Sequence[str], group_keys: frozenset[str]) -> bool:
    return all(is_plain_name(name, is_explicit=False) and not is_group(name, group_keys) for name in names)


def _group_keys(page: Page) -> frozenset[str]:
    """Return the comparison keys of organizations by their type in JSON-LD, and of the site's name in the title."""
    authors = (entry for value in page.fact_values("author", "creator") for entry in iter_values(value))
    nodes = [node for node in authors if isinstance(node, dict)]
    names = [name_of(node) for node in nodes if any(name.endswith("organization") for name in node_types(node))]
    names += [ending[1]] if (ending := _TITLE_ENDING.search(page.head.title)) else []
    return frozenset(map(comparison_key, names)) - {""}


def _declared_names(page: Page, group_keys: frozenset[str]) -> Iterator[tuple[list[str], str]]:
    """Yield lists of names with their sources, the most trusted first."""
    for key in ("author", "creator"):
        for value in page.fact_values(key):
            yield split_all(_json_names(value, page)), f"JSON-LD {key}"
    for name in AUTHOR_METAS:
        if values := page.head.meta_values(name):
            yield split_all(values), name
    for number in ("1", "2"):  # cards of Twitter, as plug-ins of WordPress fill them
        if _WRITTEN_BY.search(page.head.meta(f"twitter:label{number}")):
            yield split_all(page.head.meta_values(f"twitter:data{number}")), f"twitter:data{number}"
    yield from visible_names(page, group_keys)


def _json_names(value: Any, page: Page) -> Iterator[str]:
    """Yield the names in a value of JSON-LD, with references resolved."""
    entries = value.get("@list") or value.get("@set") or value if isinstance(value, dict) else value
    for entry in iter_values(entries):
        yield from names_of_value(resolve_reference(entry, page.nodes))
