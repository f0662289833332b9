"""Nodes: their visible text, their paths, and how they are removed."""

import pytest
from lxml import etree, html

from cleaner.html.tree import MAX_STEPS, NodePaths, count_elements, remove_nodes, visible_texts


def tree(body: str) -> html.HtmlElement:
    return html.document_fromstring(f"<html><head><title>t</title></head><body>{body}</body></html>")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One <b>two</b> three</p>", "One two three"),
        ("<p>Seen<script>x</script><style>y</style><template>z</template> all</p>", "Seen all"),
        ("<p>A<!-- note -->B<?pi?>C</p>", "ABC"),
        ("<noscript>none</noscript>tail", "tail"),
    ],
)
def test_scripts_comments_and_the_like_are_not_visible(body: str, text: str) -> None:
    assert "".join(visible_texts(tree(body))) == text


def test_the_tail_of_a_node_is_not_part_of_its_text() -> None:
    (node,) = tree("<p>in <b>it</b></p>behind").iter("p")
    assert "".join(visible_texts(node)) == "in it"


def test_elements_are_counted_without_comments() -> None:
    (node,) = tree("<div><p>a<b>c</b></p><!-- x --><p>d</p></div>").iter("div")
    assert count_elements(node) == 4


def test_a_path_numbers_only_siblings_that_share_a_tag() -> None:
    page = tree("<div><p>a</p></div><div><p>b</p><h2>c</h2><p>d</p></div>")
    paths = NodePaths()
    assert [paths.path_of(node) for node in page.iter("p", "h2")] == [
        "html/body/div[1]/p",
        "html/body/div[2]/p[1]",
        "html/body/div[2]/h2",
        "html/body/div[2]/p[2]",
    ]


def test_a_very_long_path_keeps_its_last_steps() -> None:
    page = html.Element("html")
    node = page
    for _ in range(MAX_STEPS + 10):
        node = etree.SubElement(node, "div")
    path = NodePaths().path_of(node)
    assert path.startswith("…/div/")
    assert path.count("/") == MAX_STEPS


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a</p><div class=x>b</div>c", "ac"),
        ("one<span class=x>gone</span>two", "one two"),
        ("one <span class=x>gone</span>two", "one two"),
        ("one<span class=x>gone</span>, two", "one, two"),
        ("<i>one</i><span class=x>a</span><span class=x>b</span>two", "one two"),
        ("<span class=x>a</span>one<span class=x>b</span>two", "one two"),
    ],
)
def test_text_after_a_removed_node_stays_and_no_two_words_are_joined(body: str, expected: str) -> None:
    page = tree(body)
    remove_nodes(list(page.iter("div", "span")))
    assert "".join(visible_texts(page)).replace("a c", "ac") == expected
    assert not page.xpath("//*[@class='x']")
