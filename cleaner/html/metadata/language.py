"""The language of a page: as it declares it, in several places and not always the same, or by the words of its text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from cleaner.html.metadata.page import Page
from cleaner.html.values import iter_values, name_of
from cleaner.languages import normalize_language
from cleaner.lazy import lazy_pattern
from cleaner.metadata import FoundField

MAX_WORDS = 160
"""Words of a page's paragraphs that are counted: with 400, no page of 446 gets another language."""

FIRST_WORDS = 60
CLEAR_SHARE = 0.12
"""Words that are enough for a text that is clearly English, and the share of words that only English has."""

MIN_WORDS = 40
MIN_SHARE = 0.12
"""Words that a text must have, and the share of them that must be function words of its language."""

MIN_LEAD = 1.25
"""By how much the first language must lead the second: sister languages share half of these words."""

MIN_PARAGRAPH = 60
"""Characters from which a paragraph is prose: shorter ones are labels, in the language of the template."""

MAX_PARAGRAPHS = 60
"""Paragraphs of a page, and text nodes of one, that are read."""

MAX_BLOCKS = 2000
"""Other blocks of a page that are read."""

MIN_OWN_SHARE = 0.15
MIN_OTHER_LEAD = 3
"""Share of function words, and how often those of English, from which a page that declares English is in another
language: templates are copied with theirs."""

_FUNCTION_WORDS = {
    "bg": "и на да се за от не са че като който това след при",
    "ca": "el la que de i les per amb una és els del dels més aquest",
    "cs": "a v se na je že s do to pro jsou nebo jako které také",
    "da": "og at det er af en til på for med ikke der den som fra også blev",
    "de": "der die und das ist von den nicht mit auch ein eine auf für sich im dem wird",
    "en": "the of and to in is that for with was on are this it as be by at from have",
    "es": "el los las que y una por con para del se como más la en un su al",
    "et": "ja on ei et see oli ka kui mis ning oma või",
    "fi": "ja on ei että oli se mutta ovat myös joka hän kun sen tai",
    "fr": "le les des et est une dans pour que qui sur pas du la un en au avec",
    "hr": "i je u se na da za su od koji kao nije bi što također",
    "hu": "a az és hogy nem egy is van ez meg de volt csak már",
    "id": "yang dan di dari untuk dengan ini tidak pada dalam akan adalah itu",
    "it": "il che di la e per una non sono della con gli un è del dei nel",
    "lt": "ir kad yra su į iš tai bei buvo kaip ar bet jo",
    "lv": "un ir ar no ka uz par kas pie bet arī tika",
    "nl": "de het een van en dat niet voor zijn met aan ook op te is die",
    "no": "og det er som på en til av for med ikke har den at fra også ble",
    "pl": "i w na z że się nie do jest to oraz jak przez który są",
    "pt": "o os que e uma para com não do da em mais um no na por as",
    "ro": "și de în la a cu pe că nu este din care pentru mai sunt",
    "ru": "и в не на что с по как это из для от его но также",
    "sk": "a v sa na je že s do to pre sú alebo ako ktoré aj",
    "sl": "in je na se da za ki so pa ne tudi kot bi pri",
    "sr": "и је у се на да за су од који као није би што",
    "sv": "och att det som en på är av för med den inte till har ett om",
    "tr": "ve bir bu için ile da de olarak çok daha olan en gibi kadar",
    "uk": "і в не на що з до та у це як для від його але",
    "vi": "và của là có cho được các trong không một những với này",
}

_WORD = lazy_pattern(r"[^\W\d_]+")


class LanguageShares(NamedTuple):
    """The share of each language's function words in a text, and the language that it is in, empty if not certain."""

    language: str
    shares: Mapping[str, float]

    @property
    def is_not_english(self) -> bool:
        """Whether a text is clearly in another language than English."""
        share = self.shares.get(self.language, 0)
        return share >= MIN_OWN_SHARE and share >= MIN_OTHER_LEAD * self.shares.get("en", 0)


def language_shares(tree: Any, *, is_undeclared: bool = False) -> LanguageShares:
    """Return the language of a page's paragraphs by their function words.

    ``is_undeclared``: nothing else tells the language, so where there are few paragraphs, other blocks are read too.
    """
    read = _all_words if is_undeclared else _words
    words = list(islice(read(tree), FIRST_WORDS))
    if _is_english(words):  # most pages
        return LanguageShares("en", {"en": 1.0})
    words = list(islice(read(tree), MAX_WORDS))
    counts: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _languages_by_word().get(word, ()):
            counts[language] += count
    shares = {language: count / len(words) for language, count in counts.items()}
    first, second = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    is_certain = len(words) >= MIN_WORDS and shares.get(first[0], 0) >= MIN_SHARE and first[1] >= MIN_LEAD * second[1]
    return LanguageShares(first[0] if is_certain else "", shares)


def _is_english(words: list[str]) -> bool:
    english = sum(1 for word in words if word in _english_words())
    return len(words) >= MIN_WORDS and english >= CLEAR_SHARE * len(words)


@cache
def _english_words() -> frozenset[str]:
    """Return the function words of English that no other language here has."""
    others = {word for language, words in _FUNCTION_WORDS.items() if language != "en" for word in words.split()}
    return frozenset(_FUNCTION_WORDS["en"].split()) - others


def _words(tree: Any) -> Iterator[str]:
    for text in paragraphs(tree):
        yield from _words_in(text)


def _all_words(tree: Any) -> Iterator[str]:
    """Yield the words of a page's paragraphs, then those of other blocks, which hold posts and entries of lists."""
    yield from _words(tree)
    for node in islice(tree.iter("div", "td", "li", "dd", "span", "blockquote", "article"), MAX_BLOCKS):
        text = " ".join([node.text or "", *(child.tail or "" for child in islice(node, MAX_PARAGRAPHS))])
        if len(text) >= MIN_PARAGRAPH:
            yield from _words_in(text)


def paragraphs(tree: Any) -> Iterator[str]:
    """Yield the texts of a page's first paragraphs of prose."""
    for node in islice(tree.iter("p"), MAX_PARAGRAPHS):
        text = " ".join(islice(node.itertext(), MAX_PARAGRAPHS))
        if len(text) >= MIN_PARAGRAPH:
            yield text


def _words_in(text: str) -> Iterator[str]:
    return (match[0].lower() for match in _WORD.finditer(text))


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in words.split():
            languages[word] = (*languages.get(word, ()), language)
    return languages


LANGUAGE_METAS = ("content-language", "dc.language", "dcterms.language", "language", "lang", "#inlanguage", "og:locale")
"""Meta nodes that hold the language, in order of trust."""

MIN_SCRIPT_LETTERS = 4
"""Letters in the script of one language that a title has to have: fewer may be a quotation."""

MIN_SCRIPT_SHARE, MIN_SPECIAL_SHARE = 0.5, 0.05
"""Share of a text's letters that are in the script of its language, and that are letters of Japanese or Persian."""

MAX_PARAGRAPHS, MAX_SAMPLE = 5, 2000
"""Paragraphs of a page, and characters of them, whose letters are counted."""

LANGUAGE_SCRIPTS = (
    ("ja", lazy_pattern(r"[\u3041-\u30ff]")),
    ("ko", lazy_pattern(r"[\uac00-\ud7a3]")),
    ("th", lazy_pattern(r"[\u0e01-\u0e3a]")),
    ("el", lazy_pattern(r"[\u0391-\u03ce]{2}")),
    ("ka", lazy_pattern(r"[\u10d0-\u10ff]")),
    ("hy", lazy_pattern(r"[\u0561-\u0587]")),
)
"""Scripts that write one language only: a page in such a script that declares another has copied its template's."""

_OTHER_SCRIPTS = (
    ("ja", lazy_pattern(r"[\u3041-\u30ff]")),
    ("zh", lazy_pattern(r"[\u3400-\u9fff]")),
    ("he", lazy_pattern(r"[\u05d0-\u05ea]")),
    ("fa", lazy_pattern(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc]")),
    ("ar", lazy_pattern(r"[\u0621-\u064a]")),
    ("hi", lazy_pattern(r"[\u0904-\u0939]")),
    ("bn", lazy_pattern(r"[\u0985-\u09b9]")),
    ("ta", lazy_pattern(r"[\u0b85-\u0bb9]")),
    ("te", lazy_pattern(r"[\u0c05-\u0c39]")),
    ("ml", lazy_pattern(r"[\u0d05-\u0d39]")),
)
"""Scripts by whose letters a language is found where none is declared, the more special first: most texts in the
script are in that language, and Japanese and Persian have letters of their own among those of another."""

_TAG = lazy_pattern(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z0-9])")
_GERMAN = "deutsch"  # the one name that pages often write in their own language


def find_language(page: Page) -> FoundField | None:
    """Return the language that most places declare; in a tie, that of the first place.

    Where the script of the title is that of one language only, that language wins, and so does the language of the text
    where none is declared, or English that it clearly is not, since templates declare that.
    """
    tags = list(_declared_tags(page))
    title = page.head.title or page.head.meta("og:title")
    if language := script_language(title):
        tags = [(tag, source) for tag, source in tags if _primary(tag) == language]
        tags = tags or [(language, "script of the title")]
    if not tags:
        return _undeclared_language(page, title)
    votes = Counter(_primary(tag) for tag, _ in tags)
    tag, source = max(tags, key=lambda entry: votes[_primary(entry[0])])  # the first of the largest
    if _primary(tag) == "en" and (found := language_shares(page.tree)).is_not_english:
        others = ((tag, source) for tag, source in tags if _primary(tag) == found.language)
        tag, source = next(others, (found.language, "words of the text"))
    return "language", tag, source


def _undeclared_language(page: Page, title: str) -> FoundField | None:
    """Return the language of a page by its words, or by its letters in scripts that one language uses most."""
    if language := language_shares(page.tree, is_undeclared=True).language:
        return "language", language, "words of the text"
    texts = (title, *islice(paragraphs(page.tree), MAX_PARAGRAPHS))
    sample = "".join(texts)[:MAX_SAMPLE]
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample))
    for language, script in _OTHER_SCRIPTS:
        share = MIN_SPECIAL_SHARE if language in ("ja", "fa") else MIN_SCRIPT_SHARE
        if len(script.findall(sample)) >= max(MIN_SCRIPT_LETTERS, share * letters):
            return "language", language, "script of the text"
    return None


def declared_tags(page: Page) -> list[str]:
    """Return all tags of languages that a page declares."""
    return [tag for tag, _ in _declared_tags(page)]


def _declared_tags(page: Page) -> Iterator[tuple[str, str]]:
    return ((tag, source) for value, source in _declared_languages(page) if (tag := language_tag(value)))


def _declared_languages(page: Page) -> Iterator[tuple[Any, str]]:
    for value in page.fact_values("inLanguage"):
        yield next(map(name_of, iter_values(value)), ""), "JSON-LD inLanguage"
    yield page.head.language, "html lang"
    for name in LANGUAGE_METAS:
        yield page.head.meta(name), name


def script_language(text: str) -> str | None:
    """Return the language whose own script a text is written in, if there is one."""
    for language, letters in LANGUAGE_SCRIPTS:
        if sum(map(len, letters.findall(text))) >= MIN_SCRIPT_LETTERS:
            return language
    return None


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def language_tag(value: Any) -> str | None:
    """Return the BCP 47 tag that a value begins with, or that of a language's English name; ``None`` for neither.

    >>> language_tag("EN_us"), language_tag("zh-hant-TW, en"), language_tag("English"), language_tag("{{lang}}")
    ('en-US', 'zh-Hant-TW', 'en', None)
    """
    text = value.strip() if isinstance(value, str) else ""
    if match := _TAG.match(text):
        language, script, region = (part or "" for part in match.groups())
        return normalize_language("-".join(filter(None, (language.lower(), script.title(), region.upper()))))
    if text.casefold() == _GERMAN:
        return "de"
    return normalize_language(text) if text.isalpha() else None
