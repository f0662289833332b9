"""What rules capture, made into values for the metadata.

>>> values("tags", [": Economy, Trade; China"], "")
('Economy', 'Trade', 'China')
>>> values("tags", ["Donald Trump Marco Rubio"], "Sen. Marco Rubio spoke.")
('Donald Trump', 'Marco Rubio')
>>> values("author", ["Jane Doe and John Smith"], "")
('Jane Doe', 'John Smith')
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from cleaner.lazy import lazy_pattern
from cleaner.text.view import is_boundary

DATE_LENGTH = 120
"""Characters in which a date is looked for."""

TAG_WORDS = 60
"""Words of a tag line that is split by names; a longer line without separators is no tag line."""

_TAG_SEPARATORS = lazy_pattern("[,;|•·、，；]")
_AUTHOR_LIST = lazy_pattern(r"\s(?:and|und|&)\s")
_AUTHOR_SEPARATORS = lazy_pattern(r",?\s(?:and|und|&)\s|,")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def field_values(field: str, captured: Sequence[str], remaining: str) -> tuple[str, ...]:
    """Return the values of what was captured for a field; ``remaining`` is the text that stands at the end."""
    if field == "tags":
        found = [tag for line in captured for tag in _tags(line, remaining)]
    elif field == "author":
        found = [name for line in captured for name in _authors(line)]
    elif field in ("date", "modified"):
        found = [date for line in captured for date in _dates(line)]
    else:
        found = [trim_punctuation(" ".join(captured))]
    return tuple(dict.fromkeys(value for value in found if value))


def trim_punctuation(text: str) -> str:
    """Return the text without blanks and punctuation at its ends; a bracket stays if its partner is inside.

    >>> trimmed(": (Jane Doe/Reuters)"), trimmed("Jane Doe (Reuters) —")
    ('Jane Doe/Reuters', 'Jane Doe (Reuters)')
    """
    start, end = 0, len(text)
    while start < end and _is_mark(text[start]):
        start += 1
    while end > start and _is_mark(text[end - 1]):
        partner = _BRACKETS.get(text[end - 1])
        if partner and text.count(partner, start, end) >= text.count(text[end - 1], start, end):
            break
        end -= 1
    return text[start:end]


def _is_mark(char: str) -> bool:
    return char == "|" or unicodedata.category(char)[0] in "PZ"


def _tags(line: str, remaining: str) -> list[str]:
    parts = [trim_punctuation(part) for part in _TAG_SEPARATORS.split(line)]
    if len(parts) > 1:
        return parts
    words = trim_punctuation(line).split()
    if len(words) > TAG_WORDS:
        return [" ".join(words)]
    return [trim_punctuation(" ".join(part)) for part in _split_by_names(words, remaining)]


def _split_by_names(words: Sequence[str], remaining: str) -> Iterator[Sequence[str]]:
    """Cut a tag line at the names of two words or more that the remaining text has, the longest first."""
    names = sorted(_names(words, remaining), key=lambda name: (name.start - name.stop, name.start))
    chosen: list[range] = []
    for name in names:
        if all(name.stop <= other.start or name.start >= other.stop for other in chosen):
            chosen.append(name)
    at = 0
    for name in sorted(chosen, key=lambda name: name.start):
        yield words[at : name.start]
        yield words[name.start : name.stop]
        at = name.stop
    yield words[at:]


def _names(words: Sequence[str], remaining: str) -> Iterator[range]:
    """Find the runs of capitalized words that occur, as printed, in the text. A run occurs only if its pairs do."""
    pairs = [
        not (words[at][0].islower() or words[at + 1][0].islower())
        and _occurs(f"{words[at]} {words[at + 1]}", remaining)
        for at in range(len(words) - 1)
    ]
    for start in range(len(pairs)):
        for stop in range(start, len(pairs)):
            if not pairs[stop]:
                break
            if stop == start or _occurs(" ".join(words[start : stop + 2]), remaining):
                yield range(start, stop + 2)


def _occurs(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0 and not (is_boundary(text, at) and is_boundary(text, at + len(name))):
        at = text.find(name, at + 1)
    return at >= 0


def _authors(line: str) -> Iterable[str]:
    listed = _AUTHOR_SEPARATORS.split(line) if _AUTHOR_LIST.search(line) else [line]
    return (trim_punctuation(name) for name in listed)


def _dates(line: str) -> Iterator[str]:
    """Read a date that can be meant in one way only."""
    from cleaner.dates import format_date, read_date

    found = read_date(trim_punctuation(line)[:DATE_LENGTH])
    if found:
        yield format_date(found)
