"""Input and output: inputs are found, detected, decompressed, read as records, cleaned, and written."""
