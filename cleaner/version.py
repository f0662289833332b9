"""The version, in one place: the build reads it here, and every output names it."""

__version__ = "0.1.0"
