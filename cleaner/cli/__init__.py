"""The command line: ``clean``, the filter, and ``cleaner``, the toolbox. The only place that knows click."""
