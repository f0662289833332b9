"""What a page says of itself, gathered in one pass: meta and link nodes, JSON-LD, headlines and times."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from cleaner.html.metadata.values import plain_text

GATHERED = ("meta", "link", "script", "h1", "time", "title", "base", "html", "figure")

MAX_METAS = 2000
"""Meta nodes of a page that are read."""

MAX_HEADLINES = 5
MAX_TIMES = 20
MAX_FIGURES = 5
"""Nodes of each kind that are kept: an article's own stand first."""

MAX_WORDS_IN_NODE = 400
"""Text nodes of one headline or byline that are read."""

_TEXTS = etree.XPath("descendant-or-self::*[not(self::script or self::style or self::svg)]/text()")


@dataclass(frozen=True, slots=True)
class Head:
    """The nodes of a page that hold metadata.

    ``metas`` has lower-case names, those of microdata behind a ``#``; ``times_above`` stand before the first headline.
    """

    metas: Mapping[str, tuple[str, ...]]
    scripts: tuple[str, ...]
    headlines: tuple[Any, ...]
    times: tuple[Any, ...]
    times_above: tuple[Any, ...]
    figures: tuple[Any, ...]
    title: str
    canonical: str
    base: str
    language: str

    def meta(self, *names: str) -> str:
        """Return the first value among the names, in the order of the names."""
        return next((value for name in names for value in self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Return the values of all meta nodes of a name."""
        return [text for value in self.metas.get(name, ()) if (text := plain_text(value))]


def read_head(tree: Any) -> Head:
    """Gather a page's nodes. The tree stays as it is."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for node in tree.iter(*GATHERED):
        tag = "time above" if node.tag == "time" and not nodes["h1"] else node.tag
        nodes[tag].append(node)
    scripts = (node.text or "" for node in nodes["script"] if "ld+json" in (node.get("type") or "").lower())
    canonical = (node.get("href") for node in nodes["link"] if "canonical" in (node.get("rel") or "").lower().split())
    roots = (
        node.get("lang") or node.get("xml:lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang")
        for node in nodes["html"]
    )
    return Head(
        metas=_metas(nodes["meta"][:MAX_METAS]),
        scripts=tuple(script for script in scripts if script.strip()),
        headlines=tuple(nodes["h1"][:MAX_HEADLINES]),
        times=tuple(nodes["time"][:MAX_TIMES]),
        times_above=tuple(nodes["time above"][-MAX_TIMES:]),
        figures=tuple(nodes["figure"][:MAX_FIGURES]),
        title=text_of(nodes["title"][0]) if nodes["title"] else "",
        canonical=next(filter(None, canonical), "").strip(),
        base=next(filter(None, (node.get("href") for node in nodes["base"])), "").strip(),
        language=plain_text(next(filter(None, roots), "")),
    )


def _metas(nodes: list[Any]) -> dict[str, tuple[str, ...]]:
    """Return the contents of meta nodes by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        content = node.get("content")
        if not content:
            continue
        names = {name.strip().lower() for key in ("name", "property", "http-equiv") if (name := node.get(key))}
        if item := node.get("itemprop"):
            names.add(f"#{item.strip().lower()}")
        for name in names:
            found[name].append(content)
    return {name: tuple(values) for name, values in found.items()}


def text_of(node: Any) -> str:
    """Return the words of a node and of those below it, on one line."""
    return plain_text(" ".join(_TEXTS(node)[:MAX_WORDS_IN_NODE]))


def texts_of(node: Any) -> list[str]:
    """Return the words of a node and of each below it apart."""
    return [text for one in _TEXTS(node)[:MAX_WORDS_IN_NODE] if (text := plain_text(one))]
