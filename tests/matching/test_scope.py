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
    ("host", "site", "is_so"),
    [
        ("thehill.com", "thehill.com", True),
        ("www.TheHill.com", "thehill.com", True),
        ("a.b.thehill.com", "thehill.com", True),
        ("notthehill.com", "thehill.com", False),
        ("thehill.com.example.org", "thehill.com", False),
        ("thehill.com", "www.thehill.com", False),
    ],
)
def test_a_site_is_the_host_or_what_it_ends_with(host: str, site: str, is_so: bool) -> None:
    assert is_site(host, site) is is_so


@pytest.mark.parametrize(
    ("tag", "language", "is_so"),
    [
        ("de", "de", True),
        ("de-AT", "de", True),
        ("de_AT", "de", True),
        ("DE", "de", True),
        ("de", "de-AT", False),
        ("den", "de", False),
    ],
)
def test_a_language_is_its_tag_or_a_variety_of_it(tag: str, language: str, is_so: bool) -> None:
    assert is_language(tag, language) is is_so


@pytest.mark.parametrize(
    ("scope", "site", "language", "is_so"),
    [
        ({}, None, None, True),
        ({"sites": ("a.com",)}, "a.com", None, True),
        ({"sites": ("a.com", "b.com")}, "www.b.com", None, True),
        ({"sites": ("a.com",)}, "b.com", None, False),
        ({"sites": ("a.com",)}, None, None, False),  # without a known site, site rules rest
        ({"not_sites": ("a.com",)}, "www.a.com", None, False),
        ({"not_sites": ("a.com",)}, None, None, True),
        ({"not_sites": ("a.com",)}, "b.com", None, True),
        ({"languages": ("de",)}, None, "de-AT", True),
        ({"languages": ("de",)}, None, "en", False),
        ({"languages": ("de",)}, None, None, True),  # unknown lets every language's rules apply
        ({"sites": ("a.com",), "languages": ("de",)}, "a.com", "en", False),
    ],
)
def test_rules_apply_in_their_scope(
    scope: dict[str, tuple[str, ...]], site: str | None, language: str | None, is_so: bool
) -> None:
    assert applies(rule(**scope), site, language) is is_so
    document = Document("x", segment("x").lines, site, language)
    assert bool(Engine([rule(**scope)]).match(document).removals) is is_so


NAMES = ["a.com", "b.a.com", "com", "x", ".a.com", "A.com", "a..com"]
TAGS = ["de", "de-AT", "DE_at", "zh-Hant", "zh", "d", ""]


@given(
    st.lists(st.tuples(*[st.lists(st.sampled_from(names), max_size=2).map(tuple) for names in (NAMES, NAMES, TAGS)])),
    st.none() | st.sampled_from([*NAMES, "", "www.A.COM"]),
    st.none() | st.sampled_from([*TAGS, "de-AT-x"]),
)
def test_scopes_that_are_looked_up_are_those_that_hold(scopes: Any, site: str | None, language: str | None) -> None:
    rules = [rule(sites=sites, not_sites=others, languages=tags) for sites, others, tags in scopes]
    book = rule_index_of(rules)
    found = book.scopes(site, language)
    assert found == {at for at, scope in enumerate(book.tables.scopes) if is_in_scope(scope, site, language)}
