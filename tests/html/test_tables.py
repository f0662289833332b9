"""Tables of data stay tables; those that only lay out text are the paragraphs that a reader sees."""

from html import escape

import pytest

from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.tables import table_use

VOYAGE = "The ferry had waited in the harbour for eleven days before the wind turned to the west and let it go."
BREAD = "Nobody on board had expected the voyage to last so long, and the bread ran out on the second Sunday."
LIGHTHOUSE = "When the lighthouse came into sight at last, the captain wrote a single word into his book: home."
HAN = "渡轮在港口等了十一天，直到风向转西才得以启航，船上的人谁也没有想到这次航行会持续这么久。"
SPACER = "<td width=20>&nbsp;</td>"


def rows(*contents: str) -> str:
    return "".join(f"<tr>{content}</tr>" for content in contents)


def cells(*texts: str, tag: str = "td") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def texts(body: str) -> list[str]:
    return [line.text for line in read_lines(parse_page(f"<html><body>{body}</body></html>").tree)]


LAYOUTS = {
    "spacers beside paragraphs": (
        f"<table width=600>{rows(*(SPACER + cells(text) + SPACER for text in (VOYAGE, BREAD)))}</table>"
    ),
    "spacers without width, of other blanks": (
        f"<table>{rows(*(cells('&zwnj;&#847;', text, '') for text in (VOYAGE, BREAD)))}</table>"
    ),
    "spacer pictures": (
        f"<table border=0>{rows(*(cells('<img src=s.gif width=1>', text) for text in (VOYAGE, BREAD)))}</table>"
    ),
    "pictures on alternate sides": (
        f"<table>{rows(cells('<img src=a.jpg>', VOYAGE), cells(BREAD, '<img src=b.jpg>'))}</table>"
    ),
    "role": f"<table role=presentation>{rows(cells(VOYAGE, BREAD))}</table>",
    "role, of several rows": f"<table role='None'>{rows(cells(VOYAGE, BREAD), cells(LIGHTHOUSE))}</table>",
    "one row of two columns": f"<table cellpadding=0 cellspacing=0>{rows(cells(VOYAGE, BREAD))}</table>",
    "two rows of two columns": f"<table>{rows(cells(VOYAGE, BREAD), cells(LIGHTHOUSE, ''))}</table>",
    "headings in cells": f"<table>{rows(cells(f'<h3>Out</h3>{VOYAGE}', f'<h3>Back</h3>{BREAD}'))}</table>",
    "several paragraphs in a cell": f"<table>{rows(cells('Menu', f'<p>{VOYAGE}</p><p>{BREAD}</p>'))}</table>",
    "breaks as paragraphs": f"<table>{rows(cells('Menu', f'{VOYAGE}<br><br>{BREAD}'))}</table>",
    "tables in a table": (
        f"<table width=100%>"
        f"{rows(cells(f'<table>{rows(cells(VOYAGE))}</table>', f'<table>{rows(cells(BREAD))}</table>'))}</table>"
    ),
    "head cells as columns (Foundation)": (
        f"<table class=row>{rows(cells(VOYAGE, '', tag='th'), cells(BREAD, '', tag='th'))}</table>"
    ),
    "head cells with paragraphs": f"<table>{rows(cells(f'<p>{VOYAGE}</p>', f'<p>{BREAD}</p>', tag='th'))}</table>",
    "a line of labels above paragraphs": (
        f"<table>{rows(cells('Harbour letter', 'No. 12'), '<td colspan=2>' + VOYAGE, '<td colspan=2>' + BREAD)}</table>"
    ),
    "Chinese": f"<table>{rows(SPACER + cells(HAN), SPACER + cells(HAN + HAN))}</table>",
    "Chinese columns": f"<table>{rows(cells(HAN, HAN + HAN))}</table>",
}


@pytest.mark.parametrize("markup", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_is_its_paragraphs_in_reading_order(markup: str) -> None:
    found = texts(markup)
    assert not any("|" in text for text in found)
    order = [text for text in found if text in (VOYAGE, BREAD, LIGHTHOUSE, HAN, HAN + HAN)]
    assert len(order) >= 2
    assert order == sorted(order, key=[VOYAGE, BREAD, LIGHTHOUSE, HAN, HAN + HAN].index)


NUMBERED = {
    "numbers": ("1", "2", "3"),
    "numbers with points": ("7.", "8.", "9."),
    "brackets": ("[14]", "[15]", "[16]"),
    "letters": ("(a)", "(b)", "(c)"),
    "Roman": ("(i)", "(ii)", "(iii)"),
    "sections": ("§ 4", "§ 5", "§ 6"),
    "Chinese": ("一、", "二、", "三、"),
    "questions": ("Q:", "A:", "Q:"),
    "bullets": ("•", "•", "•"),
    "dashes": ("–", "–", "–"),
}


@pytest.mark.parametrize("numbers", NUMBERED.values(), ids=NUMBERED)
@pytest.mark.parametrize("is_single", [True, False])
def test_a_number_beside_a_paragraph_stands_before_it(numbers: tuple[str, ...], *, is_single: bool) -> None:
    lines = [cells(number, f"<p>{text}</p>") for number, text in zip(numbers, (VOYAGE, BREAD, LIGHTHOUSE), strict=True)]
    markup = f"<table>{rows(*lines)}</table>" if is_single else "".join(f"<table><tr>{line}</table>" for line in lines)
    assert texts(markup) == [
        f"{number} {text}" for number, text in zip(numbers, (VOYAGE, BREAD, LIGHTHOUSE), strict=True)
    ]


def test_the_number_may_be_marked_as_a_head() -> None:
    lines = [f"<th>{number}</th><td>{text}</td>" for number, text in ((1, VOYAGE), (2, BREAD))]
    assert texts(f"<table>{rows(*lines)}</table>") == [f"1 {VOYAGE}", f"2 {BREAD}"]


def test_only_numbers_are_joined_with_what_follows() -> None:
    lines = (
        cells("", f"<p>{LIGHTHOUSE}</p><p>{VOYAGE}</p>"),
        cells("1.", VOYAGE),
        cells("2.", f"<p>{BREAD}</p><p>{LIGHTHOUSE}</p>"),
    )
    assert texts(f"<table>{rows(*lines)}</table>") == [LIGHTHOUSE, VOYAGE, f"1. {VOYAGE}", f"2. {BREAD}", LIGHTHOUSE]


DATA = {
    "heads": rows(cells("Year", "Boats", tag="th"), cells("1901", "7")),
    "heads beside long cells (a glossary)": rows(f"<th>Bow</th><td>{VOYAGE}</td>", f"<th>Keel</th><td>{BREAD}</td>"),
    "heads above long cells": rows(
        cells("Word", "What it means", tag="th"), cells("Bow", VOYAGE), cells("Keel", BREAD)
    ),
    "a caption": f"<caption>Voyages</caption>{rows(cells(VOYAGE, BREAD), cells(BREAD, LIGHTHOUSE))}",
    "a section of heads": f"<thead>{rows(cells('Word', 'Meaning'))}</thead><tbody>{rows(cells('Bow', VOYAGE))}</tbody>",
    "labels beside texts": rows(cells("Bow", VOYAGE), cells("Keel", BREAD), cells("Mast", LIGHTHOUSE)),
    "labels beside paragraphs": rows(
        *(cells(name, f"<p>{VOYAGE}</p><p>{BREAD}</p>") for name in ("Bow", "Keel", "Mast"))
    ),
    "columns of links": rows(
        cells(*(f"<ul>{'<li><a href=/x>The ferry of the island</a>' * 9}</ul>" for _ in range(3)))
    ),
    "years beside texts": rows(cells("1901", VOYAGE), cells("1902", BREAD), cells("1903", LIGHTHOUSE)),
    "points beside reasons": rows(cells("7", VOYAGE), cells("3", BREAD), cells("9", LIGHTHOUSE)),
    "grades beside texts": rows(cells("A", VOYAGE), cells("B", BREAD), cells("C", LIGHTHOUSE)),
    "numbers below heads": rows(cells("No.", "What", tag="th"), cells("1", VOYAGE), cells("2", BREAD)),
    "a ranking": rows(cells("1", "The Ferry"), cells("2", "The Lighthouse"), cells("3", "Home")),
    "a ranking in three columns": rows(cells("1.", "The Ferry", VOYAGE), cells("2.", "Home", BREAD)),
    "an empty corner": rows(cells("", "2023", "2024"), cells("Boats", "410", "398"), cells("Storms", "3", "")),
    "a row with unseen text": rows(cells(f"Boats<i class=sr-only>{VOYAGE} {BREAD}</i>", "410")),
    "one row": rows(cells("Boats", "410", "398")),
    "texts in three columns": rows(
        cells(VOYAGE, BREAD, LIGHTHOUSE), cells(BREAD, LIGHTHOUSE, VOYAGE), cells(LIGHTHOUSE, VOYAGE, BREAD)
    ),
    "changes": rows(cells("+", "4"), cells("-", "7")),
    "marks of a comparison": rows(cells("Bow", "✓", "✗"), cells("Keel", "✗", "✓")),
    "a role": f"<tbody>{rows(cells('Bow', f'<p>{VOYAGE}</p><p>{BREAD}</p>'))}</tbody>",
    "old attributes": rows(cells("<font size=2>Boats</font>", "<b>410</b>"), cells("Storms", "3")),
    "Chinese": rows(cells("年份", "船只"), cells("一九〇一", "七")),
}


@pytest.mark.parametrize(("name", "content"), DATA.items(), ids=DATA)
def test_data_stay_rows(name: str, content: str) -> None:
    attributes = " role=table" if name == "a role" else " width=600 cellpadding=0 border=0" if "old" in name else ""
    tree = parse_page(f"<html><body><table{attributes}>{content}</table></body></html>").tree
    assert [table_use(table) for table in tree.iter("table")] == ["data"]
    assert all(" | " in line.text for line in read_lines(tree) if line.container.tag == "tr")


def test_data_in_a_layout_stay_rows() -> None:
    data = f"<table>{rows(cells('Year', 'Boats', tag='th'), cells('1901', '7'))}</table>"
    assert texts(f"<table>{rows(SPACER + cells(VOYAGE), SPACER + cells(data), SPACER + cells(BREAD))}</table>") == [
        VOYAGE,
        "Year | Boats",
        "1901 | 7",
        BREAD,
    ]


def test_a_table_with_a_table_in_it_keeps_its_rows_of_data() -> None:
    inner = f"<table>{rows(cells('a', 'b'))}</table>"
    box = (
        f"<table>{rows('<th>Flag</th><td>blue</td>', f'<td colspan=2>{inner}</td>', '<th>Size</th><td>9</td>')}</table>"
    )
    assert texts(box) == ["Flag | blue", "a | b", "Size | 9"]


def test_code_in_a_numbered_row_stays_a_block() -> None:
    code = escape("if x < 1:\n    y()")
    found = texts(f"<table>{rows(cells('1.', f'<pre>{code}</pre>'), cells('2.', VOYAGE))}</table>")
    assert "if x < 1:\n    y()" in found
