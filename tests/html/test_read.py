"""A page to an article: fields, pruning, extraction and their records."""

from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.rules.load import load_text
from cleaner.types import Article

STORY = [" ".join(neutral_lines()[at : at + 3]) for at in range(0, 18, 3)]
BODY = "".join(f"<p>{text}</p>" for text in STORY)
HEAD = '<title>Town votes - The Courier</title><meta property="og:title" content="Town votes">'


def page(body: str, head: str = HEAD) -> str:
    return f"<html lang='en'><head>{head}</head><body><main><h1>Town votes</h1>{body}</main></body></html>"


def rules_of(article: Article) -> list[str]:
    return [pruned.rule for pruned in article.pruned]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def cleaner_entry(article: Article) -> dict[str, Any]:
    entry = article.metadata["cleaner"]
    assert isinstance(entry, dict)
    return entry


def test_by_default_the_headline_is_metadata_and_not_text(cleaner: Cleaner) -> None:
    article = cleaner.clean(html=page(BODY))
    assert article.text.split("\n\n") == STORY
    assert article.metadata["title"] == "Town votes"
    assert [(pruned.rule, pruned.text) for pruned in article.pruned] == [("extraction/headline", "Town votes")]


def test_fields_of_the_caller_take_precedence(cleaner: Cleaner) -> None:
    article = cleaner.clean(html=page(BODY), url="https://a.com/x", language="de", metadata={"title": "Mine"})
    fields = article.metadata
    assert [fields[name] for name in ("title", "url", "site", "language")] == ["Mine", "https://a.com/x", "a.com", "de"]


def test_the_site_of_a_page_chooses_its_rules() -> None:
    rules = "rules: [{ id: local, select: .promo, sites: courier.example }]"
    cleaner = Cleaner(rules=load_text(rules))
    head = f'{HEAD}<link rel="canonical" href="https://courier.example/town">'
    promo = "<p class='promo'>Read our new magazine about the valley and its bridges, out on Friday at all kiosks.</p>"
    assert "rules/local" in rules_of(cleaner.clean(html=page(BODY + promo, head)))
    assert "rules/local" not in rules_of(cleaner.clean(html=page(BODY + promo)))


def test_a_select_rule_that_would_remove_too_much_is_reported() -> None:
    cleaner = Cleaner(rules=load_text("rules: [{ id: all, select: main }]"))
    article = cleaner.clean(html=page(BODY))
    assert article.text.split("\n\n") == STORY
    assert list(cleaner_entry(article)["extracted"]["stopped"]) == ["rules/all"]


def test_text_rules_see_the_extracted_lines(cleaner: Cleaner) -> None:
    article = cleaner.clean(html=page(BODY + "<p>Follow us on Facebook and Twitter for the latest news.</p>"))
    assert article.text.split("\n\n") == STORY


def test_the_entry_reports_the_extraction(cleaner: Cleaner) -> None:
    entry = cleaner_entry(cleaner.clean(html=page(BODY)))
    assert set(entry["extracted"]) == {"effort", "kept", "visible"}
    assert entry["extracted"]["visible"] == sum(len(text.split()) for text in STORY) + 2
    assert 0.9 < entry["extracted"]["kept"] < 1
    assert entry["pruned"] == {"extraction/headline": 1}


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "\0", "<p>", "<!-- x", "plain"])
def test_any_text_is_read_as_a_page(html: str, cleaner: Cleaner) -> None:
    article = cleaner.clean(html=html)
    assert article.text == ("plain" if html == "plain" else "")
    assert article.verdict == ("unchanged" if html == "plain" else "empty")


def test_a_page_and_a_text_at_once_are_refused(cleaner: Cleaner) -> None:
    for inputs in ({}, {"text": "a", "html": "b"}):
        with pytest.raises(Exception, match="give a text or a page"):
            cleaner.clean(**inputs)  # type: ignore[arg-type]


def test_without_normalization_lines_keep_their_characters() -> None:
    body = BODY + "<p>The ﬁrst “bridge” of the valley was a rope ｂridge that hung over the river for forty years.</p>"
    assert "ﬁrst “bridge” of the valley was a rope ｂridge" in Cleaner(normalization=None).clean(html=page(body)).text
