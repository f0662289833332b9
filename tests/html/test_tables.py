"""Tables of data stay tables; those that only lay out text are the paragraphs that a reader sees."""

from html import escape

import pytest

from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.tables import table_use

ONE = "The ferry had waited in the harbour for eleven days before the wind turned to the west and let it go."
TWO = "Nobody on board had expected the voyage to last so long, and the bread ran out on the second Sunday."
THREE = "When the lighthouse came into sight at last, the captain wrote a single word into his book: home."
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
        f"<table width=600>{rows(*(SPACER + cells(text) + SPACER for text in (ONE, TWO)))}</table>"
    ),
    "spacers without width, of other blanks": (
        f"<table>{rows(*(cells('&zwnj;&#847;', text, '') for text in (ONE, TWO)))}</table>"
    ),
    "spacer pictures": (
        f"<table border=0>{rows(*(cells('<img src=s.gif width=1>', text) for text in (ONE, TWO)))}</table>"
    ),
    "pictures on alternate sides": (
        f"<table>{rows(cells('<img src=a.jpg>', ONE), cells(TWO, '<img src=b.jpg>'))}</table>"
    ),
    "role": f"<table role=presentation>{rows(cells(ONE, TWO))}</table>",
    "role, of several rows": f"<table role='None'>{rows(cells(ONE, TWO), cells(THREE))}</table>",
    "one row of two columns": f"<table cellpadding=0 cellspacing=0>{rows(cells(ONE, TWO))}</table>",
    "two rows of two columns": f"<table>{rows(cells(ONE, TWO), cells(THREE, ''))}</table>",
    "headings in cells": f"<table>{rows(cells(f'<h3>Out</h3>{ONE}', f'<h3>Back</h3>{TWO}'))}</table>",
    "several paragraphs in a cell": f"<table>{rows(cells('Menu', f'<p>{ONE}</p><p>{TWO}</p>'))}</table>",
    "breaks as paragraphs": f"<table>{rows(cells('Menu', f'{ONE}<br><br>{TWO}'))}</table>",
    "tables in a table": (
        f"<table width=100%>"
        f"{rows(cells(f'<table>{rows(cells(ONE))}</table>', f'<table>{rows(cells(TWO))}</table>'))}</table>"
    ),
    "head cells as columns (Foundation)": (
        f"<table class=row>{rows(cells(ONE, '', tag='th'), cells(TWO, '', tag='th'))}</table>"
    ),
    "head cells with paragraphs": f"<table>{rows(cells(f'<p>{ONE}</p>', f'<p>{TWO}</p>', tag='th'))}</table>",
    "a line of labels above paragraphs": (
        f"<table>{rows(cells('Harbour letter', 'No. 12'), '<td colspan=2>' + ONE, '<td colspan=2>' + TWO)}</table>"
    ),
    "Chinese": f"<table>{rows(SPACER + cells(HAN), SPACER + cells(HAN + HAN))}</table>",
    "Chinese columns": f"<table>{rows(cells(HAN, HAN + HAN))}</table>",
}


@pytest.mark.parametrize("markup", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_is_its_paragraphs_in_reading_order(markup: str) -> None:
    found = texts(markup)
    assert not any("|" in text for text in found)
    order = [text for text in found if text in (ONE, TWO, THREE, HAN, HAN + HAN)]
    assert len(order) >= 2
    assert order == sorted(order, key=[ONE, TWO, THREE, HAN, HAN + HAN].index)


NUMBERED = {
    "numbers": ("1", "2", "3"),
    "numbers with points": ("7.", "8.", "9."),
    "brackets": ("[14]", "[15]", "[16]"),
    "letters": ("(a)", "(b)", "(c)"),
    "Roman": ("(i)", "(ii)", "(iii)"),
    "sections": ("§ 4", "§ 5", "§ 6"),
    "bullets": ("•", "•", "•"),
    "dashes": ("–", "–", "–"),
}


@pytest.mark.parametrize("numbers", NUMBERED.values(), ids=NUMBERED)
@pytest.mark.parametrize("is_one_table", [True, False])
def test_a_number_beside_a_paragraph_stands_before_it(numbers: tuple[str, ...], *, is_one_table: bool) -> None:
    lines = [cells(number, f"<p>{text}</p>") for number, text in zip(numbers, (ONE, TWO, THREE), strict=True)]
    markup = (
        f"<table>{rows(*lines)}</table>" if is_one_table else "".join(f"<table><tr>{line}</table>" for line in lines)
    )
    assert texts(markup) == [f"{number} {text}" for number, text in zip(numbers, (ONE, TWO, THREE), strict=True)]


def test_only_numbers_are_joined_with_what_follows() -> None:
    lines = (cells("", f"<p>{THREE}</p><p>{ONE}</p>"), cells("1.", ONE), cells("2.", f"<p>{TWO}</p><p>{THREE}</p>"))
    assert texts(f"<table>{rows(*lines)}</table>") == [THREE, ONE, f"1. {ONE}", f"2. {TWO}", THREE]


DATA = {
    "heads": rows(cells("Year", "Boats", tag="th"), cells("1901", "7")),
    "heads beside long cells (a glossary)": rows(f"<th>Bow</th><td>{ONE}</td>", f"<th>Keel</th><td>{TWO}</td>"),
    "heads above long cells": rows(cells("Word", "What it means", tag="th"), cells("Bow", ONE), cells("Keel", TWO)),
    "a caption": f"<caption>Voyages</caption>{rows(cells(ONE, TWO), cells(TWO, THREE))}",
    "a section of heads": f"<thead>{rows(cells('Word', 'Meaning'))}</thead><tbody>{rows(cells('Bow', ONE))}</tbody>",
    "labels beside texts": rows(cells("Bow", ONE), cells("Keel", TWO), cells("Mast", THREE)),
    "labels beside paragraphs": rows(*(cells(name, f"<p>{ONE}</p><p>{TWO}</p>") for name in ("Bow", "Keel", "Mast"))),
    "columns of links": rows(
        cells(*(f"<ul>{'<li><a href=/x>The ferry of the island</a>' * 9}</ul>" for _ in range(3)))
    ),
    "years beside texts": rows(cells("1901", ONE), cells("1902", TWO), cells("1903", THREE)),
    "points beside reasons": rows(cells("7", ONE), cells("3", TWO), cells("9", THREE)),
    "a ranking": rows(cells("1", "The Ferry"), cells("2", "The Lighthouse"), cells("3", "Home")),
    "a ranking in three columns": rows(cells("1.", "The Ferry", ONE), cells("2.", "Home", TWO)),
    "an empty corner": rows(cells("", "2023", "2024"), cells("Boats", "410", "398"), cells("Storms", "3", "")),
    "one row": rows(cells("Boats", "410", "398")),
    "texts in three columns": rows(cells(ONE, TWO, THREE), cells(TWO, THREE, ONE), cells(THREE, ONE, TWO)),
    "changes": rows(cells("+", "4"), cells("-", "7")),
    "marks of a comparison": rows(cells("Bow", "✓", "✗"), cells("Keel", "✗", "✓")),
    "a role": f"<tbody>{rows(cells('Bow', f'<p>{ONE}</p><p>{TWO}</p>'))}</tbody>",
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
    assert texts(f"<table>{rows(SPACER + cells(ONE), SPACER + cells(data), SPACER + cells(TWO))}</table>") == [
        ONE,
        "Year | Boats",
        "1901 | 7",
        TWO,
    ]


def test_a_table_with_a_table_in_it_keeps_its_rows_of_data() -> None:
    inner = f"<table>{rows(cells('a', 'b'))}</table>"
    box = (
        f"<table>{rows('<th>Flag</th><td>blue</td>', f'<td colspan=2>{inner}</td>', '<th>Size</th><td>9</td>')}</table>"
    )
    assert texts(box) == ["Flag | blue", "a | b", "Size | 9"]


def test_code_in_a_numbered_row_stays_a_block() -> None:
    code = escape("if x < 1:\n    y()")
    found = texts(f"<table>{rows(cells('1.', f'<pre>{code}</pre>'), cells('2.', ONE))}</table>")
    assert "if x < 1:\n    y()" in found
