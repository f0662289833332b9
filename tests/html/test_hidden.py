"""What nobody sees is not part of the article, as a block and inside a sentence; what readers can open is."""

import pytest

from cleaner import Cleaner
from cleaner.html.hidden import is_for_screen_readers, is_unseen
from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page

CLEANER = Cleaner()
STORY = [
    "The harbor board voted on Monday night to reopen the northern pier, nine months after a storm.",
    "Repairs took longer than planned because the sea floor had shifted by almost a meter since the spring.",
    "The first boat is due to leave at six in the morning, carrying schoolchildren and the post.",
    "Tickets will cost four dollars, the same as before, although the council had warned of higher prices.",
]
NOTE = "For the crew of the ferry the long wait is over: they spent the winter repainting the hull and its doors."


def article(block: str) -> str:
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    body = "".join([*paragraphs[:2], block, *paragraphs[2:]])
    page = f"<body><article><h1>Pier reopens</h1>{body}</article></body>"
    return CLEANER.clean(html=f"<html><head><title>Pier reopens</title></head>{page}</html>").text


@pytest.mark.parametrize(
    "block",
    [
        '<div class="p-summary" style="display:none"><p>{}</p></div>',
        "<div hidden><p>{}</p></div>",
        '<p style="visibility: hidden">{}</p>',
        '<div class="visually-hidden"><p>{}</p></div>',
        '<p class="u-sr-only">{}</p>',
        '<p style="position:absolute; left:-10000px">{}</p>',
        '<div style="height:0;overflow:hidden"><p>{}</p></div>',
        '<div style="font-size: 0"><p>{}</p></div>',
        '<p style="color:white;font-size:3px">{}</p>',
        '<p style="color:#FFFFFF; background: white">{}</p>',
        '<p style="max-height:0;overflow:hidden">{}</p>',
        '<p style="position:fixed;left:-100vw">{}</p>',
        '<p style="color: transparent">{}</p>',
        '<div class="screen-reader-text"><p>{}</p></div>',
    ],
)
def test_a_block_that_nobody_sees_is_left_out(block: str) -> None:
    text = article(block.format(NOTE))
    assert NOTE not in text
    assert all(paragraph in text for paragraph in STORY)


@pytest.mark.parametrize(
    "block",
    [
        "<p>{}</p>",
        '<div hidden="until-found"><p>{}</p></div>',
        "<details><summary>The crew</summary><p>{}</p></details>",
        '<button aria-expanded="false" aria-controls="crew">The crew</button><div id="crew" hidden><p>{}</p></div>',
        '<h3><a href="#crew">The crew</a></h3><div><div id="crew" style="display:none"><p>{}</p></div></div>',
        '<div class="accordion-item"><h3>The crew</h3><div style="display:none"><p>{}</p></div></div>',
        '<div role="tabpanel" hidden><p>{}</p></div>',
        '<div class="read-more-text" style="display:none"><p>{}</p></div>',
        '<div style="opacity:0.9"><p>{}</p></div>',
        '<div style="opacity:0;transform:translate(0, 20px)"><p>{}</p></div>',
        '<p class="wow fadeIn" style="visibility: hidden; animation-name: none">{}</p>',
        '<div style="height:100px; overflow:hidden"><p>{}</p></div>',
        '<div aria-hidden="true"><p>{}</p></div>',
        '<div style="font-size:0px;padding:10px"><p style="font-size:15px">{}</p></div>',
        '<p style="color:white;background:#333">{}</p>',
        '<p style="color:#fff">{}</p>',
        '<p style="font-size:10px;color:#222">{}</p>',
        '<div class="accordion-body" style="max-height:0;overflow:hidden"><p>{}</p></div>',
    ],
)
def test_what_readers_see_at_once_or_on_demand_stays(block: str) -> None:
    assert NOTE in article(block.format(NOTE))


@pytest.mark.parametrize("attribute", ['style="display:none"', "hidden", 'class="gate"'])
def test_a_body_that_a_script_shows_stays(attribute: str) -> None:
    more = "".join(f"<p>{text} It was the {number} time.</p>" for number in ("second", "third") for text in STORY)
    text = article(f"<div {attribute}>{more}</div>")
    assert "It was the third time." in text


@pytest.mark.parametrize(
    "part",
    [
        '<span class="visually-hidden"> (external link)</span>',
        '<span class="link__sr-only">, opens in a new tab</span>',
        '<span style="clip: rect(0px, 0px, 0px, 0px); height: 1px; overflow: hidden; width: 1px">, new tab</span>',
        '<span style="display:none"> DRAFT CHECK FIGURES</span>',
        "<em hidden> draft</em>",
        '<i class="material-icons" aria-hidden="true">open_in_new</i>',
        '<span role="tooltip" id="t">Minutes of the board, which the clerk has written and the chair has signed</span>',
        '<span class="tooltiptext">minutes of the board</span>',
        f'<span style="font-size:0">{NOTE}</span>',
        f'<span class="x" style="color:#fff;font-size:1px">{NOTE}</span>',
        f'<span style="display:none">{NOTE}</span>',
    ],
)
def test_a_part_of_a_line_that_nobody_sees_is_left_out(part: str) -> None:
    table = f"<table><tr><td>a{part}</td><td>b</td></tr></table>"
    markup = f"<p>Read the <a href=/a>report{part}</a> before the vote.</p>{table}"
    lines = read_lines(parse_page(f"<html><body>{markup}</body></html>").tree)
    assert [line.text for line in lines] == ["Read the report before the vote.", "a | b"]


@pytest.mark.parametrize(
    "part",
    [
        "<span aria-hidden=true>of May</span>",
        '<span class="reader">of May</span>',
        '<span style="display:inline">of May</span>',
        f'<span id="rest" style="display:none">of May. {NOTE}</span>',
    ],
)
def test_a_part_of_a_line_that_readers_see_stays(part: str) -> None:
    (line,) = read_lines(parse_page(f"<html><body><p>Read the report {part}</p></body></html>").tree)
    assert line.text.startswith("Read the report of May")


@pytest.mark.parametrize(
    ("style", "unseen"),
    [
        ("display : none !important", True),
        ("opacity:0", False),
        ("opacity:0;pointer-events:none", True),
        ("position:absolute;opacity:0", True),
        ("font-size:1px;color:#fff", True),
        ("visibility:hidden; animation-name: none", False),
        ("opacity:0;height:0;overflow:hidden;transform:translateY(20px)", False),
        ("opacity:0.5", False),
        ("font-size:0.9em", False),
        ("left:-9999px", True),
        ("margin-left:-10px", False),
        ("text-indent:-9999px", True),
        ("width:100%;overflow:hidden", False),
        ("overflow:hidden;width:1px", True),
        ("visibility:visible", False),
        ("visibility:collapse", True),
        ("font-size:.8em", False),
        ("font-size:2px", True),
        ("font-size:4px", False),
        ("opacity:0.01", True),
        ("left:-100%", False),
        ("color:transparent;background-clip:text", False),
        ("color:#ffffff;background-color:#fff", True),
        ("color:white;background:url(a.png)", False),
    ],
)
def test_styles_take_a_node_off_the_page(style: str, unseen: bool) -> None:
    assert is_unseen({"style": style}) is unseen


@pytest.mark.parametrize(
    "name",
    [
        *("visually-hidden", "VisuallyHidden", "hidden-visually", "u-hiddenvisually", "sr-only", "is_sronly"),
        *("screen-reader", "screenreaders", "screen-readers-only", "ScreenReader-Text", "readers-only", "reader-only"),
        *("element-invisible", "assistive-text", "a11y-hidden", "a11yonly", "show-for-sr", "hide-visually"),
        *("offscreen", "off-screen", "\N{LATIN SMALL LETTER LONG S}r-only"),
    ],
)
def test_each_class_for_screen_readers_is_found(name: str) -> None:
    assert is_for_screen_readers(name)
    assert is_for_screen_readers(f"link {name} x")


def test_classes_for_screen_readers_are_whole_words() -> None:
    assert all(map(is_for_screen_readers, ("sr-only", "a visuallyhidden", "screen-reader-text", "element-invisible")))
    assert not any(map(is_for_screen_readers, (None, "", "screening", "hidden-gem", "offscreen-news-list")))
