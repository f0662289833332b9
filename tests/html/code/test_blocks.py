"""Blocks of code in the markup of many sites: their rows, their languages, and what only looks like code."""

import sys
from collections import Counter
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.html.code.blocks import CodeBlock, find_code
from cleaner.html.extract.article import EFFORT_SIGNALS
from cleaner.html.lines import PageLine, read_lines
from cleaner.html.parse import parse_page
from cleaner.html.runs import CODE, page_marker
from cleaner.html.tree import Node
from cleaner.source import Source
from cleaner.types import Effort

ROWS = "def main():\n    if x < 1:\n\n        return '1'\n    return 2"
"""Code with indentation and a blank row."""

LF = "\n"
ESCAPED = ROWS.replace("<", "&lt;").split("\n")


def tree(body: str) -> Node:
    return parse_page(f"<html><body>{body}</body></html>").tree


def lines(body: str) -> list[PageLine]:
    return read_lines(tree(body))


def texts(body: str) -> list[str]:
    return [line.text for line in lines(body)]


def blocks(body: str) -> list[CodeBlock]:
    return [block for block in find_code(tree(body)).blocks.values() if block.text]


def each_row(start: str, end: str, between: str = "") -> str:
    return between.join(f"{start}{row}{end}" for row in ESCAPED)


def in_pre(code: str) -> str:
    return f"<pre><code>{code}</code></pre>"


def numbered_rows(row: str) -> str:
    return "".join(row.format(number=number, row=text) for number, text in enumerate(ESCAPED, 1))


NUMBERS = "\n".join(map(str, range(1, 6)))
SPACED = [row.replace("  ", "&nbsp;&nbsp;") for row in ESCAPED]

SHAPES = {
    "pre": f"<pre>\n{each_row('', LF)}</pre>",
    "windows line ends": f"<pre>{each_row('', '&#13;' + LF)}</pre>",
    "pre and code": f"<pre><code>{each_row('', LF)}\n\n</code></pre>",
    "a span for each token": (
        "<div class='highlight'><pre>"
        f"<span></span>{each_row('<span class=k>', '</span>', LF)}</pre></div>"
    ),
    "a span for each row (Shiki)": (
        f"<pre class='shiki'><code>{each_row('<span class=line>', '</span>', LF)}</code>"
        "</pre>"
    ),
    "a span for each row, line end inside (Chroma)": in_pre(
        each_row("<span class=line><span class=cl>", "\n</span></span>")
    ),
    "spans as rows without line ends": in_pre(each_row("<span class=code-line>", "</span>")),
    "spans as rows by style": in_pre(each_row("<span style='display: block'>", "</span>")),
    "rows with data-line": in_pre(each_row("<span data-line>", "</span>", LF)),
    "spans as rows and breaks (Eleventy)": in_pre(each_row("<span class=highlight-line>", "</span>", "<br>")),
    "token lines with breaks (Docusaurus)": in_pre(each_row("<span class=token-line>", "<br></span>")),
    "a div for each row": in_pre(each_row("<div class=line>", "</div>")),
    "divs with line ends between": f"<pre>{each_row('<div>', '</div>', LF)}</pre>",
    "divs with line ends inside": (
        f"<pre>{each_row('<div class=ec-line><div class=code>', LF + '</div></div>')}"
        "</pre>"
    ),
    "a paragraph for each row": f"<pre>{each_row('<p>', '</p>')}</pre>",
    "a list item for each row": f"<pre><ol>{each_row('<li>', '</li>')}</ol></pre>",
    "list items, in lines of markup": (
        "<div class='prettyprint hljs'>"
        f"<ol>\n  {each_row('<li>', '</li>', LF + '  ')}\n</ol></div>"
    ),
    "code for each row (WeChat)": (
        "<section class='code-snippet__fix'><ul class='code-snippet__line-index'><li></li><li></li></ul>"
        f"<pre class='code-snippet__js'>{each_row('<code><span>', '</span></code>')}</pre></section>"
    ),
    "breaks": f"<pre>{each_row('', '', '<br>')}</pre>",
    "breaks and line ends": f"<pre>{each_row('', '', '<br>' + LF)}</pre>",
    "code with breaks": f"<p><code>{'<br>'.join(SPACED)}</code></p>",
    "code with breaks in lines of markup": f"<p><code>{('<br>' + LF).join(SPACED)}</code></p>",
    "code with its white-space": f"<div><code style='white-space: pre-wrap'>{each_row('', '', LF)}</code></div>",
    "code in a box": f"<div class='highlight'><code>{each_row('', '', LF)}</code></div>",
    "codes and breaks in a paragraph": f"<p>{'<br>'.join(f'<code>{row}</code>' for row in SPACED)}</p>",
    "samp": f"<pre><samp>{each_row('', '', LF)}</samp></pre>",
    "kbd": f"<p><kbd>{'<br>'.join(SPACED)}</kbd></p>",
    "figure": f"<figure class='highlight python'><pre>{each_row('', '', LF)}</pre></figure>",
    "column of numbers (Hexo)": (
        "<figure class='highlight js'><table><tr><td class='gutter'><pre>"
        + "".join(f"<span class=line>{number}</span><br>" for number in range(1, 6))
        + f"</pre></td><td class='code'><pre>{each_row('<span class=line>', '</span>', '<br>')}"
        "<br></pre></td></tr></table></figure>"
    ),
    "column of numbers (Rouge)": (
        "<pre class=highlight><code><table class='rouge-table'><tbody><tr>"
        f"<td class='rouge-gutter gl'><pre class='lineno'>{NUMBERS}\n</pre>"
        f"</td><td class='rouge-code'><pre>{each_row('', LF)}</pre></td></tr></tbody></table></code></pre>"
    ),
    "column of numbers (Pygments)": (
        f"<table class='highlighttable'><tr><td class='linenos'><div class='linenodiv'><pre>{NUMBERS}</pre></div></td>"
        f"<td class='code'><div class='highlight'><pre>{each_row('', LF)}</pre></div></td></tr></table>"
    ),
    "column of numbers without names": (
        f"<table><tr><td><pre>{NUMBERS}</pre></td><td><pre>{each_row('', LF)}</pre></td></tr></table>"
    ),
    "a table row for each row (GitHub)": (
        "<div class='blob-wrapper'><table class='highlight js-file-line-container'>"
        + numbered_rows(
            "\n  <tr>\n    <td id='L{number}' class='blob-num js-line-number' data-line-number='{number}'></td>\n"
            "    <td class='blob-code blob-code-inner'><span>{row}</span>\n</td>\n  </tr>"
        )
        + "</table></div>"
    ),
    "a table row for each row (highlight.js)": (
        "<pre><code class='hljs'><table class='hljs-ln'><tbody>"
        + numbered_rows(
            "<tr><td class='hljs-ln-line hljs-ln-numbers' data-line-number='{number}'>"
            "<div class='hljs-ln-n'></div></td>"
            "<td class='hljs-ln-line hljs-ln-code' data-line-number='{number}'>{row}</td></tr>"
        )
        + "</tbody></table></code></pre>"
    ),
    "a table row for each row, numbers as text": (
        "<div class='code-table highlight'><table>"
        + numbered_rows("<tr><td class='line-number'>{number}</td><td><pre>{row}</pre></td></tr>")
        + "</table></div>"
    ),
    "numbers in spans": in_pre(
        numbered_rows("<span class=line><span class=ln>{number}</span><span class=cl>{row}</span></span>")
    ),
    "numbers in spans without names": in_pre(
        numbered_rows("<div><span>{number}</span><span>{row}</span></div>")
    ),
    "numbers of react-syntax-highlighter": (
        in_pre(
            numbered_rows(
                "<span style='display: block'>"
                "<span class='linenumber react-syntax-highlighter-line-number'>{number}\n</span>"
                "{row}</span>"
            )
        )
    ),
    "numbers in a list beside (CSDN)": (
        f"<pre class='prettyprint'><code class='language-py has-numbering'>{each_row('', LF)}</code>"
        f"<ul class='pre-numbering'>{''.join(f'<li>{number}</li>' for number in range(1, 6))}</ul></pre>"
    ),
    "empty rows of numbers (Prism)": (
        f"<pre class='line-numbers'><code class='language-py'>{each_row('', LF)}"
        "<span aria-hidden='true' class='line-numbers-rows'><span></span><span></span></span></code></pre>"
    ),
    "SyntaxHighlighter": (
        "<div class='syntaxhighlighter python'><table><tr><td class='gutter'>"
        + numbered_rows("<div class='line number{number}'>{number}</div>")
        + "</td><td class='code'><div class='container'>"
        + each_row("<div class='line'><code class='py'></code><code class='py plain'>", "</code></div>")
        + "</div></td></tr></table></div>"
    ),
    "CodeMirror": (
        "<div class='CodeMirror cm-s-default'><div class='CodeMirror-code'>"
        + numbered_rows(
            "<div style='position: relative'><div class='CodeMirror-gutter-wrapper'>"
            "<div class='CodeMirror-linenumber'>{number}</div></div>"
            "<pre class='CodeMirror-line'><span>{row}</span></pre></div>"
        )
        + "</div></div>"
    ),
    "CodeMirror 6": f"<div class='cm-content' contenteditable>{each_row('<div class=cm-line>', '</div>')}</div>",
    "Monaco": (
        f"<div class='view-lines'>{''.join(f'<div class=view-line><span>{row}</span></div>' for row in SPACED)}</div>"
    ),
    "Notion": (
        "<div class='notion-code-block'>"
        f"<div contenteditable style='white-space: pre-wrap'>{each_row('<span>', '</span>', LF)}</div></div>"
    ),
    "font of a typewriter": "<div style='font-family: Courier New, monospace'>" + "<br>".join(SPACED) + "</div>",
    "divs in a box": f"<div class='code-block'>{each_row('<div class=line>', '</div>')}</div>",
    "text area": f"<textarea readonly>{each_row('', '', LF)}</textarea>",
    "xmp": f"<xmp>{ROWS}</xmp>",
    "listing": f"<listing>{each_row('', '', LF)}</listing>",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_code_has_its_rows_in_any_markup(shape: str) -> None:
    page = f"<p>Above.</p>{SHAPES[shape]}<p>Below.</p>"
    assert texts(page) == ["Above.", ROWS, "Below."]
    assert [line.container.kind for line in lines(page)] == ["paragraph", "code", "paragraph"]


@pytest.mark.parametrize(
    "page",
    [
        "<div class='code-block'><div class='code-header'><span>python</span><button>Copy code</button></div>{}</div>",
        (
            "<div class='code-toolbar'>{}<div class='toolbar'><div class='toolbar-item'><button>"
            "<span>Copy</span></button></div></div></div>"
        ),
        (
            "<div class='snippet'><div><div class='lang'>Bash</div>{}</div>"
            "<a class='copy-btn' role='button'>复制代码</a></div>"
        ),
        "<figure class='highlight'>{}<span class='copy'>Copy to clipboard</span></figure>",
        "<div><span>Python</span>{}</div>",
        "<div><div>1<br>2<br>3<br>4<br>5</div>{}</div>",
        "<button class='btn'>Copy</button>{}",
        "{}<div class='clipboard'>Copied!</div>",
        "<pre><code>def main():\n    return 1</code><button class='copy-code'>Copier</button></pre>",
        "<div class='highlight'><span class='filename-copy'>Kopieren</span>{}</div>",
        "<deckgo-highlight-code>{}</deckgo-highlight-code>",
        "<details>{}</details>",
    ],
)
def test_buttons_labels_and_numbers_beside_code_are_no_text(page: str) -> None:
    code = "<pre><code>def main():\n    return 1</code></pre>"
    assert texts(f"<p>Above.</p>{page.format(code)}<p>Below.</p>") == ["Above.", "def main():\n    return 1", "Below."]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h3>Python</h3>{}", ["Python", "x = 1"]),
        ("<div class='highlight'><div class='filename'>app.py</div>{}</div>", ["app.py", "x = 1"]),
        ("<div class='code-header'><span>app.py</span><button>Copy</button></div>{}", ["app.py", "x = 1"]),
        ("<div class='code'><div class='bar'><b>app.py</b><button>Copy</button></div>{}</div>", ["app.py", "x = 1"]),
        ("<figure class='highlight'><figcaption>Shell</figcaption>{}</figure>", ["Shell", "x = 1"]),
        ("<p>Copy</p>{}", ["Copy", "x = 1"]),
        ("<section><p>Python</p>{}<p>Ruby</p>{}</section>", ["Python", "x = 1", "Ruby", "x = 1"]),
        (
            "<table><tr><th>Call</th><th>Result</th></tr><tr><td>{}</td><td>1</td></tr></table>",
            ["Call | Result", "x = 1 | 1"],
        ),
        (
            "<table><tr><td>1</td><td>Rome</td></tr><tr><td>2</td><td>Paris</td></tr></table>{}",
            ["1 | Rome", "2 | Paris", "x = 1"],
        ),
        ("<ol><li>{}</li><li>{}</li></ol>", ["x = 1", "x = 1"]),
    ],
)
def test_words_beside_code_that_are_text_stay(page: str, expected: list[str]) -> None:
    assert texts(page.replace("{}", "<pre>x = 1</pre>")) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Call <code>main()</code>, then <code>exit</code>.</p>", ["Call main(), then exit."]),
        ("<p>Call <code class='language-plaintext highlighter-rouge'>a\n b</code>.</p>", ["Call a b."]),
        ("<p><code>npm install</code></p>", ["npm install"]),
        ("<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.</p>", ["Press Ctrl+C."]),
        ("<ul><li><code>-v</code>: more words</li><li><code>-q</code></li></ul>", ["-v: more words", "-q"]),
        ("<div class='highlight'><p>The mayor spoke.</p><p>So did he.</p></div>", ["The mayor spoke.", "So did he."]),
        ("<div class='highlights'><ul><li>One</li><li>Two</li></ul></div>", ["One", "Two"]),
        ("<div class='promo code'><p>Use code X.</p><p>Ends in May.</p></div>", ["Use code X.", "Ends in May."]),
        ("<div class='sqs-block code-block'><h2>News</h2><p>One.</p></div>", ["News", "One."]),
        ("<p style='white-space: pre-wrap'>The mayor\nspoke.</p>", ["The mayor spoke."]),
        ("<div style='font-family: Courier'>INT. HOUSE<br>He sits.</div>", ["INT. HOUSE", "He sits."]),
        ("<form><textarea>Your comment</textarea></form>", []),
        ("<textarea readonly>Cite this page as: Doe, Jane.</textarea>", []),
        ("<pre></pre><pre> \n </pre>", []),
        ("<div class='code-number'>Article 12</div>", ["Article 12"]),
        (
            "<table class='code'><tr><td>AA</td><td>Air</td></tr><tr><td>BB</td><td>Bus</td></tr></table>",
            ["AA | Air", "BB | Bus"],
        ),
    ],
)
def test_what_looks_like_code_stays_as_it_is(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<pre>10 PRINT\n20 GOTO 10</pre>", "10 PRINT\n20 GOTO 10"),
        ("<pre>x = <span class='m'>1</span>\ny = <span class='mi'>2</span></pre>", "x = 1\ny = 2"),
        ("<pre><i class='token comment'># a note</i>\n<b class='hljs-title'>x</b></pre>", "# a note\nx"),
        ("<pre>\tone\n\t\ttwo  \n  three</pre>", "\tone\n\t\ttwo  \n  three"),
        ("<pre>same\nsame\nsame</pre>", "same\nsame\nsame"),
        ("<pre>  indented\nnot</pre>", "  indented\nnot"),
        ("<pre>a &amp;&amp; b &lt;c&gt; “d” &hellip;</pre>", "a && b <c> “d” …"),
        ("<pre>-old\n+new\n same</pre>", "-old\n+new\n same"),
        ("<pre>$ ls\nREADME</pre>", "$ ls\nREADME"),
        ("<pre>  /\\_/\\\n ( o.o )\n  &gt; ^ &lt;</pre>", "  /\\_/\\\n ( o.o )\n  > ^ <"),
        ("<pre>Two roads\n    in a wood,\n\nand I</pre>", "Two roads\n    in a wood,\n\nand I"),
        ("<pre><a href=x>a</a>/<b>b</b><script>x</script></pre>", "a/b"),
        ("<pre><b class=line>a</b>\n<b class=line></b>\n<b class=line>&#8203;</b>\nb</pre>", "a\n\n\nb"),
        ("<pre><div>a</div><div><br></div><div></div><div>b</div></pre>", "a\n\n\nb"),
        ("<pre>1\n2\n3</pre>", "1\n2\n3"),
        ("<pre>a<br><br>b</pre>", "a\n\nb"),
        ("<pre>a = 1;\n<span style='display:none'>hidden();</span></pre>", "a = 1;\nhidden();"),
    ],
)  # fmt: skip
def test_nothing_of_code_is_changed(code: str, expected: str) -> None:
    assert texts(f"<p>x</p>{code}") == ["x", expected]


def test_hidden_copies_of_code_are_left_out_and_repetitions_stay() -> None:
    code = "<pre>a = 1;\nb = 2;</pre>"
    assert texts(f"<div>{code}<textarea readonly class='code'>a = 1;\nb = 2;</textarea></div>") == ["a = 1;\nb = 2;"]
    assert texts(f"<div style='display: none'>{code}</div><div class='enlighter'>{code}</div>") == ["a = 1;\nb = 2;"]
    assert texts(f"{code}<p>Again:</p>{code}") == ["a = 1;\nb = 2;", "Again:", "a = 1;\nb = 2;"]


def test_tabs_keep_the_code_of_each_language() -> None:
    tabs = (
        "<div class='code-tabs'><div role='tablist'><button>Python</button><button>Go</button></div>"
        "<div role='tabpanel'><pre><code class='language-python'>x = 1</code></pre></div>"
        "<div role='tabpanel' hidden><pre><code class='language-go'>x := 1</code></pre></div></div>"
    )
    assert [(line.text, line.language) for line in lines(tabs) if line.container.kind == "code"] == [
        ("x = 1", "python"),
        ("x := 1", "go"),
    ]


PROSE = (
    "The harbour board voted on Monday night to reopen the northern pier,\n"
    "nine months after a storm tore away two of its pillars and the old\n"
    "wooden bridge.\n\n"
    "Repairs took longer than planned because the divers found that the\n"
    "sea floor had shifted by almost a metre since the spring, they said."
)


def test_preformatted_prose_is_prose_with_its_lines() -> None:
    first, second = lines(f"<pre>{PROSE}</pre>")
    assert (f"{first.text}\n\n{second.text}", first.container.kind) == (PROSE, "paragraph")
    assert texts(f"<pre><code>{PROSE}</code></pre>") == [PROSE]
    assert texts(f"<div class='highlight'><pre>{PROSE}</pre></div>") == [PROSE]


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("<pre><code class='language-py'>x</code></pre>", "py"),
        ("<pre class='lang-js s-code-block'><code>x</code></pre>", "js"),
        ("<div class='highlight highlight-source-shell'><pre>x</pre></div>", "shell"),
        ("<pre class='brush: java; toolbar: false'>x</pre>", "java"),
        ("<pre data-lang='Rust'>x</pre>", "rust"),
        ("<pre data-enlighter-language='cpp' class='EnlighterJSRAW'>x</pre>", "cpp"),
        ("<pre class='sourceCode haskell'><code>x</code></pre>", "haskell"),
        ("<figure class='highlight yaml'><table><tr><td><pre>1</pre><td><pre>x</pre></table></figure>", "yaml"),
        ("<div class='language-toml highlighter-rouge'><div class='highlight'><pre>x</pre></div></div>", "toml"),
        ("<div class='highlight-python3 notranslate'><div class='highlight'><pre>x</pre></div></div>", "python3"),
        ("<pre lang='ruby'>x</pre>", "ruby"),
        ("<pre class='crayon lang:c decode:true'>x</pre>", "c"),
        ("<pre class='hljs language-c++'>x</pre>", "c++"),
        ("<pre class='language-none'>x</pre>", ""),
        ("<pre lang='en'>x</pre>", ""),
        ("<div class='lang-en'><div><div><pre>x</pre></div></div></div>", ""),
        ("<pre class='wp-block-code'><code>x</code></pre>", ""),
        ("<div class='go'><pre>x</pre></div>", ""),
        ("<div><div><span>Rust</span><button>Copy</button></div><pre>x</pre></div>", "rust"),
        ("<div class='code-block'><div>kotlin Copy code</div><pre><code>x</code></pre></div>", ""),
        ("<div class='language-x'><span class='lang'>go</span><pre>x</pre></div>", "x"),
        ("<p>Rust</p><pre>x</pre>", ""),
        ("<div><div>Plain</div><pre>x</pre></div>", ""),
        (
            ("<div class='blob-wrapper data type-python'><table class='highlight js-file-line-container'>"
            "<tr><td class='blob-num' data-line-number=1></td><td class='blob-code'>x</td></tr></table></div>"),
            "python",
        ),
    ],
)  # fmt: skip
def test_the_names_of_nodes_give_the_language(code: str, language: str) -> None:
    assert [(block.text, block.language) for block in blocks(code)] == [("x", language)]


def test_code_within_a_line_is_a_run() -> None:
    body = tree("<p>  Call<code> main( ) </code>, <code><b>x</b></code><code>y</code>\n or <code></code>z.</p>")
    (line,) = read_lines(body, marker=page_marker(""))
    assert line.text == "Call main( ) , xy or z."
    assert [run.text for run in line.runs if run.marks == (CODE,)] == ["main( )", "xy"]


def test_a_table_row_with_rows_of_code_is_no_data() -> None:
    assert texts("<table><tr><td>List</td><td><pre>a\n  b</pre></td></tr></table>") == ["List", "a\n  b"]
    assert texts("<table><tr><td>List</td><td><pre>a</pre></td></tr></table>") == ["List | a"]


ROW_CHARACTERS = st.text(st.sampled_from("ab1 \t=();:{}<>&`|#*-$'\"/\\é…中"), max_size=12)

MARKUPS = (
    ("<pre>", "", "\n", "</pre>"),
    ("<pre>", "", "<br>", "</pre>"),
    ("<pre><code>", "<span class=line>{}</span>", "\n", "</code></pre>"),
    ("<pre><code>", "<div class=line>{}</div>", "", "</code></pre>"),
    ("<div class='highlight'><pre>", "<span class=x>{}</span>", "\n", "</pre></div>"),
    ("<pre>", "<p>{}</p>", "\n", "</pre>"),
    ("<table><tr><td class='gutter'><pre>1</pre></td><td><pre>", "", "\n", "</pre></td></tr></table>"),
)


@given(st.lists(ROW_CHARACTERS, min_size=1, max_size=6), st.sampled_from(MARKUPS))
def test_any_rows_come_out_as_they_are(rows: list[str], markup: tuple[str, str, str, str]) -> None:
    start, row, between, end = markup
    rows = ["x = 1", *rows, "y"]
    marked = between.join((row or "{}").format(escape(text)) for text in rows)
    assert texts(f"<p>Above.</p>{start}{marked}{end}") == ["Above.", "\n".join(rows)]


ABOVE = (
    "<p>The harbour board voted on Monday night to reopen the northern pier, nine months after a storm.</p>"
    "<p>Repairs took longer than planned because the divers found that the sea floor had shifted by a metre.</p>"
)
BELOW = (
    "<p>The first boat is due to leave at six in the morning on 3 June, carrying schoolchildren and the post.</p>"
    "<p>Tickets will cost four dollars, the same as before the storm, although the council had warned otherwise.</p>"
)
PLACES = (f"{ABOVE}{{}}{BELOW}", f"{ABOVE}{BELOW}{{}}", f"{{}}{ABOVE}{BELOW}", f"{ABOVE}{{}}<p>Then:</p>{{}}{BELOW}")


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
@pytest.mark.parametrize("shape", ["pre", "figure", "column of numbers (Rouge)", "code with breaks", "CodeMirror"])
@pytest.mark.parametrize("markdown", [False, True])
def test_code_of_an_article_is_kept_by_each_effort(effort: Effort, shape: str, markdown: bool) -> None:
    for place in PLACES:
        body = f"<nav><a href=/>Home</a></nav><article><h1>Pier</h1>{place.replace('{}', SHAPES[shape])}</article>"
        page = f"<html><head><title>Pier</title></head><body>{body}<footer>© 2024 Courier</footer></body></html>"
        text = Cleaner(effort=effort).clean_source(Source(page, html=True, markdown=markdown)).text
        assert text.count(ROWS) == place.count("{}")
        assert "Tickets" in text


def test_code_outside_of_an_article_is_not_added() -> None:
    widget = "<div class='widget'><h3>Embed this story on a page of your own, or share it with all of your friends</h3>"
    embed = f"{widget}<pre>window.embed(1);\nshare();</pre></div>"
    hidden = f"<pre hidden># Pier\n\nThe harbour board voted.\n{ROWS}</pre>"
    page = f"<html><head><title>Pier</title></head><body><article>{ABOVE}{BELOW}</article>{embed}{hidden}</body></html>"
    text = Cleaner().clean(html=page).text
    assert "window" not in text
    assert "def main" not in text


def test_finding_code_takes_linear_time() -> None:
    nested = "<div class='code'>" * 100 + "x = 1;<br>y = 2;<p>A word.</p>" * 50 + "</div>" * 100
    beside = "<section>" + "<p>A word.</p><pre>x = 1;</pre><button>Copy</button>" * 500 + "</section>"
    tables = "<table>" + "<tr><td>7</td><td><pre>x\ny</pre></td></tr>" * 500 + "</table>"
    paragraph = "<p>" + "<code>x</code><br>" * 2000 + "</p>"
    for part in (nested, beside, tables, paragraph):
        once, twice = (calls(tree(part * times)) for times in (1, 2))
        assert twice <= 2.2 * once


def calls(page: Node) -> int:
    """Return the number of calls that finding the code of a page makes."""
    counts = Counter[str]()
    sys.setprofile(lambda _, event, __: counts.update((event,)))
    try:
        find_code(page)
    finally:
        sys.setprofile(None)
    return counts["call"] + counts["c_call"]
