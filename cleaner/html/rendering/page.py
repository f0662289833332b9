"""A page's tree as browsers show it: what marks, formulas, emoji, ruby and custom elements say is text of a line.

The nodes are sorted by their tags once, since most pages have none of this.
"""

from collections.abc import Iterable

from cleaner.html.rendering.formulas import draws_source, has_formulas, write_formulas, write_source
from cleaner.html.rendering.glyphs import drop_readings, write_emoji
from cleaner.html.rendering.inline import join_inline
from cleaner.html.rendering.marks import TITLES, remove_marks, remove_remarks, remove_remarks_in_text, remove_self_links
from cleaner.html.rendering.panels import title_panels
from cleaner.html.tree import Node

_COMMON = frozenset(
    (
        *("article", "b", "br", "center", "div", "em", "figure", "footer", "form", "header", "hr", "input", "label"),
        *("li", "link", "main", "meta", "nav", "noscript", "ol", "option", "p", "path", "section", "small", "source"),
        *("span", "strong", "style", "svg", "table", "tbody", "td", "th", "thead", "time", "tr", "u", "ul", "use"),
    )
)
"""Tags that no step starts from."""


def show_inline(tree: Node, nodes: Iterable[Node], markup: str) -> None:
    """Change a tree so that its text is what a browser shows.

    ``nodes`` are those of the tree, and ``markup`` is what it was parsed from.
    """
    by_tag: dict[str, list[Node]] = {}
    for node in nodes:
        tag = str(node.tag)
        if tag not in _COMMON:
            by_tag.setdefault(tag, []).append(node)
    title_panels(by_tag.get("button", ()), nodes)
    remove_marks([title for tag in TITLES for title in by_tag.get(tag, ())])
    remove_self_links(by_tag.get("a", ()))
    remove_remarks(by_tag.get("sup", ()))
    remove_remarks_in_text(tree, markup)
    scripts, images = by_tag.get("script", []), by_tag.get("img", [])
    if has_formulas(by_tag.keys(), scripts, images) or 'class="math' in markup:
        write_formulas(tree)
    if draws_source(scripts):
        write_source(tree)
    drop_readings(by_tag.get("ruby", ()))
    write_emoji(images, by_tag.get("i", ()))
    join_inline(by_tag)
