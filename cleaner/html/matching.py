"""Selectors × page: one walk finds the nodes that may match, by their last part, and each is then verified.

The index has one entry for each last part: its id, else its first class, else its attribute, else its tag. What a text
of the attribute ``class`` means is worked out once, since pages repeat them. What stands above a node is asked once
for each node and part, whatever selectors nest, so that cost stays linear.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from cleaner.html.tree import Node
from cleaner.rules.selectors import Attribute, Compound, Selector

_TOKEN = re.compile(r"[^ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class SelectorEntry:
    """A selector, and the number of the rule that it belongs to."""

    selector: Selector
    rule: int


_Entries = dict[str, list[SelectorEntry]]


CLASSES_KNOWN = 10_000
"""Texts of the attribute ``class`` whose entries are kept from page to page: a page has about 200."""


class SelectorIndex:
    """The selectors of a rule set by what a node must have for them to match it."""

    def __init__(self, entries: Iterable[SelectorEntry]) -> None:
        self._ids: _Entries = {}
        self._classes: _Entries = {}
        self._attributes: _Entries = {}
        self._tags: _Entries = {}
        self._class_texts: dict[Attribute, list[SelectorEntry]] = {}
        self._by_class: dict[str, list[SelectorEntry]] = {}
        for entry in entries:
            last = entry.selector.parts[-1]
            of_class = [one for one in last.attributes if one.name == "class"]
            if last.ids:
                self._ids.setdefault(last.ids[0], []).append(entry)
            elif last.classes:
                self._classes.setdefault(last.classes[0], []).append(entry)
            elif of_class:
                self._class_texts.setdefault(of_class[0], []).append(entry)
            elif last.attributes:
                self._attributes.setdefault(last.attributes[0].name, []).append(entry)
            else:
                self._tags.setdefault(last.tag or "", []).append(entry)

    def found(self, root: Node) -> Iterator[tuple[int, Node, list[int]]]:
        """Find, in one walk, each node that matches: its number in the walk, and the numbers of its rules."""
        page = _Page(root)
        if len(self._by_class) > CLASSES_KNOWN:
            self._by_class = {}
        for number, node in enumerate(root.iter(etree.Element)):
            found = self._tags.get(node.tag, ()) if self._tags else ()
            for name, value in node.items():
                if some := self._of_attribute(page, name, value):
                    found = [*found, *some]
            if found and (rules := {entry.rule for entry in found if page.matches(node, entry.selector)}):
                yield number, node, sorted(rules)

    def _of_attribute(self, page: "_Page", name: str, value: str) -> Sequence[SelectorEntry]:
        """Return the entries that a node with this attribute may match."""
        if name == "class":
            found = self._by_class.get(value)
            if found is None:
                found = self._by_class[value] = self._of_class(page, value)
            return found
        found = self._attributes.get(name, [])
        return found + self._ids[value] if name == "id" and value in self._ids else found

    def _of_class(self, page: "_Page", named: str) -> list[SelectorEntry]:
        """Return the entries that a node with this attribute ``class`` may match: kept, since pages share templates."""
        found: list[SelectorEntry] = []
        if not self._classes.keys().isdisjoint(names := page.classes(named)):
            found += [entry for name in names for entry in self._classes.get(name, ())]
        for condition, entries in self._class_texts.items():
            if _holds(named, condition):
                found += entries
        return found


@dataclass
class _Page:
    """One page while selectors are verified: what is known of its classes, and of what stands above nodes."""

    root: Node
    _classes: dict[str, frozenset[str]] = field(default_factory=dict)
    _above: dict[tuple[int, int], dict[Node, bool]] = field(default_factory=dict)

    def classes(self, named: str) -> frozenset[str]:
        found = self._classes.get(named)
        if found is None:
            found = self._classes[named] = frozenset(_TOKEN.findall(named))
        return found

    def matches(self, node: Node, selector: Selector, part: int = -1) -> bool:
        """Tell whether a node matches a selector up to one of its parts."""
        part %= len(selector.parts)
        if not self.fits(node, selector.parts[part]):
            return False
        if part == 0:
            return True
        if node is self.root:
            return False
        if selector.signs[part - 1] == ">":
            return self.matches(node.getparent(), selector, part - 1)
        return self._stands_in(node, selector, part - 1)

    def _stands_in(self, node: Node, selector: Selector, part: int) -> bool:
        """Tell whether any node above matches up to a part. All nodes passed on the way up learn the answer."""
        known = self._above.setdefault((id(selector), part), {})
        passed, answer = [], False
        while node is not self.root and not answer:
            if node in known:
                answer = known[node]
                break
            passed.append(node)
            node = node.getparent()
            answer = self.matches(node, selector, part)
        known.update(dict.fromkeys(passed, answer))
        return answer

    def fits(self, node: Node, compound: Compound) -> bool:
        """Tell whether a node looks as one part of a selector says."""
        if compound.tag and node.tag != compound.tag:
            return False
        if compound.ids and any(node.get("id") != id for id in compound.ids):
            return False
        if compound.classes and not self.classes(node.get("class") or "").issuperset(compound.classes):
            return False
        if compound.attributes and not all(_holds(node.get(one.name), one) for one in compound.attributes):
            return False
        return not any(self.fits(node, one) for one in compound.excluded)


def _holds(value: str | None, attribute: Attribute) -> bool:
    """Tell whether a condition on an attribute holds for its value; ``None`` is none."""
    if value is None:
        return False
    wanted = attribute.value
    match attribute.operator:
        case "=":
            return value == wanted
        case "~=":
            return wanted in _TOKEN.findall(value)
        case "^=":
            return value.startswith(wanted)
        case "$=":
            return value.endswith(wanted)
        case "*=":
            return wanted in value
        case "|=":
            return value == wanted or value.startswith(f"{wanted}-")
    return True
