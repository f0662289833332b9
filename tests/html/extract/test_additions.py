"""Notes, paragraphs that are one link, and short pages: text of the article whatever the scorer says."""

import pytest

from cleaner import Cleaner
from cleaner.html.extract.additions import with_additions
from cleaner.types import Effort
from tests.html.conftest import view_of
from tests.html.pier import lines_of

STANDARD = Cleaner()
STORY = [
    "The harbor board voted on Monday night to reopen the northern pier, nine months after a storm.",
    "Repairs took longer than planned because the sea floor had shifted by almost a meter since the spring.",
    "The first boat is due to leave at six in the morning, carrying schoolchildren and the post.",
    "Tickets will cost four dollars, the same as before, although the council had warned of higher prices.",
    "Engineers from the university have fitted the new pillars with sensors, which report every movement.",
]


def text_of(body: str, cleaner: Cleaner = STANDARD) -> str:
    head = "<head><title>Pier reopens</title></head>"
    return cleaner.clean(html=f"<html>{head}<body>{body}</body></html>").text


def story_with(middle: str = "", end: str = "", mark: str = "") -> str:
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    first = paragraphs[0].replace("</p>", f"{mark}</p>")
    body = "".join([first, *paragraphs[1:3], middle, *paragraphs[3:], end])
    return text_of(f"<article><h1>Pier reopens</h1><div>{body}</div></article>")


ROWS = "".join(f"<tr><td>{year}</td><td>{year - 1890} boats</td></tr>" for year in range(1900, 1907))


@pytest.mark.parametrize(
    "table",
    [
        f"<table><caption>Boats a year</caption>{ROWS}</table>",
        f"<figure><table>{ROWS}</table><figcaption>Boats a year</figcaption></figure>",
        f"<figure><figcaption><p>Boats a year</p></figcaption><div><table>{ROWS}</table></div></figure>",
    ],
)
def test_the_caption_of_a_kept_table_is_kept(table: str) -> None:
    assert "Boats a year" in story_with(table)
    assert "Boats a year" in story_with(end=table)


def test_captions_of_pictures_are_no_captions_of_the_table_beside_them() -> None:
    picture = "<figure><img src=a.jpg><figcaption>Photo: Ben Lum</figcaption></figure>"
    assert "Ben Lum" not in story_with(f"<table>{ROWS}</table>{picture}")


@pytest.mark.parametrize(
    ("mark", "notes"),
    [
        (
            '<sup><a href="#f1">1</a></sup>',
            '<section class="footnotes"><ol><li id="f1">{} <a href="#r">↩</a></li><li id="f2">{}</li></ol></section>',
        ),
        ('<a href="#note-a">[a]</a>', '<div><p id="note-a">{}</p></div><ul><li>{}</li></ul>'),
        ('<a href="#anm1">*</a>', '<h3>Anmerkungen</h3><ul><li><a name="anm1"></a>{}</li><li>{}</li></ul>'),
    ],
)
def test_notes_that_the_text_refers_to_are_kept(mark: str, notes: str) -> None:
    first, second = "Minutes of the board, 12 March 2009, page 4.", "See Halloran, chapter 3."
    text = story_with(end=notes.format(first, second), mark=mark)
    assert first in text


def test_notes_beside_a_kept_note_are_kept() -> None:
    notes = '<ol><li id="f1">Minutes of the board, page 4.</li><li id="f2">See Halloran, chapter 3.</li></ol>'
    assert "See Halloran" in story_with(end=notes, mark='<a href="#f1">1</a>')


def test_a_list_of_sources_that_is_longer_than_half_of_the_article_is_not_added() -> None:
    sources = "".join(f'<li id="s{number}">Halloran, crossing {number}, 2019, pp. 3-9</li>' for number in range(40))
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    view = view_of(f'<div>{paragraphs}<p>It is so. <a href="#s1">1</a></p><ol>{sources}</ol></div>')
    chosen = list(range(len(STORY) + 1))
    assert with_additions(view, chosen) == chosen


SENTENCE = "On Friday the captain, the mate and the cook denied that they had known of the cracks in the pillars."


@pytest.mark.parametrize(
    "block",
    [
        f'<div class="m"><p><a href="/live"><strong>{SENTENCE}</strong></a></p></div>',
        f'<p><b><a href="/live">{SENTENCE}</a></b></p>',
        f'<div><strong><a href="/live">{SENTENCE}</a></strong></div>',
    ],
)
def test_a_paragraph_in_bold_that_is_a_link_is_kept_between_paragraphs(block: str) -> None:
    assert SENTENCE in story_with(block)


@pytest.mark.parametrize(
    "block",
    [
        '<p><a href="/app"><b>Read also: A storm took the pier</b></a></p>',
        '<div><a href="/app"><b>Follow us</b></a></div>',
        f'<aside class="related"><ul><li><a href="/x"><b>{SENTENCE}</b></a><li><a href="/y">Boats</a></ul></aside>',
    ],
)
def test_teasers_between_paragraphs_are_not_added(block: str) -> None:
    text = story_with(block)
    assert all(part not in text for part in ("Read also", "Follow us", SENTENCE))


@pytest.mark.parametrize("effort", ["fast", "standard"])
@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<main><section><p>First</p>\nText without a tag\n<div><h4>Heading</h4>More of it</div></section></main>", 4),
        ("<div>Der Laden ist heute zu.<br>Morgen wieder ab acht.</div>", 2),
        ("<p>本日休業</p><p>明日は八時から</p>", 2),
        ('<nav><a href="/">Start</a><span>Menu</span></nav><p>Closed today.</p><footer>© 2024 A. Shop</footer>', 1),
    ],
)
def test_all_text_of_a_short_page_is_kept(body: str, kept: int, effort: Effort) -> None:
    assert len(text_of(body, Cleaner(effort=effort)).split("\n\n")) == kept


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        ("<h3>Hours</h3><p>Monday to Friday: 10am to 6pm</p>", ["Hours", "Monday to Friday: 10am to 6pm"]),
        ("<ul><li>Mon–Fri 9–17</li><li>Sat 10–14</li></ul>", ["Mon–Fri 9–17", "Sat 10–14"]),
        ("<dl><dt>Mon–Thu</dt><dd>11:00–23:00</dd></dl>", ["Mon–Thu", "11:00–23:00"]),
        ("<p>Mo–Fr 9–17 Uhr<br>Sa 10–14 Uhr</p>", ["Mo–Fr 9–17 Uhr", "Sa 10–14 Uhr"]),
        ("<p>月〜金 9:00〜17:00<br>土日 10:00〜15:00</p>", ["月〜金 9:00〜17:00", "土日 10:00〜15:00"]),
    ],
)
def test_opening_hours_stay(block: str, lines: list[str]) -> None:
    assert lines_of(block) == lines


def added(body: str, chosen: list[int], *, is_article: bool = True) -> list[int]:
    """Return the lines that are added to those chosen; short pages are kept whole, so there is more text below."""
    view = view_of(f"{body}<footer>{'<p>All rights reserved by the board of the harbor.</p>' * 8}</footer>")
    return sorted({*with_additions(view, chosen, is_article=is_article)}.difference(chosen))


@pytest.mark.parametrize(
    ("body", "chosen", "expected"),
    [
        ("<ol><li>Send photos.</li><li>We look at them.</li><li>You pay.</li></ol>", [0, 1], [2]),
        ("<dl><dt>Deck</dt><dd>Planks.</dd><dt>Pile</dt><dd>A post.</dd></dl>", [0, 1, 3], [2]),
        ("<table><tr><th>Day<th>Boats<tr><td>Monday<td>2<tr><td>Sunday<td>3</table>", [1, 2], [0]),
        ("<ul><li>Send photos.</li><li>We look at them.</li><li>You pay.</li></ul>", [0], []),
        ("<ul><li>Send photos.</li><li>We look.</li><li><a href=/p>Prices</a></li></ul>", [0, 1], []),
        ("<ol><li>Send photos.</li><li>We look.</li></ol><ul><li>Share</li></ul>", [0, 1], []),
    ],
)
def test_lists_and_tables_are_completed_when_most_of_them_is_chosen(
    body: str, chosen: list[int], expected: list[int]
) -> None:
    assert added(body, chosen) == expected


ENTRIES = "".join(
    f"<div><h2><a href=/{name}>Night of {name}</a></h2><p>They cross the bay.</p></div>" for name in "abc"
)


def test_a_heading_between_chosen_lines_of_a_block_is_added() -> None:
    section = "<div><p>Boats leave.</p><h3>Fares</h3><p>They stay as they are.</p></div>"
    assert added(section, [0, 2]) == [1]
    assert added(section, [2]) == []
    assert added(section.replace("<h3>Fares", "<h3 hidden>Fares"), [0, 2]) == []
    apart = (
        "<section><div><p>Boats leave.</p></div></section><section><div><h3>Fares</h3></div></section><p>They stay.</p>"
    )
    assert added(apart, [0, 2]) == []


def test_the_summary_of_chosen_details_is_added() -> None:
    details = "<details><summary>What did they find?</summary><p>The floor had shifted.</p></details>"
    assert added(details, [1]) == [0]
    assert added(details + details, [3]) == [2]


def test_linked_headings_are_those_of_entries_unless_the_page_is_an_article() -> None:
    assert added(ENTRIES, [1, 3, 5]) == []
    assert added(ENTRIES, [1, 3, 5], is_article=False) == [2, 4]
    assert added(ENTRIES, [0, 1, 3, 5], is_article=False) == [2, 4]


@pytest.mark.parametrize(
    ("end", "has_end"),
    [
        ("<p>Attendance: 412</p>", True),
        ("<p>Halle, Berg; Dahl.</p><p>Booked: Moe.</p>", True),
        ("<p>Pier</p><p>Mill</p><p>School</p><p>Chapel</p>", False),
        ("<p><a href='/mill'>Attendance at the mill: 412</a></p>", False),
        ("<p class='teaser'>Attendance: 412</p>", False),
        ("<div>Attendance: 412</div>", False),
        ("</div><div><p>Attendance: 412</p>", False),
        ("<p hidden>Attendance: 412</p>", False),
        (f"<p>{STORY[0]} {STORY[1]}</p>", False),
    ],
)
def test_the_last_short_paragraphs_of_the_article_belong_to_it(end: str, *, has_end: bool) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    view = view_of(f"<article><div>{paragraphs}{end}</div></article><p>Weather</p>")
    added = [index for index in with_additions(view, range(len(STORY))) if index >= len(STORY)]
    assert bool(added) == has_end


LIST = "<ul><li>Seven boats</li><li>Two piers</li></ul>"
ROW = "<table><tr><td>06:00</td><td>06:40</td></tr></table>"
HOURS = "<dl><dt>Monday to Friday</dt><dd>8 am – 6 pm</dd></dl>"
ADDRESS = "<address>Harbor House<br>12 Quay Street</address>"
LINKS = "<ul><li><a href='/a'>Seven boats</a></li><li><a href='/b'>Two piers</a></li></ul>"


@pytest.mark.parametrize("block", [LIST, ROW, HOURS, ADDRESS, LIST.replace("ul", "ol"), LIST + ROW])
def test_lists_and_tables_beside_the_paragraphs_belong_to_the_article(block: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    for body in (
        "".join([*paragraphs[:2], block, *paragraphs[2:]]),
        "".join([*paragraphs, block]),
        "".join([*paragraphs, "<h2>When it runs</h2>", block]),
        "".join([*paragraphs, "<h2>When it runs</h2>", block, "<h2>Where</h2>", ADDRESS]),
    ):
        view = view_of(f"<article><h1>Pier reopens</h1><div>{body}</div></article><p>Weather</p>")
        chosen = [index for index, line in enumerate(view.lines) if line.text in STORY]
        assert with_additions(view, chosen) == list(range(1, len(view.lines) - 1))


def test_a_list_of_links_between_paragraphs_belongs_to_the_article() -> None:
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    view = view_of("".join(["<div>", *paragraphs[:2], LINKS, *paragraphs[2:], "</div>"]))
    assert with_additions(view, [0, 1, 4, 5, 6]) == list(range(7))
    assert with_additions(view, [0, 1]) == [0, 1]
    view = view_of("".join(["<div>", paragraphs[0], LINKS, paragraphs[1], "</div><div>", *paragraphs[2:], "</div>"]))
    assert with_additions(view, [0, 3, 4, 5, 6]) == [0, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "block",
    [
        LINKS,
        f"<h2>More stories</h2>{LINKS}",
        LIST.replace("<ul>", "<ul class='facts'>"),
        LIST.replace("<ul>", "<ul hidden>"),
        f"<div>{LIST}</div>",
        f"<h2>The pier</h2><h3>In numbers</h3>{LIST}",
        f"<h2><a href='/numbers'>In numbers</a></h2>{LIST}",
        f"</div><div>{LIST}",
    ],
)
def test_other_lists_below_the_article_do_not(block: str) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    view = view_of(f"<article><div>{paragraphs}{block}</div></article>")
    assert with_additions(view, range(len(STORY))) == list(range(len(STORY)))
