"""Articles as HTML documents: well-formed, safe, and read again as they stand."""

import pickle
from functools import cache
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cleaner import Article, Cleaner, OptionError
from cleaner.write_html import format_html
from tests.page_fixtures import SLUGS, clean_page
from tests.test_laws import PROSE
from tests.test_markdown_laws import documents

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE[:4])
PAGE = (
    "<html lang='en'><head><title>The pier – The Courier</title><meta name='author' content='Ana Ortiz'>"
    f"</head><body><article><h1>The pier</h1>{PARAGRAPHS}</article></body></html>"
)


@cache
def cleaner(form: str | None = None) -> Cleaner:
    return Cleaner(text_format=form)  # type: ignore[arg-type]


@cache
def without_rules() -> Cleaner:
    return Cleaner(default_rules=False)


def own_fields(article: Article) -> dict[str, object]:
    return {name: value for name, value in article.metadata.items() if name != "cleaner"}


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def letters_shown(markup: str) -> str:
    return letters(html.fromstring(f"<div>{markup}</div>").text_content())


def test_a_document_has_a_head_with_the_metadata_and_an_article() -> None:
    article = cleaner().clean(html=PAGE, url="https://example.org/pier")
    tree = html.fromstring(format_html(article, header=True))
    assert tree.findtext(".//title") == "The pier"
    assert tree.get("lang") == "en"
    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://example.org/pier"]
    assert tree.xpath("//meta[@name='author']/@content") == ["Ana Ortiz"]
    assert [node.text_content() for node in tree.xpath("//article/p")] == list(PROSE[:4])
    assert len(tree.xpath("//article")) == 1


def test_a_headline_that_is_kept_is_kept_again() -> None:
    keeping = Cleaner(text_format="html", title="keep")
    article = keeping.clean(html=PAGE)
    assert article.text.startswith("<h1>The pier</h1>")
    assert keeping.clean(html=format_html(article, header=True)).text == article.text
    assert keeping.clean(html=format_html(cleaner("html").clean(html=PAGE), header=True)).text == article.text


def test_without_a_header_the_content_of_the_article_is_left() -> None:
    content = format_html(cleaner().clean(html=PAGE), header=False)
    assert content == "".join(f"<p>{escape(text, quote=False)}</p>\n" for text in PROSE[:4])


def test_no_value_breaks_out_of_the_head() -> None:
    metadata = {
        "title": "</title><script>x</script>",
        "section": '"><b>',
        "license": "' onload='x",
        "n": ["a", {"b": 1}],
    }
    document = format_html(cleaner().clean("A text.", metadata=metadata), header=True)
    tree = html.fromstring(document)
    assert tree.findtext(".//title") == metadata["title"]
    assert not tree.xpath("//script | //b | //@onload")
    assert tree.xpath("//meta[@property='article:section']/@content") == [metadata["section"]]
    assert tree.xpath("//meta[@name='n']/@content") == ["a"]


def test_languages_that_run_from_right_to_left_say_so() -> None:
    document = format_html(cleaner().clean("متن.", language="fa"), header=True)
    assert '<html lang="fa" dir="rtl">' in document


@pytest.mark.parametrize("slug", SLUGS)
def test_html_shows_the_words_of_the_markdown_and_is_read_again_as_it_stands(slug: str) -> None:
    article = clean_page(slug, cleaner("md"))
    document = format_html(article, header=True)
    again = cleaner("md").clean(html=document)
    assert (again.text, again.html, own_fields(again)) == (article.text, article.html, own_fields(article))
    assert format_html(again, header=True) == document


@given(documents)
def test_html_of_any_markdown_shows_the_same_when_it_is_read_again(text: str) -> None:
    """Without rules: a row behind a hard break is a line of a page, and may repeat one above."""
    article = without_rules().clean(text, markdown=True)
    again = without_rules().clean(html=format_html(article, header=True))
    assert letters_shown(again.html) == letters_shown(article.html)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=6))
def test_html_of_any_text_shows_its_letters(rows: list[str]) -> None:
    article = cleaner().clean("\n".join(rows))
    assert letters_shown(article.html) == letters(article.text)


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_the_form_of_the_text_is_an_option(form: str) -> None:
    page = PAGE.replace("</p>", " <b>So</b>.</p>", 1)
    article = cleaner(form).clean(html=page)
    assert article.text == {"text": cleaner().clean(html=page).text, "md": article.markdown, "html": article.html}[form]
    assert "**So**" in article.markdown
    assert "<strong>So</strong>" in article.html


def test_texts_have_forms_as_well() -> None:
    article = cleaner().clean("Fish & *chips*.")
    assert (article.markdown, article.html) == ("Fish & *chips*.", "<p>Fish &amp; *chips*.</p>")
    assert cleaner("html").clean("Fish & *chips*.", markdown=True).text == "<p>Fish &amp; <em>chips</em>.</p>"
    assert cleaner("md").clean("Fish & *chips*.").text == "Fish & *chips*."


def test_an_article_that_failed_has_no_markup_of_its_page() -> None:
    (article,) = Cleaner(max_size=1e-5).clean_many([{"html": "<script>x</script>" * 9}])
    assert article.error
    assert "<script>" not in article.html


def test_a_pickled_article_keeps_its_forms_but_for_those_that_need_the_page() -> None:
    article = pickle.loads(pickle.dumps(cleaner("html").clean(html=PAGE)))  # noqa: S301 - our own
    assert article.html == article.text
    assert article.markdown.startswith(PROSE[0][:20])
    article = pickle.loads(pickle.dumps(cleaner().clean(html=PAGE)))  # noqa: S301 - our own
    with pytest.raises(OptionError, match="text_format"):
        _ = article.markdown


def test_markdown_of_a_page_and_plain_text_contradict_each_other() -> None:
    with pytest.raises(OptionError, match="choose one"):
        cleaner("text").clean(html=PAGE, markdown=True)
    with pytest.raises(OptionError, match="text_format is"):
        cleaner("xml")
