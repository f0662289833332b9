"""Cleaning as a step of other frameworks: each module is a page long, and imports its framework when it is imported."""
