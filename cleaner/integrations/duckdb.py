"""DuckDB: ``clean_text`` in SQL, and relations with their texts cleaned."""

from typing import Unpack

import duckdb
import pyarrow as pa

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_table, clean_texts


def register(connection: duckdb.DuckDBPyConnection, cleaner: Cleaner | None = None) -> None:
    """Give a connection the SQL function ``clean_text``, as in ``SELECT id, clean_text(text) FROM 'a.parquet'``.

    Nulls stay null. A text that cannot be cleaned stays, and a warning is logged.
    """
    ready = cleaner or Cleaner()

    def clean(texts: pa.ChunkedArray) -> pa.Array:
        return clean_texts(texts.combine_chunks(), ready)

    connection.create_function("clean_text", clean, ["VARCHAR"], "VARCHAR", type="arrow")


def clean_relation(
    relation: duckdb.DuckDBPyRelation,
    connection: duckdb.DuckDBPyConnection,
    cleaner: Cleaner | None = None,
    **columns: Unpack[Columns],
) -> duckdb.DuckDBPyRelation:
    """Clean all rows of a connection's relation; they are held in memory.

    The keywords are those of :func:`cleaner.integrations.arrow.clean_batches`.
    """
    return connection.from_arrow(clean_table(relation.to_arrow_table(), cleaner, **columns))
