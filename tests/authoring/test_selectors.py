"""A selector that is proposed for a node names it by what lasts, and matches few others."""

import pytest

from cleaner.authoring.selectors import ProposedSelector, proposed_selectors, selected_markup
from cleaner.html.parse import parse_page
from cleaner.html.selector_index import SelectorEntry, SelectorIndex
from cleaner.html.tree import Node
from cleaner.rules.selectors import parse_selectors


def node_with(markup: str) -> Node:
    """Return the node that has the attribute ``data-1``, which no selector names."""
    tree = parse_page(f"<html><body><main><p>River.</p>{markup}</main></body></html>").tree
    (node,) = [node for node in tree.iter() if "data-1" in node.attrib]
    return node


@pytest.mark.parametrize(
    ("markup", "selector", "nodes"),
    [
        ('<div data-1 id="club" class="box">x</div>', "div#club", 1),
        ('<div data-1 id="post-81472" class="box club">x</div>', "div.box", 1),
        ('<div class="box">y</div><div data-1 class="box club">x</div>', "div.club", 1),
        ('<div class="box">y</div><div class="club">z</div><div data-1 class="box club">x</div>', "div.box.club", 1),
        ('<div data-1 class="css-1x2y3z" role="complementary">x</div>', 'div[role="complementary"]', 1),
        ('<div data-1 class="Club_box__3xYz9">x</div>', 'div[class*="Club_box__"]', 1),
        ('<div data-1 data-kind="club box" data-id="a8812773">x</div>', 'div[data-kind="club box"]', 1),
        ('<p class="box">y</p><aside id="side"><p data-1 class="box">x</p></aside>', "aside#side p.box", 1),
        ('<aside class="side"><ul><li data-1>x</li></ul></aside>', "aside.side li", 1),
        ('<ul><li class="box">x</li><li data-1 class="box">x</li></ul>', "li.box", 2),
        ('<div data-1 class="md:p-4 w-1/2 club">x</div>', "div.club", 1),
    ],
)
def test_a_node_is_named_by_what_lasts(markup: str, selector: str, nodes: int) -> None:
    node = node_with(markup)
    assert proposed_selectors(node)[0] == ProposedSelector(selector, nodes)
    index = SelectorIndex([SelectorEntry(parsed, 0) for parsed in parse_selectors(selector)])
    assert node in [found for _, found, _ in index.find(node.getroottree().getroot())]


@pytest.mark.parametrize("markup", ["<p data-1>x</p>", '<div class="css-1x2y3z"><p data-1 id="p19283">x</p></div>'])
def test_a_node_without_a_lasting_name_has_no_selector(markup: str) -> None:
    assert proposed_selectors(node_with(markup)) == []


def test_a_node_far_below_a_name_has_its_selector() -> None:
    node = node_with('<div class="a">' + "<div>" * 100 + "<p data-1>x</p>" + "</div>" * 101)
    assert proposed_selectors(node)[0] == ProposedSelector("div.a p", 1)


@pytest.mark.parametrize(
    "selector",
    [
        "div.box",
        "aside#side > p.box.club",
        ".club, p",
        "[data-kind]",
        '[class*="Club_"].box',
        'a[href^="/club?a&b"]',
        "ul:not(.story) li[lang|=de]",
        '[title="a \\"b\\""]',
    ],
)
def test_markup_is_what_the_selector_matches(selector: str) -> None:
    tree = parse_page(f"<html><body>{selected_markup(selector, 'Join <us> & win')}</body></html>").tree
    index = SelectorIndex([SelectorEntry(parse_selectors(selector)[0], 0)])
    assert [" ".join(node.itertext()) for _, node, _ in index.find(tree)] == ["Join <us> & win"]
