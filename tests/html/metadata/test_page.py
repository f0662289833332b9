"""What all finders of fields share: names of the site, and absolute addresses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trafilatura import load_html

from cleaner.html.metadata.page import absolute_url, host_names, read_page
from cleaner.html.metadata.title import find_title


def page(head: str, url: str) -> Any:
    return read_page(load_html(f"<html><head>{head}</head><body><p>The bridge opened.</p></body></html>"), url=url)


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("thehill.com", ("thehill.com", "thehill")),
        ("bbc.co.uk", ("bbc.co.uk", "bbc")),
        ("news.bbc.co.uk", ("news.bbc.co.uk", "bbc.co.uk", "news", "bbc")),
        ("edition.cnn.com", ("edition.cnn.com", "cnn.com", "edition", "cnn")),
        ("blog.github.io", ("blog.github.io", "github.io", "blog", "github")),
        ("intranet.news.example", ("intranet.news.example", "news.example", "intranet", "news")),
        ("localhost", ("localhost",)),
    ],
)
def test_a_host_names_its_site_but_not_a_public_suffix(host: str, names: tuple[str, ...]) -> None:
    assert host_names(host) == names


def test_a_public_suffix_is_not_cut_off_a_title() -> None:
    field = find_title(page("<title>Bridge opens | CO.UK</title>", "https://www.bbc.co.uk/bridge"))
    assert field == ("title", "Bridge opens | CO.UK", "title")
    field = find_title(page("<title>Bridge opens | BBC</title>", "https://www.bbc.co.uk/bridge"))
    assert field == ("title", "Bridge opens", "title")


@given(st.text(max_size=40))
def test_no_address_raises(address: str) -> None:
    for url in (address, f"https://{address}", f"https://{address}.co.uk/x"):
        assert isinstance(page("", url).site_names, tuple)
        assert absolute_url(url, "https://example.org/") is None or absolute_url(url, None) in (
            None,
            url.partition("#")[0],
            url.strip().partition("#")[0],
        )


@pytest.mark.parametrize("address", ["javascript:void(0)", "https://[broken", "https://a.b:port/", "", None])
def test_only_addresses_on_the_web_are_absolute(address: object) -> None:
    assert absolute_url(address, None) is None
