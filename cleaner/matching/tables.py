"""What the engine must know about all rules before it reads any: how each is found, and where it applies.

A rule is a number here, its place among the rules. Everything is plain data, so that it can be stored: a process that
cleans one short text builds few of a thousand rules.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import NamedTuple

from cleaner.matching.scope import Scope

LOOKUPS_BEFORE_PARSING = 2_000
"""Lookups that are served by bisection before a table of 12,000 rows is parsed into a dictionary: parsing takes as
long as about that many of them (20 ms, measured with ``timeit`` on the shipped rules' whole lines)."""

GRAM = 4
"""Characters of a literal that it is filed under: with three, four times as many literals are searched in vain, and
with five, more than twice as many are too short."""


class LazyTable:
    r"""A table of numbers by name, stored as text and bisected there until parsing all of it pays.

    Making strings of twenty thousand rows takes as long as cleaning three articles, and a short text needs a few.

    >>> table = lazy_table({"tags": [3, 14], "share": [7]})
    >>> table.get("tags"), table.get("share"), table.get("tag")
    ((3, 14), (7,), ())
    """

    def __init__(self, text: bytes = b"", additions: Mapping[str, tuple[int, ...]] | None = None) -> None:
        """``text`` has a row for each name, sorted by its bytes; ``additions`` are further numbers by name."""
        self.text = text
        self._additions = additions or {}
        self._lookups = 0

    def get(self, name: str) -> tuple[int, ...]:
        """Return the numbers of a name; an empty tuple if it has no row."""
        if self._lookups > LOOKUPS_BEFORE_PARSING:
            row = self._rows.get(name)
        else:
            self._lookups += 1
            row = self._bisect(name.encode("utf-8", "surrogatepass"))
        numbers = tuple(map(int, row.split())) if row else ()
        return numbers + self._additions[name] if name in self._additions else numbers

    def prepare(self) -> None:
        """Parse the table now, for many lookups."""
        self._lookups = LOOKUPS_BEFORE_PARSING + 1
        self.get("")

    def numbers_of(self, names: Collection[str]) -> dict[str, tuple[int, ...]]:
        """Return the numbers of those names that have a row: faster than asking for each, since few of many have."""
        if self._lookups <= LOOKUPS_BEFORE_PARSING:
            return {name: numbers for name in names if (numbers := self.get(name))}
        return {name: self.get(name) for name in {*(self._rows.keys() & names), *(self._additions.keys() & names)}}

    def with_additions(self, additions: Mapping[str, tuple[int, ...]]) -> "LazyTable":
        """Return a table that has further numbers for names."""
        return LazyTable(self.text, additions)

    def _bisect(self, name: bytes) -> str | None:
        text, low, high = self.text, 0, len(self.text)
        while low < high:
            start = max(text.rfind(b"\n", low, (low + high) // 2) + 1, low)
            end = text.index(b"\t", start)
            row_name = text[start:end]
            if row_name == name:
                return text[end + 1 : text.index(b"\n", end)].decode()
            if row_name < name:
                low = text.index(b"\n", end) + 1
            else:
                high = start
        return None

    def as_dict(self) -> dict[str, list[int]]:
        """Return the numbers of all names; additions are left out."""
        return {name: list(map(int, numbers.split())) for name, numbers in self._rows.items()}

    @cached_property
    def _rows(self) -> dict[str, str]:
        rows = [row.split("\t") for row in self.text.decode("utf-8", "surrogatepass").split("\n")[:-1]]
        return {name: numbers for name, numbers in rows}  # noqa: C416 - pairs, to the eyes of the type checker


def lazy_table(numbers_by_name: Mapping[str, list[int]]) -> LazyTable:
    """Return a mapping as a table."""
    rows = {
        name.encode("utf-8", "surrogatepass"): " ".join(map(str, numbers)).encode()
        for name, numbers in numbers_by_name.items()
    }
    return LazyTable(b"".join([b"%b\t%b\n" % (name, rows[name]) for name in sorted(rows)]))


class RuleTables(NamedTuple):
    """The rules of a rule set, as numbers.

    Rules are found by a whole line's core (``lines``), by its first word (``words``), by a literal anywhere in it
    (``literals``), or must be tried on every line (``unbounded``). ``repeats``, ``keeping``, ``rated`` (by the line
    model), ``listing`` (they take whole lists) and ``noting`` (they remove nothing) are rules of these kinds,
    ``selecting`` those that prune pages, and ``stdlib_compatible`` those whose patterns the standard library's
    ``re`` can search, if they come with the program. ``scopes`` are all distinct scopes, and ``scope`` has the
    index there of each rule's scope: -1 is a rule that does not run. The line that a rule opens at has ``least`` to
    ``most`` words, and is a ``sentence``, is not, or either (``None``).

    ``literal_names`` are all literals, a row each, those of the rules of the longest lines first. ``tiers`` are pairs
    of a number of words and a number of literals, in order: in lines of up to that many words, and more than those of
    the pair before, only that many of the first literals point to a rule. ``literal_grams`` are pairs of rows: a gram,
    and the indexes of the literals filed under it; under the empty gram are those that are shorter. ``added_literals``
    belong to rules that were added to the tables later, and are searched in all lines.
    """

    lines: LazyTable
    words: LazyTable
    literals: LazyTable
    literal_names: str
    literal_grams: str
    unbounded: list[int]
    repeats: list[int]
    keeping: list[int]
    rated: list[int]
    listing: list[int]
    noting: list[int]
    selecting: list[int]
    stdlib_compatible: list[int]
    scopes: list[Scope]
    scope: list[int]
    least: list[int]
    most: list[int]
    sentence: list[bool | None]
    tiers: list[list[int]]
    added_literals: tuple[str, ...] = ()
