"""The outline of a page: nodes with their words, and how many of these the article has."""

from cleaner.html.outline import MAX_NODES, MAX_TEXT, outline
from tests.html.pier import STORY

BODY = "".join(f"<p>{text}</p>" for text in STORY)
PAGE = f"""<html><body><header class="top wide dark">Bay Courier</header><main><article id="story"><h1>Pier reopens</h1>
<div>{BODY}</div></article><aside><p>Read also</p><p>Regatta won</p></aside></main></body></html>"""


def test_a_node_says_how_much_of_it_the_article_has() -> None:
    nodes = {node.name: node for node in outline(PAGE, STORY, {})}
    assert [*nodes] == ["html › body", "header.top.wide", "main", "article#story", "h1", "div", "aside"]
    whole, story = nodes["html › body"], nodes["article#story"]
    assert (whole.depth, story.depth, nodes["h1"].depth) == (0, 2, 3)
    assert story.kept == whole.kept == nodes["div"].words
    assert (nodes["aside"].kept, nodes["aside"].text) == (0, "Read also")


def test_nodes_that_rules_pruned_name_them() -> None:
    pruned = {"html/body/main/aside/p[2]": "related/teaser", "html/body/header": "navigation/top"}
    nodes = {node.name: node.rules for node in outline(PAGE, STORY, pruned)}
    assert (nodes["aside"], nodes["header.top.wide"], nodes["main"]) == (("related/teaser",), ("navigation/top",), ())


def test_siblings_that_are_whole_in_the_article_share_an_entry() -> None:
    nodes = outline(f"<body><div><b>x</b>{BODY}</div></body>", STORY, {})
    assert [node.name for node in nodes if node.kept == node.words] == [f"p and {len(STORY) - 1} more"]


def test_a_hostile_page_has_a_short_outline() -> None:
    deep = "<div>" * 3_000 + "deep" + "</div>" * 3_000
    wide = "".join(
        f"<section id={'x' * 500}><p>word {number} {'y' * 500}</p><i>no</i></section>" for number in range(900)
    )
    nodes = outline(f"<body>{deep}{wide}{BODY}</body>", STORY, {})
    assert 1 < len(nodes) <= MAX_NODES
    assert all(len(node.text) <= MAX_TEXT and len(node.name) < 200 for node in nodes)
    assert outline("", [], {}) == ()
