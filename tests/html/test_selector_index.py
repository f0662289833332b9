"""Many selectors on one page: the index finds what soupsieve finds."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from cleaner.html import selector_index
from cleaner.html.selector_index import SelectorEntry, SelectorIndex
from cleaner.rules.selectors import SelectorError, parse_selectors

TAGS = ("div", "span", "section")
NAMES = ("a", "b", "ab", "a-b")
VALUES = ("a", "ab", "a b", "a-b", "b a", "")

OPERATORS = ("=", "~=", "^=", "$=", "*=", "|=")

conditions = st.one_of(
    st.sampled_from(NAMES).map(lambda name: f".{name}"),
    st.sampled_from(NAMES).map(lambda name: f"#{name}"),
    st.sampled_from(("[data-x]", "[data-y]")),
    st.builds("[data-{}{}'{}']".format, st.sampled_from("xy"), st.sampled_from(OPERATORS), st.sampled_from(VALUES)),
)
simple = st.builds(
    "{}{}".format, st.sampled_from(("", "*", *TAGS)), st.lists(conditions, max_size=2).map("".join)
).filter(bool)
excluded = st.lists(simple, min_size=1, max_size=2).map(lambda sources: f":not({', '.join(sources)})")
compounds = st.one_of(simple, st.builds("{}{}".format, simple, excluded))


@st.composite
def selectors(draw: st.DrawFn) -> str:
    parts = draw(st.lists(compounds, min_size=1, max_size=3))
    combinators = [draw(st.sampled_from((" ", ">", " > "))) for _ in parts[1:]]
    return parts[0] + "".join(combinator + part for combinator, part in zip(combinators, parts[1:], strict=True))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page whose elements are numbered in document order, by the attribute ``n``."""
    markup, open_tags = [], list[str]()
    for number in range(draw(st.integers(1, 14))):
        while len(open_tags) > 5 or (open_tags and draw(st.booleans())):
            markup.append(f"</{open_tags.pop()}>")
        open_tags.append(draw(st.sampled_from(TAGS)))
        class_names = draw(st.lists(st.sampled_from(NAMES), max_size=2))
        attributes = [f'class="{" ".join(class_names)}"'] if class_names else []
        attributes += [f'id="{draw(st.sampled_from(NAMES))}"'] if draw(st.booleans()) else []
        attributes += [f'data-{name}="{draw(st.sampled_from(VALUES))}"' for name in "xy" if draw(st.booleans())]
        markup.append(f'<{open_tags[-1]} n="{number}" {" ".join(attributes)}>t')
    markup += [f"</{tag}>" for tag in reversed(open_tags)]
    return f"<html><head></head><body>{''.join(markup)}</body></html>"


def index_of(*sources: str) -> SelectorIndex:
    return SelectorIndex(
        SelectorEntry(selector, rule) for rule, source in enumerate(sources) for selector in parse_selectors(source)
    )


def numbers_found(page: str, *sources: str) -> list[list[str]]:
    """Return, for each source, the numbers of the elements that the index finds."""
    numbers: list[list[str]] = [[] for _ in sources]
    for _, node, rules in index_of(*sources).find(html.document_fromstring(page)):
        for rule in rules:
            numbers[rule].append(node.get("n", ""))
    return numbers


def is_supported(source: str) -> bool:
    try:
        parse_selectors(source)
    except SelectorError:
        return False
    return True


@settings(max_examples=100)
@given(pages(), st.lists(selectors(), min_size=1, max_size=4))
def test_the_index_finds_what_soupsieve_finds(page: str, sources: list[str]) -> None:
    sources = [source for source in sources if is_supported(source)]
    assume(sources)
    soup = BeautifulSoup(page, "html.parser")
    expected = [[str(node["n"]) for node in soup.select(source) if node.get("n")] for source in sources]
    assert numbers_found(page, *sources) == expected


def test_only_tags_and_attribute_names_ignore_case() -> None:
    page = '<html><body><DIV n="1" CLASS="A a" DATA-X="Q">x</DIV></body></html>'
    assert numbers_found(page, "Div.A", ".a", "[Data-x=Q]", "[data-x=q]", ".B") == [["1"], ["1"], ["1"], [], []]


def test_ten_attributes_are_matched_as_well() -> None:
    names = [f"data-{letter}" for letter in "abcdefghij"]
    assert len(names) > selector_index.MAX_ATTRIBUTES
    markup = "".join(f'<p n="{number}" class="c" {name}="x">x</p>' for number, name in enumerate(names))
    page = f"<html><body>{markup}</body></html>"
    all_numbers = [str(number) for number in range(len(names))]
    assert numbers_found(page, *(f"[{name}=x]" for name in names), ".c") == [*([n] for n in all_numbers), all_numbers]
    assert numbers_found(page, "[data-j=x]", ".c") == [["9"], all_numbers]


def test_classes_are_separated_by_the_blanks_of_html_only() -> None:
    page = "<html><body><p n='1' class='a\tb\n\nc\u00a0d'>x</p></body></html>"
    assert numbers_found(page, ".b", ".c") == [["1"], []]


def test_a_node_is_found_once_for_each_rule() -> None:
    page = "<html><body><p n='1' id='x' class='a b' role='r'>x</p></body></html>"
    assert numbers_found(page, ".a, .b, #x, p, [role]", "p") == [["1"], ["1"]]


def nested(depth: int) -> html.HtmlElement:
    root = node = html.Element("html")
    for _ in range(depth):
        node = etree.SubElement(node, "div", {"class": "b"})
    return root


def wide(count: int) -> html.HtmlElement:
    root = html.Element("html")
    for number in range(count):
        etree.SubElement(root, "div", {"class": "a b", "id": f"i{number}"})
    return root


def crowded(count: int) -> html.HtmlElement:
    root = html.Element("html")
    for _ in range(10):
        etree.SubElement(root, "div", {"class": " ".join(f"c{number}" for number in range(count))})
    return root


@pytest.mark.parametrize(("build", "size"), [(nested, 200), (wide, 2_000), (crowded, 1_000)])
def test_hostile_trees_take_steps_in_proportion(
    build: Callable[[int], html.HtmlElement], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = (".a .b", ".a > .b", ".x .b > .b", ".b .x .b", ".b:not(.a) .b", "#i7 .b", ".c77 div", "div[class~=c7]")
    steps = 0
    verify = selector_index._SelectorMatcher._fits  # noqa: SLF001 - each verification of a node is a step

    def count_steps(*args: object) -> bool:
        nonlocal steps
        steps += 1
        return verify(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(selector_index._SelectorMatcher, "_fits", count_steps)  # noqa: SLF001
    counts = []
    for times in (1, 5):
        steps = 0
        assert all(node.tag == "div" for _, node, _ in index_of(*sources).find(build(times * size)))
        counts.append(steps)
    assert counts[1] <= 5 * counts[0] + len(sources)
