"""Markdown and plain text as HTML: what a browser shows of it, and nothing that could harm."""

import re

import pytest
from lxml import html

from cleaner.text.markdown.render import html_of_markdown, html_of_text


def shown(markup: str) -> str:
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# The *old* pier", "<h1>The <em>old</em> pier</h1>"),
        ("Rust & sea < wind", "<p>Rust &amp; sea &lt; wind</p>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("~~a~~ **b** `c<d`", "<p><s>a</s> <strong>b</strong> <code>c&lt;d</code></p>"),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("[a](mailto:ana@example.org)", '<p><a href="mailto:ana@example.org">a</a></p>'),
        ("```c++ x\na && b\n```", '<pre><code class="language-c++">a &amp;&amp; b\n</code></pre>'),
    ],
)
def test_marks_become_nodes(markdown: str, expected: str) -> None:
    assert html_of_markdown(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](/relative)",
        "[a](#note)",
        "[a](ftp://example.org/x)",
        "a ![x](y.png)",
        "a ![x](data:image/png;base64,AAAA)",
        "<a href='javascript:x' onclick='y'>a</a>",
        "a<script>alert(1)</script>",
        "a<style>p { color: red }</style>",
        "a<img src=x onerror=alert(1)>",
        "<span style='position:fixed' class='x' id='y'>a</span>",
        "a<!-- b -->",
        "<iframe src='https://example.org'></iframe>a",
        "<form action='https://example.org'>a</form>",
    ],
)
def test_nothing_but_text_is_left_of_what_could_harm_or_leads_nowhere(markdown: str) -> None:
    markup = html_of_markdown(markdown)
    assert shown(markup) == "a"
    assert not re.search(r"href|src|on\w+=|style|class|script|iframe|form|<!--", markup)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"$a\_b$ and $c_1 * d_2 * e$", r"$a\_b$ and $c_1 * d_2 * e$"),
        (r"$$\frac{1}{2} < x^{2}$$", r"$$\frac{1}{2} < x^{2}$$"),
        ("It cost $5 and *not* $6.", "It cost $5 and not $6."),
        ("| a |\n|---|\n| $x\\_1 \\| y\\_2$ |", "a $x_1 | y_2$"),
    ],
)
def test_formulas_keep_their_signs(formula: str, text: str) -> None:
    assert shown(html_of_markdown(formula)) == text


def test_an_image_alone_is_a_figure_and_emphasis_below_it_its_caption() -> None:
    image = "![The *pier*](https://example.org/a.png)"
    figure = '<figure><img src="https://example.org/a.png" alt="The pier">{}</figure>'
    caption = "<figcaption>The pier at <strong>dawn</strong>.</figcaption>\n"
    assert html_of_markdown(f"{image}\n\n*The pier at **dawn**.*") == figure.format(caption)
    assert html_of_markdown(f"{image}\n\n*The pier* at *dawn*.").startswith(figure.format("") + "\n<p><em>")
    assert html_of_markdown(f"Text {image}").startswith("<p>Text <img")
    assert html_of_markdown("a\n\n![x](y.png)\n\n*b*") == "<p>a</p>\n<p><em>b</em></p>"


def test_plain_text_shows_its_rows_and_escapes_its_signs() -> None:
    text = "Bells & <b>ropes</b>, *not* marks.\n\n$ ls -l\n$ cd <pier>/\n\nSea, sea,\ngive me\nback."
    assert html_of_text(text) == (
        "<p>Bells &amp; &lt;b&gt;ropes&lt;/b&gt;, *not* marks.</p>\n"
        "<pre><code>$ ls -l\n$ cd &lt;pier&gt;/\n</code></pre>\n"
        "<p>Sea, sea,<br>\ngive me<br>\nback.</p>"
    )
