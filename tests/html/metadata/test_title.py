"""Titles: what readers see as the headline, without the site's name, and whole where they have marks of their own."""

import json
from typing import Any

import pytest

from cleaner.html.metadata.page import read_page
from cleaner.html.metadata.title import find_title, has_same_subject
from cleaner.html.parse import parse_page

TITLE = "Northern pier to reopen in June"
TEXT = "<p>The harbor board voted on Monday night to reopen the northern pier, nine months after the storm.</p>" * 2
HEADER = '<header><a href="/">Bay Courier</a> <nav><a href="/news">News</a></nav></header>'
FOOTER = "<footer><p>© 2024 Bay Courier. All rights reserved.</p></footer>"


def title(head: str, body: str = TEXT, data: Any = None, url: str | None = None) -> str | None:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    markup = f"<html><head>{head}{script}</head><body>{body}</body></html>"
    field = find_title(read_page(parse_page(markup).tree, url=url))
    return field[1] if field else None


@pytest.mark.parametrize(
    "window",
    [
        f"{TITLE} – Bay Courier",
        f"{TITLE} - Bay Courier",
        f"{TITLE} — Bay Courier",
        f"{TITLE} | Bay Courier",
        f"{TITLE}｜Bay Courier",
        f"{TITLE} :: Bay Courier",
        f"{TITLE} -- Bay Courier",
        f"{TITLE}_Bay Courier",
        f"{TITLE} · Bay Courier",
        f"{TITLE} @ Bay Courier",
        f"{TITLE} • The Bay Courier",
        f"Bay Courier: {TITLE}",
        f"{TITLE} – News – Bay Courier",
        f"{TITLE} | Bay Courier | News",
        f"Bay Courier | {TITLE}",
        f"Bay Courier » {TITLE}",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        HEADER + TEXT,
        TEXT + FOOTER,
        f"<h2>{TITLE}</h2>{TEXT}<footer>Bay Courier, 12 Harbor Road</footer>",
        f'<link rel="alternate" type="application/rss+xml" title="Bay Courier » Feed" href="/feed">{TEXT}',
        f'<div class="site-title">Bay Courier</div>{TEXT}',
        f'<a href="https://bay.example/"><img alt="Bay Courier" src="x.png"></a>{TEXT}',
        f"{TEXT}<div>Copyright by Bay Courier</div>",
    ],
)
def test_the_name_that_the_page_shows_as_its_sites_is_cut_off(window: str, body: str) -> None:
    nav = '<nav><a href="/news">News</a></nav>'
    body = nav + (body.replace("Bay", "The Bay") if "The Bay" in window else body)
    assert title(f"<title>{window}</title>", body) == TITLE


@pytest.mark.parametrize(
    ("window", "site"),
    [
        ("新しい橋が六月に開通へ_湾岸新聞", "湾岸新聞"),
        ("新しい橋が六月に開通へ：湾岸新聞", "湾岸新聞"),
        ("新しい橋が六月に開通へ-湾岸新聞", "湾岸新聞"),
        ("新しい橋が六月に開通へ｜湾岸新聞", "湾岸新聞"),
    ],
)
def test_names_of_sites_are_cut_off_without_blanks_around_them(window: str, site: str) -> None:
    head = f'<title>{window}</title><meta property="og:site_name" content="{site}">'
    assert title(head) == "新しい橋が六月に開通へ"
    assert title(f"<title>{window}</title>", f'<a href="/">{site}</a>{TEXT}') == "新しい橋が六月に開通へ"


def test_a_domain_at_the_end_is_a_site() -> None:
    assert title(f"<title>{TITLE} - baycourier.example</title>") == TITLE


@pytest.mark.parametrize(
    "whole",
    [
        "Northern pier: what the board decided on Monday",
        "The pier – a history in ten pictures",
        "Storm, repairs, boats - how the pier came back",
        "Pier or bridge? | 3 answers from the board",
        "COVID-19 and the harbor: well-known, little-read",
        "snake_case_names and other habits",
        "News from the bay: nothing has changed",
        "A pier -- and then another",
    ],
)
@pytest.mark.parametrize("body", [TEXT, HEADER + TEXT + FOOTER])
def test_titles_with_marks_of_their_own_stay_whole(whole: str, body: str) -> None:
    assert title(f"<title>{whole}</title>", body) == whole
    assert title(f"<title>{whole} | Bay Courier</title>", f"<h1>{whole}</h1>{body}") == whole
    assert title(f'<meta property="og:title" content="{whole}"><title>{whole} - Bay Courier</title>', body) == whole


@pytest.mark.parametrize(
    "other",
    [
        "Pier in Bay Town will open again in June 2024: dates, tickets",
        "When does the northern pier reopen? All dates",
        "Northern pier reopening: June date, tickets, ferry",
    ],
)
@pytest.mark.parametrize("place", ["og:title", "title", "JSON-LD"])
def test_the_headline_that_readers_see_is_preferred_to_that_for_search_engines(other: str, place: str) -> None:
    head = f"<title>{TITLE if place == 'og:title' else other} | Bay Courier</title>"
    head += f'<meta property="og:title" content="{other}">' if place == "og:title" else ""
    data = {"@type": "NewsArticle", "headline": other} if place == "JSON-LD" else None
    assert title(head, f"{HEADER}<h1>{TITLE}</h1>{TEXT}", data) == TITLE


@pytest.mark.parametrize(
    "heading",
    [
        '<h1><a href="/">Bay Courier</a></h1>',
        "<h1>Bay Courier</h1>",
        "<h1>News</h1>",
        "<h1>Local news from the bay</h1>",
        "<h1>Most read</h1>",
        '<h1><a href="https://bay.example/"><img alt="Bay" src="x.png">The northern paper for June and July</a></h1>',
    ],
)
@pytest.mark.parametrize(
    "head", [f'<meta property="og:title" content="{TITLE}">', f"<title>{TITLE} - Bay Courier</title>"]
)
def test_headings_of_the_site_or_of_a_section_are_no_titles(heading: str, head: str) -> None:
    assert title(head, f"{HEADER}{heading}<h2>{TITLE}</h2>{TEXT}") == TITLE


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("<h1><span>Harbor</span> Northern pier to reopen in June</h1>", TITLE),
        ("<h1>Northern pier to reopen in June <small>After nine months of repairs</small></h1>", TITLE),
        ("<h1>Northern pier to reopen in June <a href='#c'>12</a></h1>", TITLE),
        (
            "<h1>Northern pier to reopen in June after nine months</h1>",
            "Northern pier to reopen in June after nine months",
        ),
        ("<h1>NORTHERN PIER TO REOPEN IN JUNE</h1>", TITLE),
        ("<h1>Northern pier to re\N{SOFT HYPHEN}open in June ¶</h1>", TITLE),
    ],
)
def test_kickers_and_counts_inside_a_headline_are_not_part_of_it(heading: str, expected: str) -> None:
    assert title(f'<meta property="og:title" content="{TITLE}">', heading + TEXT) == expected


def test_the_title_on_which_most_of_the_data_agree_is_preferred() -> None:
    data = {"@type": "NewsArticle", "headline": "Tickets and dates for ferries"}
    head = f'<title>{TITLE} | Bay Courier</title><meta property="og:title" content="{TITLE}">'
    assert title(head, TEXT, data | {"url": "https://bay.example/pier"}, url="https://bay.example/pier") == TITLE


def test_a_file_name_is_no_title_where_there_is_another() -> None:
    head = f'<meta property="og:title" content="northern-pier-2024"><meta name="twitter:title" content="{TITLE}">'
    assert title(head) == TITLE


def test_titles_of_the_same_story_share_its_words() -> None:
    assert has_same_subject("The law that’s helping fuel Delhi’s air pollution", "Delhi air pollution: the law")
    assert not has_same_subject("The northern pier", "A museum shows old sleighs")
    assert has_same_subject("新しい橋が六月に開通へ", "橋が六月に開通、試乗会も")


HAN_TITLE = "北港码头将于六月重新开放"


@pytest.mark.parametrize(
    ("headline", "ending", "block"),
    [
        (TITLE, " :: Harbors and Ferries", '<div class="topic">{}</div>'),
        (TITLE, " - Harbors", "<table><tr><td><b>{}</b></td></tr></table>"),
        (TITLE, " | Boats | Forum", "<h2>{}</h2>"),
        (HAN_TITLE, "_港口频道", "<div>{}</div>"),
    ],
)
def test_a_block_with_the_beginning_of_the_title_is_the_headline(headline: str, ending: str, block: str) -> None:
    assert title(f"<title>{headline}{ending}</title>", block.format(headline) + TEXT) == headline


@pytest.mark.parametrize(
    ("window", "block"),
    [
        (f"{TITLE} - and stay open", f"<p>{TITLE} - and stay open</p>"),
        (f"{TITLE} - and stay open", f'<a href="/pier">{TITLE}</a>'),
        (f"{TITLE} - and stay open", f"<nav><span>{TITLE}</span></nav>"),
        ("Harbor forum - Who knows when the pier will open", "<div>Harbor forum</div>"),
        (f"{TITLE} - and stay open", f"<p>{TITLE} <b>now</b></p>"),
    ],
)
def test_a_beginning_that_is_no_headline_of_its_own_is_not_cut(window: str, block: str) -> None:
    assert title(f"<title>{window}</title>", block + TEXT) == window
