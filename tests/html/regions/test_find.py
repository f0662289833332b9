"""Regions that are not a page's article, and their look-alikes: parts of it, live blogs, forums, open threads."""

from collections import Counter

import pytest

from cleaner.html.comment_words import has_reply_button, is_comment_heading, is_sort_control
from cleaner.html.extract.article import view_page
from cleaner.html.read import open_page
from cleaner.html.regions.find import COMMENTS, NEXT_ARTICLE, find_regions
from cleaner.html.select import SelectRules
from cleaner.html.values import comparison_key
from cleaner.text.decode import decode_page
from tests.page_fixtures import FOLDER

NO_RULES = SelectRules(())


def regions_in(markup: str, url: str | None = None) -> dict[str, int]:
    """Return how many regions of each name a page has."""
    page = open_page(markup, {"url": url}, NO_RULES)
    return dict(Counter(find_regions(view_page(page.tree, page.hints), page.region_hints).values()))


@pytest.mark.parametrize(
    ("slug", "regions"),
    [
        ("next-article-below", {NEXT_ARTICLE: 1}),
        ("next-article-in-sections", {NEXT_ARTICLE: 1}),
        ("next-article-with-linked-headline", {NEXT_ARTICLE: 1}),
        ("teasers-in-sentences", {NEXT_ARTICLE: 3}),
        ("teaser-before-the-article", {}),
        ("articles-as-parts", {}),
        ("articles-under-one-headline", {}),
        ("live-blog", {}),
        ("live-blog-of-articles", {}),
        ("comments-longer-than-the-article", {COMMENTS: 1}),
        ("comments-without-class", {COMMENTS: 1}),
        ("comments-beside-the-article", {COMMENTS: 4}),
        ("comments-sorted-by-date", {COMMENTS: 1}),
        ("comment-section", {COMMENTS: 1}),
        ("comments-as-a-subject", {}),
        ("lists-tables-quotes", {}),
        ("newsletter-between-paragraphs", {}),
    ],
)
def test_regions_are_distinguished_from_parts_of_the_article(slug: str, regions: dict[str, int]) -> None:
    assert regions_in(decode_page((FOLDER / slug / "source.html").read_bytes()).text) == regions


NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
STORY = "".join(
    f"<p>The {number} of the old boats was towed to the quay before the tide went out.</p>" for number in NUMBERS
)
REPLY = "<a href='#'>Reply</a>"
VOICES = "".join(
    f"<div><p>I saw the {number} boat, and it was not old at all.</p>{REPLY}</div>" for number in NUMBERS[:3]
)
TITLE = "Boats towed to the quay"
HEAD = f"<title>{TITLE}</title>"
QUESTION = '{"@type": "QAPage"}'
COMMENT_BOX = f"<div id=comments>{VOICES}</div>"


def page(body: str, head: str = HEAD) -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_entries_of_a_live_blog_beside_its_first_article_stay() -> None:
    entry = "<article><h2><a href='{}'>The next boat</a></h2><time>9:40</time>" + STORY + "</article>"
    entries = "".join(map(entry.format, ("#7", "/boats/live/update-7", "https://a.example/boats/live?update=7")))
    body = f"<main><article><h1>{TITLE}</h1>{STORY}</article>{entries}</main>"
    assert regions_in(page(body), "https://a.example/boats/live") == {}
    assert regions_in(page(body), "https://a.example/boats/live-2") == {NEXT_ARTICLE: 2}
    assert regions_in(page(body.replace("<article>", "<article class=live-post>")), "https://a.example/7") == {}


@pytest.mark.parametrize("names", ["id=up-next", "class='box next-article'", "class=readNext", "class=story-next"])
def test_what_is_called_the_next_article_is_a_region(names: str) -> None:
    other = f"<section {names}><p>More</p><h2>A mill hires eleven</h2>{STORY}</section>"
    assert regions_in(page(f"<main><h1>{TITLE}</h1>{STORY}</main>{other}")) == {NEXT_ARTICLE: 1}
    assert regions_in(page(f"<article><h1>{TITLE}</h1>{STORY}{other}</article>")) == {NEXT_ARTICLE: 1}


SIGNED = f"<div class=story data-url=/mill><h1>A mill hires eleven</h1><p class=byline>Jon Rust</p>{STORY}</div>"


@pytest.mark.parametrize(
    ("other", "url"),
    [
        (SIGNED, None),
        (SIGNED, "https://a.example/boats"),
        (SIGNED.replace(" data-url=/mill", "").replace("A mill hires eleven", "<a href=/mill>A mill hires</a>"), None),
    ],
)
def test_a_signed_story_with_an_address_of_its_own_is_a_region(other: str, url: str | None) -> None:
    assert regions_in(page(f"<main><article><h1>{TITLE}</h1>{STORY}</article>{other}</main>"), url) == {NEXT_ARTICLE: 1}


@pytest.mark.parametrize(
    "other",
    [
        SIGNED.replace("data-url=/mill", "data-url=/boats"),
        SIGNED.replace(" class=byline", ""),
        SIGNED.replace("h1>", "h2>"),
    ],
)
def test_a_section_without_a_sign_of_another_story_stays(other: str) -> None:
    body = f"<main><article><h1>{TITLE}</h1>{STORY}</article>{other}</main>"
    assert regions_in(page(body), "https://a.example/boats") == {}


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=up-next><h1>{TITLE}</h1>{STORY}<h2>The tide</h2>{STORY}</div>",
        f"<h1>{TITLE}</h1><section class=next-up><h2>What comes next</h2>{STORY}</section>",
        f"<h1>{TITLE}</h1>{STORY}<section class=nextcloud><h2>What comes next</h2>{STORY}</section>",
        f"<section class=next-story><h2>The tide</h2>{STORY}</section><h1>{TITLE}</h1>{STORY}",
    ],
)
def test_what_holds_the_article_or_stands_before_its_text_is_no_next_article(body: str) -> None:
    assert regions_in(page(body)) == {}


def test_comments_below_a_long_text_are_a_region() -> None:
    assert regions_in(page(f"<h1>{TITLE}</h1><div>{STORY}</div>{COMMENT_BOX}")) == {COMMENTS: 1}
    assert regions_in(page(f"<h1>{TITLE}</h1>{STORY}<section><p>3 comments</p>{VOICES}</section>")) == {COMMENTS: 1}


@pytest.mark.parametrize(
    ("body", "head", "url"),
    [
        (f"<h1>{TITLE}</h1><p>Open thread: which did you see?</p>{COMMENT_BOX}", HEAD, None),
        (f"<h1>{TITLE}</h1>{STORY}{COMMENT_BOX}", HEAD, "https://a.example/forum/9"),
        (f"<h1>{TITLE}</h1>{STORY}{COMMENT_BOX}", f"{HEAD}<meta name=generator content=phpBB>", None),
        (
            f"<h1>{TITLE}</h1>{STORY}{COMMENT_BOX}",
            f'{HEAD}<script type="application/ld+json">{QUESTION}</script>',
            None,
        ),
        (f"<h1>Another headline</h1>{STORY}{COMMENT_BOX}", HEAD, None),
        (f"<h1>{TITLE}</h1>{STORY}<section id=respond-to-comments><h2>Comments</h2>{STORY}</section>", HEAD, None),
        (f"<p>3 comments</p>{VOICES}<h1>{TITLE}</h1>{STORY}", HEAD, None),
        (f"<div id=comments><h1>{TITLE}</h1>{STORY}{VOICES}</div>", HEAD, None),
    ],
)
def test_what_readers_write_stays_where_it_may_be_the_content(body: str, head: str, url: str | None) -> None:
    assert regions_in(page(body, head), url) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Comments", "12 comments", "Comments (3)", "Leave a reply", "Join the conversation", "Kommentare",
        "7 Kommentare", "Kommentar schreiben", "Commentaires", "Laisser un commentaire", "Comentarios",
        "Deja una respuesta", "Comentários", "Commenti (2)", "Reacties", "Komentarze", "Dodaj komentarz",
        "Komentáře", "Комментарии (4)", "3 комментария", "Коментарі", "Коментари", "Komentari",
        "Yorumlar", "Σχόλια", "Comentarii", "Hozzászólások", "Kommentarer", "Kommentit", "Bình luận",
        "ความคิดเห็น", "Komentar", "5条评论", "댓글", "التعليقات", "نظرات", "תגובות", "टिप्पणियाँ",
        "3 thoughts on “A bridge”", "One response to “A bridge”",
    ],
)  # fmt: skip
def test_comment_headings_are_recognized_in_thirty_languages(text: str) -> None:
    assert is_comment_heading(comparison_key(text), text)


@pytest.mark.parametrize(
    "text",
    ["Commentary", "Comments on the budget", "No comment from the mayor", "3 people", "Kommentar: Zu spät", "", "12"],
)
def test_other_headings_are_not_those_of_comments(text: str) -> None:
    assert not is_comment_heading(comparison_key(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "Newest",
        "Sort by: Newest Oldest",
        "Newest Most Voted",
        "Neueste zuerst",
        "Сначала новые",
        "最新",
        "Trier par : plus récents",
    ],
)
def test_orders_of_sorting_are_recognized(text: str) -> None:
    assert is_sort_control(comparison_key(text))


@pytest.mark.parametrize("text", ["", "Sort by", "Newest bridge of the county", "Best of all the old boats", "Sort"])
def test_other_lines_sort_nothing(text: str) -> None:
    assert not is_sort_control(comparison_key(text))


def test_a_reply_is_a_button_and_not_a_sentence() -> None:
    assert all(map(has_reply_button, ("Reply", "Like Reply Report", "Ответить (2)", "返信", "Antworten")))
    assert not any(
        map(
            has_reply_button,
            ("She did not reply.", "The replying bird", "A reply longer than any of the buttons"),
        )
    )
