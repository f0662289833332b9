"""The type of a page: by what it declares and shows, and an article when in doubt."""

import json
from typing import get_args

import pytest

from cleaner.html.metadata.page import read_page
from cleaner.html.page_type.find import find_page_type
from cleaner.html.parse import parse_page
from cleaner.page_types import PAGE_TYPES, PageType

PARAGRAPH = (
    "The ferry over the Lenn stopped on Monday, and nobody in the two villages can say when it will run again, "
    "since the county has not yet decided who is to pay for the new engine."
)
STORY = "".join(f"<p>{PARAGRAPH} That was day {day}.</p>" for day in range(6))
ROWS = "".join(
    f"<tr><td>{number}</td><td>Rowers of the {number}th bridge</td><td>{90 - number} points</td></tr>"
    for number in range(4, 34)
)
NOTE = (
    "The library is closed on Friday because the heating is being repaired. Books that are due on that day may be "
    "returned on Monday, and the reading hour for children moves to the town hall, where it starts at four."
)
MENU = (
    "<nav><ul><li><a href='/a'>News</a></li><li><a href='/b'>Sport</a></li><li><a href='/c'>Letters</a></li></ul></nav>"
)
TEASERS = "".join(
    f"<div class='card'><h3><a href='/{number}'>The {number}th bridge of the valley opens today</a></h3></div>"
    for number in range(4, 18)
)


def page(body: str, head: str = "", *, title: str = "The Valley Courier") -> str:
    return f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def page_type(markup: str, url: str | None = None) -> tuple[str, str] | None:
    field = next(iter(find_page_type(read_page(parse_page(markup).tree, url=url))), None)
    return (field[1], field[2]) if field else None


def rivals(markup: str, url: str | None = None) -> list[str]:
    return [str(value) for _, value, _ in find_page_type(read_page(parse_page(markup).tree, url=url))[1:]]


def name(markup: str, url: str | None = None) -> str | None:
    found = page_type(markup, url)
    return found and found[0]


BANNER = (
    "<div class='banner'><p>We use cookies to give you the best visit. You can withdraw your consent at any time.</p>"
    "<button>Accept all</button><button>Settings</button></div>"
)

WALLS = {
    "with a subscription beside it": page(
        "<main><h1>Weiter mit Werbung oder werbefrei lesen</h1><section><h2>Mit Werbung und Tracking</h2>"
        "<p>Besuchen Sie die Talpost wie gewohnt. Ihre Zustimmung können Sie jederzeit widerrufen.</p>"
        "<button>Akzeptieren und weiter</button></section><section><h2>Werbefrei</h2><p>Für 4,99 Euro im Monat.</p>"
        "<a href='/abo'>Jetzt abonnieren</a></section><p>Wir und unsere 180 Partner speichern Daten auf Ihrem"
        " Gerät.</p>"
        "</main>"
    ),
    "a form with inputs": page(
        "<form action='/c'><h2>Avant de continuer</h2><div>Nous et nos partenaires stockons des informations sur votre"
        " appareil. Avec votre accord, elles servent à mesurer"
        " l'audience.</div><ul><li>Publicité</li><li>Mesure</li></ul>"
        "<input type='submit' value='Tout accepter'><input type='submit' value='Tout refuser'></form>"
        "<footer><a href='/vie-privee'>Confidentialité</a><a href='/cgu'>Conditions</a></footer>"
    ),
    "without any box, with a menu": page(
        f"{MENU}<h1>Szanujemy Twoją prywatność</h1><p>My i nasi partnerzy zapisujemy informacje na Twoim"
        f" urządzeniu.</p>"
        "<p>Twoją zgodę możesz wycofać w każdej chwili.</p><a class='b' href='#'>Przejdź do serwisu</a>"
    ),
    "with the declarations of its article": page(
        "<div id='cmp'><p>Utilizziamo i cookie. Noi e i nostri partner chiediamo il tuo consenso.</p><button>Accetta"
        "</button></div>",
        "<meta property='og:type' content='article'><meta name='author' content='Ada Rossi'>"
        "<meta property='article:published_time' content='2024-05-06'>",
    ),
    "in Japanese": page(
        "<div><p>当サイトではCookieを使用しています。お客様の同意はいつでも取り消せます。</p><button>同意する</button></div>"
    ),
}


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS)
def test_a_page_that_only_asks_for_consent_is_a_consent_wall(wall: str) -> None:
    assert page_type(wall) == ("consent-wall", "words of a consent wall")


ARTICLES = {
    "about consent": page(
        "<article><h1>Why so many sites ask for your consent</h1>"
        "<p>“We value your privacy”, the banners say, and then list hundreds of firms. The regulator counted them.</p>"
        "<p>In most of them the button to accept is green and large, and the one to refuse is hidden in a menu,"
        " it found.</p>"
        "<p>“We use cookies” is the commonest first sentence, the report says, followed by “our partners” and a"
        " number.</p>"
        "<p>Two of the ten largest sites have since changed their banners, and a third has promised to do so in"
        " May.</p>"
        "</article>"
    ),
    "about consent, below a banner": page(
        f"{BANNER}<main><h1>Court rules on banners</h1><p>The court said on Monday that a site may not count a"
        f" reader who"
        " scrolls as one who agrees, and that a banner must let people refuse as easily as they accept.</p></main>"
    ),
    "about the error": page(
        f"<article><h1>404 Not Found</h1><p>The most famous error of the web turns thirty."
        f" {PARAGRAPH}</p>{STORY}</article>",
        title="404 Not Found: a short history",
    ),
    "of 40 words": page(f"{MENU}<div><h1>Library closed on Friday</h1><p>{NOTE}</p></div>"),
    "of 40 words below a banner": page(f"{BANNER}<div><h1>Library closed on Friday</h1><p>{NOTE}</p></div>"),
    "in verse": page(
        "<h1>Three poems</h1><div>The river took the lower road<br>and left the bridge to me,<br>I counted what"
        " the valley"
        " owed<br>and gave it to the sea.</div><div>A lamp is lit, a lamp is out,<br>the ferry waits below,<br>"
        "and someone who had been in doubt<br>has made it to the snow.</div>"
    ),
    "with comments and related stories": page(
        f"<article>{STORY}</article><section id='comments'><div class='comment'><p>{NOTE}</p></div><div"
        f" class='comment'>"
        f"<p>{NOTE}</p></div></section><aside>{TEASERS}</aside>"
    ),
    "above teasers with summaries": page(
        f"<h1>Ferry</h1><p>{NOTE}</p>"
        + "".join(f"<div><h2><a href='/{n}'>Council votes on bridge {n}</a></h2><p>{NOTE}</p></div>" for n in range(7))
    ),
    "that asks for scripts": page(
        f"<noscript>Please enable JavaScript.</noscript><main>{STORY}</main><script></script>"
    ),
    "with prices": page(f"<article>{STORY}<p>Tickets cost $9.</p><p>Children pay $4.</p></article>"),
    "about code": page(f"<article>{STORY}<pre>print(1)</pre>{STORY}<pre>print(2)</pre></article>"),
    "of a shop's blog": page(
        f"<article>{STORY}</article><button>Add to cart</button>",
        json_ld(**{"@type": "BlogPosting", "headline": "The Valley Courier"}),
    ),
}


@pytest.mark.parametrize("markup", ARTICLES.values(), ids=ARTICLES)
def test_an_article_keeps_its_type(markup: str) -> None:
    assert name(markup) == "article"


def test_what_nothing_speaks_for_is_an_article_by_that() -> None:
    assert page_type(page(f"<p>{NOTE}</p>")) == ("article", "no sign of another type")
    assert page_type(page("<p>Hello</p>")) is None
    assert page_type("") is None


ERRORS = {
    "by its headline": page(f"{MENU}<h1>Page not found</h1><p>Sorry, it may have been moved. Try our search.</p>"),
    "by a number": page("<div><h1>404</h1><p>Diese Adresse gibt es nicht mehr.</p></div>"),
    "by its title": page("<p>Essayez la recherche.</p>", title="Page introuvable - La Gazette de la Vallée"),
    "of a server": page("<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>", title="502 Bad Gateway"),
    "in Russian": page(f"{MENU}<h2>Ошибка 404. Страница не найдена</h2><p>Вернитесь на главную страницу.</p>"),
    "in a line": page(f"{MENU}<p>Strona nie istnieje</p><p>Przejdź na stronę główną.</p>"),
    "in Chinese": page("<h1>页面不存在</h1><p>请返回首页。</p>"),
}


@pytest.mark.parametrize("markup", ERRORS.values(), ids=ERRORS)
def test_a_page_that_names_an_error_and_little_else_is_an_error_page(markup: str) -> None:
    assert page_type(markup) == ("error-page", "words of an error page")


SHELLS = {
    "an empty root": page("<div id='root'></div><script src='/bundle.js'></script>"),
    "a notice for those without scripts": page(
        "<noscript>You need to enable JavaScript to run this app.</noscript><div class='x'></div><script"
        " src='/b.js'></script>"
    ),
    "a visible notice": page("<p>JavaScript muss aktiviert sein.</p><script>go()</script>"),
    "nothing": page("<script src='/b.js'></script>"),
    "a root that asks to wait": page("<div id='__next'><p>Bitte warten …</p></div><script src='/b.js'></script>"),
}


@pytest.mark.parametrize("markup", SHELLS.values(), ids=SHELLS)
def test_a_page_that_scripts_fill_is_an_empty_shell(markup: str) -> None:
    assert page_type(markup) == ("empty-shell", "scripts without text")


@pytest.mark.parametrize(
    "markup",
    [
        page("<div id='root'></div>"),
        page("<div id='app'><h1>The pier</h1><p>It opens on Monday at noon.</p></div><script src='/b.js'></script>"),
        page(f"<div id='root'></div><script>{json.dumps({'body': STORY * 2})}</script>"),
        page("<div id='root'></div>", json_ld(**{"@type": "NewsArticle", "articleBody": f"{PARAGRAPH} " * 6})),
        page(f"<noscript><p>{PARAGRAPH} {PARAGRAPH} {PARAGRAPH}</p></noscript><div id='root'></div><script></script>"),
    ],
)
def test_a_page_whose_data_have_a_text_is_no_shell(markup: str) -> None:
    assert name(markup) != "empty-shell"


POSTS = "".join(
    f"<div class='{{}}'><a href='/u/{number}'>user{number}</a><span>#{number}</span><p>{NOTE}</p></div>"
    for number in (1, 2, 3)
)
PRODUCTS = "".join(
    f"<li class='product-card'><a href='/p/{number}'>A kettle of copper and oak</a><span>$ {number}9.00</span></li>"
    for number in range(1, 10)
)

TYPES = {
    "forum by schema.org": (page(f"<p>{NOTE}</p>", json_ld(**{"@type": "QAPage"})), None, "forum"),
    "forum by classes": (page(POSTS.replace("{}", "postbody")), None, "forum"),
    "forum by numbers and address": (page(POSTS.replace("{}", "x")), "https://forum.example.org/threads/2", "forum"),
    "live blog": (page(STORY, json_ld(**{"@type": "LiveBlogPosting", "headline": "Flood"})), None, "live-blog"),
    "documentation by its generator": (
        page(STORY, "<meta name='generator' content='Docutils 0.19'>"),
        None,
        "documentation",
    ),
    "documentation by code and address": (
        page(f"{STORY}<pre>a</pre><pre>b</pre><pre>c</pre>"),
        "https://example.org/docs/start",
        "documentation",
    ),
    "product by schema.org": (
        page(f"<h1>Kettle</h1><p>{NOTE}</p>", json_ld(**{"@type": "Product", "name": "Kettle"})),
        None,
        "product",
    ),
    "product by og:type": (page(f"<p>{NOTE}</p>", "<meta property='og:type' content='product'>"), None, "product"),
    "collection": (page(f"<ul>{PRODUCTS}</ul>"), "https://example.org/collections/kettles", "collection"),
    "index": (page(f"{MENU}<main>{TEASERS}</main>"), "https://example.org/", "index"),
    "index with summaries": (
        page(
            "".join(
                f"<article><h2><a href='/{n}'>Council votes on bridge {n}</a></h2><p>{NOTE}</p></article>"
                for n in range(7)
            )
        ),
        None,
        "index",
    ),
    "index of a section": (page(f"{MENU}<main>{TEASERS}</main>"), "https://example.org/sport", "index"),
    "listing": (
        page(
            "<ul>" + "".join(f"<li><a href='/{n}'>A job for {n} good carpenters</a></li>" for n in range(60)) + "</ul>"
        ),
        "https://example.org/jobs/valley",
        "listing",
    ),
    "service": (
        page(f"<h1>Roofs</h1><p>{NOTE}</p><a href='/q'>Get a quote</a>"),
        "https://example.org/services/roofs",
        "service",
    ),
}


@pytest.mark.parametrize(("markup", "url", "expected"), TYPES.values(), ids=TYPES)
def test_each_type_has_its_signs(markup: str, url: str | None, expected: str) -> None:
    assert name(markup, url) == expected


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (
            page(STORY, "<meta property='og:type' content='article'>"),
            "https://example.org/forum/2024/why-forums-are-back",
        ),
        (page(STORY), "https://example.org/news/2024/05/the-shop-that-sells-nothing-but-kettles"),
        (page(STORY + POSTS.replace("{}", "comment")), "https://example.org/2024/05/06/ferry"),
        (
            page(STORY, json_ld(**{"@type": "NewsArticle", "headline": "The Valley Courier"})),
            "https://docs.example.org/x",
        ),
        (page(STORY), "https://example.org/?p=5031"),
    ],
)
def test_a_sign_of_another_type_does_not_outweigh_an_article(markup: str, url: str) -> None:
    assert name(markup, url) == "article"


def test_each_type_is_described() -> None:
    assert list(PAGE_TYPES) == list(get_args(PageType))


@pytest.mark.parametrize(
    ("url", "types"),
    [
        ("https://valley.example/t/ferry/418", ["forum"]),
        ("https://valley.example/docs/ferry", ["documentation"]),
        ("https://valley.example/about/ferry", []),
        ("https://valley.example/docs/the-ferry-will-not-run-again", []),
        ("https://valley.example/services/ferry", []),
    ],
)
def test_an_article_has_a_rival_if_as_much_speaks_for_another_type(url: str, types: list[str]) -> None:
    assert rivals(page(STORY), url) == types
    assert rivals(page(STORY, json_ld(**{"@type": "NewsArticle"})), url) == []


@pytest.mark.parametrize(
    ("markup", "types"),
    [
        (page(f"<h1>Standings</h1>{MENU}<table>{ROWS}</table>"), ["listing"]),
        (page(f"<h1>Standings</h1><p>{PARAGRAPH}</p><table>{ROWS}</table>"), ["listing"]),
        (page(f"<h1>Standings</h1>{STORY}{STORY}<table>{ROWS}</table>"), []),
        (page(f"<table>{ROWS}</table>", json_ld(**{"@type": "NewsArticle"})), []),
        (page(f"<table>{ROWS}</table>", "<meta property='og:type' content='article'><meta name='author' content='A B'>"
              "<meta property='article:published_time' content='2024-05-01'>"), []),
        (page(f"<p>{NOTE}</p><table>{ROWS[:400]}</table>"), []),
    ],
)  # fmt: skip
def test_an_article_that_hardly_says_so_may_be_a_listing_if_little_of_it_is_prose(
    markup: str, types: list[str]
) -> None:
    assert name(markup) == "article"
    assert rivals(markup) == types


def test_the_source_of_a_type_is_the_same_in_every_process() -> None:
    head = json_ld(**{"@type": ["NewsArticle", "BlogPosting", "Article"], "headline": "The ferry stops"})
    assert page_type(page(STORY, head)) == ("article", "JSON-LD article")
