"""Data frames of Spark: ``clean_frame(frame)``, by ``mapInArrow``. Nothing is dropped: a failed row says why."""

from collections.abc import Iterable, Iterator
from typing import Any, Unpack

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_batches, output_schema


def clean_frame(frame: DataFrame, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> DataFrame:
    """Clean the rows of a data frame: its text column, or the page of a row without text.

    ``columns`` say what its columns are called, as for :func:`cleaner.integrations.arrow.clean_batches`. All other
    columns stay; rows are cleaned where they are, when Spark asks for them. Each worker unpickles the
    cleaner once a task.
    """
    used = cleaner or Cleaner()

    def cleaned(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return clean_batches(batches, used, **columns)

    schema: Any = from_arrow_schema(output_schema(to_arrow_schema(frame.schema), **columns))
    return frame.mapInArrow(cleaned, schema)
