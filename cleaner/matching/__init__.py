"""Matching: rules and a document in, removals out. The document is not touched."""

from cleaner.matching.engine import Engine

__all__ = ["Engine"]
