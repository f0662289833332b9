import re

import pytest

from cleaner.rules.selectors import (
    MAX_PARTS,
    Attribute,
    Compound,
    Selector,
    SelectorError,
    parse_selectors,
)


@pytest.mark.parametrize(
    ("source", "compound"),
    [
        ("DIV", Compound(tag="div")),
        (".a.B", Compound(classes=("a", "B"))),
        ("*.a", Compound(classes=("a",))),
        ("p#x.a", Compound(tag="p", ids=("x",), classes=("a",))),
        ("[Role]", Compound(attributes=(Attribute("role"),))),
        ("[ role = 'a b' ]", Compound(attributes=(Attribute("role", "=", "a b"),))),
        ('[data-a^="x"][b|=c]', Compound(attributes=(Attribute("data-a", "^=", "x"), Attribute("b", "|=", "c")))),
        (".a:not(.b, #c)", Compound(classes=("a",), excluded=(Compound(classes=("b",)), Compound(ids=("c",))))),
        (r".md\:flex", Compound(classes=("md:flex",))),
        (r"#\31 23", Compound(ids=("123",))),
        (".größe", Compound(classes=("größe",))),
        ("  .a  ", Compound(classes=("a",))),
    ],
)  # fmt: skip
def test_a_node_is_parsed(source: str, compound: Compound) -> None:
    assert parse_selectors(source) == (Selector((compound,)),)


def test_the_ancestors_of_a_node_are_parsed() -> None:
    (selector,) = parse_selectors("main  .a>p")
    assert [part.tag for part in selector.parts] == ["main", None, "p"]
    assert selector.combinators == (" ", ">")


def test_a_list_has_several_selectors() -> None:
    assert [selector.parts[-1].classes for selector in parse_selectors(".a, .b .c , .d")] == [("a",), ("c",), ("d",)]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "it ends too early"),
        (".a >", "it ends too early"),
        (".a,", "it ends too early"),
        ("p:first-child", "':first-child' is not supported"),
        ("div:has(p)", "':has' is not supported"),
        ("p::before", "'::before' is not supported"),
        ("h2 + p", "'+' is not supported"),
        ("h2 ~ p", "'~' is not supported"),
        ("*", "its last part needs"),
        (".a :not(.b)", "its last part needs"),
        ("[a=1]", "'[a=1]' is not a condition"),
        ("[a=b i]", "'[a=b i]' is not a condition"),
        ("[a", "'[a' is not a condition"),
        ("[a^='']", "can never match"),
        ("[a~='b c']", "can never match"),
        (":not(.a .b)", "':not()' takes what one node looks like"),
        (".a:not(:not(.b))", "':not' is not supported"),
        (".a:not(.b", "':not()' takes what one node looks like"),
        (".1a", "'.' cannot be there"),
        (".a..b", "'.' cannot be there"),
        ("a,,b", "',' cannot be there"),
        ("> a", "'>' cannot be there"),
        ("a|b", "'|' cannot be there"),
        ("a {}", "'{' cannot be there"),
        ("a " * MAX_PARTS + "a", "more than 16 parts"),
    ],
)
def test_what_is_not_supported_is_refused_with_a_reason(source: str, reason: str) -> None:
    with pytest.raises(SelectorError, match=re.escape(reason)):
        parse_selectors(source)


def test_an_escape_of_no_character_is_replaced() -> None:
    assert parse_selectors(r".\110000")[0].parts[0].classes == ("\N{REPLACEMENT CHARACTER}",)
