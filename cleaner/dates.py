"""Dates as people and programs write them, and as ISO 8601, with their time and zone if they have one.

>>> format_date(read_date("6. März 2021")), format_date(read_date("2021-05-06T07:08:09.123+0200"))
('2021-03-06', '2021-05-06T07:08:09+02:00')
>>> read_date("03/04/2021"), read_date("03/04/2021", DateStyle("de", "dm"))
(None, datetime.date(2021, 4, 3))

dateutil and dateparser read ambiguous dates as well, and complete partial ones from today's date; here neither counts
as a date. So dates are found here by their shape, and only the names of months are looked up in libraries.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.month_names import month_of, persian_month_of

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


_MONTHS_PER_YEAR = 12
_CENTURY, _BUDDHIST_CENTURY = 2000, 2500

_ISO = lazy_pattern(
    r"""
    (?P<year>\d{4}) [-/.] (?P<month>\d\d?) [-/.] (?P<day>\d\d?) (?!\d)
    (?: [T\s,]* (?P<hour>\d\d?) : (?P<minute>\d\d) (?: : (?P<second>\d\d) (?:[.,]\d+)? )?
        \s* (?P<zone> Z | UTC | GMT | [+-]\d\d:?(?:\d\d)? )?
    )?""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = lazy_pattern(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE)

_WORD = r"[^\W\d_](?:[^\s\d,،/|()\[\]{}<>:;–—•·-]){0,23}"
_MONTH = rf"(?:(?:كانون|تشرين)\s\S{{3,8}}|tháng\s\S{{2,5}}(?:\s(?:một|hai))?|{_WORD})"
_DAY_ENDING = r"(?:(?:st|nd|rd|th|er|re|ra|ª|º|°|η|ης|-?(?:го|е|а))(?![^\W\d_]))?"
_YEAR_ERA = r"(?:(?:พ\.ศ\.|ค\.ศ\.)\s?)?"

_DAY_MONTH = lazy_pattern(
    rf"""
    (?<![\d.,:/-]) (?P<day>\d\d?) \s? {_DAY_ENDING} [.,]? [\s-]* (?:(?:de|of|di|ta’|ng|den)\s+|d['’]\s?)?
    (?P<month>{_MONTH}) (?:\s?/\s?[^\W\d_]{{2,12}})? [.,،]* [\s,-]*
    (?:(?:de|del|of|năm|do)\s+)? {_YEAR_ERA} (?P<year>\d{{4}}) (?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_DAY = lazy_pattern(
    rf"""
    (?<![^\W\d_]) (?P<month>{_WORD}) [.,]? [\s-]* (?P<day>\d\d?) \s? (?:st|nd|rd|th|\.)? \s? ,? [\s-]*
    (?:[،,]\s*)? (?:(?:de|del|of)\s+)? (?P<year>\d{{4}}) (?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_FILLER = r"(?:[.,]|\s?(?:m\.|g\.|gada|ж\.|жылғы|оны|թ\.|e?ko\b))*"
_YEAR_FIRST = lazy_pattern(
    rf"""
    (?<!\d) (?P<year>\d{{4}}) {_YEAR_FILLER} [\s-]*
    (?: (?P<month>{_WORD}) [.,]? [\s-]* (?P<day>\d\d?)
      | (?P<other_day>\d\d?) [.\s-]+ (?P<other_month>{_WORD}(?=[\s,.|)]|$)) )
    (?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_EAST_ASIAN = lazy_pattern(
    rf"""
    (?: (?P<era>{"|".join(ERAS)}) \s? (?P<era_year>\d{{1,3}}|元) | (?<!\d) (?P<year>\d{{4}}) )
    \s? [年년] \s? (?P<month>\d\d?) \s? [月월] \s? (?P<day>\d\d?) \s? [日號号일]""",
    re.VERBOSE,
)
_VIETNAMESE = lazy_pattern(
    r"(?<!\d)(?P<day>\d\d?)\s+tháng\s+(?P<month>\d\d?)\s*(?:,|năm|-|/)?\s*(?P<year>\d{4})(?!\d)", re.IGNORECASE
)
_THAI_SHORT = lazy_pattern(r"(?<!\d)(?P<day>\d\d?)\s?(?P<month>[ก-ฮ]{1,3}\.[ก-ฮ]{1,3}\.)\s?(?P<year>\d\d)(?!\d)")
_FIGURES_YEAR_FIRST = lazy_pattern(
    r"(?<![\d./-])(?P<year>\d{4})\s?(?P<mark>[./-])\s?(?P<month>\d\d?)\s?(?P=mark)\s?(?P<day>\d\d?)(?!\d)"
)
_FIGURES = lazy_pattern(
    r"(?<![\d./-])(?P<first>\d\d?)(?P<mark>\s?[./-]\s?|\s\|\s)(?P<second>\d\d?)(?P=mark)(?P<year>\d{4})(?![\d/-])"
)
_FIGURES_SHORT = lazy_pattern(
    r"(?<![\d./:-])(?=\d\d[./]\d\d|\d\d?/)(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)(?P=mark)(?P<year>\d\d)"
    r"(?![\d.:/])"
)
_ANY_DIGIT = re.compile(r"\d")
_BIDI_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\u200b\u00ad"))

_ORDERS = {"d": "dm", "m": "md"}
_EAST_ASIAN_LANGUAGES = ("ja", "ko", "zh")


class DateStyle(NamedTuple):
    """How a text writes dates: its language, a primary subtag of BCP 47, and whether the day or the month comes first.

    ``order`` is ``dm``, ``md``, or empty where it is not known.
    """

    language: str = ""
    order: str = ""


class WrittenDate(NamedTuple):
    """A date in a text, from ``start`` to ``end``; ``days`` are two where day and month could be swapped."""

    start: int
    end: int
    days: tuple[date, ...]


UNKNOWN_STYLE = DateStyle()


def read_date(text: str, style: DateStyle = UNKNOWN_STYLE) -> date | None:
    """Return the date that a text is or contains, with its time; ``None`` if it is ambiguous or missing."""
    text = ascii_digits(text)
    try:
        return _iso(text, style) or _compact(text) or _mail(text) or _prose(text, style)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def format_date(value: date) -> str:
    """Return a date in ISO 8601. Midnight without a zone means that the time is unknown, and is left out."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return re.sub(r"\+00:00$", "Z", value.replace(microsecond=0).isoformat())


def ascii_digits(text: str) -> str:
    """Return a text with the digits of all scripts as ASCII, without marks of direction.

    >>> ascii_digits("۲۲ / २२")
    '22 / 22'
    """
    if text.isascii():
        return text
    return _ANY_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text.translate(_BIDI_MARKS))


def date_order(tag: str) -> str:
    """Return whether figures have the day or the month first in a language, as ``dm`` or ``md``.

    It is empty where it is not known: for English without a region, since half of its readers write either, and for
    languages that have the year first.

    >>> date_order("en-GB"), date_order("en-US"), date_order("en"), date_order("fr"), date_order("sv")
    ('dm', 'md', '', 'dm', '')
    """
    if tag in ("", "en"):
        return ""
    from babel.core import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(tag, sep="-").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
    first = re.search("[dmy]", pattern.casefold())
    return _ORDERS.get(first[0], "") if first else ""


def _iso(text: str, style: DateStyle) -> date | None:
    match = _ISO.match(text)
    if not match:
        return None
    day = gregorian_date(int(match["year"]), int(match["month"]), int(match["day"]), language=style.language)
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


def _prose(text: str, style: DateStyle) -> date | None:
    return next((written.days[0] for written in written_dates(text, style) if len(written.days) == 1), None)


def written_dates(text: str, style: DateStyle = UNKNOWN_STYLE) -> list[WrittenDate]:
    """Return the dates in a text as people write them, in words or figures, in the order of the text.

    Digits must be ASCII (:func:`ascii_digits`).

    >>> written_dates("Published 20 May 2024, updated 05/06/2024")[1].days
    (datetime.date(2024, 6, 5), datetime.date(2024, 5, 6))
    """
    if not _ANY_DIGIT.search(text):
        return []
    found = sorted([*_dates_in_figures(text, style), *_dates_in_words(text, style.language)])
    dates: list[WrittenDate] = []
    for written in found:
        if not dates or written.start >= dates[-1].end:
            dates.append(written)
    return dates


def _dates_in_words(text: str, language: str) -> Iterator[WrittenDate]:
    for match in _EAST_ASIAN.finditer(text):
        era_number = 1 if match["era_year"] == "元" else int(match["era_year"] or 0)
        year = era_year(match["era"], era_number) if match["era"] else int(match["year"])
        yield from _written(match, year, int(match["month"]), int(match["day"]), language)
    for match in _VIETNAMESE.finditer(text):
        yield from _written(match, int(match["year"]), int(match["month"]), int(match["day"]), language)
    for pattern in (_DAY_MONTH, _MONTH_DAY, _YEAR_FIRST, _THAI_SHORT):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            word = groups["month"] or groups.get("other_month") or ""
            day, year = int(groups["day"] or groups["other_day"]), int(groups["year"])
            if month := persian_month_of(word.strip(".,")):
                yield from _written(match, year, month, day, "fa")
            elif month := month_of(word, language):
                is_thai = pattern is _THAI_SHORT or "พ.ศ." in match[0]
                year += _BUDDHIST_CENTURY * (pattern is _THAI_SHORT)
                yield from _written(match, year, month, day, "th" if is_thai else language)


def _dates_in_figures(text: str, style: DateStyle) -> Iterator[WrittenDate]:
    language = style.language
    for match in _FIGURES_YEAR_FIRST.finditer(text):
        yield from _written(match, int(match["year"]), int(match["month"]), int(match["day"]), language)
    for match in _FIGURES.finditer(text):
        is_certain = match["mark"].strip() in (".", "|") or language in BUDDHIST_LANGUAGES
        order = "dm" if is_certain else style.order
        yield from _figures(match, (int(match["first"]), int(match["second"])), int(match["year"]), order, language)
    for match in _FIGURES_SHORT.finditer(text):
        first, second, last = int(match["first"]), int(match["second"]), int(match["year"])
        if language in _EAST_ASIAN_LANGUAGES:
            yield from _written(match, _CENTURY + first, second, last, language)
            continue
        century = _BUDDHIST_CENTURY if language in BUDDHIST_LANGUAGES else _CENTURY
        order = "dm" if match["mark"] == "." or language in BUDDHIST_LANGUAGES else style.order
        yield from _figures(match, (first, second), century + last, order, language)


def _figures(match: re.Match[str], figures: tuple[int, int], year: int, order: str, language: str) -> list[WrittenDate]:
    """Return the date of two figures and a year, with both days where nothing tells which figure is the month."""
    first, second = figures
    if first > _MONTHS_PER_YEAR or first == second:
        order = "dm"
    elif second > _MONTHS_PER_YEAR:
        order = "md"
    days = {"dm": [(second, first)], "md": [(first, second)]}.get(order, [(second, first), (first, second)])
    written = [day for month, number in days for day in _days(year, month, number, language)]
    return [WrittenDate(match.start(), match.end(), tuple(written))] if written else []


def _written(match: re.Match[str], year: int, month: int, day: int, language: str) -> Iterator[WrittenDate]:
    for written in _days(year, month, day, language):
        yield WrittenDate(match.start(), match.end(), (written,))


def _days(year: int, month: int, day: int, language: str) -> Iterator[date]:
    try:
        yield gregorian_date(year, month, day, language=language)
    except ValueError:
        return
