"""The dates that a page shows near its headline, and what each of them is.

A date stands in a byline: alone, beside a name, or behind a word such as "Published" or "更新". Dates inside sentences,
ranges, copyright notices, teasers of other articles and comments are none of the article's.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from cleaner.dates import DateStyle, WrittenDate, read_date, written_dates
from cleaner.html.metadata.date_lines import (
    DateLine,
    Part,
    is_prose,
    lines_above,
    lines_after,
    property_names,
    stamp_of,
)
from cleaner.html.metadata.date_words import MODIFIED, OTHER, PUBLISHED, role_by_words
from cleaner.html.metadata.page import is_part
from cleaner.html.metadata.surroundings import is_other_story
from cleaner.lazy import lazy_pattern

MAX_LINE = 300
"""Characters of a line that is read for dates."""

MAX_LABEL = 60
MAX_SUFFIX = 25
"""Characters before and behind a date in which a word tells what it is."""

MAX_BYLINE_WORDS = 14
MAX_DATE_WORDS = 4
"""Words beside an unlabeled date: in a byline, and in a line below the first prose, in a heading or in a link."""

MIN_SENTENCE_WORDS = 5
"""Words beside a date from which they are a sentence, if it has a full stop."""

MAX_PREPOSITIONS = 2
"""Words before a date that may be all of its line: ``Posted on``."""

MAX_EVENT_LINES = 2
"""Lines behind a date in which a label such as ``Venue:`` tells that it is an event's."""

MAX_TEASER = 400
TEASER_LINK = 35
"""Characters of a block that may be a teaser, and of a link that is a headline."""

MAX_TEASER_TEXTS, MAX_TEASER_LEVELS = 100, 4
"""Text nodes of a teaser, and levels of nodes between it and its date."""

NEAR, ABOVE, AFTER_STANDFIRST, BELOW = range(4)
"""Where a date stands: between the headline and the first prose, before the headline, after one line of prose, which
may be a standfirst, or below more of it."""

_ELSEWHERE = lazy_pattern(
    r"""
    (?<![a-z]) (?: relat | recommend | read-?(?:more|next|also) | more- | latest | comment | repl(?:y|ies)
      | promo(?!ted)
      | teaser(?![_-]*(?:text|head|copy|intro))     # a detail page's own standfirst is called so as well
      | popular | trend | most- | newsletter(?!-post) | nav(?:bar|igation)?(?![a-z]) | menu | breadcrumb | copyright
      | (?<!fa-)(?<!icon-)calendar
      | carousel | slider | archives | weather | clock | today | site-?date | current-?(?:date|day|time) | ticker
      | tweet | twitter | similar | further | also- | next- | prev(?:ious)?- | masthead | top-?bar | recent | event
      | veranstalt )""",
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR = lazy_pattern(
    r"author|profile|people|person|team|staff|user|redaktion|/by[/-]|journalist|writer", re.IGNORECASE
)
_EVENT_LABEL = lazy_pattern(
    r"(?:venue|where|time|location|place|starts?|ort|wo|uhrzeit|beginn|einlass|lieu|où|heure|horaires?|lugar|hora|dónde"
    r"|onde|local|horário|luogo|ora|orario|dove|plaats|locatie|tijd|waar|tid|sted|plats|missä|paikka|aika|kde|místo|čas"
    r"|gdzie|miejsce|godzina|где|место|время|де|місце|hol|helyszín|időpont|yer|saat|nerede|πού|τόπος|ώρα|المكان|الوقت"
    r"|مکان|ساعت|waktu|tempat|lokasi|địa điểm|thời gian|स्थान|समय|สถานที่|เวลา|会場|場所|時間|地点|地點|장소|시간)"
    r"\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_SIDEBAR = lazy_pattern(
    r"(?<![a-z])(?<!with-)(?<!has-)(?<!no-)(?<!lay-)(?<!layout-)(?<!template-)side-?bar(?![_-]*(?:main|content|mode))",
    re.IGNORECASE,
)
_FOOTER = lazy_pattern(r"(?<![a-z])foot(?:er)?(?![a-z])", re.IGNORECASE)
_ELSEWHERE_TAGS = frozenset(("nav", "blockquote", "figure", "form", "figcaption"))
_MODIFIED_NAMES = lazy_pattern(r"updat|modif|revis|aktualis|edited|changed", re.IGNORECASE)
_PUBLISHED_NAMES = lazy_pattern(r"publi|posted|entry-?date|post-?date|pub-?date|created|issued", re.IGNORECASE)
_DATE_NAMES = lazy_pattern(r"dat(?:e|um|a-|a_)|time|publi|posted|meta|byline|info|fecha|tarih|tanggal", re.IGNORECASE)
_ITEM_ROLES = {
    **dict.fromkeys(("datepublished", "datecreated", "created"), PUBLISHED),
    **dict.fromkeys(("datemodified", "dateupdated", "modified"), MODIFIED),
    **dict.fromkeys(("startdate", "enddate", "birthdate", "deathdate", "validfrom", "validthrough"), OTHER),
}
_COPYRIGHT = lazy_pattern(r"©|\(c\)|copyright|rights reserved", re.IGNORECASE)
_TIME_RANGE = lazy_pattern(r"\d[:.h]\d\d\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:-|–|—|bis|to)\s*\d{1,2}[:.h]\d\d", re.IGNORECASE)
_RANGE_BEFORE = lazy_pattern(r"(?:\d|[^\W\d_]{3,}\s\d\d?)\.?\s*(?:-|–|—|bis|to|until|al|au)\s*$", re.IGNORECASE)
_RANGE_BEHIND = lazy_pattern(r"\s*(?:–|—|bis\b|to\b|until\b|-\s*\d{1,2}[./ ])\s*", re.IGNORECASE)
_WORDS = lazy_pattern(r"[^\W\d_]+")
_BY = lazy_pattern(
    r"(?:by|von|par|por|de|da|di|av|af|door|from|автор|από|oleh|yazan|przez|od|text|words)\b[:\s]", re.IGNORECASE
)
_SENTENCE_END = lazy_pattern(r"[.!?。！？।]\s*$")
_CLOCK = lazy_pattern(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class ShownDate(NamedTuple):
    """A date that a page shows.

    ``days`` are two where day and month could be swapped, and none where only the attribute ``stamp`` has a date.
    ``role`` is that of its words or its node's name (``is_certain`` for words and microdata), empty if nothing tells.
    """

    days: tuple[date, ...]
    role: str
    is_certain: bool
    stamp: date | None
    place: int


class _Mark(NamedTuple):
    start: int
    end: int
    days: tuple[date, ...]
    stamp: date | None
    node: Any


def find_shown_dates(anchor: Any, style: DateStyle, *, is_headline: bool) -> Iterator[ShownDate]:
    """Yield the dates near a headline or in a container, those after the headline first."""
    around = frozenset([anchor, *anchor.iterancestors()])
    prose, carried = 0, ""
    for line, following in _with_following(lines_after(anchor, is_headline=is_headline)):
        place = (NEAR, AFTER_STANDFIRST, BELOW)[min(prose, 2)]
        is_event = any(_EVENT_LABEL.match(text) for text in following)
        for entry in _dates_of_line(line, style, around, place, carried):
            yield entry._replace(role=OTHER) if is_event and entry.role != MODIFIED else entry
        carried = _carried_role(line)
        prose += is_prose(line.text)
    if is_headline:
        for line in lines_above(anchor):
            yield from _dates_of_line(line, style, around, ABOVE, "")


def _with_following(lines: Iterator[DateLine]) -> Iterator[tuple[DateLine, list[str]]]:
    """Yield each line with the texts of the next :data:`MAX_EVENT_LINES`."""
    window: deque[DateLine] = deque(islice(lines, MAX_EVENT_LINES + 1))
    while window:
        line = window.popleft()
        yield line, [other.text for other in window]
        window.extend(islice(lines, 1))


def _carried_role(line: DateLine) -> str:
    """Return the role that a line gives to the next: one without a date, such as ``Published`` in a cell of a table."""
    is_label = len(line.text) <= MAX_LABEL and not any(map(str.isdigit, line.text))
    return role_by_words(line.text) if is_label and len(_WORDS.findall(line.text)) <= MAX_DATE_WORDS else ""


def _dates_of_line(
    line: DateLine, style: DateStyle, around: frozenset[Any], place: int, carried: str
) -> Iterator[ShownDate]:
    if len(line.text) > MAX_LINE or not (line.stamped or any(map(str.isdigit, line.text))):
        return
    marks = _marks(line, style)
    if not marks or _COPYRIGHT.search(line.text):
        return
    is_near = place != BELOW or carried == PUBLISHED or _label_before(line.text, marks, 0) == PUBLISHED
    if is_elsewhere(marks[0].node, around, is_near=is_near):
        return
    is_same_day = len({mark.days for mark in marks}) == 1 < len(marks)  # in two calendars
    is_range = not is_same_day and any(_is_in_range(line.text, mark) for mark in marks)
    has_range = is_range or bool(_TIME_RANGE.search(line.text))
    behind = role_by_words(line.text[marks[-1].end :][:MAX_SUFFIX], is_before=False)
    is_behind = behind in (PUBLISHED, MODIFIED) and not _label_before(line.text, marks, 0)
    roles = [_words_role(line.text, marks, index, is_behind=is_behind) for index in range(len(marks))]
    roles[0] = roles[0] or carried
    for mark, words in zip(marks, roles, strict=True):
        item = item_role(mark.node)
        role = words or item or _named_role(mark.node)
        if not role and has_range:
            continue
        if role or {PUBLISHED, MODIFIED}.intersection(roles) or _is_byline(line, marks, mark, place):
            yield ShownDate(mark.days, role, bool(words or item), mark.stamp, place)


def _marks(line: DateLine, style: DateStyle) -> list[_Mark]:
    """Return the dates of a line in its order; one in a node with a date as an attribute has both."""
    written = written_dates(line.text, style)
    marks = [_stamped_mark(line.text, part, written, style) for part in line.stamped]
    covered = [(part.start, part.end) for part in line.stamped]
    marks.extend(
        _Mark(entry.start, entry.end, entry.days, None, line.node_at(entry.start))
        for entry in written
        if not any(start <= entry.start < end for start, end in covered)
    )
    return sorted((mark for mark in marks if mark.days or mark.stamp), key=lambda mark: (mark.start, mark.end))


def _stamped_mark(text: str, part: Part, written: Sequence[WrittenDate], style: DateStyle) -> _Mark:
    stamp = read_date(stamp_of(part.node), style)
    inside = [entry for entry in written if part.start <= entry.start < part.end]
    if inside:
        return _Mark(inside[0].start, inside[0].end, inside[0].days, stamp, part.node)
    days = _days_without_year(text[part.start : part.end], stamp, style) if stamp else ()
    return _Mark(part.start, part.end, days, stamp, part.node)


def _days_without_year(text: str, stamp: date, style: DateStyle) -> tuple[date, ...]:
    """Return the day that a text without a year shows for a stamp: ``Posted Nov 18, 8:19 PM``."""
    written = written_dates(f"{_CLOCK.sub('', text).strip(' ,;|')} {stamp.year}", style)
    return written[0].days if len(written) == 1 else ()


def _is_in_range(text: str, mark: _Mark) -> bool:
    return bool(_RANGE_BEFORE.search(text[: mark.start]) or _RANGE_BEHIND.match(text[mark.end :]))


def _label_before(text: str, marks: Sequence[_Mark], index: int) -> str:
    start = marks[index - 1].end if index else 0
    return role_by_words(text[max(start, marks[index].start - MAX_LABEL) : marks[index].start])


def _words_role(text: str, marks: Sequence[_Mark], index: int, *, is_behind: bool) -> str:
    """Return the role that words beside a date give it: those before it, unless the line has them behind its dates."""
    mark = marks[index]
    inside = role_by_words(text[mark.start : mark.end]) if not mark.days else ""
    if is_behind:
        end = marks[index + 1].start if index + 1 < len(marks) else len(text)
        return role_by_words(text[mark.end : end][:MAX_SUFFIX], is_before=False)
    return inside or _label_before(text, marks, index)


def item_role(node: Any) -> str:
    """Return the role that microdata give a node or what is around it."""
    for ancestor in _nearest(node):
        for name in property_names(ancestor):
            if role := _ITEM_ROLES.get(name):
                return role
    return ""


def _named_role(node: Any) -> str:
    """Return the role that the names of a node or its parents tell. Many themes call one date published and updated."""
    for ancestor in _nearest(node):
        names = _names(ancestor)
        if _PUBLISHED_NAMES.search(names):
            return PUBLISHED
        if _MODIFIED_NAMES.search(names):
            return MODIFIED
    return ""


def _nearest(node: Any) -> Iterator[Any]:
    """Yield a node and the two above it, as far as they may hold one date."""
    for _ in range(3):
        if node is None or node.tag in ("body", "article", "main", "header"):
            return
        yield node
        node = node.getparent()


def _names(node: Any) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def is_elsewhere(node: Any, around: frozenset[Any], *, is_near: bool = False) -> bool:
    """Whether a node is in a part of the page that is not about its article: a teaser, a comment, a sidebar.

    ``around`` are the headline and what is around it: that is about the article, whatever it is called. What is near
    the headline, or called published, may stand in an ``aside``, a sidebar or a footer as well.
    """
    for level, ancestor in enumerate([node, *node.iterancestors()]):
        if ancestor in around:
            return False
        names = _names(ancestor)
        if is_other_story(ancestor, around) and not _is_entry(ancestor, around):
            return True
        if ancestor.tag in _ELSEWHERE_TAGS or is_part(ancestor) or (names != " " and _ELSEWHERE.search(names)):
            return True
        if not is_near and (ancestor.tag == "aside" or _SIDEBAR.search(names) or _is_page_margin(ancestor, names)):
            return True
        if level <= MAX_TEASER_LEVELS and _is_teaser(ancestor):
            return True
    return False


def _is_entry(node: Any, around: frozenset[Any]) -> bool:
    """Whether an article is inside the page's own, as the entries of a live blog are."""
    return any(parent.tag == "article" and parent in around for parent in node.iterancestors())


def _is_page_margin(node: Any, names: str) -> bool:
    """Whether a node is a header or a footer, but not that of an article."""
    is_margin = node.tag in ("header", "footer") or bool(_FOOTER.search(names))
    return is_margin and not any(parent.tag in ("article", "main") for parent in node.iterancestors())


def _is_teaser(node: Any) -> bool:
    """Whether a short block has a headline that is a link."""
    texts = list(islice(node.itertext(), MAX_TEASER_TEXTS))
    if len(texts) == MAX_TEASER_TEXTS or sum(len(text.strip()) for text in texts) > MAX_TEASER:
        return False
    return any(_is_headline_link(link) for link in node.iter("a"))


def _is_headline_link(link: Any) -> bool:
    if _AUTHOR.search(f"{link.get('href') or ''} {link.get('rel') or ''} {_names(link)}"):
        return False
    parent = link.getparent()
    is_heading = any(child.tag in HEADINGS for child in link.iter())
    is_heading = is_heading or (parent is not None and parent.tag in HEADINGS)
    return is_heading or len(" ".join("".join(link.itertext()).split())) >= TEASER_LINK


def _is_byline(line: DateLine, marks: Sequence[_Mark], mark: _Mark, place: int) -> bool:
    """Whether an unlabeled date stands in a byline, not in a sentence, a headline or a link's text."""
    text = line.text
    rest = text
    for other in reversed(marks):
        rest = f"{rest[: other.start]} {rest[other.end :]}"
    words = len(_WORDS.findall(_CLOCK.sub(" ", rest)))
    is_marked = mark.stamp is not None or bool(_DATE_NAMES.search(" ".join(map(_names, _nearest(mark.node)))))
    if words <= MAX_DATE_WORDS and (place != BELOW or is_marked or words <= 1):
        return True
    if words > MAX_BYLINE_WORDS or (place == BELOW and not is_marked) or _is_in_heading(mark.node):
        return False
    if words >= MIN_SENTENCE_WORDS and _SENTENCE_END.search(text):
        return False
    before = text[: mark.start].rstrip()
    if not before or before[-1] in "|·•/,;:(–—-" or _BY.match(text):
        return True
    previous = _WORDS.findall(before)
    return len(previous) <= MAX_PREPOSITIONS or not previous[-1][0].islower()


def _is_in_heading(node: Any) -> bool:
    return any(ancestor.tag in HEADINGS or ancestor.tag == "a" for ancestor in _nearest(node))
