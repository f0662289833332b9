"""From lines to a document: their Markdown, their numbers, and that the Markdown is read back as it was written."""

import pytest

from cleaner.html.document import build_document
from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.runs import page_marker
from cleaner.line_model import model as line_model
from cleaner.matching import Engine
from cleaner.options import Normalization
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.types import Document
from cleaner.write import format_body
from tests.line_model.test_model import model

PAGE = """
<h2>How it was built</h2><p>The  bridge took &ldquo;nine&rdquo; years.</p>
<ul><li>Steel<ul><li>from two mills</li></ul></li><li><p>Stone</p><p>from one quarry</p></li></ul>
<ol><li>Plans</li><li>Piers</li></ol>
<blockquote><p>It holds.</p></blockquote>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>1901</td><td>7</td></tr></table>
<table><tr><td>a</td><td>b</td><td>c</td></tr></table>
<pre>sum = 1
  + 2</pre>
<p># 1 in the list</p><p>3. FC won</p><p>``` was typed</p>
"""

MARKDOWN = """\
## How it was built

The bridge took “nine” years.

- Steel
  - from two mills
- Stone

  from one quarry

1. Plans
2. Piers

> It holds.

| Year | Cost |
| --- | --- |
| 1901 | 7 |

| a | b | c |
| --- | --- | --- |

```
sum = 1
  + 2
```

\\# 1 in the list

3\\. FC won

\\``` was typed"""


def document_of(html: str, *, markdown: bool) -> Document:
    marker = page_marker("") if markdown else None
    lines = read_lines(parse_page(f"<html><body>{html}</body></html>").tree, marker=marker)
    return build_document(lines, Normalization(), markdown=markdown)


def test_markdown_shows_what_each_line_is() -> None:
    assert document_of(PAGE, markdown=True).text == MARKDOWN


def test_markdown_is_read_back_as_written() -> None:
    document = document_of(PAGE, markdown=True)
    assert segment(document.text, markdown=True) == document


def test_writing_neither_adds_nor_loses_line_ends() -> None:
    for markdown in (True, False):
        document = document_of(PAGE, markdown=markdown)
        assert format_body(document, document, Normalization()) == document.text


def test_plain_text_has_no_syntax_and_an_empty_line_between_lines() -> None:
    document = document_of(PAGE, markdown=False)
    assert document.text.split("\n\n")[:3] == ["How it was built", "The bridge took “nine” years.", "Steel"]
    rows = document.text.split("\n")
    assert all(rows[line.number - 1] == line.span.of(document.text).split("\n")[0] for line in document.lines)
    assert {line.kind for line in document.lines} == {"heading", "paragraph", "item", "quote", "row", "code"}
    assert not any(line.form for line in document.lines)


def test_lines_are_normalized_unless_normalization_is_off() -> None:
    lines = read_lines(parse_page("<html><body><p>The cafÃ© is open.</p></body></html>").tree)
    assert build_document(lines, Normalization(), markdown=False).text == "The café is open."
    assert build_document(lines, None, markdown=False).text == "The cafÃ© is open."


def test_preformatted_prose_keeps_its_line_ends_unless_it_is_unwrapped() -> None:
    prose = (
        "The harbour board voted on Monday night to reopen the northern pier,\n"
        "nine months after a storm tore away two of its pillars and the old\nwooden bridge."
    )
    lines = read_lines(parse_page(f"<html><body><pre>{prose}</pre></body></html>").tree)
    assert build_document(lines, Normalization(), markdown=False).text == prose
    assert build_document(lines, Normalization(unwrap=True), markdown=False).text == prose.replace("\n", " ")


def test_without_lines_the_document_is_empty() -> None:
    assert document_of("", markdown=True) == Document("", ())


STORY = "".join(
    f"<p>The council voted on {day} evening, after a long debate, to rebuild the old wooden bridge over the river.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
)


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        ("<p>Offer</p>", ["Offer"]),
        ("<ul><li>Offer</li></ul>", ["Offer"]),
        ("<ul><li>Offer</li><li>Hay</li></ul>", []),
        ("<dl><dt>Hay</dt><dd>Offer</dd></dl>", []),
        ("<ol><li><p>Hay</p></li><li><p>Offer</p></li></ol>", []),
        ("<ul><li><a href=/o>Offer</a></li><li><a href=/h>Hay</a></li></ul>", ["Offer"]),
        ("<div>Hay</div><div>Offer</div>", ["Offer"]),
        ("<ul><li>Offer of the day</li><li>Hay</li></ul>", ["Offer of the day"]),
    ],
)
def test_items_of_a_list_are_no_stray_lines(block: str, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_model, "load_model", lambda: model(offer=3))
    document = document_of(STORY + block, markdown=False)
    removals = Engine(load_text("rules: [{ id: label, likely: 90 }]").rules).match(document).removals
    texts = {line.number: line.span.of(document.text) for line in document.lines}
    assert [texts[removal.line] for removal in removals] == lines
