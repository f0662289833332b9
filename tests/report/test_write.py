"""The page of a report: one file that holds all it shows, in which hostile text stays text."""

import hashlib
import json
import re
from base64 import b64encode
from xml.etree import ElementTree as ET

from lxml import html

from cleaner.report.corpus import Corpus
from cleaner.report.plots import Bar, plot
from cleaner.report.view import DocumentView, Field, Piece, RemovedText, Row
from cleaner.report.write import page_of
from cleaner.types import LineKeys, Rule

HOSTILE = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7 * 7 }}\ud800\x00"
VIEW = DocumentView(
    place=HOSTILE,
    id=HOSTILE,
    title=HOSTILE,
    site=HOSTILE,
    verdict="cleaned",
    error=HOSTILE,
    characters=100,
    removed=20,
    rows=(Row(1, (Piece(HOSTILE), Piece(HOSTILE, 0))),),
    removals=(RemovedText(HOSTILE, 1, HOSTILE, (HOSTILE,)),),
    pruned=(RemovedText(HOSTILE, HOSTILE, HOSTILE),),
    counts=((HOSTILE, 1, 20),),
    positions=(20, *[0] * 9),
    fields=(Field(HOSTILE, HOSTILE, HOSTILE),),
    remarks=(HOSTILE,),
)
RULE = Rule(HOSTILE, LineKeys(), about=HOSTILE)


def hostile_page(count: int = 2) -> str:
    corpus = Corpus()
    for number in range(count):
        corpus.add(VIEW._replace(place=f"{HOSTILE}{number}"))
    return page_of(corpus, HOSTILE, [RULE], {HOSTILE: HOSTILE})


def test_hostile_text_stays_text() -> None:
    tree = html.document_fromstring(hostile_page().encode("utf-8", "replace"))
    assert [node.get("type") for node in tree.iter("script")] == ["application/json", None]
    assert [*tree.iter("img")] == []
    assert not [name for node in tree.iter() for name in node.attrib if name.startswith("on") or name == "style"]
    assert "49" not in tree.text_content()
    assert tree.text_content().count("<img src=x") > 10


def test_the_policy_allows_the_own_style_and_script_only() -> None:
    page = hostile_page()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        content = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[-1]
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_equal_input_gives_equal_bytes() -> None:
    assert hostile_page(40) == hostile_page(40)


def test_the_script_gets_what_verdicts_name() -> None:
    (data,) = re.findall(r'id="data">(.*?)</script>', hostile_page(1), re.DOTALL)
    values = json.loads(data)
    assert values["documents"] == {"d1": [f"{HOSTILE}0", HOSTILE]}
    assert values["removals"] == {
        "d1-0": {"rule": HOSTILE, "at": 1, "text": HOSTILE, "part": True},
        "d1-1": {"rule": HOSTILE, "at": HOSTILE, "text": HOSTILE},
    }


def test_a_plot_is_xml_with_a_title_and_a_description_and_no_style() -> None:
    bars = [Bar("ads <b>&", 12), Bar("x" * 80, 3), Bar("x" * 90, 0)]
    tree = ET.fromstring(plot("p", "By <rule>", bars))  # noqa: S314 - our own output
    assert [tree[0].text, tree[1].text] == ["By <rule>", f"ads <b>&: 12; {'x' * 80}: 3; {'x' * 90}: 0"]
    assert not [node for node in tree.iter() if node.tag.endswith("style") or "style" in node.attrib]
    assert len([node for node in tree.iter() if node.tag.endswith("rect")]) == 1 + len(bars)
    assert ET.fromstring(plot("p", "Empty", [Bar("a", 0)])) is not None  # noqa: S314
