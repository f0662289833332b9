"""Language tags (BCP 47) from what people and corpora call a language: tags, ISO 639 codes, English names.

>>> normalize_language("deu"), normalize_language("German"), normalize_language("pt_BR"), normalize_language("zh-hans")
('de', 'de', 'pt-BR', 'zh-Hans')
>>> normalize_language("und"), normalize_language("klingon")
(None, None)

langcodes checks tags against the registry of IANA. Three-letter codes become two-letter ones, and English names tags,
by the Unicode CLDR in Babel. A tag in canonical form, as nearly all are, needs neither.
"""

from functools import cache, lru_cache

from cleaner.errors import OptionError
from cleaner.lazy import lazy_pattern

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "in iw ji jw mo sh"
)
"""The codes of ISO 639-1; the last six are withdrawn, but BCP 47 still has them."""

_TWO_LETTER_CODES = frozenset(_ISO_639_1.split())

UNDETERMINED = frozenset({"", "und", "mis", "mul", "zxx"})
"""Codes of ISO 639 for no language, several or an unknown one."""

MAX_CACHED_NAMES = 1024
"""Names whose tags are cached: pages and records may use any text as a language's name."""

_CANONICAL = lazy_pattern(r"([a-z]{2})(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")


def normalize_language(name: str) -> str | None:
    """Return the BCP 47 tag of a language; ``None`` if no language has the name.

    ``name`` is a tag in any capitals, also with underscores, a code of ISO 639-1, 639-2 or 639-3, or an English name.
    English names are known for the languages that the CLDR has data for: more than 300 living ones.
    """
    name = name.strip()
    canonical = _CANONICAL.fullmatch(name)
    if canonical and canonical[1] in _TWO_LETTER_CODES:
        return name
    name = name.casefold()
    return None if name in UNDETERMINED else _find_tag(name)


def require_language(name: str) -> str:
    """Return the BCP 47 tag of a language, as :func:`normalize_language`.

    Raises :exc:`cleaner.errors.OptionError` for a name that no language has.
    """
    tag = normalize_language(name) if isinstance(name, str) else None
    if tag is None:
        raise OptionError(
            f"language {name!r} is unknown: give a BCP 47 tag, an ISO 639 code or an English name,"
            " as in 'de-AT', 'deu' or 'German'"
        )
    return tag


@lru_cache(MAX_CACHED_NAMES)
def _find_tag(name: str) -> str | None:
    from babel.core import get_global
    from langcodes import standardize_tag, tag_is_valid

    if not tag_is_valid(name):
        return _english_names().get(name)
    language, _, subtags = standardize_tag(name).partition("-")
    shortest = get_global("language_aliases").get(language, language).replace("_", "-")  # hbs is sr_Latn there
    return f"{shortest}-{subtags}" if subtags and "-" not in shortest else shortest


@cache
def _english_names() -> dict[str, str]:
    from babel.core import Locale
    from babel.localedata import locale_identifiers

    locales = set(locale_identifiers())
    names = Locale("en").languages.items()
    return {name.casefold(): tag.replace("_", "-") for tag, name in names if tag in locales}
