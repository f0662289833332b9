"""A table as it is kept: rows of a name and numbers, looked up in the text that they are until it pays to read all.

To make twenty thousand strings of a file takes as long as to clean three articles, and a short text asks for a few.
"""

from collections.abc import Mapping
from functools import cache, cached_property

SOON = 40
"""Rows that are looked up by searching before all are read, which takes as long as to search for about so many."""


class LazyTable:
    r"""Rows of numbers by their names.

    >>> rows = rows_of({"tags": [3, 14], "share": [7]})
    >>> rows.get("tags"), rows.get("share"), rows.get("tag"), rows.names
    ((3, 14), (7,), (), ['tags', 'share'])
    """

    def __init__(self, text: bytes = b"\n", names: bytes = b"") -> None:
        self.text, self.name_text = text, names
        self._looked_up = 0

    def get(self, name: str) -> tuple[int, ...]:
        """Return the numbers of a name; none if it has no row."""
        if self._looked_up > SOON:
            return _numbers(self._all.get(name, ""))
        self._looked_up += 1
        start = f"\n{name}\t".encode("utf-8", "surrogatepass")
        at = self.text.find(start)
        return () if at < 0 else _numbers(self.text[at + len(start) : self.text.index(b"\n", at + 1)].decode())

    @cached_property
    def names(self) -> list[str]:
        """All names in order."""
        return self.name_text.decode().split("\n") if self.name_text else []

    @cached_property
    def _all(self) -> dict[str, str]:
        rows = [row.split("\t") for row in self.text.decode().split("\n")[1:-1]]
        return {name: numbers for name, numbers in rows}  # noqa: C416 - pairs, to the eyes of the type checker


def lazy_table_of(table: Mapping[str, list[int]]) -> LazyTable:
    """Return a table as rows."""
    rows = [f"{name}\t{' '.join(map(str, numbers))}\n" for name, numbers in table.items()]
    return LazyTable("".join(["\n", *rows]).encode(), "\n".join(table).encode())


@cache
def _numbers(row: str) -> tuple[int, ...]:
    return tuple(map(int, row.split()))
