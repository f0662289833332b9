"""Dates, as pages write them."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.html.metadata.date import iso_date

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-05-06", "2021-05-06"),
        ("2021-5-6", "2021-05-06"),
        ("2021/05/06", "2021-05-06"),
        ("2021.05.06 07:08", "2021-05-06T07:08:00"),
        ("20210506", "2021-05-06"),
        ("20210506T070809Z", "2021-05-06T07:08:09Z"),
        ("2021-05-06T07:08:09Z", "2021-05-06T07:08:09Z"),
        ("2021-05-06T07:08:09.123456+0200", "2021-05-06T07:08:09+02:00"),
        ("2021-05-06T07:08-05", "2021-05-06T07:08:00-05:00"),
        ("2021-05-06 07:08:09 UTC", "2021-05-06T07:08:09Z"),
        ("2021-05-06T00:00:00", "2021-05-06"),
        ("2021-05-06T00:00:00+02:00", "2021-05-06T00:00:00+02:00"),
        ("2021-05-06T99:99:99", "2021-05-06"),
        ("Thu, 06 May 2021 07:08:09 GMT", "2021-05-06T07:08:09Z"),
        ("Thursday, May 6, 2021", "2021-05-06"),
        ("Published: 6th of May 2021", None),
        ("6 May 2021", "2021-05-06"),
        ("6. März 2021", "2021-03-06"),
        ("6 de mayo de 2021", "2021-05-06"),
        ("6 juillet 2021", "2021-07-06"),
        ("6 juin 2021", "2021-06-06"),
        ("06.05.2021", "2021-05-06"),
        ("25/05/2021", "2021-05-25"),
        ("05/25/2021", "2021-05-25"),
        ("05/06/2021", None),
        ("2021年5月6日", "2021-05-06"),
        ("1620284889", "2021-05-06T07:08:09Z"),
        ("1620284889000", "2021-05-06T07:08:09Z"),
        (1620284889, "2021-05-06T07:08:09Z"),
        ("1851-09-18", "1851-09-18"),
    ],
)
def test_a_date_becomes_iso_8601(written: object, iso: str | None) -> None:
    assert iso_date(written, today=TODAY) == iso


@pytest.mark.parametrize(
    "nonsense",
    [
        *("", "yesterday", "0000-00-00", "0001-01-01T00:00:00Z", "2021-13-45", "1970-01-01T00:00:00Z", "9999-12-31"),
        *("2027-01-01", "2021", "2021-05", "123", "99999999999999999999", None, True, [], {}, float("nan"), 1e300, -5),
    ],
)
def test_nonsense_is_no_date(nonsense: object) -> None:
    assert iso_date(nonsense, today=TODAY) is None


def test_the_day_after_tomorrow_may_be_a_date_and_next_month_not() -> None:
    assert iso_date("2026-03-03", today=TODAY) == "2026-03-03"
    assert iso_date("2026-04-01", today=TODAY) is None


@given(
    st.text() | st.integers() | st.floats() | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/., ]+[0-9:TZ+]{1,9}")
)
def test_whatever_is_written_gives_a_date_or_none(written: object) -> None:
    found = iso_date(written, today=TODAY)
    assert found is None or re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?", found)


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2026, 1, 1)), st.times(min_value=time(0, 0, 1)))
def test_what_is_iso_8601_already_stays(day: date, hour: time) -> None:
    written = f"{day.isoformat()}T{hour.replace(microsecond=0).isoformat()}"
    assert iso_date(written, today=TODAY) == written
