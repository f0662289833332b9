"""From a page to its article: prune, extract, choose. Imported only when a page comes."""
