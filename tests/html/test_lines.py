"""Pages as lines: what a reader sees as one line, and its place in the tree."""

import pytest
from lxml import etree

from cleaner.html.lines import PageLine, read_lines
from cleaner.html.parse import parse_page


def lines(body: str) -> list[PageLine]:
    return read_lines(parse_page(f"<html><body>{body}</body></html>").tree)


def texts(body: str) -> list[str]:
    return [line.text for line in lines(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>bold</b> and <a href=x>linked</a> line.</p>", ["One bold and linked line."]),
        ("<p>One.<br>Two.<br><br>Three.</p>", ["One.", "Two.", "Three."]),
        ("<div>Before<p>inside</p>behind</div>", ["Before", "inside", "behind"]),
        ("<span>One<div>two</div>three</span>", ["One", "two", "three"]),
        ("<p>A<!-- note -->B <?pi?>C</p>", ["AB C"]),
        ("<p>Seen<script>var x</script><style>p{}</style><noscript>no</noscript> all</p>", ["Seen all"]),
        ("<p>  many \n\t blanks&nbsp;here </p>", ["many blanks here"]),
        ("<p> </p><div></div><p>&nbsp;</p>", []),
        ("<p>Above<hr>below</p>", ["Above", "below"]),
        ("<table><tr><th>City<th>Votes</tr><tr><td>Rome<td><b>7</b></tr></table>", ["City | Votes", "Rome | 7"]),
        ("<table><tr><td><p>All of</p><p>a page</p></td></tr></table>", ["All of", "a page"]),
        ("<table><tr><td>x</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", ["x", "a | b"]),
        ("<pre>if x:\n    y</pre>", ["if x:\n    y"]),
        ("<select><option>1</select><button>Send</button>", ["Send"]),
    ],
)  # fmt: skip
def test_a_line_is_what_a_reader_sees_as_a_line(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>x</p>", "paragraph"),
        ("<h3>x</h3>", "heading"),
        ("<ul><li>x</ul>", "item"),
        ("<ul><li><p>x</p></li></ul>", "item"),
        ("<dl><dd>x</dl>", "item"),
        ("<blockquote><p>x</p></blockquote>", "quote"),
        ("<figure><figcaption><span>x</span></figcaption></figure>", "caption"),
        ("<table><tr><td>x</td><td>y</td></tr></table>", "row"),
        ("<table><tr><td>x</td></tr></table>", "paragraph"),
        ("<ul><li><section>x</section></li></ul>", "paragraph"),
        ("<pre>x</pre>", "code"),
    ],
)
def test_a_line_has_the_kind_of_its_container(body: str, kind: str) -> None:
    assert [line.container.kind for line in lines(body)] == [kind]


def test_a_line_has_its_shares_of_links_and_of_bold_text() -> None:
    (line,) = lines("<p><a href=x>half</a><b>bold</b></p>")
    assert (line.links, line.bold) == (0.5, 0.5)
    assert lines("<a href=x><div>all of it</div></a>")[0].links == 1


def test_a_hidden_container_gives_its_distance_to_those_below() -> None:
    visible, hidden, deeper = lines('<p>a</p><div style="DISPLAY : none">b<p>c</p></div>')
    assert (visible.container.hidden, hidden.container.hidden, deeper.container.hidden) == (0, 1, 2)


def test_a_container_knows_its_ancestors() -> None:
    (line,) = lines("<article><div class='post-body'><p>x</p></div></article>")
    assert [container.tag for container in line.container.lineage()] == ["p", "div", "article", "body", "html"]
    assert line.container.parent is not None
    assert line.container.parent.class_name == "post-body"


def test_the_tree_is_not_changed() -> None:
    tree = parse_page("<html><body><p>One <b>two</b><br>three</p><table><tr><td>a<td>b</table></body></html>").tree
    before = etree.tostring(tree)
    read_lines(tree)
    assert etree.tostring(tree) == before
