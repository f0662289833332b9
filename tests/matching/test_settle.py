"""Texts whose layout changes when boilerplate goes: they are matched as the next run reads them."""

from cleaner import Cleaner
from cleaner.text.apply import apply, restore

ROWS = [
    "Sign up for our newsletter and get the best stories of the week",
    "delivered to your inbox every Friday.",
]
STORY = "The board voted on Monday to reopen the pier, and nobody was sorry to see it mended by June."


def test_rows_that_meet_are_a_paragraph_when_a_label_goes() -> None:
    text = f"{STORY}\n\n{ROWS[0]}\nAdvertisement\n{ROWS[1]}\n\n{STORY[:-1]}, she said."
    article = Cleaner().clean(text)
    assert article.text == f"{STORY}\n\n{STORY[:-1]}, she said."
    assert [removal.line for removal in article.removals] == [3, 4, 5]
    assert restore(apply(article.document, article.removals)) == article.document


def test_each_row_of_a_lone_block_is_a_paragraph() -> None:
    once = Cleaner().clean("Bridge opens\nFerry stops\n\nTags Rivers Bridges").text
    assert once == "Bridge opens\n\nFerry stops"
    assert Cleaner().clean(once).text == once


def test_a_title_that_moves_is_not_a_line() -> None:
    text = f"Bridge opens\n\n{STORY}\nFerry stops\n\nTags Rivers Bridges"
    article = Cleaner(title="move").clean(text)
    assert article.text == f"{STORY}\n\nFerry stops"
    assert article.metadata["title"] == "Bridge opens"
