"""A page that only scripts fill shows its ``noscript``, as browsers without scripts do."""

import pytest

from cleaner import Cleaner
from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.rendering.noscript import MAX_SHOWN_WORDS, show_noscript

STORY = (
    "<p>The miller of the lower valley has turned the old wheel again, after a winter in which the ice held it fast"
    " and the bakers had to drive to town for their flour.</p><p>He ground the first sacks of rye on Monday, and by"
    " noon eleven carts stood in the lane, although nobody had put up a notice or told the children at school.</p>"
)
POSTS = "".join(
    f"<div class='topic-body crawler-post' id='post_{number}'><span class='creator'><a href='/u/a'>{name}</a></span>"
    f"<time datetime='2024-03-0{number}'>March {number}</time><div class='post'><p>{text}</p></div></div>"
    for number, (name, text) in enumerate(
        [
            ("ann", "My kettle gave up after twelve years. Which one would you buy, with water as hard as ours?"),
            ("bob", "We have had a plain steel one with a wide mouth for six years, and scrub it with a brush."),
            ("eve", "Ours is made of glass, and looks like a cave within a month unless it gets vinegar every week."),
        ],
        1,
    )
)


def lines_of(body: str) -> list[str]:
    tree = parse_page(f"<html><body>{body}</body></html>").tree
    show_noscript(tree)
    return [line.text for line in read_lines(tree)]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"<noscript>{STORY}</noscript><div id='app'></div>", 2),
        (f"<h1>The wheel turns</h1><div id='root'><p>Loading …</p></div><NOSCRIPT><div>{STORY}</div></NOSCRIPT>", 4),
        (f"<noscript><h2>Mill</h2></noscript><main></main><noscript><article>{STORY}</article></noscript>", 3),
        (f"<p>{'word ' * (MAX_SHOWN_WORDS + 1)}</p><noscript>{STORY}</noscript>", 1),
        ("<div id='app'></div><noscript><p>Please enable JavaScript to read this page.</p></noscript>", 0),
        ("<p>Closed today.</p><noscript><img src='a.jpg' alt='A mill'></noscript>", 1),
        (f"<p>Closed today.</p><noscript><style>{STORY}</style></noscript>", 1),
    ],
)
def test_noscript_is_shown_if_the_page_shows_next_to_nothing_else(body: str, count: int) -> None:
    assert len(lines_of(body)) == count


def test_the_posts_of_a_thread_that_scripts_fill_are_found() -> None:
    page = (
        f"<html><head><title>Best kettle?</title></head><body><noscript>{POSTS}</noscript><p>Loading</p></body></html>"
    )
    article = Cleaner().clean(html=page)
    assert article.metadata["page_type"] == "forum"
    assert [post["author"] for post in article.metadata["posts"]] == ["ann", "bob", "eve"]
