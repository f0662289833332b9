"""Many selectors on one page: a single walk finds the nodes that match any of them.

An index sorts selectors by what their last part requires of a node: an id, else its first class, else its first
attribute, else a tag. Only the selectors found there are verified. The selectors found for a value of the attribute
``class`` are cached from page to page, since the pages of a site repeat such values.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern
from cleaner.rules.selectors import Attribute, Compound, Selector

MAX_CACHED_CLASSES = 10_000
"""Values of the attribute ``class`` whose selectors are cached from page to page. A page has about 200."""

MAX_ATTRIBUTES = 8
"""Attributes in selectors up to which asking a node for each is faster than reading all that it has."""

_TOKEN = lazy_pattern(r"[^ \t\n\r\f]+")


class SelectorEntry(NamedTuple):
    """A selector, and the index of its rule."""

    selector: Selector
    rule: int


_Entries = dict[str, list[SelectorEntry]]


class SelectorIndex:
    """The selectors of a rule set, by what a node must have to match them."""

    def __init__(self, entries: Iterable[SelectorEntry]) -> None:
        self._by_id: _Entries = {}
        self._by_class: _Entries = {}
        self._by_attribute: _Entries = {}
        self._by_tag: dict[object, list[SelectorEntry]] = {}
        self._by_class_condition: dict[Attribute, list[SelectorEntry]] = {}
        self._cache: _Entries = {}
        for entry in entries:
            last = entry.selector.parts[-1]
            class_conditions = [condition for condition in last.attributes if condition.name == "class"]
            if last.ids:
                self._by_id.setdefault(last.ids[0], []).append(entry)
            elif last.classes:
                self._by_class.setdefault(last.classes[0], []).append(entry)
            elif class_conditions:
                self._by_class_condition.setdefault(class_conditions[0], []).append(entry)
            elif last.attributes:
                self._by_attribute.setdefault(last.attributes[0].name, []).append(entry)
            else:
                self._by_tag.setdefault(last.tag or "", []).append(entry)

    def find(self, root: Node) -> Iterator[tuple[int, Node, list[int]]]:
        """Yield each matching node in document order: its number in the walk, the node, and its rules' indexes."""
        matcher = _SelectorMatcher()
        names = tuple({"id", *self._by_attribute} - {"class"})
        reads_all = len(names) > MAX_ATTRIBUTES
        if len(self._cache) > MAX_CACHED_CLASSES:
            self._cache = {}
        cache = self._cache
        for number, node in enumerate(root.iter(etree.Element)):
            candidates = self._by_tag.get(node.tag, ()) if self._by_tag else ()
            if (value := node.get("class")) is not None:
                if (entries := cache.get(value)) is None:
                    entries = cache[value] = self._with_class(matcher, value)
                candidates = [*candidates, *entries] if entries else candidates
            for name in node.keys() if reads_all else names:
                if (value := node.get(name)) is not None and (entries := self._with_attribute(name, value)):
                    candidates = [*candidates, *entries]
            if candidates and (rules := {entry.rule for entry in candidates if matcher.matches(node, entry.selector)}):
                yield number, node, sorted(rules)

    def _with_attribute(self, name: str, value: str) -> list[SelectorEntry]:
        """Return the entries that may match a node with this attribute, unless it is its class."""
        entries = self._by_attribute.get(name, [])
        return entries + self._by_id[value] if name == "id" and value in self._by_id else entries

    def _with_class(self, matcher: "_SelectorMatcher", value: str) -> list[SelectorEntry]:
        """Return the entries that may match a node with this value of the attribute ``class``."""
        entries: list[SelectorEntry] = []
        if not self._by_class.keys().isdisjoint(names := matcher.class_names(value)):
            entries += [entry for name in names for entry in self._by_class.get(name, ())]
        for condition, conditional in self._by_class_condition.items():
            if _holds(value, condition):
                entries += conditional
        return entries


@dataclass(slots=True)
class _SelectorMatcher:
    """Verifies selectors on one page.

    Whether an ancestor matches is computed once for each node and part of a selector, so time is linear however
    selectors and nodes are nested.
    """

    _class_names: dict[str, frozenset[str]] = field(default_factory=dict)
    _ancestor_matches: dict[tuple[int, int], dict[Node, bool]] = field(default_factory=dict)

    def class_names(self, value: str) -> frozenset[str]:
        """Return the class names in a value of the attribute ``class``."""
        names = self._class_names.get(value)
        if names is None:
            names = self._class_names[value] = frozenset(_TOKEN.findall(value))
        return names

    def matches(self, node: Node, selector: Selector, part: int = -1) -> bool:
        """Whether a node matches a selector up to one of its parts."""
        part %= len(selector.parts)
        if not self._fits(node, selector.parts[part]):
            return False
        if part == 0:
            return True
        if selector.combinators[part - 1] == ">":
            parent = node.getparent()
            return parent is not None and self.matches(parent, selector, part - 1)
        return self._has_matching_ancestor(node, selector, part - 1)

    def _has_matching_ancestor(self, node: Node, selector: Selector, part: int) -> bool:
        answers = self._ancestor_matches.setdefault((id(selector), part), {})
        visited, answer = [], False
        for ancestor in node.iterancestors():
            if node in answers:
                answer = answers[node]
                break
            visited.append(node)
            node = ancestor
            if answer := self.matches(node, selector, part):
                break
        answers.update(dict.fromkeys(visited, answer))
        return answer

    def _fits(self, node: Node, compound: Compound) -> bool:
        """Whether a node by itself matches one part of a selector."""
        if compound.tag and node.tag != compound.tag:
            return False
        if compound.ids and any(node.get("id") != id for id in compound.ids):
            return False
        if compound.classes and not self.class_names(node.get("class") or "").issuperset(compound.classes):
            return False
        if compound.attributes and not all(_holds(node.get(item.name), item) for item in compound.attributes):
            return False
        return not any(self._fits(node, excluded) for excluded in compound.excluded)


def _holds(value: str | None, condition: Attribute) -> bool:
    """Whether a condition on an attribute holds for its value; ``None`` means that the node lacks the attribute."""
    if value is None:
        return False
    wanted = condition.value
    match condition.operator:
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
