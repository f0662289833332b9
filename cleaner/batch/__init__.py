"""Runs over a corpus: inputs to shards, shards to outputs and records, by processes here, on Spark or on Dask."""
