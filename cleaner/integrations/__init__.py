"""Cleaning as a step of other programs, a module for each: it imports its framework and our public names only."""
