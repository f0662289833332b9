r"""Arrow record batches in, the same out with their texts cleaned: for Spark, Ray, DuckDB, Polars and data sets.

>>> import pyarrow as pa
>>> batch = pa.RecordBatch.from_pydict({"id": [7], "text": ["The bridge will open in May.\nAdvertisement"]})
>>> [done["text"].to_pylist() for done in clean_batches([batch])]
[['The bridge will open in May.']]

In Spark: ``frame.mapInArrow(lambda batches: clean_batches(batches, cleaner), schema)``, where :func:`output_schema`
tells the schema. Everything happens in the calling process: there is no deadline for a page as on the command line.
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
    """Which columns hold what, and whether ``metadata`` is written: the keywords of all functions here."""

    text: str
    html: str
    id: str
    url: str
    language: str
    metadata: bool


def clean_batches(
    batches: Iterable[pa.RecordBatch], cleaner: Cleaner | None = None, **columns: Unpack[Columns]
) -> Iterator[pa.RecordBatch]:
    """Clean batches of rows, each with a text or, where that is null, a page: no row is dropped, and none is added.

    ``text``, ``html``, ``id``, ``url`` and ``language`` (``lang``, unless given) name columns; all but one of the
    first two may be missing. The text is replaced, a page whose article is the text becomes null, and ``metadata``, a
    struct, is put in the last column or filled up, unless it is ``False``. All other columns stay what they are. A row
    that cannot be cleaned keeps its text, and ``metadata.cleaner.error`` tells why. Raises
    :exc:`cleaner.InputError` for columns of other types.
    """
    asked = ReadOptions(keys=_names(columns).keys)
    work = RecordCleaner(
        Job(cleaner or Cleaner(), asked, output_format="parquet", header=columns.get("metadata", True))
    )
    layout = None
    for batch in batches:
        if layout is None or not layout.given.equals(batch.schema, check_metadata=True):
            layout = _layout(batch.schema, columns)
        yield layout.cleaned_rows(batch, [_cleaned(record, work) for record in layout.records(batch)])


def clean_table(table: pa.Table, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> pa.Table:
    """Clean all rows of a table, as :func:`clean_batches` does."""
    schema = output_schema(table.schema, **columns)
    return pa.Table.from_batches(clean_batches(table.to_batches(), cleaner, **columns), schema)


def output_schema(schema: pa.Schema, **columns: Unpack[Columns]) -> pa.Schema:
    """Return the schema of what comes out for one that goes in, before any row was seen.

    >>> import pyarrow as pa
    >>> output_schema(pa.schema([("text", pa.binary()), ("n", pa.int8())]), metadata=False).types
    [DataType(string), DataType(int8)]
    """
    return _layout(schema, columns).schema


def clean_texts(texts: pa.Array, cleaner: Cleaner | None = None) -> pa.Array:
    r"""Clean an array of texts. A null stays null; a text that cannot be cleaned stays, and a warning is logged.

    >>> clean_texts(pa.array(["A text.\nAdvertisement", None])).to_pylist()
    ['A text.', None]
    """
    (done,) = clean_batches([pa.record_batch([texts], ["text"])], cleaner, metadata=False)
    return done.column(0)


def _layout(schema: pa.Schema, columns: Columns) -> Layout:
    return Layout(schema, _names(columns), header=columns.get("metadata", True))


def _names(columns: Columns) -> ColumnNames:
    keys = RecordKeys(columns.get("text", "text"), columns.get("id", "id"), columns.get("html", "html"))
    return ColumnNames(keys, columns.get("url", "url"), columns.get("language", "lang"))


def _cleaned(record: dict[str, Any], work: RecordCleaner) -> dict[str, Any]:
    """Return what comes of a record; whatever cleaning it raises, the others go on, as on the command line."""
    item = Record("", b"", "parquet", line=1, fields=record)
    try:
        made = work(item)
    except Exception as error:  # noqa: BLE001 - of hostile pages, parsers may raise anything
        made = work.failed_outcome(item, f"fails with {type(error).__name__}: {error}")
    if made.failure and record and not work.job.header:  # where metadata tells it, nobody has to be told
        _log.warning("a text stays as it is: it %s", made.failure)
    return made.fields or record
