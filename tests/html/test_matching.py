"""Selectors × page: what one walk finds is what soupsieve finds, asked of every node."""

import gc
import time
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from cleaner.html.matching import SelectorEntry, SelectorIndex
from cleaner.rules.selectors import parse_selectors, selector_error

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
looks = st.builds(
    "{}{}".format, st.sampled_from(("", "*", *TAGS)), st.lists(conditions, max_size=2).map("".join)
).filter(bool)
excluded = st.lists(looks, min_size=1, max_size=2).map(lambda found: f":not({', '.join(found)})")
compounds = st.one_of(looks, st.builds("{}{}".format, looks, excluded))


@st.composite
def selectors(draw: st.DrawFn) -> str:
    parts = draw(st.lists(compounds, min_size=1, max_size=3))
    signs = [draw(st.sampled_from((" ", ">", " > "))) for _ in parts[1:]]
    return parts[0] + "".join(sign + part for sign, part in zip(signs, parts[1:], strict=True))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page whose elements are numbered in their order, by the attribute ``n``."""
    pieces, opened = [], list[str]()
    for number in range(draw(st.integers(1, 14))):
        while len(opened) > 5 or (opened and draw(st.booleans())):
            pieces.append(f"</{opened.pop()}>")
        opened.append(draw(st.sampled_from(TAGS)))
        given_names = draw(st.lists(st.sampled_from(NAMES), max_size=2))
        attributes = [f'class="{" ".join(given_names)}"'] if given_names else []
        attributes += [f'id="{draw(st.sampled_from(NAMES))}"'] if draw(st.booleans()) else []
        attributes += [f'data-{name}="{draw(st.sampled_from(VALUES))}"' for name in "xy" if draw(st.booleans())]
        pieces.append(f'<{opened[-1]} n="{number}" {" ".join(attributes)}>t')
    pieces += [f"</{tag}>" for tag in reversed(opened)]
    return f"<html><head></head><body>{''.join(pieces)}</body></html>"


def found_by(page: str, *sources: str) -> list[list[str]]:
    """Return, for each source, the numbers of the elements that the index finds."""
    index = SelectorIndex(
        SelectorEntry(selector, at) for at, source in enumerate(sources) for selector in parse_selectors(source)
    )
    found: list[list[str]] = [[] for _ in sources]
    for _, node, rules in index.found(html.document_fromstring(page)):
        for rule in rules:
            found[rule].append(node.get("n"))
    return found


@settings(max_examples=600, deadline=None)
@given(pages(), st.lists(selectors(), min_size=1, max_size=4))
def test_the_index_finds_what_soupsieve_finds(page: str, sources: list[str]) -> None:
    sources = [source for source in sources if not selector_error(source)]
    assume(sources)
    soup = BeautifulSoup(page, "html.parser")
    expected = [[str(node["n"]) for node in soup.select(source) if node.get("n")] for source in sources]
    assert found_by(page, *sources) == expected


def test_what_a_part_asks_is_compared_as_written_but_for_tags_and_attributes() -> None:
    page = '<html><body><DIV n="1" CLASS="A a" DATA-X="Q">x</DIV></body></html>'
    found = found_by(page, "Div.A", ".a", "[Data-x=Q]", "[data-x=q]", ".B")
    assert found == [["1"], ["1"], ["1"], [], []]


def test_classes_are_split_at_the_blanks_of_html_only() -> None:
    assert found_by("<html><body><p n='1' class='a\tb\n\nc\u00a0d'>x</p></body></html>", ".b", ".c") == [["1"], []]


def test_a_node_is_found_once_for_each_rule() -> None:
    page = "<html><body><p n='1' id='x' class='a b' role='r'>x</p></body></html>"
    assert found_by(page, ".a, .b, #x, p, [role]", "p") == [["1"], ["1"]]


def nested(depth: int) -> etree._Element:
    root = node = etree.Element("html")
    for _ in range(depth):
        node = etree.SubElement(node, "div", {"class": "b"})
    return root


def wide(count: int) -> etree._Element:
    root = etree.Element("html")
    for number in range(count):
        etree.SubElement(root, "div", {"class": "a b", "id": f"i{number}"})
    return root


def classy(count: int) -> etree._Element:
    root = etree.Element("html")
    for _ in range(10):
        etree.SubElement(root, "div", {"class": " ".join(f"c{number}" for number in range(count))})
    return root


@pytest.mark.parametrize(("make", "size"), [(nested, 400), (wide, 5_000), (classy, 2_000)])
def test_hostile_trees_take_time_in_proportion(make: Callable[[int], etree._Element], size: int) -> None:
    sources = (".a .b", ".a > .b", ".x .b > .b", ".b .x .b", ".b:not(.a) .b", "#i7 .b", ".c77 div", "div[class~=c7]")
    index = SelectorIndex(
        SelectorEntry(one, at) for at, source in enumerate(sources) for one in parse_selectors(source)
    )

    def seconds(times: int) -> float:
        root = make(times * size)
        best = []
        gc.disable()  # it walks over all that other tests left in memory, more often the larger the tree
        for _ in range(5):
            start = time.process_time()
            sum(1 for _ in index.found(root))
            best.append(time.process_time() - start)
        gc.enable()
        return min(best)

    assert seconds(5) < 5 * 3 * max(seconds(1), 0.005)
