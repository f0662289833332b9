"""Prune: rules with ``select`` remove nodes from a page before its text is extracted.

All rules see the page before anything is pruned, so neither the order of rules nor that of files matters. Where nodes
are nested, the outermost is removed once, under the name of the first of the matching rules by credit. A rule that
would remove too many of the page's words removes nothing and is reported as stopped: pruning by class names without
this guard deletes whole articles.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import html

from cleaner.html.selector_index import SelectorEntry, SelectorIndex
from cleaner.html.tree import Node, NodePaths, count_elements, remove_nodes, visible_text, visible_texts
from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TimeBudget
from cleaner.matching.removals import credit_rank
from cleaner.matching.scope import applies
from cleaner.rules.selectors import parse_selectors
from cleaner.text.normalize import normalize
from cleaner.text.view import View
from cleaner.text.words import count_words
from cleaner.types import Document, Line, LineKeys, Pruned, Pruning, Rule, Select, Span

RULE_SHARE = 0.5
"""Share of a page's words that one rule may remove."""

ALL_RULES_SHARE = 0.8
"""Share of a page's words that all rules may remove together: that of ``--max-removed`` for texts."""

MAX_NESTED = 32
"""Nested nodes whose text one rule may check: each costs its whole text, so a bound keeps time linear."""

ROOTS = frozenset(("html", "body"))
"""Tags of nodes that are the page itself: a rule that matches one is stopped."""


_CODE_TAGS = frozenset(("pre", "code"))
_GENERAL_LAYERS = ("common", "language")
"""Layers of rules that prune nothing inside code: highlighters also name tokens ``comment``, ``title`` or ``tag``."""


class SelectRules:
    """The ``select`` rules of a rule set, compiled once for any number of pages."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Compile the rules with ``select``; others are ignored."""
        pairs = [(rule, rule.matches) for rule in rules if isinstance(rule.matches, Select)]
        self.rules = tuple(_CompiledRule(rule, select.keys) for rule, select in pairs)
        self.index = SelectorIndex(
            SelectorEntry(selector, index)
            for index, (_, select) in enumerate(pairs)
            for source in select.selectors
            for selector in parse_selectors(source)
        )


class _CompiledRule:
    """A rule, and its conditions on the text of a node."""

    def __init__(self, rule: Rule, keys: LineKeys) -> None:
        self.rule = rule
        self.rank = credit_rank(rule)
        has_keys = keys != LineKeys(match_case=keys.match_case)
        self._keys = LineMatcher(keys) if has_keys else None
        self._unless = LineMatcher(LineKeys(contains=rule.unless, match_case=rule.match_case)) if rule.unless else None
        self.has_conditions = bool(self._keys or self._unless)

    def accepts(self, text: str) -> bool:
        """Whether all conditions hold for a node's text."""
        text = normalize(text)
        span = Span(0, len(text))
        view = View(Document(text, ()), Line(1, span), (span,))
        if self._keys and not self._keys.matches(view, TimeBudget()):
            return False
        return not (self._unless and self._unless.matches(view, TimeBudget()))


class PageScope(NamedTuple):
    """What decides which rules apply to a page; ``None`` is unknown."""

    site: str | None = None
    language: str | None = None
    page_type: str | None = None


_ANY_PAGE = PageScope()


class _NumberedNode(NamedTuple):
    """A node, and its number in the walk over the page's elements."""

    number: int
    node: Node


_Matches = dict[_CompiledRule, list[_NumberedNode]]


@dataclass(slots=True)
class _PrunedPage:
    """A page while it is pruned. The text of each node is read and counted once."""

    root: Node
    _texts: dict[int, str] = field(default_factory=dict)
    _words: dict[int, int] = field(default_factory=dict)
    _ends: dict[int, int] = field(default_factory=dict)
    _page_words: int = 0
    _uncounted: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._uncounted = visible_texts(self.root)

    def text(self, match: _NumberedNode) -> str:
        """Return a node's visible text on one line."""
        if match.number not in self._texts:
            self._texts[match.number] = visible_text(match.node)
        return self._texts[match.number]

    def words(self, matches: Iterable[_NumberedNode]) -> int:
        """Return the number of words of the nodes' visible texts."""
        total = 0
        for match in matches:
            if match.number not in self._words:
                self._words[match.number] = count_words(self.text(match))
            total += self._words[match.number]
        return total

    def end(self, match: _NumberedNode) -> int:
        """Return the number of the first element after a node's subtree."""
        if match.number not in self._ends:
            self._ends[match.number] = match.number + count_elements(match.node)
        return self._ends[match.number]

    def outermost(self, matches: Iterable[_NumberedNode]) -> list[_NumberedNode]:
        """Return the nodes that are not inside any of the others; they are given in document order."""
        outermost: list[_NumberedNode] = []
        for match in matches:
            if not outermost or match.number >= self.end(outermost[-1]):
                outermost.append(match)
        return outermost

    def exceeds(self, matches: Iterable[_NumberedNode], share: float) -> bool:
        """Whether the nodes have more than a share of the page's words; counts no more of the page than needed."""
        words = self.words(matches)
        while words > share * self._page_words and (text := next(self._uncounted, None)) is not None:
            self._page_words += count_words(text)
        return words > share * self._page_words


def prune(
    tree: Node,
    rules: SelectRules | Iterable[Rule],
    *,
    scope: PageScope = _ANY_PAGE,
    max_share: float = RULE_SHARE,
) -> Pruning:
    """Remove the nodes that ``select`` rules match from a page, in place; the text after each node stays.

    ``tree`` is the page's root. ``max_share`` is the share of the page's words that one rule may remove; all rules
    together may remove :data:`ALL_RULES_SHARE`, or ``max_share`` where that is more. Words are those of the visible
    text.
    """
    compiled = rules if isinstance(rules, SelectRules) else SelectRules(rules)
    page = _PrunedPage(tree)
    matches, stopped = _match_rules(page, compiled, scope)
    if not matches and not stopped:
        return Pruning()
    allowed = {rule: nodes for rule, nodes in matches.items() if not _is_too_much(page, nodes, max_share)}
    allowed = _bound_together(page, allowed, max(max_share, ALL_RULES_SHARE))
    stopped |= {rule.rule.id for rule in matches.keys() - allowed.keys()}
    removed = page.outermost(_in_order(allowed.values()))
    pruned = _records(page, removed, allowed)
    remove_nodes(match.node for match in removed)
    return Pruning(pruned, tuple(sorted(stopped)))


def _match_rules(page: _PrunedPage, compiled: SelectRules, scope: PageScope) -> tuple[_Matches, set[str]]:
    """Return the outermost nodes that each rule matches, and the ids of rules that are stopped."""
    candidates: _Matches = {}
    for number, node, indexes in compiled.index.find(page.root):
        in_code = any(ancestor.tag in _CODE_TAGS for ancestor in node.iterancestors())
        for index in indexes:
            if in_code and compiled.rules[index].rule.layer in _GENERAL_LAYERS:
                continue
            candidates.setdefault(compiled.rules[index], []).append(_NumberedNode(number, node))
    matches: _Matches = {}
    stopped: set[str] = set()
    for rule, nodes in candidates.items():
        if not applies(rule.rule, *scope):
            continue
        accepted = _accepted(page, rule, nodes) if rule.has_conditions else page.outermost(nodes)
        if accepted is None:
            stopped.add(rule.rule.id)
        elif accepted:
            matches[rule] = accepted
    return matches, stopped


def _accepted(page: _PrunedPage, rule: _CompiledRule, nodes: Sequence[_NumberedNode]) -> list[_NumberedNode] | None:
    """Return the outermost nodes whose text the rule accepts; ``None`` if more than :data:`MAX_NESTED` are nested."""
    accepted: list[_NumberedNode] = []
    rejected_around: list[_NumberedNode] = []
    for node in nodes:
        if accepted and node.number < page.end(accepted[-1]):
            continue
        while rejected_around and node.number >= page.end(rejected_around[-1]):
            rejected_around.pop()
        if len(rejected_around) == MAX_NESTED:
            return None
        (accepted if rule.accepts(page.text(node)) else rejected_around).append(node)
    return accepted


def _is_too_much(page: _PrunedPage, nodes: Sequence[_NumberedNode], share: float) -> bool:
    """Whether a rule's nodes include the page itself, or have more than a share of its words."""
    return any(match.node is page.root or match.node.tag in ROOTS for match in nodes) or page.exceeds(nodes, share)


def _bound_together(page: _PrunedPage, matches: _Matches, share: float) -> _Matches:
    """Return the rules that may run together: those with the fewest words first, while a share is not exceeded."""
    if not page.exceeds((match for nodes in matches.values() for match in nodes), share):
        return matches
    bounded: _Matches = {}
    for rule in sorted(matches, key=lambda rule: (page.words(matches[rule]), rule.rank)):
        union = page.outermost(_in_order([*bounded.values(), matches[rule]]))
        if not page.exceeds(union, share):
            bounded[rule] = matches[rule]
    return bounded


def _in_order(groups: Iterable[Iterable[_NumberedNode]]) -> list[_NumberedNode]:
    """Return the nodes of several rules in document order, each once."""
    unique = {match.number: match for group in groups for match in group}
    return [unique[number] for number in sorted(unique)]


def _records(page: _PrunedPage, removed: Iterable[_NumberedNode], matches: _Matches) -> tuple[Pruned, ...]:
    """Return the record of each removed node, under the first of the matching rules by credit."""
    names: dict[int, str] = {}
    for rule in sorted(matches, key=lambda rule: rule.rank):
        for match in matches[rule]:
            names.setdefault(match.number, rule.rule.id)
    paths = NodePaths()
    return tuple(Pruned(names[match.number], paths.path_of(match.node), page.text(match)) for match in removed)


def prune_fragment(
    fragment: str,
    rules: SelectRules,
    *,
    around: tuple[Iterable[str], Iterable[str]],
    scope: PageScope = _ANY_PAGE,
) -> tuple[Pruning, str]:
    """Prune a fragment of HTML in the middle of a page's ``<article>``; return the pruning and the remaining text.

    ``around`` are the paragraphs above and below the fragment. The guard is off, so rules may remove all.
    """
    head, tail = ("".join(f"<p>{text}</p>" for text in texts) for texts in around)
    article = f"<article>{head}\n{fragment}\n{tail}</article>"
    page = f"<html><head><title>A page</title></head><body>{article}</body></html>"
    tree = html.document_fromstring(page, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    pruning = prune(tree, rules, scope=scope, max_share=1.0)
    return pruning, visible_text(tree)
