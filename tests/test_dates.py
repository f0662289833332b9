"""Dates as people write them, in the languages and calendars that pages use."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.dates import PERSIAN_YEARS, DateStyle, ascii_digits, date_order, persian_date, read_date, written_dates

WRITTEN = [
    ("af", "22 Mei 2024"),
    ("ar", "22 ماي 2024"),
    ("ar", "22-05-2024"),
    ("be", "22 мая 2024"),
    ("bg", "22.05.2024 г."),
    ("bn", "মে ২২, ২০২৪"),
    ("ca", "22 de maig del 2024"),
    ("en", "the 22nd of May, 2024"),
    ("en", "2024 May 22"),
    ("en", "5/22/2024"),
    ("en", "22 | 05 | 2024"),
    ("eu", "2024ko maiatzaren 22a"),
    ("fa", "۲۲ مه ۲۰۲۴"),
    ("fil", "Mayo 22, 2024"),
    ("fr", "22/05/2024"),
    ("gl", "22 de maio de 2024"),
    ("gu", "22 મે 2024"),
    ("he", "22.05.2024"),
    ("hy", "22 մայիսի 2024"),
    ("is", "22. maí 2024"),
    ("ja", "２０２４年５月２２日"),
    ("ka", "22 მაისი, 2024"),
    ("km", "22 ឧសភា 2024"),
    ("kn", "22 ಮೇ 2024"),
    ("lt", "2024-05-22"),
    ("lv", "22. maijs, 2024"),
    ("mk", "22 мај 2024"),
    ("mr", "22 मे 2024"),
    ("ms", "22 Mei 2024"),
    ("ne", "22 मे 2024"),
    ("nl", "22-05-2024"),
    ("pa", "22 ਮਈ 2024"),
    ("sq", "22 maj 2024"),
    ("sw", "22 Mei 2024"),
    ("ta", "22 மே 2024"),
    ("te", "22 మే 2024"),
    ("th", "วันพุธที่ 22 พฤษภาคม พ.ศ. 2567"),
    ("th", "22 พ.ค. 67"),
    ("uz", "22 may 2024"),
    ("vi", "22 tháng 5 năm 2024"),
    ("", "22 мая 2024"),
    ("en", "22 травня 2024"),
]


@pytest.mark.parametrize(("language", "written"), WRITTEN)
def test_a_date_is_read_in_its_language(language: str, written: str) -> None:
    assert read_date(written, DateStyle(language, date_order(language))) == date(2024, 5, 22)


@pytest.mark.parametrize("written", ["5/22/24", "05/22/24", "Wed, 5/22/24 3:30 PM", "22.05.24"])
def test_a_year_may_have_two_figures(written: str) -> None:
    assert read_date(written, DateStyle("en", "md")) == date(2024, 5, 22)


@pytest.mark.parametrize(
    "written",
    [
        "1.2.24",
        "5/22/24/7",
        "15/22/24",
        "22 articles 2024",
        "Top 10 marketing ideas 2024",
        "May 2024",
        "Chapter 3, 2024",
        "555-1234-2024",
        "22 محرم 1445",
    ],
)
def test_figures_with_other_words_are_no_date(written: str) -> None:
    assert read_date(written, DateStyle("en")) is None


def test_figures_that_can_be_read_in_two_ways_are_two_days() -> None:
    days = (date(2024, 5, 4), date(2024, 4, 5))
    assert [entry.days for entry in written_dates("04/05/2024 and 04.05.2024")] == [days, days[:1]]
    assert [entry.days for entry in written_dates("04/05/2024", DateStyle("en", "md"))] == [days[1:]]


@pytest.mark.parametrize(
    ("persian", "gregorian"),
    [
        ((1300, 1, 1), date(1921, 3, 21)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1375, 1, 1), date(1996, 3, 20)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1409, 1, 1), date(2030, 3, 21)),
    ],
)
def test_the_persian_calendar_is_that_of_almanacs(persian: tuple[int, int, int], gregorian: date) -> None:
    assert persian_date(*persian) == gregorian


@given(st.integers(PERSIAN_YEARS.start, PERSIAN_YEARS.stop - 1))
def test_a_persian_year_begins_around_the_equinox(year: int) -> None:
    first = persian_date(year, 1, 1)
    assert (first.month, first.day) in [(3, 20), (3, 21), (3, 22)]
    assert (first - persian_date(year - 1, 12, 29)).days in (1, 2)


def test_a_day_that_a_calendar_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="1403"):
        persian_date(1403, 7, 31)


@given(st.text(max_size=80), st.sampled_from(["", "en", "th", "fa", "xx", "zh"]))
def test_any_text_has_dates_or_none_in_its_order(text: str, language: str) -> None:
    found = written_dates(ascii_digits(text), DateStyle(language))
    assert all(first.end <= second.start for first, second in pairwise(found))
