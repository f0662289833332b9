"""From markup to a tree: whatever a page does, its text is in the tree, or the loss is reported."""

import pytest
from lxml import etree
from lxml.html import document_fromstring
from trafilatura.utils import load_html

from cleaner.html.lines import read_lines
from cleaner.html.parse import MAX_DEPTH, ParsedPage, parse_page

WANTED = "A sentence that has to come through the parser."
HERE = f"<p>{WANTED}</p>"
MIB = 1 << 20


def page(body: str) -> str:
    return f"<html><head><title>t</title></head><body>{body}</body></html>"


def count(parsed: ParsedPage) -> int:
    return sum(line.text.count(WANTED) for line in read_lines(parsed.tree))


def depth(tree: etree._Element) -> int:
    deepest = level = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


FAULTS = {
    "300 divs": page("<div>" * 300 + HERE + "</div>" * 300 + HERE),
    "5,000 divs": page("<div>" * 5000 + HERE + "</div>" * 5000 + HERE),
    "divs with a word each": page("<div>x " * 1000 + HERE),
    "bold without end": page("<b>x " * 20_000 + HERE),
    "100,000 spans": page("<span>" * 100_000 + WANTED),
    "5,000 tables": page("<table><tr><td>" * 5000 + WANTED),
    "13 MiB of text in one node": page(f"<p>{'word ' * (13 * MIB // 5)}</p>{HERE}"),
    "300,000 nodes": page("<i></i>" * 300_000 + HERE),
    "20,000 attributes": page(f"<p {' '.join(f'a{index}=x' for index in range(20_000))}>{WANTED}</p>"),
    "an attribute of 12 MiB": page(f'<p title="{"x" * 12 * MIB}">{WANTED}</p>{HERE}'),
    "a comment without end": page(f"{HERE}<!-- open {HERE}"),
    "a script without end": page(f"{HERE}<script>var x=1; {HERE}"),
    "a script without end in a page without end": f"<html><body>{HERE}<script>var x=1; {HERE}",
    "a title without end": f"<html><head><title>t</head><body>{HERE}</body></html>",
    "a textarea without end": page(f"<textarea>{HERE}"),
    "plaintext": page(f"<plaintext>{HERE}"),
    "a template without end": page(f"<template>{HERE}"),
    "a quote without end": page(f'<a href="x>link</a>{HERE}<p class="y">{WANTED}</p>'),
    "NUL": page(f"<p>\0 {WANTED}</p>"),
    "an escape": page(f"<p>\x1b {WANTED}</p>{HERE}"),
    "an escape's entity": page(f"<p>&#x1b; {WANTED}</p>{HERE}"),
    "NUL's entity": page(f"<p>&#0; {WANTED}</p>{HERE}"),
    "a surrogate's entity": page(f"<p>&#xd800; {WANTED}</p>"),
    "a lone surrogate": page(f"<p>\ud800 {WANTED}</p>"),
    "an entity out of range": page(f"<p>&#99999999999; {WANTED}</p>"),
    "noncharacters": page(f"<p>\ufffe{WANTED}\uffff</p>"),
    "an XML declaration": f'<?xml version="1.0" encoding="utf-16"?><html xmlns="x"><body>{HERE}</body></html>',
    "a fragment": HERE,
    "two fragments": HERE * 2,
    "plain text": f"{WANTED}\n{WANTED}",
    "less-than signs": f"a < b and {WANTED} > c",
    "text after the end": f"<html><body>{HERE}</body></html>{HERE}",
}


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_of_a_page_loses_its_text(name: str) -> None:
    parsed = parse_page(FAULTS[name])
    assert parsed.tree.tag == "html"
    assert count(parsed) == FAULTS[name].count(WANTED)
    assert parsed.kept == 1.0
    assert depth(parsed.tree) <= MAX_DEPTH


@pytest.mark.parametrize(
    "markup",
    [
        page(f"<h1>Head</h1><article>{HERE}<p>Two <a href='/x'>words</a>.<br>Three</p></article>"),
        page(f"<ul><li>One<li>Two</ul><table><tr><td>1<td>2</table>{HERE}"),
        page(f"<!-- note -->{HERE}<script>if (a < b) {{}}</script><?pi?><p>&eacute; &#233; &amp;</p>"),
        f"<!DOCTYPE html>\n<html lang=en>\n<head><meta charset=utf-8></head>\n<body>{HERE}\n</body></html>",
    ],
)
def test_an_ordinary_page_gives_the_tree_that_trafilatura_would_make(markup: str) -> None:
    parsed = parse_page(markup)
    assert parsed == ParsedPage(parsed.tree)
    expected = load_html(markup)
    assert expected is not None
    assert etree.tostring(parsed.tree) == etree.tostring(expected)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY x "&a;&a;&a;&a;">]>',
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY % p SYSTEM "http://host.invalid/x.dtd"> %p;]>',
    ],
)
def test_entities_of_the_document_type_are_not_expanded(declared: str) -> None:
    parsed = parse_page(declared + page(f"<p>[&x;] {WANTED}</p>"))
    (line,) = read_lines(parsed.tree)
    assert line.text == f"[&x;] {WANTED}"


def test_tags_that_never_end_lose_no_text_after_them() -> None:
    letters = "".join(f"<p>Line {index} of a page in pieces.</p>" for index in range(50))
    parsed = parse_page(f"<html><body>{letters}<p <p <p {'lost words ' * 400}<p>End</p></body></html>")
    assert (parsed.kept, parsed.repair) == (1.0, None)
    assert "End" in [line.text for line in read_lines(parsed.tree)]


@pytest.mark.parametrize(
    ("markup", "repair"),
    [
        (page(HERE), None),
        (page(f"<iframe>{HERE * 9}"), "repaired"),
        (page(f"<p>x</p><canvas><noscript>{HERE * 9}"), "flattened"),
    ],
)
def test_a_page_is_repaired_before_it_is_flattened(markup: str, repair: str | None) -> None:
    parsed = parse_page(markup)
    assert (parsed.repair, count(parsed)) == (repair, markup.count(WANTED))


def test_the_share_of_the_text_that_a_tree_has_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.html.parse._build_tree", lambda _: document_fromstring(page("<p>Half of it</p>")))
    assert parse_page(page("<p>Half of it</p><p>is lost.</p>")).kept == pytest.approx(8 / 14, abs=0.1)


@pytest.mark.parametrize("markup", ["", " \n", "\0", "<!-- only a note -->", "<", "<html>", "\ufffe"])
def test_a_page_without_content_is_empty(markup: str) -> None:
    parsed = parse_page(markup)
    assert parsed.tree.tag == "html"
    assert [line.text for line in read_lines(parsed.tree) if line.text != "<"] == []


@pytest.mark.parametrize("tag", ["article", "main", "section", "header", "my-story"])
def test_a_head_that_no_tag_ends_has_nothing_of_the_body(tag: str) -> None:
    markup = f"<!doctype html><meta charset=utf-8><title>t</title><{tag}>{HERE}</{tag}>tail<footer>{HERE}</footer>"
    tree = parse_page(markup).tree
    assert [line.text for line in read_lines(tree)] == [WANTED, "tail", WANTED]
    assert [node.tag for node in tree.iterfind("head/*")] == ["meta", "title"]


def test_a_head_with_nodes_that_have_no_words_stays_as_it_is() -> None:
    markup = f"<html><head><title>t</title><svg></svg><meta name=a></head><body>{HERE}</body></html>"
    assert [node.tag for node in parse_page(markup).tree.iterfind("head/*")] == ["title", "svg", "meta"]
