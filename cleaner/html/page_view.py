"""A page's lines with what is counted once for all of them: the ground that all evidence stands on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleaner.html.lines import Container, PageLine
from cleaner.text.words import PROSE_WORDS, count_words, is_sentence

WORD = re.compile(r"\w+")
_NO_WORD = re.compile(r"[\W_]+")
_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())

Names = tuple[str, str | None, str | None]
"""A holder's tag and class, and the class of what holds it: lines of one make share them."""


@dataclass(slots=True)
class LineCounts:
    """Sums over lines: of words, of words in links, of lines, of long lines."""

    words: int = 0
    linked: float = 0.0
    lines: int = 0
    long: int = 0


@dataclass(slots=True)
class PageView:
    """A page's lines, the headlines and descriptions of its metadata, and counts.

    ``keys`` are what is compared of each line, ``copies`` the places of each key. ``tallies`` sum up the lines below
    each node that lines stand in, nodes before what they stand in themselves, the root last; ``alike`` sum up the lines
    of the same names.
    """

    lines: Sequence[PageLine]
    titles: Sequence[str] = ()
    descriptions: Sequence[str] = ()
    words: list[int] = field(init=False)
    keys: list[str] = field(init=False)
    sentences: list[bool] = field(init=False)
    names: list[Names] = field(init=False)
    copies: dict[str, list[int]] = field(init=False)
    tallies: dict[Container, LineCounts] = field(init=False)
    alike: dict[Names, LineCounts] = field(init=False)

    def __post_init__(self) -> None:
        """Count."""
        self.words = [count_words(line.text) for line in self.lines]
        self.keys = [text_key(line.text) for line in self.lines]
        self.sentences = [is_sentence(line.text) for line in self.lines]
        self.names = [_names(line.holder) for line in self.lines]
        self.copies = {}
        for at, same in enumerate(self.keys):
            self.copies.setdefault(same, []).append(at)
        self._sum_up()

    def _sum_up(self) -> None:
        self.tallies = {holder: LineCounts() for holder in _from_below(line.holder for line in self.lines)}
        self.alike = {names: LineCounts() for names in self.names}
        for line, words, names in zip(self.lines, self.words, self.names, strict=True):
            linked, long = words * line.links, words >= PROSE_WORDS
            for tally in (self.alike[names], self.tallies[line.holder]):
                tally.words += words
                tally.linked += linked
                tally.lines += 1
                tally.long += long
        for holder, tally in self.tallies.items():
            if holder.parent:
                above = self.tallies[holder.parent]
                above.words += tally.words
                above.linked += tally.linked
                above.lines += tally.lines
                above.long += tally.long


def _from_below(holders: Iterable[Container]) -> list[Container]:
    """Return nodes and all that they stand in, each before what it stands in itself."""
    found: dict[Container, None] = {}
    for one in holders:
        for holder in one.up():
            if holder in found:
                break
            found[holder] = None
    return sorted(found, key=lambda holder: -holder.depth)


def text_key(text: str) -> str:
    """Return a text's letters and digits in lower case: what is compared when two texts should be the same.

    >>> key("E-mail  us!")
    'emailus'
    """
    if text.isascii():
        return text.lower().encode().translate(None, _MARKS).decode()
    return _NO_WORD.sub("", text).lower()


def _names(holder: Container) -> Names:
    above = holder.parent
    return holder.tag, holder.names, above.names if above else None
