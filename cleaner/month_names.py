"""The months that words name: in the language of the text, or in one of those that share the word's script.

>>> month_of("мая", "ru"), month_of("Sept", "en"), month_of("toukokuuta", "fi"), month_of("minutes", "en")
(5, 9, 5, None)

Names come from the Unicode CLDR in Babel, which has them with their endings; what is not in it, such as abbreviations
that people use, from dateparser. Both load a language when it is needed.
"""

import unicodedata
from functools import cache, lru_cache

MONTHS = range(1, 13)

MAX_CACHED_WORDS = 1024
"""Words whose months are cached: pages may put any word between two numbers."""

_COMMON = (
    "january jan jan. januar janvier enero ene gennaio gen januari janeiro jänner",
    "february feb februar février fev febrero febbraio februari fevereiro fév févr feber",
    "march mar märz mars marzo maart março mrt maerz mrz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio maj",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet julio luglio lug julho juil",
    "august aug août aout agosto ago augustus augusti",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre diciembre dic dicembre dezembro déc",
)
"""The months of languages that do not contradict each other, so that most pages need no library."""

_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
"""Months of the solar calendar, which no library here has by name without a calendar's package."""

_LOCALES = {
    "ar": ("ar", "ar_LB", "ar_DZ", "ar_MA"),  # Latin, Syriac and French names of the same months
    "sr": ("sr", "sr_Latn"),
    "no": ("nb",),
    "en": ("en", "en_GB"),
    "de": ("de", "de_AT"),
    "tl": ("fil",),
    "iw": ("he",),
}
"""Locales of a language whose names of months differ; any other has one."""

_SCRIPT_LANGUAGES = {
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be"),
    "GREEK": ("el",),
    "ARABIC": ("ar", "fa", "ur"),
    "HEBREW": ("he",),
    "THAI": ("th",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
}
"""Languages that a word in a script may be of, where the page's language is not known or does not have it."""

_STEM = 4
_MAX_ENDING = 2
"""Letters that a name of a month has to share with a word that inflects it, and may lack at its end."""


def month_of(word: str, language: str) -> int | None:
    """Return the number of the month that a word names; ``None`` if it is none.

    ``language`` is a primary subtag of BCP 47, or empty where it is not known.
    """
    return _month_of(unicodedata.normalize("NFC", word).casefold().strip(".,'’"), language)


def persian_month_of(word: str) -> int | None:
    """Return the number of the month of the Persian calendar that a word names, if it does.

    >>> persian_month_of("خرداد"), persian_month_of("مايو")
    (3, None)
    """
    name = word.replace("ي", "ی").replace("ك", "ک").replace("امرداد", "مرداد")
    return next((number for number, month in enumerate(_PERSIAN.split(), 1) if month == name), None)


@lru_cache(MAX_CACHED_WORDS)
def _month_of(word: str, language: str) -> int | None:
    if number := _common_months().get(word):
        return number
    if language and (number := _known_month(word, language)):
        return number
    others = {number for other in _script_languages(word) if (number := _known_month(word, other))}
    return others.pop() if len(others) == 1 else None


@cache
def _common_months() -> dict[str, int]:
    return {name: number for number, names in enumerate(_COMMON, 1) for name in names.split()}


def _script_languages(word: str) -> tuple[str, ...]:
    script = unicodedata.name(word[0], "").partition(" ")[0] if word else ""
    return _SCRIPT_LANGUAGES.get(script, ())


def _known_month(word: str, language: str) -> int | None:
    names = _names_of(language)
    return names.get(word) or _inflected_month(word, names) or _parsed_month(word, language)


@cache
def _names_of(language: str) -> dict[str, int]:
    """Return the months by their names in a language, in lower case and without final stops."""
    from babel.core import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    for identifier in _LOCALES.get(language, (language,)):
        try:
            forms = Locale.parse(identifier).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number in MONTHS:
                    names.setdefault(forms[context][width][number].casefold().strip("."), number)
    return {name: number for name, number in names.items() if not name.isdigit()}


def _inflected_month(word: str, names: dict[str, int]) -> int | None:
    """Return the month whose name a word inflects, as Latvian does: ``maijā`` for ``maijs``."""
    stems = ((name[: max(_STEM, len(name) - _MAX_ENDING)], number) for name, number in names.items())
    numbers = {number for stem, number in stems if len(stem) >= _STEM and word.startswith(stem)}
    return numbers.pop() if len(numbers) == 1 else None


def _parsed_month(word: str, language: str) -> int | None:
    """Return the month that dateparser reads in a word, which it does not tell from relative dates."""
    import dateparser

    day, year = 13, 2001  # neither can be a month
    try:
        moment = dateparser.parse(f"{day} {word} {year}", languages=[language], settings={"STRICT_PARSING": True})
    except Exception:  # noqa: BLE001 - unknown languages, and what its own patterns raise on odd words
        return None
    return moment.month if moment and (moment.day, moment.year) == (day, year) else None
