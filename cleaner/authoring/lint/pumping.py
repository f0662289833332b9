r"""Texts on which a pattern may take long: what it repeats, repeated, behind what it asks for first.

A pattern that can cut a run of equal parts in many ways tries them all when the run ends in what it does not want. So
each repeat of the pattern's syntax tree is *pumped*: a text that leads there, the repeated part many times, and what
leads on, for a text without what must be there is refused at once.

>>> Pump(before="tags: ", part="a,", after=";") in pumps(r"^tags: (\w+,?)*;$")
True
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cleaner.matching.regex_syntax import op, syntax_tree

VARIANTS = 4
"""Texts that are made of one part: its sets and branches give another member, and its options come and go."""

ENDINGS = ("", "!", "\N{SNOWMAN}", "7", "z")
"""What a pumped text ends with: nothing, a mark, what no pattern asks for, a digit, a letter."""

LATER_ENDINGS = ("!", "z")
"""What it ends with behind what leads on."""

_MEMBERS = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_NOT_WORD: "-",
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_MOST = 9
"""Times that a part with a least number of repeats stands in a text that leads beyond it."""

_PLAIN = "a ,1-.\"'"
"""Members to try of what is told by what it is not."""

_RUN = re.compile(r"\w+|\s+|[^\w\s]")

Tree = Iterable[tuple[Any, Any]]


class Pump(NamedTuple):
    """A text to repeat, what stands before it, and what the pattern asks for behind it."""

    before: str
    part: str
    after: str = ""

    def texts(self, times: int, length: int) -> Iterator[str]:
        """Return the part so many times, or to a length in characters, with each ending."""
        run = self.before + (self.part * times)[:length]
        yield from (run + ending for ending in ENDINGS)
        if self.after:
            yield from (run + self.after + ending for ending in LATER_ENDINGS)


def pumps(pattern: str, pieces: Iterable[str] = ()) -> set[Pump]:
    """Return what to repeat for a pattern: its repeated parts, its literals, one of each set, and other pieces."""
    tree = syntax_tree(pattern)
    found = {Pump("", piece) for piece in pieces}
    if tree is None:  # what only the regex module reads: letters and marks as they stand there
        return found | {Pump("", part) for part in _RUN.findall(pattern)}
    for pump in _of_sequence(list(tree), "", ""):
        found |= {pump, Pump("", pump.part, pump.after)}
    found |= {Pump("", text) for variant in range(VARIANTS) if (text := _text(tree, variant))}
    return {pump for pump in found if pump.part}


def _of_sequence(tree: Sequence[tuple[Any, Any]], before: str, beyond: str) -> Iterator[Pump]:
    """Find the pumps of a sequence, of which each part is reached through those before it; ``beyond`` comes after."""
    run = ""
    for at, (kind, value) in enumerate(tree):
        after = _text(tree[at + 1 :], 0) + beyond
        for inner in _inside(kind, value):
            if kind in _REPEATS:
                yield from (Pump(before, _text(inner, variant), after) for variant in range(VARIANTS))
            yield from _of_sequence(list(inner), before, after)
        if kind is op.LITERAL:
            run += chr(value)
        elif run:
            yield Pump("", run)
            run = ""
        if kind in (op.IN, op.NOT_LITERAL, op.ANY):
            yield from (Pump(before, member, after) for member in _members(kind, value))
        before += _text([(kind, value)], 0)
    if run:
        yield Pump("", run)


def _inside(kind: Any, value: Any) -> list[Any]:
    """Return the sequences that stand in a part."""
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind in _REPEATS:
        return [value[2]]
    if kind is op.BRANCH:
        return list(value[1])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is op.ATOMIC_GROUP else []


def _text(tree: Tree, variant: int) -> str:
    """Return a text that a sequence matches, or nearly so: what looks around, and groups asked again, are nothing."""
    return "".join(_text_of(kind, value, variant) for kind, value in tree)


def _text_of(kind: Any, value: Any, variant: int) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind in (op.IN, op.NOT_LITERAL, op.ANY):
        members = _members(kind, value)
        return members[variant % len(members)]
    if kind in _REPEATS:
        least, most, part = value
        times = least or (variant % 2 if most else 0)
        return _text(part, variant) * min(times, _MOST)
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return ""
    inner = _inside(kind, value)
    return _text(inner[variant % len(inner)], variant) if inner else ""


def _members(kind: Any, value: Any) -> list[str]:
    """Return a few characters of a set."""
    if kind is op.ANY:
        return list(_PLAIN)
    if kind is op.NOT_LITERAL:
        return [char for char in _PLAIN if ord(char) != value]
    found = []
    for one, what in value:
        if one is op.NEGATE:
            inside = {chr(what) for kind, what in value if kind is op.LITERAL}
            inside |= {char for kind, what in value if kind is op.CATEGORY and (char := _MEMBERS.get(what))}
            return [char for char in _PLAIN if char not in inside] or ["\N{SNOWMAN}"]
        found.append(chr(what) if one is op.LITERAL else chr(what[0]) if one is op.RANGE else _MEMBERS.get(what, "a"))
    return found
