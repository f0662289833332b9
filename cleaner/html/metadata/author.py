"""Who wrote an article, and who took its picture."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.jsonld import resolve_reference
from cleaner.html.metadata.page import Page, node_text, node_texts
from cleaner.html.metadata.values import comparison_key, iter_values, name_of, plain_text
from cleaner.metadata import FoundField

MAX_NAME = 60
"""Characters of a name."""

MAX_WORDS = 6
"""Words of a name: ``Ana María de la Cruz Gómez`` has six."""

MAX_LOWER_CASE_WORDS = 2
"""Words of a name that may be written in lower case."""

MIN_LETTERS = 2
"""Letters of a name."""

FAMILY_AND_GIVEN = 2
"""Parts of ``Doe, Jane``."""

MAX_AUTHORS = 20
"""Authors of a page."""

MAX_BYLINE = 160
"""Characters of a byline: longer ones are about the author."""

MAX_BYLINES = 30
"""Nodes of each kind of byline that are read: lists of teasers have more."""

MAX_CREDIT = 120
"""Characters of a photo credit."""

AUTHOR_METAS = (
    "article:author_name", "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "cxenseparse:author", "dc.contributor", "citation_author", "byline", "article:author",
    "og:article:author", "#author",
)  # fmt: skip
"""Meta nodes that hold an author, in order of trust; ``article:author`` is an address more often than a name."""

BYLINE_CLASS = "class of a byline"
"""The source of authors whose node has the class of a byline."""

CREDIT_KEYS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
"""Keys of an image in JSON-LD that hold its credit, in order of trust."""

_RELATED = etree.XPath("descendant::*/@rel[.='author']/..")
_CREDITS = etree.XPath("descendant::*/@class[contains(.,'redit')]/..")
_LINKED = etree.XPath("descendant::a/@href[contains(.,'/author') or contains(.,'/autor') or contains(.,'/auteur')]/..")
_MARKED_NAMES = etree.XPath(".//*[@itemprop='name']")
_BYLINE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:by-?line|authors?|contributors?)(?:[-_]{1,2}(?:names?|link|list|text|url))?s?(?:$|\s)",
    re.IGNORECASE,
)
_OTHER_CLASS = re.compile(
    r"comment|related|sidebar|footer|recommend|teaser|widget|promo|\bmore\b|popular|card|bio\b", re.IGNORECASE
)
_CREDIT_CLASS = re.compile(
    r"(?:^|[-_\s])(?:(?:photo|image|media|picture|img|caption)[-_]*)?credits?(?:$|[-_\s])", re.IGNORECASE
)
_CREDIT_LABEL = re.compile(
    r"^\W*(?:(?:photo(?:graph)?|image|picture|credits?|bild|foto|quelle|by|courtesy of)\b[\s:/]*)+|^\W*[©]\s*",
    re.IGNORECASE,
)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
_PARENTHESIS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_LABEL = re.compile(
    r"""^\W*(?:
        (?i: (?: (?:written|words|story|posted|published|reported|authored|edited|created|reviewed|updated|article|text
            |opinion|analysis) \s+ by | by | authors? | autor(?:en|a|es|in)? | auteurs? | автор | текст | text | from
            | (?:veröffentlicht|verfasst|geschrieben|erstellt|text|kommentar|ein\ kommentar)\ von | veröffentlicht
            | (?:publié|écrit|proposé)\ par | (?:escrito|publicado)\ por | (?:pubblicato|scritto|a\ cura)\ d[ai]
            ) \b ) [:\s]+
        | (?: Von | von | Par | Por | Door | Di | Av | Af ) \s+ (?=[A-ZÀ-Þ]\w+\s)
        | [作文撰][者文]? \s* [:/=：／＝] \s*
    )+""",
    re.VERBOSE,
)
_ENDING = re.compile(
    r"""[\s,]+(?:
        [-–—]\s.*                                                                        # a role or a place
        | (?:for|at|from|in|à)\s+[A-Z].*
        | (?i:(?:updated|published|posted|modified|on|am|vom|le|el|den)\s).*
        | (?:\w+,?\s+)?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*  # a date
        | (?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*
        | \d{1,4}[./\s-].*
    )""",
    re.VERBOSE,
)
_CONJUNCTION = re.compile(
    r"""\s+(?:and|AND|And|und|UND|et|ET|og|och|en|with|mit|con|avec|и|та)\s+ | \s*&\s*
        | \s+[yei]\s+(?=\w[\w'’.-]*\s+[A-ZÀ-Þ])""",
    re.VERBOSE,
)
_LEADING_CONJUNCTION = re.compile(r"^\s*(?:and|und|et|og|och)\s+", re.IGNORECASE)
_LIST_SEPARATOR = re.compile(r"\s*[;,、，/|•·+]\s*")
_PARTICLES = frozenset({
    "de", "la", "las", "los", "le", "del", "della", "delle", "di", "da", "do", "dos", "das", "du", "des", "van",
    "von", "der", "den", "dem", "ter", "ten", "te", "zu", "zur", "af", "av", "of", "the", "bin", "ibn", "bint",
    "al", "el", "y", "e", "i", "und", "and", "d", "l", "st", "mc", "mac",
})  # fmt: skip
_ROLE = re.compile(
    r"""\b(?: editor | editor-in-chief | correspondent | reporter | writer | contributor | contributing | journalist
        | columnist | producer | analyst | professor | critic | blogger | director | founder | co-founder | ceo
        | chief | head\ of | manager | fellow | lecturer | photographer | intern | attorney | senior | associate
        | redakteur(?:in)? | redaktör | korrespondent(?:in)? | reporterin | journalist(?:in|e)? | autorin
        | volontär(?:in)?
        | leiter(?:in)? | rédact(?:eur|rice) | correspondant(?:e)? | periodista | redactor(?:a)? | giornalista
    )\b | 記者 | 编辑 | 編集""",
    re.VERBOSE | re.IGNORECASE,
)
_DEGREE = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|j\.?d|m\.?a|m\.?s|mba|mph|rn|rd|rdn|cfa|cpa|cfp|esq|jr|sr|ii|iii|iv|dds|msc|bsc)\.?$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"""\b(?: staff | team | redaktion | redaktionen | redacción | rédaction | redazione | redactie | editors | news
        | newsroom | desk | agency | agencies | agencia | agence | agentur | press | media | magazine | times | daily
        | post | journal | newspaper | editorial | board | inc | llc | ltd | gmbh | university | institute
        | reuters | afp | dpa | ap | epa | efe | ansa | sid | bloomberg | xinhua | wires? | service | network | group
        | foundation | association | society | department | departement | ministry | ministerium | bundesamt | amt
        | verein
        | verband | stiftung | e\.\s?v | ag | office | company | corporation
    )\b | 編集部 | 编辑部 | 新聞""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_NAMES = frozenset({
    "admin", "administrator", "author", "authors", "by", "contributor", "editor", "editors", "guest", "guestauthor",
    "guestcontributor", "none", "null", "nobody", "redaktion", "root", "staff", "staffwriter", "test", "undefined",
    "unknown", "user", "webmaster", "wpadmin", "wordpress", "siteadmin", "anonymous", "na", "superuser", "sysadmin",
    "online", "share", "follow", "posts", "noauthor", "and", "und", "von", "par", "por", "di", "door", "in", "for",
    "text",
})  # fmt: skip


def find_author(page: Page) -> FoundField | None:
    """Return the people of the first source that names any, else the first agency, desk or site that is named."""
    group: FoundField | None = None
    for names, source in _declared_names(page):
        people = [name for name in names if not is_group(name, page.site_keys)]
        if people and not (group and source == BYLINE_CLASS):  # a teaser's byline, where the page names a desk
            return "author", people[:MAX_AUTHORS], source
        if names and group is None:
            group = ("author", names[:MAX_AUTHORS], source)
    return group


def find_photo_credit(page: Page) -> FoundField | None:
    """Return who is credited for the first picture."""
    for reference in (entry for value in page.fact_values("image") for entry in iter_values(value)):
        image = resolve_reference(reference, page.nodes)
        for key in CREDIT_KEYS if isinstance(image, dict) else ():
            if credit := _first_credit(map(name_of, iter_values(image.get(key)))):
                return "photo_credit", credit, f"JSON-LD image {key}"
    nodes = (node for figure in page.head.figures for node in _CREDITS(figure))
    credit_nodes = (node for node in nodes if _CREDIT_CLASS.search(node.get("class")))
    credit = _first_credit(map(node_text, _outside_other_parts(islice(credit_nodes, MAX_BYLINES))))
    return ("photo_credit", credit, "credit") if credit else None


def _declared_names(page: Page) -> Iterator[tuple[list[str], str]]:
    """Yield lists of names with their sources, the most trusted first."""
    for key in ("author", "creator"):
        for value in page.fact_values(key):
            authors = (resolve_reference(entry, page.nodes) for entry in iter_values(value))
            yield _split_all(map(name_of, authors)), f"JSON-LD {key}"
    for name in AUTHOR_METAS:
        if values := page.head.meta_values(name):
            yield _split_all(values), name
    yield from _visible_names(page)


def _visible_names(page: Page) -> Iterator[tuple[list[str], str]]:
    """Yield lists of names in nodes marked as bylines, those marked for machines first."""
    microdata = [node for node in page.microdata_nodes if node.get("itemprop") in ("author", "creator")]
    bylines = [node for node in page.byline_candidates if _BYLINE_CLASS.search(node.get("class", ""))]
    for nodes, source in (
        (microdata, "itemprop author"),
        (_RELATED(page.tree), "rel author"),
        (bylines, BYLINE_CLASS),
    ):
        for node in _outside_other_parts(nodes[:MAX_BYLINES]):
            yield _byline_names(node), source
    for node in _outside_other_parts(_LINKED(page.tree)[:MAX_BYLINES]):
        names = _byline_names(node)
        if len(names) == 1 and " " in names[0]:
            yield names, "link to an author"
            return


def _outside_other_parts(nodes: Iterable[Any]) -> Iterator[Any]:
    """Yield the nodes that are not inside comments, teasers or a footer."""
    return (node for node in nodes if not any(map(_is_other_part, (node, *node.iterancestors()))))


def _is_other_part(node: Any) -> bool:
    """Whether a node holds comments, teasers or a footer."""
    if not isinstance(node.tag, str) or node.tag in ("html", "body"):
        return False
    is_tagged = node.tag in ("footer", "aside", "nav")
    return is_tagged or bool(_OTHER_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def _byline_names(node: Any) -> list[str]:
    """Return the names in a byline: the first, and those that follow after a comma or an ``and``."""
    if name_nodes := _MARKED_NAMES(node)[:MAX_AUTHORS]:
        return _split_all(node_text(name) or plain_text(name.get("content")) for name in name_nodes)
    texts = node_texts(node) or [plain_text(node.get("content"))]
    if sum(map(len, texts)) > MAX_BYLINE:
        return []
    byline: list[str] = []
    is_continued = True
    for text in texts:
        names = split_names(text)
        if names and byline and not is_continued:
            break
        byline += names
        is_continued = not names or text.rstrip().endswith((",", "&", " and", " und", " et", " y"))
    return list(dict.fromkeys(byline))


def _first_credit(texts: Iterable[str]) -> str | None:
    """Return the first text that may be a credit, without its label."""
    for text in texts:
        credit = _CREDIT_LABEL.sub("", text).strip(" \t()[]|:")
        if 1 < len(credit) <= MAX_CREDIT and not credit.startswith(("http:", "https:")):
            return credit
    return None


def _split_all(values: Iterable[str]) -> list[str]:
    """Return the distinct names in several author values."""
    return list(dict.fromkeys(name for value in values for name in split_names(value)))


def split_names(value: str) -> list[str]:
    """Return the names in one author value, without labels, addresses, job titles and degrees.

    >>> split_names("By Jane Doe, Senior Editor, and John Roe (Reuters)")
    ['Jane Doe', 'John Roe']
    """
    text = _PARENTHESIS.sub(" ", _ADDRESS.sub(" ", value[: MAX_NAME * MAX_AUTHORS]))
    text = _ENDING.sub("", " ".join(_LABEL.sub("", " ".join(text.split())).split()))
    entries = map(_trimmed, _LIST_SEPARATOR.split(text))
    parts = [part for entry in entries for raw in _CONJUNCTION.split(entry) if (part := _trimmed(raw))]
    if len(parts) > 1 and all(" " not in part and part.isascii() for part in parts):
        return _single_word_names(text, parts)
    if len(parts) > 1 and _GROUP.search(parts[0]):
        parts = [
            parts[0],
            *(part for part in parts[1:] if " " in part or _GROUP.search(part)),
        ]  # without the place of the group
    return list(dict.fromkeys(_without_repetition(part) for part in parts if is_name(part)))[:MAX_AUTHORS]


def _trimmed(part: str) -> str:
    """Return a part of a byline without punctuation around it and without a label of its own."""
    text = _LABEL.sub("", f"{_LEADING_CONJUNCTION.sub('', part)} ")
    return text.strip(" \t:-–—\"'“”*()[]<>_=#").removesuffix(",")


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
    if not 0 < len(words) <= MAX_WORDS or len(text) > MAX_NAME or comparison_key(text) in _NOT_NAMES:
        return False
    if any(word[0].isdigit() for word in words) or _ROLE.search(text) or _DEGREE.match(text):
        return False
    has_lower_case = any(word[0].islower() and word not in _PARTICLES for word in words)
    letters = sum(map(str.isalpha, text))
    is_mostly_letters = letters >= MIN_LETTERS and letters * 2 > len(text)
    return is_mostly_letters and (len(words) <= MAX_LOWER_CASE_WORDS or not has_lower_case)


def is_group(name: str, site_keys: AbstractSet[str]) -> bool:
    """Whether a name is that of an agency, a desk or the site itself, by the comparison keys of its names."""
    return bool(_GROUP.search(name)) or comparison_key(name) in site_keys
