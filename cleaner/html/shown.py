"""A page's tree as browsers show it: what marks, formulas, emoji, ruby and custom elements say is text of a line.

Each step looks at the markup or at tags first, since most pages have none of this.
"""

from collections.abc import Iterable

from cleaner.html.formulas import has_formulas, has_source, write_formulas, write_source
from cleaner.html.glyphs import drop_readings, write_emoji
from cleaner.html.inline import join_inline
from cleaner.html.marks import has_remarks, remove_marks, remove_remarks
from cleaner.html.tree import Node


def show_inline(tree: Node, nodes: Iterable[Node], markup: str) -> None:
    """Change a tree so that its text is what a browser shows.

    ``nodes`` are those of the tree, and ``markup`` is what it was parsed from.
    """
    remove_marks(tree)
    if has_remarks(markup):
        remove_remarks(tree)
    if has_formulas(markup):
        write_formulas(tree)
    if has_source(markup):
        write_source(tree)
    if "<ruby" in markup or "<RUBY" in markup:
        drop_readings(tree)
    write_emoji(tree)
    join_inline(nodes)
