"""Dates as pages write them, and the one that htmldate guesses."""

import logging
import re
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trafilatura import load_html

from cleaner.html.metadata.date_guess import guess_date
from cleaner.html.metadata.plausible_date import iso_date

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
        ("Published: 6th of May 2021", "2021-05-06"),
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
def test_nonsense_is_not_a_date(nonsense: object) -> None:
    assert iso_date(nonsense, today=TODAY) is None


def test_a_date_may_be_two_days_ahead_but_not_a_month() -> None:
    assert iso_date("2026-03-03", today=TODAY) == "2026-03-03"
    assert iso_date("2026-04-01", today=TODAY) is None


@given(
    st.text() | st.integers() | st.floats() | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/., ]+[0-9:TZ+]{1,9}")
)
def test_any_value_gives_a_date_or_none(written: object) -> None:
    result = iso_date(written, today=TODAY)
    assert result is None or re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?", result)


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2026, 1, 1)), st.times(min_value=time(0, 0, 1)))
def test_iso_8601_stays_unchanged(day: date, hour: time) -> None:
    written = f"{day.isoformat()}T{hour.replace(microsecond=0).isoformat()}"
    assert iso_date(written, today=TODAY) == written


ZONED = """<!doctype html><html><head><title>Bridge opens</title>
<meta property="article:published_time" content="2021 May 6 07:08 EDT"></head><body><h1>Bridge opens</h1>
<p>The bridge over the Lenn opened on Monday after two years of work, a year later than planned.</p></body></html>"""


def test_the_name_of_a_zone_warns_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(ZONED)
    command = [sys.executable, "-m", "cleaner.cli.clean", str(tmp_path / "a.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert 'date: "2021-05-06"' in done.stdout
    assert done.stderr == ""


def test_the_name_of_a_zone_costs_no_date_where_warnings_are_errors() -> None:
    code = "import sys; from cleaner import clean; print(clean(html=sys.argv[1]).metadata['date'])"
    command = [sys.executable, "-W", "error::RuntimeWarning", "-c", code, ZONED]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "2021-05-06\n"


def test_guessing_a_date_leaves_loggers_of_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("filters of a logger are shared by all threads")

    monkeypatch.setattr(logging.Logger, "addFilter", refuse)
    tree = load_html("<html><body><p>The bridge opened.</p></body></html>")
    assert guess_date(tree, url="https://example.org/2021/05/06/bridge") == "2021-05-06"
