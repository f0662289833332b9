"""The article in a page's data: used where the page shows none, and never in place of the one that it shows."""

import json

import pytest

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.html.extract.structured import find_script_article
from cleaner.html.parse import parse_page

STORY = [" ".join(neutral_lines()[index : index + 3]) for index in range(0, 30, 3)]
BODY = "".join(f"<p>{text}</p>" for text in STORY)
DATA = json.dumps({"article": {"html": BODY, "teaser": "<p>Short.</p>"}})


def page(script: str, body: str = "") -> str:
    return f"<html><head><title>t</title></head><body><div id=app>{body}</div>{script}</body></html>"


@pytest.mark.parametrize(
    "script",
    [
        f'<script type="application/json">{DATA}</script>',
        f"<script>window.__STATE__ = {DATA};</script>",
        f"<script>window.__STATE__ = JSON.parse({json.dumps(DATA)});</script>",
        f"<script>self.__next_f.push([1,{json.dumps(f'2a:T1f4,{BODY}')}])</script>",
        f"<script>self.__next_f.push([1,{json.dumps(f'3:{DATA}')}])</script>",
    ],
)
def test_the_longest_prose_of_a_script_is_the_article_of_an_empty_page(script: str) -> None:
    article = Cleaner().clean(html=page(script))
    assert article.text.split("\n\n") == STORY
    assert article.extracted is not None
    assert article.extracted.source == "the data of a script"


def test_what_a_page_shows_is_preferred_to_its_scripts() -> None:
    other = json.dumps({"html": "".join(f"<p>Another story, {text}</p>" for text in STORY)})
    article = Cleaner().clean(html=page(f"<script>{other}</script>", f"<article>{BODY}</article>"))
    assert article.text.split("\n\n") == STORY


@pytest.mark.parametrize(
    "script",
    [
        "<script></script>",
        f"<script>{json.dumps(' '.join(STORY))}</script>",
        f"<script>{json.dumps({'html': BODY[:400]})}</script>",
        f"<script type='application/ld+json'>{DATA}</script>",
        "<script>" + json.dumps("<p>" + "label " * 400) + "</script>",
        '<script>"<p>\\x' + "word " * 400 + '"</script>',
    ],
)
def test_other_strings_are_not_articles(script: str) -> None:
    assert find_script_article(parse_page(page(script)).tree) == ""


@pytest.mark.parametrize("script", ['"' + "a\\" * 1_000_000, '"a' * 1_000_000, "\\" * 2_000_000, '"' * 2_000_000])
def test_hostile_scripts_are_searched_to_their_end(script: str) -> None:
    assert find_script_article(parse_page(page(f"<script>{script}</script>")).tree) == ""
