"""Prune: rules with ``select`` take nodes out of a page before its text is extracted.

All rules look at the page as it came, so neither the order of rules nor that of files matters. Of nodes in each other
the outermost goes, once, under the name of the rule of the highest layer that found it, then the first id. A rule that
would take too much of the page's words takes nothing and is reported: pruning by class names without this guard
deletes bodies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.html.matching import SelectorEntry, SelectorIndex
from cleaner.html.tree import Node, NodePaths, count_elements, remove_nodes, visible_texts
from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TimeBudget
from cleaner.matching.scope import applies
from cleaner.rules.selectors import parse_selectors
from cleaner.text.normalize import normalize
from cleaner.text.view import View
from cleaner.text.words import count_words
from cleaner.types import LAYERS, Document, Line, LineKeys, Pruned, Pruning, Rule, Select, Span

GUARD = 0.5
"""Share of a page's words that one rule may take (the design's default)."""

TOGETHER = 0.8
"""Share of a page's words that all rules may take together: that of the brake, which guards texts."""

MAX_NESTED = 32
"""Nodes in each other whose text one rule is asked about: each costs its whole text, so a bound keeps cost linear."""

NEVER = frozenset({"html", "body"})
"""Tags of nodes that are the page: a rule that finds one is stopped."""


class SelectRules:
    """The ``select`` rules of a rule set, compiled once and asked of many pages. It holds nothing of a page."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Compile the rules with ``select``; all others are left aside."""
        found = [(rule, rule.matches) for rule in rules if isinstance(rule.matches, Select)]
        self.rules = tuple(_Asked(rule, select.keys) for rule, select in found)
        self.index = SelectorIndex(
            SelectorEntry(selector, number)
            for number, (_, select) in enumerate(found)
            for source in select.selectors
            for selector in parse_selectors(source)
        )


class _Asked:
    """One rule, and what it asks of a node's text."""

    def __init__(self, rule: Rule, keys: LineKeys) -> None:
        self.rule = rule
        self.rank = (-LAYERS.index(rule.layer), rule.id)
        plain = keys == LineKeys(match_case=keys.match_case)
        self._keys = None if plain else LineMatcher(keys)
        self._unless = LineMatcher(LineKeys(contains=rule.unless, match_case=rule.match_case)) if rule.unless else None
        self.asks = bool(self._keys or self._unless)

    def takes(self, text: str) -> bool:
        """Tell whether all that is asked of a node's text holds."""
        text = normalize(text)
        span = Span(0, len(text))
        view = View(Document(text, ()), Line(1, span), (span,))
        if self._keys and not self._keys.matches(view, TimeBudget()):
            return False
        return not (self._unless and self._unless.matches(view, TimeBudget()))


class _Found(NamedTuple):
    """A node that a rule found: its number in the walk over the page's elements, and itself."""

    number: int
    node: Node


@dataclass
class _Page:
    """A page while it is pruned: what was read of its nodes, each read once."""

    root: Node
    _texts: dict[int, str] = field(default_factory=dict)
    _words: dict[int, int] = field(default_factory=dict)
    _ends: dict[int, int] = field(default_factory=dict)
    _counted: int = 0

    def __post_init__(self) -> None:
        self._pieces = visible_texts(self.root)

    def text(self, found: _Found) -> str:
        """Return a node's visible text, its pieces joined by blanks."""
        if found.number not in self._texts:
            self._texts[found.number] = " ".join(" ".join(visible_texts(found.node)).split())
        return self._texts[found.number]

    def words(self, found: _Found) -> int:
        """Count the words of a node's visible text."""
        if found.number not in self._words:
            self._words[found.number] = count_words(self.text(found))
        return self._words[found.number]

    def end(self, found: _Found) -> int:
        """Return the number of the first element behind a node and all that is in it."""
        if found.number not in self._ends:
            self._ends[found.number] = found.number + count_elements(found.node)
        return self._ends[found.number]

    def outermost(self, found: Iterable[_Found]) -> list[_Found]:
        """Return of nodes in the page's order those that stand in no other of them."""
        kept: list[_Found] = []
        for one in found:
            if not kept or one.number >= self.end(kept[-1]):
                kept.append(one)
        return kept

    def is_more(self, words: int, share: float) -> bool:
        """Tell whether so many words are more than a share of the page's, reading no more of it than that needs."""
        while words > share * self._counted and (piece := next(self._pieces, None)) is not None:
            self._counted += count_words(piece)
        return words > share * self._counted


def prune(
    tree: Node,
    rules: SelectRules | Iterable[Rule],
    *,
    site: str | None = None,
    language: str | None = None,
    guard: float = GUARD,
) -> Pruning:
    """Take the nodes that ``select`` rules find out of a page, in place; the text behind each node stays.

    ``tree`` is the page's root. ``guard`` is the share of the page's words that one rule may take; all together may
    take :data:`TOGETHER`, or ``guard`` where that is more. Words are counted in visible text.
    """
    compiled = rules if isinstance(rules, SelectRules) else SelectRules(rules)
    page = _Page(tree)
    found, stopped = _taken(page, compiled, site, language)
    if not found and not stopped:
        return Pruning()
    taken = {rule: nodes for rule, nodes in found.items() if not _is_too_much(page, nodes, guard)}
    taken = _bounded(page, taken, max(guard, TOGETHER))
    stopped |= {rule.rule.id for rule in found.keys() - taken.keys()}
    going = page.outermost(_in_order(taken.values()))
    pruned = _records(page, going, taken)
    remove_nodes(one.node for one in going)
    return Pruning(pruned, tuple(sorted(stopped)))


def _taken(
    page: _Page, compiled: SelectRules, site: str | None, language: str | None
) -> tuple[dict[_Asked, list[_Found]], set[str]]:
    """Return the nodes that each rule takes, outermost only, and the ids of rules that are stopped."""
    found: dict[_Asked, list[_Found]] = {}
    for number, node, numbers in compiled.index.found(page.root):
        for rule in (compiled.rules[one] for one in numbers):
            found.setdefault(rule, []).append(_Found(number, node))
    taken: dict[_Asked, list[_Found]] = {}
    stopped: set[str] = set()
    for rule, nodes in found.items():
        if not applies(rule.rule, site, language):
            continue
        held = _held(page, rule, nodes) if rule.asks else page.outermost(nodes)
        if held is None:
            stopped.add(rule.rule.id)
        elif held:
            taken[rule] = held
    return taken, stopped


def _held(page: _Page, rule: _Asked, nodes: Sequence[_Found]) -> list[_Found] | None:
    """Return the outermost nodes whose text is as the rule says; ``None`` if too many are in each other to ask."""
    held: list[_Found] = []
    around: list[_Found] = []
    for one in nodes:
        if held and one.number < page.end(held[-1]):
            continue
        while around and one.number >= page.end(around[-1]):
            around.pop()
        if len(around) == MAX_NESTED:
            return None
        if rule.takes(page.text(one)):
            held.append(one)
        else:
            around.append(one)
    return held


def _is_too_much(page: _Page, nodes: Sequence[_Found], share: float) -> bool:
    """Tell whether a rule's nodes are the page itself, or hold more than a share of its words."""
    if any(one.node is page.root or one.node.tag in NEVER for one in nodes):
        return True
    return page.is_more(sum(page.words(one) for one in nodes), share)


def _bounded(page: _Page, taken: dict[_Asked, list[_Found]], share: float) -> dict[_Asked, list[_Found]]:
    """Return the rules that may run together: those that take least first, as long as their share is not reached."""
    if not page.is_more(sum(page.words(one) for nodes in taken.values() for one in nodes), share):
        return taken
    bounded: dict[_Asked, list[_Found]] = {}
    for rule in sorted(taken, key=lambda rule: (sum(map(page.words, taken[rule])), rule.rank)):
        united = page.outermost(_in_order([*bounded.values(), taken[rule]]))
        if not page.is_more(sum(map(page.words, united)), share):
            bounded[rule] = taken[rule]
    return bounded


def _in_order(nodes: Iterable[Iterable[_Found]]) -> Iterator[_Found]:
    """Find the nodes of several rules in the page's order, each once."""
    once = {one.number: one for found in nodes for one in found}
    return (once[number] for number in sorted(once))


def _records(page: _Page, going: Iterable[_Found], taken: dict[_Asked, list[_Found]]) -> tuple[Pruned, ...]:
    """Return what goes: each node under the rule of the highest layer, then the first id, that found it."""
    names: dict[int, str] = {}
    for rule in sorted(taken, key=lambda rule: rule.rank):
        for one in taken[rule]:
            names.setdefault(one.number, rule.rule.id)
    paths = NodePaths(page.root)
    return tuple(Pruned(names[one.number], paths.of(one.node), page.text(one)) for one in going)
