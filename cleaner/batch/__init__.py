"""Runs over a corpus: inputs become shards, and these outputs and records, in processes here, on Spark or on Dask."""
