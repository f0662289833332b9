"""Years and days of calendars that pages use beside the Gregorian one: Buddhist, Persian, and eras of East Asia.

>>> gregorian_date(2567, 5, 22, language="th"), gregorian_date(1403, 3, 2, language="fa")
(datetime.date(2024, 5, 22), datetime.date(2024, 5, 22))
>>> era_year("令和", 6), era_year("民國", 113)
(2024, 2024)

Dates of the Islamic lunar calendar depend on sightings of the moon and on the country: they are not converted.
"""

from datetime import date, timedelta

BUDDHIST_LANGUAGES = frozenset({"th", "lo", "km"})
BUDDHIST_YEARS = range(2400, 2700)
BUDDHIST_OFFSET = 543
"""Years of the Thai solar calendar before the Gregorian year of the same days."""

PERSIAN_LANGUAGES = frozenset({"fa", "prs", "ps", "ckb", "tg", "azb"})
PERSIAN_YEARS = range(1200, 1500)

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The Gregorian year before the first one of each era, in Japan and Taiwan."""

_PERSIAN_EPOCH = date(622, 3, 21)  # 1 Farvardin of the year 1, as the cycles below count back to it
_PERSIAN_CYCLE_YEARS, _PERSIAN_CYCLE_DAYS = 33, 12_053
_PERSIAN_LEAP_YEARS = (1, 5, 9, 13, 17, 22, 26, 30)
"""Leap years of a cycle: this rule agrees with the astronomical calendar from 1800 to 2256 (Borkowski, Earth, Moon, and
Planets 74, 1996)."""

_LONG_MONTHS = 6  # of 31 days; the others have 30
_LAST_MONTH, _LONG_MONTH_DAYS, _SHORT_MONTH_DAYS = 12, 31, 30


def gregorian_date(year: int, month: int, day: int, *, language: str = "") -> date:
    """Return the date of a day that a text in a language (its primary subtag) names.

    Raises :exc:`ValueError` if there is no such day.
    """
    if language in BUDDHIST_LANGUAGES and year in BUDDHIST_YEARS:
        return date(year - BUDDHIST_OFFSET, month, day)
    if language in PERSIAN_LANGUAGES and year in PERSIAN_YEARS:
        return persian_date(year, month, day)
    return date(year, month, day)


def persian_date(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a day of the solar Persian calendar.

    Raises :exc:`ValueError` for a month or day that does not exist.

    >>> persian_date(1403, 12, 30), persian_date(1404, 1, 1)
    (datetime.date(2025, 3, 20), datetime.date(2025, 3, 21))
    """
    last = _LONG_MONTH_DAYS if month <= _LONG_MONTHS else _SHORT_MONTH_DAYS
    if not (year >= 1 and 1 <= month <= _LAST_MONTH and 1 <= day <= last):
        raise ValueError(f"no day {day} in month {month} of the Persian year {year}")
    cycles, years = divmod(year - 1, _PERSIAN_CYCLE_YEARS)
    leap_days = sum(1 for leap_year in _PERSIAN_LEAP_YEARS if leap_year <= years)
    days = cycles * _PERSIAN_CYCLE_DAYS + 365 * years + leap_days
    days += 30 * (month - 1) + min(month - 1, _LONG_MONTHS) + day - 1
    return _PERSIAN_EPOCH + timedelta(days)


def era_year(era: str, year: int) -> int:
    """Return the Gregorian year of a year of an era."""
    return ERAS[era] + year
