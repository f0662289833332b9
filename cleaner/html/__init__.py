"""Pages to documents: parse, find fields, prune, extract. Imported only when there is a page to read."""
