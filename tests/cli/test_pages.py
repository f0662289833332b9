"""``clean`` on pages: files, standard input, records; pages without an article, and reports."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import STORY, clean
from tests.page_fixtures import FOLDER

PAGE = FOLDER / "newsletter-between-paragraphs" / "source.html"
EXPECTED = (PAGE.parent / "expected.md").read_text("utf-8")
HTML = PAGE.read_text("utf-8")
TITLE = "Town votes to rebuild the wooden bridge"


def test_a_page_becomes_an_article_with_a_header() -> None:
    result = clean(PAGE)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f'---\ntitle: "{TITLE}"\nauthor: ["Ada Miller"]\ndate: "2024-03-12T21:40:00+01:00"\n')
    assert result.out.split("---\n\n")[1] == EXPECTED


@pytest.mark.parametrize(
    "before", ["", "\ufeff", "\n\n  ", '<?xml version="1.0"?>\n', "<!-- a note\nof two lines -->\n"]
)
def test_a_page_on_standard_input_is_known_by_its_start(before: str) -> None:
    result = clean("--no-header", stdin=before + HTML)
    assert (result.status, result.out) == (0, EXPECTED)


def test_a_page_that_does_not_look_like_a_page_needs_its_format() -> None:
    body = HTML[HTML.index("<main>") :].replace("<main>", "<my-page>")
    without_standfirst = EXPECTED.split("\n\n", 1)[1]  # which only the metadata tell from what surrounds an article
    assert clean("--no-header", "-f", "html", stdin=body).out == without_standfirst
    assert "<p>" in clean("--no-header", stdin=body).out
    assert "<main>" in clean("--no-header", "-f", "text", stdin=HTML).out


def test_markdown_is_an_output_format() -> None:
    page = FOLDER / "lists-tables-quotes" / "source.html"
    text = clean("--no-header", page).out
    assert clean("--no-header", "-t", "md", page).out == (page.parent / "expected.md").read_text("utf-8")
    assert "| Plan | Million | Years |" not in text
    assert "Plan | Million | Years" in text


def test_links_of_a_page_are_kept_in_markdown_unless_they_are_not_wanted() -> None:
    page = HTML.replace("<p>", '<p>The <em>town</em> <a href="../list?x=1">lists</a> them. ', 1)
    link = "The *town* [lists](https://courier.example/list?x=1) them."
    address = ("--no-header", "--url", "https://courier.example/news/1")
    assert link in clean("-t", "md", *address, stdin=page).out
    assert link in clean("-t", "md", "--links", *address, stdin=page).out
    assert "The *town* lists them." in clean("-t", "md", "--no-links", *address, stdin=page).out
    assert "The town lists them." in clean(*address, stdin=page).out


def test_a_record_with_a_page_comes_back_with_its_article() -> None:
    record = {"id": 7, "html": HTML, "url": "https://courier.example/x?utm=1", "own": [1]}
    (output,) = clean(stdin=json.dumps(record) + "\n").records()
    assert (output["id"], output["own"], output["text"]) == (7, [1], EXPECTED.strip())
    assert "html" not in output
    assert output["metadata"]["title"] == TITLE
    assert output["metadata"]["site"] == "courier.example"
    assert output["metadata"]["cleaner"]["extracted"]["effort"] == "standard"


def test_a_record_with_text_and_page_is_a_text_unless_its_format_is_html() -> None:
    line = json.dumps({"id": 7, "text": STORY, "html": HTML}) + "\n"
    (output,) = clean(stdin=line).records()
    assert (output["text"], output["html"]) == (STORY.strip(), HTML)
    (output,) = clean("-f", "html", stdin=line).records()
    assert output["text"] == EXPECTED.strip()
    assert "html" not in output


@pytest.mark.parametrize("text_key", ["text", "page"])
def test_the_key_of_a_page_is_named(text_key: str) -> None:
    line = json.dumps({"page": HTML}) + "\n"
    (output,) = clean("-f", "html", "--html-key", "page", "--text-key", text_key, stdin=line).records()
    assert list(output) == [text_key, "metadata"]
    assert output[text_key] == EXPECTED.strip()


def test_a_page_without_an_article_fails_and_the_others_are_written(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(HTML)
    for slug in ("empty", "login-wall"):
        (tmp_path / f"{slug}.html").write_bytes((FOLDER / slug / "source.html").read_bytes())
    (tmp_path / "broken.html").write_bytes(b"<html><body>\x00" + b"<div>" * 3000)
    result = clean("-o", tmp_path / "out", tmp_path)
    assert result.status == 3
    failed = [line.split(": ")[1] for line in result.err.split("\n") if "has no article" in line]
    assert failed == [f"{tmp_path}/{name}.html" for name in ("broken", "empty", "login-wall")]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.txt"]
    assert (tmp_path / "out" / "good.txt").read_text("utf-8") == clean(PAGE).out


def test_a_page_without_prose_is_reported() -> None:
    result = clean("--no-header", stdin="<html><body><main><p>Trains, trams, buses.</p></main></body></html>")
    assert "does not look like an article" in result.err or result.status == 3


def test_a_page_that_is_something_else_is_named() -> None:
    wall = (
        "<p>We and our partners store information on your device, and measure how it is used.</p>"
        "<p>With your permission we may also use your location. We value your privacy.</p><button>Agree</button>"
    )
    result = clean(stdin=f"<html><body>{wall}</body></html>")
    assert result.err == "clean: standard input: looks like a consent wall, not an article\n"
    assert 'page_type: "consent-wall"' in result.out
    result = clean(stdin="<html><body><h1>Page not found</h1><p>It may have been moved.</p></body></html>")
    assert "looks like an error page" in result.err
    result = clean(FOLDER / "index" / "source.html")
    assert (result.status, "looks like an index, which lists teasers" in result.err) == (0, True)
    result = clean(FOLDER / "empty" / "source.html")
    assert (result.status, "the page looks like an empty page that scripts fill" in result.err) == (3, True)


def test_the_source_of_a_page_type_is_explained() -> None:
    result = clean("--explain", stdin=HTML)
    assert '    page_type: "article"  (' in result.out


def test_a_page_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(HTML)
    result = clean("-i", path)
    assert result.status == 2
    assert "write elsewhere with -o" in result.err
    assert path.read_text("utf-8") == HTML


def test_what_is_removed_from_a_page_is_shown(tmp_path: Path) -> None:
    explanation = clean("--explain", PAGE).out
    assert "page: " in explanation
    assert "newsletter/sign-up-box" in explanation
    assert "extraction/headline" in explanation
    assert "rules/common/newsletter.yaml" in explanation
    report = tmp_path / "removed.jsonl"
    assert clean("--removed", report, PAGE).status == 0
    records = [json.loads(line) for line in report.read_text("utf-8").split("\n") if line]
    (box,) = [record for record in records if record["rule"] == "newsletter/sign-up-box"]
    assert box["path"] == "html/body/main/article/div[2]/aside"
    assert box["text"].startswith("Get the Courier in your inbox")
    assert "newsletter/sign-up-box" in clean("--stats", PAGE).out


def test_what_is_removed_from_a_page_is_in_its_header() -> None:
    (output,) = clean("-t", "jsonl", PAGE).records()
    assert output["metadata"]["cleaner"]["pruned"]["newsletter/sign-up-box"] == 1


@pytest.mark.parametrize("effort", ["fast", "standard", "best"])
def test_the_effort_is_an_option_and_in_the_header(effort: str) -> None:
    (output,) = clean("-t", "jsonl", "--effort", effort, PAGE).records()
    assert output["text"] == EXPECTED.strip()
    assert output["metadata"]["cleaner"]["extracted"]["effort"] == effort


def test_a_diff_of_a_page_shows_its_article_before_and_after() -> None:
    result = clean("--diff", "--no-header", FOLDER / "related-list" / "source.html")
    assert result.status == 0
    assert "<p>" not in result.out


def test_a_guessed_or_damaged_encoding_of_a_page_is_reported() -> None:
    result = clean("--no-header", stdin=b"<html><body>" + "<p>Größe zählt hier. Ä é à</p>".encode() * 9 + b"\xd1<p>")
    assert "has 1 damaged characters" in result.err
