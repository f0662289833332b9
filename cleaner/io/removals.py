"""Records of removals: a line of JSON for each, from which what was removed can be put back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

from cleaner.article import Article
from cleaner.errors import InputError
from cleaner.text.apply import apply
from cleaner.types import Document, Line, Removal

CHANGED = "has changed since the removals were recorded, or has them again: clean it again"
"""What is wrong with a text that is longer or shorter than the one that removals are from."""


class Place(NamedTuple):
    """Where a removal was: the characters of the cleaned text before it, and whether it was a part of a line."""

    at: int
    is_part: bool


def removal_records(name: str, id: object, article: Article) -> Iterator[str]:
    """Yield one line of JSON per removal: input, id, line, rule, the text that was removed, and where it was.

    What was pruned from a page has the path of its node in place of a line, and cannot be put back.
    """
    for pruned in article.pruned:
        yield _json({"input": name, "id": id, "path": pruned.path, "rule": pruned.rule, "text": pruned.text})
    for removal, place in zip(article.removals, places_of(article), strict=True):
        yield _json({
            "input": name,
            "id": id,
            "line": removal.line,
            "rule": removal.rule,
            "also": list(removal.also),
            "text": removal.text,
            "at": place.at,
            "of": len(article.text),
            "part": place.is_part or None,
        })  # fmt: skip


def _json(record: dict[str, object]) -> str:
    return json.dumps({key: value for key, value in record.items() if value is not None}, ensure_ascii=False)


def places_of(article: Article) -> list[Place]:
    """Return where the removals of an article were in its text.

    Blanks and line ends are rewritten, so the other characters are counted.
    """
    if not article.removals:
        return []
    document, text = article.document, article.text
    starts = [position for position, char in enumerate(text) if not char.isspace()]
    kept = _kept_counts(document, article.removals)
    moved = kept[-1] - len(starts)  # a title that has moved to the metadata, or come from there
    kept = [max(0, count - moved) for count in kept] if moved else kept
    lines = {line.number: line for line in document.lines}
    return [_place(removal, lines.get(removal.line), kept, starts, text) for removal in article.removals]


def _kept_counts(document: Document, removals: Iterable[Removal]) -> list[int]:
    """Return for each position of a document how many characters before it are kept and not blank."""
    removed = bytearray(len(document.text))
    for start, end in (cut.span for cut in apply(document, removals).cuts):
        removed[start:end] = b"\1" * (end - start)
    is_kept = (not gone and not char.isspace() for gone, char in zip(removed, document.text, strict=True))
    return [0, *accumulate(is_kept)]


def _place(removal: Removal, line: Line | None, kept: list[int], starts: list[int], text: str) -> Place:
    """Return the place of a removal: right behind the characters kept before it, or where the next line begins."""
    before = min(kept[removal.span.start], len(starts))
    is_part = line is not None and kept[line.span.start] < kept[min(line.span.end, len(kept) - 1)]
    if not is_part:
        return Place(starts[before] if before < len(starts) else len(text), is_part=False)
    assert line
    if kept[line.span.start] < before or before == len(starts):
        return Place(starts[before - 1] + 1 if before else 0, is_part=True)
    return Place(starts[before], is_part=True)


def restored(text: str, removals: Iterable[Mapping[str, Any]]) -> str:
    """Return a cleaned text with removals put back, given as the values of their records.

    Whole lines become paragraphs of their own. Raises :exc:`cleaner.errors.InputError` for removals that are not from
    the text.
    """
    separator = "\n\n" if "\n\n" in text or "\n" not in text else "\n"
    last = len(text.rstrip("\n"))  # the line ends of a Markdown file stay at its end
    places: dict[int, list[Mapping[str, Any]]] = {}
    for removal in removals:
        if removal["of"] != len(text):
            raise InputError(CHANGED)
        places.setdefault(min(removal["at"], last), []).append(removal)
    parts, end = [], 0
    for at, found in sorted(places.items()):
        parts.append(text[end:at])
        end = at
        for removal in found:
            if removal.get("part"):
                parts.append(removal["text"])
            elif at < last:
                parts += [removal["text"], separator]
            else:
                parts += [separator if any(parts) else "", removal["text"]]
    return "".join([*parts, text[end:]])
