"""What a browser shows of an article: our HTML, and our Markdown by its reader, say the same as the plain text."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from cleaner import Cleaner

PAGES = sorted((Path(__file__).resolve().parents[3] / "fixtures" / "pages").glob("*/source.html"))

MAX_SECONDS = 120

SHOWN = """
<script>
addEventListener("load", () => {
  const shown = [...document.querySelectorAll("body > article")].map((node) => node.innerText);
  document.body.textContent = JSON.stringify(shown);
});
</script>
"""
"""Replaces a page by what it shows of each of its articles."""

_MARKER = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s+", re.MULTILINE)
"""The mark of an item of a list, which is text in plain text only."""


def chromium() -> str:
    """Return the path of Debian's Chromium."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium"
    return program


def shown_by_chromium(articles: list[str], folder: Path) -> list[str]:
    """Return the text that Chromium shows of each article, in which scripts would show as well."""
    page = folder / "articles.html"
    bodies = "".join(f"<article>{article}</article>" for article in articles)
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{bodies}{SHOWN}</body>", "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    done = subprocess.run(
        [chromium(), *options, page.as_uri()], capture_output=True, text=True, timeout=MAX_SECONDS, check=True
    )
    body = re.search(r"<body>(.*)</body>", done.stdout, re.DOTALL)
    assert body, done.stderr
    texts: list[str] = json.loads(html.unescape(body[1]))
    return texts


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@pytest.fixture(scope="module")
def articles() -> dict[str, tuple[str, str, str]]:
    """The plain text, the HTML and the Markdown of each page."""
    cleaned = {path.parent.name: Cleaner().clean(html=path.read_bytes()) for path in PAGES}
    return {name: (article.text, article.html, article.markdown) for name, article in cleaned.items()}


def test_chromium_shows_our_html_as_the_plain_text_says_it(
    articles: dict[str, tuple[str, str, str]], tmp_path: Path
) -> None:
    shown = shown_by_chromium([html for _, html, _ in articles.values()], tmp_path)
    texts = {name: letters(_MARKER.sub("", text)) for name, (text, _, _) in articles.items()}
    assert dict(zip(articles, map(letters, shown), strict=True)) == texts


def test_chromium_shows_our_markdown_as_our_html(articles: dict[str, tuple[str, str, str]], tmp_path: Path) -> None:
    reader = MarkdownIt("commonmark").enable("table")
    rendered = [reader.render(markdown) for _, _, markdown in articles.values()]
    by_markdown = shown_by_chromium(rendered, tmp_path)
    by_html = shown_by_chromium([html for _, html, _ in articles.values()], tmp_path)
    assert dict(zip(articles, map(letters, by_markdown), strict=True)) == dict(
        zip(articles, map(letters, by_html), strict=True)
    )


def test_chromium_runs_no_script_of_a_page(tmp_path: Path) -> None:
    page = "<article><h1>Pier</h1>" + 9 * "<p>The old pier <b onclick='x()'>opens</b> again on Monday in May.</p>"
    page += "<p>It is <img src=x onerror='document.title=1'><script>document.title=1</script> open &lt;script&gt;.</p>"
    article = Cleaner().clean(html=page)
    (shown,) = shown_by_chromium([article.html], tmp_path)
    assert letters(shown) == letters(article.text)
    assert "onclick" not in article.html
