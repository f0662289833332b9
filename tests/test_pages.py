"""Pages in the shapes of real ones: their Markdown, their fields, and what went by which rule."""

import json
from functools import cache

import pytest

from cleaner import Cleaner
from cleaner.html.extract import EFFORT_SIGNALS
from cleaner.text.words import PROSE_WORDS, count_words, is_sentence
from cleaner.types import Effort
from tests.page_fixtures import FOLDER, SLUGS, cleaned, told


@cache
def cleaner(effort: Effort = "standard") -> Cleaner:
    return Cleaner(effort=effort)


def expected_text(slug: str) -> str:
    return (FOLDER / slug / "expected.md").read_text("utf-8").strip("\n")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_gives_what_is_expected(slug: str) -> None:
    article = cleaned(slug, cleaner())
    assert article.text == expected_text(slug)
    assert told(article) == json.loads((FOLDER / slug / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_no_effort_loses_prose(slug: str, effort: Effort) -> None:
    text = cleaned(slug, cleaner(effort), markdown=False).text
    prose = [line for line in expected_text(slug).split("\n") if is_sentence(line) and count_words(line) >= PROSE_WORDS]
    assert [line for line in prose if line.removeprefix("> ").lstrip("- ") not in text] == []


def test_the_pages_before_do_not_matter() -> None:
    fresh = Cleaner()
    backwards = [cleaned(slug, fresh) for slug in reversed(SLUGS)]
    assert backwards[::-1] == [cleaned(slug, cleaner()) for slug in SLUGS]
