"""Authors: of every declared form and every shape of byline, and nobody who is named beside the article."""

import json
from typing import Any

import pytest

from cleaner.html.metadata.author import find_author
from cleaner.html.metadata.page import read_page
from cleaner.html.parse import parse_page
from tests.steps import StepCounter

TITLE = "Northern pier to reopen in June"
TEXT = (
    "<p>The harbor board voted on Monday night to reopen the northern pier, nine months after a storm took two pillars"
    " away and left the boats without a place to land.</p><p>Repairs took longer than planned because the sea floor had"
    " shifted by almost a meter since the spring, as divers found.</p>"
)
ANA, BEN = "Ana Ortiz", "Ben Lum"


def authors(body: str, head: str = "", data: Any = None) -> list[str] | None:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    head = f"<title>{TITLE} | Bay Courier</title>{head}{script}"
    markup = f"<html><head>{head}</head><body><header><a href='/'>Bay Courier</a></header>{body}</body></html>"
    field = find_author(read_page(parse_page(markup).tree, url="https://bay.example/pier"))
    return field[1] if field else None


def page_with(byline: str) -> str:
    return f"<main><article><h1>{TITLE}</h1>{byline}<div>{TEXT}</div></article></main>"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ana Ortiz", [ANA]),
        ({"name": "Ana Ortiz"}, [ANA]),
        ({"@type": "Person", "givenName": "Ana", "familyName": "Ortiz"}, [ANA]),
        ({"@type": "Person", "name": ["Ana Ortiz", "Ben Lum"]}, [ANA, BEN]),
        ([{"name": "Ana Ortiz"}, "Ben Lum"], [ANA, BEN]),
        ({"@list": [{"givenName": "Ana", "familyName": "Ortiz"}, {"name": "Ben Lum"}]}, [ANA, BEN]),
        ({"@id": "#ana"}, [ANA]),
        ("https://bay.example/#ben", [BEN]),
        ([{"@id": "#ana"}, {"@id": "https://bay.example/#ben"}], [ANA, BEN]),
        ({"@type": "Organization", "name": "Harbor Press Agency"}, ["Harbor Press Agency"]),
        ([{"@type": "Organization", "name": "Bay Courier"}, {"@type": "Person", "name": "Ana Ortiz"}], [ANA]),
        ("Ortiz, Ana", [ANA]),
        ("By Ana Ortiz, Ben Lum and Cleo Marsh", [ANA, BEN, "Cleo Marsh"]),
        ("https://bay.example/staff/ana", None),
    ],
)
@pytest.mark.parametrize("key", ["author", "creator"])
def test_authors_of_every_form_of_json_ld_are_found(author: object, names: list[str] | None, key: str) -> None:
    people = [
        {"@id": "#ana", "@type": "Person", "name": "Ana Ortiz"},
        {"@id": "https://bay.example/#ben", "@type": "Person", "givenName": "Ben", "familyName": "Lum"},
    ]
    article = {"@type": "NewsArticle", "headline": TITLE, key: author}
    assert authors(page_with(""), data={"@graph": [article, *people]}) == names


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="Ana Ortiz">',
        '<meta property="article:author" content="Ana Ortiz">',
        '<meta name="article:author_name" content="Ana Ortiz">',
        '<meta name="parsely-author" content="Ana Ortiz">',
        '<meta name="DC.Creator" content="Ortiz, Ana">',
        '<meta name="sailthru.author" content="Ana Ortiz">',
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ana Ortiz">',
        '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ana Ortiz">',
        '<meta property="article:author" content="https://social.example/ana"><meta name="byl" content="By Ana Ortiz">',
    ],
)
def test_authors_in_meta_nodes_are_found(head: str) -> None:
    assert authors(page_with(""), head) == [ANA]


def test_a_card_about_something_else_has_no_author() -> None:
    head = '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Five Minutes">'
    assert authors(page_with(""), head) is None


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ('<span itemprop="author" itemscope><span itemprop="name">Ana Ortiz</span></span>', [ANA]),
        ('<p property="schema:author">Ana Ortiz</p>', [ANA]),
        ('<p class="p-author h-card">Ana Ortiz</p>', [ANA]),
        ('<address class="vcard"><a class="fn" rel="author" href="/a">Ana Ortiz</a></address>', [ANA]),
        ('<div class="postMeta__authorName">Ana Ortiz</div>', [ANA]),
        ('<div class="styles_author-info__x9YzQ"><b>Ana Ortiz</b><i>Staff Writer</i></div>', [ANA]),
        (
            '<ul class="byline"><li>By <a href="/a">Ana Ortiz</a>,</li><li><a href="/b">Ben Lum</a></li></ul>',
            [ANA, BEN],
        ),
        ('<p><a class="author" href="/a">Ana Ortiz</a> <a class="author" href="/b">Ben Lum</a></p>', [ANA, BEN]),
        ('<p class="byline">Words: Ana Ortiz | Photos: Ben Lum</p>', [ANA]),
        ('<p class="byline">Photos: Ben Lum · Text: Ana Ortiz</p>', [ANA]),
        ('<p class="author">Text und Fotos: Ana Ortiz</p>', [ANA]),
        ('<p class="author">Texte : Ana Ortiz – Photos : Ben Lum</p>', [ANA]),
        ('<p class="byline">By Ana Ortiz. Photographs by Ben Lum</p>', [ANA]),
        ('<p class="byline"><span>Fotos</span><b>Ben Lum</b><span>Texto</span><b>Ana Ortiz</b></p>', [ANA]),
        ('<p class="byline">文・写真／山田太郎</p>', ["山田太郎"]),
        ('<p class="byline">Ana Ortiz, PhD, RN. Medically reviewed by Ben Lum, MD</p>', [ANA]),
        ('<p class="byline">Words Ana Ortiz Photos Ben Lum</p>', [ANA]),
        ('<p class="byline">AV ANA ORTIZ</p>', ["ANA ORTIZ"]),
        ('<p class="byline">文/王小明 摄影/李雷</p>', ["王小明"]),
        ('<p class="byline">글 김민수 사진 이영희</p>', ["김민수"]),
        ('<p class="byline">نص: ليلى حداد | تصوير: سامي نور</p>', ["ليلى حداد"]),
        ('<p class="byline">Текст: Анна Иванова Фото: Пётр Ким</p>', ["Анна Иванова"]),
        ('<p class="byline">Photo: Ben Lum</p>', None),
        ('<p class="byline">By Ana Ortiz, Harbor Press Agency</p>', [ANA]),
        ('<p class="byline">Harbor Press Agency</p>', ["Harbor Press Agency"]),
        ('<p class="byline">By Ana Ortiz, London</p>', [ANA]),
        ('<p class="byline">Ana Ortiz, Ben Lum, Bonn</p>', [ANA, BEN]),
        ('<p class="byline">Ana Ortiz and Banksy</p>', [ANA, "Banksy"]),
        ('<p class="byline">Posted on May 6, 2024 by Ana Ortiz</p>', [ANA]),
    ],
)
def test_authors_in_marked_nodes_are_found_without_labels(byline: str, names: list[str] | None) -> None:
    assert authors(page_with(byline)) == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p>By Ana Ortiz</p>", [ANA]),
        ("<p>BY ANA ORTIZ</p>", ["ANA ORTIZ"]),
        ("<div>by <a href='/people/7'>Ana Ortiz</a> and <a href='/people/8'>Ben Lum</a></div>", [ANA, BEN]),
        ("<h2>Divers found that the floor had shifted.</h2><p>By Ana Ortiz<br>May 6, 2024</p>", [ANA]),
        ("<p>Published 6 May 2024 by Ana Ortiz</p>", [ANA]),
        ("<span>6 May 2024</span> | <span>By Ana Ortiz</span>", [ANA]),
        ("<p><em>Von Ana Ortiz und Ben Lum</em></p>", [ANA, BEN]),
        ("<p>Von Ana Ortiz, Bonn</p>", [ANA]),
        ("<p>Par Ana Ortiz</p>", [ANA]),
        ("<p>Por Ana Ortiz y Ben Lum</p>", [ANA, BEN]),
        ("<p>Di Ana Ortiz</p>", [ANA]),
        ("<p>Door Ana Ortiz</p>", [ANA]),
        ("<p>Av Ana Ortiz</p>", [ANA]),
        ("<p>Texto: Ana Ortiz | Fotos: Ben Lum</p>", [ANA]),
        ("<p>Text: Ana Ortiz</p>", [ANA]),
        ("<p>Автор: Анна Иванова</p>", ["Анна Иванова"]),
        ("<p>文／山田太郎</p>", ["山田太郎"]),
        ("<p>記者 王小明</p>", ["王小明"]),
        ("<p>بقلم: ليلى حداد</p>", ["ليلى حداد"]),
        ("<p>מאת: דנה לוי</p>", ["דנה לוי"]),
        ("<p>Yazan: Ayşe Demir</p>", ["Ayşe Demir"]),
        ("<p>Oleh: Siti Rahma</p>", ["Siti Rahma"]),
        ("<p>Tác giả: Nguyễn Văn An</p>", ["Nguyễn Văn An"]),
        ("<p>लेखक: अमित शर्मा</p>", ["अमित शर्मा"]),
        ("<p>ผู้เขียน: สมชาย ใจดี</p>", ["สมชาย ใจดี"]),
        ("<p>Γράφει ο Γιάννης Παππάς</p>", ["Γιάννης Παππάς"]),
        ("<p>記者王小明／台北報導</p>", ["王小明"]),
        ("<p>김민수 기자</p>", ["김민수"]),
        ("<p>Publicado por Ana Ortiz el 6 de mayo de 2024</p>", [ANA]),
        ("<p>Di Ana Ortiz - 6 maggio 2024</p>", [ANA]),
        ("<p>Posted by bluefish on May 6</p>", ["bluefish"]),
        ("<p>By Ana Ortiz for the Bay Courier</p>", [ANA]),
        ("<p>by Ana Ortiz, Candidate Representative to the Harbor Committee of the Town</p>", [ANA]),
        ("<p>By The Associated Press</p>", ["The Associated Press"]),
        ("<p>\N{LOWER RIGHT PENCIL} Ana Ortiz</p>", [ANA]),
        ("<p>Ana Ortiz</p><p>6 May 2024</p>", [ANA]),
        ("<p>Ana Ortiz | 6 May 2024</p>", [ANA]),
    ],
)
def test_a_line_at_the_headline_is_a_byline_by_its_words(byline: str, names: list[str]) -> None:
    assert authors(page_with(byline)) == names


@pytest.mark.parametrize(
    "line",
    [
        "<p>By noon the harbor was full of boats that had nowhere to land.</p>",
        "<p>“By Friday we will know”, said the mayor.</p>",
        "<h2>By the numbers</h2>",
        "<h2>By Popular Demand</h2>",
        "<h2>By Land and Sea</h2>",
        "<h2>By Monday Night</h2>",
        "<p>Von Hand gemacht</p>",
        "<p>Words: 1,200</p>",
        "<p>Source: Harbor Press</p>",
        "<figure><img src='x.jpg'><figcaption>Photo by Ben Lum</figcaption></figure>",
        "<figure><img src='x.jpg'><figcaption><span class='author'>Ben Lum</span></figcaption></figure>",
        "<p>Photo: Ben Lum</p>",
        "<p>Fotos: Ben Lum/Harbor Press</p>",
        "<p>Von den Booten blieb nur eines übrig.</p>",
        "<p>Por la noche llegaron los barcos.</p>",
        "<p>New York, 6 May 2024</p>",
        "<p>Local Politics | 6 May 2024</p>",
        "<p>Bay Courier</p><p>6 May 2024</p>",
        "<p>Ana Ortiz has written about harbors for twenty years and lives in the old town.</p>",
        "<p>Interview: Ana Ortiz on the storm</p>",
        "<blockquote>By Ana Ortiz</blockquote>",
        '<p itemprop="itemReviewed" itemscope itemtype="http://schema.org/Book"><b itemprop="author">Ana Ortiz</b></p>',
    ],
)
def test_what_looks_like_a_byline_names_nobody(line: str) -> None:
    assert authors(page_with(line)) is None


OTHERS = [
    '<ul><li><h2><a href="/o">Market moves</a></h2><div class="byline">by <a rel="author">Jon Rust</a></div></li></ul>',
    '<section><article><h3><a href="/o">Market moves</a></h3><p itemprop="author">Jon Rust</p></article></section>',
    '<div><a href="/o"><h4>Market moves</h4></a><span class="author-name">Jon Rust</span></div>',
    '<div class="relatedStories"><span class="author">Jon Rust</span></div>',
    '<aside class="sidebar"><p>By Jon Rust</p></aside>',
    '<article><header><h2>Market moves</h2></header><p class="byline">By Jon Rust</p><p>It moved.</p></article>',
    '<div id="comments"><b class="author vcard">Jon Rust</b></div>',
    '<ol class="comment-list"><li><cite class="fn" rel="author">Jon Rust</cite></li></ol>',
    '<footer><p class="author">Theme by Jon Rust</p></footer>',
]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("place", ["after the article", "in the article"])
def test_authors_of_other_stories_and_comments_are_not_the_articles(other: str, place: str) -> None:
    inside, after = (other, "") if place == "in the article" else ("", other)
    assert authors(f"<main><article><h1>{TITLE}</h1>{TEXT}{inside}</article>{after}</main>") is None
    byline = "<p>By Ana Ortiz</p>"
    assert authors(f"<main><article><h1>{TITLE}</h1>{byline}{TEXT}{inside}</article>{after}</main>") == [ANA]


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="has-sidebar widget"><h1>{TITLE}</h1><p class="author">Ana Ortiz</p>{TEXT}</div>',
        f'<article><h1>{TITLE}</h1>{TEXT}<footer class="entry-footer"><a rel="author">Ana Ortiz</a></footer></article>',
        f'<h2 class="entry-title"><a href="/pier">{TITLE}</a></h2><span class="author vcard">Ana Ortiz</span>{TEXT}',
        f'<article><h1>{TITLE}</h1>{TEXT}<p class="author-card"><b class="name"><a>Ana Ortiz</a></b></p></article>',
        f'<main><h1>{TITLE}</h1>{TEXT}</main><aside><div class="post-author">Ana Ortiz</div></aside>',
    ],
)
def test_the_articles_own_author_is_found_wherever_the_template_has_it(body: str) -> None:
    assert authors(body) == [ANA]


def test_people_are_preferred_to_the_desk_that_the_page_declares() -> None:
    desk = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Organization", "name": "Bay Courier"}}
    assert authors(page_with("<p>By Ana Ortiz</p>"), data=desk) == [ANA]
    assert authors(page_with('<p class="byline">Ana Ortiz</p>'), data=desk) == [ANA]
    assert authors(page_with('<p class="byline">From our desk</p>'), data=desk) == ["Bay Courier"]


@pytest.mark.parametrize(
    "piece",
    [
        '<div class="author"><h3><a href="/x">By Ana</a></h3></div>',
        "<p>By ",
        '<p class="byline">',
        "<h2><a href='/'>a</a></h2>",
        "<div><h3><a href=x>",
    ],
)
def test_finding_takes_steps_linear_in_the_page(piece: str) -> None:
    counter = StepCounter()

    def steps(count: int) -> int:
        page = read_page(parse_page(f"<title>x</title><h1>x</h1>{piece * count}").tree, url=None)
        return counter.of(lambda: find_author(page))

    steps(100)  # compiles patterns
    assert steps(2000) <= 2.2 * steps(1000)


@pytest.mark.parametrize(
    "byline",
    [
        "Posted in <a>Harbor</a> by <a>anaortiz</a> on August 3, 2019",
        "Filed under Harbor, Storms by anaortiz",
        "Posted on 3 May 2019 by anaortiz",
        "Veröffentlicht am 3. Mai 2019 von anaortiz",
        "Publié le 3 mai 2019 par anaortiz",
        "Publicado el 3 de mayo de 2019 por anaortiz",
        "Thread starter <a>anaortiz</a>",
        "Topic starter: anaortiz",
        "Themenstarter <a>anaortiz</a>",
        "Автор темы <a>anaortiz</a>",
        "Asked by anaortiz",
    ],
)
def test_the_name_of_an_account_is_found_where_words_say_who_posted(byline: str) -> None:
    assert authors(page_with(f"<div>{byline}</div>")) == ["anaortiz"]


@pytest.mark.parametrize(
    "line",
    [
        "Posted in Harbor",
        "Posted by admin",
        "Filed under Harbor and Storms",
        "The thread starter has left the forum",
        "Started by the storm of May",
    ],
)
def test_words_of_posting_without_a_name_give_no_author(line: str) -> None:
    assert authors(page_with(f"<div>{line}</div>")) is None


@pytest.mark.parametrize("heading", ["About the author", "About The Author", "Über den Autor", "À propos de l’auteur"])
def test_a_heading_above_an_author_is_no_name(heading: str) -> None:
    box = f'<div class="post-author"><h4>{heading}</h4><h3 class="author-name"><a href="/ana">Ana Ortiz</a></h3></div>'
    assert authors(page_with("") + box) in ([ANA], None)


@pytest.mark.parametrize(
    ("meta", "names"),
    [
        ("Ana Ortiz, Ben Lum", [ANA, BEN]),
        ("Ben Lum, Ana Ortiz", [BEN, ANA]),
        ("Ana Ortiz and Ben Lum", [ANA, BEN]),
        ("Ben Lum", [ANA]),
        ("Ana Ortiz, Harbor", [ANA]),
        ("Ana Ortiz, Senior Director of Harbors, Atlas Van Lines - 10 years at sea", [ANA]),
        ("Ana Ortiz", [ANA]),
    ],
)
def test_a_meta_node_completes_the_writers_of_json_ld(meta: str, names: list[str]) -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": "Ana Ortiz"}}
    assert authors(page_with(""), f'<meta name="article:author_name" content="{meta}">', data) == names


@pytest.mark.parametrize(
    ("meta", "byline", "names"),
    [
        ("paul", "By Ana Ortiz", [ANA]),
        ("Paul", "By Ana Ortiz and Ben Lum", [ANA, BEN]),
        ("harborteam", "Written by Ana Ortiz", [ANA]),
        ("paul", "By noon the harbor was full.", ["paul"]),
        ("paul", "Photo by Ana Ortiz", ["paul"]),
        ("Paul Marsh", "By Ana Ortiz", ["Paul Marsh"]),
        ("Paul", "By Paul", ["Paul"]),
    ],
)
def test_a_byline_wins_over_the_name_of_an_account(meta: str, byline: str, names: list[str]) -> None:
    assert authors(page_with(f"<p>{byline}</p>"), f'<meta name="author" content="{meta}">') == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("In shops : May 2020", None),
        ("En kiosques : juillet 2020", None),
        ("Zuletzt gesehen: Ana Ortiz", [ANA]),
        ("Words: Ana Ortiz", [ANA]),
    ],
)
def test_an_unknown_label_in_a_byline_is_no_name(byline: str, names: list[str] | None) -> None:
    found = authors(page_with(f'<div class="byline">{byline}</div>'))
    assert (found and found[:1]) == names


@pytest.mark.parametrize(
    ("meta", "names"), [("officialana", [ANA]), ("Anaortiz", ["Anaortiz"]), ("Ben Lum", [BEN]), ("ana", [ANA])]
)
def test_a_marked_byline_wins_over_a_login(meta: str, names: list[str]) -> None:
    byline = '<span class="author-name">Ana Ortiz</span>'
    assert authors(page_with(byline), f'<meta name="article:author" content="{meta}">') == names
