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


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle"\n"headline": "Bridge opens"}',
        '{"@type": "NewsArticle" "headline": "Bridge opens",, "author": }',
        '{"@type": "NewsArticle", "headline": "Bridge opens" /* until May */, }',
        '{"@type": "NewsArticle", // what it is\n"headline": "Bridge opens"\n// "author": "x"\n}',
        "{'@type': 'NewsArticle', 'headline': 'Bridge opens'}",
        "{“@type”: “NewsArticle”, “headline”: “Bridge opens”}",
        '{"@type": "NewsArticle",<br />\n"headline": "Bridge opens"<br />\n}',
        'window.data = {"@type": "NewsArticle", headline: "Bridge opens"}; start("x");',
        '{"@type": "NewsArticle", "headline": "Bridge opens"',
        '{"@type": "NewsArticle", "headline": "Bridge opens"}} end',
        '{"@type": "NewsArticle", "headline": "Bridge opens,\n',
        '{"@graph": [{"@type": "NewsArticle", "headline": "Bridge opens"], "x": 1}',
        '<!-- {"@type": "NewsArticle", "headline": "Bridge opens",} -->',
        "{&#34;@type&#34;: &#34;NewsArticle&#34;, &#34;headline&#34;: &#34;Bridge opens&#34;,}",
    ],
)
def test_json_with_slips_is_read_as_far_as_it_can_be(script: str) -> None:
    article = next(node for node in read_nodes([script]) if is_article(node))
    assert article["headline"].strip(", \n") == "Bridge opens"


@pytest.mark.parametrize(
    "text",
    [
        'The "old" bridge opens',
        'She said "yes", then left',
        'A "bridge": what it is',
        '"Open" at last, "open" again',
        "Line one\nLine two",
        "It's \"late\", isn't it",
        'See "https://example.org/x": it says {so}',
    ],
)
def test_raw_quotes_and_line_ends_in_strings_stay(text: str) -> None:
    for around in (
        '{"@type": "Article", "headline": "%s", "author": "Jane Doe"}',
        '{"headline": "%s"\n"author": {"name": "x"}}',
    ):
        assert read_nodes([around % text])[0]["headline"] == text


def test_control_characters_in_strings_are_accepted() -> None:
    assert read_nodes(['{"@type": "Article", "headline": "Bridge\n\topens"}'])[0]["headline"] == "Bridge\n\topens"


def test_all_objects_in_a_script_are_read() -> None:
    assert len(read_nodes([f"{WHOLE}\n{WHOLE},{WHOLE}"])) == 3


def test_a_comma_inside_a_string_stays() -> None:
    assert read_nodes(['{"@type": "Article", "headline": "bridge,] ferry",}'])[0]["headline"] == "bridge,] ferry"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "null",
        "7",
        '"text"',
        "{",
        "{,",
        '{"',
        "{'a",
        "{a:b:c",
        "[" * 100_000,
        '{"a":' * 50_000,
        "9" * 10_000,
        "{}" * 9_999,
    ],
)
def test_what_is_broken_or_empty_gives_no_article(script: str) -> None:
    assert not [node for node in read_nodes([script]) if is_article(node)]


def test_a_broken_script_does_not_affect_others() -> None:
    assert read_nodes(["{broken", WHOLE]) == [ARTICLE]


def test_megabytes_are_not_read() -> None:
    assert read_nodes([json.dumps({"@type": "Article", "x": "y" * MAX_CHARS})]) == []
    assert len(read_nodes([json.dumps([ARTICLE] * 5000)])) == MAX_NODES


@pytest.mark.parametrize(
    "piece",
    [
        '"\\',
        '\\"',
        "{,",
        ", ",
        "<!--",
        "]]>",
        '{"a":"',
        "-->  ",
        "// ",
        '["',
        '{"a":[',
        '{"a"',
        '"a" "b" ',
        "/* ",
        "[[",
        "{a:",
        '",\n',
        '"    ',
        "<a ",
        "“",
        '"a',
        "'{",
    ],
)
def test_reading_takes_time_linear_in_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.thread_time()
        read_nodes(["<!--" + text])
        read_nodes(["{" + text])
        return time.thread_time() - start

    shorter, longer = (min(seconds(length) for _ in range(3)) for length in (MAX_CHARS // 32, MAX_CHARS // 2))
    assert longer < 16 * 4 * shorter + 0.2, "a square would take 256 times as much, not 16"


def test_the_article_that_the_page_is_about_comes_first() -> None:
    other = {"@type": "NewsArticle", "headline": "Ferry sinks", "url": "https://example.org/ferry"}
    article = {"@type": "NewsArticle", "headline": "Bridge opens", "url": "https://example.org/bridge"}
    nodes = nodes_about_page(
        [other, article], addresses=["http://www.example.org/bridge/"], headlines=["Bridge opens | Sample"]
    )
    assert nodes[0] == article


def test_entries_of_a_list_are_not_about_its_page() -> None:
    entries = [{"@type": "NewsArticle", "headline": title} for title in ("Ferry sinks", "Bridge opens")]
    page = {"@type": "CollectionPage", "name": "Region"}
    assert nodes_about_page([*entries, page], addresses=[], headlines=["Region"]) == [page]


def test_the_web_page_comes_after_the_article() -> None:
    page = {"@type": ["WebPage", "ItemPage"], "name": "Bridge"}
    assert nodes_about_page([page, ARTICLE], addresses=[], headlines=[]) == [ARTICLE, page]


def test_a_reference_is_resolved_and_any_other_value_is_unchanged() -> None:
    jane = {"@id": "#jane", "name": "Jane Doe"}
    assert resolve_reference({"@id": "#jane"}, [{"@id": "#john", "name": "John"}, jane]) == jane
    assert resolve_reference({"@id": "#nobody"}, [jane]) == {"@id": "#nobody"}
    assert resolve_reference("Jane Doe", [jane]) == "Jane Doe"
