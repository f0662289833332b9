"""Scores of lines by a small model that ships as plain data."""
