"""Site name, section, tags, image and license: from the best source, and none from look-alikes."""

import json
from typing import Any

import pytest
from trafilatura import load_html

from cleaner.html.fields import find_fields
from cleaner.html.metadata.page import read_page

URL = "https://www.harborpost.example/harbor/pier"
TITLE = "The pier reopens"
ARTICLE = {"@type": "NewsArticle", "headline": TITLE}


def found(head: str = "", body: str = "", *facts: Any, url: str = URL) -> dict[str, tuple[Any, str]]:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(fact)}</script>' for fact in facts)
    tree = load_html(f"<html><head>{head}{scripts}</head><body><h1>{TITLE}</h1>{body}</body></html>")
    return {name: (value, source) for name, value, source in find_fields(read_page(tree, url=url))}


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def crumb(name: str, address: str) -> dict[str, Any]:
    return {"@type": "ListItem", "name": name, "item": address}


@pytest.mark.parametrize(
    ("head", "facts", "expected"),
    [
        (meta("og:site_name", "The Harbor Post"), [], "The Harbor Post"),
        ("", [ARTICLE | {"publisher": {"@type": "Organization", "name": "The Harbor Post"}}], "The Harbor Post"),
        (
            "",
            [
                {
                    "@graph": [
                        ARTICLE | {"publisher": {"@id": "#p"}},
                        {"@type": "Organization", "@id": "#p", "name": "HP"},
                    ]
                }
            ],
            "HP",
        ),
        (f"<title>{TITLE} | Harbor Post</title>", [], "Harbor Post"),
        (f"<title>Harbor Post: {TITLE}</title>", [], "Harbor Post"),
        (meta("og:site_name", "harborpost.example") + meta("application-name", "Harbor Post"), [], "Harbor Post"),
        (meta("og:site_name", "harborpost.example"), [], "harborpost.example"),
        (meta("og:site_name", TITLE) + meta("og:title", TITLE), [], None),
        (meta("og:site_name", "@harborpost"), [], None),
        (meta("og:site_name", "News, weather and tides for all who live around the harbor and beyond it"), [], None),
        (f"<title>{TITLE} | Ferries</title>", [], None),
    ],
)
def test_the_name_of_the_site(head: str, facts: list[Any], expected: str | None) -> None:
    assert found(head, "", *facts).get("site_name", (None,))[0] == expected


@pytest.mark.parametrize(
    ("head", "body", "facts", "expected"),
    [
        (meta("article:section", "Harbor"), "", [], ("Harbor", "article:section")),
        ("", "", [ARTICLE | {"articleSection": ["Harbor", "News"]}], ("Harbor", "JSON-LD articleSection")),
        ("", "", [ARTICLE | {"articleSection": "Harbor,Ferries"}], ("Harbor", "JSON-LD articleSection")),
        (
            "",
            "",
            [
                {
                    "@type": "BreadcrumbList",
                    "itemListElement": [crumb("Home", "/"), crumb("Harbor", "/harbor"), crumb(TITLE, "/harbor/pier")],
                }
            ],
            ("Harbor", "JSON-LD BreadcrumbList"),
        ),
        (
            "",
            "",
            [
                {
                    "@type": "WebPage",
                    "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": [crumb("Harbor", "/h")]},
                }
            ],
            ("Harbor", "JSON-LD BreadcrumbList"),
        ),
        (
            "",
            '<nav aria-label="Breadcrumb"><a href="/">Start</a><a href="/harbor">Harbor</a><a href="">x</a></nav>',
            [],
            ("Harbor", "breadcrumbs"),
        ),
        ("", f'<ol class="breadcrumbs"><li><a href="/">Home</a><li><a href="/harbor/pier">{TITLE}</a></ol>', [], None),
        ("", '<nav class="menu"><a href="/">Home</a><a href="/harbor">Harbor</a></nav>', [], None),
        (meta("article:section", "Uncategorized"), "", [], None),
        (meta("article:section", "Harbor Post"), "", [], None),
        (meta("article:section", "12"), "", [], None),
    ],
)
def test_the_section(head: str, body: str, facts: list[Any], expected: tuple[str, str] | None) -> None:
    assert found(head, body, *facts).get("section") == expected


NAVIGATION = '<nav><a href="/a">Harbor</a><a href="/b">Sport</a><a href="/c">Weather</a></nav>'


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (meta("article:tag", "pier") + meta("article:tag", "ferries"), "", ["pier", "ferries"]),
        ('<meta name="keywords" content="#pier, ferries; Pier">', "", ["pier", "ferries"]),
        ('<meta name="keywords" content="pier, type:article, sys_x, /a/b, 1234567, 2021">', "", ["pier", "2021"]),
        ('<meta name="keywords" content="Harbor, Sport, Weather">', NAVIGATION, None),
        ('<meta name="keywords" content="Harbor, pier, ferries">', NAVIGATION, ["Harbor", "pier", "ferries"]),
        (f'<meta name="keywords" content="{TITLE}, Harbor Post, news">', "", None),
        (
            "",
            '<p><a rel="tag" href="/1">pier</a> <a rel="tag" href="/2">ferries</a></p>',
            ["pier", "ferries"],
        ),
        ("", '<ul><li><a rel="tag" href="/t/1">pier</a><li><a rel="tag" href="/t/2">sea</a></ul>', ["pier", "sea"]),
        ("", '<p><a rel="category tag" href="/c/1">News</a></p>', None),
        ("", '<aside><a rel="tag" href="/t/1">pier</a></aside>', None),
        ("", '<p><a rel="tag" href="/1">pier</a></p><div><p><a rel="tag" href="/2">other</a></p></div>', ["pier"]),
        ("", '<p><a href="/tags/pier">pier</a></p>', None),
    ],
)
def test_tags(head: str, body: str, expected: list[str] | None) -> None:
    assert found(head, body).get("tags", (None,))[0] == expected


@pytest.mark.parametrize(
    ("head", "facts", "expected"),
    [
        (meta("og:image", "/img/pier.jpg"), [], "https://www.harborpost.example/img/pier.jpg"),
        (meta("og:image", "//cdn.example/pier.jpg?w=9"), [], "https://cdn.example/pier.jpg?w=9"),
        ("", [ARTICLE | {"image": {"url": "https://cdn.example/pier.jpg"}}], "https://cdn.example/pier.jpg"),
        ("", [ARTICLE | {"image": ["https://cdn.example/1.jpg", "/2.jpg"]}], "https://cdn.example/1.jpg"),
        (
            "",
            [
                {
                    "@graph": [
                        ARTICLE | {"image": {"@id": "#i"}},
                        {"@id": "#i", "contentUrl": "https://cdn.example/3.jpg"},
                    ]
                }
            ],
            "https://cdn.example/3.jpg",
        ),
        ('<link rel="image_src" href="/pier.png">', [], "https://www.harborpost.example/pier.png"),
        (
            meta("og:image", "/img/site-logo.png") + meta("twitter:image", "/pier.jpg"),
            [],
            "https://www.harborpost.example/pier.jpg",
        ),
        (meta("og:image", "/img/default-share.png"), [], None),
        (meta("og:image", "/avatars/77.jpg"), [], None),
        (meta("og:image", "data:image/png;base64,AAAA"), [], None),
        (meta("og:image", ""), [], None),
    ],
)
def test_the_image_is_an_absolute_address(head: str, facts: list[Any], expected: str | None) -> None:
    assert found(head, "", *facts).get("image", (None,))[0] == expected


CC = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("head", "body", "facts", "expected"),
    [
        (f'<link rel="license" href="{CC}">', "", [], (CC, "link license")),
        ("", f'<footer><a rel="noopener license" href="{CC}">CC BY</a></footer>', [], (CC, "link license")),
        ("", "", [ARTICLE | {"license": CC}], (CC, "JSON-LD license")),
        (
            "",
            "",
            [ARTICLE | {"license": {"@type": "CreativeWork", "name": "Open Harbor"}}],
            ("Open Harbor", "JSON-LD license"),
        ),
        (
            "",
            f'<footer>Under <a href="{CC}">CC BY</a>, <a href="{CC}#x">details</a></footer>',
            [],
            (CC, "a link to Creative Commons"),
        ),
        ("", f'<figure><img src="a"><figcaption><a rel="license" href="{CC}">CC</a></figcaption></figure>', [], None),
        ("", f'<p><a href="{CC}">a</a> <a href="https://creativecommons.org/licenses/by-sa/3.0/">b</a></p>', [], None),
        ("", '<p>We like <a href="https://creativecommons.org/about">Creative Commons</a>.</p>', [], None),
        ('<meta name="dc.rights" content="© 2021 Harbor Post">', "", [], None),
    ],
)
def test_the_license(head: str, body: str, facts: list[Any], expected: tuple[str, str] | None) -> None:
    assert found(head, body, *facts).get("license") == expected
