"""What came of a table's rows as records that JSON can hold: all columns travel along."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from cleaner.frontmatter import CLEANER_KEY, FIELDS
from cleaner.io.arrow_values import json_values, readable
from cleaner.io.columns import METADATA, Layout


def plain_rows(layout: Layout, rows: Any, records: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return what came of rows, in the order of their columns; a text, a page or metadata that is null is left out."""
    own = {layout.keys.text, layout.keys.html} | ({METADATA} if layout.header else set())
    others = {name: json_values(rows.column(name)) for name in layout.given.names if name not in own}
    beside = _fields_beside(rows, layout)
    names = dict.fromkeys([*layout.given.names, *layout.schema.names])
    for at, record in enumerate(records):
        done: dict[str, Any] = {}
        for name in names:
            if name in others:
                done[name] = others[name][at]
            elif name in record:
                done[name] = _plain(record[name])
        if beside[at] and METADATA in done:
            done[METADATA] = _with_beside(done[METADATA], beside[at])
        yield done


def _plain(value: Any) -> Any:
    return readable(value) if isinstance(value, bytes) else value


def _fields_beside(rows: Any, layout: Layout) -> list[dict[str, Any]]:
    """Return the fields of each row's metadata that cleaning does not read."""
    column = rows.column(METADATA) if layout.header and METADATA in layout.given.names else None
    if column is None or not pa.types.is_struct(column.type):
        return [{}] * rows.num_rows
    known = {*FIELDS, CLEANER_KEY}
    return [
        {name: one for name, one in (value or {}).items() if name not in known and one is not None}
        for value in json_values(column)
    ]


def _with_beside(metadata: dict[str, Any], beside: dict[str, Any]) -> dict[str, Any]:
    """Put fields where they stand in front matter: behind those that are known, before our own entry."""
    own = {CLEANER_KEY: metadata[CLEANER_KEY]} if CLEANER_KEY in metadata else {}
    return {name: value for name, value in metadata.items() if name != CLEANER_KEY} | beside | own
