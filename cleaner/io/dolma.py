"""Removals as attributes of Dolma's toolkit: ``[start, end, score]`` under each rule's name, a line for each record."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.errors import RecordError
from cleaner.options import Normalization
from cleaner.source import Source
from cleaner.text.spans import LocatedRemovals, LocatedSpan, locate_removals
from cleaner.types import Article, Span

ALL = "cleaner__all__removed"
"""The attribute that has what all rules remove, united: what most mixers ask for."""

SCORE = 1.0
"""The score of every span: what is removed is decided, and nothing else is written."""


def attribute(rule: str) -> str:
    """Return the name of a rule's attribute: experiment, tagger and type, in letters that Dolma allows.

    >>> attribute("tags/tag-list"), attribute("thehill.com/comment-section")
    ('cleaner__tags__tag_list', 'cleaner__thehill_com__comment_section')
    """
    return "__".join(["cleaner", *(re.sub(r"[^a-zA-Z0-9_]", "_", part) for part in rule.split("/", 1))])


def placement(source: Source, article: Article, normalization: Normalization | None) -> LocatedRemovals:
    """Find what goes of a record's text. Raises :exc:`cleaner.errors.RecordError` for a record that has a page."""
    if source.html:
        raise RecordError("has a page and no text, and spans are places in a text")
    return locate_removals(source.text, article, normalization)


def attributes(record: Mapping[str, Any], id_key: str, placed: Iterable[LocatedSpan] = ()) -> dict[str, Any]:
    """Return what is written of a record: ``id`` and ``source`` as they are, and the places of what goes."""
    found: dict[str, list[tuple[int, int, float]]] = {ALL: []}
    united: list[Span] = []
    for one in placed:
        found.setdefault(attribute(one.rule), []).append((one.span.start, one.span.end, SCORE))
        if united and united[-1].end == one.span.start:
            united[-1] = Span(united[-1].start, one.span.end)
        else:
            united.append(one.span)
    found[ALL] += [(span.start, span.end, SCORE) for span in united]
    own = {"id": record[id_key]} if id_key in record else {}
    return own | {name: record[name] for name in ("source",) if name in record} | {"attributes": found}
