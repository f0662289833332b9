"""The title of a page: what its own data call the headline, without the site's name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, islice
from typing import Any, NamedTuple

from cleaner.html.metadata.agreement import has_own_name, is_same_title
from cleaner.html.metadata.page import Page, node_text, node_texts
from cleaner.html.metadata.shown_site import ShownNames, is_home
from cleaner.html.values import comparison_key, plain_text
from cleaner.lazy import lazy_pattern
from cleaner.metadata import FoundField

MAX_TITLE = 400
"""Characters of a title: longer ones are not headlines."""

MIN_SITE_NAME = 3
"""Letters and digits of a site's name that may be cut off."""

MAX_SEPARATORS = 12
"""Separators in a title: more do not set off names after a headline."""

MAX_CUTS = 3
"""Names that a title may end with: ``Headline | Sports | Site``."""

TITLE_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "#headline", "title")
"""Meta nodes that hold the title, in order of trust."""

MIN_HEADLINE = 12
"""Letters and digits of a title that may be what a longer headline ends or begins with."""

MIN_SHARE = 0.4
"""Share of a headline's letters that such a title must have."""

MIN_COMMON_WORDS = 2
"""Words that two titles of the same story have in common."""

MIN_SUBJECT = 0.25
"""Share of the shorter title's words that both have."""

WORD_START = 6
"""Letters by which words are compared, so that their forms count as the same."""

MAX_HEADINGS = 20
"""Headings that are compared with the window's title."""

MAX_SITE_WORDS = 4
MIN_TITLE_WORDS = 4
"""Words of a name after a bar, and of the headline before it."""

MAX_BLOCKS = 3000
"""Blocks of a page that are compared with the beginnings of its title."""

_BLOCK_TAGS = ("h2", "h3", "h4", "div", "td", "th", "p", "span", "b", "strong", "font", "dt", "center")
_SEPARATORS = lazy_pattern(
    r"""\s+[-–—|•·:»«›/~@_|ǀㅣ]+\s+ | \s*[|｜ǀㅣ]+\s* | \s+::\s+ | \s*::\s*$ | \s*[»›]\s* | :\s+ | \s*[：]\s*
        | \s*(?:--|–|—)\s* | _+(?=[^\W_]) | (?<=[\u3040-\uffef])-(?=[^\W_]) | -(?=[\u3040-\uffef])""",
    re.VERBOSE,
)
_MARKS = tuple("-–—|｜ㅣ·•»:_@(")
_KICKER_END = lazy_pattern(r"[:/|–—]\s+|\s-\s")
_LEADING_MARK = lazy_pattern(r"^[:|–—·•]\s+")
_EDGES = " \t\N{IDEOGRAPHIC SPACE}|¶#"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSPACED = lazy_pattern(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")
_WORD_OR_IDEOGRAPH = lazy_pattern(r"[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff]{2}|[^\W_]+")
_DOMAIN = lazy_pattern(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")


class Title(NamedTuple):
    """A title and its source."""

    text: str
    source: str


def find_title(page: Page) -> FoundField | None:
    """Return the headline that readers see, else the title on which the page's data agree, without the site's name.

    A truncated title gives way to the whole where that is known.
    """
    shown = [(node, text) for node in page.head.headlines if (text := _headline_text(node, page))]
    texts = [text for _, text in shown] or _second_headings(page)
    declared = list(_usable(_declared_titles(page), page.site_keys, texts))
    window = list(_usable(_window_titles(page), page.site_keys, texts))
    visible = list(_usable((Title(text, "h1") for text in page.headlines), page.site_keys, ()))
    headline = _shown_headline(shown, declared or window)
    if not headline:
        headline = _shown_part(page, [*window, *declared])
    if candidates := [*([headline] if headline else []), *_by_agreement(declared, window), *window, *visible]:
        title = _untruncated(candidates)
        return "title", title.text if title is headline else _without_shown_site(title.text, page), title.source
    if page.headlines:
        return "title", page.headlines[0], "h1"
    return ("title", page.head.title, "title") if page.head.title else None


def _second_headings(page: Page) -> list[str]:
    """Return the longer headings of the second level with which the window's title begins."""
    window = comparison_key(page.head.title)
    headings = map(node_text, islice(page.tree.iter("h2"), MAX_HEADINGS))
    return [
        text
        for text in headings
        if len(_WORD_OR_IDEOGRAPH.findall(text)) >= MIN_TITLE_WORDS and window.startswith(comparison_key(text))
    ]


def _shown_headline(shown: Sequence[tuple[Any, str]], titles: Sequence[Title]) -> Title | None:
    """Return the headline that the page's own data have as well, else the first if its subject is the same.

    ``shown`` are the nodes of headlines with their texts.
    """
    texts = [title.text for title in titles]
    if not any(_REPLACEMENT in title for title in texts):
        shown = [(node, text) for node, text in shown if _REPLACEMENT not in text]
    for node, text in shown:
        if any(is_same_title(text, title) for title in texts):
            return Title(_without_kicker(node, text, texts), "h1")
    for node, text in shown[:1]:
        if any(has_same_subject(text, _without_ending(title)) for title in titles):
            return Title(_without_kicker(node, text, texts), "h1")
    return None


def _shown_part(page: Page, titles: Sequence[Title]) -> Title | None:
    """Return the longer beginning of a title that a block of the page has as its whole text, outside of any link.

    Forums and old pages set their headlines in such a block, and what follows in the title is a section's name.
    """
    parts: dict[str, Title] = {}
    for title in titles:
        separators = [match.start() for match in _SEPARATORS.finditer(title.text)]
        for end in separators if len(separators) <= MAX_SEPARATORS else ():
            text = title.text[:end].replace("\N{SOFT HYPHEN}", "").strip()
            key = comparison_key(text)
            if len(_WORD_OR_IDEOGRAPH.findall(text)) >= MIN_TITLE_WORDS and 2 * len(key) > len(
                comparison_key(title.text)
            ):
                parts[key] = Title(text, title.source)
    shown: list[str] = []
    for node in islice(page.tree.iter(*_BLOCK_TAGS), MAX_BLOCKS) if parts else ():
        key = comparison_key(node.text) if node.text and len(node.text) <= MAX_TITLE else ""
        if key in parts and not len(node) and not any(parent.tag in ("a", "nav") for parent in node.iterancestors()):
            shown.append(key)
    return parts[max(shown, key=len)] if shown else None


def _without_ending(title: Title) -> str:
    """Return a title; that of the window without its last part, which may be the site's name."""
    separators = list(_SEPARATORS.finditer(title.text)) if title.source == "title" else []
    return title.text[: separators[-1].start()] if separators else title.text


def _headline_text(node: Any, page: Page) -> str:
    """Return the text of a headline; an empty one if it is the site's name, a title of a section, or too long."""
    pieces = node_texts(node)
    text = " ".join(pieces[:1] if len(set(pieces)) == 1 else pieces)
    text = strip_site_name(text.replace("\N{SOFT HYPHEN}", ""), page.site_keys).strip(_EDGES)
    links = [*islice(node.iter("a"), 1), *islice(node.iterancestors("a"), 1)]
    is_unusable = not text or len(text) > MAX_TITLE or comparison_key(text) in page.site_keys
    if is_unusable or any(is_home(link.get("href")) for link in links) or _is_site_in_window(text, page):
        return ""
    return text


def _is_site_in_window(text: str, page: Page) -> bool:
    """Whether a headline is the part of the window's title that is the site's: the last, or beside another heading."""
    title, key = page.head.title, comparison_key(text)
    separators = [match.span() for match in _SEPARATORS.finditer(title)]
    if not 0 < len(separators) <= MAX_SEPARATORS:
        return False
    (_, start), (end, last) = separators[0], separators[-1]
    ending = comparison_key(title[last:])
    if key == ending and 2 * len(ending) < len(comparison_key(title)):
        return True
    rest = comparison_key(title[start:])
    if key != comparison_key(title[: separators[0][0]]) or len(text.split()) > MAX_SITE_WORDS or len(key) > len(rest):
        return False
    headings = islice(page.tree.iter("h2", "h3"), MAX_HEADINGS)
    return any(comparison_key(node_text(heading)) in (rest, comparison_key(title[start:end])) for heading in headings)


def _without_kicker(node: Any, headline: str, titles: Sequence[str]) -> str:
    """Return a headline without what markup sets before or after it: a kicker, a sub-headline, a count of comments."""
    key = comparison_key(headline)
    pieces = node_texts(node)
    starts = {comparison_key(start) for start in accumulate(pieces, "{} {}".format)}
    ends = {comparison_key(end) for end in accumulate(pieces[::-1], "{1} {0}".format)}
    ends |= {comparison_key(headline[mark.end() :]) for mark in _KICKER_END.finditer(headline)}
    for title in titles:
        title_key = comparison_key(title)
        if title_key == key:
            return title if not title.isupper() else headline
        is_long = len(title_key) >= MIN_HEADLINE and len(title_key) >= MIN_SHARE * len(key)
        if is_long and title_key in starts | ends:
            return title
    return headline


def has_same_subject(headline: str, title: str) -> bool:
    """Whether two titles have words in common as two titles of the same story have.

    >>> has_same_subject("Want to help a friend after a breakup?", "How to help a friend with a bad breakup")
    True
    >>> has_same_subject("Minecraft News", "Minecraft 1.8 - The Bountiful Update")
    False
    """
    words, title_words = _subject_words(headline), _subject_words(title)
    common = words & title_words
    return len(common) >= MIN_COMMON_WORDS and len(common) >= MIN_SUBJECT * min(len(words), len(title_words))


def _subject_words(text: str) -> set[str]:
    """Return the longer words of a text by their beginnings, and pairs of characters in scripts without blanks."""
    words = {word[:WORD_START] for word in re.findall(r"[^\W_]{4,}|\d+", text.casefold()) if not _UNSPACED.search(word)}
    return words.union(*({run[i : i + 2] for i in range(len(run) - 1)} for run in _UNSPACED.findall(text)))


def _by_agreement(declared: Sequence[Title], window: Sequence[Title]) -> list[Title]:
    """Return declared titles, that first which most of the page's data have; file names in their place come last."""
    texts = [title.text for title in (*declared, *window)]
    votes = {title.text: sum(_is_in(title.text, text) for text in texts) for title in declared}
    return sorted(declared, key=lambda title: (_is_slug(title.text), -votes[title.text]))


def _is_in(title: str, other: str) -> bool:
    """Whether another title is the same, with or without a name after it."""
    rest = other[len(title) :].strip() if other.startswith(title) else "x"
    return comparison_key(title) == comparison_key(other) or rest[:1] in _MARKS


def _is_slug(text: str) -> bool:
    return " " not in text and len(re.findall(r"[-_]", text)) > 1 and text.islower()


def _without_shown_site(title: str, page: Page) -> str:
    """Return a title without names that the page shows as its site's, and without those of sections beside them."""
    names: ShownNames | None = None
    has_site = False
    for _ in range(MAX_CUTS):
        separators = [match.span() for match in _SEPARATORS.finditer(title)]
        if not 0 < len(separators) <= MAX_SEPARATORS:
            break
        names = names or ShownNames(page)
        (first_end, first_start), (last_end, last_start) = separators[0], separators[-1]
        mark, ending, beginning = (
            title[last_end:last_start].strip(),
            title[last_start:].strip(),
            title[:first_end].strip(),
        )
        before = title[separators[-2][1] : last_end] if separators[1:] else ""
        is_bar = mark in ("|", "｜") and _is_plain_site(ending, title[:last_end])
        is_site = mark != ":" and (is_bar or names.has(ending) or bool(_DOMAIN.fullmatch(ending)))
        is_short = len(beginning.split()) <= MAX_SITE_WORDS and 2 * len(beginning) < len(title)
        if title[:last_end].strip() and (is_site or (names.has_section(ending) and (has_site or names.has(before)))):
            title = title[:last_end].strip()
        elif is_short and (names.has(beginning) or (has_site and names.has_section(beginning))):
            title = title[first_start:].strip() or title
        else:
            break
        has_site = True
    return title


def _is_plain_site(ending: str, headline: str) -> bool:
    """Whether what follows the last bar of a title is written as a name, after a headline in more words than it has."""
    words = ending.split()
    is_named = all(word[0].isupper() or not word[0].islower() for word in words)
    is_short = len(words) <= MAX_SITE_WORDS and not any(map(str.isdigit, ending))
    return is_named and is_short and len(_WORD_OR_IDEOGRAPH.findall(headline)) >= MIN_TITLE_WORDS


def _untruncated(titles: Sequence[Title]) -> Title:
    """Return the first title or, if that is truncated, the first that continues it."""
    first = titles[0]
    if not is_truncated(first.text):
        return first
    start = comparison_key(first.text)
    continuations = (
        title for title in titles if not is_truncated(title.text) and comparison_key(title.text).startswith(start)
    )
    return next(continuations, first)


def _declared_titles(page: Page) -> Iterator[Title]:
    """Yield the titles in JSON-LD and meta nodes, the most trusted first."""
    shown = [text for text in (page.head.meta("og:title"), page.head.title, *page.headlines) if text]
    for node in page.facts:
        if node.get("headline") and not has_own_name(node, shown):
            yield Title(plain_text(node["headline"]), "JSON-LD headline")
    for name in TITLE_METAS:
        if text := page.head.meta(name):
            yield Title(text, name)


def _window_titles(page: Page) -> Iterator[Title]:
    if page.head.title:
        yield Title(page.head.title, "title")
    for value in page.fact_values("name"):
        yield Title(plain_text(value), "JSON-LD name")


def _usable(titles: Iterable[Title], site_keys: AbstractSet[str], headlines: Sequence[str]) -> Iterator[Title]:
    """Yield the titles without the site's name; those that consist of it or are too long are left out."""
    for title in titles:
        text = strip_site_name(title.text, site_keys, headlines) if len(title.text) <= 2 * MAX_TITLE else ""
        text = _LEADING_MARK.sub("", text)
        if text and len(text) <= MAX_TITLE and comparison_key(text) not in site_keys:
            yield Title(text, title.source)


def strip_site_name(title: str, site_keys: AbstractSet[str], headlines: Sequence[str] = ()) -> str:
    """Return a title without the site's name at its end or its beginning.

    Only the site's names are cut (``site_keys`` are their comparison keys), or what surrounds one of the page's own
    ``headlines``.

    >>> strip_site_name("Bridge opens - on time | The Daily Sample", {"dailysample"})
    'Bridge opens - on time'
    """
    headline_keys = set(map(comparison_key, headlines)) - {""}
    for _ in range(MAX_CUTS):
        separators = [match.span() for match in _SEPARATORS.finditer(title)]
        if comparison_key(title) in headline_keys or not 0 < len(separators) <= MAX_SEPARATORS:
            break
        first, last = separators[0], separators[-1]
        headline = next((part for part in _parts(title, separators) if comparison_key(part) in headline_keys), None)
        if headline:
            return headline
        if _is_site_name(title[last[1] :], site_keys):
            title = title[: last[0]]
        elif _is_site_name(title[: first[0]], site_keys):
            title = title[first[1] :]
        else:
            break
    return title.strip()


def _parts(title: str, separators: Sequence[tuple[int, int]]) -> list[str]:
    """Return what remains of a title when an end is cut off, the longest first, then when a beginning is."""
    starts = [title[:start] for start, _ in reversed(separators)]
    return [*starts, *(title[end:] for _, end in separators)]


def _is_site_name(part: str, site_keys: AbstractSet[str]) -> bool:
    """Whether a part of a title is the site's name, with or without ``The`` and ``.com``."""
    key = comparison_key(part)
    if len(key) < MIN_SITE_NAME:
        return False
    short = _short_name(key)
    return key in site_keys or (bool(short) and any(short == _short_name(site) for site in site_keys))


def _short_name(key: str) -> str:
    return key.removeprefix("the").removesuffix("com").removesuffix("news")


def is_truncated(title: str) -> bool:
    """Whether a title ends in an ellipsis, as programs truncate titles."""
    return title.endswith(("…", "..."))
