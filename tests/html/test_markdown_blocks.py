"""Lists, quotes and code of pages in Markdown: nested as they were, with their numbers."""

from html import escape

import pytest
from markdown_it import MarkdownIt

from tests.html.test_markdown import markdown_of

READER = MarkdownIt("commonmark").enable("table")


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<ul><li>a<ul><li>b<ul><li>c</ul></ul><li>d</ul>", "- a\n  - b\n    - c\n- d"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c"),
        ("<ol start=9><li>a<ol><li>b</ol><li>c<ul><li>d</ul></ol>", "9. a\n   1. b\n10. c\n    - d"),
        ("<ol start=0><li>a<li value=7>b<li>c</ol>", "0. a\n7. b\n8. c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
        ("<ol start=x><li>a</ol>", "1. a"),
        ("<ol><li>a</ol><p>x</p><ol start=2><li>b</ol>", "1. a\n\nx\n\n2. b"),
        ("<ul><li>a<ol start=7><li>b<li>c</ol></ul>", "- a\n\n  7. b\n  8. c"),
        ("<ol><li>a</ol><ol><li>b<li>c</ol>", "1. a\n\n1) b\n2) c"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><li><ul><li>a</ul></ul>", "- a"),
        ("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n- c"),
        ("<ol><li>a<table><tr><th>x<th>y</table><li>b</ol>",
         "1. a\n\n   | x | y |\n   | --- | --- |\n\n2. b"),
        ("<ul><li>a<blockquote>b</blockquote><li>c</ul>", "- a\n\n  > b\n- c"),
        ("<ul><li># a<li>1. b<li>- c</ul>", "- \\# a\n- 1\\. b\n- \\- c"),
        ("<dl><dt>a<dd>b</dl>", "- a\n- b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b"),
        ("<blockquote><h3>a</h3><ul><li>b<li>c</ul></blockquote>", "> ### a\n>\n> - b\n> - c"),
        ("<blockquote><pre>a\n\n  b</pre></blockquote>", "> ```\n> a\n>\n>   b\n> ```"),
        ("<ol><li>a<pre>b\n  c</pre><li>d</ol>", "1. a\n\n   ```\n   b\n     c\n   ```\n2. d"),
        ("<ul><li><h3>a</h3><p>b</p></ul>", "### a\n\nb"),
        ("<ol><li><h3>a</h3><p>b</p></ol>", "1. ### a\n\n   b"),
        ("<h1>a</h1><h2>b</h2><h6>c</h6>", "# a\n\n## b\n\n###### c"),
    ],
)  # fmt: skip
def test_blocks_are_nested_as_they_were(body: str, markdown: str) -> None:
    assert markdown_of(body) == markdown


@pytest.mark.parametrize("body", ["<ul><li>{}</ul>", "<blockquote>{}</blockquote>", "<ol start=99><li>a{}</ol>", "{}"])
@pytest.mark.parametrize("code", ["a\n  b", "```\nx\n```", "a\n\n\nb", "> x\n- y", "    a\n\tb"])
def test_code_is_read_back_as_it_was(body: str, code: str) -> None:
    markdown = markdown_of(body.format(f"<pre><code class=language-x>{escape(code)}</code></pre>"))
    (fence,) = [token for token in READER.parse(markdown) if token.type == "fence"]
    assert (fence.content, fence.info) == (f"{code}\n", "x")
