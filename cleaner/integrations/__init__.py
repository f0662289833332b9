"""Cleaning as a step of other programs, one module each: it imports its framework and the public names only."""
