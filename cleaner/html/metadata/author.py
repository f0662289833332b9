"""Who wrote an article, and who took its picture, as a page says it."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.html.metadata.jsonld import resolved
from cleaner.html.metadata.page import Page, text_of, texts_of
from cleaner.html.metadata.values import comparison_key, iter_values, name_of, plain_text
from cleaner.metadata import FoundField

METAS = (
    "article:author_name", "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "cxenseparse:author", "dc.contributor", "citation_author", "byline", "article:author",
    "og:article:author", "#author",
)  # fmt: skip
"""Meta nodes that hold an author, in the order of trust; ``article:author`` is an address more often than a name."""

LONGEST_BYLINE = 160
"""Characters of a byline: what is longer tells of the author."""

MAX_BYLINES = 30
"""Nodes that are tried in each way: a list of teasers has more."""

LONGEST_CREDIT = 120
"""Characters of a photo credit."""

_RELATED = etree.XPath("descendant::*/@rel[.='author']/..")
_CREDITS = etree.XPath("descendant::*/@class[contains(.,'redit')]/..")
_LINKED = etree.XPath("descendant::a/@href[contains(.,'/author') or contains(.,'/autor') or contains(.,'/auteur')]/..")
_MARKED = re.compile(
    r"(?:^|[-_\s])(?:by-?line|authors?|contributors?)(?:[-_]{1,2}(?:names?|link|list|text|url))?s?(?:$|\s)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|footer|recommend|teaser|widget|promo|\bmore\b|popular|card|bio\b", re.IGNORECASE
)
_NAMES = etree.XPath(".//*[@itemprop='name']")
_CREDIT = re.compile(
    r"(?:^|[-_\s])(?:(?:photo|image|media|picture|img|caption)[-_]*)?credits?(?:$|[-_\s])", re.IGNORECASE
)
_CREDIT_LABEL = re.compile(
    r"^\W*(?:(?:photo(?:graph)?|image|picture|credits?|bild|foto|quelle|by|courtesy of)\b[\s:/]*)+|^\W*[©]\s*",
    re.IGNORECASE,
)


def find_author(page: Page) -> FoundField | None:
    """Return the persons of the first source that names any, else the first agency, desk or site that is named."""
    groups: FoundField | None = None
    for named, origin in _told(page):
        people = [name for name in named if not is_group(name, page.site_keys)]
        if people and not (groups and origin == "class of a byline"):  # a teaser's, when the page names a desk
            return "author", people[:MAX_AUTHORS], origin
        if named and groups is None:
            groups = ("author", named[:MAX_AUTHORS], origin)
    return groups


def _told(page: Page) -> Iterator[tuple[list[str], str]]:
    """Yield names with their origins, the most trusted first."""
    for key in ("author", "creator"):
        for value in page.said(key):
            yield _names(name_of(resolved(one, page.nodes)) for one in iter_values(value)), f"JSON-LD {key}"
    for name in METAS:
        if values := page.head.all(name):
            yield _names(values), name
    yield from _shown(page)


def _names(values: Iterable[str]) -> list[str]:
    """Return the names in all values, each once."""
    return list(dict.fromkeys(name for value in values for name in persons(value)))


def _shown(page: Page) -> Iterator[tuple[list[str], str]]:
    """Yield names in nodes that are marked as bylines, those marked for machines first."""
    exact = [node for node in page.items if node.get("itemprop") in ("author", "creator")]
    yield from ((_written(node), "itemprop author") for node in _near(exact))
    yield from ((_written(node), "rel author") for node in _near(_RELATED(page.tree)))
    named = [node for node in page.classed if _MARKED.search(node.get("class", ""))]
    yield from ((_written(node), "class of a byline") for node in _near(named))
    linked = [names for node in _near(_LINKED(page.tree)) if len(names := _written(node)) == 1 and " " in names[0]]
    yield from ((names, "link to an author") for names in linked[:1])


def _near(nodes: list[Any]) -> Iterator[Any]:
    """Yield the nodes that do not stand with comments, teasers or in a footer."""
    return (node for node in nodes[:MAX_BYLINES] if not _is_elsewhere(node))


def _written(node: Any) -> list[str]:
    """Return the names in a byline: its first, and those that follow with a comma or an ``and``."""
    marked = _NAMES(node)[:MAX_AUTHORS]
    if marked:
        return _names(text_of(name) or plain_text(name.get("content")) for name in marked)
    texts = texts_of(node) or [plain_text(node.get("content"))]
    if sum(map(len, texts)) > LONGEST_BYLINE:
        return []
    found: list[str] = []
    joined = True
    for text in texts:
        names = persons(text)
        if names and found and not joined:
            break
        found += names
        joined = not names or text.rstrip().endswith((",", "&", " and", " und", " et", " y"))
    return list(dict.fromkeys(found))


def _is_elsewhere(node: Any) -> bool:
    """Tell whether a node stands with comments, teasers or in a footer."""
    around = [node, *node.iterancestors()]
    return any(
        one.tag in ("footer", "aside", "nav") or _ELSEWHERE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in around
        if isinstance(one.tag, str) and one.tag not in ("html", "body")
    )


def find_photo_credit(page: Page) -> FoundField | None:
    """Return who is credited for the first picture."""
    for image in (one for value in page.said("image") for one in iter_values(value)):
        whole = resolved(image, page.nodes)
        if isinstance(whole, dict):
            for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
                credit = _credit(name_of(one) for one in iter_values(whole.get(key)))
                if credit:
                    return "photo_credit", credit, f"JSON-LD image {key}"
    marked = (node for figure in page.head.figures for node in _CREDITS(figure) if _CREDIT.search(node.get("class")))
    credit = _credit(text_of(node) for node in _near(list(islice(marked, MAX_BYLINES))))
    return ("photo_credit", credit, "credit") if credit else None


def _credit(texts: Iterable[str]) -> str | None:
    """Return the first text that can be a credit, without its label."""
    for text in texts:
        bare = _CREDIT_LABEL.sub("", text).strip(" \t()[]|:")
        if 1 < len(bare) <= LONGEST_CREDIT and not bare.startswith(("http:", "https:")):
            return bare
    return None


MAX_NAME = 60
"""Characters of a name."""

MAX_WORDS = 6
"""Words of a name: ``Ana María de la Cruz Gómez`` has six."""

MAX_AUTHORS = 20

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
_ASIDE = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
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
_AND = re.compile(
    r"""\s+(?:and|AND|And|und|UND|et|ET|og|och|en|with|mit|con|avec|и|та)\s+ | \s*&\s*
        | \s+[yei]\s+(?=\w[\w'’.-]*\s+[A-ZÀ-Þ])""",
    re.VERBOSE,
)
_AND_FIRST = re.compile(r"^\s*(?:and|und|et|og|och)\s+", re.IGNORECASE)
_LISTED = re.compile(r"\s*[;,、，/|•·+]\s*")
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
_NOBODY = frozenset({
    "admin", "administrator", "author", "authors", "by", "contributor", "editor", "editors", "guest", "guestauthor",
    "guestcontributor", "none", "null", "nobody", "redaktion", "root", "staff", "staffwriter", "test", "undefined",
    "unknown", "user", "webmaster", "wpadmin", "wordpress", "siteadmin", "anonymous", "na", "superuser", "sysadmin",
    "online", "share", "follow", "posts", "noauthor", "and", "und", "von", "par", "por", "di", "door", "in", "for",
    "text",
})  # fmt: skip


def persons(value: str) -> list[str]:
    """Return the names in one author value, without labels, addresses, job titles and degrees.

    >>> persons("By Jane Doe, Senior Editor, and John Roe (Reuters)")
    ['Jane Doe', 'John Roe']
    """
    text = _ASIDE.sub(" ", _ADDRESS.sub(" ", value[: MAX_NAME * MAX_AUTHORS]))
    text = _ENDING.sub("", " ".join(_LABEL.sub("", " ".join(text.split())).split()))
    listed = [_bare(part) for part in _LISTED.split(text)]
    parts = [_bare(part) for one in listed for part in _AND.split(one) if _bare(part)]
    if len(parts) > 1 and all(" " not in part and part.isascii() for part in parts):
        return _of_single_words(text, parts)
    if len(parts) > 1 and _GROUP.search(parts[0]):
        parts = [parts[0], *(part for part in parts[1:] if " " in part or _GROUP.search(part))]  # the rest is a place
    return list(dict.fromkeys(_once(part) for part in parts if is_name(part)))[:MAX_AUTHORS]


def _bare(part: str) -> str:
    """Return a part without marks around it and without a label of its own."""
    return _LABEL.sub("", f"{_AND_FIRST.sub('', part)} ").strip(" \t:-–—\"'“”*()[]<>_=#").removesuffix(",")


def _of_single_words(text: str, parts: list[str]) -> list[str]:
    """Read ``Doe, Jane``; ``Salt & Pepper`` is one name, and of ``Bonn, Germany, Europe`` none is."""
    if "," not in text:
        return [text] if is_name(text) else []
    if len(parts) != len(("family", "given")):
        return []
    return [part for part in parts if is_name(part)][:1] if any(map(_DEGREE.match, parts)) else [" ".join(parts[::-1])]


def _once(name: str) -> str:
    """Return a name that stands twice, as in a link and its title, once."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def is_name(text: str) -> bool:
    """Tell whether a text may be a name: short, of letters, neither a role nor a degree nor nobody.

    >>> is_name("Ana de la Cruz"), is_name("Read more about us"), is_name("Senior Writer"), is_name("May 6")
    (True, False, False, False)
    """
    words = text.split()
    if not 0 < len(words) <= MAX_WORDS or len(text) > MAX_NAME or comparison_key(text) in _NOBODY:
        return False
    if any(word[0].isdigit() for word in words) or _ROLE.search(text) or _DEGREE.match(text):
        return False
    lower = sum(word[0].islower() and word not in _PARTICLES for word in words)
    letters = sum(map(str.isalpha, text))
    return letters > len("A") and letters * 2 > len(text) and (len(words) <= len(("first", "last")) or not lower)


def is_group(name: str, sites: AbstractSet[str]) -> bool:
    """Tell whether a name is that of an agency, a desk or the site itself (in compact form), and of no person."""
    return bool(_GROUP.search(name)) or comparison_key(name) in sites
