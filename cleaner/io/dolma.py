"""Removals as attributes of the Dolma toolkit: one line per record, ``[start, end, score]`` under each rule's name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.article import Article
from cleaner.errors import RecordError
from cleaner.options import Normalization
from cleaner.source import Source, has_key, value_at
from cleaner.text.spans import LocatedRemovals, LocatedSpan, locate_removals
from cleaner.types import Span

ALL = "cleaner__all__removed"
"""The attribute with the removals of all rules, merged: the one that most mixers need."""

SCORE = 1.0
"""The score of every span: only removals are written, and each is certain."""


def attribute(rule: str) -> str:
    """Return the name of a rule's attribute: experiment, tagger and type, in characters that Dolma allows.

    >>> attribute("tags/tag-list"), attribute("thehill.com/comment-section")
    ('cleaner__tags__tag_list', 'cleaner__thehill_com__comment_section')
    """
    return "__".join(["cleaner", *(re.sub(r"[^a-zA-Z0-9_]", "_", part) for part in rule.split("/", 1))])


def locate(source: Source, article: Article, normalization: Normalization | None) -> LocatedRemovals:
    """Return where an article's removals are in its record's text. Raises :exc:`RecordError` for a page."""
    if source.html:
        raise RecordError("has a page and no text, and spans are places in a text")
    return locate_removals(source.text, article, normalization)


def attributes(fields: Mapping[str, Any], id_key: str, spans: Iterable[LocatedSpan] = ()) -> dict[str, Any]:
    """Return what is written for a record: its ``id`` and ``source`` unchanged, and the spans that are removed."""
    by_name: dict[str, list[tuple[int, int, float]]] = {ALL: []}
    merged: list[Span] = []
    for located in spans:
        span = located.span
        by_name.setdefault(attribute(located.rule), []).append((span.start, span.end, SCORE))
        if merged and merged[-1].end == span.start:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    by_name[ALL] += [(span.start, span.end, SCORE) for span in merged]
    record = {"id": value_at(fields, id_key)} if has_key(fields, id_key) else {}
    if "source" in fields:
        record["source"] = fields["source"]
    return record | {"attributes": by_name}
