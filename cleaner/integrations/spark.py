"""Spark data frames with cleaned texts: ``clean_frame(frame)``. No row is dropped; a failed row has the reason."""

from collections.abc import Iterable, Iterator
from typing import Any, Unpack

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_batches, output_schema


def clean_frame(frame: DataFrame, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> DataFrame:
    """Return a data frame with cleaned texts, computed when and where Spark computes its rows.

    Keywords and errors are those of :func:`cleaner.integrations.arrow.clean_batches`. Each worker unpickles the cleaner
    once per task.
    """
    frame_cleaner = cleaner or Cleaner()

    def clean(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return clean_batches(batches, frame_cleaner, **columns)

    schema: Any = from_arrow_schema(output_schema(to_arrow_schema(frame.schema), **columns))
    return frame.mapInArrow(clean, schema)
