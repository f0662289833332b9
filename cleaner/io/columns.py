"""The columns of a table: which of them hold texts and pages, rows as records, and what came of those as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from cleaner import write
from cleaner.errors import InputError, RecordError
from cleaner.io.arrow_values import json_values, readable, strings
from cleaner.io.metadata_struct import metadata_array, metadata_row, metadata_type, read_metadata
from cleaner.io.records import parse_line
from cleaner.source import RecordKeys

METADATA = "metadata"

_CLEANED: Mapping[str, str] = {
    "string": "string",
    "large_string": "large_string",
    "string_view": "string_view",
    "binary": "string",
    "large_binary": "large_string",
    "binary_view": "string_view",
    "null": "string",
}
"""The types that a column of texts may have, and those that it has when they are cleaned."""


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Which columns hold what: a text, a page and an id by their keys, an address and a language by these names."""

    keys: RecordKeys
    url: str = "url"
    language: str = "lang"

    def columns(self) -> dict[str, str]:
        """Return the name of the column of each key that a record has."""
        own = {name: name for name in (self.keys.text, self.keys.html, self.keys.id)}
        return own | {"url": self.url, "lang": self.language, METADATA: METADATA}


class Layout:
    """A table's columns by what they hold. ``given`` is its schema, ``schema`` that of what comes out.

    Columns that are none of a text, a page or metadata stay what they are.
    """

    def __init__(self, given: Any, names: ColumnNames, *, header: bool = True) -> None:
        """Look at a schema. Raises :exc:`InputError` where it has no texts, or has them in types that hold none."""
        self.given, self.keys, self.header = given, names.keys, header
        _refuse_doubles(given.names)
        self._columns = {key: name for key, name in names.columns().items() if name in given.names}
        text, html = names.keys.text, names.keys.html
        if text not in self._columns and html not in self._columns:
            raise InputError(f"has no column '{text}' or '{html}': name the right one (--text-key, --html-key)")
        self._has_pages = html in self._columns and html != text
        self.schema = self._finished_schema()

    def records(self, rows: Any) -> list[dict[str, Any]]:
        """Return rows as records of what cleaning asks for; a null counts as if there were no such key."""
        found = {key: self._values(key, rows.column(name)) for key, name in self._columns.items()}
        return [
            {key: values[at] for key, values in found.items() if values[at] is not None} for at in range(rows.num_rows)
        ]

    def finished(self, rows: Any, records: Sequence[Mapping[str, Any]]) -> Any:
        """Return rows with what came of their records: text, metadata, and no page whose article is the text."""
        columns = [self._column(field, rows, records) for field in self.schema]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _values(self, key: str, column: Any) -> list[Any]:
        if key in (self.keys.text, self.keys.html):
            return strings(column)
        if key == METADATA:
            return read_metadata(column) if pa.types.is_struct(column.type) else _parsed(column)
        if key in ("url", "lang") and column.type in (
            pa.binary(),
            pa.large_binary(),
        ):  # from programs that know no texts
            return [None if value is None else readable(value) for value in strings(column)]
        return json_values(column)

    def _finished_schema(self) -> Any:
        fields = {field.name: field for field in self.given}
        text, html = self.keys.text, self.keys.html
        own = fields.get(text, pa.field(text, pa.string()))
        changed = {text: own.with_type(_text_type(own))}
        if self._has_pages:
            _text_type(fields[html])
            changed[html] = fields[html].with_nullable(True)
        if self.header:
            changed[METADATA] = _metadata_field(fields.get(METADATA))
        beside = [field for name, field in changed.items() if name not in fields]
        return pa.schema([*(changed.get(field.name, field) for field in self.given), *beside], self.given.metadata)

    def _column(self, field: Any, rows: Any, records: Sequence[Mapping[str, Any]]) -> Any:
        """Return one column of what comes out."""
        name = field.name
        given = rows.column(name) if name in self.given.names else None
        if name == self.keys.text:
            texts = [record.get(name) for record in records]
            return pa.array([None if text is None else readable(text) for text in texts], field.type)
        if self._has_pages and name == self.keys.html:
            return _pages(given, [name in record for record in records])
        if name != METADATA or not self.header:
            return given
        values = [record.get(METADATA) for record in records]
        if not pa.types.is_struct(field.type):
            return pa.array([_written(value) for value in values], field.type)
        own = given if given is not None and pa.types.is_struct(given.type) else None
        return metadata_array([None if value is None else metadata_row(value) for value in values], field.type, own)


def _refuse_doubles(names: Sequence[str]) -> None:
    """Raise :exc:`InputError` where two columns have one name."""
    double = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if double is not None:
        raise InputError(f"has two columns '{double}': rename one")


def _text_type(field: Any) -> Any:
    """Return the type that cleaned texts have. Raises :exc:`InputError` for a column that holds no texts."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if str(kind) not in _CLEANED:
        raise InputError(f"has no texts in column '{field.name}', but {_told(field.type)}: name another")
    return pa.type_for_alias(_CLEANED[str(kind)])


def _metadata_field(field: Any) -> Any:
    if field is None or pa.types.is_null(field.type):
        return pa.field(METADATA, metadata_type())
    if pa.types.is_struct(field.type):
        return field.with_type(metadata_type(field.type)).with_nullable(True)
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if _CLEANED.get(str(kind)) != str(kind):
        told = f"has no struct and no JSON in column '{METADATA}', but {_told(field.type)}"
        raise InputError(f"{told}: rename it, or leave metadata out with --no-header")
    return field.with_type(kind).with_nullable(True)


def _told(kind: Any) -> str:
    return " ".join(str(kind).split())[:100]


def _pages(column: Any, stays: list[bool]) -> Any:
    """Return a column of pages without those whose articles were extracted."""
    if all(stays):
        return column
    if str(column.type).endswith("_view"):  # Arrow takes nothing from them
        kept = zip(strings(column), stays, strict=True)
        return pa.array([page if stay else None for page, stay in kept], column.type)
    return column.take(pa.array([at if stay else None for at, stay in enumerate(stays)], pa.int32()))


def _parsed(column: Any) -> list[Any]:
    """Return metadata that is JSON in strings; what is no object stays the string that it is."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if str(kind) not in _CLEANED:
        return [None] * len(column)  # texts are cleaned without it, and it is refused where it is to be written
    return [None if text is None else _object(readable(text)) for text in strings(column)]


def _object(text: str) -> Any:
    """Return the object that a text is as JSON; the text if it is none."""
    try:
        return parse_line(text.encode())
    except RecordError:
        return text


def _written(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else write.format_record(value)
