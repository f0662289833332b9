"""The adapter for Polars, in Polars: byte for byte what the command makes of the same records."""

import polars as pl
import pytest

from cleaner import Cleaner
from cleaner.integrations.polars import clean_frame, cleaned
from tests import fixture_records


def test_a_frame_becomes_what_the_command_makes_of_it() -> None:
    frame = pl.from_arrow(fixture_records.table())
    assert isinstance(frame, pl.DataFrame)
    cleaned_frame = clean_frame(frame)
    assert cleaned_frame.columns == fixture_records.cleaned_table().schema.names
    lines = fixture_records.cleaned_table_records()
    assert cleaned_frame["text"].to_list() == [line.get("text") for line in lines]
    assert cleaned_frame["metadata"].struct["title"].to_list() == [line["metadata"].get("title") for line in lines]
    assert cleaned_frame["id"].to_list() == frame["id"].to_list()


@pytest.mark.parametrize("lazy", [False, True])
def test_an_expression_cleans_texts(lazy: bool) -> None:
    frame = pl.DataFrame(
        {"n": [*range(len(fixture_records.plain_texts())), -1], "text": [*fixture_records.plain_texts(), None]}
    )
    result = (frame.lazy() if lazy else frame).with_columns(cleaned(pl.col("text"), Cleaner()).alias("done"))
    collected = result.collect() if isinstance(result, pl.LazyFrame) else result
    assert collected["text"].to_list() == frame["text"].to_list()
    expected = fixture_records.cleaned_plain_texts()
    assert collected["done"].to_list() == [*expected, None]


def test_a_file_of_the_command_opens_as_a_frame() -> None:
    frame = pl.read_parquet(fixture_records.cleaned_parquet())
    assert frame["text"].to_list() == fixture_records.cleaned_table()["text"].to_pylist()
