"""The posts of threads: author, time and span, of those that are certain."""

import json
from typing import Any

import pytest

from cleaner import Cleaner, write
from cleaner.article import Article
from cleaner.authoring.samples import neutral_lines
from cleaner.rules.load import load_text
from tests.cli.commands import clean

TEXTS = [" ".join(neutral_lines()[index : index + 3]) for index in range(0, 12, 3)]
URL = "https://forum.example.org/threads/ferry.7"
MORE = "This line is in every post"


def page(*posts: str, head: str = "") -> str:
    return (
        f"<html lang='en'><head><title>Ferry</title>{head}</head><body><nav><a href='/'>Forums</a></nav>"
        f"<main><h1>Ferry</h1>{''.join(posts)}</main></body></html>"
    )


def item(number: int, *, author: str = "", inner: str = "") -> str:
    author = (
        author or f"<a itemprop='author' itemscope href='/u/{number}'><span itemprop='name'>user{number}</span></a>"
    )
    return (
        f"<div itemscope itemtype='https://schema.org/Comment'>{author}"
        f"<time itemprop='dateCreated' datetime='2024-05-0{number + 1}T10:00:00Z'>May</time>"
        f"<div itemprop='text'><p>{TEXTS[number]}</p><p>{MORE} but number {number}.</p></div>{inner}</div>"
    )


def boxed(number: int) -> str:
    return (
        f"<article class='message message--post' data-author='user{number}'><h4 class='message-name'>user{number}</h4>"
        f"<time datetime='2024-05-0{number + 1}T10:00:00+02:00'>May</time><span>#{number + 1}</span>"
        f"<div class='bbWrapper'><p>{TEXTS[number]}</p><p>@<a class='username'>other</a> {MORE}.</p></div></article>"
    )


def posts_of(article: Article) -> list[dict[str, Any]]:
    posts = article.metadata.get("posts", [])
    return [{**post, "text": article.text[post["start"] : post["end"]]} for post in posts]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def test_posts_of_microdata_have_author_time_and_text(cleaner: Cleaner) -> None:
    article = cleaner.clean(html=page(*map(item, range(4))), url=URL)
    assert article.metadata["page_type"] == "forum"
    posts = posts_of(article)
    assert [(post["author"], post["time"]) for post in posts] == [
        (f"user{number}", f"2024-05-0{number + 1}T10:00:00Z") for number in range(4)
    ]
    assert [post["text"].split("\n\n")[0] for post in posts] == TEXTS
    assert article.metadata.sources["posts"] == "markup of posts"


def test_posts_of_a_forum_program_are_found_by_classes(cleaner: Cleaner) -> None:
    posts = posts_of(cleaner.clean(html=page(*map(boxed, range(4))), url=URL))
    assert [(post["author"], post["time"]) for post in posts] == [
        (f"user{number}", f"2024-05-0{number + 1}T10:00:00+02:00") for number in range(4)
    ]
    assert [post["text"].startswith(text) for post, text in zip(posts, TEXTS, strict=True)] == [True] * 4


def test_spans_hold_after_rules_removed_lines() -> None:
    rules = "rules: [{ id: more, starts: This line is in every post }, { id: first, starts: %r, remove: match }]"
    start = " ".join(TEXTS[1].split()[:4])
    before = Cleaner().clean(html=page(*map(item, range(4))), url=URL)
    article = Cleaner(rules=load_text(rules % start)).clean(html=page(*map(item, range(4))), url=URL)
    assert len(article.removals) > len(before.removals)
    posts = posts_of(article)
    assert [post["text"] for post in posts if MORE in post["text"]] == []
    assert [post["text"] for post in posts][2:] == TEXTS[2:]
    assert TEXTS[1].endswith(posts[1]["text"])


def test_a_post_without_lines_is_left_out() -> None:
    rules = load_text(f"rules: [{{ id: more, contains: {json.dumps([TEXTS[0], MORE])}, remove: line }}]")
    article = Cleaner(rules=rules).clean(html=page(*map(item, range(4))), url=URL)
    assert [post["author"] for post in posts_of(article)] == ["user1", "user2", "user3"]


def test_a_post_around_others_has_its_own_lines_only(cleaner: Cleaner) -> None:
    article = cleaner.clean(html=page(item(0, inner=item(1) + item(2)), item(3)), url=URL)
    assert [post["text"].split("\n\n")[0] for post in posts_of(article)] == TEXTS


@pytest.mark.parametrize(
    "author",
    [
        "<span itemprop='author'>Ann</span><span itemprop='author'>Bob</span>",
        "<div itemprop='author'>Ann <b>Member</b> 17</div>",
        "<span>Ann</span>",
    ],
)
def test_an_author_who_is_uncertain_is_left_out(cleaner: Cleaner, author: str) -> None:
    posts = posts_of(cleaner.clean(html=page(item(0), item(1, author=author), item(2), item(3)), url=URL))
    assert [post.get("author") for post in posts] == ["user0", None, "user2", "user3"]


def test_an_article_with_comments_has_no_posts(cleaner: Cleaner) -> None:
    story = "".join(f"<p>{text}</p>" for text in TEXTS)
    head = '<meta property="og:type" content="article"><meta name="author" content="Ada Miller">'
    article = cleaner.clean(
        html=page(story, *map(item, range(3)), head=head), url="https://example.org/2024/05/06/ferry"
    )
    assert article.metadata["page_type"] == "article"
    assert "posts" not in article.metadata


def test_posts_are_in_records_and_not_in_front_matter(cleaner: Cleaner) -> None:
    html = page(*map(item, range(4)))
    article = cleaner.clean(html=html, url=URL)
    assert "posts" not in write.format_text(article, header=True)
    (record,) = clean(stdin=json.dumps({"html": html, "url": URL}) + "\n").records()
    assert record["metadata"]["posts"] == article.metadata["posts"]
    assert list(record["metadata"])[-2:] == ["posts", "cleaner"]
    assert "posts" not in cleaner.clean(html=html, url=URL, markdown=True).metadata


def test_posts_of_an_earlier_run_stay_while_the_text_does() -> None:
    first = Cleaner().clean(html=page(*map(item, range(4))), url=URL)
    again = Cleaner().clean(first.text, metadata=dict(first.metadata))
    assert again.text == first.text
    assert again.metadata["posts"] == first.metadata["posts"]
    rules = load_text("rules: [{ id: more, starts: This line is in every post }]")
    shorter = Cleaner(rules=rules).clean(first.text, metadata=dict(first.metadata))
    assert shorter.text != first.text
    assert "posts" not in shorter.metadata


def test_posts_of_the_input_are_kept(cleaner: Cleaner) -> None:
    article = cleaner.clean(html=page(*map(item, range(4))), url=URL, metadata={"posts": 4})
    assert article.metadata["posts"] == 4
    assert "posts: 4" in write.format_text(article, header=True)
