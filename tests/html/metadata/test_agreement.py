"""Articles in JSON-LD that are not the page's: neither their text nor their title, author or date is used."""

import json
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.html.metadata.page import read_page
from cleaner.html.metadata.title import find_title
from cleaner.html.parse import parse_page

CLEANER = Cleaner()

PIER = (
    "Northern pier to reopen in June",
    "The harbor board voted on Monday night to reopen the northern pier, nine months after the storm.",
    "Repairs took longer than planned because the sea floor had shifted by almost a meter since the spring.",
)
MUSEUM = (
    "Stadtmuseum zeigt alte Schlitten",
    "Das Stadtmuseum zeigt von Sonntag an vierzig Schlitten aus den Dörfern am oberen Fluss.",
    "Die ältesten wurden im Winter 1790 gebaut und brachten das Holz über das Eis in die Stadt.",
)
MILL = (
    "Мельница на реке снова работает",
    "Старая мельница на реке снова работает после того, как жители три года чинили её колесо.",
    "Муку первого помола в субботу раздали школьникам, которые помогали носить камни и доски.",
)
REGATTA = (
    "The regatta of the yacht club drew forty boats on Sunday, more than ever before, and was won by pensioners. " * 8
)


def node(headline: str, **keys: Any) -> dict[str, Any]:
    author = {"@type": "Person", "name": "Olga Stern"}
    return {"@type": "NewsArticle", "headline": headline, "author": author, "datePublished": "2011-03-04", **keys}


def page(
    story: tuple[str, ...], data: dict[str, Any], *, title: str = "", og_title: str = "", heading: str = ""
) -> str:
    title, heading = title or f"{story[0]} | Bay Courier", heading or story[0]
    og_title = og_title or title
    paragraphs = "".join(f"<p>{text}</p>" for text in story[1:] * 2)
    return (
        f'<html><head><title>{title}</title><meta property="og:title" content="{og_title}">'
        f'<meta name="description" content="{story[1]}"><link rel="canonical" href="https://bay.example/pier">'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><article><h1>{heading}</h1>{paragraphs}</article></body></html>"
    )


@pytest.mark.parametrize(
    ("story", "keys"),
    [
        (PIER, {"url": "https://bay.example/regatta"}),
        (MUSEUM, {"mainEntityOfPage": {"@id": "https://bay.example/regatta"}}),
        (MILL, {}),
        (PIER, {"@type": "LiveBlogPosting", "publisher": {"name": "Bay Courier"}}),
    ],
)
def test_an_article_that_is_called_otherwise_than_the_page_is_not_used(story: tuple[str, ...], keys: Any) -> None:
    article = CLEANER.clean(html=page(story, node("Pensioners win regatta", articleBody=REGATTA, **keys)))
    assert "regatta" not in article.text
    assert story[2] in article.text
    assert article.metadata["title"] == story[0]
    assert article.metadata.fields.get("author") is None
    assert article.metadata.fields.get("date") != "2011-03-04"


@pytest.mark.parametrize(
    ("story", "keys", "texts"),
    [
        (PIER, {"url": "https://bay.example/pier/"}, {}),
        (MUSEUM, {"mainEntityOfPage": "http://www.bay.example/pier?page=1"}, {}),
        (MILL, {"description": MILL[1]}, {}),
        (PIER, {"articleBody": " ".join(PIER[1:] * 2)}, {}),
        (PIER, {"headline": "Northern pier will reopen in June"}, {}),
        (PIER, {"headline": ""}, {}),
        (PIER, {}, {"title": "Bay Courier", "heading": "Bay Courier", "publisher": "Bay Courier"}),
        (PIER, {}, {"title": "Boats and posts", "og_title": "A second start", "heading": "The pier"}),
    ],
)
def test_an_article_that_anything_on_the_page_speaks_for_is_used(
    story: tuple[str, ...], keys: Any, texts: dict[str, str]
) -> None:
    texts = dict(texts)
    publisher = {"publisher": {"@type": "Organization", "name": texts.pop("publisher", "The Bay")}}
    data = {**node("Boats to leave at last", **publisher), **keys}
    article = CLEANER.clean(html=page(story, data, **texts))
    assert article.metadata["author"] == ["Olga Stern"]
    assert article.metadata["date"] == "2011-03-04"


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("Northern Pier (Bay Town)", "wooden pier of 1911 on an island"),
        ("Alte Mühle (Oberdorf)", "Wassermühle aus dem 18. Jahrhundert"),
        ("北桟橋", "1911年に建てられた島の木造桟橋"),
    ],
)
def test_the_title_of_an_entry_is_its_name_and_not_its_short_description(name: str, headline: str) -> None:
    data = {"@type": "Article", "name": name, "headline": headline, "url": "https://wiki.example/wiki/Pier"}
    markup = page((name, *PIER[1:]), data, title=f"{name} - Wiki")
    field = find_title(read_page(parse_page(markup).tree, url="https://wiki.example/wiki/Pier"))
    assert field is not None
    assert field[1] in (name, f"{name} - Wiki")
    assert CLEANER.clean(html=markup.replace("Bay Courier", "Wiki")).metadata["title"].startswith(name)


def test_a_headline_that_the_page_shows_is_preferred_to_a_name() -> None:
    data = node(PIER[0], name="pier-reopens")
    assert CLEANER.clean(html=page(PIER, data)).metadata["title"] == PIER[0]
