"""The version, in one place: the build reads it here, and every output names it."""

__version__ = "0.1.0"

SCHEMA_VERSION = 1
"""The version of the schemas of what is written; another one removes keys, or changes what they mean."""
