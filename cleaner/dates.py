"""Dates as people and programs write them, in ISO 8601 with the time and zone that they give.

>>> written(read_date("6. März 2021")), written(read_date("2021-05-06T07:08:09.123+0200"))
('2021-03-06', '2021-05-06T07:08:09+02:00')
>>> read_date("03/04/2021")
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from cleaner.lazy import lazy_pattern

_MONTH_STARTS = (
    *("jan gen ene", "feb fév fev", "mar mär mrt", "apr abr avr", "may mai mag mei maj", "jun giu juin"),
    *("jul lug juil", "aug ago aoû", "sep set", "oct okt ott out", "nov", "dec dez dic déc"),
)
"""The first three or four letters of each month, in languages whose months begin unlike each other's."""

MONTHS = {start: number for number, starts in enumerate(_MONTH_STARTS, 1) for start in starts.split()}

MONTHS_A_YEAR = 12

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
_DOTTED = lazy_pattern(r"(?<!\d)(\d\d?)([./-])(\d\d?)\2(\d{4})(?!\d)")


def read_date(text: str) -> date | None:
    """Return the date of a text, with its time if it has one; ``None`` for what could be read in two ways, or none."""
    try:
        return _iso(text) or _compact(text) or _mail(text) or _spoken(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def format_date(found: date) -> str:
    """Write a date as ISO 8601; midnight without a zone says that nobody knew the time."""
    if not isinstance(found, datetime):
        return found.isoformat()
    if found.tzinfo is None and (found.hour, found.minute, found.second) == (0, 0, 0):
        return found.date().isoformat()
    return re.sub(r"\+00:00$", "Z", found.replace(microsecond=0).isoformat())


def _iso(text: str) -> date | None:
    found = _ISO.match(text)
    if not found:
        return None
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return _with_time(day, found["hour"], found["minute"], found["second"], found["zone"])


def _compact(text: str) -> date | None:
    found = _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, *time = found.groups()
    return _with_time(date(int(year), int(month), int(day)), *time)


def _with_time(day: date, hour: str | None, minute: str | None, second: str | None, zone: str | None) -> date:
    """Join a day with its time, if it has one that exists."""
    if hour is None or minute is None:
        return day
    digits = re.sub(r"\D", "", zone or "")
    offset = "+00:00" if zone and not digits else f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}" if zone else ""
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{int(hour):02}:{minute}:{second or '00'}{offset}")
    except ValueError:
        return day


def _mail(text: str) -> date | None:
    """Read a date as mails and HTTP have it: ``Thu, 06 May 2021 07:08:09 GMT``."""
    if ":" not in text or "," not in text:
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _spoken(text: str) -> date | None:
    """Read a date as people write it; one whose day and month could be either is none."""
    if found := _EAST_ASIAN.search(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(text):
            name = found[month].casefold()
            if number := MONTHS.get(name[:3]) or MONTHS.get(name[:4]):
                return date(int(found[3]), number, int(found[day]))
    if found := _DOTTED.search(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > MONTHS_A_YEAR or first == second:
            return date(int(found[4]), second, first)
        if second > MONTHS_A_YEAR:
            return date(int(found[4]), first, second)
    return None
