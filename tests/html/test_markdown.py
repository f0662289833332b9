"""Markdown of pages: a reader of it sees what the page said, whatever its text looks like, and no escape too many."""

from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner.html.document import build_document
from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.runs import page_marker
from cleaner.options import Normalization
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment

if TYPE_CHECKING:
    from markdown_it.token import Token

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

WORDS = st.text(st.sampled_from("ab1 2.\\`*_~[](){}<>&;|#+-=!:/x\"'%é中"), max_size=14)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(" ".join(words).split())).filter(bool)


def markdown_of(body: str, base: str = "https://example.org/a/") -> str:
    lines = read_lines(parse_page(f"<html><body>{body}</body></html>").tree, marker=page_marker(base))
    return build_document(lines, Normalization(), markdown=True).text


def shown(markdown: str) -> list[tuple[str, str]]:
    """Return the texts that a reader of Markdown sees, each with the tag of its block."""
    texts, tags = [], list[str]()
    for token in READER.parse(markdown):
        if token.nesting > 0:
            tags.append(token.tag)
        elif token.nesting < 0:
            tags.pop()
        elif token.type == "inline":
            texts.append((tags[-1], words_of(token)))
        else:
            texts.append((token.type, token.content))
    return texts


def words_of(inline: "Token") -> str:
    return "".join(" " if token.type == "softbreak" else token.content for token in inline.children or ())


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["p", "h3", "li", "td"]))
@example(["# 1"], "p")
@example(["- x", "---", "==="], "p")
@example(["+++", "1) x", "[x] done", "[x]: y"], "li")
@example(["Put <title> into <b", "<!-- x", "<a@b.de>", "&lt; &#65; &amp;"], "p")
@example(["*x* **y** _z_ __init__ ~~t~~ `u`", "a*b*c", "![x](y) [x](y) [x][y]"], "p")
@example(["a | b", "|", "x \\| y", "\\", "`a|b`"], "td")
@example(["C #", "# #"], "h3")
@example(["{{ x }}", "{% raw %}", "%% x %%", "{/* x */}"], "p")
def test_a_reader_sees_the_text_of_the_page(texts: list[str], tag: str) -> None:
    texts = [normal for text in texts if (normal := normalize(text, Normalization(), unescapes=False))]
    nodes = [f"<{tag}>{escape(text)}</{tag}>" for text in texts]
    body = f"<ul>{''.join(nodes)}</ul>" if tag == "li" else "".join(nodes)
    if tag == "td":
        body = f"<table>{''.join(f'<tr><th>x</th>{node}</tr>' for node in nodes)}</table>"
    found = [text for tag, text in shown(markdown_of(body)) if tag not in ("th", "td") or text != "x"]
    assert found == [text for text in texts if tag != "td" or text != "x"]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_rules_see_the_text_of_the_page(texts: list[str]) -> None:
    markdown = markdown_of("".join(f"<p>{escape(text)}</p>" for text in texts))
    lines = [line.words(markdown) for line in segment(markdown, markdown=True).lines]
    plain = [line.text for line in read_lines(parse_page("".join(f"<p>{escape(text)}</p>" for text in texts)).tree)]
    assert [" ".join(line.split()) for line in lines if "&" not in line] == [line for line in plain if "&" not in line]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_normalizing_markdown_changes_nothing(texts: list[str]) -> None:
    markdown = markdown_of("".join(f"<p>{escape(text)}</p>" for text in texts))
    assert normalize(markdown, Normalization(), markdown=True) == markdown


TAGS = st.sampled_from(["b", "i", "em", "strong", "code", "s", "span", "a href=/x", "a href=#n"])
NODES = st.recursive(
    WORDS.map(escape),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)).map(
        lambda node: f"<{node[0]}>{''.join(node[1])}</{node[0].split()[0]}>"
    ),
    max_leaves=6,
)


@given(st.lists(NODES, min_size=1, max_size=5), st.sampled_from(["p", "h2", "td"]))
@example(["<b>Note:</b>", "word"], "p")
@example(["wow!", "<a href=/x>y</a>"], "p")
@example(["<code>a|b</code> ", "<b>c|d</b>"], "td")
@example(["<s>~1</s>"], "p")
def test_marks_change_no_text(nodes: list[str], tag: str) -> None:
    body = f"<{tag}>{''.join(nodes)}</{tag}>"
    body = f"<table role=table><tr><th>x</th>{body}</tr></table>" if tag == "td" else body
    (plain,) = [line.text for line in read_lines(parse_page(body).tree)] or [""]
    plain = normalize(plain, Normalization(), unescapes=False)
    texts = [text for _, text in shown(markdown_of(body))]
    expected = plain.removeprefix("x |").strip() if tag == "td" else plain
    assert "".join(texts[1:] if tag == "td" else texts) == expected


@pytest.mark.parametrize(
    "text",
    [
        "snake_case and 2 * 3 = 6, in C# or C++",
        "a < b and b > c, <3 and 5 > 4",
        "R&D, AT&T & Co.; a & b",
        "1.5 million, 3) and (4)",
        "see [1] and [2], or [sic]",
        "price* is without tax",
        "about ~5 and ~7",
        "C:\\Users\\me and \\o/ no",
        "-5 degrees, +3 and #hashtag",
        "x | y, a|b",
        "100 % | $5",
        "https://example.org/a_b_c?x=1&y=2",
        "wait -- what - no",
        "!important",
        "{x} and {{y}",
    ],
)
def test_text_that_is_no_syntax_stays_readable(text: str) -> None:
    assert markdown_of(f"<p>{escape(text)}</p>") == text.replace("\\o/", "\\o/")


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<p>A <b>bold</b> and <i>slanted</i> word</p>", "A **bold** and *slanted* word"),
        ("<p><strong>All <em>of</em> it</strong></p>", "**All *of* it**"),
        ("<p>Blanks<b> inside </b>marks</p>", "Blanks **inside** marks"),
        ("<p><b>One</b><b>two</b></p>", "**Onetwo**"),
        ("<p><b>Note:</b>text</p>", "**Note**:text"),
        ("<p>潜水员<b>（发现）</b>海床</p>", "潜水员（**发现**）海床"),
        ("<p><b>- one</b></p>", "**- one**"),
        ("<p>in<b>com</b>plete</p>", "in**com**plete"),
        ("<p><b> </b>x<i></i></p>", "x"),
        ("<p>an <del>old</del> price</p>", "an ~~old~~ price"),
        ("<p><b>one<br>two</b></p>", "**one**\n\n**two**"),
        ("<h2><b>Heading</b></h2>", "## Heading"),
        ("<h2>A <b>bold</b> word</h2>", "## A **bold** word"),
        ("<p>See <a href='/b?x=1&y=2'>the list</a>.</p>", "See [the list](https://example.org/b?x=1&y=2)."),
        ("<p>See <a href='c d(1).html'>it</a></p>", "See [it](https://example.org/a/c%20d%281%29.html)"),
        ("<p><a href='mailto:a@example.org'>Write</a></p>", "[Write](mailto:a@example.org)"),
        ("<p><a href='#n'>1</a> <a href='javascript:x()'>x</a> <a>y</a> <a href='ftp://z'>z</a></p>", "1 x y z"),
        ("<p><a href=/x><b>Bold</b> link [a]</a></p>", "[**Bold** link \\[a\\]](https://example.org/x)"),
        ("<p>Wow!<a href=/x>y</a></p>", "Wow\\![y](https://example.org/x)"),
        ("<p><a href=/x><code>f()</code></a> and <code><a href=/x>g</a></code></p>",
         "[`f()`](https://example.org/x) and [`g`](https://example.org/x)"),
        ("<a href=/x><p>One</p><p>Two</p></a>", "[One](https://example.org/x)\n\n[Two](https://example.org/x)"),
        ("<p>A <b>bold</b> formula: $\\{x_1\\}$</p>", "A **bold** formula: $\\{x_1\\}$"),
        ("<p>Math $a_1 * b_2$ and $\\{x\\}$</p>", "Math $a_1 * b_2$ and $\\{x\\}$"),
    ],
)  # fmt: skip
def test_marks_and_links_are_as_they_were(body: str, markdown: str) -> None:
    assert markdown_of(body) == markdown


def test_without_a_base_relative_links_are_left_out() -> None:
    body = "<p><a href='/b'>One</a> <a href='https://example.org/c'>two</a></p>"
    assert markdown_of(body, "") == "One [two](https://example.org/c)"


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<table><tr><th><th>2023<th>2024<tr><th>Boats<td>410<td>398<tr><th>Storms<td>3<td></table>",
         "| | 2023 | 2024 |\n| --- | --- | --- |\n| Boats | 410 | 398 |\n| Storms | 3 | |"),
        ("<table><tr><th>a|b<th>c<tr><td><code>x|y</code><td>z\\</table>",
         "| a\\|b | c |\n| --- | --- |\n| `x\\|y` | z\\\\ |"),
        ("<table><tr><th colspan=2>Boats<th>Year<tr><td>1<td>2<td>3</table>",
         "| Boats | | Year |\n| --- | --- | --- |\n| 1 | 2 | 3 |"),
        ("<table><tr><th>a<th>b<tr><td rowspan=2>1<td>2<tr><td>3</table>",
         "| a | b |\n| --- | --- |\n| 1 | 2 |\n| | 3 |"),
        ("<table><tr><th colspan=9>Boats<tr><th>a<th>b<tr><td>1<td>2</table>",
         "| Boats | |\n| --- | --- |\n| a | b |\n| 1 | 2 |"),
        ("<table><tr><th>a<th>b<th>c<tr><td rowspan=2 colspan=2>1<td>2<tr><td>3</table>",
         "| a | b | c |\n| --- | --- | --- |\n| 1 | | 2 |\n| | | 3 |"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2<td>3</table>", "| a | b | |\n| --- | --- | --- |\n| 1 | 2 | 3 |"),
        ("<table><tr><th>a<th>b<tr><td>one<br>two<td><p>x</p><p>y</p></table>",
         "| a | b |\n| --- | --- |\n| one two | x y |"),
        ("<table><tr><th>a<th>b<tr><td><b>1</b><td><a href=/x>2</a></table>",
         "| a | b |\n| --- | --- |\n| **1** | [2](https://example.org/x) |"),
        ("<table><tr><th>a<th>b</table><table><tr><th>c<th>d</table>",
         "| a | b |\n| --- | --- |\n\n| c | d |\n| --- | --- |"),
    ],
)  # fmt: skip
def test_rows_of_a_table_have_the_same_number_of_cells(body: str, markdown: str) -> None:
    assert markdown_of(body) == markdown
