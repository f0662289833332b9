"""Tools for people who write rules: samples as tests, lint, comparisons, and the reason for every removal."""
