"""Data frames of a real Spark: byte for byte what the command makes of the same records."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from cleaner import Cleaner
from cleaner.integrations.spark import clean_frame
from tests.fixture_records import Record, clean_by_command, page_records, text_records

SCHEMA = "n int, id string, text string, html string, url string, lang string"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable  # else Spark's workers run the first python3 of the path
    with SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate() as session:
        yield session


def frame_of(records: list[Record], spark: SparkSession) -> DataFrame:
    names = ("id", "text", "html", "url", "lang")
    rows = [(number, *(record.get(name) for name in names)) for number, record in enumerate(records)]
    return spark.createDataFrame(rows, SCHEMA).repartition(4)


def test_rows_are_what_the_command_makes_of_the_same_records(spark: SparkSession) -> None:
    records = [*text_records(), *page_records()]
    rows: dict[str, Any] = {row.id: row for row in clean_frame(frame_of(records, spark)).collect()}
    assert len(rows) == len(records)
    expected = clean_by_command(records)
    assert {id: row.text for id, row in rows.items()} == {id: record.get("text") for id, record in expected.items()}
    for id, row in rows.items():
        report = expected[id]["metadata"]["cleaner"]
        assert {entry.rule: entry["count"] for entry in row.metadata.cleaner.removed or ()} == report.get("removed", {})
        assert row.metadata.cleaner.error == report.get("error")
        assert row.metadata.title == expected[id]["metadata"].get("title")


def test_columns_may_have_other_names_and_a_cleaner_other_options(spark: SparkSession) -> None:
    rows = [(1, "The bridge opens in May.\nAdvertisement"), (2, None)]
    frame = spark.createDataFrame(rows, "n long, body string")
    cleaned = clean_frame(frame, Cleaner(profile="careful"), text="body", metadata=False)
    assert cleaned.columns == ["n", "body"]
    assert {row.n: row.body for row in cleaned.collect()} == {1: "The bridge opens in May.", 2: None}


def test_removals_can_be_queried_in_sql(spark: SparkSession) -> None:
    clean_frame(frame_of(text_records(), spark)).createOrReplaceTempView("articles")
    query = "select r.rule, sum(r.count) n from (select explode(metadata.cleaner.removed) r from articles)"
    (row,) = spark.sql(f"{query} where r.rule = 'tags/tag-list' group by 1").collect()
    removed = [record["metadata"]["cleaner"].get("removed", {}) for record in clean_by_command(text_records()).values()]
    assert row.n == sum(counts.get("tags/tag-list", 0) for counts in removed) > 0
