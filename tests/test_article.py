"""Articles as values: JSON, what notebooks show, pickles and copies."""

import json
import pickle
from copy import copy, deepcopy
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from cleaner import Article, Cleaner, CleanerError
from cleaner.article import SHOWN_CHARACTERS

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
TEXT = f"{STORY}\nAdvertisement\n{STORY} Twice.\nShare this:"
PAGE = f"<title>Bridge & <b>mill</b></title><article>{9 * f'<p>{STORY}</p>'}<p>Advertisement</p></article>"
MARKDOWN = f"# Bridge\n\n{STORY}\n\n**Advertisement**\n\n* {STORY}\n"

ARTICLES: dict[str, Any] = {
    "text": lambda cleaner: cleaner.clean(TEXT),
    "page": lambda cleaner: cleaner.clean(html=PAGE, url="https://town.example/bridge"),
    "markdown": lambda cleaner: cleaner.clean(MARKDOWN, markdown=True),
    "nothing left": lambda cleaner: cleaner.clean("Advertisement"),
    "empty": lambda cleaner: cleaner.clean(""),
    "failed": lambda cleaner: next(iter(cleaner.clean_many([{"id": "<7>"}]))),
}

each_article = pytest.mark.parametrize("create", ARTICLES.values(), ids=ARTICLES.keys())


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def _unpickled(article: Article) -> Article:
    unpickled: Article = pickle.loads(pickle.dumps(article))  # noqa: S301 - our own
    return unpickled


def _struck(markup: str) -> tuple[str, str]:
    """Return the text of markup, and the part of it that is struck. Fails for elements that are not ours."""
    whole, struck, open_elements = [], [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
            open_elements.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_elements.pop() == tag

        def handle_data(self, data: str) -> None:
            whole.append(data)
            if "del" in open_elements:
                struck.append(data)

    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert not open_elements
    return "".join(whole), "".join(struck)


def test_a_removal_has_its_text(cleaner: Cleaner) -> None:
    removals = cleaner.clean(TEXT).removals
    assert [removal.text for removal in removals] == ["Advertisement", "Share this:"]


@each_article
def test_the_text_of_a_removal_is_that_of_its_span(create: Any, cleaner: Cleaner) -> None:
    article = create(cleaner)
    assert [removal.text for removal in article.removals] == [
        removal.span.of(article.document.text) for removal in article.removals
    ]


def test_an_article_restores_what_was_there_before_rules(cleaner: Cleaner) -> None:
    assert cleaner.clean(TEXT).restore() == TEXT
    assert cleaner.clean("Advertisement").restore() == "Advertisement"
    assert (cleaner.clean("").restore(), cleaner.clean(MARKDOWN, markdown=True).restore()) == ("", MARKDOWN)


@each_article
def test_an_article_becomes_json(create: Any, cleaner: Cleaner) -> None:
    article = create(cleaner)
    fields = json.loads(article.to_json())
    assert fields == json.loads(json.dumps(article.to_dict()))
    assert (fields["text"], fields["verdict"], fields["metadata"]) == (article.text, article.verdict, article.metadata)
    text = article.document.text
    assert [removal["text"] for removal in fields["removals"]] == [
        text[removal["start"] : removal["end"]] for removal in fields["removals"]
    ]
    assert ("error" in fields, "pruned" in fields) == (article.verdict == "failed", article.extracted is not None)


def test_values_that_json_does_not_have_become_texts(cleaner: Cleaner) -> None:
    fields = json.loads(cleaner.clean("It rained.", metadata={"edition": date(2024, 5, 1)}).to_json())
    assert fields["metadata"]["edition"] == "2024-05-01"
    with pytest.raises(ValueError, match="JSON"):
        cleaner.clean("It rained.", metadata={"share": float("nan")}).to_json()


@each_article
def test_a_repr_is_short(create: Any, cleaner: Cleaner) -> None:
    article = create(cleaner)
    assert len(repr(article)) < 150
    assert "\n" not in repr(article)
    assert article.verdict in repr(article)


@each_article
@pytest.mark.parametrize("changed", [lambda article: article, _unpickled], ids=["as it is", "unpickled"])
def test_a_notebook_shows_removals_struck(create: Any, changed: Any, cleaner: Cleaner) -> None:
    article = changed(create(cleaner))
    whole, struck = _struck(article._repr_html_())
    assert struck == "".join(removal.text for removal in article.removals)
    assert article.document.text in whole
    assert (article.error or "") in whole


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "</del></div><img src=x onerror=alert(1)>", "a & b"])
def test_what_a_notebook_shows_is_escaped(hostile: str, cleaner: Cleaner) -> None:
    article = cleaner.clean(f"{STORY} {hostile}\nShare this: {hostile}", metadata={hostile: hostile, "title": hostile})
    for shown in (article, replace(article, error=hostile, verdict="failed"), _unpickled(article)):
        markup = shown._repr_html_()
        assert hostile not in markup
        assert hostile in _struck(markup)[0]


def test_a_notebook_shows_the_start_of_a_long_text(cleaner: Cleaner) -> None:
    text = "\n".join(f"{STORY} It is number {number}." for number in range(3000))
    markup = cleaner.clean(f"Advertisement\n{text}\nAdvertisement")._repr_html_()
    assert SHOWN_CHARACTERS < len(markup) < SHOWN_CHARACTERS + 1000
    assert "characters more" in markup


@each_article
def test_an_unpickled_article_is_equal(create: Any, cleaner: Cleaner) -> None:
    article = create(cleaner)
    unpickled = _unpickled(article)
    assert unpickled == article
    assert unpickled.to_dict() == article.to_dict()
    assert (unpickled.document.site, unpickled.document.text) == (article.document.site, "")
    assert _unpickled(unpickled) == article


def test_a_pickled_article_is_little_more_than_its_text(cleaner: Cleaner) -> None:
    text = "\n".join(f"{STORY} It is number {number}." for number in range(500))
    article = cleaner.clean(f"{text}\nAdvertisement")
    assert len(pickle.dumps(article)) < len(text) + 1000


def test_an_unpickled_article_has_its_document_on_request(cleaner: Cleaner) -> None:
    article = cleaner.clean(TEXT)
    with pytest.raises(CleanerError, match=r"pickle \(article, article.document\)"):
        _unpickled(article).restore()
    unpickled, document = pickle.loads(pickle.dumps((article, article.document)))  # noqa: S301 - our own
    assert replace(unpickled, document=document).restore() == TEXT


@each_article
def test_a_copy_keeps_the_document(create: Any, cleaner: Cleaner) -> None:
    article = create(cleaner)
    assert copy(article).document == deepcopy(article).document == article.document
    assert deepcopy(article) == article
    assert deepcopy(article).metadata.fields is not article.metadata.fields
