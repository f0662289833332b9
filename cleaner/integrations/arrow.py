r"""Arrow record batches with cleaned texts: for Spark, Ray, DuckDB, Polars and Hugging Face Datasets.

>>> import pyarrow as pa
>>> batch = pa.RecordBatch.from_pydict({"id": [7], "text": ["The bridge will open in May.\nAdvertisement"]})
>>> [cleaned["text"].to_pylist() for cleaned in clean_batches([batch])]
[['The bridge will open in May.']]

In Spark: ``frame.mapInArrow(lambda batches: clean_batches(batches, cleaner), schema)``, where :func:`output_schema`
returns the schema. Everything runs in the calling process, so pages have no time limit as on the command line.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, TypedDict, Unpack

import pyarrow as pa

from cleaner import Cleaner
from cleaner.io.clean_record import Job, RecordCleaner
from cleaner.io.columns import ColumnNames, Layout
from cleaner.io.records import ReadOptions, Record
from cleaner.source import RecordKeys

_log = logging.getLogger("cleaner")


class Columns(TypedDict, total=False):
    """The names of the columns, and whether ``metadata`` is written: the keywords of all functions here."""

    text: str
    html: str
    id: str
    url: str
    language: str
    metadata: bool


def clean_batches(
    batches: Iterable[pa.RecordBatch], cleaner: Cleaner | None = None, **columns: Unpack[Columns]
) -> Iterator[pa.RecordBatch]:
    """Yield the batches with cleaned texts, each with as many rows as before.

    Each row has a text or, where that is null, a page (HTML). ``text``, ``html``, ``id``, ``url`` and ``language``
    name their columns; by default these have the same names, except for ``lang``, the language. A column of texts or
    of pages must exist. In the result, the text is cleaned, the page that it was extracted from is null, and
    ``metadata``, a struct, is completed, or added as the last column, unless ``metadata=False``. All other columns are
    unchanged. A row that cannot be cleaned keeps its text, and ``metadata.cleaner.error`` has the reason.

    Raises :exc:`cleaner.InputError` if there are neither texts nor pages, or if columns have other types.
    """
    names = _column_names(columns)
    options = ReadOptions(keys=names.keys)
    job = Job(cleaner or Cleaner(), options, output_format="parquet", header=columns.get("metadata", True))
    record_cleaner = RecordCleaner(job)
    layout = None
    for batch in batches:
        if layout is None or not layout.input_schema.equals(batch.schema, check_metadata=True):
            layout = _layout(batch.schema, columns)
        records = [
            _clean_record(record, record_cleaner, logs_failures=not job.header) for record in layout.records(batch)
        ]
        yield layout.cleaned_rows(batch, records)


def clean_table(table: pa.Table, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> pa.Table:
    """Return a table with cleaned texts; keywords and errors are those of :func:`clean_batches`."""
    schema = output_schema(table.schema, **columns)
    return pa.Table.from_batches(clean_batches(table.to_batches(), cleaner, **columns), schema)


def output_schema(schema: pa.Schema, **columns: Unpack[Columns]) -> pa.Schema:
    """Return the schema of cleaned rows for that of the input; errors are those of :func:`clean_batches`.

    >>> import pyarrow as pa
    >>> output_schema(pa.schema([("text", pa.binary()), ("n", pa.int8())]), metadata=False).types
    [DataType(string), DataType(int8)]
    """
    return _layout(schema, columns).schema


def clean_texts(texts: pa.Array, cleaner: Cleaner | None = None) -> pa.Array:
    r"""Return an array of cleaned texts. Nulls stay null; a text that cannot be cleaned stays, and a warning is logged.

    >>> clean_texts(pa.array(["A text.\nAdvertisement", None])).to_pylist()
    ['A text.', None]
    """
    (cleaned,) = clean_batches([pa.record_batch([texts], ["text"])], cleaner, metadata=False)
    return cleaned.column(0)


def _layout(schema: pa.Schema, columns: Columns) -> Layout:
    return Layout(schema, _column_names(columns), header=columns.get("metadata", True))


def _column_names(columns: Columns) -> ColumnNames:
    keys = RecordKeys(columns.get("text", "text"), columns.get("id", "id"), columns.get("html", "html"))
    return ColumnNames(keys, columns.get("url", "url"), columns.get("language", "lang"))


def _clean_record(fields: dict[str, Any], clean: RecordCleaner, *, logs_failures: bool) -> dict[str, Any]:
    """Return the cleaned fields of a row; whatever it raises, the other rows are still cleaned."""
    record = Record("", b"", "parquet", line=1, fields=fields)
    try:
        outcome = clean(record)
    except Exception as error:  # noqa: BLE001 - parsers may raise anything on hostile pages
        outcome = clean.failed_outcome(record, f"fails with {type(error).__name__}: {error}")
    if outcome.failure and fields and logs_failures:  # else its metadata has the reason
        _log.warning("a text stays unchanged: %s", outcome.failure)
    return outcome.fields or fields
