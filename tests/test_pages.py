"""Sample pages in the shapes of real ones: their Markdown, their fields, and their removals by rule."""

import json
from functools import cache

import pytest

from cleaner import Cleaner, write
from cleaner.html.extract.article import EFFORT_SIGNALS
from cleaner.source import Source
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words
from cleaner.types import Effort
from tests.page_fixtures import FOLDER, SLUGS, clean_page, summary


@cache
def cleaner(effort: Effort = "standard") -> Cleaner:
    return Cleaner(effort=effort)


def expected_text(slug: str) -> str:
    return (FOLDER / slug / "expected.md").read_text("utf-8").strip("\n")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_gives_the_expected_article(slug: str) -> None:
    article = clean_page(slug, cleaner())
    assert article.text == expected_text(slug)
    assert summary(article) == json.loads((FOLDER / slug / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_no_effort_loses_prose(slug: str, effort: Effort) -> None:
    text = clean_page(slug, cleaner(effort), markdown=False).text
    prose = [line for line in expected_text(slug).split("\n") if is_sentence(line) and count_words(line) >= PROSE_WORDS]
    assert [line for line in prose if line.removeprefix("> ").lstrip("- ") not in text] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_cleaning_the_markdown_of_a_page_again_changes_no_byte(slug: str) -> None:
    once = write.format_text(clean_page(slug, cleaner()), header=True)
    again = cleaner().clean_source(Source(once, markdown=True, file=True))
    assert write.format_text(again, header=True) == once


def test_earlier_pages_do_not_matter() -> None:
    fresh = Cleaner()
    backwards = [clean_page(slug, fresh) for slug in reversed(SLUGS)]
    assert backwards[::-1] == [clean_page(slug, cleaner()) for slug in SLUGS]
