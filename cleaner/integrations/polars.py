"""Polars: data frames with cleaned texts, and an expression that cleans texts."""

from typing import Unpack

import polars as pl

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_table, clean_texts


def clean_frame(frame: pl.DataFrame, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> pl.DataFrame:
    """Return a frame with cleaned texts.

    Keywords and errors are those of :func:`cleaner.integrations.arrow.clean_batches`:
    ``clean_frame(pl.read_parquet("articles.parquet"), language="tongue")``
    """
    cleaned = pl.from_arrow(clean_table(frame.to_arrow(), cleaner, **columns))
    assert isinstance(cleaned, pl.DataFrame)  # a table becomes a frame
    return cleaned


def cleaned(texts: pl.Expr, cleaner: Cleaner | None = None) -> pl.Expr:
    """Return an expression for the cleaned texts, in lazy frames as well.

    Nulls stay null. A text that cannot be cleaned stays, and a warning is logged:
    ``frame.with_columns(cleaned(pl.col("text")))``
    """
    text_cleaner = cleaner or Cleaner()

    def clean(series: pl.Series) -> pl.Series:
        return pl.Series(series.name, clean_texts(series.to_arrow(), text_cleaner), dtype=pl.String)

    return texts.map_batches(clean, return_dtype=pl.String, is_elementwise=True)
