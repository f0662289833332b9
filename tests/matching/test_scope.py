"""Rules apply to the sites and languages of their scope."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.matching.rule_index import rule_index_of
from cleaner.matching.scope import applies, is_in_scope, is_language, is_site
from cleaner.text.segment import segment
from cleaner.types import Document, LineKeys, Rule


def rule(**scope: Any) -> Rule:
    return Rule("x/r", LineKeys(line=("x",)), **scope)


@pytest.mark.parametrize(
    ("host", "site", "expected"),
    [
        ("thehill.com", "thehill.com", True),
        ("www.TheHill.com", "thehill.com", True),
        ("a.b.thehill.com", "thehill.com", True),
        ("notthehill.com", "thehill.com", False),
        ("thehill.com.example.org", "thehill.com", False),
        ("thehill.com", "www.thehill.com", False),
    ],
)
def test_a_site_is_the_host_or_what_it_ends_with(host: str, site: str, expected: bool) -> None:
    assert is_site(host, site) is expected


@pytest.mark.parametrize(
    ("tag", "language", "expected"),
    [
        ("de", "de", True),
        ("de-AT", "de", True),
        ("de_AT", "de", True),
        ("DE", "de", True),
        ("de", "de-AT", False),
        ("den", "de", False),
    ],
)
def test_a_language_is_its_tag_or_a_variety_of_it(tag: str, language: str, expected: bool) -> None:
    assert is_language(tag, language) is expected


@pytest.mark.parametrize(
    ("scope", "site", "language", "expected"),
    [
        ({}, None, None, True),
        ({"sites": ("a.com",)}, "a.com", None, True),
        ({"sites": ("a.com", "b.com")}, "www.b.com", None, True),
        ({"sites": ("a.com",)}, "b.com", None, False),
        ({"sites": ("a.com",)}, None, None, False),  # rules of sites need a known site
        ({"not_sites": ("a.com",)}, "www.a.com", None, False),
        ({"not_sites": ("a.com",)}, None, None, True),
        ({"not_sites": ("a.com",)}, "b.com", None, True),
        ({"languages": ("de",)}, None, "de-AT", True),
        ({"languages": ("de",)}, None, "en", False),
        ({"languages": ("de",)}, None, None, True),  # rules of languages apply to an unknown one
        ({"sites": ("a.com",), "languages": ("de",)}, "a.com", "en", False),
    ],
)
def test_rules_apply_in_their_scope(
    scope: dict[str, tuple[str, ...]], site: str | None, language: str | None, expected: bool
) -> None:
    assert applies(rule(**scope), site, language) is expected
    document = Document("x", segment("x").lines, site, language)
    assert bool(Engine([rule(**scope)]).match(document).removals) is expected


@pytest.mark.parametrize(
    ("page_types", "page_type", "expected"),
    [
        ((), None, True),
        ((), "forum", True),
        (("forum",), "forum", True),
        (("forum", "product"), "product", True),
        (("forum",), "article", False),
        (("forum",), None, False),  # rules of types of pages need a known type
    ],
)
def test_rules_for_types_of_pages_apply_to_these(
    page_types: tuple[str, ...], page_type: str | None, expected: bool
) -> None:
    assert applies(rule(page_types=page_types), None, None, page_type) is expected
    document = Document("x", segment("x").lines, page_type=page_type)
    assert bool(Engine([rule(page_types=page_types)]).match(document).removals) is expected


NAMES = ["a.com", "b.a.com", "com", "x", ".a.com", "A.com", "a..com"]
PAGE_TYPES = ["forum", "product"]
TAGS = ["de", "de-AT", "DE_at", "zh-Hant", "zh", "d", ""]


@given(
    st.lists(
        st.tuples(
            *[st.lists(st.sampled_from(names), max_size=2).map(tuple) for names in (NAMES, NAMES, TAGS, PAGE_TYPES)]
        )
    ),
    st.none() | st.sampled_from([*NAMES, "", "www.A.COM"]),
    st.none() | st.sampled_from([*TAGS, "de-AT-x"]),
    st.none() | st.sampled_from([*PAGE_TYPES, "article"]),
)
def test_the_index_finds_the_scopes_that_hold(
    scopes: Any, site: str | None, language: str | None, page_type: str | None
) -> None:
    rules = [
        rule(sites=sites, not_sites=others, languages=tags, page_types=page_types)
        for sites, others, tags, page_types in scopes
    ]
    index = rule_index_of(rules)
    expected = {
        number for number, scope in enumerate(index.tables.scopes) if is_in_scope(scope, site, language, page_type)
    }
    assert index.scopes(site, language, page_type) == expected
