"""Corpora: shards cleaned by processes that may die, hang or grow without harm to the others, and noted when done."""
