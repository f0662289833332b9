"""Names in the values and bylines in which pages hold them: persons, and agencies or desks.

What a name follows (``By``, ``Text:``, ``Photos:``) says who wrote; whoever is credited for something else is left out.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from cleaner.html.metadata.byline_words import LABEL, written_part
from cleaner.html.values import comparison_key
from cleaner.lazy import lazy_pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_NAMES = _words("""
admin administrator author authors by contributor contributors editor editors guest guestauthor guestcontributor
none null nobody root staff staffwriter write post reply quote joined shares reddit categories nachricht test
undefined unknown user webmaster wpadmin wordpress siteadmin anonymous na superuser sysadmin online share follow
posts noauthor and und von par por di door in for text av af via vom am on the posted postedon publishedon
publishedby writtenby recipeby recipe uncategorized uncategorised humanstxt publisher redakteur autor autorin
auteur auteurs autore artikel artikelvon beitrag about aboutauthor abouttheauthor überdenautor guide default
author1 name firstname lastname allposts viewallposts viewprofile profile profil readmore more learnmore seemore
authorname home blog menu login log search next previous subscribe date datum updated update lastupdated
überden überdie aproposde sobreel sobrela acercade
published comments comment kommentare print email facebook twitter instagram linkedin youtube tiktok pinterest
sun mon tue wed thu fri sat january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today yesterday writer article organization person
""")
"""Letters of words in the place of a name."""


PHRASES = _words("""
populardemand landandsea airandsea design chance accident thenumbers numbers law train bus bike boat foot car
air sea land heart hand nature name default appointment invitation request proxy design night day morning
christmas easter
""")
"""Letters of what follows ``by`` and is not a name: ``By popular demand``."""

PHRASE_STARTS = _words("""
the a an our my your this that these all how why what when about zur zum zu im en insights der die das le les el
los la il lo
""")
"""Words that names do not begin with."""

PLACE_STARTS = _words("""
new los las san santa são saint st north south east west northern southern eastern western united hong rio
buenos tel cape fort port mount lake el le la great upper lower central
""")
"""Words with which the names of places begin."""

SECTION_WORD = lazy_pattern(
    r"""\b(?: politics | political | business | sports? | culture | opinions? | lifestyle | entertainment
    | technology | science
        | health | local | national | world | international | economy | finance | markets? | education | environment
        | travel | food | music | film | movies? | books? | arts? | reviews? | features? | stories | story
        | interviews? | blogs? | guides?
        | articles? | videos? | podcasts? | events? | resources | tips | insights | analysis | updates? | tech
        | home | contact
        | about | us | politik | wirtschaft | kultur | panorama | wissen | gesundheit | regional | economía | cultura
        | política | deportes | société | économie | city | county | state | street | road | avenue | read | min
        | minutes? | share
        | print | exclusive | breaking | press | release | company | marketing | sales | design | software
        | security | data
        | management | service | case | study | studies | recipes? | product | products | shop | store | real
        | estate | cookie | privacy
        | policy | terms | free | best | top | how | what | why | learn | more | view | posts? | strategy | hr
        | online | angebote | ausstellung | übersicht | posts? | comments? | categories | category | tags?
        | by | on | of | for | to | and | in | with
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words in the names of sections, pages and buttons."""


MAX_NAME = 60
"""Characters of a name."""

MAX_WORDS = 6
"""Words of a name: ``Ana María de la Cruz Gómez`` has six."""

FEWEST_WORDS = 2
"""Words of a name that nothing but its place shows to be one."""

MAX_UNCASED_NAME = 24
"""Characters of a name in a script without capitals."""

MAX_LOWER_CASE_WORDS = 2
"""Words of a name that may be written in lower case."""

MIN_LETTERS = 2
"""Letters of a name."""

FAMILY_AND_GIVEN = 2
"""Parts of ``Doe, Jane``."""

MAX_AUTHORS = 20
"""Authors of a page."""

_ADDRESS = lazy_pattern(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
_PARENTHESIS = lazy_pattern(r"[(（\[][^()（）\[\]]*[)）\]]")
_ENDING = lazy_pattern(
    r"""[\s,]+(?:
        [-–—]\s.*                                                                        # a role or a place
        | (?:[Ff]or(?:\s[Tt]he)?|at|from|in|à)\s+[A-Z].*
        | (?i:(?:updated|published|posted|modified|veröffentlicht|publié|publicado)\b).*
        | (?:on|am|vom|le|el|den|op|il|em|at)(?:\s+(?:\w+,?\s+)?\d.*)?$
        | (?:\w+,?\s+)?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*  # a date
        | (?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*
        | \d{1,4}[./\s-].*
        | \d+年.*
        | (?i:see\ more|follow|share|read\ more|view\ profile|subscribe|min\ read|abonnieren|seguir|suivre)\b.*
    )""",
    re.VERBOSE,
)
_UNKNOWN_LABEL = lazy_pattern(r"^\s*([^\W\d_][^:：,;|\n]{1,40}?)\s*[:：](?=\s)")
_CONJUNCTION = lazy_pattern(
    r"""\s+(?:and|AND|And|und|UND|et|ET|og|och|en|with|mit|con|avec|и|та)\s+ | \s*&\s*
        | \s+[yei]\s+(?=\w[\w'’.-]*\s+[A-ZÀ-Þ])""",
    re.VERBOSE,
)
_LEADING_CONJUNCTION = lazy_pattern(r"^\s*(?:and|und|et|og|och)\s+", re.IGNORECASE)
_LIST_SEPARATOR = lazy_pattern(r"\s*[;,、，/／|•·+]\s*")
_PARTICLES = frozenset({
    "de", "la", "las", "los", "le", "del", "della", "delle", "di", "da", "do", "dos", "das", "du", "des", "van",
    "von", "der", "den", "dem", "ter", "ten", "te", "zu", "zur", "af", "av", "of", "the", "bin", "ibn", "bint",
    "al", "el", "y", "e", "i", "und", "and", "d", "l", "st", "mc", "mac",
})  # fmt: skip
_ROLE = lazy_pattern(
    r"""\b(?: editor | editor-in-chief | correspondent | reporter | writer | contributor | contributing | journalist
        | columnist | producer | analyst | professor | critic | blogger | director | founder | co-founder | ceo
        | chief | head\ of | manager | fellow | lecturer | photographer | intern | attorney | senior | associate
        | redakteur(?:in)? | redaktör | korrespondent(?:in)? | reporterin | journalist(?:in|e)? | autorin
        | dietitian | engineer | nutritionist
        | physician | developer | designer | officer | strategist | consultant | specialist | coach | expert | host
        | coordinator
        | psychologist | therapist | nurse | president | cto | cmo | coo | vp
        | volontär(?:in)?
        | leiter(?:in)? | rédact(?:eur|rice) | correspondant(?:e)? | periodista | redactor(?:a)? | giornalista
    )\b | 報導 | 报道 | 報道 | 記者 | 编辑 | 編集""",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE_AFTER = lazy_pattern(
    r"""(?<=\w)(?:(?:,?\s+(?:Ph\.?D\.?|M\.?D\.?|DVM|RN|BSN|MSN|RDN?|MPH|MBA|MSc|BSc|CFP®?|CFA|CPA|Esq\.?|LCSW|DDS|FNP|MS|MA))+\.?
        | \s?기자 | \s*[記记]者 | \s?특파원 | \s?선임기자 | [さ]ん)$""",
    re.VERBOSE,
)
_STOP = lazy_pattern(r"(?<=[a-zà-ÿ]{3})\.$")
_DEGREE = lazy_pattern(
    r"^(?:ph\.?\s?d|dvm|bsn|msn|cfp®|aprn|fnp|m\.?d|j\.?d|m\.?a|m\.?s|mba|mph|rn|rd|rdn|cfa|cpa|cfp|esq|jr|sr|ii|iii|iv|dds|msc|bsc)\.?$",
    re.IGNORECASE,
)
_GROUP = lazy_pattern(
    r"""\b(?: staff | team | redaktion | redaktionen | redacción | rédaction | redazione | redactie | editors | news
        | newsroom | desk | agency | agencies | agencia | agence | agentur | ajansı | agenzia | agentura
        | agentschap | press | media | magazine | times | daily
        | post | journal | newspaper | editorial | board | inc | llc | ltd | gmbh | university | institute
        | reuters | afp | dpa | ap | epa | efe | ansa | sid | bloomberg | xinhua | wires? | service | network | group
        | foundation | association | society | department | departement | ministry | ministerium | bundesamt | amt
        | verein
        | verband | stiftung | e\.\s?v | ag | office | company | corporation
    )\b | 編集部 | 编辑部 | 新聞""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_WORD = lazy_pattern(
    r"\b(?:and|und|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october"
    r"|november|december)\b",
    re.IGNORECASE,
)
_CASED_NAME = lazy_pattern(
    r"[^\W\d_][^\W\d_.'’-]*+(?:[-'’.][^\W\d_]*+)*(?: [^\W\d_]['’.]?[^\W\d_.'’-]*+(?:[-'’.][^\W\d_]*+)*){1,3}$"
)


def split_all(values: Iterable[str]) -> list[str]:
    """Return the distinct names in several author values."""
    return list(dict.fromkeys(name for value in values for name in split_names(value)))


def split_names(value: str) -> list[str]:
    """Return the names in one author value, without labels, addresses, job titles and degrees.

    >>> split_names("By Jane Doe, Senior Editor, and John Roe (Reuters)")
    ['Jane Doe', 'John Roe']
    """
    text = _PARENTHESIS.sub(" ", _ADDRESS.sub(" ", written_part(value[: MAX_NAME * MAX_AUTHORS])))
    text = _UNKNOWN_LABEL.sub(_without_label, text)
    text = _ENDING.sub("", " ".join(LABEL.sub("", " ".join(text.split())).split()))
    entries = map(_trimmed, _LIST_SEPARATOR.split(text))
    parts = [part for entry in entries for raw in _CONJUNCTION.split(entry) if (part := _trimmed(raw))]
    if len(parts) > 1 and all(" " not in part and part.isascii() for part in parts):
        return _single_word_names(text, parts)
    if len(parts) > 1 and _GROUP.search(parts[0]):
        parts = [
            parts[0],
            *(part for part in parts[1:] if " " in part or _GROUP.search(part)),
        ]  # without the place of the group
    names = list(dict.fromkeys(_without_repetition(part) for part in parts if is_name(part)))[:MAX_AUTHORS]
    return names[:-1] if _ends_in_place(names, text) else names


def _ends_in_place(names: Sequence[str], text: str) -> bool:
    """Whether the last of several names is the place of the others: ``Jane Doe, London``."""
    *persons, last = names or [""]
    is_word = " " not in last and last[:1].isupper() and not _GROUP.search(last)
    return bool(persons) and is_word and all(" " in person for person in persons) and text.endswith(f", {last}")


def _without_label(match: re.Match[str]) -> str:
    """Return nothing for a label, which has a word that names have not: ``In shops: May 2020``."""
    words = match[1].split()
    return "" if any(word[0].islower() and word not in _PARTICLES for word in words[1:]) else match[0]


def _trimmed(part: str) -> str:
    """Return a part of a byline without punctuation around it and without a label of its own."""
    text = LABEL.sub("", f"{_LEADING_CONJUNCTION.sub('', part)} ")
    return _STOP.sub("", _TITLE_AFTER.sub("", text.strip(" \t:-–—\"'“”*()[]<>_=#").removesuffix(",")))


def _single_word_names(text: str, parts: list[str]) -> list[str]:
    """Read ``Doe, Jane``; ``Salt & Pepper`` is one name, and ``Bonn, Germany, Europe`` has none."""
    if "," not in text:
        return [text] if is_name(text) else []
    if len(parts) != FAMILY_AND_GIVEN:
        return []
    return [part for part in parts if is_name(part)][:1] if any(map(_DEGREE.match, parts)) else [" ".join(parts[::-1])]


def _without_repetition(name: str) -> str:
    """Return a name that is written twice, as in a link and its title, only once."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def is_name(text: str) -> bool:
    """Whether a text may be a name: short, made of letters, and neither a role, a degree nor a placeholder.

    >>> is_name("Ana de la Cruz"), is_name("Read more about us"), is_name("Senior Writer"), is_name("May 6")
    (True, False, False, False)
    """
    words = text.split()
    if not 0 < len(words) <= MAX_WORDS or len(text) > MAX_NAME or comparison_key(text) in NOT_NAMES:
        return False
    if any(word[0].isdigit() for word in words) or _ROLE.search(text) or _DEGREE.match(text):
        return False
    if len(words) > 1 and words[-1].lower() == "the":  # ``About the``, of which the rest is a label
        return False
    has_lower_case = any(word[0].islower() and word not in _PARTICLES for word in words)
    letters = sum(map(str.isalpha, text))
    is_mostly_letters = letters >= MIN_LETTERS and letters * 2 > len(text)
    return is_mostly_letters and (len(words) <= MAX_LOWER_CASE_WORDS or not has_lower_case)


def is_plain_name(text: str, *, is_explicit: bool, is_alone: bool = False) -> bool:
    """Whether a text is written as names are: in two to four words with capitals, or in a script that has none.

    ``is_explicit``: a label says that a name follows, so one word is enough. ``is_alone``: nothing does, so only names
    in Latin, Greek or Cyrillic letters that are neither places nor sections count.
    """
    words = text.split()
    if (
        not is_name(text)
        or comparison_key(text) in PHRASES
        or words[0].lower() in PHRASE_STARTS
        or _OTHER_WORD.search(text)
    ):
        return False
    if not any(map(str.isupper, text)):  # no capitals: another script, or a login name
        is_cased = any(character.islower() for character in text)
        return is_explicit if is_cased else not is_alone and len(text) <= MAX_UNCASED_NAME
    if any(word[0].islower() and word not in _PARTICLES for word in words):
        return False
    if is_alone and (words[0].lower() in PLACE_STARTS or SECTION_WORD.search(text) or not _CASED_NAME.match(text)):
        return False
    return is_explicit or FEWEST_WORDS <= len(words) <= MAX_WORDS


def is_group(name: str, site_keys: AbstractSet[str]) -> bool:
    """Whether a name is that of an agency, a desk or the site itself, by the comparison keys of its names."""
    return bool(_GROUP.search(name)) or comparison_key(name) in site_keys
