"""How rows of plain text are distinguished: wrapped paragraphs, columns, paragraphs and short lines."""

import textwrap

import pytest

from cleaner import Cleaner, Normalization
from cleaner.text.layout import are_paragraphs, are_short_lines, columns, is_aligned, is_wrapped

STORY = (
    "The harbour board voted on Monday night to reopen the northern pier, nine months after a storm tore away "
    "two of its pillars and left the ferry without a landing. Repairs took longer than planned, said the engineer in "
    "charge, because divers found that the sea floor had shifted by almost a metre since the spring."
)


@pytest.mark.parametrize("width", range(50, 100, 7))
def test_prose_that_a_program_wraps_is_wrapped(width: int) -> None:
    assert is_wrapped(textwrap.wrap(STORY, width))
    assert is_wrapped(textwrap.wrap(STORY, width, initial_indent="    "))


@pytest.mark.parametrize("width", [20, 30, 110, 150])
def test_narrow_and_wide_rows_are_not_wrapped(width: int) -> None:
    assert not is_wrapped(textwrap.wrap(STORY, width))


@pytest.mark.parametrize(
    "text",
    [
        "Harbour board votes to reopen northern pier after storm damage\nBy Jane Doe",
        "America's child care crisis is holding back moms without college degrees\nshare",
        "- a radio that works, with a spare battery in a bag that keeps the\n  water out.",
        "The board voted to reopen the northern pier in June.\nThe mayor was glad, and the ferry runs in June.\nMore.",
        "The board voted on Monday to reopen\nthe pier, said the mayor, who has run the town for nine years now.",
        "Mole öffnet wieder nach neun Monaten: Was Reisende jetzt wissen müssen\nVon Jana Doe",
    ],
)
def test_lines_that_only_follow_each_other_are_not_wrapped(text: str) -> None:
    assert not is_wrapped(text.split("\n"))


def test_columns_are_those_of_a_terminal() -> None:
    assert [columns(row) for row in ("码头", "é", "e\u0301", "\tx", "ｱ")] == [4, 1, 1, 9, 1]


def test_columns_inside_rows_make_a_table() -> None:
    assert is_aligned(["Monday     6:00", "Tuesday   11:30", "closed"])
    assert not is_aligned(["Monday     6:00"])
    assert not is_aligned(["He left.  She stayed.", "It rained!  It snowed."])


def test_paragraphs_are_sentences_or_long_rows() -> None:
    assert are_paragraphs([STORY, STORY, "What comes next"])
    assert not are_paragraphs([f"- {STORY}", f"- {STORY}"])
    assert are_short_lines(["Harbour Office", "12 Pier Road."])
    assert not are_short_lines(["Harbour Office"])


def test_unwrapping_joins_wrapped_paragraphs_alone() -> None:
    wrapped = "\n".join(textwrap.wrap(STORY, 72))
    poem = "The sea is calm,\n  the tide is full"
    for options in (Normalization(unwrap=True), Normalization(unwrap=True, unicode="NFKC")):
        assert Cleaner(normalization=options).clean(f"{wrapped}\n\n{poem}").text == f"{STORY}\n\n{poem}"
    rows = Cleaner(normalization=Normalization(paragraphs="newline")).clean(f"{wrapped}\n\n{poem}").text
    assert rows == f"{STORY}\nThe sea is calm,\nthe tide is full"


def test_scripts_without_blanks_and_hyphens_are_joined_without_a_blank() -> None:
    chinese = "港务局星期一晚上投票决定重新开放北码头，九个月前的一场风暴冲走了码头的\n两根桩子，渡轮从此没有地方停靠。"
    hyphen = "The harbour board voted on Monday night to reopen the long-\nstanding pier before the summer."
    joined = Cleaner(normalization=Normalization(unwrap=True)).clean(f"{chinese}\n\n{hyphen}").text
    assert joined == f"{chinese}\n\n{hyphen}".replace("的\n", "的").replace("-\n", "-")
