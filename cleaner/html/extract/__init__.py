"""Which lines of a page are its article: signals, features, the line scorer, and what is added to its choice."""
