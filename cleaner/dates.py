"""Dates as people and programs write them, and as ISO 8601, with their time and zone if they have one.

>>> format_date(read_date("6. März 2021")), format_date(read_date("2021-05-06T07:08:09.123+0200"))
('2021-03-06', '2021-05-06T07:08:09+02:00')
>>> read_date("03/04/2021")

dateutil and dateparser read ambiguous dates as well, and complete partial ones from today's date; here neither counts
as a date.
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from cleaner.lazy import lazy_pattern

_MONTH_STARTS = (
    *("jan gen ene", "feb fév fev", "mar mär mrt", "apr abr avr", "may mai mag mei maj", "jun giu juin"),
    *("jul lug juil", "aug ago aoû", "sep set", "oct okt ott out", "nov", "dec dez dic déc"),
)
"""The first three or four letters of each month, in languages whose months do not contradict each other."""

_MONTHS = {start: number for number, starts in enumerate(_MONTH_STARTS, 1) for start in starts.split()}

_MONTHS_PER_YEAR = 12

_ISO = lazy_pattern(
    r"""
    (?P<year>\d{4}) [-/.] (?P<month>\d\d?) [-/.] (?P<day>\d\d?) (?!\d)
    (?: [T\s,]* (?P<hour>\d\d?) : (?P<minute>\d\d) (?: : (?P<second>\d\d) (?:[.,]\d+)? )?
        \s* (?P<zone> Z | UTC | GMT | [+-]\d\d:?(?:\d\d)? )?
    )?""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = lazy_pattern(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE)
_EAST_ASIAN = lazy_pattern(r"(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
_DAY_MONTH = lazy_pattern(
    r"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|º)?\.?\s(?:de\s)?([^\W\d_]{3,12})\.?,?\s(?:de\s|del\s)?(\d{4})(?!\d)"
)
_MONTH_DAY = lazy_pattern(r"(?<!\w)([^\W\d_]{3,12})\.?\s(\d\d?)(?:st|nd|rd|th)?,?\s(\d{4})(?!\d)")
_NUMERIC = lazy_pattern(r"(?<!\d)(\d\d?)([./-])(\d\d?)\2(\d{4})(?!\d)")


def read_date(text: str) -> date | None:
    """Return the date that a text is or contains, with its time; ``None`` if it is ambiguous or missing."""
    try:
        return _iso(text) or _compact(text) or _mail(text) or _prose(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def format_date(value: date) -> str:
    """Return a date in ISO 8601. Midnight without a zone means that the time is unknown, and is left out."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return re.sub(r"\+00:00$", "Z", value.replace(microsecond=0).isoformat())


def _iso(text: str) -> date | None:
    match = _ISO.match(text)
    if not match:
        return None
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return _with_time(day, match["hour"], match["minute"], match["second"], match["zone"])


def _compact(text: str) -> date | None:
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    year, month, day, *time = match.groups()
    return _with_time(date(int(year), int(month), int(day)), *time)


def _with_time(day: date, hour: str | None, minute: str | None, second: str | None, zone: str | None) -> date:
    """Return a day with its time; the day alone if there is no time, or none that exists."""
    if hour is None or minute is None:
        return day
    digits = re.sub(r"\D", "", zone or "")
    offset = "+00:00" if zone and not digits else f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}" if zone else ""
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{int(hour):02}:{minute}:{second or '00'}{offset}")
    except ValueError:
        return day


def _mail(text: str) -> date | None:
    """Read a date as in e-mail and HTTP headers: ``Thu, 06 May 2021 07:08:09 GMT``."""
    if ":" not in text or "," not in text:
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _prose(text: str) -> date | None:
    """Read a date as people write it. One whose day and month could be swapped is ambiguous."""
    if match := _EAST_ASIAN.search(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for match in pattern.finditer(text):
            name = match[month].casefold()
            if number := _MONTHS.get(name[:3]) or _MONTHS.get(name[:4]):
                return date(int(match[3]), number, int(match[day]))
    if match := _NUMERIC.search(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > _MONTHS_PER_YEAR or first == second:
            return date(int(match[4]), second, first)
        if second > _MONTHS_PER_YEAR:
            return date(int(match[4]), first, second)
    return None
