"""The fields of a page: from the best source, as plain text, and whatever the page holds."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from trafilatura import load_html

from cleaner.frontmatter import FIELDS
from cleaner.html.extract.structured import find_article_body
from cleaner.html.fields import find_fields
from cleaner.html.metadata.page import read_page
from cleaner.metadata import merge_fields

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge over the Lenn opens a year late",
    "author": [{"@type": "Person", "name": "By Jane Doe"}, {"@type": "Person", "name": "John Roe, Senior Reporter"}],
    "datePublished": "2021-05-06T07:08:09+02:00",
    "dateModified": "2021-05-07T10:00:00Z",
    "articleSection": ["Traffic", "Region"],
    "keywords": "Bridges, Lenn,Traffic",
    "description": "It was to open last spring.",
    "mainEntityOfPage": "https://www.example.org/region/bridge",
    "publisher": {"@type": "Organization", "name": "The Daily Sample"},
    "image": {"@type": "ImageObject", "creditText": "Photo: Ann Poe"},
}
HEAD = """
<title>Bridge over the Lenn opens a year late | The Daily Sample</title>
<link rel="canonical" href="/region/bridge#top">
<meta property="og:title" content="Finally: the bridge is here">
<meta property="og:site_name" content="The Daily Sample">
"""
BODY = "<h1>Bridge over the Lenn<br> opens a year late</h1><p>The bridge opened on Monday.</p>"
URL = "https://www.example.org/region/bridge?from=home"


def page(head: str = HEAD, body: str = BODY, *nodes: object, lang: str = "en-us") -> Any:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    return load_html(
        f'<html lang="{lang}"><head><meta charset="utf-8">{head}{scripts}</head><body>{body}</body></html>'
    )


def fields(tree: Any, url: str | None = URL) -> dict[str, Any]:
    return {name: value for name, value, _ in find_fields(read_page(tree, url=url))}


def source_of(tree: Any, field: str) -> str:
    return next(source for name, _, source in find_fields(read_page(tree, url=URL)) if name == field)


def test_all_fields_come_from_a_page_that_has_them() -> None:
    assert fields(page(HEAD, BODY, ARTICLE)) == {
        "title": "Bridge over the Lenn opens a year late",
        "author": ["Jane Doe", "John Roe"],
        "date": "2021-05-06T07:08:09+02:00",
        "modified": "2021-05-07T10:00:00Z",
        "url": "https://www.example.org/region/bridge",
        "site": "example.org",
        "site_name": "The Daily Sample",
        "language": "en-US",
        "page_type": "article",
        "section": "Traffic",
        "tags": ["Bridges", "Lenn", "Traffic"],
        "description": "It was to open last spring.",
        "photo_credit": "Ann Poe",
    }


def test_each_field_occurs_once_and_merges_unchanged() -> None:
    results = find_fields(read_page(page(HEAD, BODY, ARTICLE), url=URL))
    names = [name for name, _, _ in results]
    assert len(names) == len(set(names))
    assert set(names) <= set(FIELDS)
    assert merge_fields({}, results, {}).fields["author"] == ["Jane Doe", "John Roe"]


def test_the_tree_stays_unchanged() -> None:
    tree = page(HEAD, BODY, ARTICLE)
    before = etree.tostring(tree)
    find_fields(read_page(tree, url=URL))
    find_article_body(read_page(tree, url=URL))
    assert etree.tostring(tree) == before


def test_sources_are_tried_in_their_order() -> None:
    graph = '<meta property="article:published_time" content="2020-01-02"><meta name="date" content="2019-01-02">'
    assert fields(page(graph, BODY, ARTICLE))["date"][:4] == "2021"
    assert fields(page(graph))["date"] == "2020-01-02"
    assert fields(page('<meta name="date" content="2019-01-02">'))["date"] == "2019-01-02"
    assert source_of(page(graph), "date") == "article:published_time"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge opens | The Daily Sample</title>", "", "Bridge opens | The Daily Sample"),
        (HEAD, "<h1>The Daily Sample</h1>", "Finally: the bridge is here"),
        ("<title>Bridge opens - Example</title>", "<h1>Menu</h1>", "Bridge opens"),
        ("<title>Ten bridges to cross in 2021</title>", "<h1>The ten finest bridges to cross</h1>", None),
        ('<meta property="og:title" content="Bridge &amp;quot;Lenn&amp;quot; opens">', "", 'Bridge "Lenn" opens'),
        ("", "<h1>Bridge opens</h1>", "Bridge opens"),
    ],
)
def test_without_a_declared_title_the_visible_title_counts(head: str, body: str, title: str | None) -> None:
    assert fields(page(head, body))["title"] == (title or "The ten finest bridges to cross")


def test_the_title_is_the_declared_headline_unless_readers_see_another() -> None:
    other = "<h1>Most read this week</h1>"
    assert fields(page(HEAD, other, ARTICLE))["title"] == "Bridge over the Lenn opens a year late"
    assert source_of(page(HEAD, other, ARTICLE), "title") == "JSON-LD headline"
    heading = "<h1>Late, but there it is: the bridge over the Lenn</h1>"
    assert fields(page(HEAD, heading, ARTICLE))["title"] == "Late, but there it is: the bridge over the Lenn"
    assert source_of(page(HEAD, heading, ARTICLE), "title") == "h1"


def test_a_truncated_title_does_not_give_way_to_another() -> None:
    head = '<meta property="og:title" content="A bridge for the Lenn…"><title>Daily</title>'
    assert fields(page(head, "<h1>Most read</h1>"))["title"] == "A bridge for the Lenn…"


def test_a_truncated_headline_gives_way_to_the_whole() -> None:
    cut = ARTICLE | {"headline": "Bridge over the Lenn opens a…"}
    head = '<meta property="og:title" content="Bridge over the Lenn opens a year late">'
    assert fields(page(head, "", cut))["title"] == "Bridge over the Lenn opens a year late"


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        (
            '<div class="byline">By <a href="#">Jane Doe</a> and <a href="#">John Roe</a></div>',
            ["Jane Doe", "John Roe"],
        ),
        ('<span itemprop="author"><b itemprop="name">Jane Doe</b>, Lenn</span>', ["Jane Doe"]),
        ('<a rel="author" href="/jane">Jane Doe</a>', ["Jane Doe"]),
        ('<p>von <a href="/autoren/jane">Jane Doe</a></p>', ["Jane Doe"]),
        ('<p class="post-author">Posted by Jane Doe on May 6, 2021</p>', ["Jane Doe"]),
        ('<div class="comments"><b class="author">Jane Doe</b></div>', None),
        (
            '<div class="author">Jane Doe has written of bridges for twenty years' + ", and of rivers" * 20 + "</div>",
            None,
        ),
    ],
)
def test_a_byline_names_the_author(body: str, authors: list[str] | None) -> None:
    assert fields(page("", BODY + body)).get("author") == authors


def test_a_desk_is_the_author_only_without_a_person() -> None:
    desk = {"@type": "Article", "author": {"@type": "Organization", "name": "The Daily Sample"}}
    byline = '<a rel="author" href="/jane">Jane Doe</a>'
    assert fields(page(HEAD, BODY, desk))["author"] == ["The Daily Sample"]
    assert fields(page(HEAD, BODY + byline, desk))["author"] == ["Jane Doe"]


def test_a_reference_to_an_author_is_resolved() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "Bridge", "author": {"@id": "#jane"}},
            {"@id": "#jane", "@type": "Person", "name": "Jane Doe"},
        ]
    }
    assert fields(page(HEAD, BODY, graph))["author"] == ["Jane Doe"]


def test_a_time_after_the_headline_is_the_date() -> None:
    body = '<time datetime="2019-01-01">x</time>' + BODY + '<time datetime="2021-05-06T07:08">6 May</time>'
    assert fields(page("", body))["date"] == "2021-05-06T07:08:00"


def test_a_modification_before_publication_is_dropped() -> None:
    assert "modified" not in fields(page(HEAD, BODY, ARTICLE | {"dateModified": "2019-01-01"}))


def test_the_date_in_the_address_comes_last() -> None:
    tree = page("<title>Bridge</title>", "<p>The bridge opened.</p>")
    fields = find_fields(read_page(tree, url="https://example.org/2021/05/06/bridge"))
    assert ("date", "2021-05-06", "the url") in fields


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://example.org/", "https://www.example.org/region/bridge?from=home"),
        ("javascript:void(0)", "https://www.example.org/region/bridge?from=home"),
        ("//m.example.org/b", "https://m.example.org/b"),
        ("https://[broken", "https://www.example.org/region/bridge?from=home"),
    ],
)
def test_the_address_is_absolute_and_not_a_home_page(canonical: str, url: str) -> None:
    assert fields(page(f'<link rel="canonical" href="{canonical}">'))["url"] == url


def test_without_an_address_there_is_no_site() -> None:
    assert not {"url", "site"} & fields(page("", BODY), url=None).keys()


def test_tags_are_distinct_and_of_a_single_source() -> None:
    head = '<meta property="article:tag" content="Bridges"><meta property="article:tag" content="Lenn, bridges">'
    assert fields(page(head + '<meta name="keywords" content="other">'))["tags"] == ["Bridges", "Lenn"]


def test_the_photo_credit_is_that_of_the_figure() -> None:
    figure = '<figure><img src="x.jpg"><figcaption>The bridge. <span class="photo-credit">Credit: Ann Poe</span>'
    assert fields(page("", BODY + figure + "</figcaption></figure>"))["photo_credit"] == "Ann Poe"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2021-05-06", "Article"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*ARTICLE, "@graph", "@id", "name"]), inner)
    ),
    max_leaves=20,
)


@given(JSON, st.dictionaries(st.sampled_from(sorted(ARTICLE)), JSON))
def test_no_json_raises(top: object, values: dict[str, object]) -> None:
    for name, value, source in find_fields(read_page(page(HEAD, BODY, top, ARTICLE | values), url=URL)):
        assert name in FIELDS
        assert isinstance(value, str) or all(isinstance(entry, str) for entry in value)
        assert source


@given(st.text(), st.text(), st.text(max_size=30))
def test_no_text_raises(content: str, text: str, url: str) -> None:
    quoted = content.replace('"', "'")
    names = ("og:title", "author", "date", "keywords", "og:url", "og:locale", "article:section")
    head = "".join(f'<meta property="{name}" content="{quoted}">' for name in names) + f"<title>{content}</title>"
    tree = page(head, f'<h1>{text}</h1><p class="byline">{text}</p><time>{text}</time>')
    if tree is not None:
        assert all(value for _, value, _ in find_fields(read_page(tree, url=url)))
        assert find_article_body(read_page(tree, url=url)) == ("", False)


def test_no_damaged_page_raises() -> None:
    chance = random.Random(1)  # noqa: S311 - the same damage in each run
    intact = etree.tostring(page(HEAD, BODY, ARTICLE), encoding="unicode")
    for _ in range(300):
        start, end = sorted(chance.sample(range(len(intact)), 2))
        noise = "".join(chance.choices("<>{}[]\"',:&;#\\/-\x0b\u202e0", k=6))
        damaged = intact[:start] + noise + intact[min(end, start + 40) :]
        tree = load_html(damaged)
        if tree is not None:
            assert isinstance(find_fields(read_page(tree, url=URL)), list)
