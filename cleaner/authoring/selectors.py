"""Selectors for nodes of a page: those that a rule would have for a node, and markup that a selector matches.

A selector that lasts names what a node is for. Ids and classes with numbers are those of one article, and hashed ones
change with the site's next build.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import combinations, islice
from typing import NamedTuple

from cleaner.authoring.draft import LOOK_ALIKES, phrase, yaml_scalar
from cleaner.authoring.lint.style import is_hashed
from cleaner.html.selector_index import SelectorEntry, SelectorIndex
from cleaner.html.tree import Node
from cleaner.rules.selectors import Compound, parse_selectors

MAX_CLASSES = 4
"""Classes of a node that selectors are made of."""

MAX_ATTRIBUTES = 3
"""Other attributes of a node that selectors are made of."""

MAX_ANCESTORS = 8
"""Ancestors with a name of their own that are tried in front of a node's selectors."""

_NAME = re.compile(r"(?!\S*\d{3})[A-Za-z_][\w-]*", re.ASCII)
"""A class or id as a selector has it; numbers are those of one article."""

_VALUE = re.compile(r"(?!.*\d{3})[A-Za-z][\w -]{0,40}", re.ASCII)
"""The value of another attribute that says what a node is for."""

_ATTRIBUTE = re.compile(r"role|itemprop|aria-label|name|data-[a-z-]+")
"""An attribute that may say so."""

_MODULE = re.compile(r"(\w+__)\w+", re.ASCII)
"""A class that CSS modules made, with the name that a hash follows."""


_WITH_PARAGRAPHS = frozenset(
    (None, "div", "section", "aside", "nav", "header", "footer", "article", "form", "li", "figure")
)
"""Tags of nodes that may have paragraphs; ``None`` is any tag."""


@dataclass(frozen=True, slots=True)
class SelectDraft:
    """The id of a rule with ``select`` to write, what it is about, its selector, the text of a node, and its site."""

    id: str
    about: str
    selector: str
    text: str
    site: str | None = None
    look_alikes: Sequence[str] = LOOK_ALIKES

    def rows(self, look_alike: str) -> Iterator[str]:
        """Yield the rows of the rule's YAML, without indentation; ``look_alike`` is a template of the kept sample."""
        text = phrase(self.text)
        yield f"- id: {self.id}"
        yield f"  about: {yaml_scalar(self.about)}"
        if self.site:
            yield f"  sites: [{self.site}]"
        yield f"  select: {yaml_scalar(self.selector)}"
        yield f"  removes: [{yaml_scalar(selected_markup(self.selector, text))}]"
        yield f"  keeps: [{yaml_scalar(f'<p>{escape(look_alike.format(text), quote=False)}</p>')}]"


class ProposedSelector(NamedTuple):
    """A selector for a node, and the number of nodes on the page that it matches."""

    selector: str
    nodes: int


def node_selectors(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield selectors of a node by its names: its tag with its id, and with each of its first classes.

    >>> [*node_selectors("div", {"id": "post-4711", "class": "sc-1a2b3c card"})]
    ['div.card']
    """
    id = attributes.get("id", "").strip()
    if _is_name(id):
        yield f"{tag}#{id}"
    names = dict.fromkeys(attributes.get("class", "").split()[:MAX_CLASSES])
    yield from (f"{tag}.{name}" for name in names if _is_name(name))


def proposed_selectors(node: Node) -> list[ProposedSelector]:
    """Return selectors that a rule could have for a node of a page: those that last, the fewest nodes first.

    An id comes before a class, a class before another attribute, and a node's own names before those around it. There
    are none for a node that has no name and is in none that has one. Time is linear in the nodes of the page.
    """
    candidates = [*dict.fromkeys(_candidates(node))]
    index = SelectorIndex(
        SelectorEntry(selector, number)
        for number, source in enumerate(candidates)
        for selector in parse_selectors(source)
    )
    root = node.getroottree().getroot()
    count = Counter(number for _, _, numbers in index.find(root) for number in numbers) if candidates else Counter()
    proposed = [ProposedSelector(selector, count[number]) for number, selector in enumerate(candidates)]
    return sorted(proposed, key=lambda selector: selector.nodes)


def _candidates(node: Node) -> Iterator[str]:
    """Yield selectors that match a node, the plainest first."""
    tag, attributes = str(node.tag), dict(node.attrib)
    own = [*node_selectors(tag, attributes)]
    yield from own
    other = [*islice(_attribute_selectors(tag, attributes), MAX_ATTRIBUTES)]
    yield from other
    classes = [selector.removeprefix(tag) for selector in own if selector.startswith(f"{tag}.")]
    yield from (f"{tag}{first}{second}" for first, second in combinations(classes, 2))
    named = (next(node_selectors(str(around.tag), dict(around.attrib)), "") for around in node.iterancestors())
    for ancestor in islice(filter(None, named), MAX_ANCESTORS):
        yield from (f"{ancestor} {selector}" for selector in (*own[:1], *other[:1], tag))


def _attribute_selectors(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for name in attributes.get("class", "").split()[:MAX_CLASSES]:
        if is_hashed(name) and (module := _MODULE.fullmatch(name)):
            yield f'{tag}[class*="{module[1]}"]'
    for name, value in attributes.items():
        if _ATTRIBUTE.fullmatch(name) and _VALUE.fullmatch(value) and not is_hashed(value):
            yield f'{tag}[{name}="{value}"]'


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not is_hashed(name)


def selected_markup(selector: str, *texts: str) -> str:
    """Return markup of a node that the first selector of a list matches, with texts in it.

    >>> selected_markup("aside > .box[data-kind^=club]", "Join the club.")
    '<aside><div class="box" data-kind="club"><p>Join the club.</p></div></aside>'
    """
    parts = parse_selectors(selector)[0].parts
    rows = [escape(text, quote=False) for text in texts]
    markup = "".join(f"<p>{row}</p>" for row in rows) if parts[-1].tag in _WITH_PARAGRAPHS else " ".join(rows)
    for part in reversed(parts):
        tag = part.tag or "div"
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in _attributes_of(part).items())
        markup = f"<{tag}{attributes}>{markup}</{tag}>"
    return markup


def _attributes_of(part: Compound) -> dict[str, str]:
    """Return attributes of a node that one part of a selector matches."""
    attributes = {"id": part.ids[0]} if part.ids else {}
    if part.classes:
        attributes["class"] = " ".join(part.classes)
    for name, operator, value in part.attributes:
        is_another = name == "class" and name in attributes and operator != "="
        attributes[name] = f"{attributes[name]} {value}" if is_another else value
    return attributes
