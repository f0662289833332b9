"""Matching: rules and a document in, removals out. The document is not touched."""

from cleaner.engine.rounds import Engine

__all__ = ["Engine"]
