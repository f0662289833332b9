"""Hugging Face Datasets: ``dataset.map(CleanRecords(), batched=True, num_proc=2)``."""

from dataclasses import replace
from typing import Any, Unpack

import pyarrow as pa

from cleaner import Cleaner, Options, RuleSet
from cleaner.adapters.arrow import Columns, clean_table


class CleanRecords:
    """Cleans the batches of a data set, as a function for its ``map``; all columns come out.

    The keywords are those of :func:`cleaner.adapters.arrow.clean_batches`.
    """

    def __init__(self, cleaner: Cleaner | None = None, **columns: Unpack[Columns]) -> None:
        self.cleaner = cleaner or Cleaner()
        self.fingerprint = self.cleaner.fingerprint
        self.columns: Columns = columns

    def __call__(self, batch: Any) -> pa.Table:
        """Clean a batch, in whatever format the data set gives it."""
        table = batch if isinstance(batch, pa.Table) else batch.pa_table
        return clean_table(table, self.cleaner, **self.columns)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the output depends on and no more: by its pickle a data set tells whether it has cached it.

        A cleaner's own pickle also holds what is ready, and that changes as it works.
        """
        options = replace(self.cleaner.options, disable=())  # of the rules that run, there is none to disable
        return _remade, (options, self.cleaner.rule_set, dict(sorted(self.columns.items())), self.fingerprint)


def _remade(options: Options, rules: RuleSet, columns: Columns, fingerprint: str) -> CleanRecords:
    made = CleanRecords(Cleaner(options, rules=rules), **columns)
    made.fingerprint = fingerprint
    return made
