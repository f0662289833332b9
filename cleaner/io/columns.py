"""The columns of tables: rows as records, cleaned records as columns, and records of any kind as rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from cleaner.article import format_record
from cleaner.errors import InputError, RecordError
from cleaner.frontmatter import CLEANER_KEY, FIELDS
from cleaner.io.arrow_values import json_values, readable, strings
from cleaner.io.metadata_struct import (
    OTHER,
    as_text,
    metadata_array,
    metadata_row,
    metadata_type,
    other_fields,
    read_metadata,
)
from cleaner.io.records import parse_line
from cleaner.source import RecordKeys, value_at, without_key

METADATA = "metadata"
"""The column of metadata, and its key in records."""

CORPUS_COLUMNS = ("id", "url", "lang", "text")
"""The columns of texts in a corpus; metadata and other fields follow them."""

CORPUS_ROWS = 256
"""Rows that become columns at once: few, since rows take ten times the memory of columns."""

CORPUS_CHARACTERS = 1 << 20
"""Characters of texts at which fewer rows become columns."""

TYPE_LENGTH = 100
"""Characters of an Arrow type's name that messages show."""

_CLEANED: Mapping[str, str] = {
    "string": "string",
    "large_string": "large_string",
    "string_view": "string_view",
    "binary": "string",
    "large_binary": "large_string",
    "binary_view": "string_view",
    "null": "string",
}
"""The types that a column of texts may have, each with that of its cleaned texts."""


class ColumnNames(NamedTuple):
    """Which columns hold what: a text, a page and an id by their keys, an address and a language by these names."""

    keys: RecordKeys
    url: str = "url"
    language: str = "lang"

    def by_key(self) -> dict[str, str]:
        """Return the name of the column of each key that a record has."""
        same = {name: name for name in (self.keys.text, self.keys.html, self.keys.id, "language", METADATA)}
        return same | {"url": self.url, "lang": self.language}


class Layout:
    """What the columns of a table hold. ``input_schema`` is its schema, ``schema`` that of its cleaned rows.

    Columns without texts, pages or metadata are unchanged.
    """

    def __init__(self, input_schema: Any, names: ColumnNames, *, header: bool = True) -> None:
        """Read a schema. Raises :exc:`InputError` if it has no texts, or columns of types that cannot hold any."""
        self.input_schema, self.keys, self.header = input_schema, names.keys, header
        _refuse_duplicates(input_schema.names)
        self._columns = {key: name for key, name in names.by_key().items() if name in input_schema.names}
        text, html = names.keys.text, names.keys.html
        if text not in self._columns and html not in self._columns:
            raise InputError(f"has no column '{text}' or '{html}': name the right one (--text-key, --html-key)")
        self._has_pages = html in self._columns and html != text
        self.schema = self._cleaned_schema()

    def records(self, rows: Any) -> list[dict[str, Any]]:
        """Return rows as the fields that cleaning needs; a null counts as a missing key."""
        columns = {key: self._values(key, rows.column(name)) for key, name in self._columns.items()}
        return [
            {key: values[row] for key, values in columns.items() if values[row] is not None}
            for row in range(rows.num_rows)
        ]

    def cleaned_rows(self, rows: Any, records: Sequence[Mapping[str, Any]]) -> Any:
        """Return rows with the text and metadata of their cleaned records, and without pages that were extracted."""
        columns = [self._cleaned_column(field, rows, records) for field in self.schema]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def cleaned_records(self, rows: Any, records: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the same as fields that JSON can hold, in the order of the columns; null texts are left out."""
        replaced = {self.keys.text, self.keys.html} | ({METADATA} if self.header else set())
        others = {name: json_values(rows.column(name)) for name in self.input_schema.names if name not in replaced}
        more_metadata = self._more_metadata(rows)
        names = dict.fromkeys([*self.input_schema.names, *self.schema.names])
        for row, record in enumerate(records):
            fields: dict[str, Any] = {}
            for name in names:
                if name in others:
                    fields[name] = others[name][row]
                elif name in record:
                    value = record[name]
                    fields[name] = readable(value) if isinstance(value, bytes) else value
            if more_metadata[row] and METADATA in fields:
                fields[METADATA] = _insert_metadata(fields[METADATA], more_metadata[row])
            yield fields

    def _values(self, key: str, column: Any) -> list[Any]:
        if key in (self.keys.text, self.keys.html):
            return strings(column)
        if key == METADATA:
            return read_metadata(column) if pa.types.is_struct(column.type) else _parse_metadata(column)
        if key in ("url", "lang", "language") and column.type in (pa.binary(), pa.large_binary()):
            # bytes are from programs that have no type for texts
            return [None if value is None else readable(value) for value in strings(column)]
        return json_values(column)

    def _more_metadata(self, rows: Any) -> list[dict[str, Any]]:
        """Return the fields of each row's metadata that cleaning does not read."""
        column = rows.column(METADATA) if self.header and METADATA in self.input_schema.names else None
        if column is None or not pa.types.is_struct(column.type):
            return [{}] * rows.num_rows
        known = {*FIELDS, CLEANER_KEY}
        return [
            {name: item for name, item in (value or {}).items() if name not in known and item is not None}
            for value in json_values(column)
        ]

    def _cleaned_schema(self) -> Any:
        fields = {field.name: field for field in self.input_schema}
        text, html = self.keys.text, self.keys.html
        text_field = fields.get(text, pa.field(text, pa.string()))
        changed = {text: text_field.with_type(_text_type(text_field))}
        if self._has_pages:
            _text_type(fields[html])
            changed[html] = fields[html].with_nullable(True)
        if self.header:
            changed[METADATA] = _metadata_field(fields.get(METADATA))
        added = [field for name, field in changed.items() if name not in fields]
        return pa.schema(
            [*(changed.get(field.name, field) for field in self.input_schema), *added], self.input_schema.metadata
        )

    def _cleaned_column(self, field: Any, rows: Any, records: Sequence[Mapping[str, Any]]) -> Any:
        name = field.name
        column = rows.column(name) if name in self.input_schema.names else None
        if name == self.keys.text:
            texts = [record.get(name) for record in records]
            return pa.array([None if text is None else readable(text) for text in texts], field.type)
        if self._has_pages and name == self.keys.html:
            return _remaining_pages(column, [name in record for record in records])
        if name != METADATA or not self.header:
            return column
        values = [record.get(METADATA) for record in records]
        if not pa.types.is_struct(field.type):
            return pa.array([_format_metadata(value) for value in values], field.type)
        structs = column if column is not None and pa.types.is_struct(column.type) else None
        return metadata_array([None if value is None else metadata_row(value) for value in values], field.type, structs)


def _refuse_duplicates(names: Sequence[str]) -> None:
    """Raise :exc:`InputError` if two columns have the same name."""
    duplicate = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if duplicate is not None:
        raise InputError(f"has two columns '{duplicate}': rename one")


def _text_type(field: Any) -> Any:
    """Return the type that cleaned texts have. Raises :exc:`InputError` for a column that cannot hold texts."""
    value_type = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if str(value_type) not in _CLEANED:
        raise InputError(f"has no texts in column '{field.name}', but {_type_name(field.type)}: name another")
    return pa.type_for_alias(_CLEANED[str(value_type)])


def _metadata_field(field: Any) -> Any:
    if field is None or pa.types.is_null(field.type):
        return pa.field(METADATA, metadata_type())
    if pa.types.is_struct(field.type):
        return field.with_type(metadata_type(field.type)).with_nullable(True)
    value_type = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if _CLEANED.get(str(value_type)) != str(value_type):
        raise InputError(
            f"has no struct and no JSON in column '{METADATA}', but {_type_name(field.type)}: "
            "rename it, or leave metadata out with --no-header"
        )
    return field.with_type(value_type).with_nullable(True)


def _type_name(arrow_type: Any) -> str:
    return " ".join(str(arrow_type).split())[:TYPE_LENGTH]


def _remaining_pages(column: Any, has_page: list[bool]) -> Any:
    """Return a column of pages with nulls in place of those whose articles were extracted."""
    if all(has_page):
        return column
    if str(column.type).endswith("_view"):  # Arrow cannot take rows from views
        pages = zip(strings(column), has_page, strict=True)
        return pa.array([page if is_kept else None for page, is_kept in pages], column.type)
    return column.take(pa.array([row if is_kept else None for row, is_kept in enumerate(has_page)], pa.int32()))


def _parse_metadata(column: Any) -> list[Any]:
    """Return metadata that is JSON in strings; what is not an object stays a string."""
    value_type = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if str(value_type) not in _CLEANED:
        return [None] * len(column)  # texts are cleaned without it; writing it is refused
    return [None if text is None else _parse_object(readable(text)) for text in strings(column)]


def _parse_object(text: str) -> Any:
    try:
        return parse_line(text.encode())
    except RecordError:
        return text


def _format_metadata(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else format_record(value)


def _insert_metadata(metadata: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Insert fields where front matter has them: after the known ones, before our own entry."""
    entry = {CLEANER_KEY: metadata[CLEANER_KEY]} if CLEANER_KEY in metadata else {}
    return {name: value for name, value in metadata.items() if name != CLEANER_KEY} | more | entry


def corpus_schema(*, header: bool) -> Any:
    """Return the schema of a corpus: texts, metadata if it is written, and what else a record has."""
    texts = [pa.field(name, pa.string()) for name in CORPUS_COLUMNS]
    metadata = [pa.field(METADATA, metadata_type())] if header else []
    return pa.schema([*texts, *metadata, pa.field(OTHER, pa.string())])


def corpus_row(record: Mapping[str, Any], keys: RecordKeys, *, header: bool) -> dict[str, Any]:
    """Return a record as a row of a corpus: an id that is not a text and fields without a column become JSON.

    >>> row = corpus_row({"id": 7, "body": "A text.", "lang": "en", "n": 1}, RecordKeys(text="body"), header=False)
    >>> row["id"], row["text"], row["lang"], row["other"]
    ('7', 'A text.', 'en', '{"n": 1}')
    """
    fields = dict(record)
    row: dict[str, Any] = {"id": as_text(value_at(fields, keys.id))}
    fields = without_key(fields, keys.id)
    for name, key in (("text", keys.text), ("url", keys.url), ("lang", keys.language or "lang")):
        if isinstance(value := value_at(fields, key), (str, bytes)):
            row[name] = as_text(value)
            fields = without_key(fields, key)
    if header and isinstance(fields.get(METADATA), Mapping):
        row[METADATA] = metadata_row(fields.pop(METADATA))
    row[OTHER] = other_fields(
        {key: as_text(value) if isinstance(value, bytes) else value for key, value in fields.items()}
    )
    return row


class CorpusColumns:
    """Turns rows into columns when there are enough: the same rows give the same columns, however they are batched."""

    def __init__(self, *, header: bool) -> None:
        self.schema = corpus_schema(header=header)
        self._rows: list[Mapping[str, Any]] = []
        self._characters = 0

    def add(self, row: Mapping[str, Any]) -> Iterator[Any]:
        """Add a row, and yield an Arrow record batch if there are enough rows for one."""
        self._rows.append(row)
        self._characters += len(row.get("text") or "") + len(row.get(OTHER) or "")
        if len(self._rows) == CORPUS_ROWS or self._characters >= CORPUS_CHARACTERS:
            yield from self.flush()

    def flush(self) -> Iterator[Any]:
        """Yield the remaining rows as an Arrow record batch."""
        rows, self._rows, self._characters = self._rows, [], 0
        if not rows:
            return
        columns = []
        for field in self.schema:
            values = [row.get(field.name) for row in rows]
            is_metadata = field.name == METADATA
            columns.append(metadata_array(values, field.type) if is_metadata else pa.array(values, field.type))
        yield pa.RecordBatch.from_arrays(columns, schema=self.schema)
