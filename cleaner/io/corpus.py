"""Records of any kind as rows of one schema, so that all files of a corpus can be read as one table."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from cleaner.io.columns import METADATA
from cleaner.io.metadata_struct import OTHER, left_over, metadata_array, metadata_row, metadata_type, told
from cleaner.source import RecordKeys

ROWS = 256
"""Rows that are made columns at once, so that few are held as objects, which take ten times the room."""

TEXT = 1 << 20
"""Characters of texts from which fewer rows are."""

_OWN = ("id", "url", "lang", "text")


def corpus_schema(*, header: bool) -> Any:
    """Return the schema: id, address, language and text, metadata where it is written, and what else a record has."""
    texts = [pa.field(name, pa.string()) for name in _OWN]
    metadata = [pa.field(METADATA, metadata_type())] if header else []
    return pa.schema([*texts, *metadata, pa.field(OTHER, pa.string())])


def corpus_row(record: Mapping[str, Any], keys: RecordKeys, *, header: bool) -> dict[str, Any]:
    """Return a record as a row: an id that is no text is JSON, and so is all that has no column of its own.

    >>> row = corpus_row({"id": 7, "body": "A text.", "lang": "en", "n": 1}, Keys(text="body"), header=False)
    >>> row["id"], row["text"], row["lang"], row["other"]
    ('7', 'A text.', 'en', '{"n": 1}')
    """
    left = dict(record)
    row: dict[str, Any] = {"id": told(left.pop(keys.id, None))}
    for name, key in (("text", keys.text), ("url", "url"), ("lang", "lang")):
        if isinstance(left.get(key), (str, bytes)):
            row[name] = told(left.pop(key))
    if header and isinstance(left.get(METADATA), Mapping):
        row[METADATA] = metadata_row(left.pop(METADATA))
    row[OTHER] = left_over({key: told(one) if isinstance(one, bytes) else one for key, one in left.items()})
    return row


class Corpus:
    """Gathers rows until there are enough for columns: the same rows give the same, in whatever batches they come."""

    def __init__(self, *, header: bool) -> None:
        self.schema = corpus_schema(header=header)
        self._rows: list[Mapping[str, Any]] = []
        self._held = 0

    def add(self, row: Mapping[str, Any]) -> Iterator[Any]:
        """Take a row, and return columns if that makes enough."""
        self._rows.append(row)
        self._held += len(row.get("text") or "") + len(row.get(OTHER) or "")
        if len(self._rows) == ROWS or self._held >= TEXT:
            yield from self.rest()

    def rest(self) -> Iterator[Any]:
        """Return the columns of the rows that are left."""
        rows, self._rows, self._held = self._rows, [], 0
        if not rows:
            return
        columns = []
        for field in self.schema:
            values = [row.get(field.name) for row in rows]
            columns.append(
                metadata_array(values, field.type) if field.name == METADATA else pa.array(values, field.type)
            )
        yield pa.RecordBatch.from_arrays(columns, schema=self.schema)
