"""Regions of a page that are not its article: further articles, readers' comments, and what nobody sees."""
