"""JSON-LD, as pages write it and as they break it."""

import json
import time

import pytest

from cleaner.html.metadata.jsonld import (
    MAX_CHARS,
    MAX_NODES,
    is_article,
    nodes_about_page,
    read_nodes,
    resolve_reference,
)

ARTICLE = {"@type": "NewsArticle", "headline": "Bridge opens"}
WHOLE = json.dumps(ARTICLE)


@pytest.mark.parametrize(
    "script",
    [
        WHOLE,
        f"[{WHOLE}]",
        f"<!-- {WHOLE} -->",
        f"//<![CDATA[\n{WHOLE}\n//]]>",
        f"/*<![CDATA[*/ {WHOLE} /*]]>*/",
        WHOLE.replace("}", ",}"),
        f"[{WHOLE},]",
        f"{WHOLE};",
        "\ufeff" + WHOLE,
        WHOLE.replace('"', "&quot;"),
        '{"@graph": [' + WHOLE + "]}",
        '{"@type": "WebPage", "mainEntity": ' + WHOLE + "}",
    ],
)
def test_an_article_is_found_however_it_is_wrapped(script: str) -> None:
    assert ARTICLE in read_nodes([script])


def test_control_characters_in_strings_do_not_matter() -> None:
    assert read_nodes(['{"@type": "Article", "headline": "Bridge\n\topens"}'])[0]["headline"] == "Bridge\n\topens"


def test_several_objects_in_one_script_are_all_read() -> None:
    assert len(read_nodes([f"{WHOLE}\n{WHOLE},{WHOLE}"])) == 3


def test_a_comma_inside_of_a_string_stays() -> None:
    assert read_nodes(['{"@type": "Article", "headline": "one,] two",}'])[0]["headline"] == "one,] two"


@pytest.mark.parametrize(
    "script", ["", "null", "7", '"text"', "{", "[" * 100_000, '{"a":' * 50_000, "9" * 10_000, "{}" * 9_999]
)
def test_what_is_broken_or_empty_gives_no_article(script: str) -> None:
    assert not [node for node in read_nodes([script]) if is_article(node)]


def test_a_broken_script_takes_no_other_with_it() -> None:
    assert read_nodes(["{broken", WHOLE]) == [ARTICLE]


def test_megabytes_are_left_alone() -> None:
    assert read_nodes([json.dumps({"@type": "Article", "x": "y" * MAX_CHARS})]) == []
    assert len(read_nodes([json.dumps([ARTICLE] * 5000)])) == MAX_NODES


@pytest.mark.parametrize("piece", ['"\\', '\\"', "{,", ", ", "<!--", "]]>", '{"a":"', "-->  ", "// "])
def test_reading_takes_no_longer_than_the_text_is_long(piece: str) -> None:
    hostile = piece * (MAX_CHARS // len(piece) // 2)
    start = time.perf_counter()
    read_nodes(["<!--" + hostile])
    read_nodes(["{" + hostile])
    assert time.perf_counter() - start < 5  # seconds; what is quadratic here takes minutes


def test_the_article_is_the_one_that_the_page_is_about() -> None:
    other = {"@type": "NewsArticle", "headline": "Ferry sinks", "url": "https://example.org/ferry"}
    own = {"@type": "NewsArticle", "headline": "Bridge opens", "url": "https://example.org/bridge"}
    found = nodes_about_page(
        [other, own], addresses=["http://www.example.org/bridge/"], headlines=["Bridge opens | Sample"]
    )
    assert found[0] == own


def test_the_entries_of_a_list_are_not_what_its_page_is_about() -> None:
    entries = [{"@type": "NewsArticle", "headline": title} for title in ("Ferry sinks", "Bridge opens")]
    page = {"@type": "CollectionPage", "name": "Region"}
    assert nodes_about_page([*entries, page], addresses=[], headlines=["Region"]) == [page]


def test_the_web_page_comes_after_the_article() -> None:
    page = {"@type": ["WebPage", "ItemPage"], "name": "Bridge"}
    assert nodes_about_page([page, ARTICLE], addresses=[], headlines=[]) == [ARTICLE, page]


def test_a_reference_is_resolve_reference_and_anything_else_stays() -> None:
    jane = {"@id": "#jane", "name": "Jane Doe"}
    assert resolve_reference({"@id": "#jane"}, [{"@id": "#john", "name": "John"}, jane]) == jane
    assert resolve_reference({"@id": "#nobody"}, [jane]) == {"@id": "#nobody"}
    assert resolve_reference("Jane Doe", [jane]) == "Jane Doe"
