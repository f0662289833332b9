"""Pictures of a page in Markdown: those of the article at their places, with their captions, and no others."""

import re
from functools import cache
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, OptionError
from cleaner.html.markdown import image_of
from cleaner.text.markdown.render import html_of_markdown
from cleaner.write_html import format_html
from tests.html.test_read import STORY
from tests.test_write_html import letters, letters_shown

BASE = "https://news.example/2024/pier"


@cache
def cleaner(*, images: bool = True) -> Cleaner:
    return Cleaner(text_format="md", images=images)


def page(*parts: str, after: str = "") -> str:
    """Return a page with parts between the paragraphs of a story."""
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    body = "".join(paragraph + part for paragraph, part in zip(paragraphs, (*parts, *[""] * 6), strict=False))
    head = "<title>Town votes</title>"
    return f"<html lang='en'><head>{head}</head><body><article><h1>Town votes</h1>{body}</article>{after}</body></html>"


def figures(html: str) -> list[str]:
    """Return the images of a page in Markdown, each with the paragraph in emphasis below it."""
    text = cleaner().clean(html=html, url=BASE).markdown
    return re.findall(r"!\[.*?\]\(\S+\)(?:\n\n\*(?!\*).+\*)?", text)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ('<img src="/a.jpg" alt="Pier">', "![Pier](https://news.example/a.jpg)"),
        ('<p><a href="/big"><img src="a.jpg"></a></p>', "![](https://news.example/2024/a.jpg)"),
        ('<p>Look: <img src="//cdn.example/a.jpg"> here.</p>', "![](https://cdn.example/a.jpg)"),
        (
            '<figure><img src="/a.jpg"><figcaption>The <b>old</b> pier.</figcaption></figure>',
            "![](https://news.example/a.jpg)\n\n*The **old** pier.*",
        ),
        (
            '<figure><div><img src="/a.jpg"></div><div><span>Pier.</span> <em>Ana Ortiz</em></div></figure>',
            "![](https://news.example/a.jpg)\n\n*Pier. Ana Ortiz*",
        ),
        (
            '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">The pier.</p></div>',
            "![](https://news.example/a.jpg)\n\n*The pier.*",
        ),
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "![](https://news.example/a.jpg)"),
        ('<img src="/spacer.gif" data-lazy-srcset="/a.jpg 320w, /b.jpg 960w">', "![](https://news.example/b.jpg)"),
        ('<img srcset="/a,1.jpg 1x, /a,2.jpg 2x">', "![](https://news.example/a,2.jpg)"),
        ('<picture><source srcset="/a.webp 1x"><img src="data:x"></picture>', "![](https://news.example/a.webp)"),
        ('<picture><source srcset="/a.webp"><img src="/a.jpg"></picture>', "![](https://news.example/a.jpg)"),
        ('<noscript><img src="/a.jpg"></noscript>', "![](https://news.example/a.jpg)"),
        (
            '<img src="data:x"><noscript><img src="/a.jpg" alt="P"></noscript>',
            "![P](https://news.example/a.jpg)",
        ),
        ('<img data-src="/a.jpg"><noscript><img src="/a.jpg"></noscript>', "![](https://news.example/a.jpg)"),
        ('<img src="/a.jpg" alt="IMG_0042.jpg">', "![](https://news.example/a.jpg)"),
        ('<figure><img src="/chart.svg"></figure>', "![](https://news.example/chart.svg)"),
        ('<img src="/a b(1).jpg" alt="[1] *x* & y">', r"![\[1\] *x* & y](https://news.example/a%20b%281%29.jpg)"),
    ],
)
def test_pictures_of_the_article_are_figures(part: str, expected: str) -> None:
    assert figures(page(part)) == [expected.replace("*x*", r"\*x\*")]


@pytest.mark.parametrize(
    "part",
    [
        '<img src="/a.jpg" width="1" height="1">',
        '<img src="/a.jpg" width="48">',
        '<img src="/icons/mail.png">',
        '<img src="/img/site-logo.png">',
        '<img src="/a.jpg" alt="The Post logo">',
        '<img src="/mail.svg">',
        '<img src="data:image/png;base64,R0">',
        '<img src="javascript:x"><img>',
        '<img src="/a.jpg" class="avatar photo">',
        '<img src="/a.jpg" aria-hidden="true">',
        '<div hidden><img src="/a.jpg"></div>',
        '<div style="display: none"><img src="/a.jpg"></div>',
        '<div class="ad-slot ads"><img src="/a.jpg"></div>',
        '<div class="author"><img src="/a.jpg"><span>Ana Ortiz</span></div>',
        '<div class="card"><a href="/o"><img src="/a.jpg"></a><h3><a href="/o">A fair opens in Talbote</a></h3></div>',
        '<img src="https://www.facebook.com/tr?id=7">',
        '<img src="https://stats.example/piwik.php?idsite=1">',
        "<svg><image href='/a.jpg'/></svg>",
    ],
)
def test_icons_counters_faces_and_teasers_are_left_out(part: str) -> None:
    assert figures(page(part)) == []


def test_pictures_outside_of_the_article_are_left_out() -> None:
    links = "".join(f'<li><img src="/t{n}.jpg"><a href="/t{n}">Another story of the day {n}</a></li>' for n in range(6))
    after = f'<aside><img src="/side.jpg"><p>Our shop</p></aside><ul>{links}</ul><footer><img src="/f.jpg"></footer>'
    assert figures(page('<img src="/a.jpg">', after=after)) == ["![](https://news.example/a.jpg)"]


def test_a_picture_stands_where_it_stands_on_the_page_and_once() -> None:
    text = cleaner().clean(html=page('<img src="/a.jpg"><img src="/a-300x200.jpg?x">'), url=BASE).text
    assert text.split("\n\n") == [STORY[0], "![](https://news.example/a.jpg)", *STORY[1:]]
    breaks = f"{STORY[0]}<br><br><img src='/a.jpg'><br>{STORY[1]}<br><img src='/b.jpg'>"
    text = cleaner().clean(html=page(f"<div>{breaks}</div>"), url=BASE).text
    assert text.index(STORY[0]) < text.index("a.jpg") < text.rindex(STORY[1]) < text.index("b.jpg")


def test_several_pictures_have_their_own_captions() -> None:
    gallery = "".join(f'<div><img src="/{n}.jpg"><p class="caption">Boat {n}.</p></div>' for n in "abc")
    expected = [f"![](https://news.example/{n}.jpg)\n\n*Boat {n}.*" for n in "abc"]
    assert figures(page(f"<div class='gallery'>{gallery}</div>")) == expected


def test_without_images_captions_stay_out_and_with_them_the_text_is_the_same() -> None:
    html = page('<figure><img src="/a.jpg"><figcaption>A gull on a pole.</figcaption></figure>', '<img src="/b.jpg">')
    plain = cleaner(images=False).clean(html=html, url=BASE)
    assert "gull" not in plain.text
    text = cleaner().clean(html=html, url=BASE).text
    assert re.sub(r"!\[.*\n\n|\*A gull on a pole\.\*\n\n", "", text) == plain.text


def test_pictures_in_lists_and_quotes_stay_in_them() -> None:
    quote = '<blockquote><p>We waited all winter for this, she said on the quay.</p><img src="/a.jpg"></blockquote>'
    html = page(quote, '<ul><li>The ferry leaves the quay at noon.<img src="/b.jpg"></ul>')
    text = cleaner().clean(html=html, url=BASE).text
    assert "\n> ![](https://news.example/a.jpg)" in text
    assert "\n  ![](https://news.example/b.jpg)" in text


def test_html_has_figures_and_is_read_again_as_it_stands() -> None:
    html = page('<figure><img src="/a.jpg" alt="Pier"><figcaption>The <b>old</b> pier.</figcaption></figure>')
    article = cleaner().clean(html=html, url=BASE)
    assert "<figcaption>The <strong>old</strong> pier.</figcaption>" in article.html
    again = cleaner().clean(html=format_html(article, header=True))
    assert again.html == article.html


def test_images_of_plain_text_are_refused() -> None:
    with pytest.raises(OptionError, match="text_format"):
        Cleaner(images=True, text_format="text")
    with pytest.raises(OptionError, match="images is"):
        Cleaner(images="yes")  # type: ignore[arg-type]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30))
def test_any_description_is_shown_as_it_is(alt: str) -> None:
    markup = html_of_markdown(image_of(alt, "https://news.example/a.jpg"))
    shown = re.fullmatch(r'<figure><img src="https://news.example/a.jpg" alt="(.*)"></figure>', markup)
    assert shown
    assert letters(unescape(shown[1])) == letters(alt)


_parts = st.sampled_from(
    [
        "",
        '<img src="/a.jpg" alt="A [b] *c*">',
        "<figure><img src='/b.jpg'><figcaption>The <i>old</i> pier at dawn.</figcaption></figure>",
        '<ul><li>A row of boats<li><img src="/c.jpg">Ropes *and* nets</ul>',
        '<ol start="3"><li>First <b>b</b><ul><li>x</ul></ol>',
        "<table><tr><th>Year<th>Boats<tr><td>1990<td>1|2<tr><td>1991<td><code>a|b</code></table>",
        "<pre>if a &lt; b:\n    go()\n\n    # stop</pre>",
        "<blockquote><p>It <em>was</em> time, said the mayor of the town.</p></blockquote>",
        "<h2>What *now*?</h2>",
        "<p>Costs: $5_000_ and 3 * 4 * 5 &lt;b&gt; `x` [y](z) \\ # 1. _q_</p>",
        "<p>1986. A year <a href='/x?a=1&amp;b=(2)'>that <b>changed</b></a> <s>all</s>.</p>",
        "<p>Line one<br>- line two<br># three</p>",
    ]
)


@given(st.lists(_parts, min_size=1, max_size=5))
def test_a_page_in_html_shows_the_words_of_its_markdown_and_is_the_same_when_cleaned_again(parts: list[str]) -> None:
    article = cleaner().clean(html=page(*parts), url=BASE)
    plain = Cleaner().clean(html=page(*parts), url=BASE)
    again = cleaner().clean(html=format_html(article, header=True))
    assert letters_shown(again.html) == letters_shown(article.html)
    if not any("figcaption" in part for part in parts):
        assert letters_shown(article.html) == letters(plain.text)
