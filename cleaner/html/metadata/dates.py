"""Dates: what a page says is a date, if it may be one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cleaner.dates import read_date, written
from cleaner.html.metadata.values import plain_text

EARLIEST = date(1700, 1, 1)
"""Archives carry articles of the 19th century under their own dates; zero dates lie before."""

EPOCH = date(1970, 1, 1)
"""The date that programs give when they have none."""

AHEAD = timedelta(days=2)
"""What a date may lie ahead of today: embargoed articles, and zones that are a day further."""

SECONDS = (9, 10)
MILLISECONDS = (12, 13)
"""Digits of a time stamp in either unit since 1973."""


def iso_date(value: Any, *, today: date | None = None) -> str | None:
    """Return a date as ISO 8601, with time and zone if they are given; ``None`` for what is none or cannot be.

    ``today`` bounds what is believed: no article is from next year.

    >>> iso_date("2021-05-06T07:08:09.123+0200"), iso_date("May 6, 2021"), iso_date("0000-00-00")
    ('2021-05-06T07:08:09+02:00', '2021-05-06', None)
    """
    text = plain_text(value)[:120]
    if not any(map(str.isdigit, text)):
        return None
    try:
        found = _stamp(text) or read_date(text)
        if found is None:
            return None
        day = found.date() if isinstance(found, datetime) else found
        latest = (today or datetime.now(UTC).date()) + AHEAD
        return written(found) if EARLIEST <= day <= latest and day != EPOCH else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _stamp(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit():
        return None
    if len(text) in SECONDS:
        return datetime.fromtimestamp(int(text), UTC)
    return datetime.fromtimestamp(int(text) // 1000, UTC) if len(text) in MILLISECONDS else None
