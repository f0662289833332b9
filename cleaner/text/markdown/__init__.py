"""Markdown: its blocks as lines of a document, how lines are cut out of it, and which of its characters are prose.

Blocks are what CommonMark says, with the tables of GitHub: :mod:`markdown_it` reads them. Rules see what a reader sees,
and what is written is the source without what was cut; nothing is put together again from lines.
"""
