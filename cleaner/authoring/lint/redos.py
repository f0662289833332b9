r"""slow-regex: no pattern may take long for texts that are built from its own parts.

A pattern that can split a run of equal parts in several ways tries them all when the run ends in something it does not
match. So each repeat of the pattern's syntax tree is *pumped*: a prefix that leads there, the repeated part many times,
and the suffix that the pattern requires, since a text without it fails at once.

>>> PumpedText(prefix="tags: ", part="a,", suffix=";") in attack_strings(r"^tags: (\w+,?)*;$")
True
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from time import thread_time
from typing import Any, NamedTuple

from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.target import LintTarget, place_of
from cleaner.matching import Engine
from cleaner.matching.regex import Pattern, PatternTimeoutError, TimeBudget
from cleaner.matching.regex_syntax import op, syntax_tree
from cleaner.rules.yaml_nodes import Mapping
from cleaner.types import Rule

SLOW = 0.020
"""Seconds of processor time that one search may take (documented at R304)."""

TIMEOUT = 0.5
"""Seconds after which a search is given up."""

REPEATS = (20, 200, 2000)
"""How often a part is repeated. Time that doubles with each repeat shows at 20, quadratic time at 2,000."""

RUN_LENGTH = 20_000
"""Most characters of a repeated run. Linear patterns take some 5 ms for that, so that only others are slow."""

SUSPECT = SLOW / 400
"""Seconds for 200 repeats from which 2,000 are worth a search: they take 10 times as long where a pattern is linear,
and 100 times where it is quadratic."""

TRIALS = 3
"""Searches of a slow text; the fastest counts."""

SAMPLES, SAMPLE_LENGTH = 3, 60
"""Number of samples whose first row is pumped as well, and the characters used of each row."""

SHOWN_END = 4
"""Characters shown of the end of a long text."""

_HELP = "anchor it with ^, let parts that follow each other exclude each other, or write '*+' for '*' (see R304)"

VARIANTS = 4
"""Texts built for one part: each uses another member of its sets and branches, with and without optional parts."""

ENDINGS = ("", "!", "\N{SNOWMAN}", "7", "z")
"""What follows a run: nothing, a mark, a character that no pattern expects, a digit, a letter."""

SUFFIX_ENDINGS = ("!", "z")
"""What follows a run with its suffix."""

MAX_REQUIRED_REPEATS = 9
"""How often a prefix or suffix repeats a part whose least number of repeats is higher."""

_MEMBERS = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_NOT_WORD: "-",
}
_REPEAT_KINDS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_SET_KINDS = (op.IN, op.NOT_LITERAL, op.ANY)

_ORDINARY = "a ,1-.\"'"
"""Members to try of a set that is defined by what it excludes."""

_RUN = re.compile(r"\w+|\s+|[^\w\s]")

Tree = Iterable[tuple[Any, Any]]
"""A sequence of the parser: pairs of a node's kind and its value."""


def slow_regex(target: LintTarget) -> Iterator[Finding]:
    """Yield patterns that take more than 20 ms for some line."""
    for rule, node, source in _patterns(target):
        text = slow_text(source, _sample_pieces(rule))
        if text is not None:
            yield target.finding(rule, "R304", _message(text), help=_HELP, place=place_of(node, "regex", source))


def unindexed_rules(rules: Iterable[Rule]) -> list[str]:
    """Return the ids of rules that are matched with every line, since they require no literal."""
    index = Engine(rules).rule_index
    return sorted(index.rule(number).id for number in index.tables.unbounded)


def _patterns(target: LintTarget) -> Iterator[tuple[Rule, Mapping | None, str]]:
    """Yield every pattern with its rule and the mapping that holds it."""
    for rule in filter(_has_pattern, target.rules):
        for keys, node in target.text(rule.path).line_keys(rule):
            yield from ((rule, node, source) for source in keys.regex)


def _has_pattern(rule: Rule) -> bool:
    parts = (rule.matches, getattr(rule.matches, "opens", None), getattr(rule.matches, "closes", None))
    return any(getattr(part, "regex", ()) for part in parts)


def _sample_pieces(rule: Rule) -> list[str]:
    rows = [sample.text.lstrip().split("\n")[0][:SAMPLE_LENGTH] for sample in rule.samples[:SAMPLES]]
    return [*rows, *(row.lower() for row in rows)]


def _message(text: str) -> str:
    excerpt = text if len(text) <= SAMPLE_LENGTH else f"{text[: SAMPLE_LENGTH // 2]}…{text[-SHOWN_END:]}"
    return f"takes more than {SLOW * 1000:.0f} ms for a line of {len(text):,} characters: {excerpt!r}"


def slow_text(source: str, pieces: Iterable[str] = ()) -> str | None:
    """Return a text for which a pattern takes too long; ``None`` if none is found. ``pieces`` are pumped as well."""
    pattern = Pattern(source)
    pattern.search("", TimeBudget())  # compiled before any time counts
    suspects = sorted(attack_strings(source, pieces))
    for repeats in REPEATS:
        pumped_texts, suspects = suspects, []
        for pumped in pumped_texts:
            slowest = _slowest_search(pattern, pumped.texts(repeats, RUN_LENGTH))
            if slowest.seconds > SLOW:
                return slowest.text
            if repeats != REPEATS[-2] or slowest.seconds > SUSPECT:
                suspects.append(pumped)
    return None


class _Search(NamedTuple):
    """The processor time of a search, in seconds, and the text searched."""

    seconds: float = 0.0
    text: str = ""


def _slowest_search(pattern: Pattern, texts: Iterable[str]) -> _Search:
    """Return the slowest search, or the first one that is too slow."""
    slowest = _Search()
    for text in texts:
        seconds = _search_seconds(pattern, text)
        if seconds > SLOW:
            seconds = min(seconds, *(_search_seconds(pattern, text) for _ in range(TRIALS - 1)))
        slowest = max(slowest, _Search(seconds, text))
        if seconds > SLOW:
            break
    return slowest


def _search_seconds(pattern: Pattern, text: str) -> float:
    """Return the processor time of a search in this thread, which does not depend on how busy the machine is."""
    start = thread_time()
    with suppress(PatternTimeoutError):  # the time until then counts
        pattern.search(text, TimeBudget(TIMEOUT))
    return thread_time() - start


class PumpedText(NamedTuple):
    """A part to repeat, the text before it, and what the pattern requires behind it."""

    prefix: str
    part: str
    suffix: str = ""

    def texts(self, repeats: int, length: int) -> Iterator[str]:
        """Yield the part with a number of repeats, cut to a length in characters, with each ending."""
        run = self.prefix + (self.part * repeats)[:length]
        yield from (run + ending for ending in ENDINGS)
        if self.suffix:
            yield from (run + self.suffix + ending for ending in SUFFIX_ENDINGS)


def attack_strings(pattern: str, pieces: Iterable[str] = ()) -> set[PumpedText]:
    """Return texts to pump for a pattern: its repeated parts, its literals, a member of each set, and ``pieces``."""
    tree = syntax_tree(pattern)
    pumped = {PumpedText("", piece) for piece in pieces}
    if tree is None:  # only the regex module can read it: take words and marks of its source
        return pumped | {PumpedText("", part) for part in _RUN.findall(pattern)}
    for text in _pumped_parts(list(tree), "", ""):
        pumped |= {text, PumpedText("", text.part, text.suffix)}
    pumped |= {PumpedText("", _matching_text(tree, variant)) for variant in range(VARIANTS)}
    return {text for text in pumped if text.part}


def _pumped_parts(tree: Sequence[tuple[Any, Any]], prefix: str, suffix: str) -> Iterator[PumpedText]:
    """Yield the texts to pump in a sequence between a prefix and a suffix."""
    literal = ""
    for index, (kind, value) in enumerate(tree):
        rest = _matching_text(tree[index + 1 :], 0) + suffix
        for subtree in _subtrees(kind, value):
            if kind in _REPEAT_KINDS:
                yield from (PumpedText(prefix, _matching_text(subtree, variant), rest) for variant in range(VARIANTS))
            yield from _pumped_parts(list(subtree), prefix, rest)
        if kind is op.LITERAL:
            literal += chr(value)
        elif literal:
            yield PumpedText("", literal)
            literal = ""
        if kind in _SET_KINDS:
            yield from (PumpedText(prefix, member, rest) for member in _members(kind, value))
        prefix += _matching_text([(kind, value)], 0)
    if literal:
        yield PumpedText("", literal)


def _subtrees(kind: Any, value: Any) -> list[Any]:
    """Return the sequences inside a node."""
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind in _REPEAT_KINDS:
        return [value[2]]
    if kind is op.BRANCH:
        return list(value[1])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is op.ATOMIC_GROUP else []


def _matching_text(tree: Tree, variant: int) -> str:
    """Return a text that a sequence matches, or nearly: assertions and references to groups count as empty."""
    return "".join(_matching_part(kind, value, variant) for kind, value in tree)


def _matching_part(kind: Any, value: Any, variant: int) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind in _SET_KINDS:
        members = _members(kind, value)
        return members[variant % len(members)]
    if kind in _REPEAT_KINDS:
        minimum, maximum, part = value
        repeats = minimum or (variant % 2 if maximum else 0)
        return _matching_text(part, variant) * min(repeats, MAX_REQUIRED_REPEATS)
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return ""
    subtrees = _subtrees(kind, value)
    return _matching_text(subtrees[variant % len(subtrees)], variant) if subtrees else ""


def _members(kind: Any, value: Any) -> list[str]:
    """Return a sample of a set's characters."""
    if kind is op.ANY:
        return list(_ORDINARY)
    if kind is op.NOT_LITERAL:
        return [char for char in _ORDINARY if ord(char) != value]
    if any(item is op.NEGATE for item, _ in value):
        excluded = {_member(item, argument) for item, argument in value if item in (op.LITERAL, op.CATEGORY)}
        return [char for char in _ORDINARY if char not in excluded] or ["\N{SNOWMAN}"]
    return [_member(item, argument) for item, argument in value]


def _member(item: Any, argument: Any) -> str:
    """Return a character of one item of a set."""
    if item is op.LITERAL:
        return chr(argument)
    return chr(argument[0]) if item is op.RANGE else _MEMBERS.get(argument, "a")
