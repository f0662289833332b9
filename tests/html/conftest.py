"""A page that is small enough to count by hand, for the tests of views, signals and features."""

import pytest

from cleaner.html.lines import read_lines
from cleaner.html.page_view import PageView
from cleaner.html.parse import parse_page

SENTENCE = "The mayor said on Monday that the bridge will open in May."
PAGE = f"""
<nav class="site-menu"><a href="/">Home</a></nav>
<article class="post"><h1>Bridge opens in May</h1><div class="article-body"><p>{SENTENCE}</p>
<p>It took nine years.</p></div>
<aside><p><a href="/x">More on bridges</a></p></aside></article><footer><p>It took nine years.</p></footer>
"""


def view_of(body: str, *hints: tuple[str, ...]) -> PageView:
    return PageView(read_lines(parse_page(f"<html><body>{body}</body></html>").tree), *hints)


@pytest.fixture
def view() -> PageView:
    return view_of(PAGE, ("Bridge opens in May",), (SENTENCE,))
