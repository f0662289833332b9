"""Hugging Face Datasets: ``dataset.map(CleanRecords(), batched=True, num_proc=2)``."""

from typing import Any, Unpack

import pyarrow as pa

from cleaner import Cleaner
from cleaner.integrations.arrow import Columns, clean_table


class CleanRecords:
    """Cleans the batches of a data set, as a function for its ``map``; all columns come out.

    The keywords are those of :func:`cleaner.integrations.arrow.clean_batches`. By its pickle a data set tells whether
    it has a result cached already: a cleaner's is the same bytes in every process, and others with other rules
    or options.
    """

    def __init__(self, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> None:
        self.cleaner = cleaner or Cleaner()
        self.columns: Columns = columns

    def __call__(self, batch: Any) -> pa.Table:
        """Clean a batch, in whatever format the data set gives it."""
        table = batch if isinstance(batch, pa.Table) else batch.pa_table
        return clean_table(table, self.cleaner, **self.columns)
