"""From a page to an article: fields, pruning, extraction and their records."""

from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.article import Article
from cleaner.authoring.samples import neutral_lines
from cleaner.errors import OptionError
from cleaner.html.extract.article import KEEP_SCORE
from cleaner.html.read import SECTION_KEEP_SCORE, open_page
from cleaner.html.select import SelectRules
from cleaner.rules.load import load_text

STORY = [" ".join(neutral_lines()[index : index + 3]) for index in range(0, 18, 3)]
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


def test_the_headline_is_kept_as_first_line_and_not_reported_as_pruned() -> None:
    article = Cleaner(title="keep").clean(html=page(BODY))
    assert article.text.split("\n\n") == ["Town votes", *STORY]
    assert article.metadata["title"] == "Town votes"
    assert article.pruned == ()


def test_a_kept_headline_is_a_heading_in_markdown() -> None:
    article = Cleaner(title="keep").clean(html=page(BODY), markdown=True)
    assert article.text.split("\n\n") == ["# Town votes", *STORY]


@pytest.mark.parametrize("markdown", [False, True])
def test_a_headline_that_the_text_begins_with_is_not_repeated(markdown: bool) -> None:
    html = f"<html><head>{HEAD}</head><body><article><p>Town votes</p>{BODY}</article></body></html>"
    article = Cleaner(title="keep").clean(html=html, markdown=markdown)
    assert article.text.split("\n\n") == ["# Town votes" if markdown else "Town votes", *STORY]


def test_a_moved_headline_is_in_the_metadata_only(cleaner: Cleaner) -> None:
    assert Cleaner(title="move").clean(html=page(BODY)).text == cleaner.clean(html=page(BODY)).text


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize(
    "html",
    [
        page(BODY),
        page(BODY, ""),
        page(f"<p>Town votes</p>{BODY}<p>Town votes</p>"),
        f"<html><body>{BODY}</body></html>",
        f"<html><head><title>Votes: 1. A. b</title></head><body>{BODY}</body></html>",
        f"<html><head><title>Share this article</title></head><body>{BODY}</body></html>",
        "<html><head><title>Town votes</title></head><body></body></html>",
    ],
)
def test_cleaning_an_article_with_its_headline_again_changes_nothing(html: str, markdown: bool) -> None:
    cleaner = Cleaner(title="keep")
    article = cleaner.clean(html=html, markdown=markdown)
    assert cleaner.clean(article.text, markdown=markdown).text == article.text


@pytest.mark.parametrize("head", ["", "<title> </title>"])
def test_a_page_without_a_title_gets_no_first_line(head: str) -> None:
    html = f"<html><head>{head}</head><body>{BODY}</body></html>"
    assert Cleaner(title="keep").clean(html=html).text.split("\n\n") == STORY


def test_a_page_without_an_article_stays_empty() -> None:
    article = Cleaner(title="keep").clean(html="<html><head><title>Town votes</title></head><body></body></html>")
    assert (article.text, article.verdict) == ("", "empty")


def test_rules_see_a_kept_headline_like_any_line() -> None:
    rules = load_text("rules: [{ id: votes, line: Town votes }]")
    article = Cleaner(title="keep", rules=rules).clean(html=page(BODY))
    assert article.text.split("\n\n") == STORY
    assert [(removal.rule, removal.line) for removal in article.removals] == [("rules/votes", 1)]
    assert article.metadata["title"] == "Town votes"


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


def test_the_type_of_a_page_chooses_its_rules() -> None:
    entries = "{ id: box, select: .box }, { id: other, select: .box, page_types: forum }"
    shop = Cleaner(rules=load_text(f"page_types: [product]\nrules: [{entries}]"))
    body, head = f"<div class='box'>Two for one</div>{BODY}", f"{HEAD}<meta property='og:type' content='product'>"
    product = shop.clean(html=page(body, head))
    assert (product.metadata["page_type"], product.metadata.sources["page_type"]) == ("product", "og:type")
    assert "rules/box" in rules_of(product)
    article = shop.clean(html=page(body))
    assert article.metadata["page_type"] == "article"
    assert "rules/box" not in rules_of(article)
    given = shop.clean(html=page(body), metadata={"page_type": "product"})
    assert given.metadata.sources["page_type"] == "given"
    assert "rules/box" in rules_of(given)


@pytest.mark.parametrize(
    ("url", "known", "is_article", "keep_score"),
    [
        ("https://courier.example/town-votes", {}, True, KEEP_SCORE),
        ("https://courier.example/docs/votes", {}, False, SECTION_KEEP_SCORE),
        ("https://courier.example/t/votes/5", {}, False, KEEP_SCORE),
        ("https://courier.example/docs/votes", {"page_type": "article"}, True, KEEP_SCORE),
        ("https://courier.example/town-votes", {"page_type": "listing"}, False, SECTION_KEEP_SCORE),
        ("https://courier.example/town-votes", {"page_type": "index"}, False, SECTION_KEEP_SCORE),
        ("https://courier.example/town-votes", {"page_type": "error-page"}, True, KEEP_SCORE),
    ],
)
def test_a_page_that_may_be_an_article_or_another_is_judged_as_the_other(
    url: str, known: dict[str, str], *, is_article: bool, keep_score: float
) -> None:
    hints = open_page(page(BODY), {"url": url, **known}, SelectRules(())).hints
    assert (hints.is_article, hints.keep_score) == (is_article, keep_score)


def test_a_text_has_a_type_only_if_it_is_given() -> None:
    cleaner = Cleaner(rules=load_text("rules: [{ id: more, line: Read on, page_types: [forum] }]"))
    text = "The bridge is open.\nRead on"
    assert "page_type" not in cleaner.clean(text).metadata
    assert cleaner.clean(text).removals == ()
    assert cleaner.clean(text, metadata={"page_type": "forum"}).removals[0].rule == "rules/more"


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
        with pytest.raises(OptionError, match="give either a text or a page"):
            cleaner.clean(**inputs)  # type: ignore[arg-type]


def test_without_normalization_lines_keep_their_characters() -> None:
    body = BODY + "<p>The ﬁrst “bridge” of the valley was a rope ｂridge that hung over the river for forty years.</p>"
    assert "ﬁrst “bridge” of the valley was a rope ｂridge" in Cleaner(normalization=None).clean(html=page(body)).text
