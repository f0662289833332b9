"""A page's metadata, each field from the best source that has it. :mod:`~cleaner.html.fields` comes first."""
