"""Values that may hold a date, and whether a date can be that of a page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cleaner.dates import UNKNOWN_STYLE, DateStyle, format_date, read_date
from cleaner.html.values import plain_text

MAX_DATE = 120
"""Characters of a date that are read."""

EARLIEST = date(1700, 1, 1)
"""Archives carry articles of the 19th century under their own dates; zero dates are earlier."""

EPOCH = date(1970, 1, 1)
"""The date that programs write when they have none."""

MAX_AHEAD = timedelta(days=2)
"""How far after today a date may be: embargoed articles, and zones that are a day ahead."""

SECONDS_DIGITS = (9, 10)
MILLISECONDS_DIGITS = (12, 13)
"""Digits of a Unix time in either unit since 1973."""


def iso_date(value: Any, *, today: date | None = None, style: DateStyle = UNKNOWN_STYLE) -> str | None:
    """Return a date as ISO 8601, with time and zone if it has them; ``None`` for what is not a plausible date.

    >>> iso_date("2021-05-06T07:08:09.123+0200"), iso_date("May 6, 2021"), iso_date("0000-00-00")
    ('2021-05-06T07:08:09+02:00', '2021-05-06', None)
    """
    moment = plausible_date(value, style, today=today)
    return format_date(moment) if moment else None


def plausible_date(value: Any, style: DateStyle = UNKNOWN_STYLE, *, today: date | None = None) -> date | None:
    """Return the date that a value holds, with its time if it has one; ``None`` if it is not plausible."""
    text = plain_text(value)[:MAX_DATE]
    if not any(map(str.isdigit, text)):
        return None
    try:
        moment = _unix_time(text) or read_date(text, style)
        return moment if moment and is_plausible(moment, today=today) else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def is_plausible(moment: date, *, today: date | None = None) -> bool:
    """Whether a date is from :data:`EARLIEST` to :data:`MAX_AHEAD` after ``today``, by default the day in UTC."""
    day = day_of(moment)
    return EARLIEST <= day <= (today or datetime.now(UTC).date()) + MAX_AHEAD and day != EPOCH


def day_of(moment: date) -> date:
    """Return the day of a date that may have a time."""
    return moment.date() if isinstance(moment, datetime) else moment


def _unix_time(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit():
        return None
    if len(text) in SECONDS_DIGITS:
        return datetime.fromtimestamp(int(text), UTC)
    return datetime.fromtimestamp(int(text) // 1000, UTC) if len(text) in MILLISECONDS_DIGITS else None
