"""The adapter for DuckDB, in DuckDB: byte for byte what the command makes of the same records."""

import duckdb
import pyarrow as pa

from cleaner.integrations.duckdb import clean_relation, register
from tests import fixture_records


def test_a_function_of_sql_cleans_texts() -> None:
    connection = duckdb.connect()
    register(connection)
    texts = pa.table({"n": range(len(fixture_records.plain_texts())), "text": fixture_records.plain_texts()})
    connection.register("articles", texts)
    rows = connection.sql("SELECT clean_text(text) FROM articles ORDER BY n").fetchall()
    expected = fixture_records.cleaned_plain_texts()
    assert [row[0] for row in rows] == expected
    assert connection.sql("SELECT clean_text(NULL)").fetchall() == [(None,)]
    repeated = connection.sql("SELECT clean_text('A text.' || chr(10) || 'Share this:') AS text FROM range(5000)")
    assert repeated.distinct().fetchall() == [("A text.",)]


def test_a_relation_becomes_what_the_command_makes_of_it() -> None:
    connection = duckdb.connect()
    connection.register("articles", fixture_records.table())
    cleaned = clean_relation(connection.sql("SELECT * FROM articles ORDER BY id"), connection)
    assert cleaned.columns == fixture_records.cleaned_table().schema.names
    lines = fixture_records.cleaned_table_records()
    assert [row[0] for row in cleaned.project("text").fetchall()] == [line.get("text") for line in lines]
    titles = cleaned.project("metadata.title").fetchall()
    assert [row[0] for row in titles] == [line["metadata"].get("title") for line in lines]
