import pytest

from cleaner.rules.selectors import (
    MAX_PARTS,
    Attribute,
    Compound,
    Selector,
    SelectorError,
    parse_selectors,
    selector_error,
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
def test_one_node_is_read(source: str, compound: Compound) -> None:
    assert parse_selectors(source) == (Selector((compound,)),)


def test_what_a_node_stands_in_is_read() -> None:
    (found,) = parse_selectors("main  .a>p")
    assert [part.tag for part in found.parts] == ["main", None, "p"]
    assert found.signs == (" ", ">")


def test_a_list_has_several_selectors() -> None:
    assert [one.parts[-1].classes for one in parse_selectors(".a, .b .c , .d")] == [("a",), ("c",), ("d",)]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "it ends too early"),
        (".a >", "it ends too early"),
        (".a,", "it ends too early"),
        ("p:first-child", "':first-child' is not served"),
        ("div:has(p)", "':has' is not served"),
        ("p::before", "'::before' is not served"),
        ("h2 + p", "'+' is not served"),
        ("h2 ~ p", "'~' is not served"),
        ("*", "its last part needs"),
        (".a :not(.b)", "its last part needs"),
        ("[a=1]", "'[a=1]' is no condition"),
        ("[a=b i]", "'[a=b i]' is no condition"),
        ("[a", "'[a' is no condition"),
        ("[a^='']", "can never match"),
        ("[a~='b c']", "can never match"),
        (":not(.a .b)", "':not()' takes what one node looks like"),
        (".a:not(:not(.b))", "':not' is not served"),
        (".a:not(.b", "':not()' takes what one node looks like"),
        (".1a", "'.' cannot stand there"),
        (".a..b", "'.' cannot stand there"),
        ("a,,b", "',' cannot stand there"),
        ("> a", "'>' cannot stand there"),
        ("a|b", "'|' cannot stand there"),
        ("a {}", "'{' cannot stand there"),
        ("a " * MAX_PARTS + "a", "more than 16 parts"),
    ],
)
def test_what_cannot_be_served_is_told(source: str, reason: str) -> None:
    assert reason in selector_error(source)
    with pytest.raises(SelectorError):
        parse_selectors(source)


def test_what_can_be_served_says_nothing() -> None:
    assert selector_error("aside > .related:not(.story), #comments") == ""


def test_an_escape_of_no_character_is_replaced() -> None:
    assert parse_selectors(r".\110000")[0].parts[0].classes == ("\N{REPLACEMENT CHARACTER}",)
