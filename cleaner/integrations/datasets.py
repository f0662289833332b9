"""Hugging Face Datasets: ``dataset.map(CleanRecords(), batched=True, num_proc=2)``."""

from typing import Any, Unpack

import pyarrow as pa

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_table


class CleanRecords:
    """A function for a data set's ``map`` that cleans batches and keeps all columns.

    Keywords and errors are those of :func:`cleaner.integrations.arrow.clean_batches`. A data set finds cached results
    by the pickle of this object: that of a cleaner has the same bytes in every process, and other bytes for other
    rules or options.
    """

    def __init__(self, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> None:
        self.cleaner = cleaner or Cleaner()
        self.columns: Columns = columns

    def __call__(self, batch: Any) -> pa.Table:
        """Return a cleaned batch, for a batch in any format that a data set passes on."""
        table = batch if isinstance(batch, pa.Table) else batch.pa_table
        return clean_table(table, self.cleaner, **self.columns)
