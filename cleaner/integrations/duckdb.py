"""DuckDB: the SQL function ``clean_text``, and relations with cleaned texts.

::

    connection = duckdb.connect()
    register(connection)
    connection.sql("SELECT id, clean_text(text) FROM 'articles.parquet'")
"""

from typing import Unpack

import duckdb
import pyarrow as pa

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_table, clean_texts


def register(connection: duckdb.DuckDBPyConnection, cleaner: Cleaner | None = None) -> None:
    """Give a connection the SQL function ``clean_text``, from ``VARCHAR`` to ``VARCHAR``.

    Nulls stay null. A text that cannot be cleaned stays, and a warning is logged.
    """
    text_cleaner = cleaner or Cleaner()

    def clean(texts: pa.ChunkedArray) -> pa.Array:
        return clean_texts(texts.combine_chunks(), text_cleaner)

    connection.create_function("clean_text", clean, ["VARCHAR"], "VARCHAR", type="arrow")


def clean_relation(
    relation: duckdb.DuckDBPyRelation,
    connection: duckdb.DuckDBPyConnection,
    cleaner: Cleaner | None = None,
    **columns: Unpack[Columns],
) -> duckdb.DuckDBPyRelation:
    """Return a relation with cleaned texts. ``connection`` is that of the relation; rows are held in memory.

    Keywords and errors are those of :func:`cleaner.integrations.arrow.clean_batches`.
    """
    return connection.from_arrow(clean_table(relation.to_arrow_table(), cleaner, **columns))
