"""Polars: data frames with their texts cleaned, and texts in expressions."""

from typing import Unpack

import polars as pl

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_table, clean_texts


def clean_frame(frame: pl.DataFrame, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> pl.DataFrame:
    """Clean all rows of a frame; the keywords are those of :func:`cleaner.integrations.arrow.clean_batches`.

    ``clean_frame(pl.read_parquet("articles.parquet"), language="tongue")``
    """
    done = pl.from_arrow(clean_table(frame.to_arrow(), cleaner, **columns))
    assert isinstance(done, pl.DataFrame)  # what a table becomes
    return done


def cleaned(texts: pl.Expr, cleaner: Cleaner | None = None) -> pl.Expr:
    """Clean the texts of an expression; nulls stay null. One that cannot be cleaned stays, and a warning is logged.

    ``frame.with_columns(cleaned(pl.col("text")))``, in lazy frames as well.
    """
    ready = cleaner or Cleaner()

    def clean(series: pl.Series) -> pl.Series:
        return pl.Series(series.name, clean_texts(series.to_arrow(), ready), dtype=pl.String)

    return texts.map_batches(clean, return_dtype=pl.String, is_elementwise=True)
